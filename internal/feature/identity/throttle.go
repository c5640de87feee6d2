package identity

// Brakes on guessing. They count per account and source, so that whoever
// guesses from elsewhere never locks the owner out; and passkeys, which cannot
// be guessed, know no brake.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// forgotten is after how long the count begins again.
const forgotten = 24 * time.Hour

// attempt counts a try before it is made, so that many at once count too, and
// refuses it during a pause. A try that succeeds is forgotten.
func (s *Service) attempt(ctx context.Context, name, source string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		key, now := hashed(account(name)), s.System()
		source := proof.Net(source)
		a, err := attemptsOf(ctx, tx, key, source)
		if err != nil {
			return err
		}
		if now.Sub(a.last) > forgotten {
			a = attempts{}
		}
		if left := a.last.Add(proof.Wait(a.failures)).Sub(now); left > 0 && a.failures > 0 {
			return fault.New(fault.TooMany, "identity.sign_in.wait", fault.Args{"n": int64(left/time.Second) + 1})
		}
		return putAttempts(ctx, tx, key, source, attempts{a.failures + 1, now})
	})
}
