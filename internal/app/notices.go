package app

// Notices, and what becomes of late clocks.

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/platform/notify"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

const noticesShown = 100

type noticeRow struct {
	Text, Href, At string
	Unread         bool
}

func rolesOf(who kernel.Actor) []string {
	out := make([]string, len(who.Roles))
	for i, r := range who.Roles {
		out[i] = string(r)
	}
	return out
}

// inbox is the reader's: what was told to them, and to their roles at the
// organisation for which they act, as far as they may still see it.
func (a *App) inbox(ctx context.Context) notify.Reader {
	who := kernel.From(ctx)
	return notify.Reader{Person: who.Person, Memberships: []notify.Membership{{Party: who.Party, Roles: rolesOf(who)}},
		Allow: func(ctx context.Context, tx db.Tx, n notify.Notice) bool { return a.maySee(ctx, tx, n.Href) }}
}

// told lists the reader's notices, the newest first.
func (a *App) told(ctx context.Context, tx db.Tx) (list []notify.Told, err error) {
	list, _, err = a.notices.Inbox(ctx, tx, a.inbox(ctx), "", noticesShown)
	return list, err
}

// noticeRows are notices in words, the newest first.
func (a *App) noticeRows(ctx context.Context) (rows []noticeRow, err error) {
	err = a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		list, err := a.told(ctx, tx)
		for _, n := range list {
			rows = append(rows, noticeRow{Text: i18n.T(ctx, n.Key, n.Args), Href: n.Href, At: i18n.Moment(ctx, n.At, a.Now(), a.Calendar.Zone()), Unread: n.Unread})
		}
		return err
	})
	return rows, err
}

func (a *App) noticesPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	rows, err := a.noticeRows(ctx)
	return web.View{Title: i18n.T(ctx, "app.notices"), Current: "notices", Body: a.noticesBody(rows, a.Identity.NewID())}, err
}

func (a *App) unread(ctx context.Context) (n int) {
	a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		n, err = a.notices.Unread(ctx, tx, a.inbox(ctx), noticesShown)
		return err
	})
	return n
}

func (a *App) noticesRead(q *http.Request) (string, error) {
	err := a.DB.Write(q.Context(), func(ctx context.Context, tx db.Tx) error {
		return a.notices.MarkAllRead(ctx, tx, a.inbox(ctx), noticesShown)
	})
	return "/notices", err
}

// raiseLate tells the liaison about every clock that has run out, and the town
// about those that still run a working day later, each once.
func (a *App) raiseLate(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	late := map[string]flow.Running{}
	err := a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		first, second, err := a.Keeper.Overdue(ctx, tx, 200)
		for _, r := range slices.Concat(first, second) {
			late[r.Machine+" "+r.Case+" "+r.Name] = r
		}
		return err
	})
	if err != nil {
		return err
	}
	once := func(_ context.Context, after string) ([]string, error) {
		if after != "" {
			return nil, nil
		}
		return slices.Sorted(maps.Keys(late)), nil
	}
	return job.Apart(ctx, once, func(ctx context.Context, id string) error {
		return a.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return a.raise(ctx, tx, late[id]) })
	})
}

// raise tells whoever is next above. Before there is a park, or a town, nobody
// is told, and the clock waits for them.
func (a *App) raise(ctx context.Context, tx db.Tx, r flow.Running) error {
	kind, role := kernel.ParkOperator, kernel.Liaison
	if !r.Raised.IsZero() {
		kind, role = kernel.TownOffice, kernel.TownLead
	}
	above, err := a.Identity.PartyOfKind(ctx, tx, kind)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	n := notify.Notice{Party: above, Role: string(role), Key: "app.notice.late." + r.Name, Href: "/overview", Case: r.Case}
	if err := a.notices.Send(ctx, tx, n); err != nil {
		return err
	}
	return a.Keeper.Raise(ctx, tx, r)
}

// firstStep is what somebody with an empty list may want to do.
func (a *App) firstStep(ctx context.Context) ui.Button {
	switch kernel.From(ctx).Kind {
	case kernel.Enterprise:
		return ui.Button{Label: i18n.T(ctx, "app.nav.finance"), Href: "/applications"}
	case kernel.Bank:
		return ui.Button{Label: i18n.T(ctx, "app.nav.pipeline"), Href: "/cases"}
	case kernel.Guarantor:
		return ui.Button{Label: i18n.T(ctx, "app.nav.guarantees"), Href: "/guarantees"}
	case kernel.TownOffice, kernel.ParkOperator:
		return ui.Button{Label: i18n.T(ctx, "app.nav.overview"), Href: "/overview"}
	}
	return ui.Button{}
}
