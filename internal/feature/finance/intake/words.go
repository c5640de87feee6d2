package intake

// How intake words its data for pages.

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/shown"
)

func (s *Service) moment(ctx context.Context, t time.Time) string {
	return shown.Reader{Now: s.Now(), Calendar: s.Calendar}.Moment(ctx, t)
}

func (s *Service) head(ctx context.Context, v View) ui.CaseHead {
	b := v.Batch
	h := ui.CaseHead{
		Ref: b.Ref, Party: v.People[b.MadeBy].In(ctx), Title: i18n.T(ctx, "intake.kind."+b.Kind) + " · " + b.FileName, Machine: BatchMachine.Name, State: string(b.State),
		Next: ui.Next{Title: i18n.T(ctx, "intake.next."+string(b.State)), Over: BatchMachine.Final(b.State)},
	}
	next := BatchMachine.Row(b.State).Next
	h.Next.Mine = next != "" && slices.Contains(v.Moves, next) || b.State == Faulty && slices.Contains(v.Moves, "discard")
	if b.State == Accepted && !h.Next.Mine {
		h.Next.Hint = i18n.T(ctx, "intake.next.another")
	}
	if h.Next.Mine && next == "approve" && !confirmed(ctx, "approve:"+b.Hash) {
		h.Next.Button = ui.Button{Label: i18n.T(ctx, "intake.confirm"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/intake/"+b.ID) + "&purpose=" + url.QueryEscape("approve:"+b.Hash)}
	}
	return h
}

func (s *Service) batchFacts(ctx context.Context, v View) []ui.Fact {
	b := v.Batch
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "intake.lines"), Value: fmt.Sprint(len(b.Report.Lines))},
		{Label: i18n.T(ctx, "intake.sum."+b.Kind), Body: ui.Exact(b.Report.SumFen)},
		{Label: i18n.T(ctx, "intake.uploaded"), Value: v.People[b.MadeBy].In(ctx), Note: s.moment(ctx, b.Made)},
	}
	if b.StatedFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "intake.stated.label"), Body: ui.Exact(b.StatedFen)})
	}
	if b.DecidedBy != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "intake.decided."+string(b.State)), Value: v.People[b.DecidedBy].In(ctx), Note: s.moment(ctx, b.Decided)})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "intake.file_hash"), Value: b.FileHash, Mono: true}, ui.Fact{Label: i18n.T(ctx, "intake.report_hash"), Value: b.Hash, Mono: true})
}

func (s *Service) timeline(ctx context.Context, v View) []ui.Event {
	var out []ui.Event
	for _, it := range v.Events {
		e := ui.Event{What: i18n.T(ctx, "event."+it.Kind), At: s.moment(ctx, it.At), By: v.People[it.Person].In(ctx), Detail: it.Value("reason")}
		if it.Included() {
			e.ProofHref = "/log/entries/" + it.ID
		}
		out = append(out, e)
	}
	return out
}

// outcomeTable is what every sound line comes to.
func outcomeTable(ctx context.Context, b *Batch) ui.Table {
	if b.Kind == Receipts {
		return receiptTable(ctx, b.Report)
	}
	t := ui.Table{Caption: i18n.T(ctx, "intake.outcome.loans"), Columns: []ui.Column{{Label: i18n.T(ctx, "intake.col.contract")}, {Label: i18n.T(ctx, "intake.col.borrower")}, {Label: i18n.T(ctx, "intake.col.as_of"), Spare: true},
		{Label: i18n.T(ctx, "intake.col.balance"), Num: true}, {Label: i18n.T(ctx, "intake.col.accrued"), Num: true, Spare: true}, {Label: i18n.T(ctx, "intake.col.next"), Num: true}, {Label: i18n.T(ctx, "intake.col.ends"), Spare: true}}}
	for _, o := range b.Report.Lines {
		number := ui.Cell{Text: o.Number, Mono: true, Head: true, Small: i18n.T(ctx, "sheet.place.line", i18n.Args{"line": o.Line})}
		if o.Contract != "" && b.State == Booked {
			number.Href = "/contracts/" + o.Contract
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{number, {Text: o.Borrower.In(ctx)}, {Text: o.On}, {Text: i18n.Column(o.BalanceFen)}, {Text: i18n.Column(o.AccruedFen)},
			{Text: i18n.Column(o.NextFen), Small: o.NextOn}, {Text: o.EndsOn, Small: i18n.T(ctx, "intake.dates", i18n.Args{"n": o.Dates})}}})
	}
	return t
}

