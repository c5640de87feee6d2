package renewal

// How renewals are worded for pages.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
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

// detail is the seal of what was agreed on, in short.
func detail(ctx context.Context, it auditlog.Item) string {
	if hash := it.Value("contract_file"); hash != "" {
		return i18n.T(ctx, "renewal.sealed_as", i18n.Args{"hash": hash[:16]})
	}
	return ""
}

func stepUp(ctx context.Context, v View, hash, move string) ui.Button {
	return ui.Button{Label: i18n.T(ctx, "renewal.confirm."+move), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/renewals/"+v.Case.ID) + "&purpose=" + url.QueryEscape("sign:"+hash)}
}

func pathOf(move string) string { return strings.ReplaceAll(move, "_", "-") }

func (s *Service) head(ctx context.Context, v View) ui.CaseHead {
	c := v.Case
	h := ui.CaseHead{
		Ref: c.Ref, Party: v.Borrower.In(ctx) + i18n.T(ctx, "renewal.and") + v.Lender.In(ctx), Title: i18n.T(ctx, "renewal.of", i18n.Args{"ref": c.ContractRef, "amount": i18n.Wan(ctx, c.Ask.AmountFen)}),
		Machine: CaseMachine.Name, State: string(c.State), Clock: s.reader().Ring(ctx, v.Clocks),
		Next: ui.Next{Title: i18n.T(ctx, "renewal.next."+string(c.State)), Hint: i18n.T(ctx, "renewal.due_on", i18n.Args{"on": i18n.Date(ctx, c.EffectiveOn)}), Over: CaseMachine.Final(c.State)},
	}
	next := CaseMachine.Row(c.State).Next
	if h.Next.Mine = next != "" && slices.Contains(v.Moves, next); h.Next.Mine {
		h.Next.Button = nextButton(ctx, v, next)
	}
	return h
}

// nextButton is the one primary act of the reader. Signing leads through a
// confirmation for this very file.
func nextButton(ctx context.Context, v View, next string) ui.Button {
	p, _ := v.OnTable()
	switch {
	case next != "agree" && next != "approve":
		return ui.Button{Label: i18n.T(ctx, "renewal.title."+next), Icon: map[string]string{"review": "clipboard-check", "propose": "git-compare"}[next], Href: "/renewals/" + v.Case.ID + "/" + next}
	case confirmed(ctx, p.FileHash):
		return ui.Button{}
	}
	return stepUp(ctx, v, p.FileHash, next)
}

func answerTitle(ctx context.Context, v View) string {
	if code := v.Case.Answer.Code; slices.Contains(Rejections, code) {
		return i18n.T(ctx, "renewal.rejected", i18n.Args{"why": i18n.T(ctx, "renewal.rejection."+code)})
	}
	return i18n.T(ctx, "renewal.answer."+v.Case.Answer.Code)
}

func rejectionOptions(ctx context.Context) (out []ui.Option) {
	for _, code := range Rejections {
		out = append(out, ui.Option{Value: code, Label: i18n.T(ctx, "renewal.rejection."+code)})
	}
	return out
}

func holdsOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "yes", Label: i18n.T(ctx, "renewal.holds")}, {Value: "no", Label: i18n.T(ctx, "renewal.holds_not")}}
}

// was is the answer that a review gave, for the form that changes it.
func (r Review) was(item string) (holds, note string) {
	for _, f := range r.Findings {
		if f.Item == item {
			if note = f.Note; f.Holds {
				return "yes", note
			}
			return "no", note
		}
	}
	return "", ""
}

// checklist is a review as its parties read it.
func checklist(ctx context.Context, r Review) (out []ui.CheckItem) {
	for _, f := range r.Findings {
		x := ui.CheckItem{Tone: ui.Ok, Icon: "circle-check", Title: i18n.T(ctx, "renewal.item."+f.Item), Text: f.Note}
		if !f.Holds {
			x.Tone, x.Icon = ui.Warn, "circle-x"
		}
		out = append(out, x)
	}
	return out
}

func repaymentText(ctx context.Context, r kernel.Repayment) string {
	return i18n.T(ctx, "renewal.repayment."+string(r))
}

func repaymentOptions(ctx context.Context) (out []ui.Option) {
	for _, r := range repayments {
		out = append(out, ui.Option{Value: string(r), Label: repaymentText(ctx, r)})
	}
	return out
}

