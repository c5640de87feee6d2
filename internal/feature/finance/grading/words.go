package grading

// Grades, rules and reports in words.

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/shown"
)

func (s *Service) moment(ctx context.Context, t time.Time) string {
	return shown.Reader{Now: s.Now(), Calendar: s.Calendar}.Moment(ctx, t)
}

func classText(ctx context.Context, c kernel.Class) string {
	if c == "" {
		return "–"
	}
	return i18n.T(ctx, "kernel.class."+string(c))
}

// Why says where the class of a loan comes from without what two people agreed
// on: the days first, then what makes it worse.
func (g Grade) Why(ctx context.Context) string {
	switch {
	case g.Written:
		return i18n.T(ctx, "grading.why.written")
	case g.Class == "":
		return ""
	}
	text := i18n.T(ctx, "grading.why.days", i18n.Args{"n": g.Days, "class": classText(ctx, g.ByDays)})
	if g.Days == 0 {
		text = i18n.T(ctx, "grading.why.on_time", i18n.Args{"class": classText(ctx, g.ByDays)})
	}
	if g.Defaulted {
		text += i18n.T(ctx, "grading.why.default")
	}
	if g.Held.Rank() > g.ByDays.Rank() {
		text += i18n.T(ctx, "grading.why.held", i18n.Args{"class": classText(ctx, g.Held), "on": i18n.Date(ctx, g.HeldSince), "until": i18n.Date(ctx, g.HeldUntil)})
	}
	return text
}

// WhyAll is Why with what two people agreed on.
func (g Grade) WhyAll(ctx context.Context) string {
	text := g.Why(ctx)
	if g.Agreed != "" {
		text += i18n.T(ctx, "grading.why.agreed", i18n.Args{"class": classText(ctx, g.Agreed), "on": i18n.Date(ctx, g.AgreedOn)})
	}
	return text
}

// figures are the sums above the tables.
func figures(ctx context.Context, r Report) []ui.Figure {
	total, unit := i18n.WanParts(ctx, r.Total.BalanceFen)
	bad, badUnit := i18n.WanParts(ctx, r.NonPerforming.BalanceFen)
	gone, goneUnit := i18n.WanParts(ctx, r.Written.BalanceFen)
	return []ui.Figure{
		{Label: i18n.T(ctx, "grading.total"), Value: total, Unit: unit, Basis: i18n.T(ctx, "grading.n_loans", i18n.Args{"n": r.Total.Count})},
		{Label: i18n.T(ctx, "grading.non_performing"), Value: bad, Unit: badUnit, Basis: i18n.T(ctx, "grading.n_loans", i18n.Args{"n": r.NonPerforming.Count})},
		{Label: i18n.T(ctx, "grading.ratio"), Value: i18n.Percent(r.RatioPPM), Basis: i18n.T(ctx, "grading.before", i18n.Args{"on": i18n.Date(ctx, r.Previous), "value": i18n.Percent(r.BeforePPM)})},
		{Label: i18n.T(ctx, "grading.written"), Value: gone, Unit: goneUnit, Basis: i18n.T(ctx, "grading.written.basis", i18n.Args{"n": r.Written.Count})},
	}
}

func classTable(ctx context.Context, r Report) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "grading.by_class"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "grading.class")}, {Label: i18n.T(ctx, "grading.count"), Num: true}, {Label: i18n.T(ctx, "grading.balance"), Num: true}, {Label: i18n.T(ctx, "grading.share"), Num: true},
		{Label: i18n.T(ctx, "grading.count.before"), Num: true, Spare: true}, {Label: i18n.T(ctx, "grading.balance.before"), Num: true, Spare: true}}}
	before := Sum{}
	for _, l := range r.Lines {
		before.Count, before.BalanceFen = before.Count+l.Before.Count, before.BalanceFen+l.Before.BalanceFen
		name := ui.Cell{Text: classText(ctx, l.Class), Head: true}
		if l.Count > 0 {
			name.Href = "/contracts?class=" + url.QueryEscape(string(l.Class))
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{name, {Text: strconv.Itoa(l.Count)}, {Text: i18n.Column(l.BalanceFen)}, {Text: i18n.Percent(l.SharePPM)}, {Text: strconv.Itoa(l.Before.Count)}, {Text: i18n.Column(l.Before.BalanceFen)}}})
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "grading.sum"), Head: true}, {Text: strconv.Itoa(r.Total.Count)}, {Text: i18n.Column(r.Total.BalanceFen)}, {Text: i18n.Percent(share(r.Total.BalanceFen, r.Total.BalanceFen))}, {Text: strconv.Itoa(before.Count)}, {Text: i18n.Column(before.BalanceFen)}}})
	return t
}

func lateTable(ctx context.Context, r Report) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "grading.by_days"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "grading.days")}, {Label: i18n.T(ctx, "grading.count"), Num: true}, {Label: i18n.T(ctx, "grading.balance"), Num: true}, {Label: i18n.T(ctx, "grading.overdue"), Num: true}}}
	for _, l := range r.Late {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: i18n.T(ctx, "grading.bucket."+l.Bucket), Head: true}, {Text: strconv.Itoa(l.Count)}, {Text: i18n.Column(l.BalanceFen)}, {Text: i18n.Column(l.OverdueFen)}}})
	}
	return t
}

func placeText(ctx context.Context, to string) string {
	if to == Paid || to == WrittenOff {
		return i18n.T(ctx, "grading.to."+to)
	}
	return classText(ctx, kernel.Class(to))
}

