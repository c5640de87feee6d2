package loan

// Terms nobody would agree on: whatever they are, the engine answers with events
// in order or with an error that names a term, and answers soon.

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// dice draws terms; most are contracts, some parts are nonsense.
type dice struct{ *rand.Rand }

func pickOne[T any](d dice, list ...T) T { return list[d.IntN(len(list))] }

func (d dice) date() Time {
	if d.IntN(400) == 0 {
		return pickOne(d, Time(-5), Time(1), Civil(1899, 12, 31), Civil(2201, 1, 1), Time(math.MaxInt64), Time(math.MinInt64))
	}
	t := Civil(2015, 1, 1).AddDays(d.IntN(4000))
	if d.IntN(20) == 0 {
		t += lastSecond
	}
	return t
}

func (d dice) maybeDate(n int) Time {
	if d.IntN(n) == 0 {
		return d.date()
	}
	return 0
}

func (d dice) number(scale float64) float64 {
	if d.IntN(400) == 0 {
		return pickOne(d, math.NaN(), math.Inf(1), -1e300, 1e15, 5e-324, 0)
	}
	return d.Float64() * scale
}

func (d dice) maybe(n int, scale float64) *float64 {
	if d.IntN(n) == 0 {
		return new(d.number(scale))
	}
	return nil
}

func (d dice) cycle() Cycle {
	if d.IntN(300) == 0 {
		return Cycle{Period: Period{pickOne(d, 0, -1, math.MaxInt, 100_000), pickOne[byte](d, 'D', 'Y', 'x', 0)}}
	}
	return Cycle{Period{1 + d.IntN(12), pickOne[byte](d, 'M', 'M', 'M', 'M', 'Q', 'H', 'Y', 'W')}, d.IntN(2) == 0}
}

func (d dice) recurrence(n int) (r Recurrence) {
	if d.IntN(n) != 0 {
		return r
	}
	if d.IntN(2) == 0 {
		r.Anchor = d.date()
	}
	if d.IntN(8) != 0 {
		r.Cycle = d.cycle()
	}
	return r
}

func (d dice) terms() Terms {
	begin := d.date()
	t := Terms{
		ContractType: pickOne(d, PAM, LAM, NAM, ANN, LAX, CLM, UMP, CEG, CEC), ContractRole: pickOne(d, RPA, RPL, BUY, SEL), ContractID: "x",
		StatusDate: begin.AddDays(-1), InitialExchangeDate: begin, NotionalPrincipal: d.number(1e6), NominalInterestRate: d.number(0.3) - 0.02,
		DayCountConvention: pickOne(d, AA, A360, A365, E30360, E30ISDA, E28336), MaturityDate: d.maybeDate(2), AmortizationDate: d.maybeDate(6),
		InterestPayment: d.recurrence(2), PrincipalRedemption: d.recurrence(2), NextPrincipalRedemptionPayment: d.maybe(2, 1e5), CapitalizationEndDate: d.maybeDate(8),
		EndOfMonthConvention: pickOne(d, "", EOM, SameDay), BusinessDayConvention: pickOne(d, "", SCF, SCMF, SCP, SCMP, CSF, CSMF, CSP, CSMP), Calendar: pickOne[Calendar](d, nil, MondayToFriday{}),
		AccruedInterest: d.maybe(5, 1e3), PremiumDiscountAtIED: d.number(10), PurchaseDate: d.maybeDate(10), TerminationDate: d.maybeDate(10),
		InterestCalculationBase: pickOne(d, "", OnNotional, OnInitial, OnLagged), BaseReset: d.recurrence(2), InterestCalculationBaseAmount: d.maybe(4, 1e6),
	}
	if d.IntN(3) == 0 {
		t.StatusDate = d.date()
	}
	if t.PrincipalRedemption.Cycle.N == 0 && d.IntN(4) != 0 {
		t.PrincipalRedemption.Cycle = d.cycle()
	}
	d.extras(&t)
	return t
}

