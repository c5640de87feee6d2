package loan

// Laws that every contract obeys.

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func list(events []Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%s %-4s %14.6f %14.6f %8.5f %12.6f\n", e.At, e.Type, e.Payoff, e.Notional, e.Rate, e.Accrued)
	}
	return b.String()
}

var update = flag.Bool("update", false, "rewrite golden files")

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// reference is a million at 5 %, A360, twelve equal instalments.
func reference() Terms {
	monthly := Recurrence{Cycle: Monthly()}
	return Terms{
		ContractType: ANN, ContractRole: RPA, StatusDate: Civil(2020, 1, 9), InitialExchangeDate: Civil(2020, 1, 10), MaturityDate: Civil(2021, 1, 10),
		NotionalPrincipal: 1_000_000, NominalInterestRate: 0.05, DayCountConvention: A360, InterestPayment: monthly, PrincipalRedemption: monthly,
	}
}

// anyLoan draws a contract that a bank would sign.
func anyLoan(t *rapid.T) Terms {
	begin := Civil(2019, 1, 1).AddDays(rapid.IntRange(0, 2000).Draw(t, "day"))
	months := rapid.IntRange(1, 60).Draw(t, "months")
	terms := Terms{
		ContractType: rapid.SampledFrom([]ContractType{PAM, LAM, NAM, ANN}).Draw(t, "type"), ContractRole: RPA, StatusDate: begin.AddDays(-1), InitialExchangeDate: begin,
		MaturityDate: begin.AddMonths(months), NotionalPrincipal: float64(rapid.IntRange(1_000, 50_000_000).Draw(t, "notional")),
		NominalInterestRate: float64(rapid.IntRange(0, 2400).Draw(t, "rate")) / 10_000, DayCountConvention: rapid.SampledFrom([]DayCount{AA, A360, A365, E30360, E30ISDA, E28336}).Draw(t, "day count"),
		BusinessDayConvention: rapid.SampledFrom([]BusinessDay{"", SCF, SCMF, SCP, CSF, CSMP}).Draw(t, "business day"), Calendar: MondayToFriday{},
		EndOfMonthConvention: rapid.SampledFrom([]EndOfMonth{SameDay, EOM}).Draw(t, "end of month"),
	}
	cycle := Cycle{Period{rapid.SampledFrom([]int{1, 1, 3}).Draw(t, "cycle"), 'M'}, rapid.Bool().Draw(t, "long stub")}
	terms.InterestPayment.Cycle, terms.PrincipalRedemption.Cycle = cycle, cycle
	if terms.ContractType == NAM {
		terms.NextPrincipalRedemptionPayment = new(terms.NotionalPrincipal / float64(months))
	}
	if rapid.Bool().Draw(t, "capitalise") && months > 6 {
		terms.CapitalizationEndDate = begin.AddMonths(3)
	}
	if rapid.Bool().Draw(t, "resets") {
		terms.RateReset.Cycle, terms.MarketObjectCodeOfRateReset = Cycle{Period: Period{6, 'M'}}, "LPR"
		if rapid.Bool().Draw(t, "known") {
			terms.NextResetRate = new(0.031)
		}
	}
	return terms
}

// observed is a market that moves, and where asked for an early repayment.
func observed(t *rapid.T, terms *Terms) Observed {
	o := Observed{Market: Series{"LPR": {{Civil(2018, 1, 1), 0.0405}, {Civil(2021, 6, 1), 0.0385}, {Civil(2023, 2, 1), 0.046}}}}
	if effect := rapid.SampledFrom([]PrepaymentEffect{"", KeepMaturity, KeepInstalment}).Draw(t, "prepays"); effect != "" {
		terms.PrepaymentEffect = effect
		at := terms.InitialExchangeDate.AddDays(rapid.IntRange(1, terms.MaturityDate.Days(terms.InitialExchangeDate)).Draw(t, "prepaid on"))
		o.Events = []Occurrence{{At: at, Type: PP, Value: terms.NotionalPrincipal / 4}}
	}
	return o
}

