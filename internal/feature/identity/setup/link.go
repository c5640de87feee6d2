package setup

// The one-time link: made by the command line, opened by whoever holds it.

import (
	"context"
	"encoding/json"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// LinkTime is how long a link works.
const LinkTime = 72 * time.Hour

// MakeLink voids the links that there are and answers the secret of a new one,
// which is stored nowhere. What was typed of the operator stays.
func (s *Service) MakeLink(ctx context.Context) (l Link, secret string, err error) {
	secret, hash, err := s.Identity.Secret()
	if err != nil {
		return l, "", err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.mayFound(ctx, tx); err != nil {
			return err
		}
		now := s.Identity.System()
		open, err := openLinks(ctx, tx, now)
		if err != nil {
			return err
		}
		l = Link{ID: s.NewID(), hash: hash, MadeAt: now, EndsAt: now.Add(LinkTime)}
		for _, old := range open {
			if l.Draft == (Operator{}) {
				l.Draft = old.Draft
			}
			old.EndsAt = now
			if _, err := putLink(ctx, tx, old); err != nil {
				return err
			}
			if err := s.record(ctx, tx, auditlog.Entry{Kind: "setup.link.void", Case: old.ID, CaseVersion: 2, Fields: old.fact()}); err != nil {
				return err
			}
		}
		if err := insertLink(ctx, tx, l); err != nil {
			return err
		}
		return s.record(ctx, tx, auditlog.Entry{Kind: "setup.link.make", Case: l.ID, CaseVersion: 1, Fields: l.fact()})
	})
	return l, secret, err
}

// mayFound lets the program found a deployment that has no operator.
func (s *Service) mayFound(ctx context.Context, tx db.Tx) error {
	if err := s.Guard.Require(ctx, "setup.found", beginning()); err != nil {
		return err
	}
	there, err := s.founded(ctx, tx)
	if there {
		err = fault.New(fault.WrongTurn, "setup.founded")
	}
	return err
}

// Waiting answers until when a printed link works, the zero time where none does,
// and whether there is an operator already.
func (s *Service) Waiting(ctx context.Context) (until time.Time, founded bool, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if founded, err = s.founded(ctx, tx); err != nil || founded {
			return err
		}
		open, err := openLinks(ctx, tx, s.Identity.System())
		if len(open) > 0 {
			until = open[0].EndsAt
		}
		return err
	})
	return until, founded, err
}

// Open shows the link of a secret and uses nothing up. Whatever is wrong gets the
// same answer, also while a source that guessed has to wait.
func (s *Service) Open(ctx context.Context, secret, source string) (l Link, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		there, err := s.founded(ctx, tx)
		if there {
			return nothing() // closed for good; guesses need no counting
		}
		return err
	})
	if err != nil {
		return l, err
	}
	if err := s.Identity.Brake(ctx, "setup", "link", source); fault.Is(err, fault.TooMany) {
		return l, nothing()
	} else if err != nil {
		return l, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err = s.openLink(ctx, tx, secret)
		return err
	})
	if err != nil {
		return Link{}, err
	}
	return l, s.Identity.Welcome(ctx, "setup", "link", source)
}

func (s *Service) openLink(ctx context.Context, tx db.Tx, secret string) (Link, error) {
	l, err := linkBy(ctx, tx, identity.Hashed(secret))
	if err == nil && (!l.UsedAt.IsZero() || !s.Identity.System().Before(l.EndsAt)) {
		err = nothing()
	}
	if err != nil {
		return Link{}, err
	}
	there, err := s.founded(ctx, tx)
	if there {
		err = nothing()
	}
	return l, err
}

// Draft keeps what somebody with the link typed of the operator.
func (s *Service) Draft(ctx context.Context, secret, source string, in Operator) error {
	if _, err := s.Open(ctx, secret, source); err != nil {
		return err
	}
	if err := in.check(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.openLink(ctx, tx, secret)
		if err != nil {
			return err
		}
		draft, err := in.stored()
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE setup_link SET draft = $1 WHERE id = $2`, draft, l.ID)
		return err
	})
}

func (o Operator) stored() (string, error) {
	if o == (Operator{}) {
		return "", nil
	}
	text, err := json.Marshal(o)
	return string(text), err
}

// mark tells two drafts apart.
func (o Operator) mark() string {
	text, err := o.stored()
	if err != nil {
		return ""
	}
	return identity.Hashed(text)
}
