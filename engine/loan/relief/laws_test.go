package relief

// Laws that hold for every relief, whatever the loan.

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// anyContract draws a loan of 6 to 60 months, and the number of months after
// which something happens to it.
func anyContract(t *rapid.T) (c Contract, month int) {
	begin := loan.Civil(2019, 1, 1).AddDays(rapid.IntRange(0, 1000).Draw(t, "day"))
	months := rapid.IntRange(6, 60).Draw(t, "months")
	monthly := loan.Recurrence{Anchor: begin.AddMonths(1), Cycle: loan.Monthly()}
	c.Terms = loan.Terms{
		ContractType: rapid.SampledFrom([]loan.ContractType{loan.PAM, loan.LAM, loan.ANN}).Draw(t, "type"), ContractID: "x", ContractRole: loan.RPA,
		StatusDate: begin.AddDays(-1), InitialExchangeDate: begin, MaturityDate: begin.AddMonths(months),
		NotionalPrincipal: float64(rapid.IntRange(10_000, 20_000_000).Draw(t, "notional")), NominalInterestRate: float64(rapid.IntRange(100, 2400).Draw(t, "rate")) / 10_000,
		DayCountConvention: rapid.SampledFrom([]loan.DayCount{loan.A360, loan.A365, loan.E30360}).Draw(t, "day count"), InterestPayment: monthly,
	}
	if c.Terms.ContractType != loan.PAM {
		c.Terms.PrincipalRedemption = monthly
	}
	return c, rapid.IntRange(1, months-2).Draw(t, "month")
}

// paid adds up what comes back after a time.
func paid(from loan.Time, lists ...[]loan.Event) (principal, interest float64) {
	for _, events := range lists {
		for _, e := range events {
			switch {
			case e.At <= from:
			case e.Type == loan.IP:
				interest += e.Payoff
			case e.Type != loan.IED:
				principal += e.Payoff
			}
		}
	}
	return principal, interest
}

// TestDeferrals: the principal is the same, the interest never less, and no
// penalty is charged; interest that is spread costs no more than interest that
// is carried.
func TestDeferrals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, month := anyContract(t)
		at := c.Terms.InitialExchangeDate.AddMonths(month).AddDays(1)
		p := Pause{Resumes: c.Terms.InitialExchangeDate.AddMonths(min(month+rapid.IntRange(2, 6).Draw(t, "pause"), month+2)), Extension: loan.Period{N: rapid.IntRange(1, 6).Draw(t, "more"), Unit: 'M'}}
		before := must(loan.Events(&c.Terms, c.Observed))
		wantPrincipal, wantInterest := paid(at, before)
		all := must(DeferAll(c, at, p))
		principalOnly := must(DeferPrincipal(c, at, p))
		for name, terms := range map[string]loan.Terms{"all": all, "principal": principalOnly} {
			events := must(loan.Events(&terms, c.Observed))
			principal, interest := paid(at, events)
			if math.Abs(principal-wantPrincipal) > 1e-5 || interest < wantInterest-1e-6 {
				t.Fatalf("%s: principal %.6f of %.6f, interest %.6f of %.6f", name, principal, wantPrincipal, interest, wantInterest)
			}
			for _, e := range events {
				if e.Type == loan.PY || e.Type == loan.FP {
					t.Fatalf("%s charges %+v", name, e)
				}
				if e.At > at && e.At < p.Resumes && e.Payoff != 0 && (name == "all" || e.Type != loan.IP) {
					t.Fatalf("%s pays in the pause: %+v", name, e)
				}
			}
		}
		if c.Terms.ContractType != loan.ANN || p.Resumes.AddMonths(-1) <= at {
			return
		}
		a, b, err := Spread(c, at, p)
		if err != nil {
			t.Fatal(err)
		}
		_, carried := paid(at, must(loan.Events(&all, c.Observed)))
		deferred, spread := paid(at, must(loan.Events(&a, c.Observed)))
		extra, _ := paid(at, must(loan.Events(&b, c.Observed)))
		if math.Abs(deferred-wantPrincipal) > 1e-5 || spread+extra > carried+1e-5 {
			t.Fatalf("spread: principal %.6f of %.6f, interest %.6f + %.6f, carried %.6f", deferred, wantPrincipal, spread, extra, carried)
		}
	})
}

// TestRateCuts: no later interest payment is larger than it was, and the
// principal is the same.
func TestRateCuts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, month := anyContract(t)
		at := c.Terms.InitialExchangeDate.AddMonths(month).AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
		terms := must(CutRate(c, at, c.Terms.NominalInterestRate*0.8, rapid.SampledFrom([]loan.PrepaymentEffect{loan.KeepMaturity, loan.KeepInstalment}).Draw(t, "keep")))
		before, after := must(loan.Events(&c.Terms, c.Observed)), must(loan.Events(&terms, c.Observed))
		cmp := Compare(at.AddDays(1), before, after)
		for _, l := range cmp.Lines {
			if l.After.Interest > l.Before.Interest+1e-6 {
				t.Fatalf("%s: interest %.6f was %.6f", l.At, l.After.Interest, l.Before.Interest)
			}
		}
		want, _ := paid(at, before)
		if got, _ := paid(at, after); math.Abs(got-want) > 1e-5 {
			t.Fatalf("principal %.6f of %.6f", got, want)
		}
		if cmp.EndAfter > cmp.EndBefore || cmp.LargestAfter > cmp.LargestBefore+1e-5 {
			t.Fatalf("%+v", cmp)
		}
	})
}

