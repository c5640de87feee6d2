package app

// Servicing, the catalogue and the loan book as renewals see them.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// renewable is servicing as renewals see it.
type renewable struct{ servicing *servicing.Service }

func (r renewable) Loan(ctx context.Context, tx db.Tx, contract string) (renewal.Loan, error) {
	st, err := r.servicing.Standing(ctx, tx, contract)
	c := st.Contract
	l := renewal.Loan{
		ID: c.ID, Ref: c.Ref, Borrower: c.Borrower, Lender: c.Lender, Park: c.Park, Today: st.Today, State: string(c.State), Performs: c.State == servicing.Performing && st.PausedUntil == "" && st.DaysPastDue == 0,
		Agreement: c.Agreement, Terms: c.Agreement.Terms, BalanceFen: c.BalanceFen, OpenFen: st.OpenFen, DaysPastDue: st.DaysPastDue, PausedUntil: st.PausedUntil,
	}
	if err != nil || len(st.Versions) == 0 {
		return l, err
	}
	last := st.Versions[len(st.Versions)-1]
	l.Terms, l.TermsHash = last.Terms, last.Hash()
	if n := len(st.Installments); n > 0 {
		row := st.Installments[n-1]
		l.CollectOn, l.PrincipalFen, l.InterestFen = row.CollectOn, row.PrincipalFen-row.PaidPrincipalFen, row.InterestFen-row.PaidInterestFen
	}
	l.EndsOn, err = plan.EndOf(last, st.Versions[0].FromOn)
	return l, err
}

func (r renewable) NextRef(ctx context.Context, tx db.Tx) (string, error) {
	return r.servicing.NextRef(ctx, tx)
}

func (r renewable) Draft(ref string, a kernel.Agreement, prepared time.Time) (text, hash string, err error) {
	b, err := loanbook.Paper(loanbook.Contract{Ref: ref, Agreement: a, Prepared: prepared}, r.servicing.Calendar.Zone())
	return string(b), loanbook.Digest(b), err
}

func (r renewable) PaperPolicy() string { return loanbook.PaperPolicy() }

func (r renewable) Renew(ctx context.Context, tx db.Tx, n renewal.Signed) (string, error) {
	a := n.Agreement
	c, err := r.servicing.Renew(ctx, tx, loanbook.Contract{
		Ref: n.Ref, Borrower: a.Borrower, Lender: a.Lender, Park: a.Park, Agreement: a, TermsHash: a.TermsHash, FileHash: n.FileHash, Prepared: n.Prepared,
		ByBorrower: loanbook.Signature{By: n.BorrowerBy, At: n.BorrowerAt}, ByLender: loanbook.Signature{By: n.LenderBy, At: n.LenderAt},
	}, n.Text)
	return c.ID, err
}

// forRenewals is the catalogue as renewals see it: what is sold on the security of
// an old loan.
type forRenewals struct{ catalogue *catalogue.Service }

func (f forRenewals) ForRenewals(ctx context.Context, tx db.Tx, lender string) (list []renewal.Product, err error) {
	rows, err := f.catalogue.OnSale(ctx, tx)
	for _, r := range rows {
		if p := r.Product; p.Lender == lender && p.Security == "same_as_old" {
			list = append(list, renewal.Product{ID: p.ID, Name: p.Name, MaxFen: p.MaxFen, Terms: p.Terms, RatePPM: p.RatePPM, Repayment: p.Repayment, DayCount: p.DayCount, Rounding: p.Rounding,
				Allocation: p.Allocation, UpliftPPM: p.UpliftPPM, UpliftOnInterest: p.UpliftOnInterest})
		}
	}
	return list, err
}
