package servicing

// A schedule worked out again by its reader: the page carries the signed terms
// and the fingerprint of what is shown, the reader's own browser runs the engine
// on the terms and compares. Where terms changed or money came back early, it
// carries every version and all that came in.

import (
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/recompute"
	"kaigong.example/kaigong/internal/feature/finance/servicing/why"
	"kaigong.example/kaigong/internal/kernel"
)

// recomputation is what a browser needs: the engine's input, and what should
// come out.
type recomputation struct {
	Terms       kernel.LoanTerms   `json:"terms"`
	DisbursedOn string             `json:"disbursed_on"`
	Instalments int                `json:"instalments"` // how many are stored: fewer than planned after an early repayment
	Fingerprint string             `json:"fingerprint"` // of those that are stored
	Account     *recompute.Account `json:"account,omitempty"`
}

// recomputable reports whether the schedule follows from the signed terms alone:
// an early repayment in full only cuts it.
func (v View) recomputable() bool {
	return len(v.Versions) == 1 && v.Terms.Use.Kind == kernel.OneSum && v.Contract.Agreement.Opening == nil && !slices.ContainsFunc(v.Receipts, func(r Receipt) bool { return r.Kind == loanbook.Early })
}

func (v View) recomputation() (r recomputation, err error) {
	r = recomputation{Terms: v.Contract.Agreement.Terms, DisbursedOn: v.Contract.DisbursedOn, Instalments: len(v.Installments), Fingerprint: v.account.Fingerprint, Account: &v.account}
	if !v.recomputable() {
		return r, nil
	}
	var rows []instalment.Installment
	for _, x := range v.Installments {
		due, err := loan.ParseTime(x.DueOn)
		if err != nil {
			return r, err
		}
		if !x.Settles {
			rows = append(rows, instalment.Installment{No: x.No, Due: due, Principal: x.PrincipalFen, Interest: x.InterestFen, Balance: x.BalanceFen})
		}
	}
	r.Instalments, r.Fingerprint, r.Account = len(rows), instalment.Fingerprint(rows), nil
	return r, nil
}

// why is what explains an instalment.
func (v View) why() why.Loan {
	return why.Loan{Contract: &v.Contract, Versions: v.Versions, Plain: v.recomputable()}
}
