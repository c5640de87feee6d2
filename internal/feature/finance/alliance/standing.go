package alliance

// A Standing and its states as a table: pages, operations, docs and tests read
// the same one. Who asked decides whose turn it is to confirm: the other body.

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

// States of a Standing. What the convenor asked for waits for the manager, and
// the other way round.
const (
	Member           flow.State = "member"
	DepartureAsked   flow.State = "departure_asked"      // by the park
	DepartureMoved   flow.State = "departure_asked_town" // by the convenor
	Leaving          flow.State = "leaving"
	Left             flow.State = "left"
	ReturnAsked      flow.State = "return_asked"
	ReturnAskedMoved flow.State = "return_asked_town"
)

// Sides of a standing.
const (
	parkSide = "park"
	townSide = "town"
)

var (
	managerDuty  = flow.Duty{Side: parkSide, Role: string(kernel.ParkManager)}
	convenorDuty = flow.Duty{Side: townSide, Role: string(kernel.Convenor)}
	programDuty  = flow.Duty{Side: "", Role: string(kernel.System)}
	heads        = []flow.Duty{managerDuty, convenorDuty}
)

// StandingMachine is a lender's standing.
var StandingMachine = &flow.Machine{
	Name: "alliance_standing", Feature: Name,
	Rows: []flow.Row{
		{State: Member},
		{State: DepartureAsked, Turn: convenorDuty, Next: "confirm"},
		{State: DepartureMoved, Turn: managerDuty, Next: "confirm"},
		{State: Leaving},
		{State: Left},
		{State: ReturnAsked, Turn: convenorDuty, Next: "admit"},
		{State: ReturnAskedMoved, Turn: managerDuty, Next: "admit"},
	},
	Moves: []flow.Move{
		{Name: "ask_departure", From: []flow.State{Member}, To: DepartureAsked, By: []flow.Duty{managerDuty}, When: "with a reason and a day"},
		{Name: "ask_departure_town", From: []flow.State{Member}, To: DepartureMoved, By: []flow.Duty{convenorDuty}, When: "with a reason and a day"},
		{Name: "confirm", From: []flow.State{DepartureAsked, DepartureMoved}, To: Leaving, By: heads, When: "not by who asked"},
		{Name: "cancel", From: []flow.State{DepartureAsked, DepartureMoved, Leaving}, To: Member, By: heads, When: "before the day"},
		{Name: "leave", From: []flow.State{Leaving}, To: Left, By: []flow.Duty{programDuty}, When: "the day has come"},
		{Name: "ask_return", From: []flow.State{Left}, To: ReturnAsked, By: []flow.Duty{managerDuty}, When: "with a reason"},
		{Name: "ask_return_town", From: []flow.State{Left}, To: ReturnAskedMoved, By: []flow.Duty{convenorDuty}, When: "with a reason"},
		{Name: "refuse", From: []flow.State{ReturnAsked, ReturnAskedMoved}, To: Left, By: heads},
		{Name: "admit", From: []flow.State{ReturnAsked, ReturnAskedMoved}, To: Member, By: heads, When: "not by who asked"},
	},
}

// Standing is where a lender stands, and the last thing that was asked and
// decided about it. Earlier ones are entries of the log.
type Standing struct {
	Lender    string     `json:"lender"`
	State     flow.State `json:"state"`
	Version   int64      `json:"version"` // 0 while nothing was ever asked
	Reason    string     `json:"reason"`
	LeavesOn  string     `json:"leaves_on"` // the first day on which it is no member
	AskedBy   string     `json:"asked_by"`
	Asked     time.Time  `json:"asked"`
	DecidedBy string     `json:"decided_by"`
	Decided   time.Time  `json:"decided"`
	Since     time.Time  `json:"left"` // when it left, zero for a member
}

// Gone reports whether the lender does no new business: it left and was not
// admitted again.
func (m *Standing) Gone() bool {
	return m.State == Left || m.State == ReturnAsked || m.State == ReturnAskedMoved
}

// Invites reports whether enterprises may ask the lender.
func (m *Standing) Invites() bool { return !m.Gone() && m.State != Leaving }

// resource is a standing as policies see it.
func (m *Standing) resource(park string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Standing", ID: m.Lender}, Read: "alliance.read", Attrs: authz.Attrs{
		"credit": true, "state": string(m.State), "park": kernel.PartyRef(park), "asked_by": kernel.PersonRef(m.AskedBy),
	}}
}

// AskDeparture is why and from which day a lender leaves.
type AskDeparture struct {
	Reason   string `json:"reason" form:"reason"`
	LeavesOn string `json:"leaves_on" form:"leaves_on" format:"date" doc:"The first day on which it is no member: today or later"`
}

// AskReturn is why a lender that left is to be admitted again.
type AskReturn struct {
	Reason string `json:"reason" form:"reason"`
}

const (
	maxReason = 500 // characters
	maxAhead  = 365 // days
)

func checkReason(c *fault.Check, reason *string) {
	*reason = strings.TrimSpace(*reason)
	c.That(*reason != "", "reason", "alliance.reason.needed")
	c.That(utf8.RuneCountInString(*reason) <= maxReason, "reason", "alliance.reason.long", fault.Args{"max": maxReason})
}

func (in *AskDeparture) check(today clock.Date) error {
	var c fault.Check
	checkReason(&c, &in.Reason)
	day, err := clock.ParseDate(in.LeavesOn)
	c.That(err == nil, "leaves_on", "alliance.day")
	c.That(err != nil || !day.Before(today), "leaves_on", "alliance.day.past")
	c.That(err != nil || !day.After(today.AddDays(maxAhead)), "leaves_on", "alliance.day.far", fault.Args{"days": maxAhead})
	return c.Err()
}

func (in *AskReturn) check() error {
	var c fault.Check
	checkReason(&c, &in.Reason)
	return c.Err()
}

// facts are what the log says of a standing, and what its row must agree with.
func (m *Standing) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "alliance_standing.state", Value: string(m.State)},
		{Name: "alliance_standing.why", Value: m.LeavesOn + " " + m.Reason},
		{Name: "alliance_standing.asked", Value: fmt.Sprint(m.AskedBy, " ", db.Micros(m.Asked))},
		{Name: "alliance_standing.decided", Value: fmt.Sprint(m.DecidedBy, " ", db.Micros(m.Decided), " ", db.Micros(m.Since))},
	}
}
