package dossier

// A Request is a lender's wish for a document, with a reason and a day.

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// States of a Request.
const (
	Requested flow.State = "requested"
	Supplied  flow.State = "supplied"
	Withdrawn flow.State = "withdrawn"
	Lapsed    flow.State = "lapsed"
)

// Sides of a request.
const (
	borrowerSide = "borrower"
	lenderSide   = "lender"
)

var (
	ownerDuty   = flow.Duty{Side: borrowerSide, Role: string(kernel.Owner)}
	clerkDuty   = flow.Duty{Side: borrowerSide, Role: string(kernel.FinanceClerk)}
	officerDuty = flow.Duty{Side: lenderSide, Role: string(kernel.Officer)}
	programDuty = flow.Duty{Side: "", Role: string(kernel.System)}
)

// RequestMachine is the life of a Request.
var RequestMachine = &flow.Machine{
	Name: "document_request", Feature: Name,
	Rows: []flow.Row{
		{State: Requested, Turn: clerkDuty, Next: "supply"},
		{State: Supplied},
		{State: Withdrawn},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "supply", From: []flow.State{Requested}, To: Supplied, By: []flow.Duty{ownerDuty, clerkDuty}, When: "a document of the kind is added"},
		{Name: "withdraw", From: []flow.State{Requested}, To: Withdrawn, By: []flow.Duty{officerDuty}},
		{Name: "lapse", From: []flow.State{Requested}, To: Lapsed, By: []flow.Duty{programDuty}, When: "nothing can be added any more, or the lender may no longer read"},
	},
}

// Request is one wish.
type Request struct {
	ID          string     `json:"id"`
	Application string     `json:"application"`
	Case        string     `json:"case"`
	Lender      string     `json:"lender"`
	Kind        string     `json:"kind"`
	Reason      string     `json:"reason"`
	DueOn       string     `json:"due_on"`
	State       flow.State `json:"state"`
	AskedBy     string     `json:"asked_by"`
	Asked       time.Time  `json:"asked"`
	Document    string     `json:"document"` // what answered it
	DoneBy      string     `json:"done_by"`
	Done        time.Time  `json:"done"`
}

// AskDocument is what a lender's officer asks for.
type AskDocument struct {
	Kind   string `json:"kind" form:"kind"`
	Reason string `json:"reason" form:"reason"`
	DueOn  string `json:"due_on" form:"due_on" format:"date"`
}

const (
	maxReason = 500 // characters
	maxAhead  = 60  // days
)

func (in *AskDocument) check(today clock.Date) error {
	in.Reason = strings.TrimSpace(in.Reason)
	var c fault.Check
	c.That(slices.Contains(kernel.DocumentKinds, in.Kind), "kind", "dossier.kind.choose")
	c.That(in.Reason != "", "reason", "dossier.reason.needed")
	c.That(utf8.RuneCountInString(in.Reason) <= maxReason, "reason", "dossier.reason.long", fault.Args{"max": maxReason})
	day, err := clock.ParseDate(in.DueOn)
	c.That(err == nil, "due_on", "dossier.day")
	c.That(err != nil || !day.Before(today), "due_on", "dossier.day.past")
	c.That(err != nil || !day.After(today.AddDays(maxAhead)), "due_on", "dossier.day.far", fault.Args{"days": maxAhead})
	return c.Err()
}

// counts is for how many months a kind of document counts once it is brought; a
// kind that is absent counts until it says otherwise.
var counts = map[string]int{"tax": 3, "bank_statement": 3, "financials": 12, "order": 6, "purpose": 6}

// Expiry is the last day on which a document of a kind counts that is brought on
// a day, "" for one that counts until it says otherwise.
func Expiry(kind string, on clock.Date) string {
	if n := counts[kind]; n > 0 {
		return on.AddMonths(n).String()
	}
	return ""
}

// expiry is the last day that a person named, within what the kind allows.
func expiry(c *fault.Check, kind, named string, today clock.Date) string {
	most := Expiry(kind, today)
	if named == "" {
		return most
	}
	day, err := clock.ParseDate(named)
	c.That(err == nil, "expires_on", "dossier.day")
	c.That(err != nil || !day.Before(today), "expires_on", "dossier.day.past")
	c.That(err != nil || most == "" || day.String() <= most, "expires_on", "dossier.expires.far", fault.Args{"day": most})
	return named
}
