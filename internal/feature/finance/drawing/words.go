package drawing

// Limits, requests and fees in words.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

func (s *Service) moment(ctx context.Context, t time.Time) string {
	return i18n.Moment(ctx, t, s.Now(), s.Calendar.Zone())
}

// limitFacts are how much was drawn, what is left and until when, and what it costs.
func limitFacts(ctx context.Context, l Loan, firm i18n.Text) []ui.Fact {
	u := l.Terms.Use
	undrawn := ui.Fact{Label: i18n.T(ctx, "drawing.undrawn"), Body: ui.Exact(l.UndrawnFen), Note: i18n.T(ctx, "drawing.undrawn.over")}
	if l.DrawUntil != "" {
		undrawn.Note = i18n.T(ctx, "drawing.undrawn.until", i18n.Args{"on": i18n.Date(ctx, l.DrawUntil)})
	}
	return []ui.Fact{
		{Label: i18n.T(ctx, "drawing.borrower"), Value: firm.In(ctx), Note: l.Product.In(ctx)},
		{Label: i18n.T(ctx, "drawing.state"), Body: ui.Status("contract", string(l.State))},
		{Label: i18n.T(ctx, "drawing.limit"), Body: ui.Exact(l.Terms.AmountFen), Note: u.Text().In(ctx)},
		{Label: i18n.T(ctx, "drawing.drawn"), Body: ui.Exact(l.DrawnFen), Note: i18n.T(ctx, "drawing.drawn.note", i18n.Args{"n": l.Draws})},
		undrawn,
		{Label: i18n.T(ctx, "drawing.balance"), Body: ui.Exact(l.BalanceFen)},
		{Label: i18n.T(ctx, "drawing.fees"), Note: u.FeesText().In(ctx)},
	}
}

// requestTable lists the requests on one loan.
func (s *Service) requestTable(ctx context.Context, x Sheet) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "drawing.requests"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "drawing.col.on")}, {Label: i18n.T(ctx, "drawing.col.amount"), Num: true}, {Label: i18n.T(ctx, "drawing.purpose"), Spare: true}, {Label: i18n.T(ctx, "drawing.asked"), Spare: true}, {Label: i18n.T(ctx, "drawing.state")}}}
	for _, r := range x.Requests {
		small := ""
		if r.ValueOn != "" {
			small = i18n.T(ctx, "drawing.value_on.was", i18n.Args{"on": i18n.Day(ctx, r.ValueOn)})
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.DrawOn, Href: "/drawings/" + r.ID, Head: true, Small: small}, {Text: i18n.Column(r.AmountFen)}, {Text: r.Purpose}, {Text: x.People[r.AskedBy].In(ctx), Small: s.moment(ctx, r.Asked)}, {Body: ui.Status(RequestMachine.Name, string(r.State))}}})
	}
	return t
}

// requestFacts are what was asked, recorded and decided.
func (s *Service) requestFacts(ctx context.Context, v View) []ui.Fact {
	r := v.Request
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "drawing.state"), Body: ui.Status(RequestMachine.Name, string(r.State))},
		{Label: i18n.T(ctx, "drawing.amount"), Body: ui.Exact(r.AmountFen), Note: r.AmountFen.Capital()},
		{Label: i18n.T(ctx, "drawing.day"), Value: i18n.Date(ctx, r.DrawOn)},
		{Label: i18n.T(ctx, "drawing.purpose"), Value: r.Purpose},
		{Label: i18n.T(ctx, "drawing.asked"), Value: v.People[r.AskedBy].In(ctx), Note: s.moment(ctx, r.Asked)},
	}
	if r.RecordedBy != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "drawing.recorded"), Value: v.People[r.RecordedBy].In(ctx), Note: s.moment(ctx, r.Recorded)},
			ui.Fact{Label: i18n.T(ctx, "drawing.value_on"), Value: i18n.Date(ctx, r.ValueOn), Note: r.Number})
	}
	return append(facts, s.decidedFacts(ctx, r.State, v.People[r.DecidedBy], r.Decided, r.Answer)...)
}

// decidedFacts say who decided, and why not where something was refused.
func (s *Service) decidedFacts(ctx context.Context, state flow.State, who i18n.Text, at time.Time, answer string) (facts []ui.Fact) {
	if !at.IsZero() {
		by := who.In(ctx)
		if state == Lapsed {
			by = i18n.T(ctx, "drawing.by_program")
		}
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "drawing.decided"), Value: by, Note: s.moment(ctx, at)})
	}
	if answer != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "drawing.answer"), Value: answer})
	}
	return facts
}

// next is the first row after a day, and what interest and fees are still to come.
func next(rows []Row, today string) (first Row, interest, fees money.Fen, last string) {
	for _, r := range rows {
		if r.DueOn <= today {
			continue
		}
		if first.DueOn == "" {
			first = r
		}
		interest, fees, last = interest+r.InterestFen, fees+r.FeesFen, r.DueOn
	}
	return first, interest, fees, last
}

// changes lay the schedule without the payout beside the one with it.
func changes(ctx context.Context, v View) []ui.Changed {
	was, wasInterest, wasFees, wasLast := next(v.Before, v.today)
	now, interest, fees, last := next(v.After, v.today)
	return []ui.Changed{
		{Item: i18n.T(ctx, "drawing.balance"), Before: i18n.Exact(ctx, v.Loan.BalanceFen), After: i18n.Exact(ctx, v.Loan.BalanceFen+v.Request.AmountFen)},
		{Item: i18n.T(ctx, "drawing.next"), Before: due(ctx, was), After: due(ctx, now)},
		{Item: i18n.T(ctx, "drawing.interest"), Before: i18n.Exact(ctx, wasInterest), After: i18n.Exact(ctx, interest)},
		{Item: i18n.T(ctx, "drawing.fees.to_come"), Before: i18n.Exact(ctx, wasFees), After: i18n.Exact(ctx, fees)},
		{Item: i18n.T(ctx, "drawing.last"), Before: wasLast, After: last},
	}
}