func receiptTable(ctx context.Context, r Report) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "intake.outcome.receipts"), Columns: []ui.Column{{Label: i18n.T(ctx, "intake.col.receipt")}, {Label: i18n.T(ctx, "intake.col.contract")}, {Label: i18n.T(ctx, "intake.col.received")},
		{Label: i18n.T(ctx, "intake.col.amount"), Num: true}, {Label: i18n.T(ctx, "intake.col.principal"), Num: true, Spare: true}, {Label: i18n.T(ctx, "intake.col.interest"), Num: true, Spare: true},
		{Label: i18n.T(ctx, "intake.col.rest"), Num: true, Spare: true}, {Label: i18n.T(ctx, "intake.col.waits"), Num: true, Spare: true}, {Label: i18n.T(ctx, "intake.col.owed"), Num: true}}}
	var sum Outcome
	for _, o := range r.Lines {
		posted := ""
		if o.PostedOn != "" {
			posted = i18n.T(ctx, "intake.posted", i18n.Args{"on": o.PostedOn})
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: o.Receipt, Mono: true, Head: true, Small: i18n.T(ctx, "sheet.place.line", i18n.Args{"line": o.Line})}, {Text: o.Number, Mono: true, Small: o.Borrower.In(ctx)}, {Text: o.On, Small: posted},
			{Text: i18n.Column(o.AmountFen)}, {Text: i18n.Column(o.PrincipalFen)}, {Text: i18n.Column(o.InterestFen)}, {Text: i18n.Column(o.PenaltyFen + o.OtherFen)}, {Text: i18n.Column(o.WaitsFen)}, {Text: i18n.Column(o.BalanceFen)}}})
		sum.AmountFen, sum.PrincipalFen, sum.InterestFen, sum.PenaltyFen, sum.WaitsFen = sum.AmountFen+o.AmountFen, sum.PrincipalFen+o.PrincipalFen, sum.InterestFen+o.InterestFen, sum.PenaltyFen+o.PenaltyFen+o.OtherFen, sum.WaitsFen+o.WaitsFen
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "intake.total"), Head: true}, {}, {}, {Text: i18n.Column(sum.AmountFen)}, {Text: i18n.Column(sum.PrincipalFen)}, {Text: i18n.Column(sum.InterestFen)}, {Text: i18n.Column(sum.PenaltyFen)}, {Text: i18n.Column(sum.WaitsFen)}, {}}})
	return t
}

func (s *Service) batchTable(ctx context.Context, l List) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "intake.list.title"), Columns: []ui.Column{{Label: i18n.T(ctx, "intake.col.ref")}, {Label: i18n.T(ctx, "intake.col.file")}, {Label: i18n.T(ctx, "intake.col.sum"), Num: true}, {Label: i18n.T(ctx, "intake.uploaded"), Spare: true}, {Label: i18n.T(ctx, "intake.col.state")}}}
	for _, b := range l.Batches {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: b.Ref, Mono: true, Head: true, Href: "/intake/" + b.ID}, {Text: i18n.T(ctx, "intake.kind."+b.Kind), Small: b.FileName}, {Text: i18n.Column(b.Report.SumFen)},
			{Text: l.People[b.MadeBy].In(ctx), Small: s.moment(ctx, b.Made)}, {Body: ui.Status(BatchMachine.Name, string(b.State))}}})
	}
	return t
}

func (s *Service) objectionTable(ctx context.Context, all []Objection, people map[string]i18n.Text, refs map[string]string) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "intake.objections"), Columns: []ui.Column{{Label: i18n.T(ctx, "intake.col.figure")}, {Label: i18n.T(ctx, "intake.col.told")}, {Label: i18n.T(ctx, "intake.col.note")}, {Label: i18n.T(ctx, "intake.col.by")}}}
	for _, o := range all {
		figure := ui.Cell{Text: i18n.T(ctx, "intake.figure."+o.Figure), Head: true}
		if ref := refs[o.Contract]; ref != "" {
			figure.Small, figure.Href = ref, "/contracts/"+o.Contract+"/objections"
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{figure, {Text: o.Told}, {Text: o.Note}, {Text: people[o.MadeBy].In(ctx), Small: s.moment(ctx, o.Made)}}})
	}
	return t
}

func figureOptions(ctx context.Context) (out []ui.Option) {
	for _, f := range Figures {
		out = append(out, ui.Option{Value: f, Label: i18n.T(ctx, "intake.figure."+f)})
	}
	return out
}

// loanFacts are the figures of a loan that can be objected to.
func loanFacts(ctx context.Context, l Loan) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "intake.col.owed"), Body: ui.Exact(l.BalanceFen)}}
	if l.NextOn != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "intake.col.next"), Body: ui.Exact(l.NextFen), Note: i18n.Date(ctx, l.NextOn)}, ui.Fact{Label: i18n.T(ctx, "intake.col.ends"), Value: i18n.Date(ctx, l.EndsOn)})
	}
	return facts
}
