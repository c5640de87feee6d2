package books

// Months: closed in order, once they are over, for good.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Month is a month that a lender closed.
type Month struct {
	Lender string    `json:"lender"`
	Month  string    `json:"month"` // "2020-05"
	By     string    `json:"by"`
	Closed time.Time `json:"closed"`
}

// CloseMonth is how a lender closes a month.
type CloseMonth struct {
	Month string `json:"month" form:"month" doc:"Year and month: 2020-05"`
}

// first is the first day of a month, and of the one after it.
func first(month string) (from, to clock.Date, err error) {
	from, err = clock.ParseDate(month + "-01")
	return from, from.AddMonths(1), err
}

func (in *CloseMonth) check(today clock.Date, last string) error {
	in.Month = strings.TrimSpace(in.Month)
	var k fault.Check
	_, to, err := first(in.Month)
	k.That(err == nil, "month", "books.month.form")
	k.That(err != nil || !to.After(today), "month", "books.month.runs", fault.Args{"on": to.AddDays(-1).String()})
	k.That(err != nil || in.Month > last, "month", "books.month.closed", fault.Args{"month": last})
	return k.Err()
}

// Close closes a month, and with it those before: what counts in them and is
// booked later is posted in the open month.
func (s *Service) Close(ctx context.Context, in CloseMonth) (m Month, err error) {
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "books.close", collection(who.Party)); err != nil {
			return err
		}
		all, err := monthsOf(ctx, tx, who.Party)
		if err != nil {
			return err
		}
		last := ""
		if len(all) > 0 {
			last = all[len(all)-1].Month
		}
		if err := in.check(s.today(), last); err != nil {
			return err
		}
		m = Month{Lender: who.Party, Month: in.Month, By: who.Person, Closed: s.Now()}
		if err := insertMonth(ctx, tx, m); err != nil {
			return err
		}
		sum, err := s.closed(ctx, tx, append(all, m))
		if err != nil {
			return err
		}
		_, err = s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "books.close", Case: who.Party, Person: who.Person, Party: who.Party, Parties: []string{who.Party},
			Fields: []auditlog.Field{{Name: "books.months", Value: sum}, {Name: "month", Value: in.Month}}})
		return err
	})
	return m, err
}

// OpenFrom is the first day that a lender has not closed, "" when it never
// closed a month. It authorises nothing.
func (s *Service) OpenFrom(ctx context.Context, tx db.Tx, lender string) (string, error) {
	all, err := monthsOf(ctx, tx, lender)
	if err != nil || len(all) == 0 {
		return "", err
	}
	_, to, err := first(all[len(all)-1].Month)
	return to.String(), err
}

// closed is the fingerprint of the months that a lender closed, each with who
// closed it and the trial balance at its end, read from the ledger again.
func (s *Service) closed(ctx context.Context, tx db.Tx, all []Month) (string, error) {
	h := sha256.New()
	for _, m := range all {
		_, to, err := first(m.Month)
		if err != nil {
			return "", err
		}
		sums, err := s.Book.Trial(ctx, tx, m.Lender, to.String(), to.String())
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "month %s %s %d\n", m.Month, m.By, db.Micros(m.Closed))
		for _, x := range sums {
			fmt.Fprintf(h, "%s %d\n", x.Kind, x.OpeningFen)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Sources are the tables of this feature as the log knows them.
func (s *Service) Sources() []auditlog.Source { return []auditlog.Source{months{s}, papers{}} }

// months is every lender with the months that it closed.
type months struct{ s *Service }

// Fields names the fields that the source answers for.
func (months) Fields() []string { return []string{"books.months"} }

// Facts lists their present values.
func (m months) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		all, err := db.All(ctx, tx, scanMonth, `SELECT `+monthColumns+` FROM books_month ORDER BY lender_id, month`)
		for from := 0; from < len(all) && err == nil; {
			to := from
			for to < len(all) && all[to].Lender == all[from].Lender {
				to++
			}
			var sum string
			if sum, err = m.s.closed(ctx, tx, all[from:to]); err == nil && !yield(auditlog.Fact{Case: all[from].Lender, Field: "books.months", Value: sum}, nil) {
				return
			}
			from = to
		}
		if err != nil {
			yield(auditlog.Fact{}, err)
		}
	}
}

const monthColumns = `lender_id, month, closed_by, closed_us`

func scanMonth(scan db.Scan) (m Month, err error) {
	var at int64
	err = scan(&m.Lender, &m.Month, &m.By, &at)
	m.Closed = db.Instant(at)
	return m, err
}

func insertMonth(ctx context.Context, tx db.Tx, m Month) error {
	_, err := tx.Exec(ctx, `INSERT INTO books_month (`+monthColumns+`) VALUES ($1, $2, $3, $4)`, m.Lender, m.Month, m.By, db.Micros(m.Closed))
	return err
}

func monthsOf(ctx context.Context, tx db.Tx, lender string) ([]Month, error) {
	return db.All(ctx, tx, scanMonth, `SELECT `+monthColumns+` FROM books_month WHERE lender_id = $1 ORDER BY month LIMIT 1200`, lender)
}
