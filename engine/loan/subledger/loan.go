package subledger

// What goes in: terms and their versions, and what happened.

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// Debt is a kind of debt that a receipt can pay.
type Debt string

// The kinds of debt. Overdue is what fell due before the day of a receipt,
// current what falls due on it.
const (
	Fees             Debt = "fees"
	PenaltyInterest  Debt = "penalty_interest"
	OverdueInterest  Debt = "overdue_interest"
	OverduePrincipal Debt = "overdue_principal"
	CurrentInterest  Debt = "current_interest"
	CurrentPrincipal Debt = "current_principal"
)

// Terms are what one version of a loan's terms says.
type Terms struct {
	Rate             money.PPM
	DayCount         loan.DayCount
	Rounding         money.Rounding
	Repayment        instalment.Repayment
	Ends             loan.Time // the last due date
	Uplift           money.PPM // penalty interest: the rate and this share of it; 0 for none
	UpliftOnInterest bool      // overdue interest bears penalty interest too
	Charge           money.PPM // on principal that comes back early
	Order            []Debt    // what a receipt pays first; each kind once
	Line             Line      // what may be drawn later; the zero Line for a payout in one sum
}

// Version is a loan's terms from the end of a day on.
type Version struct {
	From loan.Time // the payout for the first version
	Terms
	Pause          Pause // zero for none
	KeepInstalment bool  // where the rate changes, the end moves and not the instalment
}

// Pause is a deferral. Principal that would fall due before Resumes is spread
// over the dates from there on; with Interest, the interest of the pause is due
// with the first of them, or in equal parts on all of them where it is Spread.
type Pause struct {
	Since    loan.Time // what fell due from this day on and is unpaid is covered; 0 for nothing
	Resumes  loan.Time // the first due date after the pause
	Interest bool
	Spread   bool
}

// Kind says what a Fact is.
type Kind string

// Kinds of facts. An amount is money that moved, or for a choice the sum chosen.
const (
	Draw         Kind = "draw"          // paid out to the borrower
	Opening      Kind = "opening"       // stood at the end of the day in other books, from which the loan is taken over
	Receipt      Kind = "receipt"       // came in
	Settlement   Kind = "settlement"    // came in to end the loan on the day
	KeepInstal   Kind = "keep_instal"   // principal comes back early, the end moves
	KeepMaturity Kind = "keep_maturity" // principal comes back early, the instalment falls
	Hold         Kind = "hold"          // waits for a refund and pays nothing
	Refund       Kind = "refund"        // of what was held
	Waive        Kind = "waive"         // fees of a due date are not asked for
	Lapse        Kind = "lapse"         // nothing more may be drawn
	WriteOff     Kind = "write_off"     // what is owed is given up in the books
	Applied      Kind = "applied"       // made by Fold: what waited went to a due date
)

// Fact is something that happened on a day.
type Fact struct {
	ID     string // returned with its Booking
	Kind   Kind
	On     loan.Time
	Amount money.Fen
	// Accrued is, of an Opening, the interest since the last due date as the other
	// books have it. It falls due with the first row.
	Accrued money.Fen
	// Instalment is, of an Opening, the instalment that was agreed, or the part of
	// principal where those are equal; 0 to solve it anew.
	Instalment money.Fen
	// Due is, of a Waive, the due date whose fees are waived.
	Due loan.Time
}

// Loan is all that Fold needs.
type Loan struct {
	Versions []Version // in order; the first one's From is the payout
	Facts    []Fact    // in the order of booking
	// Collect is the day on which what is due on a day is expected: the working
	// day on or after it. It must not come before the day.
	Collect func(loan.Time) loan.Time
}

// FactError is a fact that cannot have happened, and why.
type FactError struct {
	Fact   Fact
	Reason Reason
	Short  money.Fen // by how much the money does not suffice
}

// Reason is why a fact cannot have happened.
type Reason string

// Reasons.
const (
	TooEarly     Reason = "too_early"     // before the payout
	NotPositive  Reason = "not_positive"  // an amount of nothing or less
	UnknownKind  Reason = "unknown_kind"  // a kind that there is not
	MoneyIsGone  Reason = "money_is_gone" // what was refunded was not there
	AlreadyEnded Reason = "already_ended" // after a settlement or a write-off, or an opening after the last due date
	OpenedTwice  Reason = "opened_twice"  // a loan is taken over once
	AboveLimit   Reason = "above_limit"   // more is drawn than the line has left
	LineEnded    Reason = "line_ended"    // after the last day of drawing, the last drawing, or a lapse
)

// Error says it in English.
func (e *FactError) Error() string {
	return fmt.Sprintf("subledger: %s %q on %s: %s", e.Fact.Kind, e.Fact.ID, e.Fact.On, e.Reason)
}

