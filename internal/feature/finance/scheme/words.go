package scheme

// How schemes are worded for pages.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// words are some of a vocabulary, in order, or a dash.
func words(ctx context.Context, prefix string, chosen []string) string {
	var out []string
	for _, x := range chosen {
		out = append(out, word(ctx, prefix, x))
	}
	if len(out) == 0 {
		return i18n.T(ctx, "scheme.any")
	}
	return strings.Join(out, i18n.T(ctx, "scheme.comma"))
}

func word(ctx context.Context, prefix, x string) string {
	if x == "" {
		return i18n.T(ctx, "scheme.unknown")
	}
	return i18n.T(ctx, prefix+x)
}

func choices(ctx context.Context, prefix string, all []string) (out []ui.Option) {
	for _, x := range all {
		out = append(out, ui.Option{Value: x, Label: word(ctx, prefix, x)})
	}
	return out
}

// ruleFacts are what makes a loan eligible and what may be granted.
func ruleFacts(ctx context.Context, r Rules) []ui.Fact {
	date := func(day string) string { return i18n.Date(ctx, day) }
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "scheme.document.label"), Value: r.Document},
		{Label: i18n.T(ctx, "scheme.dues.label"), Value: i18n.T(ctx, "scheme.dues."+r.Dues), Note: i18n.T(ctx, "scheme.span", i18n.Args{"from": date(r.DueFrom), "to": date(r.DueTo)})},
		{Label: i18n.T(ctx, "scheme.latest_on"), Value: date(r.LatestOn)},
		{Label: i18n.T(ctx, "scheme.actions.label"), Value: words(ctx, "scheme.action.", r.Actions), Note: i18n.T(ctx, "scheme.no_penalty")},
		{Label: i18n.T(ctx, "scheme.sizes"), Value: words(ctx, "scheme.size.", r.Sizes)},
		{Label: i18n.T(ctx, "scheme.states"), Value: words(ctx, "scheme.state.", r.States)},
		{Label: i18n.T(ctx, "scheme.purposes"), Value: words(ctx, "scheme.purpose.", r.Purposes)},
		{Label: i18n.T(ctx, "scheme.ask_until"), Value: date(r.AskUntil), Note: i18n.T(ctx, "scheme.replies", i18n.Args{"n": r.Reply})},
	}
	if len(r.Industries) > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "scheme.industries.label"), Value: strings.Join(r.Industries, " ")})
	}
	if r.MaxBalanceFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "scheme.max_balance"), Body: ui.Exact(r.MaxBalanceFen)})
	}
	if r.JobsPercent > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "scheme.jobs.label"), Value: i18n.T(ctx, "scheme.jobs.text", i18n.Args{"percent": r.JobsPercent, "month": r.JobsMonth, "on": date(r.JobsUntil)})})
	}
	return append(facts, moneyFacts(ctx, r)...)
}

func moneyFacts(ctx context.Context, r Rules) (facts []ui.Fact) {
	if r.Funding != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "scheme.funding"), Value: r.Funding})
	}
	if r.BudgetFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "scheme.budget"), Body: ui.Exact(r.BudgetFen)})
	}
	if r.Reports != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "scheme.reports"), Value: r.Reports})
	}
	return facts
}

// text words a reason for a reader.
func (r Reason) text(ctx context.Context) string {
	args := fault.Args{}
	for k, v := range r.Args {
		day, isDay := v.(string)
		switch {
		case k == "is" && isDay && r.Code != "industry":
			v = word(ctx, map[string]string{"state": "scheme.state.", "size": "scheme.size.", "purpose": "scheme.purpose."}[r.Code], day)
		case k == "is" && day == "":
			v = i18n.T(ctx, "scheme.unknown")
		case isDay && k != "is":
			v = i18n.Date(ctx, day)
		}
		args[k] = v
	}
	return i18n.T(ctx, "scheme.reason."+r.Code, args)
}

func (v Verdict) text(ctx context.Context) string {
	var all []string
	for _, r := range v.Reasons {
		all = append(all, r.text(ctx))
	}
	return strings.Join(all, i18n.T(ctx, "scheme.and"))
}

// standing is a loan's place in the list: eligible, relieved, or neither.
func standing(ctx context.Context, x Judged) ui.Cell {
	switch {
	case x.Relieved:
		return ui.Cell{Body: ui.Chip(ui.Ok, "circle-check", i18n.T(ctx, "scheme.relieved"))}
	case x.Verdict.Eligible:
		return ui.Cell{Body: ui.Chip(ui.Act, "flag", i18n.T(ctx, "scheme.eligible"))}
	}
	return ui.Cell{Body: ui.Chip(ui.End, "circle-minus", i18n.T(ctx, "scheme.not_eligible"))}
}

