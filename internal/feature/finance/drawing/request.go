package drawing

// A Request, what can be asked of a loan as it stands, and what the log says of it.

import (
	"fmt"
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
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Request is what a borrower asks for, and what became of it.
type Request struct {
	ID          string     `json:"id"`
	Contract    string     `json:"contract"`
	ContractRef string     `json:"contract_ref"`
	Borrower    string     `json:"borrower"`
	Lender      string     `json:"lender"`
	DrawOn      string     `json:"draw_on" doc:"The day that was asked for"`
	AmountFen   money.Fen  `json:"amount_fen"`
	Purpose     string     `json:"purpose"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	AskedBy     string     `json:"asked_by"`
	Asked       time.Time  `json:"asked"`
	ValueOn     string     `json:"value_on" doc:"The day of the payout, once it is recorded"`
	Number      string     `json:"number" doc:"The lender's own number of the payout"`
	RecordedBy  string     `json:"recorded_by"`
	Recorded    time.Time  `json:"recorded"`
	DecidedBy   string     `json:"decided_by"`
	Decided     time.Time  `json:"decided"`
	Answer      string     `json:"answer" doc:"Why it was refused"`
}

// Ask is what a borrower asks for.
type Ask struct {
	DrawOn    string    `json:"draw_on" form:"draw_on" format:"date" doc:"The day on which the money is wanted"`
	AmountFen money.Fen `json:"amount_fen" form:"amount"`
	Purpose   string    `json:"purpose" form:"purpose"`
}

// Record is how a lender's person records the payout.
type Record struct {
	ValueOn string `json:"value_on" form:"value_on" format:"date"`
	Number  string `json:"number" form:"number" doc:"The lender's own number of the payout"`
}

// Bounds, in characters and in days.
const (
	maxPurpose = 200
	maxReason  = 300
	maxNumber  = 60
)

// waits reports whether a request still holds a part of what is undrawn.
func (r *Request) waits() bool { return !RequestMachine.Final(r.State) }

// States of a contract that stand in the way of a drawing.
var stops = map[flow.State]string{
	"prepared": "drawing.stop.unsigned", "signed_borrower": "drawing.stop.unsigned", "effective": "drawing.stop.first",
	"in_grace": "drawing.stop.overdue", "delayed": "drawing.stop.overdue", "delinquent": "drawing.stop.overdue",
	"relief_active": "drawing.stop.deferred", "defaulted": "drawing.stop.defaulted", "written_off": "drawing.stop.written_off", "recovered": "drawing.stop.ended",
	"renewed": "drawing.stop.ended", "prepaid": "drawing.stop.ended", "matured": "drawing.stop.ended", "closed": "drawing.stop.ended", "cancelled": "drawing.stop.cancelled",
}

// stop says what stands in the way of any drawing today, and what to do; nil for
// nothing.
func (l *Loan) stop() error {
	args := fault.Args{"ref": l.Ref, "amount": l.OverdueFen, "on": l.PausedUntil}
	switch key := stops[l.State]; {
	case l.Terms.Use.Kind == kernel.OneSum:
		return fault.New(fault.WrongTurn, "drawing.stop.one_sum", args)
	case key != "":
		return fault.New(fault.WrongTurn, key, args)
	case l.PausedUntil != "":
		return fault.New(fault.WrongTurn, "drawing.stop.deferred", args)
	case l.OverdueFen > 0:
		return fault.New(fault.WrongTurn, "drawing.stop.overdue", args)
	case l.DrawUntil == "":
		return fault.New(fault.WrongTurn, "drawing.stop.over", args)
	}
	return nil
}

// left is what can be asked for: what is undrawn less what waits already.
func (l *Loan) left(waiting money.Fen) money.Fen { return max(0, l.UndrawnFen-waiting) }

// check judges a wish against the loan and what waits on it.
func (in *Ask) check(l *Loan, open []Request, today clock.Date) error {
	in.Purpose = strings.TrimSpace(in.Purpose)
	var waiting money.Fen
	for _, r := range open {
		waiting += r.AmountFen
	}
	left, least := l.left(waiting), l.Terms.Use.LeastFen
	var k fault.Check
	d, err := clock.ParseDate(in.DrawOn)
	k.That(err == nil, "draw_on", "drawing.day.form")
	k.That(err != nil || !d.Before(today), "draw_on", "drawing.day.past")
	k.That(err != nil || in.DrawOn <= l.DrawUntil, "draw_on", "drawing.day.late", fault.Args{"on": l.DrawUntil})
	k.That(in.AmountFen > 0, "amount", "drawing.amount.missing")
	k.That(in.AmountFen <= left, "amount", "drawing.amount.above", fault.Args{"amount": in.AmountFen, "left": left, "waiting": waiting})
	k.That(in.AmountFen >= least || in.AmountFen == left || in.AmountFen <= 0, "amount", "drawing.amount.below", fault.Args{"least": least, "left": left})
	k.That(l.Terms.Use.Most == 0 || l.Draws+len(open) < l.Terms.Use.Most, "amount", "drawing.amount.often", fault.Args{"most": l.Terms.Use.Most})
	k.That(in.Purpose != "", "purpose", "drawing.purpose.missing")
	k.That(utf8.RuneCountInString(in.Purpose) <= maxPurpose, "purpose", "drawing.purpose.long", fault.Args{"max": maxPurpose})
	return k.Err()
}

// check judges a payout against what was asked and the lender's books.
func (in *Record) check(r *Request, l *Loan, today clock.Date) error {
	in.Number = strings.TrimSpace(in.Number)
	var k fault.Check
	d, err := clock.ParseDate(in.ValueOn)
	k.That(err == nil, "value_on", "drawing.day.form")
	k.That(err != nil || !d.After(today), "value_on", "drawing.value.future")
	k.That(err != nil || in.ValueOn >= r.DrawOn, "value_on", "drawing.value.early", fault.Args{"on": r.DrawOn})
	k.That(err != nil || in.ValueOn <= l.DrawUntil, "value_on", "drawing.day.late", fault.Args{"on": l.DrawUntil})
	k.That(err != nil || in.ValueOn >= l.OpenFrom, "value_on", "drawing.value.closed", fault.Args{"on": l.OpenFrom})
	k.That(in.Number != "" && len(in.Number) <= maxNumber, "number", "drawing.number.missing", fault.Args{"max": maxNumber})
	return k.Err()
}

// checkReason judges why something is refused, proposed or let go.
func checkReason(reason *string) error {
	*reason = strings.TrimSpace(*reason)
	var k fault.Check
	k.That(*reason != "" && utf8.RuneCountInString(*reason) <= maxReason, "reason", "drawing.reason.missing", fault.Args{"max": maxReason})
	return k.Err()
}

// payout is the request as money that leaves.
func (r *Request) payout(agreedBy string) Payout {
	return Payout{ID: r.ID, ValueOn: r.ValueOn, Number: r.Number, AmountFen: r.AmountFen, RecordedBy: r.RecordedBy, AgreedBy: agreedBy}
}

// resource is a request as policies see it.
func (r *Request) resource() authz.Resource {
	attrs := authz.Attrs{"credit": true, "borrower": kernel.PartyRef(r.Borrower), "lender": kernel.PartyRef(r.Lender), "asked_by": kernel.PersonRef(r.AskedBy)}
	if r.RecordedBy != "" {
		attrs["recorded_by"] = kernel.PersonRef(r.RecordedBy)
	}
	return authz.Resource{Ref: authz.Ref{Type: "Drawing", ID: r.ID}, Read: "drawing.read", Attrs: attrs}
}

// resource is a loan as policies see it; read is the action that shows it.
func (l *Loan) resource(read authz.Action) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Line", ID: l.ID}, Read: read, Attrs: authz.Attrs{"credit": true, "borrower": kernel.PartyRef(l.Borrower), "lender": kernel.PartyRef(l.Lender)}}
}

// facts are what the log holds of a request.
func (r *Request) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "drawing.of", Value: fmt.Sprint(r.Contract, " ", r.ContractRef, " ", r.Borrower, " ", r.Lender)},
		{Name: "drawing.wish", Value: fmt.Sprint(r.DrawOn, " ", int64(r.AmountFen), " ", r.Purpose)},
		{Name: "drawing.asked", Value: fmt.Sprint(r.AskedBy, " ", db.Micros(r.Asked))},
		{Name: "drawing.recorded", Value: fmt.Sprint(r.ValueOn, " ", r.Number, " ", r.RecordedBy, " ", db.Micros(r.Recorded))},
		{Name: "drawing.decided", Value: fmt.Sprint(r.State, " ", r.DecidedBy, " ", db.Micros(r.Decided), " ", r.Answer)},
	}
}
