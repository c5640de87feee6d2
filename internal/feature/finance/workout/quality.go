package workout

// The class of asset quality of a loan, with what two people agreed on. The rule
// itself, with the lender's thresholds, is another feature's.

import "kaigong.example/kaigong/internal/kernel"

// Class is a class of asset quality.
type Class = kernel.Class

// The five classes, from good to bad.
const (
	Normal         = kernel.ClassNormal
	SpecialMention = kernel.ClassSpecialMention
	Substandard    = kernel.ClassSubstandard
	Doubtful       = kernel.ClassDoubtful
	Loss           = kernel.ClassLoss
)

// Quality is the class of a loan with where it comes from.
type Quality struct {
	Class  Class  `json:"class"`
	Rule   Class  `json:"by_rule" doc:"Without what two people agreed on"`
	Why    string `json:"why" doc:"Where the rule takes it from"`
	Agreed Class  `json:"agreed,omitempty" doc:"The one that two people agreed on last; empty for none"`
}

// qualityOf is the class of a loan: never better than what was agreed.
func qualityOf(l *Loan, agreed Class) Quality {
	return Quality{Class: l.Rule.Worse(agreed), Rule: l.Rule, Why: l.Why, Agreed: agreed}
}
