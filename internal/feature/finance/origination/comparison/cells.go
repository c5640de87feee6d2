package comparison

// The rows of a comparison: one term each, worded for every offer.

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// term is a row of the comparison. least, where there is one, is the number by
// which the lowest of several is named.
type term struct {
	label, brief string
	cell         func(ctx context.Context, c Worked, all []Worked) ui.OfferCell
	least        func(Worked) int64
	several      bool              // says something only where there are several offers
	where        func(Worked) bool // says something only where an offer is like this
}

// terms are what an enterprise decides by, the most telling first.
var terms = []term{
	{label: "comparison.cost", brief: "comparison.cost.brief", cell: costCell, least: func(c Worked) int64 { return int64(c.Cost) }},
	{label: "comparison.amount", brief: "comparison.amount.brief", cell: amountCell},
	{label: "comparison.total", brief: "comparison.total.brief", cell: totalCell, least: func(c Worked) int64 { return int64(c.Total) }},
	{label: "comparison.subsidy", brief: "comparison.subsidy", cell: subsidyCell, where: func(c Worked) bool { return c.Subsidy != nil }},
	{label: "comparison.peak", brief: "comparison.peak.brief", cell: peakCell, least: func(c Worked) int64 { return int64(c.Peak.Total) }},
	{label: "comparison.outdone", cell: outdoneCell, several: true},
	{label: "comparison.use", cell: useCell, where: func(c Worked) bool { return c.Terms.Use.Kind != kernel.OneSum }},
	{label: "comparison.rhythm", cell: rhythmCell},
	{label: "comparison.first", cell: firstCell},
	{label: "comparison.security", cell: securityCell},
	{label: "comparison.conditions", cell: conditionsCell},
	{label: "comparison.early", cell: earlyCell},
	{label: "comparison.penalty", cell: penaltyCell},
	{label: "comparison.allocation", cell: allocationCell},
	{label: "comparison.validity", cell: validityCell},
}

// subsidyCell shows what a scheme is expected to pay back, beside the cost.
func subsidyCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	x := c.Subsidy
	if x == nil {
		return ui.OfferCell{Value: i18n.T(ctx, "comparison.subsidy.none"), Brief: i18n.T(ctx, "comparison.subsidy.none")}
	}
	sum := c.SubsidyFen()
	note := i18n.T(ctx, "comparison.subsidy.note", i18n.Args{"scheme": x.Scheme, "rate": x.RatePPM, "on": i18n.Date(ctx, x.UntilOn)})
	if x.CapFen > 0 {
		note += i18n.T(ctx, "comparison.subsidy.most", i18n.Args{"cap": i18n.Wan(ctx, x.CapFen)})
	}
	return ui.OfferCell{Body: ui.Exact(sum), Size: ui.OfferMid, Brief: i18n.Column(sum), Note: note}
}

// securityCell names the guarantor, and what the guarantee costs.
func securityCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	cell := ui.OfferCell{Value: i18n.T(ctx, "kernel.security."+c.Terms.Security)}
	if c.Terms.Guarantor != "" {
		cell.Note = i18n.T(ctx, "comparison.guarantor", i18n.Args{"name": c.Guarantor, "rate": c.Terms.GuaranteeFeePPM, "fee": c.FeesFen()})
	}
	return cell
}

// outdoneCell says which offers are at least as good in all that is a number.
func outdoneCell(ctx context.Context, c Worked, all []Worked) ui.OfferCell {
	by := Outdone(c, all)
	if len(by) == 0 {
		return ui.OfferCell{Value: i18n.T(ctx, "comparison.outdone.none")}
	}
	var names []string
	for _, o := range by {
		names = append(names, o.Lender.In(ctx))
	}
	return ui.OfferCell{Value: i18n.T(ctx, "comparison.outdone.by", i18n.Args{"names": strings.Join(names, i18n.T(ctx, "origination.comma"))})}
}

func costCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	cell := ui.OfferCell{Value: i18n.Percent(c.Cost), Size: ui.OfferBig, Brief: i18n.Percent(c.Cost), Note: i18n.T(ctx, "comparison.nominal", i18n.Args{"rate": c.Terms.RatePPM})}
	if most := c.Need.RateCapPPM; most > 0 && c.Cost > most {
		cell.Flag = i18n.T(ctx, "comparison.above_cap", i18n.Args{"rate": most})
	}
	return cell
}

func amountCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	amount := c.Terms.AmountFen
	got := amount - c.Terms.FeeFen
	cell := ui.OfferCell{Body: ui.Wan(amount), Size: ui.OfferMid, Brief: i18n.Wan(ctx, amount)}
	switch less := c.Need.AmountFen - amount; {
	case less > 0:
		cell.Flag = i18n.T(ctx, "comparison.less", i18n.Args{"amount": i18n.Wan(ctx, less)})
	case c.Terms.First() < amount:
		cell.Note = i18n.T(ctx, "comparison.first_of", i18n.Args{"amount": c.Terms.First() - c.Terms.FeeFen})
	case got < amount:
		cell.Note = i18n.T(ctx, "comparison.received", i18n.Args{"amount": got})
	default:
		cell.Note = i18n.T(ctx, "comparison.in_full")
	}
	return cell
}

func totalCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	key, fees := "comparison.no_fee", c.Terms.FeeFen+c.FeesFen()+c.LineFees
	if fees > 0 {
		key = "comparison.with_fee"
	}
	return ui.OfferCell{Body: ui.Exact(c.Total), Size: ui.OfferMid, Brief: i18n.Column(c.Total), Note: i18n.T(ctx, key, i18n.Args{"fee": fees, "term": c.Terms.TermMonths})}
}