func due(ctx context.Context, r Row) string {
	if r.DueOn == "" {
		return "–"
	}
	return i18n.Exact(ctx, r.TotalFen()) + " · " + i18n.Day(ctx, r.DueOn)
}

// scheduleTable is the schedule with the payout, from today on.
func scheduleTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "drawing.schedule"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "drawing.col.due")}, {Label: i18n.T(ctx, "drawing.col.total"), Num: true}, {Label: i18n.T(ctx, "drawing.principal"), Num: true, Spare: true}, {Label: i18n.T(ctx, "drawing.interest.col"), Num: true, Spare: true}, {Label: i18n.T(ctx, "drawing.fees.col"), Num: true, Spare: true}, {Label: i18n.T(ctx, "drawing.col.balance"), Num: true, Spare: true}}}
	for _, r := range v.After {
		if r.DueOn > v.today {
			t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: r.DueOn, Head: true}, {Text: i18n.Column(r.TotalFen())}, {Text: i18n.Column(r.PrincipalFen)}, {Text: i18n.Column(r.InterestFen)}, {Text: i18n.Column(r.FeesFen)}, {Text: i18n.Column(r.BalanceFen)}}})
		}
	}
	return t
}

// ring is the clock that runs, the zero Clock for none.
func (s *Service) ring(ctx context.Context, v View) ui.Clock {
	for _, r := range v.Clocks {
		if r.Stopped.IsZero() {
			left := i18n.Remaining(s.Calendar.Left(s.Now(), r.Due))
			return ui.NewClock(left, i18n.T(ctx, "drawing.due", i18n.Args{"at": s.moment(ctx, r.Due)}), i18n.Left(ctx, left), int(1000*s.Calendar.Used(r.Started, r.Due, s.Now())))
		}
	}
	return ui.Clock{}
}

// feeTable lists the fees of a loan by due date.
func feeTable(ctx context.Context, x FeeSheet) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "drawing.fees.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "drawing.col.due")}, {Label: i18n.T(ctx, "drawing.fee.drawing"), Num: true}, {Label: i18n.T(ctx, "drawing.fee.commitment"), Num: true}, {Label: i18n.T(ctx, "drawing.fee.waived"), Num: true, Spare: true}, {Label: i18n.T(ctx, "drawing.fee.paid"), Num: true, Spare: true}, {Label: i18n.T(ctx, "drawing.fee.open"), Num: true}}}
	for _, f := range x.Loan.Fees {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: f.DueOn, Head: true}, {Text: i18n.Column(f.DrawingFen)}, {Text: i18n.Column(f.CommitmentFen)}, {Text: i18n.Column(f.WaivedFen)}, {Text: i18n.Column(f.PaidFen)}, {Text: i18n.Column(f.OpenFen())}}})
	}
	return t
}

// waiverTable lists what was proposed to let go.
func (s *Service) waiverTable(ctx context.Context, x FeeSheet) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "drawing.waivers"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "drawing.col.due")}, {Label: i18n.T(ctx, "drawing.col.amount"), Num: true}, {Label: i18n.T(ctx, "drawing.reason"), Spare: true}, {Label: i18n.T(ctx, "drawing.proposed"), Spare: true}, {Label: i18n.T(ctx, "drawing.state")}}}
	for _, w := range x.Waivers {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: w.DueOn, Href: "/waivers/" + w.ID, Head: true}, {Text: i18n.Column(w.AmountFen)}, {Text: w.Reason}, {Text: x.People[w.MadeBy].In(ctx), Small: s.moment(ctx, w.Made)}, {Body: ui.Status(WaiverMachine.Name, string(w.State))}}})
	}
	return t
}

// waiverFacts are what was proposed and what became of it.
func (s *Service) waiverFacts(ctx context.Context, v WaiverView) []ui.Fact {
	w := v.Waiver
	f := v.Loan.fee(w.DueOn)
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "drawing.state"), Body: ui.Status(WaiverMachine.Name, string(w.State))},
		{Label: i18n.T(ctx, "drawing.borrower"), Value: v.Firm.In(ctx), Note: v.Loan.Ref},
		{Label: i18n.T(ctx, "drawing.waiver.due"), Value: i18n.Date(ctx, w.DueOn)},
		{Label: i18n.T(ctx, "drawing.waiver.amount.label"), Body: ui.Exact(w.AmountFen)},
		{Label: i18n.T(ctx, "drawing.fee.open"), Body: ui.Exact(f.OpenFen())},
		{Label: i18n.T(ctx, "drawing.reason"), Value: w.Reason},
		{Label: i18n.T(ctx, "drawing.proposed"), Value: v.People[w.MadeBy].In(ctx), Note: s.moment(ctx, w.Made)},
	}
	return append(facts, s.decidedFacts(ctx, w.State, v.People[w.DecidedBy], w.Decided, w.Answer)...)
}

// feeOptions are the due dates whose fees can be let go.
func feeOptions(ctx context.Context, x FeeSheet) (options []ui.Option) {
	for _, f := range x.open() {
		options = append(options, ui.Option{Value: f.DueOn, Label: i18n.Date(ctx, f.DueOn), Hint: i18n.Exact(ctx, f.OpenFen())})
	}
	return options
}
