//go:build js && wasm

package main

// The account of a loan from its facts: terms and their versions, what was paid
// out and what came in.

import (
	"syscall/js"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
)

// bounds of what a page may ask for; the longest loan has some hundred due dates.
const (
	maxVersions = 200
	maxFacts    = 5000
)

// account reads its one value, folds it and answers the fingerprint.
func account(_ js.Value, in []js.Value) any {
	if len(in) != 1 || in[0].Type() != js.TypeObject {
		return failed("kaigongAccount takes one object")
	}
	r := &reader{}
	l := r.loan(in[0])
	on := r.day(in[0].Get("on"))
	if r.err != nil {
		return failed(r.err.Error())
	}
	st, err := subledger.Fold(l, on)
	if err != nil {
		return failed(err.Error())
	}
	return map[string]any{"fingerprint": st.Fingerprint(), "instalments": len(st.Rows), "openFen": float64(st.Open())}
}

// reader turns values of the page into the engine's; its first error stays.
type reader struct{ err error }

func (r *reader) day(v js.Value) loan.Time {
	if v.Type() != js.TypeString || v.String() == "" {
		return 0
	}
	t, err := loan.ParseTime(v.String())
	if err != nil && r.err == nil {
		r.err = err
	}
	return t
}

func number(v js.Value) int64 {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return int64(v.Float())
}

func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

// each are the elements of a list, at most so many.
func each(v js.Value, most int) (all []js.Value) {
	if v.Type() != js.TypeObject {
		return nil
	}
	for i := range min(v.Length(), most) {
		all = append(all, v.Index(i))
	}
	return all
}

func (r *reader) loan(v js.Value) (l subledger.Loan) {
	for _, x := range each(v.Get("versions"), maxVersions) {
		l.Versions = append(l.Versions, r.version(x))
	}
	for _, x := range each(v.Get("facts"), maxFacts) {
		l.Facts = append(l.Facts, subledger.Fact{ID: text(x.Get("id")), Kind: subledger.Kind(text(x.Get("kind"))), On: r.day(x.Get("on")), Amount: money.Fen(number(x.Get("amount_fen"))), Accrued: money.Fen(number(x.Get("accrued_fen"))), Instalment: money.Fen(number(x.Get("instalment_fen"))), Due: r.day(x.Get("due_on"))})
	}
	shifted := map[loan.Time]loan.Time{}
	for _, x := range each(v.Get("collected"), maxFacts) {
		shifted[r.day(x.Get("due_on"))] = r.day(x.Get("collect_on"))
	}
	l.Collect = func(due loan.Time) loan.Time { return max(due, shifted[due]) }
	return l
}

func (r *reader) version(v js.Value) (out subledger.Version) {
	out.From, out.KeepInstalment = r.day(v.Get("from_on")), v.Get("keep_instalment").Truthy()
	out.Terms = subledger.Terms{
		Rate: money.PPM(number(v.Get("rate_ppm"))), DayCount: loan.DayCount(text(v.Get("day_count"))), Rounding: money.Rounding(text(v.Get("rounding"))),
		Repayment: instalment.Repayment(text(v.Get("repayment"))), Ends: r.day(v.Get("ends_on")), Uplift: money.PPM(number(v.Get("uplift_ppm"))),
		UpliftOnInterest: v.Get("uplift_on_interest").Truthy(), Charge: money.PPM(number(v.Get("charge_ppm"))),
	}
	for _, x := range each(v.Get("order"), maxVersions) {
		out.Order = append(out.Order, subledger.Debt(text(x)))
	}
	if x := v.Get("line"); x.Type() == js.TypeObject {
		out.Line = subledger.Line{Limit: money.Fen(number(x.Get("limit_fen"))), Revolves: x.Get("revolves").Truthy(), Until: r.day(x.Get("until_on")), Most: int(number(x.Get("most"))),
			Fee: money.Fen(number(x.Get("fee_fen"))), Commit: money.PPM(number(x.Get("commit_ppm"))), Every: int(number(x.Get("every")))}
	}
	if p := v.Get("pause"); p.Type() == js.TypeObject {
		out.Pause = subledger.Pause{Since: r.day(p.Get("since_on")), Resumes: r.day(p.Get("resumes_on")), Interest: p.Get("interest").Truthy(), Spread: p.Get("spread").Truthy()}
	}
	return out
}
