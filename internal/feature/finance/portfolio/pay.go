package portfolio

// What a borrower pays next, how, and what changed since it looked last.

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Payment is the next payment of a loan, with where it goes.
type Payment struct {
	Row
	Payee   Payee     `json:"payee"`
	Changes []Change  `json:"changes" doc:"What happened since the reader looked last, the newest first"`
	Seen    time.Time `json:"seen" doc:"When that was"`
}

// Change is something that happened on a loan.
type Change struct {
	Kind string        `json:"kind"`
	At   time.Time     `json:"at"`
	Item auditlog.Item `json:"-"`
}

// changesShown bounds the changes of a loan; its page has them all.
const (
	changesShown = 5
	itemsRead    = 50
)

// Payments are the loans on which the reader's enterprise still pays, the one
// whose turn comes first at the head.
func (s *Service) Payments(ctx context.Context) (all []Payment, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party, err := s.own(ctx, "portfolio.pay")
		if err != nil {
			return err
		}
		rows, err := s.rows(ctx, tx, party)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if r.NextOn == "" || r.Borrower != party {
				continue
			}
			p := Payment{Row: r}
			if err := s.fillPayment(ctx, tx, &p); err != nil {
				return err
			}
			all = append(all, p)
		}
		slices.SortFunc(all, func(a, b Payment) int {
			return cmp.Or(cmp.Compare(a.CollectOn, b.CollectOn), cmp.Compare(a.Ref, b.Ref))
		})
		return nil
	})
	return all, err
}

// fillPayment adds where to pay and what changed.
func (s *Service) fillPayment(ctx context.Context, tx db.Tx, p *Payment) (err error) {
	who := kernel.From(ctx)
	if p.Payee, err = s.Payees.Payee(ctx, tx, p.Lender); err != nil {
		return err
	}
	if p.Seen, err = seenAt(ctx, tx, who.Person, p.ID); err != nil {
		return err
	}
	items, err := s.Audit.Case(ctx, tx, p.ID, who.Party, itemsRead)
	for _, it := range items {
		if it.At.After(p.Seen) && it.Person != who.Person && len(p.Changes) < changesShown {
			p.Changes = append(p.Changes, Change{it.Kind, it.At, it})
		}
	}
	return err
}

// See remembers that the reader has seen what changed on a loan of its own.
func (s *Service) See(ctx context.Context, contract string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		loan, err := s.loan(ctx, tx, contract)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "portfolio.seen", loan); err != nil {
			return err
		}
		return see(ctx, tx, kernel.From(ctx).Person, contract, s.Now())
	})
}

func seenAt(ctx context.Context, tx db.Tx, person, contract string) (time.Time, error) {
	all, err := db.All(ctx, tx, db.Value[int64], `SELECT seen_us FROM portfolio_seen WHERE person_id = $1 AND contract_id = $2`, person, contract)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return db.Instant(all[0]), nil
}

func see(ctx context.Context, tx db.Tx, person, contract string, at time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO portfolio_seen (person_id, contract_id, seen_us) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, contract_id) DO UPDATE SET seen_us = $3`, person, contract, db.Micros(at))
	return err
}
