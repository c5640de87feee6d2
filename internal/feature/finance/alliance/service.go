package alliance

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, operations and sweepers come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Keeper  *flow.Keeper
	Audit   AuditLog
	Parties Parties
	Cases   Cases
	Shelf   Shelf
	Notices Notices
	Zone    *time.Location
	Now     func() time.Time // the business clock
	NewID   func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

// Member answers whether a lender does business in the alliance, and whether
// enterprises may ask it. It authorises nothing: lenders are public.
func (s *Service) Member(ctx context.Context, tx db.Tx, lender string) (member, invites bool, err error) {
	m, err := standingOf(ctx, tx, lender)
	return !m.Gone(), m.Invites(), err
}

// LeavesOn is the day from which a lender is no member, "" where none was
// decided. Like Member it authorises nothing.
func (s *Service) LeavesOn(ctx context.Context, tx db.Tx, lender string) (string, error) {
	m, err := standingOf(ctx, tx, lender)
	if m.Invites() {
		return "", err
	}
	return m.LeavesOn, err
}

// heads are the two bodies that decide together.
func (s *Service) heads(ctx context.Context, tx db.Tx) (park, town string, err error) {
	if park, err = s.Parties.Operator(ctx, tx); err != nil {
		return "", "", err
	}
	if town, err = s.Parties.Town(ctx, tx); fault.Is(err, fault.NotFound) {
		err = nil
	}
	return park, town, err
}

// load finds a lender's standing as policies see it.
func (s *Service) load(ctx context.Context, tx db.Tx, lender string) (m Standing, r authz.Resource, err error) {
	if _, err = s.Parties.Lender(ctx, tx, lender); err != nil {
		return m, r, err
	}
	if m, err = standingOf(ctx, tx, lender); err != nil {
		return m, r, err
	}
	park, err := s.Parties.Operator(ctx, tx)
	return m, m.resource(park), err
}

// on loads a standing, asks permission and takes it one move.
func (s *Service) on(ctx context.Context, lender string, action authz.Action, act func(context.Context, db.Tx, *Standing) error) (m Standing, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, r, err := s.load(ctx, tx, lender)
		if err != nil {
			return err
		}
		m = found
		if err := s.Guard.Require(ctx, action, r); err != nil {
			return err
		}
		return act(ctx, tx, &m)
	})
	return m, err
}

// asking is the move of whoever asks: the park's or the town's.
func asking(ctx context.Context, move string) string {
	if kernel.From(ctx).Kind == kernel.ParkOperator {
		return move
	}
	return move + "_town"
}

// AskDeparture asks that a lender leaves on a day; another person confirms.
func (s *Service) AskDeparture(ctx context.Context, lender string, in AskDeparture) (Standing, error) {
	if err := in.check(s.today()); err != nil {
		return Standing{}, err
	}
	return s.on(ctx, lender, "alliance.ask", func(ctx context.Context, tx db.Tx, m *Standing) error {
		m.Reason, m.LeavesOn, m.AskedBy, m.Asked, m.DecidedBy, m.Decided = in.Reason, in.LeavesOn, kernel.From(ctx).Person, s.Now(), "", time.Time{}
		return s.take(ctx, tx, m, asking(ctx, "ask_departure"))
	})
}

// AskReturn asks that a lender that left is admitted again; another person
// confirms.
func (s *Service) AskReturn(ctx context.Context, lender string, in AskReturn) (Standing, error) {
	if err := in.check(); err != nil {
		return Standing{}, err
	}
	return s.on(ctx, lender, "alliance.ask", func(ctx context.Context, tx db.Tx, m *Standing) error {
		m.Reason, m.AskedBy, m.Asked, m.DecidedBy, m.Decided = in.Reason, kernel.From(ctx).Person, s.Now(), "", time.Time{}
		return s.take(ctx, tx, m, asking(ctx, "ask_return"))
	})
}

// Confirm decides a departure as somebody else asked for it. The lender is told;
// where the day has come it leaves at once.
func (s *Service) Confirm(ctx context.Context, lender string) (Standing, error) {
	return s.on(ctx, lender, "alliance.confirm", func(ctx context.Context, tx db.Tx, m *Standing) error {
		s.decided(ctx, m)
		if err := s.take(ctx, tx, m, "confirm"); err != nil {
			return err
		}
		if err := s.tellLender(ctx, tx, m, "alliance.notice.leaving"); err != nil {
			return err
		}
		return s.leaveIfDue(kernel.With(ctx, kernel.Program()), tx, m)
	})
}

// Admit takes a lender that left back as somebody else asked for it: a new
// admission, with nothing on sale.
func (s *Service) Admit(ctx context.Context, lender string) (Standing, error) {
	return s.on(ctx, lender, "alliance.confirm", func(ctx context.Context, tx db.Tx, m *Standing) error {
		s.decided(ctx, m)
		m.LeavesOn, m.Since = "", time.Time{}
		if err := s.take(ctx, tx, m, "admit"); err != nil {
			return err
		}
		return s.tellLender(ctx, tx, m, "alliance.notice.admitted")
	})
}

