package app

// The shell around every page: navigation by role, the reader's name, the tree
// head of the log, and in demo mode the bar that moves the business clock.

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// entry is one entry of the navigation for some kinds of organisations.
type entry struct {
	key, href, icon string
	kinds           []kernel.PartyKind
	roles           []kernel.Role // nil for everybody of the kinds
}

var everybody = []kernel.PartyKind{kernel.Enterprise, kernel.Bank, kernel.ParkOperator, kernel.TownOffice}

// menu is the whole navigation; each reader sees a part of it.
var menu = []entry{
	{key: "home", href: "/", icon: "inbox", kinds: everybody},
	{key: "finance", href: "/applications", icon: "coin", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.ParkOperator}},
	{key: "pipeline", href: "/cases", icon: "layout-kanban", kinds: []kernel.PartyKind{kernel.Bank}},
	{key: "desk", href: "/desk", icon: "clock-exclamation", kinds: []kernel.PartyKind{kernel.ParkOperator}, roles: []kernel.Role{kernel.Liaison, kernel.ParkManager}},
	{key: "overview", href: "/overview", icon: "chart-dots", kinds: []kernel.PartyKind{kernel.TownOffice, kernel.ParkOperator, kernel.Bank}},
	{key: "contracts", href: "/contracts", icon: "file-text", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
	{key: "payments", href: "/payments", icon: "coins", kinds: []kernel.PartyKind{kernel.Enterprise}, roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk}},
	{key: "calendar", href: "/calendar", icon: "calendar", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}, roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk, kernel.Officer, kernel.Approver, kernel.PostLoan}},
	{key: "intake", href: "/intake", icon: "upload", kinds: []kernel.PartyKind{kernel.Bank}, roles: []kernel.Role{kernel.PostLoan, kernel.Approver, kernel.Officer}},
	{key: "statements", href: "/statements", icon: "file-check", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
	{key: "books", href: "/books", icon: "scale", kinds: []kernel.PartyKind{kernel.Bank, kernel.Auditor}},
	{key: "stages", href: "/stages", icon: "file-text", kinds: []kernel.PartyKind{kernel.TownOffice, kernel.ParkOperator}},
	{key: "reliefs", href: "/reliefs", icon: "player-pause", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
	{key: "schemes", href: "/schemes", icon: "lifebuoy", kinds: []kernel.PartyKind{kernel.Bank}},
	{key: "eligible", href: "/eligible", icon: "lifebuoy", kinds: []kernel.PartyKind{kernel.Enterprise}, roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk}},
	{key: "coverage", href: "/coverage", icon: "lifebuoy", kinds: []kernel.PartyKind{kernel.TownOffice}},
	{key: "renewals", href: "/renewals", icon: "refresh", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
	{key: "workouts", href: "/workouts", icon: "alert-octagon", kinds: []kernel.PartyKind{kernel.Bank}, roles: []kernel.Role{kernel.Officer, kernel.Approver, kernel.PostLoan}},
	{key: "relief_stages", href: "/relief-stages", icon: "player-pause", kinds: []kernel.PartyKind{kernel.TownOffice}},
	{key: "consents", href: "/consents", icon: "lock-open", kinds: []kernel.PartyKind{kernel.Enterprise}, roles: []kernel.Role{kernel.Owner}},
	{key: "enterprises", href: "/enterprises", icon: "building-factory-2", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.ParkOperator, kernel.TownOffice}},
	{key: "premises", href: "/units", icon: "building", kinds: []kernel.PartyKind{kernel.ParkOperator, kernel.TownOffice}, roles: []kernel.Role{kernel.ParkManager, kernel.Liaison, kernel.TownLead}},
	{key: "products", href: "/products", icon: "gauge", kinds: everybody},
	{key: "lenders", href: "/lenders", icon: "building-bank", kinds: everybody},
	{key: "alliance", href: "/alliance", icon: "users", kinds: []kernel.PartyKind{kernel.ParkOperator, kernel.TownOffice}, roles: []kernel.Role{kernel.ParkManager, kernel.Liaison, kernel.TownLead, kernel.Convenor}},
	{key: "notices", href: "/notices", icon: "bell", kinds: everybody},
	{key: "rights", href: "/rights", icon: "user-check", kinds: everybody, roles: []kernel.Role{kernel.OrgAdmin, kernel.Owner, kernel.Approver, kernel.ParkManager}},
	{key: "recoveries", href: "/recoveries", icon: "key", kinds: everybody},
	{key: "exports", href: "/exports", icon: "download", kinds: everybody, roles: []kernel.Role{kernel.OrgAdmin, kernel.Owner, kernel.Approver, kernel.PostLoan, kernel.ParkManager, kernel.Liaison, kernel.TownLead}},
	{key: "letters", href: "/letters", icon: "mail", kinds: []kernel.PartyKind{kernel.ParkOperator}, roles: []kernel.Role{kernel.ParkManager}},
	{key: "people", href: "/people", icon: "user", kinds: everybody, roles: []kernel.Role{kernel.OrgAdmin}},
}

