package reconciliation

// A statement beside our books: what meets what, what both sides come to, and what
// they differ in.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation/match"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// work reads a statement and holds it against the books as they are now. Movements
// that another agreed statement has met are met no more.
func (s *Service) work(ctx context.Context, tx db.Tx, r *Reconciliation) (Report, error) {
	loans, err := s.Loans.Between(ctx, tx, r.Lender, r.FromOn, r.ToOn, match.Within)
	if err != nil {
		return Report{}, err
	}
	var before time.Time
	if r.State == Agreed { // as it was agreed: what came later has not happened
		before = r.Decided
	}
	met, err := metElsewhere(ctx, tx, r, beside(r.FromOn, -2*match.Within), beside(r.ToOn, 2*match.Within), before)
	if err != nil {
		return Report{}, err
	}
	for i := range loans {
		loans[i].Moves = slices.DeleteFunc(loans[i].Moves, func(m Movement) bool { return met[m.ID] })
	}
	t := sheet.Understand(r.Grid, template.Columns)
	lines := read(t, r.FromOn, r.ToOn, loans)
	if !t.Sound() {
		slices.SortStableFunc(t.Problems, func(a, b sheet.Problem) int { return cmp.Compare(a.Line, b.Line) })
		return Report{Problems: t.Problems, More: t.More}.full(), nil
	}
	return compared(lines, loans, r.FromOn, r.ToOn), nil
}

// beside is the day that lies some days after another.
func beside(on string, days int) string {
	d, err := clock.ParseDate(on)
	if err != nil {
		return on // it was read before
	}
	return d.AddDays(days).String()
}

// full is a report without empty places, so that it reads the same from its JSON.
func (r Report) full() Report {
	fill(&r.Lines)
	fill(&r.Movements)
	fill(&r.Pairs)
	fill(&r.Accounts)
	fill(&r.Totals)
	fill(&r.Differences)
	fill(&r.Problems)
	return r
}

func fill[T any](all *[]T) {
	if *all == nil {
		*all = []T{}
	}
}

// comparison is a comparison under way.
type comparison struct {
	from, to string
	Report
}

func compared(lines []Line, loans []Loan, from, to string) Report {
	c := &comparison{from: from, to: to, Report: Report{Lines: lines}}
	own := map[string][]Line{}
	for _, g := range byContract(lines) {
		own[g[0].Contract] = g
	}
	for i := range loans {
		c.loan(&loans[i], own[loans[i].ID])
	}
	for _, l := range lines {
		if l.Contract == "" {
			c.differ(Difference{Key: fmt.Sprint("line ", l.No), Kind: Unknown, Ref: l.Number, Moved: l.Kind, On: l.On, Line: l.No, Number: l.Reference, TheirsFen: cmp.Or(l.AmountFen, l.balance())})
		}
	}
	c.sums()
	slices.SortStableFunc(c.Differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.On, b.On), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Key, b.Key))
	})
	return c.full()
}

func (l Line) balance() money.Fen {
	if l.BalanceFen == nil {
		return 0
	}
	return *l.BalanceFen
}

func rank(d Difference) int {
	return slices.Index([]string{OtherAmount, OnlyTheirs, OnlyOurs, Unknown, Absent, OpeningOff, ClosingOff}, d.Kind)
}

func (c *comparison) differ(d Difference) { c.Differences = append(c.Differences, d.sealed()) }

// loan holds the lines of one loan against its movements and balances.
func (c *comparison) loan(l *Loan, lines []Line) {
	moved := slices.DeleteFunc(slices.Clone(lines), func(x Line) bool { return !x.moves() || x.Before })
	left := c.meet(l, moved)
	a := Account{Contract: l.ID, Ref: l.Ref, Borrower: l.Borrower, OpeningFen: l.OpeningFen, ClosingFen: l.ClosingFen, Lines: len(moved)}
	for _, m := range l.Moves {
		if m.On < c.from || m.On > c.to {
			continue
		}
		switch m.Kind {
		case Disbursement:
			a.OutFen += m.AmountFen
		case Repayment:
			a.InFen += m.AmountFen
		case Reversal, Refund:
			a.InFen -= m.AmountFen
		}
	}
	a.Matched = len(moved) - left
	if len(lines) == 0 {
		if l.OpeningFen != 0 || l.ClosingFen != 0 || a.OutFen != 0 || a.InFen != 0 {
			c.Accounts = append(c.Accounts, a)
			c.differ(Difference{Key: "loan " + l.ID, Kind: Absent, Contract: l.ID, Ref: l.Ref, On: c.to, OursFen: l.ClosingFen})
		}
		return
	}
	if l.BooksFrom > c.to { // our books begin later
		return
	}
	c.balances(l, &a, lines)
	c.Accounts = append(c.Accounts, a)
}

