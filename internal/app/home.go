package app

// The home page: what waits for the reader, by due date, then the blocks that
// each feature has for the reader.

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/shown"
)

// waiting bounds the list on the home page.
const waiting = 100

// turns are the moves that are open to the reader, each authorised again when
// it is shown.
func (a *App) turns(ctx context.Context) (out []flow.Turn, err error) {
	who := kernel.From(ctx)
	err = a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		all, err := a.Keeper.Waiting(ctx, tx, who.Party, who.Awaited(), waiting)
		for _, t := range all {
			if a.mayTake(ctx, tx, t) {
				out = append(out, t)
			}
		}
		return err
	})
	return out, err
}

// waits are the reader's moves that no role alone decides.
func (a *App) waits(ctx context.Context) (all []module.Wait, err error) {
	for _, m := range a.Modules {
		if m.Waits == nil {
			continue
		}
		more, err := m.Waits(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// homePage greets a guest and shows everybody else what waits.
func (a *App) homePage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	if kernel.From(ctx).Person == "" {
		return web.View{Title: i18n.T(ctx, "app.welcome"), Body: a.welcomeBody()}, nil
	}
	turns, err := a.turns(ctx)
	if err != nil {
		return web.View{}, err
	}
	waits, err := a.waits(ctx)
	if err != nil {
		return web.View{}, err
	}
	main, side, err := a.blocks(ctx, q.URL.Query().Get("open"))
	return web.View{Title: i18n.T(ctx, "app.home"), Current: "home", Body: a.homeBody(len(turns)+len(waits), a.groups(ctx, turns, waits), main, side)}, err
}

// blocks are what the features show the reader, lower ranks first, and what
// stands at the side.
func (a *App) blocks(ctx context.Context, open string) (main, side []templ.Component, err error) {
	var all []module.Block
	for _, m := range a.Modules {
		if m.Home == nil {
			continue
		}
		more, err := m.Home(ctx, open)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, more...)
	}
	news, err := a.newsBlock(ctx)
	all = append(all, news...)
	slices.SortStableFunc(all, func(x, y module.Block) int { return cmp.Compare(x.Rank, y.Rank) })
	for _, b := range all {
		if b.Side {
			side = append(side, b.Body)
		} else {
			main = append(main, b.Body)
		}
	}
	return main, side, err
}

// newsShown is how many notices stand on the home page.
const newsShown = 4

func (a *App) newsBlock(ctx context.Context) ([]module.Block, error) {
	rows, err := a.noticeRows(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return []module.Block{{Rank: module.RankNews, Side: true, Body: newsCard(rows[:min(len(rows), newsShown)])}}, nil
}

// groups sorts turns into overdue, today and later.
func (a *App) groups(ctx context.Context, turns []flow.Turn, waits []module.Wait) []ui.MoveGroup {
	names := a.charged(ctx, turns)
	groups := []ui.MoveGroup{{Title: i18n.T(ctx, "app.overdue")}, {Title: i18n.T(ctx, "app.today")}, {Title: i18n.T(ctx, "app.later")}}
	now := a.Now()
	today := clock.DateOf(now, a.Calendar.Zone())
	for _, t := range turns {
		g := 2
		switch {
		case t.Due.IsZero() || t.Paused:
		case now.After(t.Due):
			g = 0
		case clock.DateOf(t.Due, a.Calendar.Zone()) == today:
			g = 1
		}
		groups[g].Moves = append(groups[g].Moves, a.move(ctx, t, names))
	}
	for _, w := range waits {
		groups[2].Moves = append(groups[2].Moves, ui.Move{Title: w.Title, Why: w.Why, Amount: money.Fen(w.AmountFen), Href: w.Href, Label: w.Label})
	}
	var out []ui.MoveGroup
	for _, g := range groups {
		if len(g.Moves) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// charged names those whom the reader's organisation named for a turn.
func (a *App) charged(ctx context.Context, turns []flow.Turn) (names map[string]i18n.Text) {
	var ids []string
	for _, t := range turns {
		ids = append(ids, t.Person)
	}
	a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		names, err = a.Identity.PeopleNames(ctx, tx, ids)
		return err
	})
	return names
}

func (a *App) move(ctx context.Context, t flow.Turn, names map[string]i18n.Text) ui.Move {
	label, why := i18n.T(ctx, "flow."+t.Machine+".move."+t.Move), t.Ref
	switch {
	case t.Person == "":
	case t.Person == kernel.From(ctx).Person:
		why += " · " + i18n.T(ctx, "app.turn.yours")
	default:
		why += " · " + i18n.T(ctx, "app.turn.named", i18n.Args{"name": names[t.Person]})
	}
	return ui.Move{
		Clock: shown.Reader{Now: a.Now(), Calendar: a.Calendar}.Turn(ctx, t), Title: t.Subject.In(ctx) + " · " + label, Why: why,
		Amount: money.Fen(t.AmountFen), Href: t.Path, Label: label,
	}
}

// welcome is how long ago the demo's present is, in words of the page.
func (a *App) present(ctx context.Context) string {
	return i18n.Moment(ctx, a.Now(), time.Time{}, a.Calendar.Zone())
}
