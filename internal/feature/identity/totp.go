package identity

// One-time codes of accounts. A code that was taken is never taken again.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// takeCode uses a code up.
func (s *Service) takeCode(ctx context.Context, tx db.Tx, person string, c codes, typed string) (bool, error) {
	step, ok := proof.CodeStep(c.secret, typed, c.last, s.System())
	if !ok {
		return false, nil
	}
	c.last = step
	return true, putCodes(ctx, tx, person, c)
}

// StartCodes makes a secret for the own app. The codes in use stay valid until
// the first new one is confirmed.
func (s *Service) StartCodes(ctx context.Context) error {
	secret, err := proof.CodeSecret(s.Random)
	if err != nil {
		return err
	}
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		c, err := totpOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		c.pending = secret
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
		step, ok := proof.CodeStep(c.pending, in.Code, 0, s.System())
		if !ok {
			return fieldFault("code", "identity.code.wrong")
		}
		if err := s.welcome(ctx, tx, p.SignIn, in.Source); err != nil {
			return err
		}
		return s.setCodes(ctx, tx, who.Person, codes{secret: c.pending, last: step})
	})
}