// order is the place of a kind within a day.
var order = map[Kind]int{Opening: 1, Draw: 1, Waive: 2, Receipt: 3, Hold: 4, Refund: 5, KeepInstal: 6, KeepMaturity: 6, Lapse: 8, Settlement: 10, WriteOff: 11}

// drawnLater is the place of a payout after the first day, restated that of new
// terms: what came back on a day may be drawn on it again.
const (
	drawnLater = 7
	restated   = 9
)

// rank is the place of a fact within its day.
func (f *Fact) rank(begin loan.Time) int {
	if f.Kind == Draw && f.On > begin {
		return drawnLater
	}
	return order[f.Kind]
}

func wrong(term string, p loan.Problem, value string) error {
	return &loan.TermError{Term: term, Problem: p, Value: value}
}

// check finds what no loan can mean.
func (l *Loan) check() error {
	if len(l.Versions) == 0 || l.Collect == nil {
		return wrong("terms", loan.Missing, "")
	}
	opened, err := l.opened()
	if err != nil {
		return err
	}
	begin := l.Versions[0].From
	for i, v := range l.Versions {
		if after := max(opened, l.Versions[max(i-1, 0)].From); i > 0 && v.From <= after {
			return wrong("statusDate", loan.NotAfter, after.String())
		}
		goesOn := i > 0 && v.Pause == l.Versions[i-1].Pause // it may be over: it keeps the days of its dates
		if err := v.check(goesOn); err != nil {
			return err
		}
	}
	for _, f := range l.Facts {
		switch {
		case order[f.Kind] == 0:
			return &FactError{Fact: f, Reason: UnknownKind}
		case f.On < begin || f.Kind != Opening && f.On <= opened:
			return &FactError{Fact: f, Reason: TooEarly}
		case f.Amount <= 0 && f.Kind != WriteOff && f.Kind != Lapse:
			return &FactError{Fact: f, Reason: NotPositive}
		}
	}
	return nil
}

// opened is the day at the end of which the loan is taken over from other books,
// a day before all others where it is not.
func (l *Loan) opened() (on loan.Time, err error) {
	on = math.MinInt32
	found := false
	for _, f := range l.Facts {
		switch {
		case f.Kind != Opening:
			continue
		case found:
			return on, &FactError{Fact: f, Reason: OpenedTwice}
		case f.On >= l.Versions[0].Ends:
			return on, &FactError{Fact: f, Reason: AlreadyEnded}
		case f.Accrued < 0 || f.Instalment < 0:
			return on, &FactError{Fact: f, Reason: NotPositive}
		}
		on, found = f.On, true
	}
	return on, nil
}

// check finds what no version can mean; the pause of one before it may go on.
func (v *Version) check(goesOn bool) error {
	switch {
	case !v.From.Valid() || !v.Ends.Valid():
		return wrong("maturityDate", loan.OutsideDates, "")
	case v.Ends <= v.From:
		return wrong("maturityDate", loan.NotAfter, v.From.String())
	case v.Rate < 0 || v.Rate > 10_000_000:
		return wrong("rate", loan.TooLarge, "0–1000 %")
	case v.Uplift < 0 || v.Uplift > 10_000_000:
		return wrong("penaltyUplift", loan.TooLarge, "0–1000 %")
	case v.Charge < 0 || v.Charge > 1_000_000:
		return wrong("prepaymentCharge", loan.TooLarge, "0–100 %")
	case !v.DayCount.Valid():
		return wrong("dayCount", loan.Unknown, string(v.DayCount))
	case v.Rounding != money.HalfUp && v.Rounding != money.HalfEven:
		return wrong("rounding", loan.Unknown, string(v.Rounding))
	case !slices.Contains([]instalment.Repayment{instalment.InterestMonthly, instalment.EqualInstalment, instalment.EqualPrincipal, instalment.Bullet}, v.Repayment):
		return wrong("repayment", loan.Unknown, string(v.Repayment))
	case !complete(v.Order):
		return wrong("allocation", loan.Contradicts, "each kind of debt once")
	case v.Pause != (Pause{}) && (v.Pause.Resumes <= v.From && !goesOn || v.Pause.Resumes > v.Ends):
		return wrong("resumes", loan.OutsidePeriod, v.From.String()+"–"+v.Ends.String())
	case v.Pause.Spread && !v.Pause.Interest:
		return wrong("spread", loan.Contradicts, "interest is not deferred")
	}
	return v.Line.check(&v.Terms)
}

// complete reports whether an order names each kind of debt once.
func complete(o []Debt) bool {
	all := []Debt{Fees, PenaltyInterest, OverdueInterest, OverduePrincipal, CurrentInterest, CurrentPrincipal}
	sorted := slices.SortedFunc(slices.Values(o), cmp.Compare[Debt])
	slices.Sort(all)
	return slices.Equal(sorted, all)
}
