package relief

// How relief words its data for pages.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
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
	if hash := it.Value("proposal_hash"); hash != "" {
		return i18n.T(ctx, "relief.sealed_as", i18n.Args{"hash": hash[:16]})
	}
	return ""
}

func kindText(ctx context.Context, k plan.Kind) string {
	return i18n.T(ctx, "relief.kind."+string(k))
}

func kindOptions(ctx context.Context) (out []ui.Option) {
	for _, k := range plan.Kinds {
		out = append(out, ui.Option{Value: string(k), Label: kindText(ctx, k), Hint: i18n.T(ctx, "relief.kind_hint."+string(k))})
	}
	return out
}

func keepOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: plan.KeepMaturity, Label: i18n.T(ctx, "relief.keep.maturity")}, {Value: plan.KeepInstalment, Label: i18n.T(ctx, "relief.keep.instalment")}}
}

func rejectionOptions(ctx context.Context) (out []ui.Option) {
	for _, code := range Rejections {
		out = append(out, ui.Option{Value: code, Label: i18n.T(ctx, "relief.rejection."+code)})
	}
	return out
}

// proposeFields are those of the workbench, sent on with what they held.
var proposeFields = []string{"scheme", "kind", "from_on", "since_on", "resumes_on", "ends_on", "rate", "spread", "keep", "promise_until", "note"}

// schemeOptions are the schemes under which a loan is eligible, after none.
func schemeOptions(ctx context.Context, all []Citation) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "relief.scheme.none")}}
	for _, c := range all {
		out = append(out, ui.Option{Value: c.ID, Label: c.Name.In(ctx) + " · " + c.Document})
	}
	return out
}

// resumes is what the workbench begins with: the day that the borrower named,
// where it asked for a deferral.
func resumes(v View) string {
	if v.Case.Ask.Kind.Defers() {
		return v.Case.Ask.Until
	}
	return ""
}

// language is how the engine names the reader's.
func language(ctx context.Context) string {
	if i18n.IsEn(ctx) {
		return "en"
	}
	return "zh"
}

// referenceText is the reference rate in force with its source.
func referenceText(ctx context.Context, on string) string {
	r, ok := plan.InForce(plan.LPR, on)
	if !ok {
		return i18n.T(ctx, "relief.reference.none")
	}
	return i18n.T(ctx, "relief.reference", i18n.Args{"name": r.Name, "rate": r.RatePPM, "on": i18n.Date(ctx, r.FromOn), "source": r.Source})
}

// actionText is an action with its parameters: "Deferral until 10 July 2020".
func actionText(ctx context.Context, a plan.Action) string {
	args := i18n.Args{"from": i18n.Date(ctx, a.FromOn), "resumes": i18n.Date(ctx, a.ResumesOn), "rate": a.RatePPM, "spread": i18n.Points(ctx, a.SpreadPPM), "ends": i18n.Date(ctx, a.EndsOn)}
	return i18n.T(ctx, "relief.action."+string(a.Kind), args)
}

func stepUp(ctx context.Context, next, purpose string) ui.Button {
	return ui.Button{Label: i18n.T(ctx, "relief.confirm"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape(next) + "&purpose=" + url.QueryEscape(purpose)}
}

func pathOf(move string) string { return strings.ReplaceAll(move, "_", "-") }

func (s *Service) head(ctx context.Context, v View) ui.CaseHead {
	c := v.Case
	h := ui.CaseHead{
		Ref: c.Ref, Party: v.Borrower.In(ctx) + i18n.T(ctx, "relief.and") + v.Lender.In(ctx), Title: kindText(ctx, c.Ask.Kind) + " · " + c.ContractRef,
		Machine: CaseMachine.Name, State: string(c.State), Clock: s.reader().Ring(ctx, v.Clocks),
		Next: ui.Next{Title: i18n.T(ctx, "relief.next."+string(c.State)), Over: CaseMachine.Final(c.State)},
	}
	next := CaseMachine.Row(c.State).Next
	h.Next.Mine = next != "" && slices.Contains(v.Moves, next)
	if c.State == Approved || c.State == Effective {
		h.Next.Hint = i18n.T(ctx, "relief.runs", i18n.Args{"from": i18n.Date(ctx, c.EffectiveOn), "to": i18n.Date(ctx, c.EndsOn)})
	}
	if h.Next.Mine {
		h.Next.Button = nextButton(ctx, v, next)
	}
	return h
}

// nextButton is the one primary act of the reader. Agreeing and approving lead
// through a confirmation for this very proposal.
func nextButton(ctx context.Context, v View, next string) ui.Button {
	base := "/reliefs/" + v.Case.ID
	p, _ := v.OnTable()
	switch next {
	case "agree", "approve":
		if confirmed(ctx, next+":"+p.Hash) {
			return ui.Button{}
		}
		b := stepUp(ctx, base, next+":"+p.Hash)
		b.Label = i18n.T(ctx, "relief.confirm."+next)
		return b
	case "revoke":
		return ui.Button{Label: i18n.T(ctx, "relief.title.revoke"), Icon: "ban", Href: base + "/revoke"}
	}
	return ui.Button{Label: i18n.T(ctx, "relief.propose.title"), Icon: "git-compare", Href: base + "/propose"}
}

func answerTitle(ctx context.Context, v View) string {
	code := v.Case.Answer.Code
	if slices.Contains(Rejections, code) {
		return i18n.T(ctx, "relief.rejected", i18n.Args{"why": i18n.T(ctx, "relief.rejection."+code)})
	}
	return i18n.T(ctx, "relief.answer."+code)
}

func (s *Service) askFacts(ctx context.Context, v View) []ui.Fact {
	c := v.Case
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "relief.ask.kind.label"), Value: kindText(ctx, c.Ask.Kind)},
		{Label: i18n.T(ctx, "relief.ask.until.label"), Value: i18n.Date(ctx, c.Ask.Until)},
		{Label: i18n.T(ctx, "relief.ask.reason.label"), Value: c.Ask.Reason},
		{Label: i18n.T(ctx, "relief.asked_by"), Value: v.People[c.AskedBy].In(ctx), Note: s.moment(ctx, c.Asked)},
	}
	if c.Ask.Jobs > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "relief.jobs"), Value: i18n.T(ctx, "relief.jobs.n", i18n.Args{"n": c.Ask.Jobs})})
	}
	return facts
}

