package loan

// Early repayment and restatement: what is owed on a day, and the same contract
// told anew from a day on.

import (
	"slices"

	"kaigong.example/kaigong/engine/money"
)

// Settlement is what repays a loan in full on a day.
type Settlement struct {
	On        Time
	Principal money.Fen
	From      Time      // interest runs from here
	Fraction  Ratio     // of a year, up to but not including the day
	Interest  money.Fen // accrued and not yet due
	Penalty   money.Fen // charged on principal that comes back early
	Total     money.Fen
}

// Settle quotes a full early repayment on a day, when the first n instalments
// are paid and none of the others is due. Interest counts the days from the
// last due date up to, not including, the day.
func (s Schedule) Settle(n int, on Time, penalty money.PPM) (Settlement, error) {
	if n >= len(s.Installments) {
		return Settlement{}, &TermError{"settlement", "comes after the last instalment"}
	}
	next := s.Installments[n]
	if on < next.From || on > next.Due {
		return Settlement{}, &TermError{"settlement", "lies outside the open period"}
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

// Restate freezes a contract at a time and returns the terms that go on from
// there: what is owed and accrued becomes the start, history stays behind.
// With the terms unchanged, Events of the result are the remaining events.
func Restate(t Terms, market Market, at Time) (Terms, error) {
	if at < t.InitialExchange {
		return t, &TermError{"statusDate", "lies before initialExchangeDate"}
	}
	all, err := Events(t, market)
	if err != nil {
		return t, err
	}
	i := slices.IndexFunc(all, func(e Event) bool { return e.At > at })
	if i <= 0 {
		return t, &TermError{"statusDate", "lies after the end of the contract"}
	}
	last, sign := all[i-1], t.Role.sign()
	accrued := sign * (last.Accrued + t.DayCount.Between(last.Calc, at).Float()*last.Rate*last.Notional)
	t.StatusDate, t.Notional, t.Rate, t.Accrued = at, sign*last.Notional, last.Rate, &accrued
	if t.Type == ANN {
		payment, err := t.paymentAt(all[:i])
		if err != nil {
			return t, err
		}
		t.NextRedemption = payment
	}
	return t, nil
}

// paymentAt is the instalment in force after some events of an annuity, nil
// while none is fixed.
func (t *Terms) paymentAt(past []Event) (*float64, error) {
	p, err := t.plan()
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(past) {
		if e.Type == PRF || e.Type == PP && e.effect == KeepMaturity {
			s := &state{terms: t, horizon: p.horizon, notional: e.Notional, rate: e.Rate, accrued: e.Accrued, since: e.Calc}
			payment := t.Role.sign() * s.annuity(e.Calc)
			return &payment, nil
		}
	}
	return t.NextRedemption, nil
}
