package instalment

// What a loan costs a year, all in: the rate at which the money received and
// the money paid weigh the same.

import (
	"math"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// Flow is money at a time, positive when the borrower receives it.
type Flow struct {
	At     loan.Time
	Amount money.Fen
}

// Flows are the borrower's flows of a schedule, with a fee taken from the
// disbursement.
func (s Schedule) Flows(fee money.Fen) []Flow {
	out := []Flow{{s.Plan.Disbursed, s.Plan.Principal - fee}}
	for _, r := range s.Installments {
		out = append(out, Flow{r.Due, -r.Total})
	}
	return out
}

// AnnualCost is the effective annual rate of flows, days over 365, rounded to
// the nearest part per million by bisection. It is false where no rate between
// -99 % and 1000 % balances them.
func AnnualCost(flows []Flow) (money.PPM, bool) {
	lo, hi := -0.99, 10.0
	if len(flows) < 2 || value(flows, lo)*value(flows, hi) > 0 {
		return 0, false
	}
	rising := value(flows, hi) > 0
	for range 200 {
		mid := (lo + hi) / 2
		if (value(flows, mid) > 0) == rising {
			hi = mid
		} else {
			lo = mid
		}
	}
	return money.PPM(math.Round((lo + hi) / 2 * 1e6)), true
}

func value(flows []Flow, rate float64) float64 {
	var sum float64
	for _, f := range flows {
		years := float64(f.At.Days(flows[0].At)) / 365
		sum += f.Amount.Yuan() / math.Pow(1+rate, years)
	}
	return sum
}