// loanTable is the eligibility list of a lender.
func loanTable(ctx context.Context, all []Judged) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "scheme.loans"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "scheme.col.loan")}, {Label: i18n.T(ctx, "scheme.col.borrower")}, {Label: i18n.T(ctx, "scheme.col.balance"), Num: true}, {Label: i18n.T(ctx, "scheme.col.due")}, {Label: i18n.T(ctx, "scheme.col.standing")}, {Label: i18n.T(ctx, "scheme.col.why")}}}
	for _, x := range all {
		why := ui.Cell{Text: x.Verdict.text(ctx)}
		if x.Relieved {
			why = ui.Cell{Text: x.ReliefRef, Href: "/reliefs/" + x.Relief, Mono: true}
		}
		line := ui.Line{Cells: []ui.Cell{{Text: x.Loan.Ref, Href: "/contracts/" + x.Loan.ID, Mono: true, Head: true}, {Text: x.Loan.Name.In(ctx)}, {Text: i18n.Column(x.BalanceFen)}, {Text: dueText(ctx, x.Verdict.DueOn)}, standing(ctx, x), why}}
		if !x.Verdict.Eligible {
			line.Kind = ui.LinePast
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

func dueText(ctx context.Context, day string) string {
	if day == "" {
		return "–"
	}
	return i18n.Date(ctx, day)
}

// coverTable is the coverage by month, the sum last.
func coverTable(ctx context.Context, all []Cover) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "scheme.coverage"), Dense: true, Columns: []ui.Column{
		{Label: i18n.T(ctx, "scheme.col.month")}, {Label: i18n.T(ctx, "scheme.col.eligible"), Num: true}, {Label: i18n.T(ctx, "scheme.col.relieved"), Num: true}, {Label: i18n.T(ctx, "scheme.col.share"), Num: true},
		{Label: i18n.T(ctx, "scheme.col.eligible_fen"), Num: true, Spare: true}, {Label: i18n.T(ctx, "scheme.col.relieved_fen"), Num: true, Spare: true}}}
	for i, c := range all {
		line := ui.Line{Cells: []ui.Cell{{Text: c.Month, Head: true}, {Text: strconv.Itoa(c.Eligible)}, {Text: strconv.Itoa(c.Relieved)}, {Text: strconv.Itoa(c.Share()) + "%"}, {Text: i18n.Column(c.EligibleFen)}, {Text: i18n.Column(c.RelievedFen)}}}
		if i == len(all)-1 {
			line.Kind, line.Cells[0].Text = ui.LineTotal, i18n.T(ctx, "scheme.total")
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

func listTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "scheme.list.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "scheme.col.scheme")}, {Label: i18n.T(ctx, "scheme.latest_on")}, {Label: i18n.T(ctx, "scheme.col.eligible"), Num: true}, {Label: i18n.T(ctx, "scheme.col.relieved"), Num: true}, {Label: i18n.T(ctx, "scheme.col.share"), Num: true}, {Label: i18n.T(ctx, "scheme.col.state")}}}
	for _, r := range rows {
		v := r.Version
		line := ui.Line{Cells: []ui.Cell{{Text: v.Rules.Name.In(ctx), Small: i18n.T(ctx, "scheme.version", i18n.Args{"document": v.Rules.Document, "no": v.No}), Href: "/schemes/" + v.ID, Head: true}, {Text: i18n.Date(ctx, v.Rules.LatestOn)}, {Text: "–"}, {Text: "–"}, {Text: "–"}, {Body: ui.Status(VersionMachine.Name, string(v.State))}}}
		if v.State == InForce {
			line.Cells[2].Text, line.Cells[3].Text, line.Cells[4].Text = strconv.Itoa(r.Cover.Eligible), strconv.Itoa(r.Cover.Relieved), strconv.Itoa(r.Cover.Share())+"%"
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// overseeTable tells counts; a dash with a star is not told.
func overseeTable(ctx context.Context, rows []Counted) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "scheme.oversee.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "scheme.col.lender")}, {Label: i18n.T(ctx, "scheme.col.scheme")}, {Label: i18n.T(ctx, "scheme.col.eligible"), Num: true}, {Label: i18n.T(ctx, "scheme.col.relieved"), Num: true}}}
	count := func(n int) string {
		if n == Untold {
			return i18n.T(ctx, "scheme.untold")
		}
		return strconv.Itoa(n)
	}
	for _, r := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: r.Lender.In(ctx), Head: true}, {Text: r.Name.In(ctx), Small: r.Document}, {Text: count(r.Eligible)}, {Text: count(r.Relieved)}}})
	}
	return t
}

func versionTable(ctx context.Context, v View) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "scheme.versions"), Columns: []ui.Column{{Label: i18n.T(ctx, "scheme.col.no"), Num: true}, {Label: i18n.T(ctx, "scheme.col.written")}, {Label: i18n.T(ctx, "scheme.col.put")}, {Label: i18n.T(ctx, "scheme.col.state")}}}
	for _, x := range v.Versions {
		put := ui.Cell{Text: "–"}
		if x.PutBy != "" {
			put = ui.Cell{Text: v.People[x.PutBy].In(ctx), Small: i18n.Date(ctx, x.InForce)}
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: strconv.Itoa(x.No), Href: "/schemes/" + x.ID, Head: true}, {Text: v.People[x.MadeBy].In(ctx), Small: x.Hash[:16]}, put, {Body: ui.Status(VersionMachine.Name, string(x.State))}}})
	}
	return t
}

// can reports whether the reader may take a move.
func (v View) can(move string) bool { return slices.Contains(v.Moves, move) }

// approving leads through a confirmation for exactly these rules.
func approving(ctx context.Context, v Version) ui.Button {
	return ui.Button{Label: i18n.T(ctx, "scheme.confirm"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/schemes/"+v.ID) + "&purpose=" + url.QueryEscape("approve:"+v.Hash)}
}

// pressed is what a borrower asks for with one press: what the scheme allows first,
// until its latest day.
func (o Own) pressed(ctx context.Context) [][2]string {
	r := o.Version.Rules
	return [][2]string{{"kind", r.Actions[0]}, {"until", r.LatestOn}, {"scheme", o.Version.ID}, {"reason", i18n.T(ctx, "scheme.own.reason", i18n.Args{"name": r.Name, "document": r.Document})}}
}
