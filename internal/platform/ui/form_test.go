package ui

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

func html(t *testing.T, l i18n.Lang, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(reader(t, l), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFormKeepsWhatWasTyped holds that nothing typed is lost or trusted, except
// passwords, which never travel back.
func TestFormKeepsWhatWasTyped(t *testing.T) {
	f := Form{Values: url.Values{"name": {`"><b>x`}, "secret": {"hunter2"}, "two": {"a", "c"}, "pick": {"b"}, "note": {"<i>"}}}
	options := []Option{{"a", "A", ""}, {"b", "B", ""}, {"c", "C", ""}}
	for _, x := range []struct {
		what         string
		got          templ.Component
		want, absent string
	}{
		{"text, escaped", f.Text(Input{Name: "name", Value: "start"}), `value="&#34;&gt;&lt;b&gt;x"`, "start"},
		{"area, escaped", f.Area(Input{Name: "note"}), "&lt;i&gt;</textarea>", "<i>"},
		{"an input left empty stays empty", f.Text(Input{Name: "gone", Value: "start"}), `value=""`, "start"},
		{"password", f.Password(Input{Name: "secret"}), `type="password"`, "hunter2"},
		{"several answers", f.Checks(Choice{Name: "two", Chosen: []string{"b"}, Options: options}), `value="c" checked`, `value="b" checked`},
		{"one of a list", f.Select(Choice{Name: "pick", Value: "a", Options: options}), `value="b" selected`, `value="a" selected`},
		{"a form that opens", Form{}.Radios(Choice{Name: "pick", Value: "a", Options: options}), `value="a" checked`, `value="b" checked`},
	} {
		got := html(t, i18n.En, x.got)
		if !strings.Contains(got, x.want) || strings.Contains(got, x.absent) {
			t.Errorf("%s: want %q and no %q in %s", x.what, x.want, x.absent, got)
		}
	}
}

// TestFaultStandsBesideItsField holds that a message stands in the summary and
// beside its field alone, in the reader's language, with its arguments escaped.
func TestFaultStandsBesideItsField(t *testing.T) {
	f := Form{Action: "/x", Key: "k", Fault: &fault.Fault{Kind: fault.Invalid, Key: "ui.example.invalid", Args: fault.Args{"n": "<2>"},
		Fields: []fault.Field{{Name: "term", Key: "ui.example.term"}}}}
	for l, message := range map[i18n.Lang]string{i18n.Zh: "请选择期限", i18n.En: "Choose a term"} {
		page := html(t, l, around(f.Frame(), f.Text(Input{Name: "term", Hint: "h"}), f.Text(Input{Name: "other"})))
		if n := strings.Count(page, message); n != 2 {
			t.Errorf("%s: the message stands %d times, want 2", l, n)
		}
		for _, want := range []string{`role="alert"`, `href="#f-term"`, `aria-invalid="true"`, `aria-describedby="f-term-hint f-term-err"`, "&lt;2&gt;", `name="_key" value="k"`} {
			if strings.Count(page, want) != 1 {
				t.Errorf("%s: want %s once in %s", l, want, page)
			}
		}
		if got := f.Error(reader(t, l), "other"); got != "" {
			t.Errorf("a field without fault says %q", got)
		}
	}
}

func TestConflictHasATitle(t *testing.T) {
	f := Form{Fault: fault.New(fault.Conflict, "fault.conflict")}
	if page := html(t, i18n.Zh, f.Frame()); strings.Contains(page, "fault.") || !strings.Contains(page, "<h2>") {
		t.Errorf("a conflict needs words: %s", page)
	}
}

func TestReadBack(t *testing.T) {
	for typed, want := range map[string][2]string{
		"800000":    {"= 80.00 万元 · 人民币捌拾万元整", "= ¥800,000.00"},
		"80万":       {"= 80.00 万元 · 人民币捌拾万元整", "= ¥800,000.00"},
		"17,746.27": {"= 1.77 万元 · 人民币壹万柒仟柒佰肆拾陆元贰角柒分", "= ¥17,746.27"},
		"8500":      {"= 8,500.00 元 · 人民币捌仟伍佰元整", "= ¥8,500.00"},
		"":          {"", ""}, "abc": {"", ""}, "0": {"", ""}, "-5": {"", ""}, "1.234": {"", ""},
	} {
		if got := ReadBack(reader(t, i18n.Zh), typed); got != want[0] {
			t.Errorf("%q reads %q, want %q", typed, got, want[0])
		}
		if got := ReadBack(reader(t, i18n.En), typed); got != want[1] {
			t.Errorf("%q reads %q, want %q", typed, got, want[1])
		}
	}
}

var (
	idAttr  = regexp.MustCompile(`\sid="([^"]+)"`)
	forAttr = regexp.MustCompile(`<label for="([^"]+)"`)
	refAttr = regexp.MustCompile(`aria-(?:describedby|labelledby|controls)="([^"]+)"`)
)

// TestReferencesLeadSomewhere holds that ids are unique within an example, and
// that labels and descriptions point at something in it.
func TestReferencesLeadSomewhere(t *testing.T) {
	for _, x := range Examples() {
		page := render(t, reader(t, i18n.Zh), x)
		ids := map[string]bool{}
		for _, m := range idAttr.FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s, %s: id %s stands twice", x.Component, x.Name, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range append(forAttr.FindAllStringSubmatch(page, -1), refAttr.FindAllStringSubmatch(page, -1)...) {
			for _, id := range strings.Fields(m[1]) {
				if !ids[id] {
					t.Errorf("%s, %s points at %s, which is not there", x.Component, x.Name, id)
				}
			}
		}
	}
}

func TestShellShowsWhatItIsGiven(t *testing.T) {
	nav := []NavItem{{Key: "a", Href: "/a", Icon: "inbox", Label: "A", Count: 3}, {Key: "b", Href: "/b", Icon: "coin", Label: "B"}, {Key: "c", Href: "/c", Icon: "bell", Label: "C"}, {Key: "d", Href: "/d", Icon: "scale", Label: "D"}}
	p := Page{Title: "T", Nav: nav, Current: "b", Person: "P", SignOut: "/signout", Key: "k9", LangHref: "/l", Scripts: []string{"echarts", "unknown"}}
	page := html(t, i18n.En, around(Shell(p), words("the body")))
	for want, n := range map[string]int{`<html lang="en"`: 1, `aria-current="page"`: 2, "the body": 1, "/search": 0, `action="/signout"`: 1, "echarts.common": 1, "unknown": 0,
		"kg-time": 0, `href="#nav"`: 0, "<style": 0, "T · Kaigong": 1} {
		if got := strings.Count(strings.ReplaceAll(page, `content="`, ""), want); got != n {
			t.Errorf("%q stands %d times, want %d", want, got, n)
		}
	}
	p.Nav, p.Demo, p.Search = append(nav, NavItem{Key: "e", Href: "/e", Label: "E", Icon: "lock"}), &DemoBar{Date: "D", Action: "/t"}, "/search"
	page = html(t, i18n.Zh, around(Shell(p), words("the body")))
	for want, n := range map[string]int{`href="#nav"`: 1, `action="/search"`: 1, "kg-time": 1, `name="by"`: 3, `<html lang="zh-CN"`: 1} {
		if got := strings.Count(page, want); got != n {
			t.Errorf("%q stands %d times, want %d", want, got, n)
		}
	}
}

func TestOwnMessagesAreEven(t *testing.T) {
	b, err := i18n.Load(Locales())
	if err != nil {
		t.Fatal(err)
	}
	if bad := b.Uneven(); len(bad) > 0 {
		t.Errorf("languages differ in placeholders: %v", bad)
	}
}

// TestStatusTable holds that each state stands once, with a word of its own in
// both languages.
func TestStatusTable(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range StatusTable {
		for _, id := range []string{r.Machine + "/" + r.State, r.Machine + "/" + r.Word.Zh, r.Machine + "/" + r.Word.En} {
			if seen[id] || strings.HasSuffix(id, "/") {
				t.Errorf("%s is empty or stands twice", id)
			}
			seen[id] = true
		}
	}
	if got := StatusOf("application", "nonsense"); got.Word.Zh != "nonsense" || got.Tone != End {
		t.Errorf("an unknown state must show itself: %+v", got)
	}
}
