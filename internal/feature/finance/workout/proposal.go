package workout

// A Proposal, what can be proposed of a loan as it stands, and what the log says
// of it.

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Kind is what a proposal is about.
type Kind string

// The kinds of a proposal.
const (
	Default    Kind = "default"
	WriteOff   Kind = "write_off"
	Reclassify Kind = "class"
)

// Kinds lists them.
var Kinds = []Kind{Default, WriteOff, Reclassify}

// States of a contract that decide what can be proposed.
const (
	delinquent flow.State = "delinquent"
	defaulted  flow.State = "defaulted"
	writtenOff flow.State = "written_off"
)

// alive are the states in which a loan is owed and in the books.
var alive = []flow.State{"disbursing", "performing", "in_grace", "delayed", delinquent, "relief_active", defaulted}

// Proposal is what one person of a lender proposes about a loan, and what became
// of it.
type Proposal struct {
	ID          string     `json:"id"`
	Contract    string     `json:"contract"`
	ContractRef string     `json:"contract_ref"`
	Borrower    string     `json:"borrower"`
	Lender      string     `json:"lender"`
	Kind        Kind       `json:"kind"`
	Class       Class      `json:"class,omitempty" doc:"Of a proposal on the class of asset quality"`
	Reason      string     `json:"reason"`
	Note        string     `json:"note"`
	LoanState   flow.State `json:"loan_state" doc:"Of the loan when it was proposed"`
	BalanceFen  money.Fen  `json:"balance_fen" doc:"Principal owed when it was proposed, and when it was agreed"`
	DaysPastDue int        `json:"days_past_due" doc:"When it was proposed, and when it was agreed"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	MadeBy      string     `json:"made_by"`
	Made        time.Time  `json:"made"`
	DecidedBy   string     `json:"decided_by"`
	Decided     time.Time  `json:"decided"`
	Answer      string     `json:"answer" doc:"Why it was refused"`
}

// Propose is what is proposed of a loan.
type Propose struct {
	Kind   Kind   `json:"kind" form:"kind" enum:"default,write_off,class"`
	Class  Class  `json:"class,omitempty" form:"class" doc:"Where the kind is class: the class to put it in"`
	Reason string `json:"reason" form:"reason" doc:"Of a default or a write-off, the borrower may read it"`
	Note   string `json:"note,omitempty" form:"note" doc:"For whoever decides; the borrower does not read it"`
}

// Bounds of what people write, in characters.
const (
	maxReason = 500
	maxNote   = 500
)

func (in *Propose) check() error {
	in.Reason, in.Note = strings.TrimSpace(in.Reason), strings.TrimSpace(in.Note)
	var k fault.Check
	k.That(slices.Contains(Kinds, in.Kind), "kind", "workout.kind.needed")
	if in.Kind == Reclassify {
		k.That(in.Class.Rank() >= 0, "class", "workout.class.needed")
	} else {
		in.Class = ""
	}
	checkReason(&k, in.Reason)
	k.That(utf8.RuneCountInString(in.Note) <= maxNote, "note", "workout.note.long", fault.Args{"max": maxNote})
	return k.Err()
}

func checkReason(k *fault.Check, reason string) {
	k.That(reason != "", "reason", "workout.reason.needed")
	k.That(utf8.RuneCountInString(reason) <= maxReason, "reason", "workout.reason.long", fault.Args{"max": maxReason})
}

// stops says why something cannot be proposed of a loan, or agreed, as it stands;
// nil where it can.
func stops(l *Loan, agreed Class, kind Kind, class Class) error {
	switch {
	case l.State == writtenOff:
		return fault.New(fault.WrongTurn, "workout.written_off")
	case !slices.Contains(alive, l.State):
		return fault.New(fault.WrongTurn, "workout.not_owed")
	case kind == Default && l.State == defaulted:
		return fault.New(fault.WrongTurn, "workout.defaulted")
	case kind == Default && l.State != delinquent:
		return fault.New(fault.WrongTurn, "workout.not_late", fault.Args{"days": l.DaysPastDue})
	case kind == WriteOff && l.State != defaulted:
		return fault.New(fault.WrongTurn, "workout.not_defaulted")
	case kind == Reclassify:
		return qualityOf(l, agreed).admits(class)
	}
	return nil
}

// admits says why a class cannot be agreed on; nil where it can.
func (q Quality) admits(class Class) error {
	var k fault.Check
	k.That(class.Rank() >= q.Rule.Rank(), "class", "workout.class.better", fault.Args{"why": q.Why})
	k.That(class != q.Class, "class", "workout.class.same")
	return k.Err()
}

// seal names a proposal with the loan as it stands: whoever agrees names what was
// shown, and nothing else is agreed.
func (p *Proposal) seal(l *Loan) string { return fmt.Sprintf("%s-%d", p.ID, l.Version) }

// resource is a proposal as policies see it.
func (p *Proposal) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Workout", ID: p.ID}, Read: "workout.read", Attrs: authz.Attrs{
		"credit": true, "state": string(p.State), "lender": kernel.PartyRef(p.Lender), "made_by": kernel.PersonRef(p.MadeBy),
	}}
}

// resource is a loan of which something may be proposed.
func (l *Loan) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Loan", ID: l.ID}, Read: "workout.read", Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(l.Lender)}}
}

// collection is what lists are asked about: everything that a party has here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Workouts", ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party)}}
}

// facts are what the log says of a proposal, and what its row must agree with.
func (p *Proposal) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "workout.state", Value: string(p.State)},
		{Name: "workout.about", Value: fmt.Sprintf("%s %s %s %s %s %s", p.Contract, p.ContractRef, p.Borrower, p.Lender, p.Kind, p.Class)},
		{Name: "workout.why", Value: fmt.Sprintf("%q %q %q", p.Reason, p.Note, p.Answer)},
		{Name: "workout.loan", Value: fmt.Sprint(p.LoanState, " ", int64(p.BalanceFen), " ", p.DaysPastDue)},
		{Name: "workout.made", Value: fmt.Sprint(p.MadeBy, " ", db.Micros(p.Made))},
		{Name: "workout.decided", Value: fmt.Sprint(p.DecidedBy, " ", db.Micros(p.Decided))},
	}
}
