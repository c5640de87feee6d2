package servicing

// How servicing words its data for pages.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanview"
	"kaigong.example/kaigong/internal/feature/finance/servicing/takeover"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/shown"
)

// reader words instants and clocks as of now at the park.
func (s *Service) reader() shown.Reader { return shown.Reader{Now: s.Now(), Calendar: s.Calendar} }

func (s *Service) moment(ctx context.Context, t time.Time) string { return s.reader().Moment(ctx, t) }

func (s *Service) timeline(ctx context.Context, v View) []ui.Event {
	return s.reader().Timeline(ctx, v.Events, v.People, detail)
}

func detail(ctx context.Context, it auditlog.Item) string {
	if n, err := strconv.ParseInt(it.Value("amount_fen"), 10, 64); err == nil {
		return i18n.Exact(ctx, money.Fen(n))
	}
	if n, err := strconv.ParseInt(it.Value("total_fen"), 10, 64); err == nil {
		return i18n.Exact(ctx, money.Fen(n)) + " · " + i18n.Date(ctx, it.Value("on"))
	}
	return ""
}

func (s *Service) head(ctx context.Context, v View) ui.CaseHead {
	c := v.Contract
	h := ui.CaseHead{
		Ref: c.Ref, Party: c.Agreement.BorrowerName.In(ctx) + i18n.T(ctx, "servicing.and") + c.Agreement.LenderName.In(ctx),
		Title: c.Agreement.ProductName.In(ctx) + " " + i18n.Wan(ctx, c.Agreement.Terms.AmountFen), Machine: ContractMachine.Name, State: string(c.State), Clock: s.reader().Ring(ctx, v.Clocks),
		Next: ui.Next{Title: i18n.T(ctx, "servicing.next."+string(c.State)), Over: ContractMachine.Final(c.State)},
		Tabs: []ui.Tab{{ID: "schedule", Label: i18n.T(ctx, "servicing.tab.schedule")}, {ID: "payments", Label: i18n.T(ctx, "servicing.tab.payments"), Count: len(v.Receipts)}, {ID: "documents", Label: i18n.T(ctx, "servicing.tab.documents"), Count: 1}, {ID: "people", Label: i18n.T(ctx, "servicing.tab.people")}},
	}
	row := ContractMachine.Row(c.State)
	h.Next.Mine = slices.Contains(v.Moves, row.Next)
	if next, ok := v.Next(); ok && pays(&c) {
		h.Next.Label = i18n.T(ctx, "servicing.next_payment")
		h.Next.Title = i18n.Exact(ctx, next.OpenFen())
		h.Next.Hint = i18n.Day(ctx, next.DueOn) + " · " + i18n.T(ctx, "servicing.no_of", i18n.Args{"no": next.No, "of": len(v.Installments)})
	}
	h.Next.Button = s.nextButton(ctx, v)
	return h
}

// nextButton is the one primary act of the reader, if it has a page of its own.
func (s *Service) nextButton(ctx context.Context, v View) ui.Button {
	base := "/contracts/" + v.Contract.ID
	can := func(move string) bool { return slices.Contains(v.Moves, move) }
	switch {
	case v.MaySign && !confirmed(ctx, v):
		return ui.Button{Label: i18n.T(ctx, "servicing.sign.confirm"), Icon: "fingerprint", Href: "/step-up?next=" + url.QueryEscape(base) + "&purpose=" + url.QueryEscape("sign:"+v.Contract.FileHash)}
	case can("disburse"):
		return ui.Button{Label: i18n.T(ctx, "servicing.disburse"), Icon: "coins", Href: base + "/disburse"}
	case can("prepay") && v.Contract.Quote != nil && v.Contract.Quote.On >= v.Today:
		return ui.Button{Label: i18n.T(ctx, "servicing.prepay"), Icon: "coins", Href: base + "/prepay"}
	case can("repay"), can("repay_defaulted"), can("recovery"):
		return ui.Button{Label: i18n.T(ctx, "servicing.repay"), Icon: "coin", Href: base + "/repay"}
	}
	return ui.Button{}
}

// confirmed reports whether the actor has freshly confirmed for this file.
func confirmed(ctx context.Context, v View) bool {
	return kernel.From(ctx).ConfirmedFor("sign:" + v.Contract.FileHash)
}

