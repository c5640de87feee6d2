package table

// What of an address can be kept and used again later.

import (
	"net/url"
	"slices"
)

// Kept is the part of an address that a list understands today: filters and
// order, and the parameters in beside, which the list's page has of its own. The
// number of the page is left out. Ignored names what was asked and is not
// understood, because the list never knew it, or knows it no more, or refuses its
// value. A nil Spec knows no filters.
func (s *Spec) Kept(v url.Values, beside ...string) (kept url.Values, ignored []string) {
	kept = url.Values{}
	if s != nil {
		q, _ := s.Parse(v) // what it refuses is left out of the query, and named below
		kept = q.At(1).Values()
		if v.Get(ParamSort) == s.Sort {
			kept.Set(ParamSort, s.Sort)
		}
	}
	for name := range v {
		switch typed := v.Get(name); {
		case typed == "" || name == paramPage || kept.Has(name):
		case slices.Contains(beside, name) && len(typed) <= maxTyped:
			kept.Set(name, typed)
		case name != paramSize:
			ignored = append(ignored, name)
		}
	}
	if s != nil && kept.Get(ParamSort) == s.Sort {
		kept.Del(ParamSort) // it holds without saying
	}
	slices.Sort(ignored)
	return kept, ignored
}
