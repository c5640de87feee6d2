package park

// Use cases of leases.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Sign enters a lease of an enterprise.
func (s *Service) Sign(ctx context.Context, in SignLease) (l Lease, err error) {
	from, to, err := in.check()
	if err != nil {
		return l, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		e, err := s.enterprise(ctx, tx, in.Enterprise, "park.sign")
		if err != nil {
			return err
		}
		l = s.draft(ctx, e, from, to, in.MonthlyRentFen)
		l.Units = in.Units
		return s.enter(ctx, tx, &l, in.RentConfirmed, "sign")
	})
	return l, err
}

// draft is a lease that is not stored yet.
func (s *Service) draft(ctx context.Context, e Enterprise, from, to clock.Date, rent money.Fen) Lease {
	return Lease{
		ID: s.NewID(), Park: e.Park, Enterprise: e.ID, From: from, To: to, AgreedTo: to, MonthlyRentFen: rent,
		SignedBy: kernel.From(ctx).Person, SignedAt: s.Now(), Version: 1,
	}
}

// enter checks what only the database knows and stores a new lease. The units
// are looked at in the transaction that takes them, so of two leases for the
// same unit at the same moment one wins and the other is told.
func (s *Service) enter(ctx context.Context, tx db.Tx, l *Lease, rentConfirmed bool, how string) error {
	units, err := unitsByID(ctx, tx, l.Units)
	if err != nil {
		return err
	}
	if err := s.leasable(ctx, tx, *l, units, rentConfirmed); err != nil {
		return err
	}
	if l.Ref, err = id.Reference(ctx, tx, "KG-LS", s.today().Year); err != nil {
		return err
	}
	if err := insertLease(ctx, tx, *l); err != nil {
		return err
	}
	return s.recordLease(ctx, tx, *l, how, "")
}

func (s *Service) leasable(ctx context.Context, tx db.Tx, l Lease, units []Unit, rentConfirmed bool) error {
	if len(units) != len(l.Units) {
		return fieldFault("units", "park.lease.unit_unknown")
	}
	var listed money.Fen
	for _, u := range units {
		if u.Park != l.Park {
			return fieldFault("units", "park.lease.unit_unknown")
		}
		rent, err := u.ListRentFen()
		if err != nil {
			return err
		}
		listed += rent
	}
	if err := free(ctx, tx, l, units); err != nil {
		return err
	}
	return oddRent(l.MonthlyRentFen, listed, rentConfirmed)
}

// free refuses a lease whose units another lease has on one of its days.
func free(ctx context.Context, tx db.Tx, l Lease, units []Unit) error {
	other, unit, found, err := takenBy(ctx, tx, l.Units, l.From, l.To)
	if err != nil || !found {
		return err
	}
	code := unit
	for _, u := range units {
		if u.ID == unit {
			code = u.Code
		}
	}
	return fieldFault("units", "park.lease.unit_taken", fault.Args{
		"unit": code, "ref": other.Ref, "from": other.From.String(), "last": other.LastDay().String(),
	})
}

// Renew lets a lease go on from its end, as a lease of its own.
func (s *Service) Renew(ctx context.Context, in RenewLease) (l Lease, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		old, err := s.lease(ctx, tx, in.Lease, "park.renew")
		if err != nil {
			return err
		}
		to, err := in.check(old.To)
		if err != nil {
			return err
		}
		if err := renewable(ctx, tx, old); err != nil {
			return err
		}
		if err := fresh(in.Version, old.Version); err != nil {
			return err
		}
		e, err := enterpriseByID(ctx, tx, old.Enterprise)
		if err != nil {
			return err
		}
		l = s.draft(ctx, e, old.To, to, in.MonthlyRentFen)
		l.Units, l.Previous = old.Units, old.ID
		return s.enter(ctx, tx, &l, in.RentConfirmed, "renew")
	})
	return l, err
}

func renewable(ctx context.Context, tx db.Tx, l Lease) error {
	if l.EndReason != "" {
		return fault.New(fault.WrongTurn, "park.lease.was_cut_short", fault.Args{"ref": l.Ref})
	}
	ref, err := renewalOf(ctx, tx, l.ID)
	if ref != "" {
		return fault.New(fault.WrongTurn, "park.lease.was_renewed", fault.Args{"ref": l.Ref, "renewal": ref})
	}
	return err
}

// lease loads a lease for an action.
func (s *Service) lease(ctx context.Context, tx db.Tx, id string, action authz.Action) (Lease, error) {
	l, err := leaseByID(ctx, tx, id)
	if err != nil {
		return l, err
	}
	return l, s.Guard.Require(ctx, action, l.resource())
}

// End ends a lease before its agreed end. A lease that has been renewed ends
// where its renewal begins; to end early, the renewal is ended.
func (s *Service) End(ctx context.Context, in EndLease) (l Lease, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if l, err = s.lease(ctx, tx, in.Lease, "park.end"); err != nil {
			return err
		}
		if err := fresh(in.Version, l.Version, value{"to", "", l.LastDay().String()}); err != nil {
			return err
		}
		to, err := in.check(l)
		if err != nil {
			return err
		}
		if err := renewable(ctx, tx, l); err != nil {
			return err
		}
		before := l.State(s.today())
		l.To, l.EndReason = to, in.Reason
		if err := endLease(ctx, tx, &l); err != nil {
			return err
		}
		return s.recordLease(ctx, tx, l, "end", string(before))
	})
	return l, err
}

// recordLease writes the entry whose term and rent Verify compares with the
// table.
func (s *Service) recordLease(ctx context.Context, tx db.Tx, l Lease, how, before string) error {
	fields := []auditlog.Field{
		field("lease.term", l.term()), field("lease.rent_fen", int64(l.MonthlyRentFen)), field("units", strings.Join(l.Units, " ")),
	}
	if l.Previous != "" {
		fields = append(fields, field("previous", l.Previous))
	}
	if l.EndReason != "" {
		fields = append(fields, field("reason", l.EndReason))
	}
	return s.record(ctx, tx, auditlog.Entry{
		Kind: "park.lease." + how, Case: l.ID, CaseVersion: l.Version,
		Before: before, After: string(l.State(s.today())), Fields: fields,
	}, l.Park, l.Enterprise)
}
