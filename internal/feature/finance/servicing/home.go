package servicing

// What the home page shows of contracts: a borrower sees the next payment, a
// lender the figures of its book, each of which opens to its rows.

import (
	"context"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Home gives the reader's blocks; open names the figure whose rows are shown.
func (s *Service) Home(ctx context.Context, open string) ([]module.Block, error) {
	who := kernel.From(ctx)
	if !s.Guard.Allowed(ctx, "servicing.list", collection(who.Party)) {
		return nil, nil
	}
	rows, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	switch who.Kind {
	case kernel.Enterprise:
		return s.homeOfBorrower(ctx, rows)
	case kernel.Bank:
		return s.homeOfLender(ctx, rows, open)
	}
	return nil, nil
}

// waits are what to do with money that waits: the borrower says what becomes of it,
// the lender pays back what was asked for.
func (s *Service) waits(ctx context.Context) (waits []module.Wait, err error) {
	if !s.Guard.Allowed(ctx, "servicing.list", collection(kernel.From(ctx).Party)) {
		return nil, nil
	}
	rows, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Contract.UnappliedFen == 0 || !r.Linked {
			continue
		}
		v, err := s.View(ctx, r.Contract.ID)
		if err != nil {
			return nil, err
		}
		for _, move := range s.surplusMoves(ctx, v) {
			w := module.Wait{Title: i18n.T(ctx, "servicing.surplus.title"), Why: r.Contract.Ref, AmountFen: int64(v.Contract.UnappliedFen - v.HeldFen), Href: "/contracts/" + r.Contract.ID + "/surplus"}
			if move == "refund" {
				w.Title, w.AmountFen, w.Href = i18n.T(ctx, "servicing.refund.title"), int64(v.HeldFen), "/contracts/"+r.Contract.ID+"/refund"
			}
			w.Label = w.Title
			waits = append(waits, w)
		}
	}
	return waits, nil
}

// homeOfBorrower shows the contract whose payment comes first.
func (s *Service) homeOfBorrower(ctx context.Context, rows []Row) ([]module.Block, error) {
	var first View
	for _, r := range rows {
		if !pays(&r.Contract) {
			continue
		}
		v, err := s.View(ctx, r.Contract.ID)
		if err != nil {
			return nil, err
		}
		next, ok := v.Next()
		if soonest, had := first.Next(); ok && (!had || next.DueOn < soonest.DueOn) {
			first = v
		}
	}
	if _, ok := first.Next(); !ok {
		return nil, nil
	}
	return []module.Block{{Rank: module.RankNext, Body: s.nextCard(first)}}, nil
}

// progress is the share of instalments paid, and the next one.
func progress(v View) []ui.BarPart {
	all := len(v.Installments)
	paid := 0
	for _, i := range v.Installments {
		if i.Paid() {
			paid++
		}
	}
	return []ui.BarPart{{Share: paid * 1000 / all, Kind: ui.BarDone}, {Share: 1000 / all, Kind: ui.BarMain}}
}

// dueChip says how far the day of collection is.
func dueChip(ctx context.Context, v View, next Installment) (ui.Tone, string) {
	day, _ := clock.ParseDate(next.CollectOn)
	today, _ := clock.ParseDate(v.Today)
	switch left := today.DaysUntil(day); {
	case left < 0:
		return ui.Risk, i18n.T(ctx, "servicing.home.over", i18n.Args{"n": -left})
	case left == 0:
		return ui.Warn, i18n.T(ctx, "servicing.home.today")
	default:
		return ui.Wait, i18n.T(ctx, "servicing.home.left", i18n.Args{"n": left})
	}
}

// figure is one number of a lender with the rows behind it.
type figure struct {
	key  string
	has  func(c Contract, today string) bool
	sum  func(c Contract) money.Fen // nil counts the rows
	note string
}

// figures of a lender's book; each opens to the contracts that it adds up.
var figures = []figure{
	{"month", func(c Contract, today string) bool { return strings.HasPrefix(c.DisbursedOn, today[:7]) }, func(c Contract) money.Fen { return c.DrawnFen }, "servicing.home.month.rule"},
	{"balance", func(c Contract, _ string) bool { return c.BalanceFen > 0 }, func(c Contract) money.Fen { return c.BalanceFen }, "servicing.home.balance.rule"},
	{"late", func(c Contract, _ string) bool { return c.State == Delayed || c.State == Delinquent }, nil, "servicing.home.late.rule"},
}

// rowsOf are the rows that a figure adds up, and their sum.
func (f figure) rowsOf(rows []Row, today string) (out []Row, total money.Fen) {
	for _, r := range rows {
		if f.has(r.Contract, today) {
			out = append(out, r)
			if f.sum != nil {
				total += f.sum(r.Contract)
			}
		}
	}
	return out, total
}

func (s *Service) homeOfLender(ctx context.Context, rows []Row, open string) ([]module.Block, error) {
	var shown []ui.Figure
	var below *figure
	for i, f := range figures {
		shown = append(shown, s.figure(ctx, f, rows, open == f.key))
		if open == f.key {
			below = &figures[i]
		}
	}
	free, err := s.freeFigure(ctx)
	if err != nil {
		return nil, err
	}
	return []module.Block{{Rank: module.RankFigures, Body: s.figuresBlock(append(shown, free), below, rows)}}, nil
}

// figure leads to its own rows on the home page, and once open back again.
func (s *Service) figure(ctx context.Context, f figure, rows []Row, open bool) ui.Figure {
	in, total := f.rowsOf(rows, s.today().String())
	out := ui.Figure{Label: i18n.T(ctx, "servicing.home."+f.key), Value: strconv.Itoa(len(in)), Href: "/?open=" + f.key + "#rows", Open: open}
	out.Basis = i18n.T(ctx, "servicing.home.basis", i18n.Args{"n": len(in), "at": i18n.Date(ctx, s.today().String())})
	if f.sum != nil {
		out.Value, out.Unit = i18n.WanParts(ctx, total)
	}
	if open {
		out.Href = "/"
	}
	return out
}

// freeFigure is what the lender can still lend, with its funds as a bar: set
// aside, then free.
func (s *Service) freeFigure(ctx context.Context) (f ui.Figure, err error) {
	var free, reserved money.Fen
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		free, reserved, err = s.Budget(ctx, tx, kernel.From(ctx).Party)
		return err
	})
	f = ui.Figure{Label: i18n.T(ctx, "servicing.home.free"), Basis: i18n.T(ctx, "servicing.home.reserved", i18n.Args{"amount": i18n.Wan(ctx, reserved)})}
	f.Value, f.Unit = i18n.WanParts(ctx, free)
	if all := free + reserved; all > 0 {
		f.Parts = []ui.BarPart{{Share: int(1000 * reserved / all), Kind: ui.BarMain}}
	}
	return f, err
}