func (d dice) extras(t *Terms) {
	if d.IntN(3) == 0 {
		t.RateReset, t.MarketObjectCodeOfRateReset, t.NextResetRate = d.recurrence(1), pickOne(d, "", "rate"), d.maybe(3, 0.1)
		t.RateSpread, t.LifeCap, t.LifeFloor, t.PeriodCap, t.PeriodFloor = d.number(0.02), d.maybe(3, 0.2), d.maybe(3, 0.05), d.maybe(3, 0.02), d.maybe(3, 0.01)
	}
	if d.IntN(6) == 0 {
		t.ScalingIndex, t.ScalingEffect, t.MarketObjectCodeOfScalingIndex, t.ScalingIndexAtContractDealDate = d.recurrence(1), pickOne(d, "IN0", "I00", "0N0", "???"), "rate", d.number(2)
	}
	if d.IntN(6) == 0 {
		t.Fee, t.FeeBasis, t.FeeRate = d.recurrence(1), pickOne(d, "", FeeAbsolute, FeeNotional), d.number(0.1)
	}
	if d.IntN(5) == 0 {
		t.PrepaymentEffect, t.PenaltyType, t.PenaltyRate = pickOne(d, NoPrepayment, KeepMaturity, KeepInstalment), pickOne(d, "", NoPenalty, PenaltyAbsolute, PenaltyRelative, PenaltyDifferential), d.number(0.1)
		t.Prepayment, t.ObjectCodeOfPrepaymentModel = d.recurrence(2), pickOne(d, "", "rate")
	}
	t.XDayNotice = pickOne(d, Period{}, Period{0, 'D'}, Period{31, 'D'}, Period{2, 'M'}, Period{-4, 'W'})
	if t.ContractType == LAX {
		t.Arrays = &Arrays{}
		for range d.IntN(4) {
			t.Arrays.RedemptionAnchors = append(t.Arrays.RedemptionAnchors, d.date())
			t.Arrays.RedemptionCycles = append(t.Arrays.RedemptionCycles, d.cycle())
			t.Arrays.Redemptions = append(t.Arrays.Redemptions, d.number(1e5))
			t.Arrays.Increases = append(t.Arrays.Increases, d.IntN(3) == 0)
		}
	}
	if t.enhances() && d.IntN(10) != 0 {
		inner := dice{rand.New(rand.NewPCG(d.Uint64(), 1))}.loan()
		t.Enhancement = &Enhancement{Covered: []Link{{Terms: &inner}}, Covering: []Link{{MarketCode: "rate", Quantity: d.number(1e7)}}, Coverage: d.maybe(2, 1), Events: []Performance{Defaulted, Delinquent}, SettlementPeriod: t.XDayNotice}
	}
}

// loan draws terms that are no enhancement.
func (d dice) loan() Terms {
	for {
		if t := d.terms(); !t.enhances() {
			return t
		}
	}
}

func (d dice) observed() (o Observed) {
	if d.IntN(8) != 0 {
		o.Market = Series{"rate": {{Civil(2014, 1, 1), d.number(0.1)}, {Civil(2018, 1, 1), d.number(0.1)}}}
	}
	if d.IntN(2) == 0 {
		o.To = d.date()
	}
	for range d.IntN(3) {
		o.Events = append(o.Events, Occurrence{d.date(), pickOne(d, PP, XD, CE, AD, IED), d.number(1e5), pickOne(d, "", "x", "y"), pickOne(d, "", Defaulted, Delinquent)})
	}
	return o
}

// TestAnyTerms is 100,000 draws.
func TestAnyTerms(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(2020, 3))}
	var e Evaluator
	computed := map[ContractType]int{}
	for n := range 100_000 {
		terms, o := d.terms(), d.observed()
		events, err := e.Events(&terms, o)
		var wrong *TermError
		switch {
		case err != nil && (!errors.As(err, &wrong) || wrong.Term == "" || problems[wrong.Problem] == ""):
			t.Fatalf("draw %d: %v", n, err)
		case err == nil:
			computed[terms.ContractType]++
			inOrderAndFinite(t, n, &terms, events)
		}
	}
	for _, kind := range []ContractType{PAM, LAM, NAM, ANN, LAX, CLM, UMP, CEG, CEC} {
		if computed[kind] < 200 {
			t.Errorf("only %d draws of %s could be computed: the test looks at nothing", computed[kind], kind)
		}
	}
}

func inOrderAndFinite(t *testing.T, n int, terms *Terms, events []Event) {
	t.Helper()
	for i, x := range events {
		if i > 0 && x.At < events[i-1].At {
			t.Fatalf("draw %d: %s %s comes after %s\n%+v", n, x.Type, x.At, events[i-1].At, terms)
		}
		if x.At <= terms.StatusDate {
			t.Fatalf("draw %d: %s on %s is not after the status date %s", n, x.Type, x.At, terms.StatusDate)
		}
		for _, v := range []float64{x.Payoff, x.Notional, x.Rate, x.Accrued} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("draw %d: %+v\n%+v", n, x, terms)
			}
		}
	}
}