// TestMoreInstalments: on the same first date, more of them are never larger.
func TestMoreInstalments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		begin := loan.Civil(2020, 1, 10)
		rate, count := float64(rapid.IntRange(0, 2400).Draw(t, "rate"))/10_000, rapid.SampledFrom([]loan.DayCount{loan.A360, loan.A365, loan.AA, loan.E30360}).Draw(t, "day count")
		var dates []loan.Time
		last := math.Inf(1)
		for n := 1; n <= 60; n++ {
			dates = append(dates, begin.AddMonths(n))
			x := loan.Annuity(count, 1_000_000, rate, 0, begin, dates)
			if x > last*(1+1e-12) {
				t.Fatalf("%d instalments of %.6f, one fewer %.6f", n, x, last)
			}
			last = x
		}
	})
}

// TestTranches: what is drawn comes back, to the same end.
func TestTranches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, month := anyContract(t)
		at := c.Terms.InitialExchangeDate.AddMonths(month).AddDays(rapid.IntRange(0, 20).Draw(t, "days"))
		terms := must(Draw(c, at, 5000))
		before, after := must(loan.Events(&c.Terms, c.Observed)), must(loan.Events(&terms, c.Observed))
		old, _ := paid(at, before)
		got, _ := paid(at, after)
		if math.Abs(got-old-5000) > 1e-5 || after[len(after)-1].At != before[len(before)-1].At {
			t.Fatalf("%.6f comes back, %.6f without the tranche of 5,000", got, old)
		}
	})
}

// TestSubsidies: never above the interest paid, the budget, or what the window
// accrues.
func TestSubsidies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := anyContract(t)
		begin := c.Terms.InitialExchangeDate.AddDays(rapid.IntRange(-100, 400).Draw(t, "from"))
		s := Subsidy{
			Rate: float64(rapid.IntRange(1, 3000).Draw(t, "subsidy")) / 10_000, From: begin, To: begin.AddDays(rapid.IntRange(1, 800).Draw(t, "window")), DayCount: c.Terms.DayCountConvention,
			Claims: loan.Cycle{Period: loan.Period{N: rapid.IntRange(1, 6).Draw(t, "claims"), Unit: 'M'}}, Budget: float64(rapid.IntRange(0, 100_000).Draw(t, "budget")),
		}
		events := must(loan.Events(&c.Terms, c.Observed))
		opening := 0.0
		var sum, interest float64
		for _, e := range events {
			if e.At <= s.From {
				opening = e.Notional
			}
			if e.Type == loan.IP && e.At > s.From && e.At <= s.To {
				interest += e.Payoff
			}
		}
		claims := must(s.Accrue(0, events))
		for _, x := range claims {
			sum += x.Amount
			if x.Amount < 0 || x.At > s.To {
				t.Fatalf("%+v", x)
			}
		}
		most := s.Rate * max(opening, c.Terms.NotionalPrincipal) * s.DayCount.Between(s.From, s.To).Float()
		if sum > interest+1e-6 || s.Budget > 0 && sum > s.Budget+1e-6 || sum > most+1e-6 {
			t.Fatalf("claims %.6f, interest paid %.6f, budget %.2f, at most %.6f", sum, interest, s.Budget, most)
		}
		if claims[len(claims)-1].At != s.To {
			t.Fatalf("the last claim is on %s", claims[len(claims)-1].At)
		}
	})
}

