package loan_test

// A second computation in exact fractions: a contract's life written down by
// hand, date by date, on the standard library's calendar. It shares nothing
// with the engine.

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/loan"
)

// exact follows one contract. Dates and amounts are written by the test.
type exact struct {
	count     string
	maturity  time.Time
	rate      *big.Rat
	feeRate   *big.Rat
	balance   *big.Rat
	accrued   *big.Rat
	fee       *big.Rat
	payment   *big.Rat
	since     time.Time
	flows     []exactFlow
	calcShift map[string]string // dates that interest is computed to, where they are others
}

type exactFlow struct {
	on, kind string
	payoff   *big.Rat
	balance  *big.Rat
}

func frac(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func begun(count, rate string) *exact {
	return &exact{count: count, rate: frac(rate), feeRate: new(big.Rat), balance: new(big.Rat), accrued: new(big.Rat), fee: new(big.Rat), payment: new(big.Rat)}
}

func on(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }

// year is the year fraction, from the definition of each convention.
func (x *exact) year(a, b time.Time) *big.Rat {
	days := int64(b.Sub(a).Hours() / 24)
	d1, d2 := int64(a.Day()), int64(b.Day())
	months := int64(b.Year()-a.Year())*12 + int64(b.Month()) - int64(a.Month())
	switch x.count {
	case "A360":
		return big.NewRat(days, 360)
	case "A365":
		return big.NewRat(days, 365)
	case "30E360":
		return big.NewRat(months*30+min(d2, 30)-min(d1, 30), 360)
	case "28E336":
		return big.NewRat(months*28+min(d2, 28)-min(d1, 28), 336)
	case "30E360ISDA":
		if a.AddDate(0, 0, 1).Day() == 1 {
			d1 = 30
		}
		if b.AddDate(0, 0, 1).Day() == 1 && !(b.Equal(x.maturity) && b.Month() == time.February) {
			d2 = 30
		}
		return big.NewRat(months*30+d2-d1, 360)
	}
	sum := new(big.Rat) // AA, day by day
	for d := a; d.Before(b); d = d.AddDate(0, 0, 1) {
		length := time.Date(d.Year(), 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
		sum.Add(sum, big.NewRat(1, int64(length)))
	}
	return sum
}

func (x *exact) to(s string) time.Time {
	if moved, ok := x.calcShift[s]; ok {
		return on(moved)
	}
	return on(s)
}

func (x *exact) accrue(s string) {
	t := x.to(s)
	y := x.year(x.since, t)
	x.accrued = add(x.accrued, mul(mul(y, x.rate), x.balance))
	x.fee = add(x.fee, mul(mul(y, x.feeRate), x.balance))
	x.since = t
}

func (x *exact) flow(s, kind string, payoff *big.Rat) {
	x.flows = append(x.flows, exactFlow{s, kind, payoff, x.balance})
}

func (x *exact) start(s, amount string) {
	x.balance, x.since = frac(amount), x.to(s)
	x.flow(s, "IED", new(big.Rat).Neg(x.balance))
}

// goOn begins from what is owed and accrued on a day.
func (x *exact) goOn(s string, balance, accrued *big.Rat) {
	x.balance, x.accrued, x.since = balance, accrued, on(s)
}

func (x *exact) interest(dates ...string) {
	for _, s := range dates {
		x.accrue(s)
		due := x.accrued
		x.accrued = new(big.Rat)
		x.flow(s, "IP", due)
	}
}

func (x *exact) capitalise(s string) {
	x.accrue(s)
	x.balance, x.accrued = add(x.balance, x.accrued), new(big.Rat)
	x.flow(s, "IPCI", new(big.Rat))
}

func (x *exact) pay(s, kind string, principal *big.Rat) {
	x.accrue(s)
	if principal.Cmp(x.balance) > 0 {
		principal = x.balance
	}
	x.balance = sub(x.balance, principal)
	x.flow(s, kind, principal)
}

// instalments pays the same sum on each date, interest first.
func (x *exact) instalments(dates ...string) {
	for _, s := range dates {
		x.accrue(s)
		x.pay(s, "PR", sub(x.payment, x.accrued))
		x.interest(s)
	}
}

func (x *exact) parts(part *big.Rat, dates ...string) {
	for _, s := range dates {
		x.pay(s, "PR", part)
		x.interest(s)
	}
}

// end pays interest and what is left.
func (x *exact) end(s string) {
	x.interest(s)
	left := x.balance
	x.balance = new(big.Rat)
	x.flow(s, "MD", add(left, x.fee))
}

// solve finds the equal sum: each payment is discounted by the product of all
// periods before it, and together they are worth what is owed now.
func (x *exact) solve(now string, dates ...string) {
	x.accrue(now)
	discount, worth := big.NewRat(1, 1), new(big.Rat)
	from := x.to(now)
	for i, s := range dates {
		factor := add(big.NewRat(1, 1), mul(x.rate, x.year(from, x.to(s))))
		if i > 0 {
			discount = quo(discount, factor)
		}
		worth.Add(worth, discount)
		from = x.to(s)
	}
	first := add(x.accrued, mul(x.balance, mul(x.rate, x.year(x.to(now), x.to(dates[0])))))
	x.payment = quo(add(x.balance, first), worth)
}

// monthly lists n dates a month apart, all on the same day of the month.
func monthly(first string, n int) []string { return every(1, first, n) }

func every(months int, first string, n int) (out []string) {
	for k := range n {
		out = append(out, on(first).AddDate(0, months*k, 0).Format(time.DateOnly))
	}
	return out
}

// agree compares what the engine computes with the exact flows.
func (x *exact) agree(t *testing.T, events []loan.Event) {
	t.Helper()
	k := 0
	for _, e := range events {
		switch e.Type {
		case loan.PRF, loan.RR, loan.RRF, loan.AD, loan.CE:
			continue
		}
		if k >= len(x.flows) {
			t.Fatalf("%s %s is not in the second computation", e.At, e.Type)
		}
		f := x.flows[k]
		k++
		payoff, _ := f.payoff.Float64()
		balance, _ := f.balance.Float64()
		if e.At.String() != f.on || e.Type.String() != f.kind {
			t.Fatalf("%s %s, second computation %s %s", e.At, e.Type, f.on, f.kind)
		}
		if math.Abs(e.Payoff-payoff) > 1e-7 || math.Abs(e.Notional-balance) > 1e-7 {
			t.Errorf("%s %s: %.10f of %.10f, second computation %.10f of %.10f", e.At, e.Type, e.Payoff, e.Notional, payoff, balance)
		}
	}
	if k != len(x.flows) {
		t.Errorf("%d flows, second computation %d", k, len(x.flows))
	}
}

func (x *exact) String() string { return fmt.Sprint(x.flows) }
