package subledger

// What money goes to: kind by kind in the order of the terms in force, within a
// kind the oldest due date first.

import (
	"kaigong.example/kaigong/engine/money"
)

// part is one kind of debt on a row: what is owed of it, what is paid, and the
// booking's sum of it.
type part func(r *Row, b *Booking) (owed money.Fen, paid, sum *money.Fen)

func penaltyPart(r *Row, b *Booking) (money.Fen, *money.Fen, *money.Fen) {
	return r.Penalty.Fen - r.Penalty.Waived, &r.Penalty.Paid, &b.Penalty
}

func interestPart(r *Row, b *Booking) (money.Fen, *money.Fen, *money.Fen) {
	return r.Interest, &r.PaidInterest, &b.Interest
}

func principalPart(r *Row, b *Booking) (money.Fen, *money.Fen, *money.Fen) {
	return r.Principal, &r.PaidPrincipal, &b.Principal
}

func feePart(r *Row, b *Booking) (money.Fen, *money.Fen, *money.Fen) {
	return r.Fees() - r.WaivedFees, &r.PaidFees, &b.Fee
}

// turn says which rows a kind of debt pays, by the day of the receipt, and what.
type turn struct {
	overdue, onTheDay bool
	part              part
}

// turns are what each kind of debt pays. The charge of an early repayment is no
// fee that falls due: it comes with the repayment.
var turns = map[Debt]turn{
	Fees:            {true, true, feePart},
	PenaltyInterest: {true, false, penaltyPart},
	OverdueInterest: {true, false, interestPart}, OverduePrincipal: {true, false, principalPart},
	CurrentInterest: {false, true, interestPart}, CurrentPrincipal: {false, true, principalPart},
}

// allocate pays what is due by the day of a booking; what is left waits.
func (f *folding) allocate(b *Booking, money money.Fen) error {
	if err := f.accrue(b.On); err != nil {
		return err
	}
	left := money
	for _, kind := range f.s.v.Order {
		left = f.pay(b, turns[kind], left)
	}
	b.Unapplied, f.pool = left-f.pool, left
	return nil
}

// pay gives money to one kind of debt, and answers what is left of it.
func (f *folding) pay(b *Booking, t turn, left money.Fen) money.Fen {
	for i := range f.s.rows[:f.s.next] {
		r := &f.s.rows[i]
		if left == 0 || r.Due == b.On && !t.onTheDay || r.Due != b.On && !t.overdue {
			continue
		}
		owed, paid, sum := t.part(r, b)
		fees := r.PaidFees
		if x := min(left, owed-*paid); x > 0 {
			*paid, *sum, left, r.PaidOn = *paid+x, *sum+x, left-x, b.On
		}
		drawing := min(r.Drawing, r.Fees()-r.WaivedFees) // is paid before the commitment fee of the same date
		part := min(r.PaidFees, drawing) - min(fees, drawing)
		b.Drawing, b.Commitment = b.Drawing+part, b.Commitment+r.PaidFees-fees-part
	}
	return left
}
