package relief_test

// Every relief action against the second computation: on random loans of every
// kind of repayment, day count and rounding that products offer, paid, late and
// partly paid, and one relief after another.

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	engine "kaigong.example/kaigong/engine/loan/relief"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
)

// asOpen are the rows on which something is open.
func (l *second) asOpen() (all []owed) {
	for _, r := range l.rows {
		if r.open() != 0 {
			all = append(all, r)
		}
	}
	return all
}

// present is what is open, discounted to a day.
func (l *second) present(on string, ppm int64) (sum float64) {
	for _, r := range l.asOpen() {
		sum += float64(r.open()) / math.Pow(1+float64(ppm)/1e6, float64(between(on, max(on, r.on)))/365)
	}
	return sum
}

// failing is a test of either kind.
type failing interface {
	Errorf(format string, args ...any)
	Helper()
}

// agrees compares both sides of a comparison with two futures of the second
// computation, date by date and to the fen, and the sums that stand above them.
func agrees(t failing, c plan.Comparison, from string, before, after *second) {
	t.Helper()
	for name, x := range map[string]struct {
		l    *second
		s    plan.Side
		line func(plan.Line) plan.Due
	}{
		"before": {before, c.Before, func(l plan.Line) plan.Due { return l.Before }},
		"after":  {after, c.After, func(l plan.Line) plan.Due { return l.After }},
	} {
		want, i := x.l.asOpen(), 0
		var principal, interest int64
		for _, line := range c.Lines {
			d := x.line(line)
			if !d.Falls {
				continue
			}
			if i == len(want) {
				t.Errorf("%s: the second computation does not know %s", name, line.On)
				break
			}
			w := want[i]
			if got := [4]any{line.On, int64(d.PrincipalFen), int64(d.InterestFen), int64(d.BalanceFen)}; got != [4]any{w.on, w.principal - w.paid, w.interest - w.paidInterest, w.balance} {
				t.Errorf("%s: %v, the second computation %+v", name, got, w)
			}
			principal, interest, i = principal+w.principal-w.paid, interest+w.interest-w.paidInterest, i+1
		}
		if i != len(want) || x.s.Dates != len(want) {
			t.Errorf("%s: %d dates and a side of %d, the second computation has %d", name, i, x.s.Dates, len(want))
		}
		if len(want) == 0 {
			continue
		}
		last := want[len(want)-1]
		if int64(x.s.PrincipalFen) != principal || int64(x.s.InterestFen) != interest || x.s.EndsOn != last.on || x.s.NextOn != want[0].on || int64(x.s.NextFen) != want[0].open() {
			t.Errorf("%s: %+v; the second computation %d and %d, from %s to %s", name, x.s, principal, interest, want[0].on, last.on)
		}
	}
	ppm := int64(c.RatePPM)
	if d := float64(c.PresentFen) - (after.present(from, ppm) - before.present(from, ppm)); math.Abs(d) > 1.01 {
		t.Errorf("present value %s is off by %.2f fen", c.PresentFen.Text(), d)
	}
}

// story is a loan in the terms of the program, and beside it the second one.
type story struct {
	loanbook.Facts
	*second
	today string
}

func drawStory(t *rapid.T) *story {
	terms := kernel.LoanTerms{
		AmountFen: money.Fen(rapid.Int64Range(1_000_000, 3_000_000_000).Draw(t, "amount")), RatePPM: money.PPM(rapid.Int64Range(1, 240_000).Draw(t, "rate")),
		TermMonths: rapid.IntRange(2, 60).Draw(t, "term"), Rounding: rapid.SampledFrom([]string{"half_up", "half_even"}).Draw(t, "rounding"),
		Repayment: rapid.SampledFrom([]kernel.Repayment{kernel.EqualInstalment, kernel.EqualPrincipal, kernel.InterestMonthly, kernel.Bullet}).Draw(t, "repayment"),
		DayCount:  rapid.SampledFrom([]string{"A360", "A365", "AA", "30E360"}).Draw(t, "day count"),
	}
	if rapid.Bool().Draw(t, "halves") { // sums on which halves of a fen are frequent
		terms.AmountFen, terms.RatePPM = terms.AmountFen/100_000*100_000, terms.RatePPM/1000*1000+1000
	}
	out := daysLater("2018-01-01", rapid.IntRange(0, 1200).Draw(t, "paid out"))
	s := &story{second: lent(out, int64(terms.AmountFen), int64(terms.RatePPM), terms.TermMonths, string(terms.Repayment), terms.DayCount, terms.Rounding == "half_even"), today: out}
	s.Facts = loanbook.Facts{Contract: &loanbook.Contract{ID: "loan", Ref: "loan", DisbursedOn: out}, Versions: []kernel.TermsVersion{{NewTerms: kernel.NewTerms{Terms: terms}, No: 1, FromOn: out}}}
	s.Agreement.Terms = terms
	return s
}

