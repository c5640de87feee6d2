package relief

// Subsidies: an accrual beside the contract, on the same balance, claimed from
// the finance bureau on dates of its own.

import (
	"cmp"
	"math"
	"slices"

	"kaigong.example/kaigong/engine/loan"
)

// Subsidy is a share of the interest that somebody else bears: a rate on the
// balance within a window, at most what the borrower paid, and at most a budget.
type Subsidy struct {
	Rate     float64 // a year, on the balance
	From, To loan.Time
	DayCount loan.DayCount
	Claims   loan.Cycle // from From on; the last claim is at To
	Budget   float64    // for the whole window; 0 is none
}

// Claim is what one claim date asks the bureau for.
type Claim struct {
	At      loan.Time
	Accrued float64 // subsidy accrued since the last claim
	Paid    float64 // interest that the borrower paid since
	Amount  float64
	Capped  string // what limited it: "", "paid" or "budget"
}

// Check finds what no subsidy can mean.
func (s Subsidy) Check() error {
	switch {
	case !(s.Rate > 0) || s.Rate > 1:
		return wrong("subsidyRate", loan.NotPositive, "")
	case s.From == 0 || s.To <= s.From:
		return wrong("subsidyTo", loan.NotAfter, s.From.String())
	case s.Claims.N <= 0 || s.Claims.After(s.From, 1) <= s.From:
		return wrong("cycleOfClaims", loan.Missing, "")
	case s.Budget < 0 || math.IsNaN(s.Budget):
		return wrong("budget", loan.NotPositive, "")
	case s.DayCount.Between(s.From, s.To).Den == 0:
		return wrong("dayCountConvention", loan.Unknown, string(s.DayCount))
	}
	return nil
}

// Accrue computes the claims on a contract: opening is its balance before the
// first of its events. A claim that what was paid limits is caught up when more
// is paid; one that the budget limits is not.
func (s Subsidy) Accrue(opening float64, events []loan.Event) ([]Claim, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	var out []Claim
	var accrued, paid, claimed, accruedThen, paidThen float64
	balance, since, i := math.Abs(opening), s.From, 0
	for k := 1; since < s.To; k++ {
		at := min(s.Claims.After(s.From, k), s.To)
		for ; i < len(events) && events[i].At <= at; i++ {
			e := events[i]
			if e.At > since {
				accrued += s.Rate * balance * s.DayCount.Between(since, e.At).Float()
				since = e.At
			}
			if e.Type == loan.IP && e.At > s.From {
				paid += math.Abs(e.Payoff)
			}
			balance = math.Abs(e.Notional)
		}
		accrued += s.Rate * balance * s.DayCount.Between(since, at).Float()
		since = at
		c := Claim{At: at, Accrued: accrued - accruedThen, Paid: paid - paidThen}
		accruedThen, paidThen = accrued, paid
		due := accrued
		if paid < due {
			due, c.Capped = paid, "paid"
		}
		if s.Budget > 0 && s.Budget < due {
			due, c.Capped = s.Budget, "budget"
		}
		c.Amount = max(due-claimed, 0)
		claimed += c.Amount
		out = append(out, c)
	}
	return out, nil
}

// Clawback is what comes back when the money was misused: every claim since a
// date.
func Clawback(claims []Claim, since loan.Time) (sum float64) {
	for _, c := range claims {
		if c.At >= since {
			sum += c.Amount
		}
	}
	return sum
}

// NoDouble refuses subsidies of one contract that meet on the same day.
func NoDouble(all []Subsidy) error {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b Subsidy) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(sorted); i++ {
		if sorted[i].From < sorted[i-1].To {
			return wrong("subsidyFrom", loan.Contradicts, sorted[i-1].From.String()+"–"+sorted[i-1].To.String())
		}
	}
	return nil
}
