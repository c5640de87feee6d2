package identity

// One-time codes of an app (RFC 6238): six digits, thirty seconds, one step of
// tolerance. A code that was taken is never taken again.

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"io"
	"net/url"
	"time"

	"github.com/pquerna/otp/totp"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	codeStep  = 30 // seconds
	codeSlack = 1  // steps that a phone's clock may be off
	keyBytes  = 20
)

// stepOf finds the step whose code was typed, among those newer than last.
func stepOf(secret, typed string, last int64, now time.Time) (int64, bool) {
	here := now.Unix() / codeStep
	for step := here - codeSlack; step <= here+codeSlack; step++ {
		want, err := totp.GenerateCode(secret, time.Unix(step*codeStep, 0))
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// takeCode uses a code up.
func (s *Service) takeCode(ctx context.Context, tx db.Tx, person string, c codes, typed string) (bool, error) {
	step, ok := stepOf(c.secret, typed, c.last, s.System())
	if c.secret == "" || !ok {
		return false, nil
	}
	c.last = step
	return true, putCodes(ctx, tx, person, c)
}

// codeAddress is what the picture says to an authenticator.
func codeAddress(secret, signIn string) string {
	q := url.Values{"secret": {secret}, "issuer": {"Kaigong"}}
	return "otpauth://totp/" + url.PathEscape("Kaigong:"+signIn) + "?" + q.Encode()
}

// StartCodes makes a secret for the own app. The codes in use stay valid until
// the first new one is confirmed.
func (s *Service) StartCodes(ctx context.Context) error {
	raw := make([]byte, keyBytes)
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return err
	}
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		c, err := totpOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		c.pending = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
		return putCodes(ctx, tx, who.Person, c)
	})
}

// EnrolCodes puts the pending secret to use: its first code proves that an app
// knows it, the password that the owner sits here.
type EnrolCodes struct {
	Password string `json:"password" form:"password"`
	Code     string `json:"code" form:"code"`
	Source   string `json:"-" form:"-"`
}

// EnrolCodes puts the pending secret to use.
func (s *Service) EnrolCodes(ctx context.Context, in EnrolCodes) error {
	p, err := s.prove(ctx, kernel.From(ctx), in.Password, in.Source)
	if err != nil {
		return err
	}
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		c, err := totpOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		if c.pending == "" {
			return fault.New(fault.WrongTurn, "identity.code.not_started")
		}
		step, ok := stepOf(c.pending, in.Code, 0, s.System())
		if !ok {
			return fieldFault("code", "identity.code.wrong")
		}
		if err := welcome(ctx, tx, p.SignIn, in.Source); err != nil {
			return err
		}
		return putCodes(ctx, tx, who.Person, codes{secret: c.pending, last: step})
	})
}
