package ui

// What a form knows: where it goes, what was typed, and what stopped it.

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Form is a form as it is shown: first with nothing typed, then again with
// what was typed and the fault that stopped it.
type Form struct {
	Action string
	Key    string       // the number that keeps a second press harmless, field _key
	Values url.Values   // what was typed; nil at first
	Fault  *fault.Fault // what stopped it; nil at first
	Upload bool         // it carries files
	Search bool         // it asks instead of changing: GET, no key
	Plain  bool         // no frame of its own: the form stands in a card
}

// Input describes a field of one line, or several with Rows.
type Input struct {
	Name, Label, Hint string
	Value             string // at first, while nothing was typed
	Unit              string // behind the box: 元, %, 个月
	Type              string // "text" by default; "email", "password", "tel", "search"
	Autocomplete      string
	Min, Max          string // of dates
	Rows              int    // of a text area; 4 by default
	MaxLen            int
	Optional          bool
	Short             bool // a box for a few characters
	Numeric           bool // digits: a keypad on phones
	Mono              bool // codes
	Autofocus         bool
	Attributes        templ.Attributes // data attributes for an island
}

// Option is one answer to a question.
type Option struct{ Value, Label, Hint string }

// Choice describes a question with given answers.
type Choice struct {
	Name, Label, Hint string
	Options           []Option
	Value             string   // at first, for one answer
	Chosen            []string // at first, for several
	Pairs             bool     // two answers beside each other
	Optional          bool
	Prompt            string // the first, empty line of a select
}

// Value is what was typed into an input, or "" when nothing was.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// value is what an input shows: what was typed, or what it starts with.
func (f Form) value(name, start string) string {
	if f.Values == nil {
		return start
	}
	return f.Values.Get(name)
}

// chosen reports whether an answer is picked.
func (f Form) chosen(c Choice, value string) bool {
	if f.Values != nil {
		return slices.Contains(f.Values[c.Name], value)
	}
	return value != "" && c.Value == value || slices.Contains(c.Chosen, value)
}

// Error is the message beside an input, in the reader's language, or "".
func (f Form) Error(ctx context.Context, name string) string {
	if f.Fault == nil {
		return ""
	}
	for _, x := range f.Fault.Fields {
		if x.Name == name {
			return i18n.T(ctx, x.Key, x.Args)
		}
	}
	return ""
}

// FieldID is the id of an input, for links to it.
func FieldID(name string) string { return "f-" + name }

// describe ties an input to its hint and its error for screen readers.
func (f Form) describe(ctx context.Context, name, hint string) templ.Attributes {
	a := templ.Attributes{}
	by := ""
	if hint != "" {
		by = FieldID(name) + "-hint"
	}
	if f.Error(ctx, name) != "" {
		a["aria-invalid"] = "true"
		if by != "" {
			by += " "
		}
		by += FieldID(name) + "-err"
	}
	if by != "" {
		a["aria-describedby"] = by
	}
	return a
}

// attributes are what an input of one line carries beside its name and value.
func (in Input) attributes() templ.Attributes {
	a := templ.Attributes{}
	set := func(name, value string) {
		if value != "" {
			a[name] = value
		}
	}
	set("autocomplete", in.Autocomplete)
	set("min", in.Min)
	set("max", in.Max)
	if in.MaxLen > 0 {
		a["maxlength"] = in.MaxLen
	}
	if in.Numeric {
		a["inputmode"] = "decimal"
	}
	if in.Autofocus {
		a["autofocus"] = true
	}
	for k, v := range in.Attributes {
		a[k] = v
	}
	return a
}

func (in Input) class() string {
	c := "kg-in"
	if in.Numeric {
		c += " n"
	}
	if in.Short {
		c += " short"
	}
	if in.Mono {
		c += " mono"
	}
	return c
}

// ReadBack is an amount as the reader says it, shown under its input so that a
// zero too many is seen: = 60.00 万元 · 人民币陆拾万元整. An amount that cannot
// be read gives "".
func ReadBack(ctx context.Context, typed string) string {
	f, err := money.Parse(typed)
	if err != nil || f <= 0 {
		return ""
	}
	if i18n.IsEn(ctx) {
		return "= " + i18n.Exact(ctx, f)
	}
	return "= " + i18n.Wan(ctx, f) + " · " + f.Capital()
}
