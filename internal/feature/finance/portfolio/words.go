package portfolio

// Rows in words: the table, its filters and sums, and how to pay.

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
)

func (s *Service) moment(ctx context.Context, t time.Time) string {
	return i18n.Moment(ctx, t, s.Now(), s.Zone)
}

func (s *Service) day(t time.Time) string { return clock.DateOf(t, s.Zone).String() }

// sortable is a column whose head sorts by it.
func sortable(ctx context.Context, q table.Query, key string) ui.Column {
	return ui.Column{Label: i18n.T(ctx, "portfolio.col."+key), Sorted: ui.Sorting(q.Sorting(key)), SortHref: q.SortBy(key).Href("/contracts")}
}

func listTable(ctx context.Context, q table.Query, l List) ui.Table {
	numeric := func(key string) ui.Column {
		c := sortable(ctx, q, key)
		c.Num = true
		return c
	}
	amount, disbursed := numeric("amount"), sortable(ctx, q, "disbursed")
	amount.Spare, disbursed.Spare = true, true
	other, name := ui.Column{Sorted: ui.Sorting(q.Sorting("other")), SortHref: q.SortBy("other").Href("/contracts")}, func(r Row) string { return r.Firm.In(ctx) }
	other.Label = i18n.T(ctx, "portfolio.col.borrower")
	if kernel.From(ctx).Kind != kernel.Bank {
		other.Label, name = i18n.T(ctx, "portfolio.col.lender"), func(r Row) string { return r.Bank.In(ctx) }
	}
	t := ui.Table{Caption: i18n.T(ctx, "portfolio.title"), Columns: []ui.Column{
		sortable(ctx, q, "ref"), other, amount, numeric("balance"), sortable(ctx, q, "next"),
		{Label: i18n.T(ctx, "portfolio.col.payment"), Num: true}, numeric("overdue"), numeric("days"), disbursed, sortable(ctx, q, "state"),
	}}
	lends := kernel.From(ctx).Kind == kernel.Bank
	if lends {
		t.Columns = slices.Insert(t.Columns, 8, sortable(ctx, q, "class"))
	}
	for _, r := range l.Rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.Ref, Href: "/contracts/" + r.ID, Mono: true, Head: true, Small: r.Product.In(ctx)}, {Text: name(r)}, {Text: i18n.Column(r.AmountFen)}, {Text: i18n.Column(r.BalanceFen)},
			{Text: r.NextOn}, {Text: sumOr(r.NextFen)}, {Text: sumOr(r.OverdueFen)}, days(ctx, r), {Text: r.DisbursedOn}, {Body: ui.Status("contract", string(r.State))},
		}})
		if last := &t.Lines[len(t.Lines)-1]; lends {
			last.Cells = slices.Insert(last.Cells, 8, ui.Cell{Text: classOr(ctx, r.Class)})
		}
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{
		{Text: i18n.T(ctx, "portfolio.sum"), Head: true, Small: i18n.T(ctx, "portfolio.sum.of", i18n.Args{"n": l.Sums.Count})}, {}, {Text: i18n.Column(l.Sums.AmountFen)}, {Text: i18n.Column(l.Sums.BalanceFen)},
		{}, {Text: i18n.Column(l.Sums.NextFen)}, {Text: i18n.Column(l.Sums.OverdueFen)}, {}, {}, {},
	}})
	if last := &t.Lines[len(t.Lines)-1]; lends {
		last.Cells = append(last.Cells, ui.Cell{})
	}
	return t
}

func classOr(ctx context.Context, c kernel.Class) string {
	if c == "" {
		return "–"
	}
	return i18n.T(ctx, "kernel.class."+string(c))
}

func classOptions(ctx context.Context) (all []ui.Option) {
	for _, c := range kernel.Classes {
		all = append(all, ui.Option{Value: string(c), Label: classOr(ctx, c)})
	}
	return all
}

func sumOr(f money.Fen) string {
	if f == 0 {
		return "–"
	}
	return i18n.Column(f)
}

// seriously is after how many days past due a lender may have to decide on a loan.
const seriously = 30

// days are those past due; to the lender they lead to what two people can decide
// about a loan that is seriously late.
func days(ctx context.Context, r Row) ui.Cell {
	c := ui.Cell{Text: daysOr(r.DaysPastDue)}
	if r.DaysPastDue > seriously && kernel.From(ctx).Party == r.Lender {
		c.Href = "/contracts/" + r.ID + "/workout"
	}
	return c
}

func daysOr(n int) string {
	if n == 0 {
		return "–"
	}
	return strconv.Itoa(n)
}

func pager(ctx context.Context, q table.Query, l List) ui.Pager {
	p := ui.Pager{Text: l.Page.Range(ctx)}
	if l.Page.HasPrevious() {
		p.PrevHref = q.At(q.Page - 1).Href("/contracts")
	}
	if l.Page.HasNext() {
		p.NextHref = q.At(q.Page + 1).Href("/contracts")
	}
	return p
}

