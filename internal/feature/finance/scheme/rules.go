package scheme

// What a scheme says, as structured rules, and how a loan is judged by them.

import (
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Rules are a version of a scheme.
type Rules struct {
	Name     i18n.Text `json:"name"`
	Document string    `json:"document" doc:"Number of the published document"`
	// Who: empty lists and zero sums ask nothing.
	Sizes         []string  `json:"sizes" doc:"Classes of size: micro, small, medium"`
	Industries    []string  `json:"industries" doc:"Beginnings of GB/T 4754 codes"`
	States        []string  `json:"states" doc:"States of the loan"`
	Purposes      []string  `json:"purposes" doc:"Purposes of the application"`
	MaxBalanceFen money.Fen `json:"max_balance_fen" doc:"Owed by one borrower to the lender"`
	// Which due dates: Dues says what has to fall due between the two days.
	Dues    string `json:"dues" enum:"any,maturity"`
	DueFrom string `json:"due_from" format:"date"`
	DueTo   string `json:"due_to" format:"date"`
	// What may be granted.
	LatestOn string   `json:"latest_on" format:"date" doc:"The latest day to which one may defer"`
	Actions  []string `json:"actions" doc:"Kinds of relief"`
	AskUntil string   `json:"ask_until" format:"date" doc:"The last day for requests"`
	Reply    int      `json:"reply_days" doc:"Working days within which the lender answers"`
	// The promise on jobs, where JobsPercent is not zero.
	JobsPercent int    `json:"jobs_percent"`
	JobsMonth   string `json:"jobs_month" doc:"The month whose headcount counts: 2020-05"`
	JobsUntil   string `json:"jobs_until" doc:"A day; empty for no promise"`
	// Money and reports.
	Funding   string    `json:"funding" doc:"Where the money comes from"`
	BudgetFen money.Fen `json:"budget_fen" doc:"Of principal that may be relieved; 0 for no bound"`
	Reports   string    `json:"reports" doc:"Who is reported to, and when"`
}

// What falls due between the days.
const (
	AnyDue   = "any"      // principal or interest that is unpaid
	Maturity = "maturity" // the last due date
)

// The closed vocabularies of rules.
var (
	Sizes    = []string{"micro", "small", "medium"}
	States   = []string{"performing", "in_grace", "delayed", "delinquent"}
	Purposes = []string{"resumption", "payroll", "materials", "rent", "order"}
	Actions  = []string{"defer_all", "defer_principal", "spread", "cut_rate", "reprice", "extend"}
)

// Bounds of what people write.
const (
	maxText       = 300
	maxIndustries = 30
)

func (r *Rules) check() error {
	for _, x := range []*string{&r.Name.Zh, &r.Name.En, &r.Document, &r.Funding, &r.Reports} {
		*x = strings.TrimSpace(*x)
	}
	var k fault.Check
	k.That(r.Name.Zh != "" && r.Name.En != "" && len(r.Name.Zh) <= maxText && len(r.Name.En) <= maxText, "name_zh", "scheme.name")
	k.That(r.Document != "" && len(r.Document) <= maxText, "document", "scheme.document")
	k.That(len(r.Funding) <= maxText && len(r.Reports) <= maxText, "funding", "scheme.long")
	among(&k, "sizes", r.Sizes, Sizes)
	among(&k, "states", r.States, States)
	among(&k, "purposes", r.Purposes, Purposes)
	among(&k, "actions", r.Actions, Actions)
	k.That(len(r.Actions) > 0, "actions", "scheme.actions")
	k.That(len(r.Industries) <= maxIndustries && !slices.ContainsFunc(r.Industries, func(x string) bool { return !industry(x) }), "industries", "scheme.industries", fault.Args{"max": maxIndustries})
	k.That(r.MaxBalanceFen >= 0 && r.BudgetFen >= 0, "max_balance", "scheme.sum")
	k.That(r.Dues == AnyDue || r.Dues == Maturity, "dues", "scheme.dues")
	k.That(r.Reply >= 1 && r.Reply <= 20, "reply_days", "scheme.reply")
	r.checkDays(&k)
	return k.Err()
}

func (r *Rules) checkDays(k *fault.Check) {
	for _, x := range [][2]string{{"due_from", r.DueFrom}, {"due_to", r.DueTo}, {"latest_on", r.LatestOn}, {"ask_until", r.AskUntil}} {
		_, err := clock.ParseDate(x[1])
		k.That(err == nil, x[0], "scheme.date")
	}
	k.That(r.DueFrom <= r.DueTo, "due_to", "scheme.window")
	k.That(r.LatestOn >= r.DueFrom, "latest_on", "scheme.latest")
	k.That(r.JobsPercent >= 0 && r.JobsPercent <= 100, "jobs_percent", "scheme.jobs")
	if r.JobsPercent == 0 {
		k.That(r.JobsMonth == "" && r.JobsUntil == "", "jobs_month", "scheme.jobs.none")
		return
	}
	_, err := clock.ParseDate(r.JobsMonth + "-01")
	k.That(err == nil, "jobs_month", "scheme.jobs.month")
	_, err = clock.ParseDate(r.JobsUntil)
	k.That(err == nil, "jobs_until", "scheme.date")
}

func among(k *fault.Check, name string, chosen, all []string) {
	k.That(!slices.ContainsFunc(chosen, func(x string) bool { return !slices.Contains(all, x) }), name, "scheme.choice")
}

// industry reports whether a text begins a code of the national classification: a
// letter and up to four digits.
func industry(x string) bool {
	if len(x) < 1 || len(x) > 5 || x[0] < 'A' || x[0] > 'T' {
		return false
	}
	return strings.Trim(x[1:], "0123456789") == ""
}

// Reason is why a loan is not eligible: the rule, what it asks and what was found.
type Reason struct {
	Code string     `json:"code"`
	Args fault.Args `json:"args,omitempty"`
}

// Verdict is a loan laid beside a scheme.
type Verdict struct {
	Eligible bool      `json:"eligible"`
	Reasons  []Reason  `json:"reasons,omitempty"`
	DueOn    string    `json:"due_on" doc:"The first due date that the scheme is about, empty for none"`
	DueFen   money.Fen `json:"due_fen" doc:"What falls due within its days"`
}

// Judge lays a loan beside the rules, on a day. owed is what its borrower owes the
// lender on all loans.
func (r *Rules) Judge(l *Loan, owed money.Fen, today string) (v Verdict) {
	fails := func(code string, args fault.Args) { v.Reasons = append(v.Reasons, Reason{code, args}) }
	switch {
	case !l.Pays:
		fails("over", nil)
	case len(r.States) > 0 && !slices.Contains(r.States, l.State):
		fails("state", fault.Args{"is": l.State})
	}
	if l.PausedUntil != "" {
		fails("deferred", fault.Args{"on": l.PausedUntil})
	}
	if r.MaxBalanceFen > 0 && owed > r.MaxBalanceFen {
		fails("balance", fault.Args{"owed": owed, "max": r.MaxBalanceFen})
	}
	if len(r.Sizes) > 0 && !slices.Contains(r.Sizes, l.Size) {
		fails("size", fault.Args{"is": l.Size})
	}
	if len(r.Industries) > 0 && !slices.ContainsFunc(r.Industries, func(x string) bool { return l.Industry != "" && strings.HasPrefix(l.Industry, x) }) {
		fails("industry", fault.Args{"is": l.Industry})
	}
	if len(r.Purposes) > 0 && !slices.Contains(r.Purposes, l.Purpose) {
		fails("purpose", fault.Args{"is": l.Purpose})
	}
	if v.DueOn, v.DueFen = r.due(l); v.DueOn == "" {
		code := "window"
		if r.Dues == Maturity {
			code = "maturity"
		}
		fails(code, fault.Args{"from": r.DueFrom, "to": r.DueTo})
	}
	if today > r.AskUntil {
		fails("closed", fault.Args{"on": r.AskUntil})
	}
	v.Eligible = len(v.Reasons) == 0
	return v
}

// due is what falls due within the days of a scheme and is unpaid, and its first
// date.
func (r *Rules) due(l *Loan) (first string, sum money.Fen) {
	for i, d := range l.Dues {
		if d.On < r.DueFrom || d.On > r.DueTo || d.OpenFen == 0 || r.Dues == Maturity && i < len(l.Dues)-1 {
			continue
		}
		if first == "" {
			first = d.On
		}
		sum += d.OpenFen
	}
	return first, sum
}

// Granted is a relief that cites a scheme.
type Granted struct {
	Contract     string
	Kind         string
	ResumesOn    string // the first due date after a deferral
	EndsOn       string // the last due date with it, where it moves
	PenaltyFen   money.Fen
	PrincipalFen money.Fen
	Jobs         int
	PromiseUntil string
}

// allows refuses a relief that the rules do not allow. counted is the headcount of
// the month that the promise on jobs is about, 0 where none is known.
func (r *Rules) allows(g Granted, counted int) error {
	var k fault.Check
	k.That(slices.Contains(r.Actions, g.Kind), "kind", "scheme.grant.action")
	k.That(g.ResumesOn <= r.LatestOn, "resumes_on", "scheme.grant.latest", fault.Args{"on": r.LatestOn})
	k.That(g.PenaltyFen == 0, "since_on", "scheme.grant.penalty", fault.Args{"amount": g.PenaltyFen})
	if g.Kind == "extend" {
		k.That(g.EndsOn <= r.LatestOn, "ends_on", "scheme.grant.latest", fault.Args{"on": r.LatestOn})
	}
	if r.JobsPercent > 0 {
		least := max(1, (counted*r.JobsPercent+99)/100)
		k.That(g.Jobs >= least, "promise_until", "scheme.grant.jobs", fault.Args{"least": least, "promised": g.Jobs})
		k.That(g.PromiseUntil >= r.JobsUntil, "promise_until", "scheme.grant.jobs_until", fault.Args{"on": r.JobsUntil})
	}
	return k.Err()
}
