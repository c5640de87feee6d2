package say

// What is wrong with terms, for a person.

import (
	"errors"
	"strings"

	"kaigong.example/kaigong/engine/loan"
)

// problems are the reasons in Chinese. {value} stands for what was given or asked for.
var problems = map[loan.Problem]string{
	loan.Missing:       "未填写，请补充",
	loan.Unknown:       "“{value}”不在标准之内，请改用标准所列的值",
	loan.NotPositive:   "必须大于零",
	loan.NotNumber:     "不是一个可能的数",
	loan.TooLarge:      "超出上限（{value}）",
	loan.OutsideDates:  "应在 1900 年至 2200 年之间",
	loan.NotAfter:      "应晚于{value}",
	loan.Contradicts:   "与{value}矛盾，请二者取一",
	loan.NeverRepays:   "不足以支付利息，本金永远还不完；请提高金额或约定到期日",
	loan.TooMany:       "产生的事件超过一百万条，请加长周期或提前到期",
	loan.NotObserved:   "缺少市场观测值：{value}",
	loan.NoEnd:         "没有到期日，请给出计算截止日",
	loan.WrongLength:   "的项数应为 1 或 {value}",
	loan.NotComputed:   "“{value}”不由本引擎计算",
	loan.OutsidePeriod: "不在当前计息期内（{value}）",
	loan.NotReadable:   "“{value}”无法读取",
}

// Error says what is wrong in "zh" or, for any other language and for errors
// that are not about a term, as the error itself does.
func Error(err error, language string) string {
	var wrong *loan.TermError
	if language != "zh" || !errors.As(err, &wrong) {
		return err.Error()
	}
	return Term(wrong.Term, language) + strings.ReplaceAll(problems[wrong.Problem], "{value}", Term(wrong.Value, language))
}
