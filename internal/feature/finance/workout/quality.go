package workout

// The five classes of asset quality, and how they follow from days past due.

import "kaigong.example/kaigong/internal/platform/flow"

// Class is a class of asset quality.
type Class string

// The five classes, from good to bad.
const (
	Normal         Class = "normal"
	SpecialMention Class = "special_mention"
	Substandard    Class = "substandard"
	Doubtful       Class = "doubtful"
	Loss           Class = "loss"
)

// Classes lists them, from good to bad.
var Classes = []Class{Normal, SpecialMention, Substandard, Doubtful, Loss}

// rank is the place of a class in Classes, -1 for none.
func (c Class) rank() int {
	for i, x := range Classes {
		if x == c {
			return i
		}
	}
	return -1
}

// worse is the worse of two classes; none is better than any.
func worse(a, b Class) Class {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Rules say how many days past due put a loan at least in a class.
type Rules []struct {
	Class Class
	Over  int // days past due, of which there must be more
}

// Usual are the thresholds of the 2023 measures.
var Usual = Rules{{SpecialMention, 0}, {Substandard, 90}, {Doubtful, 270}, {Loss, 360}}

// Of is the class of a loan by its days past due and its state: a loan in default
// is at least substandard, one that was written off is a loss.
func (r Rules) Of(days int, state flow.State) Class {
	c := Normal
	for _, x := range r {
		if days > x.Over {
			c = worse(c, x.Class)
		}
	}
	switch state {
	case defaulted:
		c = worse(c, Substandard)
	case writtenOff:
		c = Loss
	}
	return c
}

// Quality is the class of a loan with where it comes from.
type Quality struct {
	Class  Class `json:"class"`
	Rule   Class `json:"by_rule" doc:"By days past due and state alone"`
	Agreed Class `json:"agreed,omitempty" doc:"The one that two people agreed on last; empty for none"`
}

// qualityOf is the class of a loan: never better than what was agreed.
func qualityOf(l *Loan, agreed Class) Quality {
	rule := Usual.Of(l.DaysPastDue, l.State)
	return Quality{Class: worse(rule, agreed), Rule: rule, Agreed: agreed}
}
