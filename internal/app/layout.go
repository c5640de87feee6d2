package app

// The shell around every page: navigation by role, the reader's name, the tree
// head of the log, and in demo mode the bar that moves the business clock.

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/record/shown"
)

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
	p.Initials, p.MeHref, p.SignOut = shown.Initials(p.Person), "/account", "/signout"
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
