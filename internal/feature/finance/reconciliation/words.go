package reconciliation

// How a reconciliation words its data for pages.

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation/match"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/shown"
)

func (s *Service) reader() shown.Reader { return shown.Reader{Now: s.Now(), Calendar: s.Calendar} }

func (s *Service) moment(ctx context.Context, t time.Time) string { return s.reader().Moment(ctx, t) }

// todo is what to do about what is wrong with a file.
func todo(ctx context.Context, key string, args i18n.Args) string {
	return i18n.T(ctx, "reconciliation.todo."+strings.TrimPrefix(key, Name+"."), args)
}

func (v View) may(move string) bool { return slices.Contains(v.Moves, move) }

// sure reports whether the reader has freshly confirmed for what is shown.
func (v View) sure(ctx context.Context) bool {
	return kernel.From(ctx).ConfirmedFor(v.Reconciliation.purpose())
}

func period(ctx context.Context, from, to string) string {
	return i18n.T(ctx, "reconciliation.period", i18n.Args{"from": i18n.Civil(from), "to": i18n.Civil(to)})
}

// head is the header of the page: what it is, how it stands, and what comes next.
func (s *Service) head(ctx context.Context, v View) ui.CaseHead {
	r := v.Reconciliation
	next := ui.Next{Title: i18n.T(ctx, "reconciliation.next."+v.stage(), i18n.Args{"n": v.Unexplained}), Over: Machine.Final(r.State)}
	next.Mine = v.may("match") || v.may("confirm") || r.State == Faulty && v.may("discard") || v.may("reopen")
	if r.State == Sent && v.Own {
		next.Hint = i18n.T(ctx, "reconciliation.second")
	}
	if v.may("confirm") && !v.sure(ctx) {
		next.Button = ui.Button{Label: i18n.T(ctx, "reconciliation.sure"), Icon: "fingerprint", Primary: true, Href: "/step-up?next=" + url.QueryEscape("/reconciliations/"+r.ID) + "&purpose=" + url.QueryEscape(r.purpose())}
	}
	return ui.CaseHead{Ref: r.Ref, Party: v.Bank.In(ctx), Title: period(ctx, r.FromOn, r.ToOn), Machine: Machine.Name, State: string(r.State), Next: next}
}

// stage is where a reconciliation stands, finer than its state.
func (v View) stage() string {
	r := v.Reconciliation
	switch {
	case v.may("confirm"):
		return "confirm"
	case r.State == Open && len(r.Report.Differences) == 0:
		return "even"
	case r.State == Open && v.Unexplained == 0:
		return "explained"
	case r.State == Agreed && !v.Since.None():
		return "since"
	}
	return string(r.State)
}

func (s *Service) caseFacts(ctx context.Context, v View) []ui.Fact {
	r := v.Reconciliation
	all := []ui.Fact{
		{Label: i18n.T(ctx, "reconciliation.file"), Value: r.FileName, Note: i18n.T(ctx, "reconciliation.file.lines", i18n.Args{"n": len(r.Report.Lines)})},
		{Label: i18n.T(ctx, "reconciliation.col.made_by"), Value: v.People[r.MadeBy].In(ctx), Note: s.moment(ctx, r.Made)},
	}
	if r.SentBy != "" {
		all = append(all, ui.Fact{Label: i18n.T(ctx, "reconciliation.sent_by"), Value: v.People[r.SentBy].In(ctx), Note: s.moment(ctx, r.Sent)})
	}
	if r.DecidedBy != "" {
		all = append(all, ui.Fact{Label: i18n.T(ctx, "reconciliation.decided_by."+string(r.State)), Value: v.People[r.DecidedBy].In(ctx), Note: s.moment(ctx, r.Decided)})
	}
	return append(all, ui.Fact{Label: i18n.T(ctx, "reconciliation.file.hash"), Value: r.FileHash, Mono: true}, ui.Fact{Label: i18n.T(ctx, "reconciliation.hash"), Value: r.Hash, Mono: true})
}

// detail is what of a step is worth a glance: a reason, an explanation.
func detail(_ context.Context, it auditlog.Item) string {
	return cmp.Or(it.Value("reason"), it.Value("text"))
}

