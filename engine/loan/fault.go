package loan

// What may be wrong with terms, as a key with values, so that a page can say
// it in its reader's language.

import (
	"maps"
	"slices"
	"strings"
)

// Problem is the reason why a term cannot be: a key, so that a page can say it in
// its reader's language.
type Problem string

// Problems of terms. {value} stands for what was given or asked for.
const (
	Missing       Problem = "missing"
	Unknown       Problem = "unknown"
	NotPositive   Problem = "not_positive"
	NotNumber     Problem = "not_a_number"
	TooLarge      Problem = "too_large"
	OutsideDates  Problem = "outside_dates"
	NotAfter      Problem = "not_after"
	Contradicts   Problem = "contradicts"
	NeverRepays   Problem = "never_repays"
	TooMany       Problem = "too_many_events"
	NotObserved   Problem = "not_observed"
	NoEnd         Problem = "no_end"
	WrongLength   Problem = "wrong_length"
	NotComputed   Problem = "not_computed"
	OutsidePeriod Problem = "outside_period"
	NotReadable   Problem = "not_readable"
)

var problems = map[Problem]string{
	Missing:       "is missing: give it",
	Unknown:       "{value} is unknown: use a value of the standard",
	NotPositive:   "is not positive: give an amount above zero",
	NotNumber:     "is not a possible number",
	TooLarge:      "lies beyond {value}",
	OutsideDates:  "lies outside 1900 to 2200",
	NotAfter:      "does not come after {value}",
	Contradicts:   "contradicts {value}: keep one of them",
	NeverRepays:   "does not cover the interest, so that the principal never comes back: raise it or give maturityDate",
	TooMany:       "makes more than a million events: lengthen the cycle or shorten the term",
	NotObserved:   "has no observation for {value}",
	NoEnd:         "has no end: give the date to compute to",
	WrongLength:   "has to have one entry, or {value}",
	NotComputed:   "{value} is not computed here",
	OutsidePeriod: "lies outside the open period ({value})",
	NotReadable:   "cannot be read: {value}",
}

// Problems lists every problem.
func Problems() []Problem { return slices.Sorted(maps.Keys(problems)) }

// TermError names the term that cannot be, and why.
type TermError struct {
	Term    string // in the standard's spelling
	Problem Problem
	Value   string
}

// Error says it in English; package say knows Chinese.
func (e *TermError) Error() string {
	return "loan: " + e.Term + " " + strings.ReplaceAll(problems[e.Problem], "{value}", e.Value)
}

func wrong(term string, p Problem, value ...string) *TermError {
	return &TermError{term, p, strings.Join(value, " ")}
}
