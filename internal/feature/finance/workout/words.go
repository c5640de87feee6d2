package workout

// Proposals and classes in words.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/shown"
)

// kindText says what a proposal is about: "Default", "Class: doubtful".
func kindText(ctx context.Context, p Proposal) string {
	if p.Kind == Reclassify {
		return i18n.T(ctx, "workout.kind.class_to", i18n.Args{"class": classText(ctx, p.Class)})
	}
	return i18n.T(ctx, "workout.kind."+string(p.Kind))
}

func classText(ctx context.Context, c Class) string {
	if c == "" {
		return i18n.T(ctx, "workout.none")
	}
	return i18n.T(ctx, "kernel.class."+string(c))
}

func (s *Service) moment(ctx context.Context, t time.Time) string {
	return shown.Reader{Now: s.Now(), Calendar: s.Calendar}.Moment(ctx, t)
}

func (s *Service) listTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "workout.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "workout.col.contract")}, {Label: i18n.T(ctx, "workout.col.borrower")}, {Label: i18n.T(ctx, "workout.col.kind")}, {Label: i18n.T(ctx, "workout.col.balance"), Num: true}, {Label: i18n.T(ctx, "workout.days"), Num: true}, {Label: i18n.T(ctx, "workout.made")}, {Label: i18n.T(ctx, "workout.col.state")}}}
	for _, r := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.ContractRef, Href: "/workouts/" + r.ID, Mono: true, Head: true}, {Text: r.Firm.In(ctx)}, {Text: kindText(ctx, r.Proposal)}, {Text: i18n.Column(r.BalanceFen)}, {Text: strconv.Itoa(r.DaysPastDue)}, {Text: s.moment(ctx, r.Made)}, {Body: ui.Status(ProposalMachine.Name, string(r.State))}}})
	}
	return t
}

// history are the proposals about one loan.
func (s *Service) history(ctx context.Context, x Sheet) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "workout.history"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "workout.col.kind")}, {Label: i18n.T(ctx, "workout.reason")}, {Label: i18n.T(ctx, "workout.made")}, {Label: i18n.T(ctx, "workout.decided")}, {Label: i18n.T(ctx, "workout.col.state")}}}
	for _, p := range x.Proposals {
		decided := ui.Cell{Text: "–"}
		if !p.Decided.IsZero() {
			decided = ui.Cell{Text: x.People[p.DecidedBy].In(ctx), Small: s.moment(ctx, p.Decided)}
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: kindText(ctx, p), Href: "/workouts/" + p.ID, Head: true}, {Text: p.Reason}, {Text: x.People[p.MadeBy].In(ctx), Small: s.moment(ctx, p.Made)}, decided, {Body: ui.Status(ProposalMachine.Name, string(p.State))}}})
	}
	return t
}

// loanFacts are how the loan stands, with its class and where that comes from.
func loanFacts(ctx context.Context, l Loan, q Quality, firm i18n.Text) []ui.Fact {
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "workout.col.borrower"), Value: firm.In(ctx), Note: l.Product.In(ctx)},
		{Label: i18n.T(ctx, "workout.loan.state"), Body: ui.Status("contract", string(l.State))},
		{Label: i18n.T(ctx, "workout.days"), Value: strconv.Itoa(l.DaysPastDue)},
		{Label: i18n.T(ctx, "workout.balance"), Body: ui.Exact(l.BalanceFen)},
		{Label: i18n.T(ctx, "workout.open"), Body: ui.Exact(l.OpenFen)},
	}
	if l.WrittenFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "workout.given_up"), Body: ui.Exact(l.WrittenFen)})
	}
	class := ui.Fact{Label: i18n.T(ctx, "workout.class"), Value: classText(ctx, q.Class), Note: q.Why}
	if q.Agreed != "" {
		class.Note = i18n.T(ctx, "workout.class.by_two", i18n.Args{"why": q.Why, "agreed": classText(ctx, q.Agreed)})
	}
	return append(facts, class)
}

// proposalFacts are what was proposed and what became of it.
func (s *Service) proposalFacts(ctx context.Context, v View) []ui.Fact {
	p := v.Proposal
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "workout.col.state"), Body: ui.Status(ProposalMachine.Name, string(p.State))},
		{Label: i18n.T(ctx, "workout.reason"), Value: p.Reason},
	}
	if p.Note != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "workout.note"), Value: p.Note})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "workout.made"), Value: v.People[p.MadeBy].In(ctx), Note: s.moment(ctx, p.Made)})
	switch {
	case p.State == Lapsed:
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "workout.decided"), Value: i18n.T(ctx, "workout.by_program"), Note: s.moment(ctx, p.Decided)})
	case !p.Decided.IsZero():
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "workout.decided"), Value: v.People[p.DecidedBy].In(ctx), Note: s.moment(ctx, p.Decided)})
	}
	if p.Answer != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "workout.answer"), Value: p.Answer})
	}
	return facts
}

func (v View) may(move string) bool { return slices.Contains(v.Moves, move) }

// sure reports whether the reader has freshly confirmed for what is shown.
func (v View) sure(ctx context.Context) bool { return confirmed(ctx, "agree:"+v.Seal) }

// confirm leads through a fresh confirmation for what is shown.
func (v View) confirm(ctx context.Context) ui.Button {
	return ui.Button{Label: i18n.T(ctx, "workout.confirm"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/workouts/"+v.Proposal.ID) + "&purpose=" + url.QueryEscape("agree:"+v.Seal)}
}

func kindOptions(ctx context.Context, kinds []Kind) (all []ui.Option) {
	for _, k := range kinds {
		all = append(all, ui.Option{Value: string(k), Label: i18n.T(ctx, "workout.kind."+string(k)), Hint: i18n.T(ctx, "workout.effect."+string(k))})
	}
	return all
}

func classOptions(ctx context.Context, classes []Class) (all []ui.Option) {
	for _, c := range classes {
		all = append(all, ui.Option{Value: string(c), Label: classText(ctx, c)})
	}
	return all
}
