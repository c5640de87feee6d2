package relief

// Actions on one contract: each answers with the terms that go on from the date
// on which it takes effect.

import "kaigong.example/kaigong/engine/loan"

// Contract is what an action changes: terms, and what was observed of them.
type Contract struct {
	Terms    loan.Terms
	Observed loan.Observed
}

func wrong(term string, p loan.Problem, value string) error {
	return &loan.TermError{Term: term, Problem: p, Value: value}
}

// restate freezes the contract and applies a change to its terms.
func (c Contract) restate(at loan.Time, change func(*loan.Terms)) (loan.Terms, error) {
	terms := c.Terms
	change(&terms)
	return loan.Restate(&c.Terms, c.Observed, at, terms)
}

// Pause says when a deferral ends: the first new due date, and by how much the
// end of the contract moves; a zero Extension keeps the end.
type Pause struct {
	Resumes   loan.Time
	Extension loan.Period
}

func (p Pause) check(c Contract, at loan.Time) error {
	if p.Resumes <= at {
		return wrong("resumes", loan.NotAfter, at.String())
	}
	if c.Terms.MaturityDate == 0 && c.Terms.AmortizationDate == 0 {
		return wrong("maturityDate", loan.Missing, "")
	}
	if p.Resumes >= p.after(max(c.Terms.MaturityDate, c.Terms.AmortizationDate)) {
		return wrong("resumes", loan.Contradicts, "maturityDate")
	}
	return nil
}

// after moves a date that is agreed by the extension.
func (p Pause) after(t loan.Time) loan.Time {
	if t == 0 || p.Extension.N == 0 {
		return t
	}
	return p.Extension.After(t, 1)
}

// DeferPrincipal pauses redemptions: interest goes on being paid on its dates,
// and the instalment is solved anew when redemptions resume.
func DeferPrincipal(c Contract, at loan.Time, p Pause) (loan.Terms, error) {
	if err := p.check(c, at); err != nil {
		return loan.Terms{}, err
	}
	return c.restate(at, func(t *loan.Terms) {
		if t.InterestPayment == (loan.Recurrence{}) || t.InterestPayment == t.PrincipalRedemption {
			t.InterestPayment = resumed(t, t.PrincipalRedemption, at)
		}
		p.move(t)
	})
}

// DeferAll pauses principal and interest. Interest of the pause is simple: it
// is carried and paid with the first new instalment, and the instalment is
// solved so that all that remain are equal.
func DeferAll(c Contract, at loan.Time, p Pause) (loan.Terms, error) {
	if err := p.check(c, at); err != nil {
		return loan.Terms{}, err
	}
	return c.restate(at, func(t *loan.Terms) {
		p.move(t)
		if t.InterestPayment.Cycle.N == 0 {
			t.InterestPayment.Cycle = t.PrincipalRedemption.Cycle
		}
		t.InterestPayment.Anchor = p.Resumes
	})
}

// move shifts redemptions and the end.
func (p Pause) move(t *loan.Terms) {
	t.MaturityDate, t.AmortizationDate = p.after(t.MaturityDate), p.after(t.AmortizationDate)
	if t.ContractType != loan.PAM {
		t.PrincipalRedemption.Anchor = p.Resumes
	}
}

// resumed is a recurrence that goes on from its first date after a time.
func resumed(t *loan.Terms, r loan.Recurrence, at loan.Time) loan.Recurrence {
	origin, k := r.Anchor, 0
	if origin == 0 {
		origin, k = t.InitialExchangeDate, 1
	}
	for r.Cycle.After(origin, k) <= at {
		k++
	}
	return loan.Recurrence{Anchor: r.Cycle.After(origin, k), Cycle: r.Cycle}
}