// TestShares: parts and the bank's part make one; a split loses and makes no fen
// and is off by less than one; a claim is coverage times exposure.
func TestShares(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left := money.PPM(whole)
		var shares []Share
		for i := range rapid.IntRange(1, 4).Draw(t, "parties") {
			part := money.PPM(rapid.Int64Range(1, int64(left)/2).Draw(t, "share"))
			shares = append(shares, Share{fmt.Sprint(i), part})
			left -= part
		}
		if bank := must(BankShare(shares)); bank != left {
			t.Fatalf("the bank bears %d, %d is left", bank, left)
		}
		amount := money.Fen(rapid.Int64Range(0, 1e12).Draw(t, "amount"))
		parts := must(Split(amount, shares))
		sum := money.Fen(0)
		for i, p := range parts {
			sum += p
			ppm := left
			if i < len(shares) {
				ppm = shares[i].Coverage
			}
			if d := float64(p) - float64(amount)*float64(ppm)/whole; math.Abs(d) >= 1 {
				t.Fatalf("part %d is %d, off by %f", i, p, d)
			}
		}
		if sum != amount {
			t.Fatalf("%d of %d", sum, amount)
		}
		c, month := anyContract(t)
		on := c.Terms.InitialExchangeDate.AddMonths(month).AddDays(3)
		exposure := must(loan.StateAt(&c.Terms, c.Observed, on))
		for i, g := range must(Guarantees(&c.Terms, c.Terms.InitialExchangeDate, shares, loan.Defaulted)) {
			events := must(loan.Events(&g, loan.Observed{Events: []loan.Occurrence{{At: on, Type: loan.CE, ContractID: "x", Performance: loan.Defaulted}}}))
			want := shares[i].Coverage.Fraction() * (exposure.Notional + exposure.Accrued)
			if last := events[len(events)-1]; last.Type != loan.STD || math.Abs(last.Payoff-want) > 1e-6 {
				t.Fatalf("%+v, coverage times exposure is %.6f", last, want)
			}
		}
	})
	if _, err := BankShare([]Share{{"a", 600_000}, {"b", 400_001}}); err == nil {
		t.Error("shares of more than one")
	}
}

func TestReliefsThatCannotBe(t *testing.T) {
	c := Contract{Terms: loan.Terms{
		ContractType: loan.PAM, ContractRole: loan.RPA, StatusDate: loan.Civil(2020, 1, 1), InitialExchangeDate: loan.Civil(2020, 1, 2), MaturityDate: loan.Civil(2021, 1, 2),
		NotionalPrincipal: 1000, NominalInterestRate: 0.05, DayCountConvention: loan.A360,
	}}
	at := loan.Civil(2020, 6, 1)
	for name, act := range map[string]func() error{
		"resumes before it begins":  func() error { _, err := DeferAll(c, at, Pause{Resumes: at}); return err },
		"resumes after the end":     func() error { _, err := DeferPrincipal(c, at, Pause{Resumes: loan.Civil(2021, 2, 1)}); return err },
		"a cut that raises":         func() error { _, err := CutRate(c, at, 0.06, loan.KeepMaturity); return err },
		"an earlier end":            func() error { _, err := Extend(c, at, loan.Civil(2020, 12, 1)); return err },
		"a tranche of nothing":      func() error { _, err := Draw(c, at, math.NaN()); return err },
		"capitalised in the past":   func() error { _, err := Capitalise(c, at, at); return err },
		"before the loan":           func() error { _, err := Draw(c, loan.Civil(2019, 1, 1), 1); return err },
		"after the loan":            func() error { _, err := Draw(c, loan.Civil(2022, 1, 1), 1); return err },
		"more than is owed":         func() error { _, err := WriteOff(c, at, at.AddDays(1), 5000); return err },
		"a subsidy without window":  func() error { _, err := Subsidy{Rate: 0.01}.Accrue(0, nil); return err },
		"a bridge without end":      func() error { _, err := Bridge{}.Terms(); return err },
		"spreading without periods": func() error { _, _, err := Spread(c, at, Pause{Resumes: loan.Civil(2020, 9, 1)}); return err },
	} {
		if err := act(); err == nil {
			t.Errorf("%s is possible", name)
		}
	}
}

// A loan of 12,000 in four equal instalments; after the first, principal and
// interest rest for two months and the end moves by as many. By hand: 9,022.41
// are owed, three months bring 135.34, and 9,157.74 / (1 + 1/1.005 + 1/1.005²)
// is 3,067.82.
func ExampleDeferAll() {
	monthly := loan.Recurrence{Anchor: loan.Civil(2020, 2, 1), Cycle: loan.Monthly()}
	c := Contract{Terms: loan.Terms{
		ContractType: loan.ANN, ContractRole: loan.RPA, StatusDate: loan.Civil(2019, 12, 31), InitialExchangeDate: loan.Civil(2020, 1, 1), MaturityDate: loan.Civil(2020, 5, 1),
		NotionalPrincipal: 12_000, NominalInterestRate: 0.06, DayCountConvention: loan.E30360, InterestPayment: monthly, PrincipalRedemption: monthly,
	}}
	terms, err := DeferAll(c, loan.Civil(2020, 2, 2), Pause{Resumes: loan.Civil(2020, 5, 1), Extension: loan.Period{N: 2, Unit: 'M'}})
	if err != nil {
		fmt.Println(err)
	}
	rows, _ := loan.Book(&terms, loan.Observed{}, money.HalfUp)
	for _, r := range rows[1:] {
		fmt.Println(r.At, r.Principal.Text(), r.Interest.Text(), r.Total().Text())
	}
	// Output:
	// 2020-05-01 2,932.48 135.34 3,067.82
	// 2020-06-01 3,037.37 30.45 3,067.82
	// 2020-07-01 3,052.56 15.26 3,067.82
}
