package kernel

// How the money of a loan may be used: in one sum, in tranches, or up to a limit
// that revolves; and what it costs to have it ready.

import (
	"fmt"
	"strings"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// UseKind says how often money may be drawn.
type UseKind string

const (
	OneSum    UseKind = ""          // 一次放款
	Tranches  UseKind = "tranches"  // 分笔提款: the amount is that of all drawings
	Revolving UseKind = "revolving" // 循环额度: the amount is a limit, what was repaid may be drawn again
)

// Use says how the money of a loan may be used. The zero Use is one sum.
type Use struct {
	Kind     UseKind   `json:"kind" form:"use" enum:",tranches,revolving" doc:"Nothing for one sum"`
	Months   int       `json:"draw_months" form:"draw_months" doc:"Drawing ends this many months after the first payout; that day still counts"`
	Most     int       `json:"most_draws,omitempty" form:"most_draws" doc:"Drawings at most, the first payout among them; 0 for any number"`
	LeastFen money.Fen `json:"least_fen,omitempty" form:"least" doc:"Of a drawing, but for one of all that is left"`
	FirstFen money.Fen `json:"first_fen,omitempty" form:"-" doc:"Of an offer: the first payout"`
	// Fees. The one for a drawing, the first among them, and the commitment fee fall
	// due with the loan's due dates.
	DrawFeeFen   money.Fen `json:"draw_fee_fen,omitempty" form:"draw_fee" doc:"For each drawing"`
	CommitPPM    money.PPM `json:"commit_ppm,omitempty" form:"commit" doc:"Commitment fee: a rate a year on what is undrawn"`
	CommitMonths int       `json:"commit_months,omitempty" form:"commit_months" doc:"Months from one commitment fee to the next: 1 or 3"`
}

// First is what is paid out at first: all of it, or what was agreed.
func (t LoanTerms) First() money.Fen {
	if t.Use.Kind == OneSum {
		return t.AmountFen
	}
	return t.Use.FirstFen
}

// canonical is the part of the terms' canonical text, nothing for one sum.
func (u Use) canonical() string {
	if u.Kind == OneSum {
		return ""
	}
	return fmt.Sprintf("use %s\ndraw_months %d\nmost_draws %d\nleast_fen %d\nfirst_fen %d\ndraw_fee_fen %d\ncommit_ppm %d\ncommit_months %d\n",
		u.Kind, u.Months, u.Most, u.LeastFen, u.FirstFen, u.DrawFeeFen, u.CommitPPM, u.CommitMonths)
}

// Posted are the terms as the engine reads them, of a loan that was first paid out
// on a day.
func (t LoanTerms) Posted(begin loan.Time) (out subledger.Terms, err error) {
	order, err := t.Allocation.Kinds()
	if err != nil {
		return out, err
	}
	out = subledger.Terms{
		Rate: t.RatePPM, DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding), Repayment: instalment.Repayment(t.Repayment),
		Ends: begin.AddMonths(t.TermMonths), Uplift: t.UpliftPPM, UpliftOnInterest: t.UpliftOnInterest, Charge: t.PrepayPPM,
	}
	for _, kind := range order {
		out.Order = append(out.Order, subledger.Debt(kind))
	}
	if u := t.Use; u.Kind != OneSum {
		out.Line = subledger.Line{Limit: t.AmountFen, Revolves: u.Kind == Revolving, Until: begin.AddMonths(u.Months), Most: u.Most, Fee: u.DrawFeeFen, Commit: u.CommitPPM, Every: u.CommitMonths}
	}
	return out, nil
}

// Text words how the money may be used.
func (u Use) Text() i18n.Text {
	if u.Kind == OneSum {
		return i18n.Text{Zh: "一次放款", En: "in one sum"}
	}
	zh := []string{fmt.Sprintf("分笔提款，首笔放款后 %d 个月内提完，过期未提的部分失效", u.Months)}
	en := []string{fmt.Sprintf("in tranches, within %d months of the first payout; what is undrawn by then lapses", u.Months)}
	if u.Kind == Revolving {
		zh[0] = fmt.Sprintf("循环额度，首笔放款后 %d 个月内随借随还，已还本金可再提", u.Months)
		en[0] = fmt.Sprintf("up to a revolving limit, for %d months from the first payout; principal that was repaid may be drawn again", u.Months)
	}
	if u.FirstFen > 0 {
		zh, en = append(zh, "首笔 "+u.FirstFen.Text()+" 元"), append(en, "CNY "+u.FirstFen.Text()+" at first")
	}
	if u.Most > 0 {
		zh, en = append(zh, fmt.Sprintf("最多提 %d 笔（含首笔）", u.Most)), append(en, fmt.Sprintf("at most %d drawings, the first among them", u.Most))
	}
	if u.LeastFen > 0 {
		zh, en = append(zh, "每笔不少于 "+u.LeastFen.Text()+" 元（提清余额除外）"), append(en, "each of CNY "+u.LeastFen.Text()+" or more, but for one of all that is left")
	}
	return i18n.Text{Zh: strings.Join(zh, "；"), En: strings.Join(en, "; ")}
}

// FeesText words what it costs to have the money ready.
func (u Use) FeesText() i18n.Text {
	var zh, en []string
	if u.CommitPPM > 0 {
		often := i18n.Text{Zh: "每月", En: "every month"}
		if u.CommitMonths == 3 {
			often = i18n.Text{Zh: "每三个月", En: "every three months"}
		}
		zh = append(zh, "承诺费：未提款额按年费率 "+i18n.Rate(u.CommitPPM)+" 逐日计，"+often.Zh+"随还款日收取，算到提款截止日")
		en = append(en, "commitment fee of "+i18n.Rate(u.CommitPPM)+" a year on what is undrawn, by the day up to the last day of drawing, due "+often.En+" with the payment")
	}
	if u.DrawFeeFen > 0 {
		zh = append(zh, "提款手续费：每笔 "+u.DrawFeeFen.Text()+" 元，随提款后的首个还款日收取")
		en = append(en, "CNY "+u.DrawFeeFen.Text()+" for each drawing, due with the next payment")
	}
	if zh == nil {
		return i18n.Text{Zh: "无", En: "none"}
	}
	return i18n.Text{Zh: strings.Join(zh, "；"), En: strings.Join(en, "; ")}
}