func kindText(ctx context.Context, kind string) string {
	return i18n.T(ctx, "reconciliation.kind."+kind)
}

// gap is an amount with its sign, "–" for none.
func gap(f money.Fen) string {
	switch {
	case f == 0:
		return "–"
	case f > 0:
		return "+" + i18n.Column(f)
	}
	return i18n.Column(f)
}

// sideText is what one of the two says of a difference; "–" where it says nothing.
func sideText(d Difference, theirs bool) string {
	silent := map[string]bool{OnlyTheirs: !theirs, Unknown: !theirs, OnlyOurs: theirs, Absent: theirs}[d.Kind]
	switch {
	case silent:
		return "–"
	case theirs:
		return i18n.Column(d.TheirsFen)
	}
	return i18n.Column(d.OursFen)
}

// differenceTable lists what the two differ in, each with what to do and what was
// said of it under it.
func (s *Service) differenceTable(ctx context.Context, v View, f ui.Form, paper bool) ui.Table {
	r := v.Reconciliation
	t := ui.Table{Caption: i18n.T(ctx, "reconciliation.differences"), Columns: []ui.Column{{Label: i18n.T(ctx, "reconciliation.col.difference")}, {Label: i18n.T(ctx, "reconciliation.col.loan")}, {Label: i18n.T(ctx, "reconciliation.col.on")},
		{Label: i18n.T(ctx, "reconciliation.col.theirs"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.ours"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.gap"), Num: true}}}
	for i, d := range r.Report.Differences {
		what := ui.Cell{Text: i18n.T(ctx, "reconciliation.difference."+d.Kind), Head: true}
		if d.Moved != "" {
			what.Small = kindText(ctx, d.Moved)
		}
		loan := ui.Cell{Text: d.Ref, Mono: true, Small: d.Number}
		if d.Contract != "" && !paper {
			loan.Href = "/contracts/" + d.Contract
		}
		on := ui.Cell{Text: d.On}
		if d.Line > 0 {
			on.Small = i18n.T(ctx, "sheet.place.line", i18n.Args{"line": d.Line})
		}
		line := ui.Line{Cells: []ui.Cell{what, loan, on, {Text: sideText(d, true)}, {Text: sideText(d, false)}, {Text: gap(d.TheirsFen - d.OursFen)}}}
		if paper {
			line.Below = s.said(v, d)
		} else {
			line.Below = s.below(v, d, f, i)
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// remedy is what to do about a difference.
func remedy(ctx context.Context, d Difference) string {
	switch d.Kind {
	case OnlyTheirs:
		return i18n.T(ctx, "reconciliation.do.theirs."+d.Moved)
	case OnlyOurs:
		return i18n.T(ctx, "reconciliation.do.ours."+d.Moved)
	}
	return i18n.T(ctx, "reconciliation.do."+d.Kind)
}

// doors are where a difference is mended, for who may mend it.
func doors(ctx context.Context, v View, d Difference) (out []ui.Crumb) {
	if !v.may("explain") {
		return nil
	}
	add := func(key, href string) {
		out = append(out, ui.Crumb{Label: i18n.T(ctx, "reconciliation.door."+key), Href: href})
	}
	switch {
	case d.Kind == OnlyTheirs && d.Moved == Repayment:
		add("repay", "/contracts/"+d.Contract+"/repay")
		add("receipts", "/intake/receipts")
	case d.Kind == Unknown:
		add("loans", "/intake/loans")
	default:
		add("contract", "/contracts/"+d.Contract)
	}
	return out
}

// accountTable compares the balances of each loan.
func accountTable(ctx context.Context, r Report, paper bool) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "reconciliation.accounts"), Columns: []ui.Column{{Label: i18n.T(ctx, "reconciliation.col.loan")}, {Label: i18n.T(ctx, "reconciliation.col.opening"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.out"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.in"), Num: true},
		{Label: i18n.T(ctx, "reconciliation.col.closing"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.closing_told"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.gap"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.matched"), Num: true}}}
	var sum Account
	var told money.Fen
	for _, a := range r.Accounts {
		loan := ui.Cell{Text: a.Ref, Mono: true, Head: true, Small: a.Borrower.In(ctx)}
		if !paper {
			loan.Href = "/contracts/" + a.Contract
		}
		opening, closing, between := ui.Cell{Text: i18n.Column(a.OpeningFen)}, "–", "–"
		if a.OpeningTold != nil && *a.OpeningTold != a.OpeningFen {
			opening.Small = i18n.T(ctx, "reconciliation.told", i18n.Args{"fen": i18n.Column(*a.OpeningTold)})
		}
		if a.ClosingTold != nil {
			closing, between = i18n.Column(*a.ClosingTold), gap(*a.ClosingTold-a.ClosingFen)
			told += *a.ClosingTold
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{loan, opening, {Text: i18n.Column(a.OutFen)}, {Text: i18n.Column(a.InFen)}, {Text: i18n.Column(a.ClosingFen)}, {Text: closing}, {Text: between}, {Text: fmt.Sprint(a.Matched, " / ", a.Lines)}}})
		sum.OpeningFen, sum.OutFen, sum.InFen, sum.ClosingFen, sum.Matched, sum.Lines = sum.OpeningFen+a.OpeningFen, sum.OutFen+a.OutFen, sum.InFen+a.InFen, sum.ClosingFen+a.ClosingFen, sum.Matched+a.Matched, sum.Lines+a.Lines
	}
	t.Lines = append(t.Lines, ui.Line{Kind: ui.LineTotal, Cells: []ui.Cell{{Text: i18n.T(ctx, "reconciliation.total"), Head: true}, {Text: i18n.Column(sum.OpeningFen)}, {Text: i18n.Column(sum.OutFen)}, {Text: i18n.Column(sum.InFen)}, {Text: i18n.Column(sum.ClosingFen)}, {Text: i18n.Column(told)}, {Text: gap(told - sum.ClosingFen)}, {Text: fmt.Sprint(sum.Matched, " / ", sum.Lines)}}})
	return t
}

// totalTable compares what moved, by kind.
func totalTable(ctx context.Context, r Report) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "reconciliation.totals"), Columns: []ui.Column{{Label: i18n.T(ctx, "reconciliation.col.kind")}, {Label: i18n.T(ctx, "reconciliation.col.theirs"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.ours"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.gap"), Num: true}}}
	for _, x := range r.Totals {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: kindText(ctx, x.Kind), Head: true}, {Text: i18n.Column(x.TheirsFen)}, {Text: i18n.Column(x.OursFen)}, {Text: gap(x.TheirsFen - x.OursFen)}}})
	}
	return t
}

