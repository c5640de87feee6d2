package table

// Rows that are at hand: another feature answered them, with names that stand
// in no column. The same Query narrows, sorts and pages them; the SQL of such a
// Spec is the name under which a row is asked.

import (
	"cmp"
	"slices"
	"strings"
)

// Value answers what a row holds under a name of the Spec: a string or an int64,
// of the kind that the filters with this name bind.
type Value[T any] func(row T, name string) any

// Sift answers the rows that the filters leave, in the order that was asked for.
// It means the same as the WHERE and the ORDER BY of the query would.
func Sift[T any](q Query, rows []T, value Value[T]) []T {
	kept := slices.DeleteFunc(slices.Clone(rows), func(row T) bool {
		return slices.ContainsFunc(q.spec.Filters, func(f Filter) bool {
			bound, ok := q.bound[f.Key]
			return ok && !f.passes(value(row, f.SQL), bound)
		})
	})
	by := q.spec.column(q.sort).SQL
	slices.SortStableFunc(kept, func(a, b T) int {
		n := 0
		if by != "" {
			n = compare(value(a, by), value(b, by))
		}
		if n == 0 && q.spec.Unique != "" {
			n = compare(value(a, q.spec.Unique), value(b, q.spec.Unique))
		}
		if direction(q.sort) != "" {
			return -n
		}
		return n
	})
	return kept
}

// Cut answers the page of rows that were sifted.
func Cut[T any](q Query, sifted []T) Page[T] {
	from := min((q.Page-1)*q.Size, len(sifted))
	return Page[T]{Rows: sifted[from:min(from+q.Size, len(sifted))], Total: int64(len(sifted)), Query: q}
}

func (f Filter) passes(held, bound any) bool {
	_, a := held.(int64)
	_, b := bound.(int64)
	switch {
	case a != b:
		return false // of another kind
	case f.Match == Contains:
		return strings.Contains(lowered(held), lowered(bound))
	case f.Match == AtLeast:
		return compare(held, bound) >= 0
	case f.Match == Below:
		return compare(held, bound) < 0
	}
	return compare(held, bound) == 0
}

// compare orders two values of one kind.
func compare(a, b any) int {
	x, _ := a.(int64)
	y, number := b.(int64)
	if number {
		return cmp.Compare(x, y)
	}
	s, _ := a.(string)
	t, _ := b.(string)
	return strings.Compare(s, t)
}
