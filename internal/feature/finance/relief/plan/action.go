package plan

// Actions: what a lender can grant, and the terms that each comes to.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Kind is what is granted.
type Kind string

// Kinds of actions.
const (
	DeferPrincipal Kind = "defer_principal" // 延期还本: interest goes on being paid
	DeferAll       Kind = "defer_all"       // 延期还本付息: due with the first instalment after
	Spread         Kind = "spread"          // 利息平摊: deferred interest in equal parts
	CutRate        Kind = "cut_rate"        // 降低利率
	Reprice        Kind = "reprice"         // LPR 重定价
	Extend         Kind = "extend"          // 展期
)

// Kinds are all of them, in the order in which pages offer them.
var Kinds = []Kind{DeferAll, DeferPrincipal, Spread, CutRate, Reprice, Extend}

// Defers reports whether an action pauses what would fall due.
func (k Kind) Defers() bool { return k == DeferAll || k == DeferPrincipal || k == Spread }

// Lowers reports whether an action sets a rate.
func (k Kind) Lowers() bool { return k == CutRate || k == Reprice }

// Keep says what stays where a rate changes on equal instalments.
const (
	KeepMaturity   = "maturity"   // the instalment falls
	KeepInstalment = "instalment" // the end comes earlier
)

// Action is what is granted, with its parameters. Those of other kinds stay
// empty.
type Action struct {
	Kind      Kind      `json:"kind" form:"kind" enum:"defer_all,defer_principal,spread,cut_rate,reprice,extend"`
	FromOn    string    `json:"from_on" form:"from_on" format:"date" doc:"Counts from the end of this day"`
	SinceOn   string    `json:"since_on,omitempty" form:"since_on" doc:"A deferral covers what fell due from this day on and is unpaid; empty for nothing"`
	ResumesOn string    `json:"resumes_on,omitempty" form:"resumes_on" doc:"The first due date after a deferral"`
	EndsOn    string    `json:"ends_on,omitempty" form:"ends_on" doc:"The new last due date; empty keeps the old one"`
	RatePPM   money.PPM `json:"rate_ppm,omitempty" form:"rate" doc:"The new yearly rate of a cut"`
	SpreadPPM money.PPM `json:"spread_ppm,omitempty" form:"spread" doc:"What repricing adds to the reference rate"`
	Keep      string    `json:"keep,omitempty" form:"keep" enum:",maturity,instalment" doc:"What stays on equal instalments where the rate changes"`
}

// Bounds of an action.
const (
	maxAhead  = 62   // days by which it may begin later than today
	maxMonths = 60   // by which the end of a loan may move
	maxBack   = 1000 // days that a deferral may look back
	maxRate   = money.PPM(240_000)
)

// Terms checks an action against a loan and answers the terms that it asks for.
func (a Action) Terms(st Standing) (kernel.NewTerms, error) {
	n := kernel.NewTerms{Terms: st.Terms, EndsOn: st.EndsOn, Deferral: st.Deferral} // one that is over keeps the days of its dates
	var c fault.Check
	a.checkBegin(&c, st)
	switch {
	case a.Kind.Defers():
		a.checkPause(&c, st)
		n.Deferral = &kernel.Deferral{SinceOn: a.SinceOn, ResumesOn: a.ResumesOn, Interest: a.Kind != DeferPrincipal, Spread: a.Kind == Spread}
		a.checkEnd(&c, st, &n)
	case a.Kind == Extend:
		c.That(a.EndsOn != "", "ends_on", "relief.plan.ends.missing")
		a.checkEnd(&c, st, &n)
	case a.Kind.Lowers():
		a.checkRate(&c, st, &n)
	default:
		c.That(false, "kind", "relief.plan.kind")
	}
	return n, c.Err()
}

