package origination

// Headers, lists and figures of the pages: data in, components' inputs out.

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// head is the header card of an application for its reader.
func (s *Service) head(ctx context.Context, v View) ui.CaseHead {
	a := v.Application
	h := ui.CaseHead{
		Ref: a.Ref, Party: v.Borrower.Short.In(ctx), Title: i18n.T(ctx, "origination.purpose."+a.Need.Purpose) + " " + i18n.Wan(ctx, a.Need.AmountFen),
		Machine: ApplicationMachine.Name, State: string(a.State), Clock: s.reader().Ring(ctx, v.Clocks), Steps: s.steps(ctx, a, v.Events),
		Next: ui.Next{Title: i18n.T(ctx, "origination.next."+string(a.State)), Over: ApplicationMachine.Final(a.State)},
		Tabs: []ui.Tab{{ID: "facts", Label: i18n.T(ctx, "origination.tab.facts")}, {ID: "documents", Label: i18n.T(ctx, "origination.tab.documents"), Count: len(v.Files)}, {ID: "people", Label: i18n.T(ctx, "origination.tab.people")}},
	}
	if a.State == Published || a.State == InReview {
		h.Clock = s.answersClock(ctx, a)
	}
	row := ApplicationMachine.Row(a.State)
	h.Next.Mine = row.Next != "" && slices.Contains(v.Moves, row.Next) || a.State == OffersOpen && kernel.From(ctx).Party == a.Borrower
	borrower := kernel.From(ctx).Party == a.Borrower
	switch {
	case a.State == OffersOpen && borrower:
		h.Next.Button = ui.Button{Label: i18n.T(ctx, "origination.offers.compare"), Icon: "scale", Href: "/applications/" + a.ID + "/offers"}
	case len(a.Contracts) == 1 && borrower:
		h.Next.Button = ui.Button{Label: i18n.T(ctx, "origination.contract.open"), Icon: "file-check", Href: "/contracts/" + a.Contracts[0]}
	case len(a.Contracts) > 1 && borrower:
		h.Next.Button = ui.Button{Label: i18n.T(ctx, "origination.contracts.open", i18n.Args{"n": len(a.Contracts)}), Icon: "file-check", Href: "/contracts"}
	}
	return h
}

func (s *Service) caseHead(ctx context.Context, v CaseView) ui.CaseHead {
	row := LenderCaseMachine.Row(v.Case.State)
	h := ui.CaseHead{
		Ref: v.Ref, Title: i18n.T(ctx, "origination.purpose."+v.Profile.Purpose) + " " + i18n.Wan(ctx, v.Profile.AmountFen),
		Party: i18n.T(ctx, "origination.anonymous"), Machine: LenderCaseMachine.Name, State: string(v.Case.State), Clock: s.reader().Ring(ctx, v.Clocks, v.Pauses...),
		Next: ui.Next{Title: i18n.T(ctx, "origination.next.case."+string(v.Case.State)), Mine: row.Next != "" && slices.Contains(v.Moves, row.Next), Over: v.Case.State == Declined || LenderCaseMachine.Final(v.Case.State)},
	}
	if v.Case.State == Offered { // what the enterprise makes of it
		h.Next.Title, h.Next.Over = i18n.T(ctx, "origination.next."+string(v.State)), ApplicationMachine.Final(v.State)
	}
	if v.MayIssue {
		h.Next = ui.Next{Title: i18n.T(ctx, "origination.next.case.issue"), Mine: true}
	}
	if v.Open {
		h.Party = v.Named.Short.In(ctx)
	}
	return h
}

func (s *Service) applicationTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "origination.list.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "origination.col.ref")}, {Label: i18n.T(ctx, "origination.col.enterprise")}, {Label: i18n.T(ctx, "origination.col.purpose"), Spare: true},
		{Label: i18n.T(ctx, "origination.col.amount"), Num: true}, {Label: i18n.T(ctx, "origination.col.submitted"), Spare: true}, {Label: i18n.T(ctx, "origination.col.state")}}}
	for _, r := range rows {
		a := r.Application
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: a.Ref, Href: "/applications/" + a.ID, Mono: true, Head: true}, {Text: r.Borrower.In(ctx)}, {Text: purposeWord(ctx, a.Need.Purpose)},
			{Text: i18n.Column(a.Need.AmountFen)}, {Text: s.moment(ctx, a.Submitted)}, {Body: ui.Status(ApplicationMachine.Name, string(a.State))}}})
	}
	return t
}