// receive books money on a day.
func (s *story) receive(on string, fen int64) {
	if fen > 0 {
		s.Receipts = append(s.Receipts, loanbook.Receipt{ID: fmt.Sprintf("%04d", len(s.Receipts)), Kind: "repayment", ReceivedOn: on, AmountFen: money.Fen(fen)})
	}
}

// goOn lets some due dates be paid on their day, then perhaps a part of one, then
// some days pass.
func (s *story) goOn(t *rapid.T) {
	due := s.asOpen()
	for len(due) > 0 && due[0].on < s.today {
		s.receive(s.today, due[0].open()) // what is late is paid, oldest first
		s.pay(due[0].on)
		due = due[1:]
	}
	n := rapid.IntRange(0, max(0, len(due)-1)).Draw(t, "paid")
	for _, r := range due[:min(n, len(due))] {
		s.today = r.on
		s.receive(r.on, r.open())
		s.pay(r.on)
	}
	if due = due[min(n, len(due)):]; len(due) > 1 && rapid.Bool().Draw(t, "partly") {
		s.today = due[0].on
		fen := rapid.Int64Range(1, due[0].open()).Draw(t, "part")
		s.receive(s.today, fen)
		for i := range s.rows {
			if r := &s.rows[i]; r.on == s.today { // interest first
				r.paidInterest += min(fen, r.interest)
				r.paid += fen - r.paidInterest
			}
		}
	}
	s.today = daysLater(s.today, rapid.IntRange(1, 75).Draw(t, "days"))
}

func (s *story) standing(t *rapid.T) plan.Standing {
	last := s.Versions[len(s.Versions)-1]
	ends, err := plan.EndOf(last, s.DisbursedOn)
	sound(t, err)
	st := plan.Standing{Today: s.today, VersionOn: last.FromOn, Terms: last.Terms, EndsOn: ends, Deferral: last.Deferral}
	if d := last.Deferral; d != nil && d.ResumesOn > s.today {
		st.PausedUntil = d.ResumesOn
	}
	return st
}

// lastReceipt is the day before which nothing is restated here: what was paid
// after that day would be allocated anew, which is the account's own test.
func (s *story) lastReceipt() string {
	if n := len(s.Receipts); n > 0 {
		return s.Receipts[n-1].ReceivedOn
	}
	return s.DisbursedOn
}

func drawAction(t *rapid.T, s *story) plan.Action {
	a := plan.Action{Kind: rapid.SampledFrom(plan.Kinds).Draw(t, "kind"), FromOn: daysLater(s.today, rapid.IntRange(-20, 40).Draw(t, "from"))}
	a.FromOn = max(a.FromOn, s.lastReceipt(), daysLater(s.Versions[len(s.Versions)-1].FromOn, 1))
	on := months(s.out, rapid.IntRange(1, 80).Draw(t, "resumes")) // a due date, or any day
	if rapid.Bool().Draw(t, "any day") {
		on = daysLater(on, rapid.IntRange(1, 27).Draw(t, "day"))
	}
	switch {
	case a.Kind.Defers():
		a.ResumesOn = on
		if rapid.Bool().Draw(t, "covers") {
			a.SinceOn = daysLater(a.FromOn, -rapid.IntRange(0, 120).Draw(t, "since"))
		}
		fallthrough
	case a.Kind == plan.Extend:
		if a.Kind == plan.Extend || rapid.Bool().Draw(t, "longer") {
			a.EndsOn = daysLater(months(s.ends, rapid.IntRange(0, 24).Draw(t, "more")), rapid.SampledFrom([]int{0, 0, 0, 9}).Draw(t, "beside"))
		}
	case a.Kind == plan.CutRate:
		a.RatePPM = money.PPM(rapid.Int64Range(1, max(1, s.ppm-1)).Draw(t, "lower"))
	default:
		a.SpreadPPM = money.PPM(rapid.Int64Range(-30_000, 150_000).Draw(t, "spread"))
	}
	if a.Kind.Lowers() && s.kind == "equal_instalment" && rapid.Bool().Draw(t, "keeps") {
		a.Keep = plan.KeepInstalment
	}
	return a
}

// reference is the one-year LPR as published up to 2021, in ppm.
func reference(on string) int64 {
	rate := int64(0)
	for _, x := range []struct {
		on  string
		ppm int64
	}{{"2019-08-20", 42_500}, {"2019-09-20", 42_000}, {"2019-11-20", 41_500}, {"2020-02-20", 40_500}, {"2020-04-20", 38_500}} {
		if x.on <= on {
			rate = x.ppm
		}
	}
	return rate
}