// useCell says how the money may be used, and under which assumption the offer was
// worked out where it is drawn in parts.
func useCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	u := c.Terms.Use
	cell := ui.OfferCell{Value: u.Text().In(ctx), Brief: i18n.T(ctx, "kernel.use."+string(u.Kind))}
	if u.Kind != kernel.OneSum {
		cell.Note = i18n.T(ctx, "comparison.use.fees", i18n.Args{"fees": u.FeesText().In(ctx)}) + i18n.T(ctx, "comparison.use."+string(u.Kind), i18n.Args{"fee": c.LineFees})
	}
	return cell
}

// peakCell shows the highest payment; one that also returns the whole
// principal is flagged with its day.
func peakCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	cell := ui.OfferCell{Body: ui.Exact(c.Peak.Total), Size: ui.OfferMid, Brief: i18n.Column(c.Peak.Total), Note: i18n.T(ctx, "kernel.repayment."+string(c.Terms.Repayment))}
	if c.Peak.Principal == c.Terms.AmountFen {
		cell.Flag = i18n.T(ctx, "comparison.at_once", i18n.Args{"on": i18n.Date(ctx, c.Peak.Due.String())})
	}
	return cell
}

func rhythmCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	d := stackOf(ctx, c.Schedule)
	for len(d.X) < c.months { // an axis as long as that of the longest offer
		d.X = append(d.X, strconv.Itoa(len(d.X)+1))
		d.Principal, d.Interest = append(d.Principal, 0), append(d.Interest, 0)
	}
	d.Shared, d.Every = c.top, max(0, c.months/4-1)
	alt := i18n.T(ctx, "comparison.alt", i18n.Args{"n": len(c.Schedule.Installments), "interest": c.Schedule.TotalInterest()})
	return ui.OfferCell{Body: ui.StackChart(ui.Chart{Alt: alt, Size: ui.ChartSmall, Table: quoteTable(ctx, c.Schedule)}, d)}
}

func firstCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	first := c.Schedule.Installments[0]
	return ui.OfferCell{Value: i18n.Date(ctx, first.Due.String()), Note: i18n.Exact(ctx, first.Total)}
}

func conditionsCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	lines := slices.DeleteFunc(strings.Split(c.Conditions, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(lines) == 0 {
		return ui.OfferCell{Value: i18n.T(ctx, "comparison.no_conditions")}
	}
	return ui.OfferCell{List: lines}
}

func earlyCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	if c.Terms.PrepayPPM == 0 {
		return ui.OfferCell{Value: i18n.T(ctx, "comparison.early.free")}
	}
	return ui.OfferCell{Value: i18n.T(ctx, "comparison.early.charge", i18n.Args{"rate": c.Terms.PrepayPPM})}
}

// penaltyCell says what a payment that comes late costs.
func penaltyCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	value, note := c.Terms.LateIn(ctx)
	return ui.OfferCell{Value: value, Note: note}
}

// allocationCell says what a payment goes to first.
func allocationCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	return ui.OfferCell{Value: c.Terms.Allocation.Text().In(ctx)}
}

// validityCell says until when, and that the lender has set the money aside.
func validityCell(ctx context.Context, c Worked, _ []Worked) ui.OfferCell {
	note := i18n.T(ctx, "comparison.until", i18n.Args{"on": i18n.Date(ctx, c.ValidTo)})
	if c.Late {
		note += i18n.T(ctx, "ui.sep") + i18n.T(ctx, "comparison.late")
	}
	if !c.Open {
		return ui.OfferCell{Value: note}
	}
	return ui.OfferCell{Body: ui.Chip(ui.Ok, "lock", i18n.T(ctx, "comparison.reserved")), Note: note}
}

// stackOf is a schedule by months.
func stackOf(ctx context.Context, sch instalment.Schedule) ui.StackData {
	d := ui.StackData{Names: [2]string{i18n.T(ctx, "comparison.principal"), i18n.T(ctx, "comparison.interest")}}
	for _, r := range sch.Installments {
		for month := len(d.X) + 1; sch.Plan.Disbursed.AddMonths(month) < r.Due; month++ { // nothing is paid before a bullet
			d.X, d.Principal, d.Interest = append(d.X, strconv.Itoa(month)), append(d.Principal, 0), append(d.Interest, 0)
		}
		d.X = append(d.X, strconv.Itoa(len(d.X)+1))
		d.Principal = append(d.Principal, r.Principal)
		d.Interest = append(d.Interest, r.Interest)
	}
	return d
}

func quoteTable(ctx context.Context, sch instalment.Schedule) *ui.Table {
	t := &ui.Table{Caption: i18n.T(ctx, "comparison.schedule"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "comparison.col.no")}, {Label: i18n.T(ctx, "comparison.col.total"), Num: true}, {Label: i18n.T(ctx, "comparison.principal"), Num: true}, {Label: i18n.T(ctx, "comparison.interest"), Num: true}, {Label: i18n.T(ctx, "comparison.col.balance"), Num: true}}}
	for _, r := range sch.Installments {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: strconv.Itoa(r.No), Head: true}, {Text: i18n.Column(r.Total)}, {Text: i18n.Column(r.Principal)}, {Text: i18n.Column(r.Interest)}, {Text: i18n.Column(r.Balance)}}})
	}
	return t
}
