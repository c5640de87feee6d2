package instalment

// Settlement: what repays a posted loan in full on a day.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// Settlement is what repays a loan in full on a day.
type Settlement struct {
	On        loan.Time
	Principal money.Fen
	From      loan.Time  // interest runs from here
	Fraction  loan.Ratio // of a year, up to but not including the day
	Interest  money.Fen  // accrued and not yet due
	Penalty   money.Fen  // charged on principal that comes back early
	Total     money.Fen
}

// Settle quotes a full early repayment on a day, when the first n instalments
// are paid and none of the others is due. Interest counts the days from the
// last due date up to, not including, the day.
func (s Schedule) Settle(n int, on loan.Time, penalty money.PPM) (Settlement, error) {
	if n >= len(s.Installments) {
		return Settlement{}, wrong("settlement", loan.OutsidePeriod, s.Plan.Maturity().String())
	}
	next := s.Installments[n]
	if on < next.From || on > next.Due {
		return Settlement{}, wrong("settlement", loan.OutsidePeriod, next.From.String()+"–"+next.Due.String())
	}
	q := Settlement{On: on, Principal: s.BalanceAt(n), From: next.From, Fraction: s.Plan.DayCount.Between(next.From, on)}
	var err error
	if q.Interest, err = s.Plan.Interest(q.Principal, next.From, on); err != nil {
		return q, err
	}
	if on < s.Plan.Maturity() {
		if q.Penalty, err = money.MulDiv(q.Principal, int64(penalty), 1_000_000, s.Plan.Rounding); err != nil {
			return q, err
		}
	}
	q.Total = q.Principal + q.Interest + q.Penalty
	return q, nil
}
