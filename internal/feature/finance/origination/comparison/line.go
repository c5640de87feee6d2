package comparison

// An offer that is drawn in parts, worked out under one assumption that its row
// says in words: the first payout today; of tranches the rest on the last day of
// drawing, of a revolving limit never.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/loan/subledger"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
)

// drawn is the schedule of an offer under the assumption, the borrower's flows, and
// the fees of the limit.
func drawn(t kernel.LoanTerms, plan instalment.Plan) (s instalment.Schedule, flows []instalment.Flow, fees money.Fen, err error) {
	posted, err := t.Posted(plan.Disbursed)
	if err != nil {
		return s, nil, 0, err
	}
	facts := []subledger.Fact{{ID: "first", Kind: subledger.Draw, On: plan.Disbursed, Amount: t.First()}}
	if rest := t.AmountFen - t.First(); t.Use.Kind == kernel.Tranches && rest > 0 {
		facts = append(facts, subledger.Fact{ID: "rest", Kind: subledger.Draw, On: posted.Line.Until, Amount: rest})
	}
	st, err := subledger.Fold(subledger.Loan{
		Versions: []subledger.Version{{From: plan.Disbursed, Terms: posted}}, Facts: facts,
		Collect: func(due loan.Time) loan.Time { return due },
	}, posted.Line.Until)
	if err != nil {
		return s, nil, 0, err
	}
	for _, f := range facts {
		flows = append(flows, instalment.Flow{At: f.On, Amount: f.Amount})
	}
	flows[0].Amount -= t.FeeFen
	plan.Principal, s.Plan = t.First(), plan
	for _, r := range st.Rows {
		s.Installments = append(s.Installments, instalment.Installment{No: r.No, From: r.From, Due: r.Due, Principal: r.Principal, Interest: r.Interest, Total: r.Total(), Balance: r.Balance})
		flows, fees = append(flows, instalment.Flow{At: r.Due, Amount: -r.Total()}), fees+r.Fees()
	}
	return s, flows, fees, nil
}
