package e2e

// Looking at a page: what is wrong with it that no journey would notice.

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

// views are the ways every page is looked at, those of one language together.
var views = []view{{lang: "zh-CN", width: 1440}, {lang: "zh-CN", width: 390}, {lang: "en", width: 390}, {lang: "en", width: 1440}}

// look inspects the page that is open, in several views when it has an
// address of its own, and keeps pictures when asked.
func (p *person) look(name string) {
	p.t.Helper()
	if p.plain || p.lang != "zh-CN" || p.width != 1440 || !p.first(p.name+" "+name) {
		return
	}
	path, was := p.path(), p.view
	for _, v := range views {
		p.turn(v, path)
		p.inspect(name)
		p.keep(name)
	}
	p.turn(was, path)
}

// turn shows the page in another width, and anew where the language is another.
func (p *person) turn(v view, path string) {
	read := p.lang
	p.view = v
	p.must(chromedp.Do(p.ctx, chromedp.EmulateViewport(v.width, height(v.width))))
	if v.lang != read {
		p.open("/language/" + v.lang + "?next=" + strings.NewReplacer("%", "%25", "&", "%26", "#", "%23", "+", "%2B").Replace(path))
	}
}

var rawKey = regexp.MustCompile(`\b(alliance|app|auditlog|books|catalogue|comparison|conversation|document|dossier|dunning|event|export|fault|feed|filter|flow|identity|intake|kernel|ledger|lender|letter|notify|organisation|origination|overview|park|pause|pipeline|portfolio|reconciliation|recovery|relief|renewal|scheme|sealed|servicing|setup|sheet|shown|table|ui|upload|workout)\.[a-z_]+(\.[a-z_.]+)?\b`)

// inspect looks at the page as it is shown now.
func (p *person) inspect(name string) {
	p.t.Helper()
	if p.width < 800 {
		if over := ask[[]string](p, `(() => {
			const w = document.documentElement.clientWidth;
			if (document.documentElement.scrollWidth <= w) return [];
			return [...document.querySelectorAll('main *')].filter(x => x.getBoundingClientRect().right > w + 1).slice(-3).map(x => x.tagName + '.' + x.className);
		})()`); len(over) > 0 {
			p.finding("%s at %s is wider than the phone: %v", p.name, name, over)
		}
	}
	for _, key := range rawKey.FindAllString(p.text(), -1) {
		if name != "gallery" {
			p.finding("%s at %s reads a bare key: %s", p.name, name, key)
		}
	}
	if !p.plain { // axe-core and the browser's own requests need scripts
		p.assess(name)
		p.follow(name)
	}
}

type violation struct {
	ID, Impact, Help string
	Nodes            []string
}

// assess runs axe-core and reports what is serious or critical.
func (p *person) assess(name string) {
	ask[bool](p, axe+";true")
	found := ask[[]violation](p, `axe.run(document, {resultTypes: ['violations']}).then(r => r.violations
		.filter(v => v.impact === 'serious' || v.impact === 'critical')
		.map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 160))})))`)
	for _, v := range found {
		if p.first("axe " + v.ID + strings.Join(v.Nodes, "")) {
			p.finding("axe %s %s (%s) at %s %s: %s\n   %s", v.Impact, v.ID, p.name, name, p.view, v.Help, strings.Join(v.Nodes, "\n   "))
		}
	}
}

// follow asks for every page that this one links to.
func (p *person) follow(name string) {
	links := ask[[]string](p, `[...new Set([...document.querySelectorAll('a[href]')].map(a => new URL(a.href)).filter(u => u.origin === location.origin && !u.pathname.startsWith('/language/')).map(u => u.pathname + u.search))]`)
	for _, l := range links {
		if l == p.path() || !p.first("link "+p.name+" "+l) {
			continue
		}
		if status := ask[int](p, `fetch(`+quote(l)+`, {headers: {Accept: 'text/html'}}).then(r => r.status)`); status >= 400 {
			p.finding("%s at %s finds a link that answers %d: %s", p.name, name, status, l)
		}
	}
}

// keep stores a picture of the page.
func (p *person) keep(name string) {
	dir := shots()
	if dir == "" {
		return
	}
	p.must(os.MkdirAll(dir, 0o755))
	if name == "schedule" {
		ask[bool](p, `(document.querySelector('#why table, main table').scrollIntoView(), true)`)
	}
	b, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	p.must(err)
	who := "desk"
	if p.width < 800 {
		who = "phone"
	}
	lang := strings.TrimSuffix(p.lang, "-CN")
	file := filepath.Join(dir, fmt.Sprintf("%s-%s-%s-%s.png", name, p.name, lang, who))
	p.must(os.WriteFile(file, bytes.Clone(b), 0o644))
}
