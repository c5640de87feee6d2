package loan

// Posting: a loan as a product sells it, in whole fen. The instalment is
// rounded once and stays; interest is computed on the posted balance and
// rounded once per due date; the last instalment clears what is left.

import (
	"fmt"

	"kaigong.example/kaigong/engine/money"
)

// Repayment says how a loan comes back.
type Repayment string

const (
	InterestMonthly Repayment = "interest_monthly_principal_end" // interest every month, principal at the end
	EqualInstalment Repayment = "equal_instalment"               // interest and principal in equal sums
	EqualPrincipal  Repayment = "equal_principal"                // equal parts of principal, interest beside
	Bullet          Repayment = "bullet"                         // everything at the end
)

// Plan is a loan as agreed, ready to be posted. Due dates are the day of the
// month of the disbursement, clipped to shorter months, never shifted: interest
// runs on unshifted dates and collection on the next working day is the
// caller's business.
type Plan struct {
	Principal  money.Fen
	Rate       money.PPM
	Disbursed  Time
	TermMonths int
	Repayment  Repayment
	DayCount   DayCount
	Rounding   money.Rounding
}

// Installment is one due date of a schedule, to the fen.
type Installment struct {
	No        int
	From      Time // interest runs from here
	Due       Time
	Fraction  Ratio // of a year, between the two
	Principal money.Fen
	Interest  money.Fen
	Total     money.Fen
	Balance   money.Fen // after it is paid
}

// Schedule is a posted plan.
type Schedule struct {
	Plan         Plan
	Instalment   money.Fen // the equal sum, 0 where sums are not equal
	Installments []Installment
}

// Validate finds what no plan can mean.
func (p Plan) Validate() error {
	switch {
	case p.Principal <= 0:
		return &TermError{"principal", "is not positive"}
	case p.Rate < 0 || p.Rate > 10_000_000:
		return &TermError{"rate", "lies outside 0 to 1000 %"}
	case p.TermMonths < 1 || p.TermMonths > 1200:
		return &TermError{"term", "lies outside 1 to 1200 months"}
	case p.Disbursed < minTime || p.Disbursed > maxTime:
		return &TermError{"disbursed", "lies outside 1900 to 2200"}
	case !p.DayCount.valid():
		return &TermError{"dayCount", fmt.Sprintf("%q is unknown", p.DayCount)}
	case p.Rounding != money.HalfUp && p.Rounding != money.HalfEven:
		return &TermError{"rounding", fmt.Sprintf("%q is unknown", p.Rounding)}
	}
	switch p.Repayment {
	case InterestMonthly, EqualInstalment, EqualPrincipal, Bullet:
		return nil
	}
	return &TermError{"repayment", fmt.Sprintf("%q is unknown", p.Repayment)}
}

// Maturity is the last due date.
func (p Plan) Maturity() Time { return p.Disbursed.AddMonths(p.TermMonths) }

// dues are the due dates, always counted from the disbursement.
func (p Plan) dues() []Time {
	if p.Repayment == Bullet {
		return []Time{p.Maturity()}
	}
	out := make([]Time, p.TermMonths)
	for k := range out {
		out[k] = p.Disbursed.AddMonths(k + 1)
	}
	return out
}

// Terms is the plan in the standard's vocabulary, from the lender's view. Equal
// parts of principal belong to a pattern that the engine does not compute yet;
// such a plan is posted only.
func (p Plan) Terms() (Terms, error) {
	t := Terms{
		Type: PAM, Role: Lends, Currency: "CNY", StatusDate: p.Disbursed.AddDays(-1), InitialExchange: p.Disbursed,
		Maturity: p.Maturity(), Notional: p.Principal.Yuan(), Rate: p.Rate.Fraction(), DayCount: p.DayCount,
	}
	monthly := Cycle{N: 1, Unit: 'M'}
	switch {
	case p.Repayment == EqualPrincipal:
		return Terms{}, &TermError{"repayment", "equal_principal is posted, not computed by the engine"}
	case p.Repayment == Bullet || p.TermMonths == 1:
		return t, nil
	}
	t.InterestAnchor, t.InterestCycle = p.Disbursed.AddMonths(1), monthly
	if p.Repayment == EqualInstalment {
		t.Type, t.RedemptionAnchor, t.RedemptionCycle = ANN, t.InterestAnchor, monthly
	}
	return t, nil
}

// Interest is the interest on a balance between two dates, rounded once.
func (p Plan) Interest(balance money.Fen, from, to Time) (money.Fen, error) {
	y := p.DayCount.Between(from, to)
	return money.MulDiv(balance, int64(p.Rate)*y.Num, 1_000_000*y.Den, p.Rounding)
}

// Post makes the schedule of a plan.
func Post(p Plan) (Schedule, error) {
	if err := p.Validate(); err != nil {
		return Schedule{}, err
	}
	s := Schedule{Plan: p}
	var err error
	if s.Instalment, err = p.instalment(); err != nil {
		return s, err
	}
	part := money.Div(p.Principal, int64(p.TermMonths), p.Rounding)
	balance, from, dues := p.Principal, p.Disbursed, p.dues()
	for i, due := range dues {
		row := Installment{No: i + 1, From: from, Due: due, Fraction: p.DayCount.Between(from, due)}
		if row.Interest, err = p.Interest(balance, from, due); err != nil {
			return s, err
		}
		row.Principal = s.principal(balance, part, row.Interest, i == len(dues)-1)
		row.Total = row.Principal + row.Interest
		balance -= row.Principal
		row.Balance, from = balance, due
		s.Installments = append(s.Installments, row)
	}
	return s, nil
}

// principal is the part of one instalment that pays the balance down.
func (s Schedule) principal(balance, part, interest money.Fen, last bool) money.Fen {
	if last {
		return balance
	}
	switch s.Plan.Repayment {
	case EqualInstalment:
		return min(s.Instalment-interest, balance)
	case EqualPrincipal:
		return min(part, balance)
	}
	return 0
}

// instalment is the equal sum of an annuity: the engine's, rounded once.
func (p Plan) instalment() (money.Fen, error) {
	if p.Repayment != EqualInstalment {
		return 0, nil
	}
	s := &state{terms: &Terms{DayCount: p.DayCount}, horizon: p.dues(), notional: p.Principal.Yuan(), rate: p.Rate.Fraction()}
	x := money.Round(s.annuity(p.Disbursed), p.Rounding)
	if x <= 0 {
		return 0, &TermError{"principal", "is too small for an instalment of one fen"}
	}
	return x, nil
}

// TotalInterest is what the loan costs when it is paid as scheduled.
func (s Schedule) TotalInterest() (sum money.Fen) {
	for _, r := range s.Installments {
		sum += r.Interest
	}
	return sum
}

// BalanceAt is the principal owed after the first n instalments.
func (s Schedule) BalanceAt(n int) money.Fen {
	if n == 0 {
		return s.Plan.Principal
	}
	return s.Installments[n-1].Balance
}