// moveTable shows only those moves that there were.
func moveTable(ctx context.Context, r Report) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "grading.moves"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "grading.from")}, {Label: i18n.T(ctx, "grading.to")}, {Label: i18n.T(ctx, "grading.count"), Num: true}, {Label: i18n.T(ctx, "grading.balance"), Num: true}}}
	for _, m := range r.Moves {
		from := classText(ctx, m.From)
		if m.From == "" {
			from = i18n.T(ctx, "grading.from.new")
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: from, Head: true}, {Body: direction(m, placeText(ctx, m.To))}, {Text: strconv.Itoa(m.Count)}, {Text: i18n.Column(m.BalanceFen)}}})
	}
	return t
}

// toward is the tone and the picture of a move: worse, better, or as before.
func toward(m Move) (ui.Tone, string) {
	from, to := m.From.Rank(), kernel.Class(m.To).Rank()
	switch {
	case m.To == Paid:
		return ui.Ok, "circle-check"
	case m.To == WrittenOff || m.From != "" && to > from:
		return ui.Risk, "arrow-down"
	case m.From != "" && to < from:
		return ui.Ok, "arrow-up"
	case m.From == "":
		return ui.Wait, "plus"
	}
	return ui.Wait, "arrow-right"
}

// worst are the loans of a report that are not normal, the worst first, as many as
// a page shows.
func worst(r Report) (rows []Row, more int) {
	for _, x := range r.Rows {
		if x.BalanceFen > 0 && x.Grade.Class != kernel.ClassNormal {
			rows = append(rows, x)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return b.Grade.Class.Rank() - a.Grade.Class.Rank() })
	const most = 50
	return rows[:min(len(rows), most)], max(0, len(rows)-most)
}

func rowTable(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "grading.rows"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "grading.contract")}, {Label: i18n.T(ctx, "grading.borrower")}, {Label: i18n.T(ctx, "grading.balance"), Num: true}, {Label: i18n.T(ctx, "grading.class")}, {Label: i18n.T(ctx, "grading.why")}}}
	for _, x := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: x.Ref, Href: "/contracts/" + x.ID, Mono: true, Head: true}, {Text: x.Borrower.In(ctx)}, {Text: i18n.Column(x.BalanceFen)}, {Text: classText(ctx, x.Grade.Class)}, {Text: x.Grade.WhyAll(ctx)}}})
	}
	return t
}

// says are the thresholds of a rule in a sentence.
func says(ctx context.Context, r Rule) string {
	t := r.Thresholds
	return i18n.T(ctx, "grading.says", i18n.Args{"a": t.SpecialMention, "b": t.Substandard, "c": t.Doubtful, "d": t.Loss, "months": r.WatchMonths})
}

func since(ctx context.Context, r Rule) string {
	if r.No == 0 {
		return i18n.T(ctx, "grading.rule.usual")
	}
	return i18n.T(ctx, "grading.rule.since", i18n.Args{"no": r.No, "on": i18n.Date(ctx, r.FromOn)})
}

func (s *Service) ruleTable(ctx context.Context, d Desk) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "grading.rules"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "grading.from_on")}, {Label: i18n.T(ctx, "grading.rule")}, {Label: i18n.T(ctx, "grading.made")}, {Label: i18n.T(ctx, "grading.decided")}, {Label: i18n.T(ctx, "grading.state")}}}
	for _, r := range d.Rules {
		decided := ui.Cell{Text: "–"}
		if !r.Decided.IsZero() {
			decided = ui.Cell{Text: d.People[r.DecidedBy].In(ctx), Small: s.moment(ctx, r.Decided)}
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: i18n.Date(ctx, r.FromOn), Head: true}, {Text: says(ctx, r), Small: r.Reason}, {Text: d.People[r.MadeBy].In(ctx), Small: s.moment(ctx, r.Made)}, decided, {Body: ui.Status(RuleMachine.Name, string(r.State))}}})
	}
	return t
}

// ruleFacts are a rule that waits beside what counts now.
func (s *Service) ruleFacts(ctx context.Context, d Desk, r Rule) []ui.Fact {
	return []ui.Fact{
		{Label: i18n.T(ctx, "grading.from_on"), Value: i18n.Date(ctx, r.FromOn)},
		{Label: i18n.T(ctx, "grading.rule"), Value: says(ctx, r), Note: i18n.T(ctx, "grading.now", i18n.Args{"rule": says(ctx, d.InForce)})},
		{Label: i18n.T(ctx, "grading.reason.label"), Value: r.Reason},
		{Label: i18n.T(ctx, "grading.made"), Value: d.People[r.MadeBy].In(ctx), Note: s.moment(ctx, r.Made)},
	}
}

// confirm leads through a fresh confirmation for a rule.
func confirm(ctx context.Context, r Rule) ui.Button {
	return ui.Button{Label: i18n.T(ctx, "grading.confirm"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/classes/rules") + "&purpose=" + url.QueryEscape("agree:"+r.ID)}
}

// say words what an address of the report narrows: its month.
func say(ctx context.Context, key, value string) (label, said string) {
	if key == "month" {
		return i18n.T(ctx, "grading.month.label"), value
	}
	return "", ""
}

// monthLinks lead to today and to the ends of the months before.
func (s *Service) monthLinks(ctx context.Context, shown string) []ui.SwitchLink {
	today := s.today()
	links := []ui.SwitchLink{{Label: i18n.T(ctx, "grading.today"), Href: "/classes?filter=none", On: shown == ""}}
	first, err := clock.ParseDate(today.String()[:7] + "-01")
	if err != nil {
		return links
	}
	for back := 1; back <= 6; back++ {
		month := first.AddMonths(-back).String()[:7]
		links = append(links, ui.SwitchLink{Label: month, Href: "/classes?month=" + month, On: shown == month})
	}
	return links
}

func number(n int) string { return strconv.Itoa(n) }

func moreText(ctx context.Context, more int) string {
	if more == 0 {
		return ""
	}
	return i18n.T(ctx, "grading.more", i18n.Args{"n": more})
}
