package filter

// A SavedFilter and the rules of its inputs.

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/module"
)

// SavedFilter is the name of a query of a list.
type SavedFilter struct {
	ID      string    `json:"id"`
	Person  string    `json:"person"`
	Party   string    `json:"party"`
	List    string    `json:"list"`
	Name    string    `json:"name"`
	Query   string    `json:"query" doc:"As in the address of the list"`
	Opening bool      `json:"opening" doc:"The list opens with it"`
	Shared  bool      `json:"shared" doc:"Colleagues may use it"`
	Saved   time.Time `json:"saved"`

	Href    string   `json:"href" doc:"Where it leads, with what the list understands today"`
	Ignored []string `json:"ignored" doc:"What it asks for and the list does not understand any more"`

	removed bool
}

func (f SavedFilter) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "SavedFilter", ID: f.ID}, Read: "filter.list", Attrs: authz.Attrs{"owner": kernel.PersonRef(f.Person), "party": kernel.PartyRef(f.Party)}}
}

// SaveFilter keeps a query under a name.
type SaveFilter struct {
	List    string `json:"list" form:"list" doc:"Key of the list"`
	Name    string `json:"name" form:"name"`
	Query   string `json:"query" form:"query" doc:"As in the address of the list"`
	Opening bool   `json:"opening,omitempty" form:"opening" doc:"Open the list with it"`
	Shared  bool   `json:"shared,omitempty" form:"shared" doc:"Let colleagues use it"`
}

// ChangeFilter changes what a filter is called and who uses it.
type ChangeFilter struct {
	ID      string `json:"-"`
	Name    string `json:"name" form:"name"`
	Opening bool   `json:"opening,omitempty" form:"opening"`
	Shared  bool   `json:"shared,omitempty" form:"shared"`
}

const (
	longestName  = 40
	longestQuery = 2000
	mostKept     = 50 // by a person for one list
)

func named(c *fault.Check, name string) {
	n := utf8.RuneCountInString(name)
	c.That(n > 0, "name", "filter.name.missing")
	c.That(n <= longestName && utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }), "name", "filter.name.broken", fault.Args{"most": longestName})
}

// check refuses what the list would not understand, and answers the query as the
// list writes it.
func (in SaveFilter) check(lists []module.List) (kept string, err error) {
	var c fault.Check
	named(&c, in.Name)
	l, known := listBy(lists, in.List)
	c.That(known, "list", "filter.list.unknown")
	v, err := url.ParseQuery(in.Query)
	c.That(err == nil && len(in.Query) <= longestQuery, "query", "filter.query.broken")
	if err := c.Err(); err != nil {
		return "", err
	}
	values, ignored := l.Spec.Kept(v, l.Beside...)
	c.That(len(ignored) == 0, "query", "filter.query.unknown", fault.Args{"names": strings.Join(ignored, ", ")})
	c.That(len(values) > 0, "query", "filter.query.empty")
	return values.Encode(), c.Err()
}

func (in ChangeFilter) check() error {
	var c fault.Check
	named(&c, in.Name)
	return c.Err()
}

func listBy(lists []module.List, key string) (module.List, bool) {
	for _, l := range lists {
		if l.Key == key {
			return l, true
		}
	}
	return module.List{}, false
}

// read says where a filter leads today, and what of it is understood no more.
func (f SavedFilter) read(lists []module.List) SavedFilter {
	l, ok := listBy(lists, f.List)
	if !ok {
		return f
	}
	v, _ := url.ParseQuery(f.Query) // it was read before it was stored
	kept, ignored := l.Spec.Kept(v, l.Beside...)
	f.Ignored = ignored
	f.Href = l.Path + "?" + nothing
	if len(kept) > 0 {
		f.Href = l.Path + "?" + kept.Encode()
	}
	return f
}

// nothing is the query that opens a list without any filter, also where it
// would open with one.
const nothing = "filter=none"
