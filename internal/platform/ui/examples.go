package ui

// Named examples of every component. They drive the gallery, the golden files
// and the accessibility tests, and they show how a component is called.

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/i18n"
)

// Example is one way in which a component appears. Its text follows the
// language of the context in which it renders.
type Example struct {
	Component, Name string
	Render          func() templ.Component
}

// Examples lists every example, by component.
func Examples() []Example {
	var all []Example
	for _, part := range [][]Example{smallExamples(), homeExamples(), caseExamples(), tableExamples(), formExamples(), boardExamples(), stateExamples(), shellExamples()} {
		all = append(all, part...)
	}
	return all
}

// say picks a language of an example's text.
type say func(zh, en string) string

// example renders what build returns in the language of the page.
func example(component, name string, build func(t say) templ.Component) Example {
	return Example{component, name, func() templ.Component {
		return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
			return build(sayIn(ctx)).Render(ctx, w)
		})
	}}
}

func sayIn(ctx context.Context) say {
	if i18n.IsEn(ctx) {
		return func(_, en string) string { return en }
	}
	return func(zh, _ string) string { return zh }
}

// around puts children into a component.
func around(outer templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

// words is plain text as a component.
func words(s string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+templ.EscapeString(s)+"</p>")
		return err
	})
}