// Cancel leaves a lender a member of which a departure was asked or decided.
func (s *Service) Cancel(ctx context.Context, lender string) (Standing, error) {
	return s.on(ctx, lender, "alliance.cancel", func(ctx context.Context, tx db.Tx, m *Standing) error {
		known := m.State == Leaving
		s.decided(ctx, m)
		m.LeavesOn = ""
		if err := s.take(ctx, tx, m, "cancel"); err != nil || !known {
			return err
		}
		return s.tellLender(ctx, tx, m, "alliance.notice.stays")
	})
}

// Refuse leaves a lender outside that was to be admitted again.
func (s *Service) Refuse(ctx context.Context, lender string) (Standing, error) {
	return s.on(ctx, lender, "alliance.refuse", func(ctx context.Context, tx db.Tx, m *Standing) error {
		s.decided(ctx, m)
		return s.take(ctx, tx, m, "refuse")
	})
}

func (s *Service) decided(ctx context.Context, m *Standing) {
	m.DecidedBy, m.Decided = kernel.From(ctx).Person, s.Now()
}

// leaveIfDue lets a lender go whose day has come: its products go from sale with
// it. Its cases follow one by one, so that a broken one stops no other.
func (s *Service) leaveIfDue(ctx context.Context, tx db.Tx, m *Standing) error {
	if m.State != Leaving || m.LeavesOn > s.today().String() {
		return nil
	}
	m.Since = s.Now()
	if err := s.take(ctx, tx, m, "leave"); err != nil {
		return err
	}
	return s.Shelf.Clear(ctx, tx, m.Lender, m.Reason)
}

// tellLender tells the people of a lender who decide for it.
func (s *Service) tellLender(ctx context.Context, tx db.Tx, m *Standing, key string) error {
	for _, role := range []kernel.Role{kernel.Approver, kernel.Officer} {
		if err := s.Notices.Tell(ctx, tx, m.Lender, role, key, "/lenders/"+m.Lender, m.Lender, map[string]any{"on": m.LeavesOn}); err != nil {
			return err
		}
	}
	return nil
}

// take moves a standing: the table first, then the turn and the evidence, then
// the row.
func (s *Service) take(ctx context.Context, tx db.Tx, m *Standing, move string) (err error) {
	before := m.State
	if m.State, err = StandingMachine.Take(before, move); err != nil {
		return err
	}
	name, err := s.Parties.Lender(ctx, tx, m.Lender)
	if err != nil {
		return err
	}
	park, town, err := s.heads(ctx, tx)
	if err != nil {
		return err
	}
	err = s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: StandingMachine, ID: m.Lender, State: m.State, Ref: m.LeavesOn, Subject: name, Path: "/alliance/" + m.Lender, Sides: map[string]string{parkSide: park, townSide: town},
	})
	if err != nil {
		return err
	}
	if err := save(ctx, tx, m); err != nil {
		return err
	}
	who := kernel.From(ctx)
	parties := []string{park, town}
	if m.State == Leaving || before == Leaving || move == "admit" {
		parties = append(parties, m.Lender) // what is only asked is not the lender's to read
	}
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "alliance.alliance_standing." + move, Case: m.Lender, CaseVersion: m.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(m.State), Parties: parties, Fields: m.facts(),
	})
	return err
}

// sweepBatch is how many a sweep reads at a time.
const sweepBatch = 100

// Sweep lets lenders go whose day has come, and ends the cases of those that
// left. Calling it often is harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	if err := job.Apart(ctx, s.idsIn(Leaving), s.leave); err != nil {
		return err
	}
	lenders, err := s.idsIn(Left, ReturnAsked, ReturnAskedMoved)(ctx, "")
	if err != nil {
		return err
	}
	for _, lender := range lenders {
		if err := s.endCases(ctx, lender); err != nil {
			return err
		}
	}
	return nil
}

// idsIn lists the lenders of some states.
func (s *Service) idsIn(states ...flow.State) func(context.Context, string) ([]string, error) {
	return func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			all, err := inState(ctx, tx, after, sweepBatch, states...)
			for _, m := range all {
				ids = append(ids, m.Lender)
			}
			return err
		})
		return ids, err
	}
}

func (s *Service) leave(ctx context.Context, lender string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		m, err := standingOf(ctx, tx, lender)
		if err != nil {
			return err
		}
		return s.leaveIfDue(ctx, tx, &m)
	})
}

// endCases ends the cases of a lender that left, each in a transaction of its own.
func (s *Service) endCases(ctx context.Context, lender string) error {
	return job.Apart(ctx, func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = s.Cases.Departing(ctx, tx, lender, after, sweepBatch)
			return err
		})
		return ids, err
	}, func(ctx context.Context, id string) error {
		return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			m, err := standingOf(ctx, tx, lender)
			if err != nil || !m.Gone() {
				return err
			}
			return s.Cases.Depart(ctx, tx, id, m.Reason)
		})
	})
}
