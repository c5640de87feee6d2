package servicing

// A schedule worked out again by its reader: the page carries the signed terms
// and the fingerprint of what is stored, the reader's own browser runs the
// engine on the terms and compares.

import (
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/why"
	"kaigong.example/kaigong/internal/kernel"
)

// recomputation is what a browser needs: the engine's input, and what should
// come out.
type recomputation struct {
	Terms       kernel.LoanTerms `json:"terms"`
	DisbursedOn string           `json:"disbursed_on"`
	Instalments int              `json:"instalments"` // how many are stored: fewer than planned after an early repayment
	Fingerprint string           `json:"fingerprint"` // of those that are stored
}

// recomputable reports whether the schedule follows from the signed terms alone:
// an early repayment in full only cuts it.
func (v View) recomputable() bool {
	return len(v.Versions) == 1 && v.Contract.Agreement.Opening == nil && !slices.ContainsFunc(v.Receipts, func(r Receipt) bool { return r.Kind == loanbook.Early })
}

func (v View) recomputation() (r recomputation, err error) {
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
	return recomputation{v.Contract.Agreement.Terms, v.Contract.DisbursedOn, len(rows), instalment.Fingerprint(rows)}, nil
}

// why is what explains an instalment.
func (v View) why() why.Loan {
	return why.Loan{Contract: &v.Contract, Versions: v.Versions, Plain: v.recomputable()}
}