// figures are the sums above the rows, so that a phone reads them first.
func figures(ctx context.Context, t Sums) (out []ui.Figure) {
	basis := i18n.T(ctx, "portfolio.sum.of", i18n.Args{"n": t.Count})
	for _, x := range []struct {
		key string
		fen money.Fen
	}{{"balance", t.BalanceFen}, {"payment", t.NextFen}, {"overdue", t.OverdueFen}} {
		f := ui.Figure{Label: i18n.T(ctx, "portfolio.figure."+x.key), Basis: basis}
		f.Value, f.Unit = i18n.WanParts(ctx, x.fen)
		out = append(out, f)
	}
	return out
}

// folded reports whether a filter is in use that folds away.
func folded(q table.Query) bool {
	return slices.ContainsFunc([]string{"class", "within", "from", "below", "product", "officer"}, func(key string) bool { return q.Filter(key) != "" })
}

func stateOptions(ctx context.Context) (all []ui.Option) {
	for _, st := range states {
		all = append(all, ui.Option{Value: st, Label: ui.StatusOf("contract", st).Word.In(ctx)})
	}
	return all
}

func bucketOptions(ctx context.Context) (all []ui.Option) {
	for _, key := range bucketKeys() {
		all = append(all, ui.Option{Value: key, Label: i18n.T(ctx, "portfolio.bucket."+key)})
	}
	return all
}

func horizonOptions(ctx context.Context) (all []ui.Option) {
	for _, n := range horizons {
		all = append(all, ui.Option{Value: n, Label: i18n.T(ctx, "portfolio.within", i18n.Args{"n": n})})
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

// toPay is what still has to come in: all that is overdue, or the next payment,
// less what waits.
func (p Payment) toPay() money.Fen { return max(0, max(p.NextFen, p.OverdueFen)-p.WaitingFen) }

func due(ctx context.Context, r Row) (ui.Tone, string) {
	switch {
	case r.DaysPastDue > 0:
		return ui.Risk, i18n.T(ctx, "portfolio.due.over", i18n.Args{"n": r.DaysPastDue})
	case r.DueIn == 0:
		return ui.Warn, i18n.T(ctx, "portfolio.due.today")
	}
	return ui.Wait, i18n.T(ctx, "portfolio.due.left", i18n.Args{"n": r.DueIn})
}

// payFacts say where the money goes and what to write with it.
func payFacts(ctx context.Context, p Payment) []ui.Fact {
	var facts []ui.Fact
	if p.WaitingFen > 0 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "portfolio.pay.waiting"), Body: ui.Exact(p.WaitingFen)})
	}
	if p.Payee.Account == "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "portfolio.pay.to"), Value: p.Bank.In(ctx), Note: i18n.T(ctx, "portfolio.pay.ask")})
	} else {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "portfolio.pay.holder"), Value: p.Payee.Holder, Note: p.Payee.Bank}, ui.Fact{Label: i18n.T(ctx, "portfolio.pay.account"), Value: grouped(p.Payee.Account), Mono: true})
	}
	return append(facts, ui.Fact{Label: i18n.T(ctx, "portfolio.pay.reference"), Value: p.Ref, Note: i18n.T(ctx, "portfolio.pay.reference.hint"), Mono: true})
}

// grouped parts an account number into fours, as it is typed.
func grouped(account string) string {
	var b []byte
	for i := range len(account) {
		if i > 0 && i%4 == 0 {
			b = append(b, ' ')
		}
		b = append(b, account[i])
	}
	return string(b)
}

// changes are what happened since the reader looked last.
func (s *Service) changes(ctx context.Context, p Payment) (out []ui.Event) {
	for _, c := range p.Changes {
		e := ui.Event{What: i18n.T(ctx, "event."+c.Kind), At: s.moment(ctx, c.At)}
		if n, err := strconv.ParseInt(c.Item.Value("amount_fen"), 10, 64); err == nil {
			e.Detail = i18n.Exact(ctx, money.Fen(n))
		}
		out = append(out, e)
	}
	return out
}

// say words one condition of the list.
func say(ctx context.Context, key, value string) (label, said string) {
	switch key {
	case "state":
		return i18n.T(ctx, "portfolio.col.state"), ui.StatusOf("contract", value).Word.In(ctx)
	case "class":
		return i18n.T(ctx, "portfolio.col.class"), i18n.T(ctx, "kernel.class."+value)
	case "bucket":
		return i18n.T(ctx, "portfolio.col.days"), i18n.T(ctx, "portfolio.bucket."+value)
	case "within":
		return i18n.T(ctx, "portfolio.filter.within"), i18n.T(ctx, "portfolio.within", i18n.Args{"n": value})
	case "product":
		return i18n.T(ctx, "portfolio.col.product"), i18n.T(ctx, "table.chosen")
	case "officer":
		return i18n.T(ctx, "portfolio.filter.officer"), i18n.T(ctx, "table.chosen")
	}
	return i18n.T(ctx, "portfolio.filter."+key), value
}

// column is the head of a column, which for the other side depends on the reader.
func column(ctx context.Context, key string) string {
	switch {
	case key != "other":
		return i18n.T(ctx, "portfolio.col."+key)
	case kernel.From(ctx).Kind == kernel.Bank:
		return i18n.T(ctx, "portfolio.col.borrower")
	}
	return i18n.T(ctx, "portfolio.col.lender")
}