// productOptions are the products for renewals, after the conditions of the old
// loan.
func productOptions(ctx context.Context, v View) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "renewal.product.none")}}
	for _, p := range v.Products {
		months := make([]string, len(p.Terms))
		for i, n := range p.Terms {
			months[i] = strconv.Itoa(n)
		}
		out = append(out, ui.Option{Value: p.ID, Label: i18n.T(ctx, "renewal.product.option", i18n.Args{"name": p.Name, "rate": p.RatePPM, "months": strings.Join(months, "/"), "repayment": repaymentText(ctx, p.Repayment)})})
	}
	return out
}

func (s *Service) askFacts(ctx context.Context, v View) []ui.Fact {
	c := v.Case
	return []ui.Fact{
		{Label: i18n.T(ctx, "renewal.amount"), Body: ui.Exact(c.Ask.AmountFen)},
		{Label: i18n.T(ctx, "renewal.term_months"), Value: i18n.T(ctx, "renewal.months", i18n.Args{"n": c.Ask.TermMonths})},
		{Label: i18n.T(ctx, "renewal.ask.reason.label"), Value: c.Ask.Reason},
		{Label: i18n.T(ctx, "renewal.asked_by"), Value: v.People[c.AskedBy].In(ctx), Note: s.moment(ctx, c.Asked)},
	}
}

func loanFacts(ctx context.Context, l Loan) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "renewal.contract"), Body: contractLink(l.ID, l.Ref)},
		{Label: i18n.T(ctx, "renewal.balance"), Body: ui.Exact(l.BalanceFen)},
		{Label: i18n.T(ctx, "renewal.rate.label"), Value: i18n.Percent(l.Terms.RatePPM), Note: l.Terms.DayCount},
		{Label: i18n.T(ctx, "renewal.ends"), Value: i18n.Date(ctx, l.EndsOn)},
		{Label: i18n.T(ctx, "renewal.principal_due"), Body: ui.Exact(l.PrincipalFen)},
		{Label: i18n.T(ctx, "renewal.interest_due"), Body: ui.Exact(l.InterestFen)},
	}
}

// changes lay the day without a renewal beside the day with it, and the old loan
// beside the new one.
func changes(ctx context.Context, l Loan, p Proposal) []ui.Changed {
	t, r := p.Agreement.Terms, p.Agreement.Renews
	out := []ui.Changed{
		sums(ctx, "renewal.cash", r.PrincipalFen+r.InterestFen, p.CashFen()),
		sums(ctx, "renewal.owed_after", 0, t.AmountFen),
		{Item: i18n.T(ctx, "renewal.rate.label"), Before: i18n.Percent(l.Terms.RatePPM), After: i18n.Percent(t.RatePPM), Words: i18n.Points(ctx, t.RatePPM-l.Terms.RatePPM), Sense: sense(int64(t.RatePPM - l.Terms.RatePPM))},
		{Item: i18n.T(ctx, "renewal.repayment.label"), Before: repaymentText(ctx, l.Terms.Repayment), After: repaymentText(ctx, t.Repayment)},
	}
	plan, err := p.Schedule()
	if err != nil {
		return out
	}
	last := plan.Installments[len(plan.Installments)-1]
	return append(out,
		ui.Changed{Item: i18n.T(ctx, "renewal.ends"), Before: i18n.Date(ctx, r.On), After: i18n.Date(ctx, last.Due.String()), Words: i18n.T(ctx, "renewal.later_months", i18n.Args{"n": t.TermMonths}), Sense: ui.ChangeMore},
		sums(ctx, "renewal.interest_total", r.InterestFen, r.InterestFen+plan.TotalInterest()))
}

func sense(change int64) ui.ChangeTo {
	switch {
	case change > 0:
		return ui.ChangeMore
	case change < 0:
		return ui.ChangeLess
	}
	return ui.ChangeNone
}

func sums(ctx context.Context, key string, was, is money.Fen) ui.Changed {
	return ui.Changed{Item: i18n.T(ctx, key), Before: i18n.Exact(ctx, was), After: i18n.Exact(ctx, is), Words: i18n.Change(ctx, is-was), Sense: sense(int64(is - was))}
}

