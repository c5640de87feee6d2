package origination

// Offers side by side: a row per term, a column per offer, nothing ranked. What
// differs from the need is flagged, the lowest of several is named.

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// compared is an offer with what follows from its terms if it were paid out
// today.
type compared struct {
	OfferView
	need     Need
	schedule instalment.Schedule
	cost     money.PPM // all in, a year
	total    money.Fen // interest and fees
	peak     instalment.Installment
	months   int       // of the longest offer, so that charts share an axis
	top      money.Fen // the highest payment of several offers, 0 for one alone
}

// compare works every offer out. An offer whose terms the engine refuses cannot
// have been issued.
func (s *Service) compare(a Application, offers []OfferView) ([]compared, error) {
	out := make([]compared, len(offers))
	var months int
	var top money.Fen
	for i, o := range offers {
		schedule, err := s.quote(o.Offer.Terms)
		if err != nil {
			return nil, err
		}
		c := compared{OfferView: o, need: a.Need, schedule: schedule, total: schedule.TotalInterest() + o.Offer.Terms.FeeFen}
		c.cost, _ = instalment.AnnualCost(schedule.Flows(o.Offer.Terms.FeeFen))
		c.peak = slices.MaxFunc(schedule.Installments, func(x, y instalment.Installment) int { return int(x.Total - y.Total) })
		months, top = max(months, o.Offer.Terms.TermMonths), max(top, c.peak.Total)
		out[i] = c
	}
	for i := range out {
		if out[i].months = months; len(out) > 1 {
			out[i].top = top
		}
	}
	return out, nil
}

// term is a row of the comparison. least, where there is one, is the number by
// which the lowest of several is named.
type term struct {
	label, brief string
	cell         func(context.Context, *Service, compared) ui.OfferCell
	least        func(compared) int64
}

// comparison is what an enterprise decides by, the most telling first.
var comparison = []term{
	{"origination.offers.cost", "origination.offers.cost.brief", costCell, func(c compared) int64 { return int64(c.cost) }},
	{"origination.offers.amount", "origination.offers.amount.brief", amountCell, nil},
	{"origination.offers.total", "origination.offers.total.brief", totalCell, func(c compared) int64 { return int64(c.total) }},
	{"origination.offers.peak", "origination.offers.peak.brief", peakCell, func(c compared) int64 { return int64(c.peak.Total) }},
	{"origination.offers.rhythm", "", rhythmCell, nil},
	{"origination.offers.first", "", firstCell, nil},
	{"origination.offers.security", "", func(ctx context.Context, _ *Service, c compared) ui.OfferCell {
		return ui.OfferCell{Value: i18n.T(ctx, "kernel.security."+c.Offer.Terms.Security)}
	}, nil},
	{"origination.offer.conditions", "", conditionsCell, nil},
	{"origination.offers.early", "", earlyCell, nil},
	{"origination.offers.penalty", "", penaltyCell, nil},
	{"origination.offers.allocation", "", allocationCell, nil},
	{"origination.offers.validity", "", validityCell, nil},
}