// balances compares what both sides say was owed.
func (c *comparison) balances(l *Loan, a *Account, lines []Line) {
	a.Number = lines[0].Number
	for _, x := range lines {
		if x.Kind == Opening && l.BooksFrom < c.from {
			a.OpeningTold = x.BalanceFen
		}
	}
	closing, running := endOf(lines)
	if end := cmp.Or(closing, running); end != nil && !end.Before {
		a.ClosingTold = end.BalanceFen
	}
	if t := a.OpeningTold; t != nil && *t != a.OpeningFen {
		c.differ(Difference{Key: "opening " + l.ID, Kind: OpeningOff, Contract: l.ID, Ref: l.Ref, On: c.from, TheirsFen: *t, OursFen: a.OpeningFen})
	}
	if t := a.ClosingTold; t != nil && *t != a.ClosingFen {
		c.differ(Difference{Key: "closing " + l.ID, Kind: ClosingOff, Contract: l.ID, Ref: l.Ref, On: c.to, TheirsFen: *t, OursFen: a.ClosingFen})
	}
}

// meet puts lines and movements of a loan together, and answers how many lines are
// left.
func (c *comparison) meet(l *Loan, lines []Line) (left int) {
	theirs, ours := make([]match.Item, len(lines)), make([]match.Item, len(l.Moves))
	for i, x := range lines {
		theirs[i] = match.Item{Kind: x.Kind, Day: dayOf(x.On), Fen: x.AmountFen, Ref: x.Reference, ID: fmt.Sprintf("%05d", x.No)}
	}
	for i, m := range l.Moves {
		ours[i] = match.Item{Kind: m.Kind, Day: dayOf(m.On), Fen: m.AmountFen, Ref: m.Number, Back: m.Back, ID: m.ID}
	}
	r := match.Match(theirs, ours)
	met := map[string]bool{}
	for _, p := range r.Pairs {
		x, m := lines[p.Line], l.Moves[p.Movement]
		met[m.ID] = true
		c.Pairs = append(c.Pairs, Pair{Line: x.No, Movement: m.ID, How: p.How, Days: int(p.Days), ByRef: p.ByRef})
		if p.How == match.OtherAmount {
			c.differ(Difference{Key: fmt.Sprint("line ", x.No, " ", m.ID), Kind: OtherAmount, Contract: l.ID, Ref: l.Ref, Moved: x.Kind, On: x.On, Line: x.No, Number: cmp.Or(x.Reference, m.Number), TheirsFen: x.AmountFen, OursFen: m.AmountFen})
		}
	}
	for _, i := range r.Lines {
		x := lines[i]
		c.differ(Difference{Key: fmt.Sprint("line ", x.No), Kind: OnlyTheirs, Contract: l.ID, Ref: l.Ref, Moved: x.Kind, On: x.On, Line: x.No, Number: x.Reference, TheirsFen: x.AmountFen})
	}
	for _, i := range r.Movements {
		if m := l.Moves[i]; m.On >= c.from && m.On <= c.to {
			c.differ(Difference{Key: "movement " + m.ID, Kind: OnlyOurs, Contract: l.ID, Ref: l.Ref, Moved: m.Kind, On: m.On, Number: m.Number, OursFen: m.AmountFen})
		}
	}
	for _, i := range r.Offset[0] {
		c.Offset.Lines = append(c.Offset.Lines, lines[i].No)
	}
	for _, i := range r.Offset[1] {
		if m := l.Moves[i]; m.On >= c.from && m.On <= c.to {
			c.Offset.Movements = append(c.Offset.Movements, m.ID)
		}
	}
	for _, m := range l.Moves {
		if met[m.ID] || m.On >= c.from && m.On <= c.to {
			c.Movements = append(c.Movements, m)
		}
	}
	return len(r.Lines)
}

// dayOf counts the days of a civil date.
func dayOf(on string) int64 {
	d, err := clock.ParseDate(on)
	if err != nil {
		return 0 // both sides were read before
	}
	return d.At(0, 0, time.UTC).Unix() / 86_400
}

// sums adds up what moved by kind.
func (c *comparison) sums() {
	theirs, ours := map[string]money.Fen{}, map[string]money.Fen{}
	for _, l := range c.Lines {
		if l.moves() && !l.Before {
			theirs[l.Kind] += l.AmountFen
		}
	}
	for _, m := range c.Movements {
		ours[m.Kind] += m.AmountFen
	}
	for _, kind := range Kinds {
		if theirs[kind] != 0 || ours[kind] != 0 {
			c.Totals = append(c.Totals, Total{Kind: kind, TheirsFen: theirs[kind], OursFen: ours[kind]})
		}
	}
}
