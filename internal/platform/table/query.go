package table

// From an address to a query and back.

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	defaultSize = 25
	maxSize     = 200
	maxPage     = 10_000
	maxTyped    = 100 // characters of a filter
)

// The parameters of an address that every list shares; filters have their own.
const (
	ParamSort = "sort" // a column's key, with - before it for the other way
	paramPage = "page" // counted from 1
	paramSize = "size"
)

// Column is a column of a list.
type Column struct {
	Key  string // its name in an address and in the messages of its feature
	SQL  string // what it sorts by, "" when it does not sort
	Down bool   // the first click sorts downwards: amounts, instants
}

// Match says how a filter compares.
type Match string

const (
	Equal    Match = "equal"
	Contains Match = "contains" // part of a text, without regard to the case of Latin letters
	AtLeast  Match = "at_least"
	Below    Match = "below" // the open end of an interval
)

// Filter is one thing that a list can be narrowed by.
type Filter struct {
	Key     string
	SQL     string // the column or expression that is compared
	Match   Match
	Choices []string // the only values, when there are few

	// Read turns what was typed into what is bound; text is bound as it is
	// when Read is nil. It answers false for what makes no sense.
	Read func(typed string) (any, bool)
}

// Spec says what a list can do. Its SQL is constant.
type Spec struct {
	Columns []Column
	Filters []Filter
	Sort    string // as in an address: "-due", "name"
	Unique  string // SQL of a unique column, last in the order, so that pages neither repeat nor skip rows
	Size    int    // rows on a page; 25 when 0
}

// Query is what a reader asks of a list. Only Parse and the methods of Query
// make one, so it always fits its Spec.
type Query struct {
	Page, Size int

	spec   *Spec
	sort   string // with its sign
	filter map[string]string
	bound  map[string]any
}

// Parse reads an address. Parameters that the Spec does not know are left to
// others. On an error the Query is still good to use: it leaves out what was
// wrong, so that a page can show the list beside the messages.
func (s *Spec) Parse(v url.Values) (Query, error) {
	q := Query{Page: 1, Size: s.Size, spec: s, sort: s.Sort, filter: map[string]string{}, bound: map[string]any{}}
	if q.Size == 0 {
		q.Size = defaultSize
	}
	var check fault.Check
	for _, f := range s.Filters {
		if typed := strings.TrimSpace(v.Get(f.Key)); typed != "" {
			value, ok := f.read(typed)
			check.That(ok, f.Key, "table.filter.unknown")
			if ok {
				q.filter[f.Key], q.bound[f.Key] = typed, value
			}
		}
	}
	if sort := v.Get(ParamSort); sort != "" {
		known := s.column(sort).SQL != ""
		check.That(known, ParamSort, "table.sort.unknown")
		if known {
			q.sort = sort
		}
	}
	q.Page = number(&check, v, paramPage, q.Page, maxPage)
	q.Size = number(&check, v, paramSize, q.Size, maxSize)
	return q, check.Err()
}

// number reads a parameter between 1 and most, or keeps what holds without it.
func number(check *fault.Check, v url.Values, name string, otherwise, most int) int {
	typed := v.Get(name)
	if typed == "" {
		return otherwise
	}
	n, err := strconv.Atoi(typed)
	ok := err == nil && n >= 1 && n <= most
	check.That(ok, name, "table.number.range", fault.Args{"most": most})
	if !ok {
		return otherwise
	}
	return n
}

func (f Filter) read(typed string) (any, bool) {
	switch {
	case utf8.RuneCountInString(typed) > maxTyped || !utf8.ValidString(typed) || strings.ContainsRune(typed, 0):
		return nil, false
	case f.Choices != nil && !slices.Contains(f.Choices, typed):
		return nil, false
	case f.Read != nil:
		return f.Read(typed)
	}
	return typed, true
}

// column finds a column by its key, with or without a sign.
func (s *Spec) column(sort string) Column {
	key := strings.TrimPrefix(sort, "-")
	for _, c := range s.Columns {
		if c.Key == key {
			return c
		}
	}
	return Column{}
}

// Filter is what was typed into a filter, "" when it is open.
func (q Query) Filter(key string) string { return q.filter[key] }

// Filtered reports whether any filter narrows the list: an empty page then
// says so, instead of claiming that there is nothing.
func (q Query) Filtered() bool { return len(q.filter) > 0 }

// Sorting says how the list is sorted by a column now: "ascending",
// "descending", or "" when it is not.
func (q Query) Sorting(key string) string {
	switch q.sort {
	case key:
		return "ascending"
	case "-" + key:
		return "descending"
	}
	return ""
}

// SortBy is the query after a click on a column's header: its own direction
// first, turned round on the next click, from the first page.
func (q Query) SortBy(key string) Query {
	c := q.spec.column(key)
	if c.SQL == "" {
		return q
	}
	down := c.Down
	switch q.Sorting(key) {
	case "ascending":
		down = true
	case "descending":
		down = false
	}
	q.sort, q.Page = key, 1
	if down {
		q.sort = "-" + key
	}
	return q
}

// At is the query for another page.
func (q Query) At(page int) Query {
	q.Page = min(max(page, 1), maxPage)
	return q
}

// With is the query with a filter set, or opened by "", from the first page. A
// value that the filter refuses opens it.
func (q Query) With(key, typed string) Query {
	q.filter, q.bound, q.Page = maps.Clone(q.filter), maps.Clone(q.bound), 1
	delete(q.filter, key)
	delete(q.bound, key)
	for _, f := range q.spec.Filters {
		if value, ok := f.read(typed); f.Key == key && typed != "" && ok {
			q.filter[key], q.bound[key] = typed, value
		}
	}
	return q
}

// Values is the query as parameters of an address; what holds without saying
// is left out, so that addresses stay short.
func (q Query) Values() url.Values {
	v := url.Values{}
	for key, typed := range q.filter {
		v.Set(key, typed)
	}
	if q.sort != q.spec.Sort {
		v.Set(ParamSort, q.sort)
	}
	if q.Page > 1 {
		v.Set(paramPage, strconv.Itoa(q.Page))
	}
	if size := q.spec.Size; q.Size != size && (size != 0 || q.Size != defaultSize) {
		v.Set(paramSize, strconv.Itoa(q.Size))
	}
	return v
}

// Href is an address of the list at path, with the query.
func (q Query) Href(path string) string {
	if v := q.Values(); len(v) > 0 {
		return path + "?" + v.Encode()
	}
	return path
}