// offerTable sets the offers beside each other.
func (s *Service) offerTable(ctx context.Context, a Application, all []compared) ui.OfferTable {
	t := ui.OfferTable{Caption: i18n.T(ctx, "origination.offers.title")}
	for _, c := range all {
		t.Offers = append(t.Offers, s.offerColumn(ctx, a, c.OfferView, len(all) == 1))
	}
	for _, x := range comparison {
		row := ui.OfferRow{Label: i18n.T(ctx, x.label)}
		if x.brief != "" {
			row.BriefLabel = i18n.T(ctx, x.brief)
		}
		for _, c := range all {
			cell := x.cell(ctx, s, c)
			cell.Lowest = x.least != nil && !slices.ContainsFunc(all, func(o compared) bool { return x.least(o) < x.least(c) })
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// offerColumn heads an offer. Of several none is preferred by its button.
func (s *Service) offerColumn(ctx context.Context, a Application, o OfferView, alone bool) ui.OfferColumn {
	c := ui.OfferColumn{Lender: o.Lender.In(ctx), Short: o.Lender.In(ctx), Product: o.Product.In(ctx), Ref: o.Offer.Ref}
	if o.Open && a.State == OffersOpen {
		c.Action = ui.Btn(ui.Button{Label: i18n.T(ctx, "origination.accept"), Href: "/applications/" + a.ID + "/offers/" + o.Offer.ID + "/accept", Block: !alone, Primary: alone})
	} else {
		c.Action = ui.Status(OfferMachine.Name, string(o.Offer.State))
	}
	return c
}

func costCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	cell := ui.OfferCell{Value: i18n.Percent(c.cost), Size: ui.OfferBig, Brief: i18n.Percent(c.cost), Note: i18n.T(ctx, "origination.offers.nominal", i18n.Args{"rate": c.Offer.Terms.RatePPM})}
	if most := c.need.RateCapPPM; most > 0 && c.cost > most {
		cell.Flag = i18n.T(ctx, "origination.offers.above_cap", i18n.Args{"rate": most})
	}
	return cell
}

func amountCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	amount := c.Offer.Terms.AmountFen
	got := amount - c.Offer.Terms.FeeFen
	cell := ui.OfferCell{Body: ui.Wan(amount), Size: ui.OfferMid, Brief: i18n.Wan(ctx, amount)}
	switch less := c.need.AmountFen - amount; {
	case less > 0:
		cell.Flag = i18n.T(ctx, "origination.offers.less", i18n.Args{"amount": i18n.Wan(ctx, less)})
	case got < amount:
		cell.Note = i18n.T(ctx, "origination.offers.received", i18n.Args{"amount": got})
	default:
		cell.Note = i18n.T(ctx, "origination.offers.in_full")
	}
	return cell
}

func totalCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	key := "origination.offers.no_fee"
	if c.Offer.Terms.FeeFen > 0 {
		key = "origination.offers.with_fee"
	}
	return ui.OfferCell{Body: ui.Exact(c.total), Size: ui.OfferMid, Brief: i18n.Column(c.total), Note: i18n.T(ctx, key, i18n.Args{"fee": c.Offer.Terms.FeeFen, "term": c.Offer.Terms.TermMonths})}
}

// peakCell shows the highest payment; one that also returns the whole
// principal is flagged with its day.
func peakCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	cell := ui.OfferCell{Body: ui.Exact(c.peak.Total), Size: ui.OfferMid, Brief: i18n.Column(c.peak.Total), Note: i18n.T(ctx, "kernel.repayment."+string(c.Offer.Terms.Repayment))}
	if c.peak.Principal == c.Offer.Terms.AmountFen {
		cell.Flag = i18n.T(ctx, "origination.offers.at_once", i18n.Args{"on": i18n.Date(ctx, c.peak.Due.String())})
	}
	return cell
}

func rhythmCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	d := stackOf(ctx, c.schedule)
	for len(d.X) < c.months { // an axis as long as that of the longest offer
		d.X = append(d.X, strconv.Itoa(len(d.X)+1))
		d.Principal, d.Interest = append(d.Principal, 0), append(d.Interest, 0)
	}
	d.Shared, d.Every = c.top, max(0, c.months/4-1)
	alt := i18n.T(ctx, "origination.offers.alt", i18n.Args{"n": len(c.schedule.Installments), "interest": c.schedule.TotalInterest()})
	return ui.OfferCell{Body: ui.StackChart(ui.Chart{Alt: alt, Size: ui.ChartSmall, Table: quoteTable(ctx, c.schedule)}, d)}
}

func firstCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	first := c.schedule.Installments[0]
	return ui.OfferCell{Value: i18n.Date(ctx, first.Due.String()), Note: i18n.Exact(ctx, first.Total)}
}

func conditionsCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	lines := slices.DeleteFunc(strings.Split(c.Offer.Conditions, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(lines) == 0 {
		return ui.OfferCell{Value: i18n.T(ctx, "origination.offers.no_conditions")}
	}
	return ui.OfferCell{List: lines}
}

func earlyCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	if c.Offer.Terms.PrepayPPM == 0 {
		return ui.OfferCell{Value: i18n.T(ctx, "origination.offers.early.free")}
	}
	return ui.OfferCell{Value: i18n.T(ctx, "origination.offers.early.charge", i18n.Args{"rate": c.Offer.Terms.PrepayPPM})}
}

// penaltyCell says what a payment that comes late costs.
func penaltyCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	value, note := penaltyWords(ctx, c.Offer.Terms)
	return ui.OfferCell{Value: value, Note: note}
}

