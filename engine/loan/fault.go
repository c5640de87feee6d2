package loan

// What may be wrong with terms, as a key with values, so that a page can say
// it in its reader's language.

import "strings"

// Problem is the reason why a term cannot be: a key, see TermError.Text.
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

var problems = map[Problem][2]string{
	Missing:       {"未填写，请补充", "is missing: give it"},
	Unknown:       {"“{value}”不在标准之内，请改用标准所列的值", "{value} is unknown: use a value of the standard"},
	NotPositive:   {"必须大于零", "is not positive: give an amount above zero"},
	NotNumber:     {"不是一个可能的数", "is not a possible number"},
	TooLarge:      {"超出上限（{value}）", "lies beyond {value}"},
	OutsideDates:  {"应在 1900 年至 2200 年之间", "lies outside 1900 to 2200"},
	NotAfter:      {"应晚于{value}", "does not come after {value}"},
	Contradicts:   {"与{value}矛盾，请二者取一", "contradicts {value}: keep one of them"},
	NeverRepays:   {"不足以支付利息，本金永远还不完；请提高金额或约定到期日", "does not cover the interest, so that the principal never comes back: raise it or give maturityDate"},
	TooMany:       {"产生的事件超过一百万条，请加长周期或提前到期", "makes more than a million events: lengthen the cycle or shorten the term"},
	NotObserved:   {"缺少市场观测值：{value}", "has no observation for {value}"},
	NoEnd:         {"没有到期日，请给出计算截止日", "has no end: give the date to compute to"},
	WrongLength:   {"的项数应为 1 或 {value}", "has to have one entry, or {value}"},
	NotComputed:   {"“{value}”不由本引擎计算", "{value} is not computed here"},
	OutsidePeriod: {"不在当前计息期内（{value}）", "lies outside the open period ({value})"},
	NotReadable:   {"“{value}”无法读取", "cannot be read: {value}"},
}

// TermError names the term that cannot be, and why.
type TermError struct {
	Term    string // in the standard's spelling
	Problem Problem
	Value   string
}

// Error says it in English.
func (e *TermError) Error() string { return "loan: " + e.Text("en") }

// Text says it in "zh" or, for any other language, in English.
func (e *TermError) Text(language string) string {
	texts := problems[e.Problem]
	if language == "zh" {
		value := e.Value
		if name, known := chinese[value]; known {
			value = name
		}
		return termIn(language, e.Term) + strings.ReplaceAll(texts[0], "{value}", value)
	}
	return e.Term + " " + strings.ReplaceAll(texts[1], "{value}", e.Value)
}

func wrong(term string, p Problem, value ...string) *TermError {
	return &TermError{term, p, strings.Join(value, " ")}
}