func (a Action) checkBegin(c *fault.Check, st Standing) {
	from, err := clock.ParseDate(a.FromOn)
	c.That(err == nil, "from_on", "relief.plan.date")
	if err != nil {
		return
	}
	today, _ := clock.ParseDate(st.Today)
	c.That(a.FromOn > st.VersionOn, "from_on", "relief.plan.from.early", fault.Args{"on": st.VersionOn})
	c.That(!from.After(today.AddDays(maxAhead)), "from_on", "relief.plan.from.late", fault.Args{"days": maxAhead})
	c.That(a.FromOn < st.EndsOn || a.SinceOn != "", "from_on", "relief.plan.from.over", fault.Args{"on": st.EndsOn})
	c.That(st.PausedUntil == "", "kind", "relief.plan.relieved", fault.Args{"on": st.PausedUntil})
}

func (a Action) checkPause(c *fault.Check, st Standing) {
	_, err := clock.ParseDate(a.ResumesOn)
	c.That(err == nil, "resumes_on", "relief.plan.date")
	c.That(err != nil || a.ResumesOn > st.Today, "resumes_on", "relief.plan.resumes.past")
	c.That(err != nil || a.ResumesOn > a.FromOn, "resumes_on", "relief.plan.resumes.early", fault.Args{"on": a.FromOn})
	c.That(err != nil || a.ResumesOn <= max(a.EndsOn, st.EndsOn), "resumes_on", "relief.plan.resumes.late", fault.Args{"on": max(a.EndsOn, st.EndsOn)})
	if a.SinceOn == "" {
		return
	}
	since, err := clock.ParseDate(a.SinceOn)
	from, _ := clock.ParseDate(a.FromOn)
	c.That(err == nil, "since_on", "relief.plan.date")
	c.That(err != nil || a.SinceOn <= a.FromOn, "since_on", "relief.plan.since.late", fault.Args{"on": a.FromOn})
	c.That(err != nil || !since.Before(from.AddDays(-maxBack)), "since_on", "relief.plan.since.early", fault.Args{"days": maxBack})
}

// checkEnd moves the end; an empty one keeps the old.
func (a Action) checkEnd(c *fault.Check, st Standing, n *kernel.NewTerms) {
	if a.EndsOn == "" {
		return
	}
	ends, err := clock.ParseDate(a.EndsOn)
	old, _ := clock.ParseDate(st.EndsOn)
	c.That(err == nil, "ends_on", "relief.plan.date")
	c.That(err != nil || a.EndsOn > st.EndsOn || a.Kind.Defers() && a.EndsOn == st.EndsOn, "ends_on", "relief.plan.ends.early", fault.Args{"on": st.EndsOn})
	c.That(err != nil || !ends.After(old.AddMonths(maxMonths)), "ends_on", "relief.plan.ends.late", fault.Args{"months": maxMonths})
	n.EndsOn = a.EndsOn
}

func (a Action) checkRate(c *fault.Check, st Standing, n *kernel.NewTerms) {
	rate, name := a.RatePPM, "rate"
	if a.Kind == Reprice {
		r, ok := InForce(LPR, a.FromOn)
		c.That(ok, "from_on", "relief.plan.reference.none", fault.Args{"name": LPR})
		rate, name = r.RatePPM+a.SpreadPPM, "spread"
	}
	c.That(rate > 0, name, "relief.plan.rate.low")
	c.That(a.Kind == Reprice || rate < st.Terms.RatePPM, name, "relief.plan.rate.high", fault.Args{"rate": st.Terms.RatePPM})
	c.That(a.Kind == CutRate || rate <= maxRate, name, "relief.plan.rate.cap", fault.Args{"rate": maxRate})
	c.That(a.Keep == "" || a.Keep == KeepMaturity || a.Keep == KeepInstalment, "keep", "relief.plan.keep")
	c.That(a.Keep != KeepInstalment || st.Terms.Repayment == kernel.EqualInstalment, "keep", "relief.plan.keep.unequal")
	n.Terms.RatePPM, n.KeepInstalment = rate, a.Keep == KeepInstalment
}
