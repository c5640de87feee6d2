package identity

// Brakes on guessing. They count per account and source, and over all accounts
// of a source, so that trying one password on many names slows down too. Neither
// ever locks an owner out: whoever guesses from elsewhere slows only themselves,
// and from where the owner came in before only that account's own failures count.
// Passkeys, which cannot be guessed, know no brake.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	forgotten  = 24 * time.Hour      // after which an account's count begins again
	remembered = 90 * 24 * time.Hour // since the owner last came in from a source
	anybody    = "*"                 // stands for all accounts of a source
)

// attempt counts a try before it is made, so that many at once count too, and
// refuses it during a pause. A try that succeeds is forgotten.
func (s *Service) attempt(ctx context.Context, name, source string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		key, source, now := hashed(account(name)), proof.Net(source), s.System()
		own, err := attemptsOf(ctx, tx, key, source)
		if err != nil {
			return err
		}
		if now.Sub(own.last) > forgotten {
			own.failures = 0
		}
		if err := pause(own, proof.FreeTries, now); err != nil {
			return err
		}
		if now.Sub(own.known) > remembered {
			if err := s.attemptAny(ctx, tx, source, now); err != nil {
				return err
			}
		}
		return putAttempts(ctx, tx, key, source, attempts{own.failures + 1, now, own.known})
	})
}

// attemptAny counts a try from a source where its owner is not known.
func (s *Service) attemptAny(ctx context.Context, tx db.Tx, source string, now time.Time) error {
	all, err := attemptsOf(ctx, tx, anybody, source)
	if err != nil {
		return err
	}
	all.failures = proof.Relieved(all.failures, now.Sub(all.last))
	if err := pause(all, proof.FreeBroad, now); err != nil {
		return err
	}
	return putAttempts(ctx, tx, anybody, source, attempts{failures: all.failures + 1, last: now})
}

func pause(a attempts, free int64, now time.Time) error {
	left := a.last.Add(proof.Wait(a.failures, free)).Sub(now)
	if left <= 0 || a.failures == 0 {
		return nil
	}
	return fault.New(fault.TooMany, "identity.sign_in.wait", fault.Args{"n": int64(left/time.Second) + 1})
}

// welcome forgets the failures of an account from a source, takes the try that
// succeeded off the source's count, and remembers that the owner comes from there.
func (s *Service) welcome(ctx context.Context, tx db.Tx, name, source string) error {
	key, source, now := hashed(account(name)), proof.Net(source), s.System()
	own, err := attemptsOf(ctx, tx, key, source)
	if err != nil {
		return err
	}
	if now.Sub(own.known) > remembered {
		if _, err := tx.Exec(ctx, `UPDATE identity_attempt SET failures = failures - 1 WHERE account = $1 AND source = $2 AND failures > 0`, anybody, source); err != nil {
			return err
		}
	}
	return putAttempts(ctx, tx, key, source, attempts{last: now, known: now})
}

// Brake counts a try at something else than signing in, with brakes of its own:
// they neither slow signing in to that account down nor are lifted by it.
func (s *Service) Brake(ctx context.Context, what, name, source string) error {
	return s.attempt(ctx, what+" "+account(name), source)
}

// Welcome takes such tries off the brakes again, once one of them succeeded.
func (s *Service) Welcome(ctx context.Context, what, name, source string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		return s.welcome(ctx, tx, what+" "+account(name), proof.Net(source))
	})
}