// pairs are those of one kind, with both sides.
func (r Report) pairs(hows ...match.How) (out []Pair) {
	for _, p := range r.Pairs {
		if slices.Contains(hows, p.How) {
			out = append(out, p)
		}
	}
	return out
}

// pairTable lists lines with the movements that they meet.
func pairTable(ctx context.Context, caption string, r Report, pairs []Pair) ui.Table {
	t := ui.Table{Caption: caption, Columns: []ui.Column{{Label: i18n.T(ctx, "reconciliation.col.loan")}, {Label: i18n.T(ctx, "reconciliation.col.kind")}, {Label: i18n.T(ctx, "reconciliation.col.amount"), Num: true},
		{Label: i18n.T(ctx, "reconciliation.col.their_day")}, {Label: i18n.T(ctx, "reconciliation.col.our_day")}, {Label: i18n.T(ctx, "reconciliation.col.by")}}}
	for _, p := range pairs {
		l := r.Lines[slices.IndexFunc(r.Lines, func(x Line) bool { return x.No == p.Line })]
		m := r.Movements[slices.IndexFunc(r.Movements, func(x Movement) bool { return x.ID == p.Movement })]
		by := "amount"
		if p.ByRef {
			by = "reference"
		}
		ours := ui.Cell{Text: m.On}
		switch {
		case p.Days != 0:
			ours.Small = i18n.T(ctx, "reconciliation.days", i18n.Args{"n": p.Days})
			if p.Days > 0 {
				ours.Small = "+" + ours.Small
			}
		case m.PostedOn != "":
			ours.Small = i18n.T(ctx, "reconciliation.posted", i18n.Args{"on": m.PostedOn})
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: l.Number, Mono: true, Head: true, Small: m.Number, Href: "/contracts/" + l.Contract}, {Text: kindText(ctx, l.Kind)}, {Text: i18n.Column(l.AmountFen)},
			{Text: l.On, Small: i18n.T(ctx, "sheet.place.line", i18n.Args{"line": l.No})}, ours, {Text: i18n.T(ctx, "reconciliation.by."+by)}}})
	}
	return t
}

