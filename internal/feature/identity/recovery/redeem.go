package recovery

// Coming back in, by whoever holds the claim; and what lapses.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
)

// Status is how far a request is, for who holds its claim. A request of nobody
// waits like any other.
type Status struct {
	Ref       string     `json:"ref"`
	State     flow.State `json:"state"`
	Confirmed int        `json:"confirmed"`
	Ready     bool       `json:"ready"`
	ReadyAt   string     `json:"ready_at"` // RFC 3339, "" while people are missing
	Request   Request    `json:"-"`
}

// Status answers how far the request of a claim is. Unknown claims get NotFound.
func (s *Service) Status(ctx context.Context, claim string) (v Status, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := requestByClaim(ctx, tx, identity.Hashed(claim))
		if err != nil {
			return err
		}
		given, err := confirmationsOf(ctx, tx, r.ID)
		v = Status{Ref: r.Ref, State: r.State, Confirmed: len(given), Ready: s.ready(r), Request: r}
		if !r.ReadyAt.IsZero() {
			v.ReadyAt = r.ReadyAt.UTC().Format("2006-01-02T15:04:05Z")
		}
		return err
	})
	return v, err
}

func (s *Service) ready(r Request) bool {
	now := s.Now()
	return r.State == Waiting && !now.Before(r.ReadyAt) && now.Before(r.EndsAt)
}

// Redeem sets a new password with a claim.
type Redeem struct {
	Claim    string `json:"claim" form:"-"`
	Password string `json:"password" form:"password"`
}

// Redeem sets a new password and ends every session. What was lost is removed;
// what was not is still asked for when signing in. Whether those who confirmed
// would gain a signature is asked once more, since roles may have changed.
func (s *Service) Redeem(ctx context.Context, in Redeem) error {
	var check fault.Check
	proof.CheckPassword(&check, "password", in.Password)
	if err := check.Err(); err != nil {
		return err
	}
	v, err := s.Status(ctx, in.Claim)
	if err != nil {
		return err
	}
	if !v.Ready {
		return fault.New(fault.WrongTurn, "recovery.not_ready")
	}
	hash, err := s.Identity.HashPassword(in.Password)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := requestByClaim(ctx, tx, identity.Hashed(in.Claim))
		if err != nil {
			return err
		}
		if !s.ready(r) {
			return fault.New(fault.WrongTurn, "recovery.not_ready")
		}
		return s.redeem(kernel.With(ctx, kernel.Actor{Person: r.Person, Party: r.Party}), tx, r, hash)
	})
}

func (s *Service) redeem(ctx context.Context, tx db.Tx, r Request, hash string) error {
	c, err := s.circle(ctx, tx, r)
	if err != nil {
		return err
	}
	given, err := confirmationsOf(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	if _, _, spoiled := c.count(r, given); spoiled {
		return fault.New(fault.WrongTurn, "recovery.spoiled")
	}
	if err := s.move(ctx, tx, &r, "redeem"); err != nil {
		return err
	}
	if err := s.Identity.Recover(ctx, tx, r.Person, hash, r.Lost == Device); err != nil {
		return err
	}
	return s.tellAll(ctx, tx, r, c, "recovery.notice.done")
}

// Sweep lets requests lapse that nobody used in time.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	next := func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = db.All(ctx, tx, db.Value[string], `
				SELECT id FROM recovery_request WHERE state IN ('asked', 'waiting') AND ends_us <= $1 AND id > $2 ORDER BY id LIMIT 100`, db.Micros(s.Now()), after)
			return err
		})
		return ids, err
	}
	return job.Apart(ctx, next, func(ctx context.Context, id string) error {
		return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			r, err := requestByID(ctx, tx, id)
			if err != nil || Machine.Final(r.State) {
				return err
			}
			return s.move(ctx, tx, &r, "lapse")
		})
	})
}
