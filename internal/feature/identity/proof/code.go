package proof

// One-time codes of an app (RFC 6238): six digits, thirty seconds, one step of
// tolerance.

import (
	"crypto/subtle"
	"encoding/base32"
	"io"
	"net/url"
	"time"

	"github.com/pquerna/otp/totp"
)

const (
	codeStep  = 30 // seconds
	codeSlack = 1  // steps that a phone's clock may be off
	codeBytes = 20
)

// CodeSecret makes the secret that an app and the site share.
func CodeSecret(random io.Reader) (string, error) {
	raw := make([]byte, codeBytes)
	_, err := io.ReadFull(random, raw)
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), err
}

// CodeStep finds the step whose code was typed, among those newer than last.
func CodeStep(secret, typed string, last int64, now time.Time) (int64, bool) {
	if secret == "" {
		return 0, false
	}
	here := now.Unix() / codeStep
	for step := here - codeSlack; step <= here+codeSlack; step++ {
		want, err := totp.GenerateCode(secret, time.Unix(step*codeStep, 0))
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 {
			return step, true
		}
	}
	return 0, false
}

// CodeAddress is what the picture says to an authenticator.
func CodeAddress(secret, signIn string) string {
	q := url.Values{"secret": {secret}, "issuer": {"Kaigong"}}
	return "otpauth://totp/" + url.PathEscape("Kaigong:"+signIn) + "?" + q.Encode()
}
