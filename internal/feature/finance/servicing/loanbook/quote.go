package loanbook

// What ends a loan early, to the fen, and what has to come before it.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Quoted is what repays a loan in full on a day, as the subledger has it. Instalments that fall due before the day come first;
// one that falls due on it is paid along.
func (f Facts) Quoted(on string, collect func(loan.Time) loan.Time) (Quote, error) {
	l, err := f.Loan(collect)
	if err != nil {
		return Quote{}, err
	}
	day, err := loan.ParseTime(on)
	if err != nil {
		return Quote{}, err
	}
	st, last, charge, err := subledger.Quote(l, day)
	if err != nil {
		return Quote{}, err
	}
	if st.Held > 0 {
		return Quote{}, fault.New(fault.WrongTurn, "servicing.prepay.refund_first", fault.Args{"amount": st.Held})
	}
	fraction, _ := Fractions(last.Accruals)
	q := Quote{On: on, PrincipalFen: last.Principal, InterestFen: last.Interest, FeeFen: charge + last.OpenFees(), FromOn: last.From.String(), Fraction: fraction}
	for i := range st.Rows {
		r := &st.Rows[i]
		switch {
		case r.Due < day && !r.Paid():
			return Quote{}, fault.New(fault.WrongTurn, "servicing.prepay.due_first", fault.Args{"no": r.No, "on": r.Due.String(), "amount": r.Open()})
		case r.Due == day:
			q.PrincipalFen, q.InterestFen, q.FeeFen = q.PrincipalFen+r.Principal-r.PaidPrincipal, q.InterestFen+r.Interest-r.PaidInterest, q.FeeFen+r.OpenFees()
		}
	}
	free := st.Unapplied - st.Held
	q.TotalFen = q.PrincipalFen + q.InterestFen + q.FeeFen - free
	if q.TotalFen <= 0 {
		return Quote{}, fault.New(fault.WrongTurn, "servicing.prepay.covered", fault.Args{"waiting": free, "total": q.TotalFen + free})
	}
	return q, nil
}
