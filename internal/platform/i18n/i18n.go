// Package i18n speaks the two languages of Kaigong: messages by key, and
// amounts, dates and shares in each language's habit.
//
// A message file is a flat JSON object per language. Placeholders are
// {name}. A message that depends on a number n has two English keys, key.one
// for 1 and key.other for the rest; Chinese has the plain key. A plain key
// always wins over its forms. Both languages must know the same messages, or
// loading fails.
package i18n

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Lang is one of the two languages, as HTML names it.
type Lang string

const (
	Zh Lang = "zh-CN"
	En Lang = "en"
)

// Langs lists the languages, the park's own first.
var Langs = []Lang{Zh, En}

// Args fill the placeholders of a message.
type Args = map[string]any

// Text is a name or a sentence that data carries in both languages.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// For is the text in a language; a missing translation shows the other one.
func (t Text) For(l Lang) string {
	if l == En && t.En != "" || t.Zh == "" {
		return t.En
	}
	return t.Zh
}

// In is the text in the reader's language.
func (t Text) In(ctx context.Context) string { return t.For(LangOf(ctx)) }

// Bundle holds the messages of the whole program. It does not change after
// loading.
type Bundle struct{ messages map[Lang]map[string]string }

// Load reads locales/{zh-CN,en}.json of every source. It fails on a key that
// two sources define or that one language lacks.
func Load(sources ...fs.FS) (*Bundle, error) {
	b := &Bundle{messages: map[Lang]map[string]string{Zh: {}, En: {}}}
	for _, src := range sources {
		for _, l := range Langs {
			if err := b.read(src, l); err != nil {
				return nil, err
			}
		}
	}
	return b, b.compare()
}

func (b *Bundle) read(src fs.FS, l Lang) error {
	name := "locales/" + string(l) + ".json"
	text, err := fs.ReadFile(src, name)
	if err != nil {
		return err
	}
	var m map[string]string
	if err := json.Unmarshal(text, &m); err != nil {
		return fmt.Errorf("i18n: %s: %w", name, err)
	}
	for k, v := range m {
		if _, taken := b.messages[l][k]; taken {
			return fmt.Errorf("i18n: %s: %q is defined twice", name, k)
		}
		b.messages[l][k] = v
	}
	return nil
}

// compare finds keys that only one language knows.
func (b *Bundle) compare() error {
	zh, en := stems(b.messages[Zh]), stems(b.messages[En])
	for k := range zh {
		if !en[k] {
			return fmt.Errorf("i18n: %q has no English", k)
		}
	}
	for k := range en {
		if !zh[k] {
			return fmt.Errorf("i18n: %q has no Chinese", k)
		}
	}
	for _, l := range Langs {
		for k := range b.messages[l] {
			stem, one := strings.CutSuffix(k, ".one")
			if _, ok := b.messages[l][stem+".other"]; one && !ok {
				return fmt.Errorf("i18n: %q has no form for other numbers in %s", stem, l)
			}
		}
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{[A-Za-z0-9_]+\}`)

// Uneven lists the messages whose languages do not take the same arguments,
// for the test that looks for misspelt placeholders. The form for one may
// leave its number out.
func (b *Bundle) Uneven() []string {
	var keys []string
	for k := range b.Keys() {
		zh, _ := b.find(Zh, k, nil)
		en, _ := b.find(En, k, nil)
		if !maps.Equal(holes(zh), holes(en)) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

func holes(message string) map[string]bool {
	set := map[string]bool{}
	for _, h := range placeholder.FindAllString(message, -1) {
		set[h] = true
	}
	return set
}

func stems(m map[string]string) map[string]bool {
	out := map[string]bool{}
	for k := range m {
		out[strings.TrimSuffix(strings.TrimSuffix(k, ".one"), ".other")] = true
	}
	return out
}

// Has reports whether a message exists.
func (b *Bundle) Has(key string) bool {
	_, ok := b.find(En, key, nil)
	return ok
}

// Keys lists every message, for the test that looks for unused ones.
func (b *Bundle) Keys() map[string]bool { return stems(b.messages[Zh]) }

func (b *Bundle) find(l Lang, key string, args Args) (string, bool) {
	m := b.messages[l]
	if s, ok := m[key]; ok {
		return s, true
	}
	form := ".other"
	if n, ok := args["n"]; ok && fmt.Sprint(n) == "1" {
		form = ".one"
	}
	s, ok := m[key+form]
	return s, ok
}

type ctxKey struct{}

type reader struct {
	bundle *Bundle
	lang   Lang
}

// With puts the reader's language into the context.
func With(ctx context.Context, b *Bundle, l Lang) context.Context {
	return context.WithValue(ctx, ctxKey{}, reader{b, l})
}

// Speaking is the context in another language, for what somebody reads later and
// elsewhere: a calendar, a letter.
func Speaking(ctx context.Context, l Lang) context.Context {
	r, ok := ctx.Value(ctxKey{}).(reader)
	if !ok {
		return ctx // nobody reads: keys stand for messages
	}
	return With(ctx, r.bundle, l)
}

// LangOf is the reader's language, Chinese when nothing was said.
func LangOf(ctx context.Context) Lang {
	if r, ok := ctx.Value(ctxKey{}).(reader); ok {
		return r.lang
	}
	return Zh
}

// IsEn reports whether the reader reads English.
func IsEn(ctx context.Context) bool { return LangOf(ctx) == En }

// T is a message in the reader's language. An unknown key shows itself, so
// that a gap is seen and nothing breaks.
func T(ctx context.Context, key string, args ...Args) string {
	r, ok := ctx.Value(ctxKey{}).(reader)
	if !ok {
		return key
	}
	var a Args
	if len(args) > 0 {
		a = args[0]
	}
	s, ok := r.bundle.find(r.lang, key, a)
	if !ok {
		return key
	}
	return fill(ctx, s, a)
}

// fill puts arguments in, in one pass, so that braces in what somebody typed
// stay what they are. Money, rates and bilingual text take the reader's form.
func fill(ctx context.Context, s string, args Args) string {
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	return placeholder.ReplaceAllStringFunc(s, func(hole string) string {
		if v, ok := args[hole[1:len(hole)-1]]; ok {
			return show(ctx, v)
		}
		return hole
	})
}

// Negotiate picks a language: what the person chose, else what the browser
// prefers, else the park's.
func Negotiate(chosen, accept string) Lang {
	for _, l := range Langs {
		if chosen == string(l) {
			return l
		}
	}
	best, weight := Zh, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		if l, q := preference(part); q > weight {
			best, weight = l, q
		}
	}
	return best
}

// preference reads one part of Accept-Language: a language of ours and how
// much it is wanted, 0 for any other.
func preference(part string) (Lang, float64) {
	tag, more, weighted := strings.Cut(strings.ToLower(strings.TrimSpace(part)), ";")
	q := 1.0
	if weighted {
		n, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(more), "q="), 64)
		if err != nil {
			return Zh, 0
		}
		q = n
	}
	switch base, _, _ := strings.Cut(tag, "-"); base {
	case "zh":
		return Zh, q
	case "en":
		return En, q
	}
	return Zh, 0
}
