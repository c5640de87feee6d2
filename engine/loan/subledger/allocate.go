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

// turns are what each kind of debt pays; fees are none, since none falls due
// after the payout but the charge of an early repayment, which comes with it.
var turns = map[Debt]struct {
	onTheDay bool
	part     part
}{
	PenaltyInterest: {false, penaltyPart},
	OverdueInterest: {false, interestPart}, OverduePrincipal: {false, principalPart},
	CurrentInterest: {true, interestPart}, CurrentPrincipal: {true, principalPart},
}

// allocate pays what is due by the day of a booking; what is left waits.
func (f *folding) allocate(b *Booking, money money.Fen) error {
	if err := f.accrue(b.On); err != nil {
		return err
	}
	left := money
	for _, kind := range f.s.v.Order {
		if turn, ok := turns[kind]; ok {
			left = f.pay(b, turn.onTheDay, turn.part, left)
		}
	}
	b.Unapplied, f.pool = left-f.pool, left
	return nil
}

// pay gives money to one kind of debt, and answers what is left of it.
func (f *folding) pay(b *Booking, onTheDay bool, of part, left money.Fen) money.Fen {
	for i := range f.s.rows[:f.s.next] {
		r := &f.s.rows[i]
		if onTheDay != (r.Due == b.On) || left == 0 {
			continue
		}
		owed, paid, sum := of(r, b)
		if x := min(left, owed-*paid); x > 0 {
			*paid, *sum, left, r.PaidOn = *paid+x, *sum+x, left-x, b.On
		}
	}
	return left
}
