package pipeline

// Rows in words: columns and cards of the board, the list's table, the stages
// of the home page.

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
)

// cardsShown bounds a column of the board; the list holds the rest.
const cardsShown = 30

// href is the address of the cases in a view, with a query.
func href(view string, q table.Query) string {
	v := q.Values()
	v.Set(paramView, view)
	return "/cases?" + v.Encode()
}

func switches(ctx context.Context, q table.Query, view string) []ui.SwitchLink {
	q = q.At(1)
	return []ui.SwitchLink{
		{Label: i18n.T(ctx, "pipeline.view.board"), Icon: "layout-kanban", Href: href(viewBoard, q), On: view == viewBoard},
		{Label: i18n.T(ctx, "pipeline.view.list"), Icon: "list-check", Href: href(viewList, q), On: view == viewList},
	}
}

func inStage(rows []Row, stage string) (in []Row) {
	for _, r := range rows {
		if r.Stage == stage {
			in = append(in, r)
		}
	}
	return in
}

// shownStage is the column that a phone shows: the one that the address names,
// else the first with a move of the reader's, else the first that holds anything.
func shownStage(q table.Query, rows []Row) string {
	if named := q.Filter("stage"); named != "" {
		return named
	}
	for _, wanted := range []func(Row) bool{func(r Row) bool { return r.Whose == You }, func(Row) bool { return true }} {
		for _, key := range stageKeys() {
			if slices.ContainsFunc(inStage(rows, key), wanted) {
				return key
			}
		}
	}
	return stageKeys()[0]
}

func (s *Service) columns(ctx context.Context, q table.Query, rows []Row) []ui.BoardColumn {
	shown := shownStage(q, rows)
	var out []ui.BoardColumn
	for _, key := range stageKeys() {
		in := inStage(rows, key)
		c := ui.BoardColumn{ID: key, Label: i18n.T(ctx, "pipeline.stage."+key), Count: len(in), Shown: key == shown, Href: href(viewBoard, q.With("stage", key))}
		for i, r := range in {
			c.Amount += r.AmountFen
			if i < cardsShown {
				c.Cards = append(c.Cards, s.card(ctx, r))
			}
		}
		if len(in) > cardsShown {
			c.MoreHref, c.More = href(viewList, q.With("stage", key)), i18n.T(ctx, "pipeline.more", i18n.Args{"n": len(in)})
		}
		out = append(out, c)
	}
	return out
}

func (s *Service) card(ctx context.Context, r Row) ui.BoardCard {
	return ui.BoardCard{
		Ref: r.Ref, Title: subject(ctx, r), Amount: r.AmountFen, State: ui.Status("lender_case", string(r.State)),
		Clock: s.reader().Turn(ctx, r.turn), Turn: turnWords(ctx, r), Mine: r.Whose == You, Href: "/cases/" + r.ID,
	}
}

// subject is the enterprise, or that its name is closed again: what ended takes
// the right to the name with it.
func subject(ctx context.Context, r Row) string {
	if r.Subject.In(ctx) == r.Ref {
		return i18n.T(ctx, "pipeline.nameless")
	}
	return r.Subject.In(ctx)
}

// turnWords says whose move it is and, at the lender, which.
func turnWords(ctx context.Context, r Row) string {
	switch r.Whose {
	case "":
		return ""
	case Enterprise, Opening:
		return i18n.T(ctx, "pipeline.whose."+r.Whose)
	}
	move := i18n.T(ctx, "flow."+r.turn.Machine+".move."+r.Move)
	if r.Whose == You {
		return i18n.T(ctx, "pipeline.whose.you", i18n.Args{"move": move})
	}
	return i18n.T(ctx, "pipeline.whose.colleague", i18n.Args{"who": colleague(ctx, r), "move": move})
}

// colleague is the person whom the lender named, else the role.
func colleague(ctx context.Context, r Row) string {
	if name := r.Officer.In(ctx); name != "" {
		return name
	}
	return i18n.T(ctx, "identity.role."+string(r.Role))
}

// sortable is a column whose head sorts by it.
func sortable(ctx context.Context, q table.Query, key string) ui.Column {
	return ui.Column{Label: i18n.T(ctx, "pipeline.col."+key), Sorted: ui.Sorting(q.Sorting(key)), SortHref: href(viewList, q.SortBy(key))}
}