// TestEngineLaws: the borrower's run is the exact negative of the lender's; what
// goes out and is added comes back; the notional after each event is what was
// paid out, less what came back, plus what was added.
func TestEngineLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyLoan(t)
		o := observed(t, &terms)
		lender := must(Events(&terms, o))
		terms.ContractRole = RPL
		borrower := must(Events(&terms, o))
		owed, before := 0.0, 0.0
		for i, e := range lender {
			if e.Payoff != -borrower[i].Payoff || e.Notional != -borrower[i].Notional || e.Accrued != -borrower[i].Accrued {
				t.Fatalf("%s on %s: %v and %v are not negatives", e.Type, e.At, e.Payoff, borrower[i].Payoff)
			}
			switch e.Type {
			case IED, PR, PP, MD:
				owed -= e.Payoff
			case IPCI:
				owed += e.Notional - before
			}
			if math.Abs(owed-e.Notional) > 1e-6 {
				t.Fatalf("%s on %s: notional %.9f, from the flows %.9f\n%s", e.Type, e.At, e.Notional, owed, list(lender))
			}
			before = e.Notional
		}
		if last := lender[len(lender)-1]; last.Type != MD || last.Notional != 0 {
			t.Fatalf("ends with %+v", last)
		}
	})
}

// TestInterestIsRateTimesBaseTimesYears adds interest up a second time from the
// states alone. Looks at the state in between change no later payment: each day
// count of the standard is the difference of two numbers of days, 30E360 too, so
// that a period may be split anywhere.
func TestInterestIsRateTimesBaseTimesYears(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyLoan(t)
		terms.BusinessDayConvention = ""
		o := observed(t, &terms)
		plain := must(Events(&terms, o))
		var paid, accrued float64
		for i, e := range plain {
			if i > 0 {
				last := plain[i-1]
				accrued += terms.DayCountConvention.BetweenUntil(last.At, e.At, terms.MaturityDate).Float() * last.Rate * last.Notional
			}
			switch e.Type {
			case IP:
				paid += e.Payoff
			case IPCI:
				paid += e.Notional - plain[i-1].Notional
			}
		}
		if math.Abs(paid-accrued) > 1e-6 {
			t.Fatalf("paid %.9f, accrued %.9f\n%s", paid, accrued, list(plain))
		}
		at := terms.InitialExchangeDate.AddDays(rapid.IntRange(1, terms.MaturityDate.Days(terms.InitialExchangeDate)-1).Draw(t, "look"))
		o.Events = append(o.Events, Occurrence{At: at, Type: AD})
		looked := must(Events(&terms, o))
		k := 0
		for _, e := range looked {
			if e.Type == AD {
				continue
			}
			if math.Abs(e.Payoff-plain[k].Payoff) > 1e-6 {
				t.Fatalf("looking on %s changes %s on %s: %.9f, was %.9f", at, e.Type, e.At, e.Payoff, plain[k].Payoff)
			}
			k++
		}
	})
}

// TestRestatingChangesNothing freezes a contract on any day and goes on: the
// remaining events are the same to the last digit.
func TestRestatingChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := anyLoan(t)
		o := observed(t, &terms)
		all := must(Events(&terms, o))
		at := terms.InitialExchangeDate.AddDays(rapid.IntRange(0, all[len(all)-1].At.Days(terms.InitialExchangeDate)-1).Draw(t, "at"))
		k := 0
		for all[k].At <= at {
			k++
		}
		again, err := Restate(&terms, o, at, terms)
		if all[k-1].Notional == 0 && err != nil {
			return // everything came back early: nothing is left to restate
		}
		if err != nil {
			t.Fatal(err)
		}
		rest := must(Events(&again, o))
		if all = all[k:]; !slices.Equal(all, rest) {
			t.Fatalf("restated on %s:\n%s\nbefore:\n%s", at, list(rest), list(all))
		}
	})
}