func loanFacts(ctx context.Context, l Loan) []ui.Fact {
	t := l.Standing.Terms
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "relief.contract"), Body: contractLink(l)},
		{Label: i18n.T(ctx, "relief.amount"), Body: ui.Exact(l.AmountFen)},
		{Label: i18n.T(ctx, "relief.balance"), Body: ui.Exact(l.BalanceFen)},
		{Label: i18n.T(ctx, "relief.rate"), Value: i18n.Percent(t.RatePPM), Note: t.DayCount},
		{Label: i18n.T(ctx, "relief.ends"), Value: i18n.Date(ctx, l.Standing.EndsOn)},
	}
	if l.DaysPastDue > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "relief.past_due"), Value: i18n.T(ctx, "relief.days", i18n.Args{"n": l.DaysPastDue})})
	}
	return facts
}

// sealFacts are what both agree to, and who has.
func (s *Service) sealFacts(ctx context.Context, v View, p Proposal) []ui.Fact {
	facts := []ui.Fact{{Label: i18n.T(ctx, "relief.hash"), Value: p.Hash, Mono: true}}
	for _, x := range []struct {
		key, by string
		at      time.Time
	}{{"relief.proposed_by", p.MadeBy, p.Made}, {"relief.agreed_by", p.AgreedBy, p.Agreed}, {"relief.approved_by", p.ApprovedBy, p.Approved}} {
		if x.by != "" && v.Case.Proposal == p.No {
			facts = append(facts, ui.Fact{Label: i18n.T(ctx, x.key), Value: v.People[x.by].In(ctx), Note: s.moment(ctx, x.at)})
		}
	}
	if c := p.Cites; c.ID != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "relief.scheme"), Value: c.Name.In(ctx), Note: i18n.T(ctx, "relief.scheme.version", i18n.Args{"document": c.Document, "no": c.No})})
	}
	if p.PromiseUntil != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "relief.promise"), Value: i18n.T(ctx, "relief.promise.text", i18n.Args{"n": v.Case.Ask.Jobs, "on": i18n.Date(ctx, p.PromiseUntil)})})
	}
	return facts
}

func (s *Service) listTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "relief.list.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "relief.ref")}, {Label: i18n.T(ctx, "relief.borrower")}, {Label: i18n.T(ctx, "relief.lender"), Spare: true}, {Label: i18n.T(ctx, "relief.kind")},
		{Label: i18n.T(ctx, "relief.amount.col"), Num: true}, {Label: i18n.T(ctx, "relief.asked"), Spare: true}, {Label: i18n.T(ctx, "relief.state")}}}
	for _, r := range rows {
		c := r.Case
		ref, kind := ui.Cell{Text: c.Ref, Small: c.ContractRef, Mono: true, Head: true}, "–"
		if r.Linked {
			ref.Href, kind = "/reliefs/"+c.ID, kindText(ctx, c.Ask.Kind)
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{ref, {Text: r.Borrower.In(ctx)}, {Text: r.Lender.In(ctx)}, {Text: kind}, {Text: i18n.Column(c.AmountFen)}, {Text: s.moment(ctx, c.Asked)}, {Body: ui.Status(CaseMachine.Name, string(c.State))}}})
	}
	return t
}

// earlier are the proposals that are no longer on the table.
func (s *Service) earlier(ctx context.Context, v View) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "relief.earlier"), Columns: []ui.Column{{Label: i18n.T(ctx, "relief.no"), Num: true}, {Label: i18n.T(ctx, "relief.kind")}, {Label: i18n.T(ctx, "relief.proposed_by"), Spare: true}}}
	for _, p := range v.Proposals {
		if p.No != v.Case.Proposal {
			t.Lines = append(t.Lines, ui.Line{Kind: ui.LinePast, Cells: []ui.Cell{{Text: strconv.Itoa(p.No), Head: true}, {Text: actionText(ctx, p.Action), Small: p.Hash[:16]}, {Text: v.People[p.MadeBy].In(ctx), Small: s.moment(ctx, p.Made)}}})
		}
	}
	return t
}
