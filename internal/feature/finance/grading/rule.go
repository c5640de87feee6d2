package grading

// A Rule: thresholds from a first day on, what can be proposed, and what the log
// says of it.

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Rule is a version of a lender's thresholds.
type Rule struct {
	ID     string `json:"id"`
	Lender string `json:"lender"`
	No     int    `json:"no" doc:"Counted from 1; 0 for the usual rule, where a lender set none"`
	FromOn string `json:"from_on" doc:"The first day on which it counts"`
	kernel.Thresholds
	WatchMonths int        `json:"watch_months" doc:"For so many months a relief does not make a class better"`
	Reason      string     `json:"reason"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	MadeBy      string     `json:"made_by"`
	Made        time.Time  `json:"made"`
	DecidedBy   string     `json:"decided_by"`
	Decided     time.Time  `json:"decided"`
	Answer      string     `json:"answer" doc:"Why it was refused"`
}

// Usual is the rule of a lender that set none.
var Usual = Rule{State: Agreed, Thresholds: kernel.UsualThresholds, WatchMonths: 12}

// Rules are those of a lender that were agreed to, by their first days.
type Rules []Rule

// On is the rule that counts on a day.
func (all Rules) On(day string) Rule {
	found := Usual
	for _, r := range all {
		if r.FromOn <= day && r.FromOn >= found.FromOn {
			found = r
		}
	}
	return found
}

// Propose is what a person of a lender proposes.
type Propose struct {
	FromOn         string `json:"from_on" form:"from_on" format:"date" doc:"The first day on which it counts, not before today"`
	SpecialMention int    `json:"special_mention_over" form:"special_mention_over"`
	Substandard    int    `json:"substandard_over" form:"substandard_over"`
	Doubtful       int    `json:"doubtful_over" form:"doubtful_over"`
	Loss           int    `json:"loss_over" form:"loss_over"`
	WatchMonths    int    `json:"watch_months" form:"watch_months"`
	Reason         string `json:"reason" form:"reason"`
}

// Bounds of a rule. The measures say when a loan is at the latest in a class; a
// lender may be stricter, never milder.
const (
	maxWatch  = 60
	minWatch  = 6
	maxAhead  = 366 // days by which a rule may begin later than today
	maxReason = 500
)

func (in *Propose) check(today clock.Date) error {
	in.Reason = strings.TrimSpace(in.Reason)
	var k fault.Check
	from, err := clock.ParseDate(in.FromOn)
	k.That(err == nil, "from_on", "grading.date")
	k.That(err != nil || !from.Before(today), "from_on", "grading.from.past")
	k.That(err != nil || !from.After(today.AddDays(maxAhead)), "from_on", "grading.from.late", fault.Args{"days": maxAhead})
	below := 0
	for _, x := range []struct {
		name     string
		days, at int
	}{{"special_mention_over", in.SpecialMention, kernel.UsualThresholds.SpecialMention}, {"substandard_over", in.Substandard, kernel.UsualThresholds.Substandard},
		{"doubtful_over", in.Doubtful, kernel.UsualThresholds.Doubtful}, {"loss_over", in.Loss, kernel.UsualThresholds.Loss}} {
		k.That(x.days >= below, x.name, "grading.order", fault.Args{"least": below})
		k.That(x.days <= x.at, x.name, "grading.milder", fault.Args{"most": x.at})
		below = x.days + 1
	}
	k.That(in.WatchMonths >= minWatch && in.WatchMonths <= maxWatch, "watch_months", "grading.watch", fault.Args{"least": minWatch, "most": maxWatch})
	checkReason(&k, in.Reason)
	return k.Err()
}

func checkReason(k *fault.Check, reason string) {
	k.That(reason != "" && utf8.RuneCountInString(reason) <= maxReason, "reason", "grading.reason", fault.Args{"max": maxReason})
}

// same reports whether a wish asks for what counts already.
func (in *Propose) same(r Rule) bool {
	return in.thresholds() == r.Thresholds && in.WatchMonths == r.WatchMonths
}

func (in *Propose) thresholds() kernel.Thresholds {
	return kernel.Thresholds{SpecialMention: in.SpecialMention, Substandard: in.Substandard, Doubtful: in.Doubtful, Loss: in.Loss}
}

// resource is a rule as policies see it.
func (r *Rule) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "ClassRule", ID: r.ID}, Read: "grading.read", Attrs: authz.Attrs{
		"credit": true, "state": string(r.State), "lender": kernel.PartyRef(r.Lender), "made_by": kernel.PersonRef(r.MadeBy),
	}}
}

// collection is what reports and lists are asked about: all that a lender has.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Classes", ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party)}}
}

// facts are what the log says of a rule, and what its row must agree with.
func (r *Rule) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "class_rule.state", Value: string(r.State)},
		{Name: "class_rule.says", Value: fmt.Sprint(r.Lender, " ", r.No, " ", r.FromOn, " ", r.Thresholds, " ", r.WatchMonths)},
		{Name: "class_rule.why", Value: fmt.Sprintf("%q %q", r.Reason, r.Answer)},
		{Name: "class_rule.made", Value: fmt.Sprint(r.MadeBy, " ", db.Micros(r.Made))},
		{Name: "class_rule.decided", Value: fmt.Sprint(r.DecidedBy, " ", db.Micros(r.Decided))},
	}
}
