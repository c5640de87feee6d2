// Package module is the shape that every feature hands to the composition
// root: data, not an interface. A feature leaves out what it does not have.
package module

import (
	"context"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/web"
)

// Module describes one feature.
type Module struct {
	Name     string          // the prefix of its tables, actions and message keys
	Files    fs.FS           // migrations/*.sql, locales/*.json, policy.cedar
	Machines []*flow.Machine // its state machines, for docs and tests
	Routes   func(*web.Router)
	Home     Home
	Waits    Waits
	Find     Find
	Lists    []List
}

// List is a list that its readers narrow by the address of its page, and so may
// keep under a name.
type List struct {
	Key   string      // "cases"
	Path  string      // of its page
	Title string      // message key
	Spec  *table.Spec // nil where the page has no filters but those in Beside
	// Beside are parameters of the page that belong to what is shown and stand in
	// no Spec: a view, a window.
	Beside []string
	// Say words one parameter of the address, "" for one that narrows nothing;
	// Column words the head of a column by its key.
	Say    func(ctx context.Context, key, value string) (label, said string)
	Column func(ctx context.Context, key string) string
	// Sheet is what of the list goes into a file for an address of its page, as the
	// reader may see it now: it asks permission itself. nil where no file is made.
	Sheet func(ctx context.Context, address url.Values) (table.Sheet, error)
}

// Words say what an address of the list's page narrows and how it sorts, "" for
// nothing.
func (l List) Words(ctx context.Context, address url.Values) string {
	kept, _ := l.Spec.Kept(address, l.Beside...)
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(kept)) {
		if key == table.ParamSort {
			continue
		}
		if label, said := l.Say(ctx, key, kept.Get(key)); label != "" {
			parts = append(parts, i18n.T(ctx, "table.narrowed", i18n.Args{"label": label, "value": said}))
		}
	}
	if column, down := strings.CutPrefix(kept.Get(table.ParamSort), "-"); column != "" {
		key := map[bool]string{false: "table.sorted.up", true: "table.sorted.down"}[down]
		parts = append(parts, i18n.T(ctx, key, i18n.Args{"column": l.Column(ctx, column)}))
	}
	return strings.Join(parts, " · ")
}

// Home gives what a feature shows the reader on the home page. open names the
// figure whose rows are shown, "" for none.
type Home func(ctx context.Context, open string) ([]Block, error)

// Waits gives moves of the reader that no role alone decides, so that the Keeper
// of turns does not know them: a colleague's right to agree to, money to place.
// They stand under "Waiting for you" with the turns, and go when they are done.
type Waits func(ctx context.Context) ([]Wait, error)

// Wait is one such move.
type Wait struct {
	Title, Why string // "Yuanbu Motors · place 3,000 yuan"; the reference or reason
	AmountFen  int64  // 0 shows nothing
	Href       string // the page where it is done
	Label      string // of the button
}

// Block is a part of the home page. Lower ranks stand first; blocks at the side
// stand beside the rest, on phones after it.
type Block struct {
	Rank int
	Side bool
	Body templ.Component
}

// Find gives what a feature knows under a text that the reader typed: only what
// the reader may list anyway.
type Find func(ctx context.Context, text string) ([]Hit, error)

// Hit is something found.
type Hit struct {
	Kind        string          // in words: "Application"
	Title, Note string          // "KG-AP-2020-0004", "Qingyu Electronics"
	Href        string          // "" where the reader may know of it and not open it
	State       templ.Component // its status, nil for none
}

// Matches reports whether any of the words of a thing hold the text, whatever
// the case of letters.
func Matches(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(strings.ToLower(w), strings.ToLower(text)) })
}

// Ranks of the blocks that features contribute.
const (
	RankWay     = 10 // how far the reader's own case is
	RankNext    = 20 // what the reader pays next
	RankPipe    = 30 // where cases stand
	RankFigures = 40 // figures, and the rows of the one that is open
	RankNews    = 50 // what happened
)
