package relief

// Loans that settle loans: renewal without principal, and the bridge.

import (
	"math"

	"kaigong.example/kaigong/engine/loan"
)

// Renewal is an old loan that a new one settles on the day it falls due. What
// the new loan pays out and what the old one is paid meet on a clearing
// account; only the difference moves.
type Renewal struct {
	On       loan.Time
	Settled  float64 // principal of the old loan
	Interest float64 // of the old loan, which the borrower pays himself
	Proceeds float64 // of the new loan
	Net      float64 // what the borrower receives, or brings where it is negative
}

// Renew settles a loan from a new one that is paid out on its maturity.
func Renew(old Contract, next loan.Terms) (Renewal, error) {
	events, err := loan.Events(&old.Terms, old.Observed)
	if err != nil {
		return Renewal{}, err
	}
	if err := next.Validate(); err != nil {
		return Renewal{}, err
	}
	r := Renewal{On: next.InitialExchangeDate, Proceeds: next.NotionalPrincipal + next.PremiumDiscountAtIED}
	last := events[len(events)-1]
	if last.Type != loan.MD || last.At != r.On {
		return r, wrong("initialExchangeDate", loan.Contradicts, "maturityDate "+last.At.String())
	}
	r.Settled = math.Abs(last.Payoff)
	for _, e := range events {
		if e.At == r.On && e.Type == loan.IP {
			r.Interest += math.Abs(e.Payoff)
		}
	}
	r.Net = r.Proceeds - r.Settled
	return r, nil
}

// Bridge is a loan for a few days (应急转贷): a charge a day, dearer from some day
// on, and a last day.
type Bridge struct {
	Principal     float64
	PaidOut       loan.Time
	Daily, Later  float64 // share of the principal a day
	LaterFrom     int     // days after which Later is charged
	MaxDays, Days int     // the longest, and the agreed
}

// Terms is the bridge in the standard's vocabulary: principal at maturity, the
// daily charge as a rate over 360, reset once.
func (b Bridge) Terms() (loan.Terms, error) {
	if b.Days < 1 || b.Days > b.MaxDays {
		return loan.Terms{}, wrong("maturityDate", loan.OutsidePeriod, b.PaidOut.AddDays(b.MaxDays).String())
	}
	t := loan.Terms{
		ContractType: loan.PAM, ContractRole: loan.RPA, Currency: "CNY", StatusDate: b.PaidOut.AddDays(-1), InitialExchangeDate: b.PaidOut,
		MaturityDate: b.PaidOut.AddDays(b.Days), NotionalPrincipal: b.Principal, NominalInterestRate: b.Daily * 360, DayCountConvention: loan.A360,
	}
	if b.Days > b.LaterFrom && b.Later != b.Daily {
		later := b.Later * 360
		t.RateReset.Anchor, t.NextResetRate = b.PaidOut.AddDays(b.LaterFrom), &later
	}
	return t, t.Validate()
}