func purposeWord(ctx context.Context, purpose string) string {
	if purpose == "" {
		return ""
	}
	return i18n.T(ctx, "origination.purpose."+purpose)
}

func fileNeed(ctx context.Context, f File) []ui.Fact { return f.Need.Facts(ctx) }

// Facts words what the park verified, with the credit code where it may be read.
func (f File) Facts(ctx context.Context) []ui.Fact {
	var facts []ui.Fact
	if f.Borrower.CreditCode != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.credit_code"), Value: string(f.Borrower.CreditCode), Mono: true, Source: i18n.T(ctx, "origination.checked_digit")})
	}
	own := ""
	if f.Company != nil {
		own = strconv.Itoa(f.Company.HeadcountNow) + " / " + strconv.Itoa(f.Company.HeadcountFull)
	}
	return append(facts, f.Verdict.Facts(ctx, own, i18n.T(ctx, "origination.verified"))...)
}

func (s *Service) termFacts(ctx context.Context, o Offer) []ui.Fact {
	t := o.Terms
	late, bears := t.LateIn(ctx)
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "origination.amount"), Body: ui.Exact(t.AmountFen), Note: form.InWords(ctx, t.AmountFen)},
		{Label: i18n.T(ctx, "origination.offer.rate.label"), Value: i18n.Percent(t.RatePPM)},
		{Label: i18n.T(ctx, "origination.term"), Value: form.Months(ctx, t.TermMonths)},
		{Label: i18n.T(ctx, "origination.repayment"), Value: i18n.T(ctx, "kernel.repayment."+string(t.Repayment))},
		{Label: i18n.T(ctx, "origination.offer.use"), Value: t.Use.Text().In(ctx)},
		{Label: i18n.T(ctx, "origination.offer.fee.label"), Body: ui.Exact(t.FeeFen), Note: useFees(ctx, t)},
		{Label: i18n.T(ctx, "origination.offer.prepay.label"), Value: i18n.Percent(t.PrepayPPM)},
		{Label: i18n.T(ctx, "origination.offers.penalty"), Value: late, Note: bears},
		{Label: i18n.T(ctx, "origination.offers.allocation"), Value: t.Allocation.Text().In(ctx)},
		{Label: i18n.T(ctx, "comparison.security"), Value: i18n.T(ctx, "kernel.security."+t.Security), Note: guaranteed(ctx, t)},
		{Label: i18n.T(ctx, "origination.offer.valid_to"), Value: i18n.Date(ctx, o.ValidTo), Note: "17:00"},
	}
	if o.Conditions != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "origination.offer.conditions"), Value: o.Conditions})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "origination.terms_hash"), Value: o.TermsHash[:16], Mono: true})
}

// useFees words the fees beside the one at the payout, "" for none.
func useFees(ctx context.Context, t kernel.LoanTerms) string {
	if t.Use.CommitPPM == 0 && t.Use.DrawFeeFen == 0 {
		return ""
	}
	return t.Use.FeesText().In(ctx)
}

// drawn reports whether a product lets its money be drawn in parts.
func drawn(products []Product) bool {
	return slices.ContainsFunc(products, func(p Product) bool { return p.Use.Kind != kernel.OneSum })
}

// guaranteed says what the guarantee costs, "" where there is none.
func guaranteed(ctx context.Context, t kernel.LoanTerms) string {
	if t.Guarantor == "" {
		return ""
	}
	return i18n.T(ctx, "origination.offer.guarantee", i18n.Args{"rate": t.GuaranteeFeePPM})
}

// offerTitle names an offer by its number, which it has once it is open.
func offerTitle(ctx context.Context, o Offer) string {
	if o.Ref == "" {
		return i18n.T(ctx, "origination.offer.own")
	}
	return i18n.T(ctx, "origination.offer.named", i18n.Args{"ref": o.Ref})
}

// offerStatus is the state of an offer as its lender sees it: sealed until it is
// open.
func offerStatus(ctx context.Context, o Offer) templ.Component {
	if o.State == Issued && o.Closed() {
		return ui.Chip(ui.Wait, "lock", i18n.T(ctx, "origination.sealed.title"))
	}
	return ui.Status(OfferMachine.Name, string(o.State))
}

// sealedFacts is all that the lender itself reads of its sealed offer.
func sealedFacts(ctx context.Context, o Offer) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "origination.capacity.reserved"), Body: ui.Exact(o.ReservedFen)},
		{Label: i18n.T(ctx, "origination.commitment"), Value: o.Sealed.Commitment[:min(16, len(o.Sealed.Commitment))], Mono: true},
	}
}
