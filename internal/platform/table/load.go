package table

// From a query to rows. All SQL text comes from the Spec and from the store;
// what was typed is bound.

import (
	"context"
	"strconv"
	"strings"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Where is the condition of the filters, to be joined with AND to the store's
// own, and the arguments of both: args are the store's, bound to $1 to $n.
func (q Query) Where(args ...any) (string, []any) {
	conditions := []string{"1 = 1"}
	args = append([]any(nil), args...)
	for _, f := range q.spec.Filters {
		value, ok := q.bound[f.Key]
		if !ok {
			continue
		}
		if f.Match == Contains {
			value = "%" + folded(value) + "%"
		}
		args = append(args, value)
		conditions = append(conditions, f.condition("$"+strconv.Itoa(len(args))))
	}
	return "(" + strings.Join(conditions, " AND ") + ")", args
}

func (f Filter) condition(mark string) string {
	switch f.Match {
	case Contains:
		return "lower(" + f.SQL + ") LIKE " + mark + ` ESCAPE '\'`
	case AtLeast:
		return f.SQL + " >= " + mark
	case Below:
		return f.SQL + " < " + mark
	}
	return f.SQL + " = " + mark
}

// folded is a text as LIKE compares it. Only ASCII is folded, because that is
// what lower() does on SQLite.
func folded(value any) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(lowered(value))
}

func lowered(value any) string {
	text, _ := value.(string)
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// OrderBy is the order that was asked for, made unique.
func (q Query) OrderBy() string {
	var parts []string
	if c := q.spec.column(q.sort); c.SQL != "" {
		parts = append(parts, c.SQL+direction(q.sort))
	}
	if q.spec.Unique != "" {
		parts = append(parts, q.spec.Unique+direction(q.sort))
	}
	if len(parts) == 0 {
		return ""
	}
	return " ORDER BY " + strings.Join(parts, ", ")
}

func direction(sort string) string {
	if strings.HasPrefix(sort, "-") {
		return " DESC"
	}
	return ""
}

// Limit cuts out the page.
func (q Query) Limit() string {
	return " LIMIT " + strconv.Itoa(q.Size) + " OFFSET " + strconv.Itoa((q.Page-1)*q.Size)
}

// Source is a store's half of a list's query, all of it constant but Args.
type Source struct {
	Columns string // "id, name, due_on", in the order of the scanner
	From    string // "lease_lease WHERE park_id = $1", ending in a condition
	Args    []any
}

// Page is a page of a list.
type Page[T any] struct {
	Rows  []T
	Total int64 // of all pages
	Query Query
}

// Load answers the page of a query.
func Load[T any](ctx context.Context, tx db.Tx, q Query, scan func(db.Scan) (T, error), s Source) (Page[T], error) {
	where, args := q.Where(s.Args...)
	from := " FROM " + s.From + " AND " + where
	p := Page[T]{Query: q}
	var err error
	if p.Total, err = db.Count(ctx, tx, "SELECT COUNT(1)"+from, args...); err != nil {
		return p, err
	}
	p.Rows, err = db.All(ctx, tx, scan, "SELECT "+s.Columns+from+q.OrderBy()+q.Limit(), args...)
	return p, err
}

// All answers the rows of every page, for an export. It reads one row more
// than an export may hold, which Export then refuses by name.
func All[T any](ctx context.Context, tx db.Tx, q Query, scan func(db.Scan) (T, error), s Source) ([]T, error) {
	where, args := q.Where(s.Args...)
	return db.All(ctx, tx, scan, "SELECT "+s.Columns+" FROM "+s.From+" AND "+where+q.OrderBy()+
		" LIMIT "+strconv.Itoa(MaxRows+1), args...)
}

// Pages counts the pages; an empty list has one.
func (p Page[T]) Pages() int {
	return max(1, int((p.Total+int64(p.Query.Size)-1)/int64(p.Query.Size)))
}

// HasNext reports whether rows follow.
func (p Page[T]) HasNext() bool { return p.Query.Page < p.Pages() }

// HasPrevious reports whether rows come before.
func (p Page[T]) HasPrevious() bool { return p.Query.Page > 1 }

// First and Last are the numbers of the rows shown, counted from 1; both are 0
// on an empty page.
func (p Page[T]) First() int {
	if len(p.Rows) == 0 {
		return 0
	}
	return (p.Query.Page-1)*p.Query.Size + 1
}

// Last is the number of the last row shown.
func (p Page[T]) Last() int {
	if len(p.Rows) == 0 {
		return 0
	}
	return p.First() + len(p.Rows) - 1
}

// Range says for a pager which rows are shown, in the reader's language.
func (p Page[T]) Range(ctx context.Context) string {
	return i18n.T(ctx, "table.range", i18n.Args{"from": p.First(), "to": p.Last(), "n": p.Total})
}