// allocationCell says what a payment goes to first.
func allocationCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	return ui.OfferCell{Value: c.Offer.Terms.Allocation.Text().In(ctx)}
}

// penaltyWords are the yearly rate of penalty interest and what bears it.
func penaltyWords(ctx context.Context, t kernel.LoanTerms) (rate, note string) {
	if t.UpliftPPM == 0 {
		return i18n.T(ctx, "origination.offers.penalty.none"), ""
	}
	key := "origination.offers.penalty.on_principal"
	if t.UpliftOnInterest {
		key = "origination.offers.penalty.on_both"
	}
	return i18n.Rate(t.PenaltyPPM()), i18n.T(ctx, key, i18n.Args{"uplift": t.UpliftPPM})
}

// validityCell says until when, and that the lender has set the money aside.
func validityCell(ctx context.Context, _ *Service, c compared) ui.OfferCell {
	note := i18n.T(ctx, "origination.offers.until", i18n.Args{"on": i18n.Date(ctx, c.Offer.ValidTo)})
	if c.Late {
		note += i18n.T(ctx, "ui.sep") + i18n.T(ctx, "origination.offers.late")
	}
	if !c.Open {
		return ui.OfferCell{Value: note}
	}
	return ui.OfferCell{Body: ui.Chip(ui.Ok, "lock", i18n.T(ctx, "origination.offers.reserved")), Note: note}
}

// closing is when the first of the open offers ends, the zero time when none is
// open.
func (s *Service) closing(offers []Offer) (first time.Time) {
	for _, o := range offers {
		if end := o.end(s.Calendar.Zone()); o.Open(s.Now(), s.Calendar.Zone()) && (first.IsZero() || end.Before(first)) {
			first = end
		}
	}
	return first
}

// closingClock is the time left to choose.
func (s *Service) closingClock(ctx context.Context, a Application, all []compared) ui.Clock {
	var offers []Offer
	for _, c := range all {
		offers = append(offers, c.Offer)
	}
	end := s.closing(offers)
	if a.State != OffersOpen || end.IsZero() {
		return ui.Clock{}
	}
	left := i18n.Remaining(s.Calendar.Left(s.Now(), end))
	return ui.NewClock(left, i18n.T(ctx, "origination.due", i18n.Args{"at": s.moment(ctx, end)}), i18n.Left(ctx, left), int(1000*s.Calendar.Used(all[0].Offer.Issued, end, s.Now())))
}

func stackOf(ctx context.Context, sch instalment.Schedule) ui.StackData {
	d := ui.StackData{Names: [2]string{i18n.T(ctx, "origination.principal"), i18n.T(ctx, "origination.interest_word")}}
	for _, r := range sch.Installments {
		d.X = append(d.X, strconv.Itoa(r.No))
		d.Principal = append(d.Principal, r.Principal)
		d.Interest = append(d.Interest, r.Interest)
	}
	return d
}

func quoteTable(ctx context.Context, sch instalment.Schedule) *ui.Table {
	t := &ui.Table{Caption: i18n.T(ctx, "origination.offers.schedule"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "origination.col.no")}, {Label: i18n.T(ctx, "origination.col.total"), Num: true}, {Label: i18n.T(ctx, "origination.principal"), Num: true}, {Label: i18n.T(ctx, "origination.interest_word"), Num: true}, {Label: i18n.T(ctx, "origination.col.balance"), Num: true}}}
	for _, r := range sch.Installments {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: strconv.Itoa(r.No), Head: true}, {Text: i18n.Column(r.Total)}, {Text: i18n.Column(r.Principal)}, {Text: i18n.Column(r.Interest)}, {Text: i18n.Column(r.Balance)}}})
	}
	return t
}

// quote is the schedule that an offer would have if it were paid out today.
func (s *Service) quote(t kernel.LoanTerms) (instalment.Schedule, error) {
	today := s.today()
	return instalment.Post(instalment.Plan{
		Principal: t.AmountFen, Rate: t.RatePPM, Disbursed: loan.Civil(today.Year, int(today.Month), today.Day), TermMonths: t.TermMonths,
		Repayment: instalment.Repayment(t.Repayment), DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding),
	})
}