func (s *Service) listTable(ctx context.Context, q table.Query, l List) ui.Table {
	amount, invited, answers := sortable(ctx, q, "amount"), sortable(ctx, q, "invited"), sortable(ctx, q, "answers_by")
	amount.Num, invited.Spare, answers.Spare = true, true, true
	t := ui.Table{Caption: i18n.T(ctx, "pipeline.cases.title"), Columns: []ui.Column{
		sortable(ctx, q, "ref"), {Label: i18n.T(ctx, "pipeline.col.subject")}, amount, sortable(ctx, q, "stage"), sortable(ctx, q, "due"), {Label: i18n.T(ctx, "pipeline.col.whose")}, invited, answers,
	}}
	for _, r := range l.Rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.Ref, Href: "/cases/" + r.ID, Mono: true, Head: true}, {Text: subject(ctx, r), Small: r.ProductName.In(ctx)}, {Text: i18n.Column(r.AmountFen)}, {Body: ui.Status("lender_case", string(r.State))},
			{Body: ui.ClockRing(s.reader().Turn(ctx, r.turn))}, {Text: turnWords(ctx, r)}, {Text: s.moment(ctx, r.Invited)}, {Text: s.moment(ctx, r.AnswersBy)},
		}})
	}
	return t
}

func pager(ctx context.Context, q table.Query, l List) ui.Pager {
	p := ui.Pager{Text: l.Page.Range(ctx)}
	if l.Page.HasPrevious() {
		p.PrevHref = href(viewList, q.At(q.Page-1))
	}
	if l.Page.HasNext() {
		p.NextHref = href(viewList, q.At(q.Page+1))
	}
	return p
}

func stageOptions(ctx context.Context) (all []ui.Option) {
	for _, key := range stageKeys() {
		all = append(all, ui.Option{Value: key, Label: i18n.T(ctx, "pipeline.stage."+key)})
	}
	return all
}

// named are choices as a select shows them, by name.
func named(ctx context.Context, names map[string]i18n.Text) (all []ui.Option) {
	for id, name := range names {
		all = append(all, ui.Option{Value: id, Label: name.In(ctx)})
	}
	slices.SortFunc(all, func(a, b ui.Option) int { return cmp.Or(cmp.Compare(a.Label, b.Label), cmp.Compare(a.Value, b.Value)) })
	return all
}

// Home shows a lender where its cases stand.
func (s *Service) Home(ctx context.Context, _ string) ([]module.Block, error) {
	if !s.mayList(ctx) {
		return nil, nil
	}
	q, err := ParseList(url.Values{})
	if err != nil {
		return nil, err
	}
	l, err := s.Cases(ctx, q)
	if err != nil || l.Total == 0 {
		return nil, err
	}
	pipe, note := underWay(ctx, l.All)
	return []module.Block{{Rank: module.RankPipe, Body: pipeCard(i18n.T(ctx, "pipeline.cases.title"), note, pipe)}}, nil
}

// underWay are the stages of the home page, and how much they hold.
func underWay(ctx context.Context, rows []Row) (pipe []ui.Stage, note string) {
	var all ui.Stage
	for _, key := range stageKeys()[:len(stages)-1] {
		st := ui.Stage{Label: i18n.T(ctx, "pipeline.stage."+key), Href: "/cases?stage=" + key + "&view=" + viewList}
		for _, r := range inStage(rows, key) {
			st.Count, st.Amount = st.Count+1, st.Amount+r.AmountFen
			st.Mine = st.Mine || r.Whose == You || r.Whose == Colleague
		}
		all.Count, all.Amount = all.Count+st.Count, all.Amount+st.Amount
		pipe = append(pipe, st)
	}
	return pipe, i18n.T(ctx, "pipeline.under_way", i18n.Args{"n": all.Count, "amount": i18n.Wan(ctx, all.Amount)})
}

// say words one condition of the list; which way the cases are shown is none.
func say(ctx context.Context, key, value string) (label, said string) {
	switch key {
	case paramView:
		return "", ""
	case "stage":
		return i18n.T(ctx, "pipeline.col.stage"), i18n.T(ctx, "pipeline.stage."+value)
	case "late":
		return i18n.T(ctx, "pipeline.col.due"), i18n.T(ctx, "pipeline.filter.late")
	case "product", "officer":
		return i18n.T(ctx, "pipeline.filter."+key), i18n.T(ctx, "table.chosen")
	}
	return i18n.T(ctx, "pipeline.filter."+key), value
}

func column(ctx context.Context, key string) string { return i18n.T(ctx, "pipeline.col."+key) }