// foreseen are both sides as servicing foresees them.
func (s *story) foreseen(t *rapid.T, n kernel.NewTerms, at string) (before, after []plan.Row) {
	same := func(on loan.Time) loan.Time { return on }
	day := max(at, s.today)
	was, err := s.At(day, same)
	sound(t, err)
	f := s.Facts
	f.Versions = append(f.Versions[:len(f.Versions):len(f.Versions)], kernel.TermsVersion{NewTerms: n, No: len(f.Versions) + 1, FromOn: at})
	will, err := f.At(day, same)
	sound(t, err)
	return planRows(loanbook.Rows(was)), planRows(loanbook.Rows(will))
}

func planRows(all []loanbook.Installment) (out []plan.Row) {
	for _, i := range all {
		out = append(out, plan.Row{DueOn: i.DueOn, PrincipalFen: i.PrincipalFen, InterestFen: i.InterestFen, BalanceFen: i.BalanceFen,
			OpenPrincipal: i.PrincipalFen - i.PaidPrincipalFen, OpenInterest: i.InterestFen - i.PaidInterestFen})
	}
	return out
}

// TestSecondComputation: what every action comes to, on any loan, and on a loan
// that had a relief before.
func TestSecondComputation(t *testing.T) {
	seen := map[plan.Kind]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		for range rapid.IntRange(1, 3).Draw(t, "actions") {
			if len(s.asOpen()) == 0 {
				return
			}
			s.goOn(t)
			a := drawAction(t, s)
			n, err := a.Terms(s.standing(t))
			if err != nil {
				continue // the plan's own tests say what cannot be
			}
			before, after := s.foreseen(t, n, a.FromOn)
			c, err := plan.Compare(a, money.PPM(s.ppm), before, after)
			sound(t, err)
			next := s.after(a, reference(a.FromOn))
			agrees(t, c, a.FromOn, s.second, next)
			seen[a.Kind]++
			s.second, s.today = next, max(s.today, daysLater(a.FromOn, 1)) // money of the same day comes before new terms
			s.Versions = append(s.Versions, kernel.TermsVersion{NewTerms: n, No: len(s.Versions) + 1, FromOn: a.FromOn})
		}
	})
	for _, kind := range plan.Kinds {
		if seen[kind] < 3 {
			t.Errorf("%s was weighed %d times", kind, seen[kind])
		}
	}
}

// TestRenewalSecondComputation: what a loan that is repaid at the end owes on its
// last day, what of it a new one settles, and what the new one asks for.
func TestRenewalSecondComputation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStory(t)
		last := s.rows[len(s.rows)-1]
		n := drawStory(t).Agreement
		n.Terms.AmountFen = money.Fen(rapid.Int64Range(min(last.principal, 100_00), last.principal).Draw(t, "renewed"))
		n.Renews = &kernel.Renews{On: s.ends}
		got, err := renewal.Proposal{Agreement: n}.Schedule()
		sound(t, err)
		next := lent(s.ends, int64(n.Terms.AmountFen), int64(n.Terms.RatePPM), n.Terms.TermMonths, string(n.Terms.Repayment), n.Terms.DayCount, n.Terms.Rounding == "half_even")
		if len(got.Installments) != len(next.rows) {
			t.Fatalf("%d dates, the second computation has %d", len(got.Installments), len(next.rows))
		}
		for i, r := range next.rows {
			if x := got.Installments[i]; x.Due.String() != r.on || int64(x.Principal) != r.principal || int64(x.Interest) != r.interest || int64(x.Balance) != r.balance {
				t.Errorf("%+v, the second computation %+v", x, r)
			}
		}
		if s.kind != "bullet" && s.kind != "interest_monthly_principal_end" {
			return
		}
		terms, err := got.Plan.Terms()
		sound(t, err)
		old, err := oldPlan(t, s).Terms()
		sound(t, err)
		r, err := engine.Renew(engine.Contract{Terms: old}, terms)
		sound(t, err)
		exact, _ := s.sumOf(last.spans).Float64()
		if r.Settled != float64(last.principal)/100 || math.Abs(r.Interest-exact/100) > 1e-6 || math.Abs(r.Net-(n.Terms.AmountFen.Yuan()-r.Settled)) > 1e-6 {
			t.Errorf("%+v, the second computation %d and %.4f fen", r, last.principal, exact)
		}
	})
}

func oldPlan(t *rapid.T, s *story) instalment.Plan {
	begin, err := loan.ParseTime(s.DisbursedOn)
	sound(t, err)
	x := s.Agreement.Terms
	return instalment.Plan{Principal: x.AmountFen, Rate: x.RatePPM, Disbursed: begin, TermMonths: x.TermMonths, Repayment: instalment.Repayment(x.Repayment), DayCount: loan.DayCount(x.DayCount), Rounding: money.Rounding(x.Rounding)}
}