// sinceTable lists what came into an agreed period and what went out of it.
func sinceTable(ctx context.Context, x Since, refs map[string]string) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "reconciliation.since"), Columns: []ui.Column{{Label: i18n.T(ctx, "reconciliation.col.change")}, {Label: i18n.T(ctx, "reconciliation.col.loan")}, {Label: i18n.T(ctx, "reconciliation.col.on")}, {Label: i18n.T(ctx, "reconciliation.col.amount"), Num: true}}}
	add := func(what string, all []Movement) {
		for _, m := range all {
			on := ui.Cell{Text: m.On}
			if m.PostedOn != "" {
				on.Small = i18n.T(ctx, "reconciliation.posted", i18n.Args{"on": m.PostedOn})
			}
			t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: i18n.T(ctx, "reconciliation.since."+what), Small: kindText(ctx, m.Kind), Head: true}, {Text: refs[m.Contract], Mono: true, Small: m.Number, Href: "/contracts/" + m.Contract}, on, {Text: i18n.Column(m.AmountFen)}}})
		}
	}
	add("came", x.Came)
	add("went", x.Went)
	for _, b := range x.Balances {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: i18n.T(ctx, "reconciliation.since.balance"), Head: true}, {Text: b.After.Ref, Mono: true, Href: "/contracts/" + b.After.Contract}, {Text: "–"}, {Text: i18n.Column(b.After.ClosingFen), Small: i18n.T(ctx, "reconciliation.since.was", i18n.Args{"fen": i18n.Column(b.Before.ClosingFen)})}}})
	}
	return t
}

// refs are the numbers of the loans of a report.
func (r Report) refs() map[string]string {
	out := map[string]string{}
	for _, a := range r.Accounts {
		out[a.Contract] = a.Ref
	}
	return out
}

func (s *Service) listTable(ctx context.Context, l List) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "reconciliation.title"), Columns: []ui.Column{{Label: i18n.T(ctx, "reconciliation.col.period")}, {Label: i18n.T(ctx, "reconciliation.col.file")}, {Label: i18n.T(ctx, "reconciliation.col.lines"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.differences"), Num: true}, {Label: i18n.T(ctx, "reconciliation.col.made_by")}, {Label: i18n.T(ctx, "reconciliation.col.state")}}}
	for _, r := range l.Rows {
		left := ""
		if r.Unexplained > 0 {
			left = i18n.T(ctx, "reconciliation.left.short", i18n.Args{"n": r.Unexplained})
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: r.FromOn + " – " + r.ToOn, Small: r.Ref, Head: true, Href: "/reconciliations/" + r.ID}, {Text: r.FileName}, {Text: fmt.Sprint(r.Lines)}, {Text: fmt.Sprint(r.Differences), Small: left},
			{Text: r.MadeBy.In(ctx), Small: s.moment(ctx, r.Made)}, {Body: states(r)}}})
	}
	return t
}

// paperFacts head the printed sheet.
func (s *Service) paperFacts(ctx context.Context, v View) []ui.Fact {
	r := v.Reconciliation
	all := []ui.Fact{
		{Label: i18n.T(ctx, "reconciliation.col.ref"), Value: r.Ref, Mono: true},
		{Label: i18n.T(ctx, "reconciliation.paper.lender"), Value: v.Bank.In(ctx)},
		{Label: i18n.T(ctx, "reconciliation.col.state"), Body: ui.Status(Machine.Name, string(r.State))},
	}
	return append(all, s.caseFacts(ctx, v)...)
}

// lastMonth is the month before this one: what a statement is mostly about.
func (s *Service) lastMonth() (from, to string) {
	first := s.today()
	first.Day = 1
	return first.AddMonths(-1).String(), first.AddDays(-1).String()
}
