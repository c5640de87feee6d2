package servicing

// What a receipt goes to: kind by kind, within a kind the oldest due date first.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
)

// part is one kind of debt on an instalment: what is owed of it by the day of a
// receipt, what is paid, and the receipt's sum of it.
type part func(i *Installment, r *Receipt) (owed money.Fen, paid, sum *money.Fen)

func penaltyPart(i *Installment, r *Receipt) (money.Fen, *money.Fen, *money.Fen) {
	return i.Penalty.Fen, &i.PaidFen, &r.PenaltyFen
}

func interestPart(i *Installment, r *Receipt) (money.Fen, *money.Fen, *money.Fen) {
	return i.InterestFen, &i.PaidInterestFen, &r.InterestFen
}

func principalPart(i *Installment, r *Receipt) (money.Fen, *money.Fen, *money.Fen) {
	return i.PrincipalFen, &i.PaidPrincipalFen, &r.PrincipalFen
}

// turns are what each kind of debt pays; fees are none, since none falls due
// after the payout.
var turns = map[string]struct {
	onTheDay bool
	part     part
}{
	kernel.PenaltyInterest: {false, penaltyPart},
	kernel.OverdueInterest: {false, interestPart}, kernel.OverduePrincipal: {false, principalPart},
	kernel.CurrentInterest: {true, interestPart}, kernel.CurrentPrincipal: {true, principalPart},
}

// allocate pays what is due by the day of the receipt, in the order of the
// terms. It answers what is left.
func allocate(t kernel.LoanTerms, rows []Installment, r *Receipt, pool money.Fen) (money.Fen, error) {
	if err := accrueAll(t, rows, r.ReceivedOn); err != nil {
		return pool, err
	}
	kinds, err := t.Allocation.Kinds()
	if err != nil {
		return pool, err
	}
	for _, kind := range kinds {
		if turn, ok := turns[kind]; ok {
			pool = pay(rows, r, turn.onTheDay, turn.part, pool)
		}
	}
	return pool, nil
}

// pay gives the pool to one kind of debt, and answers what is left of it.
func pay(rows []Installment, r *Receipt, onTheDay bool, of part, pool money.Fen) money.Fen {
	for i := range rows {
		row := &rows[i]
		if row.DueOn > r.ReceivedOn || onTheDay != (row.DueOn == r.ReceivedOn) || pool == 0 {
			continue
		}
		owed, paid, sum := of(row, r)
		if x := min(pool, owed-*paid); x > 0 {
			*paid, *sum, pool, row.PaidOn = *paid+x, *sum+x, pool-x, r.ReceivedOn
		}
	}
	return pool
}
