package relief_test

// A second computation in exact fractions, written from the rules of the domain
// and sharing no code with the engine or the loan's account: what falls due
// after a relief, to the fen.

import (
	"math/big"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/relief"
)

// future is a loan from a day on, on the dates that remain.
type future struct {
	t        testing.TB
	owed     int64  // principal in fen
	since    string // interest runs from here
	rates    []rate // in order; each counts from its day
	interest []string
	first    int   // index of the first date on which principal is paid
	equal    bool  // equal instalments; otherwise principal at the end
	keep     int64 // an instalment that stays, 0 to solve one
	deferred int64 // interest that is spread over the dates, in fen
}

// rate is a yearly rate in ppm from a day on.
type rate struct {
	from string
	ppm  int64
}

// flow is what one date asks for.
type flow struct {
	on                          string
	principal, interest, spread int64
}

func days(t testing.TB, from, to string) int64 {
	a, err := time.Parse(time.DateOnly, from)
	must(t, err)
	b, err := time.Parse(time.DateOnly, to)
	must(t, err)
	return int64(b.Sub(a).Hours() / 24)
}

// year is what one fen bears from a day to another, at 360 days a year.
func (f future) year(from, to string) *big.Rat {
	sum := new(big.Rat)
	for i, r := range f.rates {
		begin, end := max(from, r.from), to
		if i+1 < len(f.rates) {
			end = min(to, f.rates[i+1].from)
		}
		if begin < end {
			sum.Add(sum, big.NewRat(r.ppm*days(f.t, begin, end), 360_000_000))
		}
	}
	return sum
}

// rounded is a fraction to the nearest whole, halves up.
func rounded(x *big.Rat) int64 {
	y := new(big.Rat).Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(y.Num(), y.Denom()).Int64()
}

// instalment solves the equal sum P: the balance after the dates is a − cP, and
// is nothing after the last of them.
func (f future) instalment(owed int64, since string, dates []string) int64 {
	a, c := new(big.Rat).SetInt64(owed), new(big.Rat)
	for _, on := range dates {
		grown := new(big.Rat).Add(big.NewRat(1, 1), f.year(since, on))
		a.Mul(a, grown)
		c.Add(c.Mul(c, grown), big.NewRat(1, 1))
		since = on
	}
	return rounded(a.Quo(a, c))
}

// flows are all dates: interest is rounded once on the posted balance, and the
// last date clears it.
func (f future) flows() (out []flow) {
	owed, since, sum := f.owed, f.since, f.keep
	for i, on := range f.interest {
		x := flow{on: on, interest: rounded(new(big.Rat).Mul(new(big.Rat).SetInt64(owed), f.year(since, on)))}
		if i == f.first && f.equal && sum == 0 {
			sum = f.instalment(owed, since, f.interest[i:])
		}
		switch last := i == len(f.interest)-1; {
		case last:
			x.principal = owed
		case f.equal && i >= f.first:
			x.principal = min(owed, sum-x.interest)
		}
		owed, since = owed-x.principal, on
		out = append(out, x)
		if owed == 0 {
			break
		}
	}
	return out
}

// monthly are dates a month apart, from one to another and with both.
func monthly(t testing.TB, from, to string) (out []string) {
	begin, err := time.Parse(time.DateOnly, from)
	must(t, err)
	for k := range 600 {
		on := begin.AddDate(0, k, 0).Format(time.DateOnly)
		if on > to {
			break
		}
		out = append(out, on)
	}
	return out
}

// agrees compares the side after of a proposal with the second computation, date
// by date and to the fen, and with the sum of interest that the domain names.
func (f future) agrees(p relief.Proposal, interest int64) {
	f.t.Helper()
	var got []flow
	var sum int64
	for _, l := range p.Comparison.Lines {
		if l.After.Falls {
			got = append(got, flow{on: l.On, principal: int64(l.After.PrincipalFen), interest: int64(l.After.InterestFen)})
			sum += int64(l.After.InterestFen)
		}
	}
	want := f.flows()
	if len(got) != len(want) {
		f.t.Fatalf("%d dates, the second computation has %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			f.t.Errorf("%+v, the second computation %+v", got[i], want[i])
		}
	}
	if sum != int64(p.Comparison.After.InterestFen) || interest != 0 && sum != interest {
		f.t.Errorf("interest to come %d, the side says %d, expected %d", sum, p.Comparison.After.InterestFen, interest)
	}
}
