package loanbook

// A loan over a period by value date: what moved, and what was owed before and
// after. It is what a lender's own statement of the loan lists too. The ledger
// posts into an open month where the month of a value date is closed; here
// everything counts on its own day.

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

// Collecting answers the working day on which what is due on a day is expected.
func Collecting(cal *clock.Calendar) func(due loan.Time) loan.Time {
	return func(due loan.Time) loan.Time {
		y, m, d := due.Date()
		on := cal.OnOrAfter(clock.Date{Year: y, Month: time.Month(m), Day: d})
		return loan.Civil(on.Year, int(on.Month), on.Day)
	}
}

// Kinds of what moves on a loan, and makes a line of a statement. What the program
// makes of money that waits is none of them: nothing comes in or goes out.
const (
	MovedOut      = "disbursement"
	MovedFee      = "fee"
	MovedIn       = "repayment"
	MovedBack     = "refund" // money that waited was paid back
	MovedReversal = "reversal"
	MovedLoss     = "write_off"
)

// Moved is one movement of a loan.
type Moved struct {
	ID        string // of the receipt; of the contract, with its kind, for what is not received
	Kind      string
	On        string    // the day on which it counts
	Number    string    // the lender's reference
	AmountFen money.Fen // above zero
	PostedOn  string    // the day in the ledger
	Back      string    // of a reversal: what it takes back
}

// Moves are the movements of a loan by value date. A receipt that was taken back
// stands there with its reversal, both on the day on which it had counted.
func (f Facts) Moves(taken []Reversed) (all []Moved) {
	c := f.Contract
	if c.Agreement.Opening == nil && c.DisbursedOn != "" {
		all = append(all, Moved{ID: c.ID + "/" + MovedOut, Kind: MovedOut, On: c.DisbursedOn, Number: c.PayoutRef, AmountFen: c.Agreement.Terms.AmountFen, PostedOn: c.DisbursedOn})
		if fee := c.Agreement.Terms.FeeFen; fee > 0 {
			all = append(all, Moved{ID: c.ID + "/" + MovedFee, Kind: MovedFee, On: c.DisbursedOn, Number: c.PayoutRef, AmountFen: fee, PostedOn: c.DisbursedOn})
		}
	}
	for _, r := range f.Receipts {
		if !r.Derived() {
			all = append(all, movedBy(r))
		}
	}
	for _, r := range taken {
		if r.Derived() {
			continue
		}
		x := movedBy(r.Receipt)
		all = append(all, x, Moved{ID: x.ID + "/" + MovedReversal, Kind: MovedReversal, On: x.On, Number: x.Number, AmountFen: x.AmountFen, PostedOn: x.PostedOn, Back: x.ID})
	}
	if c.WrittenOn != "" {
		all = append(all, Moved{ID: c.ID + "/" + MovedLoss, Kind: MovedLoss, On: c.WrittenOn, Number: c.Ref, AmountFen: c.WrittenFen, PostedOn: c.WrittenOn})
	}
	slices.SortStableFunc(all, func(a, b Moved) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.ID, b.ID)) })
	return all
}

func movedBy(r Receipt) Moved {
	x := Moved{ID: r.ID, Kind: MovedIn, On: r.ReceivedOn, Number: r.Number, AmountFen: r.AmountFen, PostedOn: r.PostedOn}
	if r.Kind == Refunded {
		x.Kind, x.AmountFen = MovedBack, -r.AmountFen
	}
	return x
}

// OwedAt is the principal that was owed at the end of a day, as everything that is
// known now makes it; zero before the loan was paid out or taken over.
func (f Facts) OwedAt(on string, collect func(loan.Time) loan.Time) (money.Fen, error) {
	if on < cmp.Or(f.BooksFrom(), f.DisbursedOn) {
		return 0, nil
	}
	st, err := f.At(on, collect)
	return st.Balance, err
}

// Late is something that was booked for a day, and when.
type Late struct {
	On string
	At time.Time
}

// BookedSince lists for which days up to one a lender's books were changed after an
// instant: receipts, receipts that were taken back, and payouts.
func BookedSince(ctx context.Context, tx db.Tx, lender string, since time.Time, upTo string) ([]Late, error) {
	return db.All(ctx, tx, func(scan db.Scan) (x Late, err error) {
		var at int64
		err = scan(&x.On, &at)
		x.At = db.Instant(at)
		return x, err
	}, `
		SELECT received_on, MAX(at_us) FROM (
			SELECT received_on, booked_us AS at_us FROM servicing_receipt WHERE lender_id = $1 AND booked_us > $2 AND received_on <= $3 AND kind NOT IN ('applied', 'early')
			UNION ALL
			SELECT received_on, reversed_us AS at_us FROM servicing_reversal WHERE lender_id = $1 AND reversed_us > $2 AND received_on <= $3 AND kind NOT IN ('applied', 'early')
			UNION ALL
			SELECT c.disbursed_on AS received_on, t.made_us AS at_us FROM servicing_contract c JOIN servicing_terms t ON t.contract_id = c.id AND t.no = 1
			WHERE c.lender_id = $1 AND t.made_us > $2 AND c.disbursed_on <> '' AND c.disbursed_on <= $3 AND c.application_id <> '') x
		GROUP BY received_on ORDER BY received_on LIMIT 5000`, lender, db.Micros(since), upTo)
}
