package e2e

// A person is somebody of the demo with a browser session of their own. Verbs
// are what people do: open, fill, press, see.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// view is how a person looks at the program.
type view struct {
	lang  string
	width int64
	plain bool // JavaScript is off
}

func (v view) String() string {
	return fmt.Sprintf("%s-%d%s", v.lang, v.width, map[bool]string{true: "-plain"}[v.plain])
}

type person struct {
	*house
	name string
	view
	ctx context.Context
}

// enter opens a session and comes in as a person of the demo; "" stays a guest.
func (h *house) enter(name, ref string, v view) *person {
	h.t.Helper()
	p := &person{house: h, name: name, view: v}
	ctx, end := chromedp.NewContext(h.browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.heard))
	ctx, late := context.WithTimeout(ctx, 10*time.Minute)
	h.t.Cleanup(func() { late(); end() })
	p.ctx = ctx
	h.must(chromedp.Do(ctx, chromedp.EmulateViewport(v.width, height(v.width))))
	if v.plain {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		h.must(err)
	}
	p.open("/language/" + v.lang + "?next=/demo")
	if ref != "" {
		p.press(`button[value="` + h.world.ID(ref) + `"]`)
	}
	return p
}

func height(width int64) int64 {
	if width < 800 {
		return 844
	}
	return 900
}

// heard keeps what a browser complains about and every request that leaves.
func (p *person) heard(ev any) {
	said := ""
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, p.base) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "about:") && !strings.HasPrefix(u, "blob:") {
			said = "a request left the house: " + u
		}
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") {
			said = e.Entry.Text
		}
	case *runtime.EventExceptionThrown:
		said = "a script failed: " + e.ExceptionDetails.Text
	case *page.EventJavascriptDialogOpening:
		said = "a dialog opened: " + e.Message
	}
	if said != "" {
		p.mu.Lock()
		p.strangers = append(p.strangers, p.name+": "+said)
		p.mu.Unlock()
	}
}

// open goes to a page of the house.
func (p *person) open(path string) {
	p.t.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.Navigate(p.base+path)))
}

// fill writes into a field, picks an option, or ticks the box of that value.
func (p *person) fill(name, value string) {
	p.t.Helper()
	if !ask[bool](p, `(() => {
		const all = [...document.querySelectorAll('[name=' + JSON.stringify(`+quote(name)+`) + ']')];
		const box = all.find(x => /radio|checkbox/.test(x.type) && x.value === `+quote(value)+`);
		const field = box || all.find(x => !/radio|checkbox|hidden/.test(x.type));
		if (!field) return false;
		if (box) box.checked = true; else field.value = `+quote(value)+`;
		for (const e of ['input', 'change']) field.dispatchEvent(new Event(e, {bubbles: true}));
		return box ? box.checked : field.value === `+quote(value)+`;
	})()`) {
		p.t.Fatalf("%s: no field %s that takes %q at %s", p.name, name, value, p.path())
	}
}

// attach chooses a file.
func (p *person) attach(name, content string) {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), name)
	p.must(os.WriteFile(file, []byte(content), 0o600))
	p.must(chromedp.Do(p.ctx, chromedp.SetUploadFiles(chromedp.CSS(`input[type=file][name=file]`), []string{file})))
}

// press clicks a button or link and waits for the page it leads to.
func (p *person) press(selector string) {
	p.t.Helper()
	if !ask[bool](p, `(() => {
		const x = document.querySelector(`+quote(selector)+`);
		if (x) { window.left = true; x.click(); }
		return !!x;
	})()`) {
		p.t.Fatalf("%s (%s): nothing to press: %s at %s\n%.1500s", p.name, p.view, selector, p.path(), p.text())
	}
	for range 100 {
		if p.arrived() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.t.Fatalf("%s: pressing %s led nowhere from %s", p.name, selector, p.path())
}

// arrived says whether a new page is there. A question that a page takes with
// it when it goes is asked again.
func (p *person) arrived() bool {
	ctx, late := context.WithTimeout(p.ctx, time.Second)
	defer late()
	there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!window.left && document.readyState === 'complete'`))
	return err == nil && there
}

// see expects every text on the page.
func (p *person) see(texts ...string) {
	p.t.Helper()
	shown := p.text()
	for _, s := range texts {
		if !strings.Contains(shown, s) {
			p.t.Errorf("%s (%s) does not see %q at %s:\n%.2000s", p.name, p.view, s, p.path(), shown)
		}
	}
}

// miss expects none of the texts on the page.
func (p *person) miss(texts ...string) {
	p.t.Helper()
	for _, s := range texts {
		if strings.Contains(p.text(), s) {
			p.t.Errorf("%s (%s) should not see %q at %s", p.name, p.view, s, p.path())
		}
	}
}

// count expects so many elements.
func (p *person) count(selector string, want int) {
	p.t.Helper()
	if n := ask[int](p, `document.querySelectorAll(`+quote(selector)+`).length`); n != want {
		p.t.Errorf("%s (%s) counts %d of %s at %s, expected %d", p.name, p.view, n, selector, p.path(), want)
	}
}

// confirm steps up with the demo's one button.
func (p *person) confirm() {
	p.t.Helper()
	p.press(`main a[href^="/step-up"]`)
	p.look("step-up")
	p.press(`form[action^="/step-up"] button`)
}

func (p *person) text() string { return ask[string](p, `document.body.innerText`) }

func (p *person) path() string {
	u, _ := url.Parse(ask[string](p, `location.href`))
	return u.RequestURI()
}

// patience is how long one question to a page may take.
const patience = 15 * time.Second

// ask evaluates an expression in the page.
func ask[T any](p *person, expression string) T {
	p.t.Helper()
	ctx, late := context.WithTimeout(p.ctx, patience)
	defer late()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, awaited))
	if err != nil {
		p.t.Fatalf("%s (%s): %v in %.200s", p.name, p.view, err, expression)
	}
	return v
}

func awaited(q *runtime.EvaluateParams) { yes := true; q.AwaitPromise, q.ReturnByValue = &yes, &yes }

func quote(s string) string { b, _ := json.Marshal(s); return string(b) }