// scheduleTable is the new contract date by date.
func scheduleTable(ctx context.Context, p Proposal) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "renewal.schedule"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "renewal.col.on")}, {Label: i18n.T(ctx, "renewal.col.principal"), Num: true, Spare: true}, {Label: i18n.T(ctx, "renewal.col.interest"), Num: true, Spare: true}, {Label: i18n.T(ctx, "renewal.col.total"), Num: true}, {Label: i18n.T(ctx, "renewal.col.balance"), Num: true}}}
	plan, err := p.Schedule()
	if err != nil {
		return t
	}
	var principal, interest money.Fen
	for _, r := range plan.Installments {
		principal, interest = principal+r.Principal, interest+r.Interest
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: r.Due.String(), Head: true}, {Text: i18n.Column(r.Principal)}, {Text: i18n.Column(r.Interest)}, {Text: i18n.Column(r.Total)}, {Text: i18n.Column(r.Balance)}}})
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "renewal.total"), Head: true}, {Text: i18n.Column(principal)}, {Text: i18n.Column(interest)}, {Text: i18n.Column(principal + interest)}, {}}})
	return t
}

// balances are what is owed without a renewal and with one.
func balances(ctx context.Context, l Loan, p Proposal) ui.BalanceData {
	r, amount := p.Agreement.Renews, p.Agreement.Terms.AmountFen
	d := ui.BalanceData{Names: [2]string{i18n.T(ctx, "renewal.before"), i18n.T(ctx, "renewal.after")}, X: []string{l.Today, r.On}, Before: []money.Fen{r.PrincipalFen, 0}, After: []money.Fen{r.PrincipalFen, amount}}
	plan, err := p.Schedule()
	if err != nil {
		return d
	}
	for _, x := range plan.Installments {
		d.X, d.Before, d.After = append(d.X, x.Due.String()), append(d.Before, 0), append(d.After, x.Balance)
	}
	return d
}

// sealFacts are what both sign, and who has.
func (s *Service) sealFacts(ctx context.Context, v View, p Proposal) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "renewal.hash"), Value: p.FileHash, Mono: true}}
	for _, x := range []struct {
		key, by string
		at      time.Time
	}{{"renewal.proposed_by", p.MadeBy, p.Made}, {"renewal.signed_borrower", p.AgreedBy, p.Agreed}, {"renewal.signed_lender", p.ApprovedBy, p.Approved}} {
		if x.by != "" && v.Case.Proposal == p.No {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, x.key), Value: v.People[x.by].In(ctx), Note: s.moment(ctx, x.at)})
		}
	}
	return facts
}

func (s *Service) listTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "renewal.list.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "renewal.ref")}, {Label: i18n.T(ctx, "renewal.borrower")}, {Label: i18n.T(ctx, "renewal.lender"), Spare: true},
		{Label: i18n.T(ctx, "renewal.amount.col"), Num: true}, {Label: i18n.T(ctx, "renewal.ends")}, {Label: i18n.T(ctx, "renewal.state")}}}
	for _, r := range rows {
		c := r.Case
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: c.Ref, Small: c.ContractRef, Mono: true, Head: true, Href: "/renewals/" + c.ID}, {Text: r.Borrower.In(ctx)}, {Text: r.Lender.In(ctx)},
			{Text: i18n.Column(c.Ask.AmountFen)}, {Text: i18n.Date(ctx, c.EffectiveOn)}, {Body: ui.Status(CaseMachine.Name, string(c.State))}}})
	}
	return t
}

// earlier are the proposals that are no longer on the table.
func (s *Service) earlier(ctx context.Context, v View) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "renewal.earlier"), Columns: []ui.Column{{Label: i18n.T(ctx, "renewal.no"), Num: true}, {Label: i18n.T(ctx, "renewal.terms")}, {Label: i18n.T(ctx, "renewal.proposed_by"), Spare: true}}}
	for _, p := range v.Proposals {
		if p.No != v.Case.Proposal {
			x := p.Agreement.Terms
			t.Lines = append(t.Lines, ui.Line{Kind: ui.LinePast, Cells: []ui.Cell{{Text: strconv.Itoa(p.No), Head: true}, {Text: termsText(ctx, x), Small: p.FileHash[:16]}, {Text: v.People[p.MadeBy].In(ctx), Small: s.moment(ctx, p.Made)}}})
		}
	}
	return t
}

func termsText(ctx context.Context, t kernel.LoanTerms) string {
	return i18n.T(ctx, "renewal.terms.text", i18n.Args{"amount": t.AmountFen, "rate": t.RatePPM, "n": t.TermMonths, "repayment": repaymentText(ctx, t.Repayment)})
}

// proposeFields are those of the workbench, sent on with what they held.
var proposeFields = []string{"product", "amount", "term_months", "rate", "repayment", "note"}
