package relief

// Comparison: a contract before and after a relief, date by date.

import (
	"cmp"
	"math"
	"slices"

	"kaigong.example/kaigong/engine/loan"
)

// Due is what one date asks for.
type Due struct {
	Principal, Interest, Fee float64
	Balance                  float64 // after it
}

// Total is what moves on the date.
func (d Due) Total() float64 { return d.Principal + d.Interest + d.Fee }

// Line is one date of a comparison.
type Line struct {
	At            loan.Time
	Before, After Due
}

// Comparison of two futures of one contract.
type Comparison struct {
	Lines                         []Line
	InterestBefore, InterestAfter float64
	EndBefore, EndAfter           loan.Time
	LargestBefore, LargestAfter   float64 // the largest date's total
}

// Compare sets the events before a relief beside those after it, of one
// contract or of several that replace it, from a date on.
func Compare(from loan.Time, before []loan.Event, after ...[]loan.Event) Comparison {
	b, a := dues(from, before), dues(from, after...)
	var c Comparison
	for at, d := range b {
		c.Lines = append(c.Lines, Line{At: at, Before: d, After: a[at]})
		c.InterestBefore += d.Interest
		c.EndBefore, c.LargestBefore = max(c.EndBefore, at), max(c.LargestBefore, d.Total())
	}
	for at, d := range a {
		if _, both := b[at]; !both {
			c.Lines = append(c.Lines, Line{At: at, After: d})
		}
		c.EndAfter, c.LargestAfter = max(c.EndAfter, at), max(c.LargestAfter, d.Total())
	}
	slices.SortFunc(c.Lines, func(x, y Line) int { return cmp.Compare(x.At, y.At) })
	c.InterestBefore, c.InterestAfter = 0, 0
	for i := range c.Lines { // in order, so that sums are the same on every run
		c.InterestBefore += c.Lines[i].Before.Interest
		c.InterestAfter += c.Lines[i].After.Interest
	}
	c.carry()
	return c
}

// carry shows the balance on dates on which one side pays nothing.
func (c *Comparison) carry() {
	for i := 1; i < len(c.Lines); i++ {
		l, last := &c.Lines[i], c.Lines[i-1]
		if l.Before == (Due{}) && l.At < c.EndBefore {
			l.Before.Balance = last.Before.Balance
		}
		if l.After == (Due{}) && l.At < c.EndAfter {
			l.After.Balance = last.After.Balance
		}
	}
}

// dues adds events up by date, the borrower's payments positive.
func dues(from loan.Time, lists ...[]loan.Event) map[loan.Time]Due {
	out := map[loan.Time]Due{}
	for _, events := range lists {
		balance := map[loan.Time]float64{}
		for _, e := range events {
			if e.At < from || e.Type == loan.IED || e.Payoff == 0 {
				continue
			}
			d := out[e.At]
			switch e.Type {
			case loan.IP:
				d.Interest += math.Abs(e.Payoff)
			case loan.FP, loan.PY:
				d.Fee += math.Abs(e.Payoff)
			default:
				d.Principal += math.Abs(e.Payoff)
			}
			out[e.At] = d
			balance[e.At] = math.Abs(e.Notional)
		}
		for at, b := range balance {
			d := out[at]
			d.Balance += b
			out[at] = d
		}
	}
	return out
}

// PresentValue discounts what the lender receives from a date on at a rate a
// year, days over 365.
func PresentValue(at loan.Time, rate float64, lists ...[]loan.Event) (sum float64) {
	for _, events := range lists {
		for _, e := range events {
			if e.At >= at {
				sum += e.Payoff / math.Pow(1+rate, float64(e.At.Days(at))/365)
			}
		}
	}
	return sum
}
