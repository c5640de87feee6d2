package recovery

// Asking to come back in. Nothing of the account changes, and the answer is the
// same whether or not there is one.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Ask is what somebody types who cannot come in.
type Ask struct {
	Account string `json:"sign_in" form:"sign_in"`
	Lost    Lost   `json:"lost" form:"lost"`
	Source  string `json:"-" form:"-"` // address of the request, for the brakes
}

// Asked is the answer: the claim stays with who asked, the reference is read
// aloud.
type Asked struct {
	Claim string `json:"claim"`
	Ref   string `json:"ref"`
}

// Ask makes a request. It belongs to whoever has the name now, or to nobody for
// ever.
func (s *Service) Ask(ctx context.Context, in Ask) (out Asked, err error) {
	var check fault.Check
	check.That(in.Account != "", "sign_in", "recovery.sign_in.missing")
	check.That(in.Lost == Password || in.Lost == Device, "lost", "recovery.lost.missing")
	if err := check.Err(); err != nil {
		return out, err
	}
	if err := s.Identity.Brake(ctx, "recovery", in.Account, in.Source); err != nil {
		return out, err
	}
	claim, hash, err := s.Identity.Secret()
	if err != nil {
		return out, err
	}
	ref, err := proof.ReadAloud(s.Identity.Random)
	if err != nil {
		return out, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		person, err := s.Identity.PersonBySignIn(ctx, tx, in.Account)
		if err != nil {
			return err
		}
		account, err := s.Identity.CurrentOf(ctx, tx, person, s.Identity.Today())
		if err != nil {
			return err
		}
		home, err := s.openly(ctx, tx, account)
		if err != nil {
			return err
		}
		r := Request{ID: s.NewID(), Ref: ref, Lost: in.Lost, State: AskedFor, AskedAt: s.Now(), Version: 1, claim: hash}
		if len(home) > 0 {
			r.Person, r.Party = person, home[0].Party
		}
		r.EndsAt, _ = s.Calendar.Deadline(s.Now(), unused)
		if err := insertRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.record(kernel.With(ctx, kernel.Actor{}), tx, r, "ask", "")
	})
	return Asked{Claim: claim, Ref: ref}, err
}
