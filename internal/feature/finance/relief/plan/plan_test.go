package plan

// Actions against a loan: the terms that each comes to, and what cannot be.
// Figures are compared in package relief, against real contracts and a second
// computation.

import (
	"errors"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
)

func standing() Standing {
	return Standing{Today: "2020-03-13", VersionOn: "2020-01-10", EndsOn: "2021-01-10", Terms: kernel.LoanTerms{
		AmountFen: 1_000_000_00, RatePPM: 50_000, TermMonths: 12, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up",
	}}
}

func TestTermsOfActions(t *testing.T) {
	st := standing()
	for name, x := range map[string]struct {
		a     Action
		check func(kernel.NewTerms) bool
	}{
		"all deferred": {Action{Kind: DeferAll, FromOn: "2020-03-11", ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}, func(n kernel.NewTerms) bool {
			return n.Deferral.Interest && !n.Deferral.Spread && n.EndsOn == "2021-04-10"
		}},
		"principal deferred": {Action{Kind: DeferPrincipal, FromOn: "2020-03-11", ResumesOn: "2020-07-10"}, func(n kernel.NewTerms) bool { return !n.Deferral.Interest && n.EndsOn == st.EndsOn }},
		"spread":             {Action{Kind: Spread, FromOn: "2020-03-11", ResumesOn: "2020-07-10", EndsOn: "2021-01-10"}, func(n kernel.NewTerms) bool { return n.Deferral.Interest && n.Deferral.Spread }},
		"cut, maturity stays": {Action{Kind: CutRate, FromOn: "2020-03-11", RatePPM: 40_500}, func(n kernel.NewTerms) bool {
			return n.Terms.RatePPM == 40_500 && !n.KeepInstalment && n.Deferral == nil
		}},
		"cut, instalment stays": {Action{Kind: CutRate, FromOn: "2020-03-11", RatePPM: 40_500, Keep: KeepInstalment}, func(n kernel.NewTerms) bool { return n.KeepInstalment }},
		"repriced":              {Action{Kind: Reprice, FromOn: "2020-03-11", SpreadPPM: 5_000}, func(n kernel.NewTerms) bool { return n.Terms.RatePPM == 45_500 }},
		"repriced in April":     {Action{Kind: Reprice, FromOn: "2020-04-20", SpreadPPM: -500}, func(n kernel.NewTerms) bool { return n.Terms.RatePPM == 38_000 }},
		"extended":              {Action{Kind: Extend, FromOn: "2020-03-13", EndsOn: "2021-07-10"}, func(n kernel.NewTerms) bool { return n.EndsOn == "2021-07-10" && n.Terms == st.Terms }},
	} {
		n, err := x.a.Terms(st)
		if err != nil || !x.check(n) || n.Terms.AmountFen != st.Terms.AmountFen {
			t.Errorf("%s: %+v, %v", name, n, err)
		}
	}
}

func TestActionsThatCannotBe(t *testing.T) {
	paused := standing()
	paused.PausedUntil = "2020-05-10"
	for want, x := range map[string]struct {
		st Standing
		a  Action
	}{
		"kind relief.plan.kind":                {standing(), Action{Kind: "forgive", FromOn: "2020-03-13"}},
		"from_on relief.plan.date":             {standing(), Action{Kind: CutRate, FromOn: "13 March", RatePPM: 40_000}},
		"from_on relief.plan.from.early":       {standing(), Action{Kind: CutRate, FromOn: "2020-01-10", RatePPM: 40_000}},
		"from_on relief.plan.from.late":        {standing(), Action{Kind: CutRate, FromOn: "2020-06-10", RatePPM: 40_000}},
		"from_on relief.plan.from.over":        {Standing{Today: "2021-01-11", VersionOn: "2020-01-10", EndsOn: "2021-01-10"}, Action{Kind: Extend, FromOn: "2021-01-11", EndsOn: "2021-07-10"}},
		"kind relief.plan.relieved":            {paused, Action{Kind: DeferAll, FromOn: "2020-03-13", ResumesOn: "2020-07-10"}},
		"resumes_on relief.plan.date":          {standing(), Action{Kind: DeferAll, FromOn: "2020-03-13"}},
		"resumes_on relief.plan.resumes.past":  {standing(), Action{Kind: DeferAll, FromOn: "2020-02-11", ResumesOn: "2020-03-10"}},
		"resumes_on relief.plan.resumes.early": {standing(), Action{Kind: DeferAll, FromOn: "2020-04-11", ResumesOn: "2020-04-10"}},
		"resumes_on relief.plan.resumes.late":  {standing(), Action{Kind: DeferAll, FromOn: "2020-03-13", ResumesOn: "2021-02-10"}},
		"since_on relief.plan.since.late":      {standing(), Action{Kind: DeferAll, FromOn: "2020-03-13", SinceOn: "2020-03-14", ResumesOn: "2020-07-10"}},
		"since_on relief.plan.since.early":     {standing(), Action{Kind: DeferAll, FromOn: "2020-03-13", SinceOn: "2010-03-14", ResumesOn: "2020-07-10"}},
		"ends_on relief.plan.ends.missing":     {standing(), Action{Kind: Extend, FromOn: "2020-03-13"}},
		"ends_on relief.plan.ends.early":       {standing(), Action{Kind: Extend, FromOn: "2020-03-13", EndsOn: "2021-01-10"}},
		"ends_on relief.plan.ends.late":        {standing(), Action{Kind: Extend, FromOn: "2020-03-13", EndsOn: "2030-01-10"}},
		"rate relief.plan.rate.high":           {standing(), Action{Kind: CutRate, FromOn: "2020-03-13", RatePPM: 50_000}},
		"rate relief.plan.rate.low":            {standing(), Action{Kind: CutRate, FromOn: "2020-03-13"}},
		"spread relief.plan.rate.cap":          {standing(), Action{Kind: Reprice, FromOn: "2020-03-13", SpreadPPM: 300_000}},
		"from_on relief.plan.reference.none":   {Standing{Today: "2019-07-13", VersionOn: "2019-01-10", EndsOn: "2021-01-10"}, Action{Kind: Reprice, FromOn: "2019-07-13"}},
		"keep relief.plan.keep":                {standing(), Action{Kind: CutRate, FromOn: "2020-03-13", RatePPM: 40_000, Keep: "both"}},
	} {
		_, err := x.a.Terms(x.st)
		var f *fault.Fault
		if !errors.As(err, &f) || len(f.Fields) == 0 || f.Fields[0].Name+" "+f.Fields[0].Key != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	bullet := standing()
	bullet.Terms.Repayment = kernel.Bullet
	if _, err := (Action{Kind: CutRate, FromOn: "2020-03-13", RatePPM: 40_000, Keep: KeepInstalment}).Terms(bullet); fault.Of(err).Fields[0].Key != "relief.plan.keep.unequal" {
		t.Error(err)
	}
}

// A reference rate counts from the day of its publication.
func TestReferenceInForce(t *testing.T) {
	for on, want := range map[string]int64{"2020-02-19": 41_500, "2020-02-20": 40_500, "2020-04-19": 40_500, "2020-04-20": 38_500, "2026-01-01": 38_500} {
		if r, ok := InForce(LPR, on); !ok || int64(r.RatePPM) != want || r.Source.Zh == "" || r.Source.En == "" {
			t.Errorf("%s: %+v", on, r)
		}
	}
	if _, ok := InForce(LPR, "2019-08-19"); ok {
		t.Error("a rate before the first publication")
	}
}
