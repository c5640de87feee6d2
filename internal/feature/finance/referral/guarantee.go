package referral

// A GuaranteeRequest: what an owner asks a guarantee company for, the letter of
// intent that may come of it, and what the log says of both.

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// GuaranteeRequest is one application before one guarantor.
type GuaranteeRequest struct {
	ID          string     `json:"id"`
	Application string     `json:"application"`
	Ref         string     `json:"ref" doc:"Of the application"`
	Borrower    string     `json:"-"` // not for the guarantor before the file is open
	Park        string     `json:"-"`
	Guarantor   string     `json:"guarantor"`
	AmountFen   money.Fen  `json:"amount_fen" doc:"That lenders were asked for"`
	Message     string     `json:"message"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	AskedBy     string     `json:"-"`
	Asked       time.Time  `json:"asked"`
	Letter
	MadeBy    string    `json:"made_by"`
	Made      time.Time `json:"made"`
	DecidedBy string    `json:"decided_by"`
	Decided   time.Time `json:"decided"`
	Reason    string    `json:"reason" doc:"Code of a decline"`
	Note      string    `json:"note" doc:"Of a decline, a return or a letter taken back"`
}

// Letter is a letter of intent: what a guarantor would cover.
type Letter struct {
	CoveragePPM money.PPM `json:"coverage_ppm" form:"coverage" doc:"Share of the loan, above 0 and up to 1000000"`
	MaxFen      money.Fen `json:"max_fen" form:"max" doc:"The largest loan that it holds for"`
	FeePPM      money.PPM `json:"fee_ppm" form:"fee" doc:"Of what is guaranteed, a year"`
	ValidTo     string    `json:"valid_to" form:"valid_to" format:"date" doc:"The last day, until 17:00"`
	Conditions  string    `json:"conditions" form:"conditions"`
}

// AskGuarantor is what an owner asks one guarantee company for, and what that
// company may read.
type AskGuarantor struct {
	Guarantor string   `json:"guarantor" form:"guarantor"`
	Classes   []string `json:"classes" form:"classes" doc:"What the guarantor may read once it opens the file"`
	Until     string   `json:"until" form:"until" format:"date" doc:"The last day of the consent"`
	Message   string   `json:"message,omitempty" form:"message"`
}

// DeclineGuarantee says in data why a guarantor states no willingness.
type DeclineGuarantee struct {
	Code string `json:"code" form:"code" enum:"industry,exposure,resumption,repayment,security,documents,other"`
	Note string `json:"note,omitempty" form:"note"`
}

// Reasons that a guarantor may decline for.
var Reasons = []string{"industry", "exposure", "resumption", "repayment", "security", "documents", "other"}

// Bounds of what people enter.
const (
	maxText     = 500 // characters
	maxFeePPM   = 50_000
	maxValidity = 180 // days that a letter may stand
	maxConsent  = 365 // days
)

func (in *AskGuarantor) check(a *Application, firm Party, today clock.Date) error {
	in.Message = strings.TrimSpace(in.Message)
	var c fault.Check
	c.That(in.Guarantor != "", "guarantor", "referral.guarantor.needed")
	c.That(len(in.Classes) > 0, "classes", "referral.classes.needed")
	for _, x := range in.Classes {
		c.That(slices.Contains(a.Classes, x), "classes", "referral.classes.unknown")
	}
	checkUntil(&c, "until", in.Until, today, maxConsent)
	checkLength(&c, "message", in.Message)
	c.That(!names(firm, in.Message), "message", "referral.message.names")
	return c.Err()
}

// checkUntil wants a day from today on, and not too far ahead.
func checkUntil(c *fault.Check, name, day string, today clock.Date, most int) {
	d, err := clock.ParseDate(day)
	c.That(err == nil, name, "referral.day")
	c.That(err != nil || !d.Before(today), name, "referral.day.past")
	c.That(err != nil || !d.After(today.AddDays(most)), name, "referral.day.far", fault.Args{"days": most})
}

func checkLength(c *fault.Check, name, text string) {
	c.That(utf8.RuneCountInString(text) <= maxText, name, "referral.text.long", fault.Args{"max": maxText})
}

// check judges a letter by itself, against what was asked for, and against the
// name that lenders must not learn from it.
func (l *Letter) check(g *GuaranteeRequest, firm Party, today clock.Date) error {
	l.Conditions = strings.TrimSpace(l.Conditions)
	var c fault.Check
	c.That(l.CoveragePPM > 0 && l.CoveragePPM <= 1_000_000, "coverage", "referral.coverage")
	c.That(l.MaxFen > 0, "max", "referral.max.needed")
	c.That(l.MaxFen <= g.AmountFen, "max", "referral.max.above", fault.Args{"amount_fen": l.MaxFen, "max_fen": g.AmountFen})
	c.That(l.FeePPM >= 0 && l.FeePPM <= maxFeePPM, "fee", "referral.fee", fault.Args{"max": i18n.Rate(maxFeePPM)})
	checkUntil(&c, "valid_to", l.ValidTo, today, maxValidity)
	checkLength(&c, "conditions", l.Conditions)
	c.That(!names(firm, l.Conditions), "conditions", "referral.text.names")
	return c.Err()
}

// names reports whether a text that lenders read without a name gives it away.
func names(firm Party, text string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc([]string{firm.Name.Zh, firm.Name.En, firm.Short.Zh, firm.Short.En}, func(name string) bool {
		return name != "" && strings.Contains(text, strings.ToLower(name))
	})
}

func (in *DeclineGuarantee) check() error {
	in.Note = strings.TrimSpace(in.Note)
	var c fault.Check
	c.That(slices.Contains(Reasons, in.Code), "code", "referral.reason.needed")
	c.That(in.Code != "other" || in.Note != "", "note", "referral.note.needed")
	checkLength(&c, "note", in.Note)
	return c.Err()
}

// checkNote wants a reason in words.
func checkNote(name, text string) error {
	var c fault.Check
	c.That(text != "", name, "referral.note.needed")
	checkLength(&c, name, text)
	return c.Err()
}

// Pending reports whether the guarantor owes an answer.
func (g *GuaranteeRequest) Pending() bool { return slices.Contains(pending, g.State) }

// opens reports whether a live consent counts in this state.
func (g *GuaranteeRequest) opens() bool {
	return g.State == Reading || g.State == Proposed || g.State == Stated
}

// over is the instant at which a letter runs out.
func (l *Letter) over(zone *time.Location) time.Time {
	d, err := clock.ParseDate(l.ValidTo)
	if err != nil {
		return time.Time{}
	}
	return d.At(clock.EndOfDay, 0, zone)
}

// seal names a letter as it stands: whoever signs names what was shown.
func (g *GuaranteeRequest) seal() string { return fmt.Sprintf("%s-%d", g.ID, g.Version) }

// resource is a request as policies see it. ground says under which right the file
// may be read now, "" for none.
func (g *GuaranteeRequest) resource(ground string) authz.Resource {
	attrs := authz.Attrs{
		"credit": true, "state": string(g.State), "ground": ground,
		"borrower": kernel.PartyRef(g.Borrower), "park": kernel.PartyRef(g.Park), "guarantor": kernel.PartyRef(g.Guarantor),
	}
	if g.State == Proposed {
		attrs["made_by"] = kernel.PersonRef(g.MadeBy)
	}
	return authz.Resource{Ref: authz.Ref{Type: "Guarantee", ID: g.ID}, Read: "referral.read_guarantee", Attrs: attrs}
}

// facts are what the log says of a request, and what its row must agree with.
func (g *GuaranteeRequest) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "guarantee_request.state", Value: string(g.State)},
		{Name: "guarantee_request.of", Value: fmt.Sprintf("%s %s %s %s %s %d %q", g.Application, g.Ref, g.Borrower, g.Park, g.Guarantor, int64(g.AmountFen), g.Message)},
		{Name: "guarantee_request.asked", Value: fmt.Sprint(g.AskedBy, " ", db.Micros(g.Asked))},
		{Name: "guarantee_request.letter", Value: fmt.Sprintf("%d %d %d %s %q", int64(g.CoveragePPM), int64(g.MaxFen), int64(g.FeePPM), g.ValidTo, g.Conditions)},
		{Name: "guarantee_request.made", Value: fmt.Sprint(g.MadeBy, " ", db.Micros(g.Made))},
		{Name: "guarantee_request.decided", Value: fmt.Sprintf("%s %d %s %q", g.DecidedBy, db.Micros(g.Decided), g.Reason, g.Note)},
	}
}

// backing is what became of the request as the sides of the application read it:
// asked for, or its letter; false where nothing came of it.
func (g *GuaranteeRequest) backing(by i18n.Text, now time.Time, zone *time.Location) (kernel.Backing, bool) {
	b := kernel.Backing{Kind: kernel.BackedByGuarantor, Party: g.Guarantor, By: by, State: kernel.BackingLive,
		CoveragePPM: g.CoveragePPM, MaxFen: g.MaxFen, FeePPM: g.FeePPM, ValidTo: g.ValidTo, Text: g.Conditions}
	switch {
	case g.Pending():
		b = kernel.Backing{Kind: b.Kind, Party: b.Party, By: by, State: kernel.BackingAsked}
	case g.State == TakenBack:
		b.State = kernel.BackingTaken
	case g.State == Expired, g.State == Stated && now.After(g.over(zone)):
		b.State = kernel.BackingOver
	case g.State != Stated:
		return kernel.Backing{}, false
	}
	return b, true
}
