package filter

// Kept filters on the pages of the lists, in one place for all of them: what a
// list opens with, and the links under its own filters.

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Around lets the lists of the program open with what their readers chose, and
// gives their pages the links to kept filters. An address with any query is
// shown as it is.
func (s *Service) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		ctx := q.Context()
		l, ok := s.listAt(q.URL.Path)
		if !ok || q.Method != http.MethodGet || kernel.From(ctx).Person == "" {
			next.ServeHTTP(w, q)
			return
		}
		all, err := s.Kept(ctx, l.Key)
		if err != nil { // the list is shown without them
			next.ServeHTTP(w, q)
			return
		}
		for _, f := range all {
			if f.Opening && q.URL.RawQuery == "" {
				http.Redirect(w, q, f.Href, http.StatusSeeOther)
				return
			}
		}
		shown := q.URL.Query()
		next.ServeHTTP(w, q.WithContext(ui.WithTools(ctx, func(ctx context.Context) ui.Tools { return s.tools(ctx, l, all, shown) })))
	})
}

// tools are the links of a list's page whose address has some parameters.
func (s *Service) tools(ctx context.Context, l module.List, all []SavedFilter, shown url.Values) (t ui.Tools) {
	now, _ := l.Spec.Kept(shown, l.Beside...)
	known := false
	for _, f := range all {
		x := ui.Tool{Label: f.Name, Href: f.Href, On: f.Href == l.Path+"?"+now.Encode(), Note: note(ctx, f)}
		if x.On && len(f.Ignored) > 0 {
			t.Ignored = i18n.T(ctx, "filter.ignored", i18n.Args{"name": f.Name, "names": strings.Join(f.Ignored, ", ")})
		}
		known = known || x.On
		t.Kept = append(t.Kept, x)
	}
	t.ExportHref = s.Exports.Href(ctx, l, now.Encode())
	if len(all) > 0 {
		t.ManageHref = "/filters"
	}
	if len(now) > 0 && !known {
		t.KeepHref = "/filters/new?" + url.Values{"list": {l.Key}, "query": {now.Encode()}}.Encode()
	}
	return t
}

// note says what is special about a filter.
func note(ctx context.Context, f SavedFilter) string {
	switch {
	case f.Opening:
		return i18n.T(ctx, "filter.opening.short")
	case f.Shared && f.Person != kernel.From(ctx).Person:
		return i18n.T(ctx, "filter.shared.by_colleague")
	case f.Shared:
		return i18n.T(ctx, "filter.shared.short")
	}
	return ""
}