func (s *Service) termFacts(ctx context.Context, v View) []ui.Fact {
	t, c := v.Terms, v.Contract
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "servicing.principal"), Body: ui.Exact(t.AmountFen)},
		{Label: i18n.T(ctx, "servicing.rate"), Value: i18n.Percent(t.RatePPM), Note: t.DayCount},
		{Label: i18n.T(ctx, "servicing.repayment"), Value: loanbook.RepaymentText(t.Repayment).In(ctx)},
		{Label: i18n.T(ctx, "servicing.term"), Value: i18n.T(ctx, "servicing.n_months", i18n.Args{"n": t.TermMonths})},
		{Label: i18n.T(ctx, "servicing.rounding"), Value: loanbook.RoundingText(money.Rounding(t.Rounding)).In(ctx)},
		{Label: i18n.T(ctx, "servicing.prepay_charge"), Value: i18n.Percent(t.PrepayPPM)},
		penaltyFact(ctx, t),
		{Label: i18n.T(ctx, "servicing.allocation"), Value: t.Allocation.Text().In(ctx)},
	}
	if c.DisbursedOn != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.disbursed_on"), Value: i18n.Date(ctx, c.DisbursedOn), Note: c.PayoutRef}, ui.Fact{Label: i18n.T(ctx, "servicing.balance"), Body: ui.Exact(c.BalanceFen)})
	}
	facts = append(append(facts, loanview.Line(ctx, &c)...), takeover.Facts(ctx, c.Agreement.Opening)...)
	if n := len(v.Versions); n > 1 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.versions"), Value: i18n.T(ctx, "servicing.versions.in_force", i18n.Args{"no": n, "on": i18n.Date(ctx, v.Versions[n-1].FromOn)}), Note: v.Versions[n-1].Reason})
	}
	facts = append(facts, renewal(ctx, v)...)
	if v.Class != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.class"), Value: v.Class, Note: v.ClassWhy})
	}
	if v.PausedUntil != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.paused"), Value: i18n.T(ctx, "servicing.paused.until", i18n.Args{"on": i18n.Date(ctx, v.PausedUntil)})})
	}
	if c.WrittenOn != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.written"), Body: ui.Exact(c.WrittenFen), Note: i18n.Date(ctx, c.WrittenOn)})
	}
	if c.UnappliedFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.unapplied"), Body: ui.Exact(c.UnappliedFen), Note: i18n.T(ctx, "servicing.unapplied.note")})
	}
	return facts
}

// renewal links a loan with the one that it renews, and with the one that renews it.
func renewal(ctx context.Context, v View) (facts []ui.Fact) {
	if r := v.Contract.Agreement.Renews; r != nil {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.renews"), Body: contractLink(r.Contract, r.Ref), Note: i18n.Date(ctx, r.On)})
	}
	if c := v.Contract; c.RenewedBy != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "servicing.renewed_by"), Body: contractLink(c.RenewedBy, renewedRef(v)), Note: i18n.Date(ctx, c.ClosedOn)})
	}
	return facts
}

// renewedRef is the reference of the contract that renewed a loan: the number of
// the receipt by which it settled it.
func renewedRef(v View) string {
	for _, r := range v.Receipts {
		if r.Kind == loanbook.Renewal {
			return r.Number
		}
	}
	return ""
}

func (s *Service) signatures(ctx context.Context, v View) []ui.Fact {
	var facts []ui.Fact
	for _, x := range []struct {
		key string
		sig Signature
	}{{"servicing.borrower", v.Contract.ByBorrower}, {"servicing.lender", v.Contract.ByLender}} {
		f := ui.Fact{Label: i18n.T(ctx, x.key), Value: i18n.T(ctx, "servicing.unsigned")}
		if x.sig.By != "" {
			f.Value, f.Note = v.People[x.sig.By].In(ctx), i18n.T(ctx, "servicing.signed_at", i18n.Args{"at": s.moment(ctx, x.sig.At)})
		}
		facts = append(facts, f)
	}
	return facts
}

