package instalment

// Posting: a loan as a product sells it, in whole fen. The instalment is
// rounded once and stays; interest is computed on the posted balance and
// rounded once per due date; the last instalment clears what is left.

import (
	"strings"

	"kaigong.example/kaigong/engine/loan"
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
	Disbursed  loan.Time
	TermMonths int
	Repayment  Repayment
	DayCount   loan.DayCount
	Rounding   money.Rounding
}

// Installment is one due date of a schedule, to the fen.
type Installment struct {
	No        int
	From      loan.Time // interest runs from here
	Due       loan.Time
	Fraction  loan.Ratio // of a year, between the two
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
	dues         []loan.Time
}

func wrong(term string, p loan.Problem, value ...string) error {
	return &loan.TermError{Term: term, Problem: p, Value: strings.Join(value, " ")}
}

// Validate finds what no plan can mean.
func (p Plan) Validate() error {
	switch {
	case p.Principal <= 0:
		return wrong("principal", loan.NotPositive)
	case p.Rate < 0 || p.Rate > 10_000_000:
		return wrong("rate", loan.TooLarge, "0–1000 %")
	case p.TermMonths < 1 || p.TermMonths > 1200:
		return wrong("term", loan.TooLarge, "1–1200 months")
	case !p.Disbursed.Valid():
		return wrong("disbursed", loan.OutsideDates)
	case !p.DayCount.Valid():
		return wrong("dayCount", loan.Unknown, string(p.DayCount))
	case p.Rounding != money.HalfUp && p.Rounding != money.HalfEven:
		return wrong("rounding", loan.Unknown, string(p.Rounding))
	}
	switch p.Repayment {
	case InterestMonthly, EqualInstalment, EqualPrincipal, Bullet:
		return nil
	}
	return wrong("repayment", loan.Unknown, string(p.Repayment))
}

// Maturity is the last due date.
func (p Plan) Maturity() loan.Time { return p.Disbursed.AddMonths(p.TermMonths) }

// dues appends the due dates, always counted from the disbursement.
func (p Plan) dues(out []loan.Time) []loan.Time {
	if p.Repayment == Bullet {
		return append(out, p.Maturity())
	}
	out, _ = loan.SameDay.Dates(out, p.Disbursed, loan.Monthly(), 1, p.Maturity(), true)
	return out
}

// loan.Terms is the plan in the standard's vocabulary, from the lender's view.
func (p Plan) Terms() (loan.Terms, error) {
	if err := p.Validate(); err != nil {
		return loan.Terms{}, err
	}
	t := loan.Terms{
		ContractType: loan.PAM, ContractRole: loan.RPA, Currency: "CNY", StatusDate: p.Disbursed.AddDays(-1), InitialExchangeDate: p.Disbursed,
		MaturityDate: p.Maturity(), NotionalPrincipal: p.Principal.Yuan(), NominalInterestRate: p.Rate.Fraction(), DayCountConvention: p.DayCount,
	}
	if p.Repayment == Bullet || p.TermMonths == 1 {
		return t, nil
	}
	t.InterestPayment.Cycle = loan.Monthly()
	switch p.Repayment {
	case EqualInstalment:
		t.ContractType, t.PrincipalRedemption = loan.ANN, t.InterestPayment
	case EqualPrincipal:
		t.ContractType, t.PrincipalRedemption = loan.LAM, t.InterestPayment
	}
	return t, nil
}

// Interest is the interest on a balance between two dates, rounded once.
func (p Plan) Interest(balance money.Fen, from, to loan.Time) (money.Fen, error) {
	return p.interest(balance, p.DayCount.Between(from, to))
}

func (p Plan) interest(balance money.Fen, y loan.Ratio) (money.Fen, error) {
	return money.MulDiv(balance, int64(p.Rate)*y.Num, 1_000_000*y.Den, p.Rounding)
}

// Post makes the schedule of a plan.
func Post(p Plan) (Schedule, error) {
	var s Schedule
	err := s.Post(p)
	return s, err
}

// Post makes the schedule of a plan in the memory of an earlier one.
func (s *Schedule) Post(p Plan) error {
	if err := p.Validate(); err != nil {
		return err
	}
	s.Plan, s.Installments = p, s.Installments[:0]
	s.dues = p.dues(s.dues[:0])
	var err error
	if s.Instalment, err = p.instalment(s.dues); err != nil {
		return err
	}
	part := money.Div(p.Principal, int64(p.TermMonths), p.Rounding)
	balance, from := p.Principal, p.Disbursed
	for i, due := range s.dues {
		row := Installment{No: i + 1, From: from, Due: due, Fraction: p.DayCount.Between(from, due)}
		if row.Interest, err = p.interest(balance, row.Fraction); err != nil {
			return err
		}
		row.Principal = s.principal(balance, part, row.Interest, i == len(s.dues)-1)
		row.Total = row.Principal + row.Interest
		balance -= row.Principal
		row.Balance, from = balance, due
		s.Installments = append(s.Installments, row)
	}
	return nil
}

// principal is the part of one instalment that pays the balance down.
func (s *Schedule) principal(balance, part, interest money.Fen, last bool) money.Fen {
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
func (p Plan) instalment(dues []loan.Time) (money.Fen, error) {
	if p.Repayment != EqualInstalment {
		return 0, nil
	}
	x := money.Round(loan.Annuity(p.DayCount, p.Principal.Yuan(), p.Rate.Fraction(), 0, p.Disbursed, dues), p.Rounding)
	if x <= 0 {
		return 0, wrong("principal", loan.NotPositive)
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
