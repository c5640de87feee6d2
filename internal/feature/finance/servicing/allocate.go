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

// allocate pays what is due by the day of the receipt: penalty interest, overdue
// interest, overdue principal, then what falls due on the day. It answers what
// is left.
func allocate(t kernel.LoanTerms, rows []Installment, r *Receipt, pool money.Fen) (money.Fen, error) {
	if err := accrueAll(t, rows, r.ReceivedOn); err != nil {
		return pool, err
	}
	for _, step := range []struct {
		onTheDay bool
		part     part
	}{{false, penaltyPart}, {false, interestPart}, {false, principalPart}, {true, interestPart}, {true, principalPart}} {
		pool = pay(rows, r, step.onTheDay, step.part, pool)
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
