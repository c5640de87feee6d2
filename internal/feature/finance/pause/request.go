package pause

// A Request is one side's wish that a clock stands still until a day.

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// States of a Request.
const (
	Asked     flow.State = "asked"
	Agreed    flow.State = "agreed"
	Refused   flow.State = "refused"
	Withdrawn flow.State = "withdrawn"
	Lapsed    flow.State = "lapsed"
)

// Sides of a request.
const (
	askerSide   = "asker"
	counterSide = "counter"
)

// RequestMachine is the life of a Request. Whose turn it is by role, the case says:
// here stands the owner, who answers most of them.
var RequestMachine = &flow.Machine{
	Name: "pause_request", Feature: Name,
	Rows: []flow.Row{
		{State: Asked, Turn: ownerDuty, Next: "agree"},
		{State: Agreed},
		{State: Refused},
		{State: Withdrawn},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "agree", From: []flow.State{Asked}, To: Agreed, By: []flow.Duty{ownerDuty}, When: "by the other side; the clock stands still until the day"},
		{Name: "refuse", From: []flow.State{Asked}, To: Refused, By: []flow.Duty{ownerDuty}},
		{Name: "withdraw", From: []flow.State{Asked}, To: Withdrawn, By: []flow.Duty{{Side: askerSide, Role: string(kernel.Officer)}}},
		{Name: "lapse", From: []flow.State{Asked}, To: Lapsed, By: []flow.Duty{{Side: "", Role: string(kernel.System)}}, When: "nobody answered before the day"},
	},
}

var ownerDuty = flow.Duty{Side: counterSide, Role: string(kernel.Owner)}

// Request is what one side asked for, and what the other said.
type Request struct {
	ID         string     `json:"id"`
	Machine    string     `json:"machine"`
	Case       string     `json:"case"`
	Asker      string     `json:"asker"`
	Counter    string     `json:"counter"`
	Reason     string     `json:"reason"`
	UntilOn    string     `json:"until_on"`
	State      flow.State `json:"state"`
	AskedBy    string     `json:"asked_by"`
	Asked      time.Time  `json:"asked"`
	AnsweredBy string     `json:"answered_by"`
	Answered   time.Time  `json:"answered"`
}

// AskPause is why a clock is to stand still, and until which day.
type AskPause struct {
	Reason  string `json:"reason" form:"reason"`
	UntilOn string `json:"until_on" form:"until_on" format:"date" doc:"The day on which the clock goes on"`
}

const (
	maxReason = 500 // characters
	maxAhead  = 30  // days
)

func (in *AskPause) check(today clock.Date) error {
	in.Reason = strings.TrimSpace(in.Reason)
	var c fault.Check
	c.That(in.Reason != "", "reason", "pause.reason.needed")
	c.That(utf8.RuneCountInString(in.Reason) <= maxReason, "reason", "pause.reason.long", fault.Args{"max": maxReason})
	day, err := clock.ParseDate(in.UntilOn)
	c.That(err == nil, "until_on", "pause.day")
	c.That(err != nil || day.After(today), "until_on", "pause.day.past")
	c.That(err != nil || !day.After(today.AddDays(maxAhead)), "until_on", "pause.day.far", fault.Args{"days": maxAhead})
	return c.Err()
}

func (r *Request) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "pause_request.state", Value: string(r.State)},
		{Name: "pause_request.of", Value: fmt.Sprint(r.Machine, " ", r.Case, " ", r.Asker, " ", r.Counter)},
		{Name: "pause_request.asked", Value: fmt.Sprint(r.AskedBy, " ", db.Micros(r.Asked), " ", r.UntilOn, " ", r.Reason)},
		{Name: "pause_request.answered", Value: fmt.Sprint(r.AnsweredBy, " ", db.Micros(r.Answered))},
	}
}