func (e entry) isFor(who kernel.Actor) bool {
	for _, k := range e.kinds {
		if k == who.Kind {
			return e.roles == nil || hasAny(who, e.roles)
		}
	}
	return false
}

func hasAny(who kernel.Actor, roles []kernel.Role) bool {
	for _, r := range roles {
		if who.Has(r) {
			return true
		}
	}
	return false
}

func (a *App) nav(ctx context.Context, who kernel.Actor) []ui.NavItem {
	var items []ui.NavItem
	for _, e := range menu {
		if !e.isFor(who) {
			continue
		}
		item := ui.NavItem{Key: e.key, Href: e.href, Icon: e.icon, Label: i18n.T(ctx, "app.nav."+e.key)}
		switch e.key {
		case "home":
			turns, err := a.turns(ctx)
			waits, also := a.waits(ctx)
			if err == nil && also == nil {
				item.Count = len(turns) + len(waits)
			}
		case "notices":
			item.Count = a.unread(ctx)
		}
		items = append(items, item)
	}
	return items
}

// layout puts a view into the shell of its reader.
func (a *App) layout(q *http.Request, v web.View) templ.Component {
	ctx := q.Context()
	who := kernel.From(ctx)
	p := ui.Page{
		Title: v.Title, Park: i18n.T(ctx, "app.park"), HomeHref: "/", Current: v.Current, Crumbs: v.Crumbs, Help: a.help(q), Wide: v.Wide, Scripts: v.Islands, Modules: v.Modules,
		LangHref: a.langHref(q), TreeHead: a.treeHead(), LogHref: "/log", Key: a.Identity.NewID(),
	}
	if v.Gone {
		p.Help = ""
	}
	if a.Demo {
		p.Demo = a.demoBar(ctx)
	}
	body := v.Body
	if who.Person == "" {
		p.SignIn = "/signin"
		return within(ui.PublicShell(p), body)
	}
	p.Search = "/search"
	p.Nav, p.Person, p.Org = a.nav(ctx, who), who.Name.In(ctx), who.PartyName.In(ctx)
	p.Initials, p.MeHref, p.SignOut = initials(p.Person), "/account", "/signout"
	return within(ui.Shell(p), body)
}

// within renders a body as the children of a shell.
func within(shell, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return shell.Render(templ.WithChildren(ctx, body), w)
	})
}

// langHref leads to this page in the other language; after a form that failed
// it leads to the page of the form.
func (a *App) langHref(q *http.Request) string {
	other := i18n.En
	if i18n.LangOf(q.Context()) == i18n.En {
		other = i18n.Zh
	}
	return "/language/" + string(other) + "?next=" + url.QueryEscape(q.URL.RequestURI())
}

// treeHead is the newest head in short: size and the first hex digits.
func (a *App) treeHead() string {
	n := a.logSize()
	if n == 0 {
		return ""
	}
	return "#" + strconv.FormatInt(n, 10)
}

func initials(name string) string {
	words := strings.Fields(name)
	if len(words) > 1 {
		return string([]rune(words[0])[:1]) + string([]rune(words[1])[:1])
	}
	if r := []rune(name); len(r) > 0 {
		return string(r[:1])
	}
	return ""
}
