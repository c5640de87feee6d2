//go:build js && wasm

// Command wasm is the loan engine for browsers. It leaves two functions in the
// page, kaigongSchedule and kaigongAccount, and stays until the page goes.
//
// kaigongSchedule(principalFen, ratePPM, disbursedOn, termMonths, repayment,
// dayCount, rounding, n) posts the plan and answers {fingerprint, instalments,
// interestFen}: the fingerprint of the first n instalments, how many there are,
// and the interest of all in fen. What cannot be posted answers {error}, the
// engine's own sentence.
//
// kaigongAccount({versions, facts, collected, on}) folds what was agreed and what
// happened, and answers {fingerprint, instalments, openFen} of the account on
// the day; collected are the days to which collection was moved. Names and units
// are those of internal/feature/finance/servicing/recompute, Account.
package main

import (
	"syscall/js"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

func main() {
	js.Global().Set("kaigongSchedule", js.FuncOf(schedule))
	js.Global().Set("kaigongAccount", js.FuncOf(account))
	select {}
}

func schedule(_ js.Value, in []js.Value) any {
	if len(in) != 8 {
		return failed("kaigongSchedule takes eight values")
	}
	day, err := loan.ParseTime(in[2].String())
	if err != nil {
		return failed(err.Error())
	}
	s, err := instalment.Post(instalment.Plan{
		Principal: money.Fen(in[0].Float()), Rate: money.PPM(in[1].Float()), Disbursed: day, TermMonths: in[3].Int(),
		Repayment: instalment.Repayment(in[4].String()), DayCount: loan.DayCount(in[5].String()), Rounding: money.Rounding(in[6].String()),
	})
	if err != nil {
		return failed(err.Error())
	}
	n := min(max(in[7].Int(), 0), len(s.Installments))
	return map[string]any{
		"fingerprint": instalment.Fingerprint(s.Installments[:n]), "instalments": len(s.Installments), "interestFen": float64(s.TotalInterest()),
	}
}

func failed(why string) any { return map[string]any{"error": why} }