// Spread is DeferAll with the interest of the pause paid in equal parts: it
// answers with the contract that resumes, and beside it a contract without
// interest over what was deferred, on the same dates. Both start at the
// beginning of the first new period.
func Spread(c Contract, at loan.Time, p Pause) (principal, interest loan.Terms, err error) {
	deferred, err := DeferAll(c, at, p)
	if err != nil {
		return principal, interest, err
	}
	begin := deferred.PrincipalRedemption.Cycle.After(p.Resumes, -1)
	if begin <= at || deferred.PrincipalRedemption.Cycle.N == 0 {
		return principal, interest, wrong("cycleOfPrincipalRedemption", loan.Contradicts, "resumes")
	}
	state, err := loan.StateAt(&deferred, c.Observed, begin)
	if err != nil {
		return principal, interest, err
	}
	principal, err = loan.Restate(&deferred, c.Observed, begin, deferred)
	if err != nil {
		return principal, interest, err
	}
	principal.Opening.Accrued, principal.Opening.Since = 0, begin
	interest = loan.Terms{
		ContractType: loan.LAM, ContractID: principal.ContractID, ContractRole: principal.ContractRole, Currency: principal.Currency,
		StatusDate: begin, InitialExchangeDate: begin, MaturityDate: max(principal.MaturityDate, principal.AmortizationDate),
		NotionalPrincipal: state.Accrued, DayCountConvention: principal.DayCountConvention, PrincipalRedemption: principal.PrincipalRedemption,
	}
	return principal, interest, interest.Validate()
}

// Capitalise adds interest to the principal on its dates up to a date, and on
// that date too, instead of paying it.
func Capitalise(c Contract, at, until loan.Time) (loan.Terms, error) {
	if until <= at {
		return loan.Terms{}, wrong("capitalizationEndDate", loan.NotAfter, at.String())
	}
	return c.restate(at, func(t *loan.Terms) { t.CapitalizationEndDate = until })
}

// Extend moves the end (展期).
func Extend(c Contract, at, maturity loan.Time) (loan.Terms, error) {
	if maturity <= max(at, c.Terms.MaturityDate) {
		return loan.Terms{}, wrong("maturityDate", loan.NotAfter, max(at, c.Terms.MaturityDate).String())
	}
	return c.restate(at, func(t *loan.Terms) { t.MaturityDate = maturity })
}

// CutRate changes the rate. Of an annuity either the end stays and the
// instalment falls, or the instalment stays and the end comes earlier.
func CutRate(c Contract, at loan.Time, rate float64, keep loan.PrepaymentEffect) (loan.Terms, error) {
	if rate >= c.Terms.NominalInterestRate {
		return loan.Terms{}, wrong("nominalInterestRate", loan.TooLarge, "")
	}
	if keep != loan.KeepMaturity && keep != loan.KeepInstalment {
		return loan.Terms{}, wrong("prepaymentEffect", loan.Unknown, string(keep))
	}
	before, err := loan.StateAt(&c.Terms, c.Observed, at)
	if err != nil {
		return loan.Terms{}, err
	}
	terms, err := c.restate(at, func(t *loan.Terms) { t.NominalInterestRate = rate })
	if err == nil && keep == loan.KeepInstalment && before.Payment != 0 {
		terms.Opening.Payment, terms.Opening.Shortens = before.Payment, true
	}
	return terms, err
}

// Draw pays a further tranche out on its value date; the instalment is solved
// anew to the same end.
func Draw(c Contract, at loan.Time, amount float64) (loan.Terms, error) {
	if !(amount > 0) {
		return loan.Terms{}, wrong("amount", loan.NotPositive, "")
	}
	return c.restate(at, func(t *loan.Terms) { t.NotionalPrincipal += amount })
}

// WriteOff ends the contract on a date for what is recovered; interest that is
// owed by then is forgiven with the rest.
func WriteOff(c Contract, at, on loan.Time, recovered float64) (loan.Terms, error) {
	terms, err := c.restate(at, func(*loan.Terms) {})
	if err != nil {
		return terms, err
	}
	last, err := loan.StateAt(&terms, c.Observed, on.AddDays(-1))
	if on == at.AddDays(1) {
		last, err = *terms.Opening, nil
	}
	if err != nil {
		return terms, err
	}
	if recovered < 0 || recovered > last.Notional+last.Accrued {
		return terms, wrong("priceAtTerminationDate", loan.TooLarge, "")
	}
	due, err := accruedOn(terms, c.Observed, on)
	terms.TerminationDate, terms.PriceAtTerminationDate = on, recovered-due
	return terms, err
}

// accruedOn is the interest that a termination on a day adds to its price.
func accruedOn(t loan.Terms, o loan.Observed, on loan.Time) (float64, error) {
	t.TerminationDate, t.PriceAtTerminationDate = on, 0
	events, err := loan.Events(&t, o)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	return events[len(events)-1].Payoff, nil
}