// table is the schedule; ?why=3 opens the explanation of the third row.
func (s *Service) table(ctx context.Context, v View, why string) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "servicing.tab.schedule"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "servicing.col.no")}, {Label: i18n.T(ctx, "servicing.col.due")}, {Label: i18n.T(ctx, "servicing.col.total"), Num: true}, {Label: i18n.T(ctx, "servicing.principal"), Num: true, Spare: true},
		{Label: i18n.T(ctx, "servicing.interest"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.fees"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.col.balance"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.col.state")}, {Label: i18n.T(ctx, "servicing.why"), Hidden: true}}}
	next, _ := v.Next()
	var total, principal, interest, fees money.Fen
	for _, i := range v.Installments {
		line := ui.Line{Cells: []ui.Cell{
			{Text: strconv.Itoa(i.No), Head: true}, {Text: i.DueOn, Small: collects(ctx, i)}, {Text: i18n.Column(i.TotalFen())}, {Text: i18n.Column(i.PrincipalFen)}, {Text: i18n.Column(i.InterestFen)}, {Text: i18n.Column(i.FeesFen())}, {Text: i18n.Column(i.BalanceFen)},
			{Body: chip(ctx, i, next, v.Today)}, {Text: i18n.T(ctx, "servicing.why"), Href: "/contracts/" + v.Contract.ID + "?why=" + strconv.Itoa(i.No) + "#why"}}}
		switch {
		case i.Paid():
			line.Kind = ui.LinePast
		case i.No == next.No:
			line.Kind = ui.LineNow
		}
		if why == strconv.Itoa(i.No) {
			line.Below = ui.WhyBox(v.why().Box(ctx, i))
		}
		total, principal, interest, fees = total+i.TotalFen(), principal+i.PrincipalFen, interest+i.InterestFen, fees+i.FeesFen()
		t.Lines = append(t.Lines, line)
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "servicing.total"), Head: true}, {}, {Text: i18n.Column(total)}, {Text: i18n.Column(principal)}, {Text: i18n.Column(interest)}, {Text: i18n.Column(fees)}, {}, {}, {}}})
	if v.Terms.Use.Kind == kernel.OneSum {
		loanview.Drop(&t, 5) // no fee falls due with its rows
	}
	return t
}

func collects(ctx context.Context, i Installment) string {
	if i.CollectOn == i.DueOn {
		return ""
	}
	return i18n.T(ctx, "servicing.collected_on", i18n.Args{"on": i18n.Day(ctx, i.CollectOn)})
}

func chip(ctx context.Context, i, next Installment, today string) templ.Component {
	switch {
	case i.Paid():
		return ui.Chip(ui.Ok, "circle-check", i18n.T(ctx, "servicing.chip.paid"))
	case i.CollectOn < today:
		return ui.Chip(ui.Risk, "alert-triangle", i18n.T(ctx, "servicing.chip.overdue"))
	case i.No == next.No:
		return ui.Chip(ui.Act, "arrow-forward", i18n.T(ctx, "servicing.chip.next"))
	}
	return ui.Chip(ui.End, "hourglass", i18n.T(ctx, "servicing.chip.later"))
}

func (s *Service) listTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "servicing.list.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "servicing.col.ref")}, {Label: i18n.T(ctx, "servicing.borrower")}, {Label: i18n.T(ctx, "servicing.lender"), Spare: true}, {Label: i18n.T(ctx, "servicing.col.amount"), Num: true},
		{Label: i18n.T(ctx, "servicing.col.owed"), Num: true, Spare: true}, {Label: i18n.T(ctx, "servicing.disbursed_on"), Spare: true}, {Label: i18n.T(ctx, "servicing.col.state")}}}
	for _, r := range rows {
		c := r.Contract
		ref := ui.Cell{Text: c.Ref, Mono: true, Head: true}
		owed := ui.Cell{Text: "–"}
		if r.Linked {
			ref.Href = "/contracts/" + c.ID
			owed.Text = i18n.Column(c.BalanceFen)
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{ref, {Text: r.Borrower.In(ctx)}, {Text: r.Lender.In(ctx)}, {Text: i18n.Column(c.Agreement.Terms.AmountFen)}, owed, {Text: c.DisbursedOn}, {Body: ui.Status(ContractMachine.Name, string(c.State))}}})
	}
	return t
}
