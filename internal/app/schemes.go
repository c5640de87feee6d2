package app

// The loan book, the park and relief as schemes see them, and schemes and the park
// as relief sees them.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/scheme"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/park"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// schemeLoans is servicing with the park as schemes see them.
type schemeLoans struct {
	servicing *servicing.Service
	park      *park.Service
}

func (x schemeLoans) Of(ctx context.Context, tx db.Tx, party string) (out []scheme.Loan, err error) {
	all, err := loanbook.PaidOut(ctx, tx, party)
	for _, c := range all {
		l, err := x.Loan(ctx, tx, c.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, err
}

func (x schemeLoans) Loan(ctx context.Context, tx db.Tx, contract string) (scheme.Loan, error) {
	st, err := x.servicing.Standing(ctx, tx, contract)
	if err != nil {
		return scheme.Loan{}, err
	}
	c := st.Contract
	l := scheme.Loan{ID: c.ID, Ref: c.Ref, Borrower: c.Borrower, Lender: c.Lender, Name: c.Agreement.BorrowerName, State: string(c.State), Pays: st.Pays, BalanceFen: c.BalanceFen, PausedUntil: st.PausedUntil, Purpose: purposeOf(c.Agreement.Purpose)}
	for _, i := range st.Installments {
		l.Dues = append(l.Dues, scheme.Due{On: i.DueOn, OpenFen: i.OpenFen() - i.Penalty.OpenFen()})
	}
	day, err := clock.ParseDate(st.Today)
	if err != nil {
		return l, err
	}
	f, err := x.park.Facts(ctx, tx, c.Borrower, day)
	if fault.Is(err, fault.NotFound) { // no enterprise of the park: its size is not known
		return l, nil
	}
	l.Size, l.Industry = f.SizeClass, f.IndustryCode
	return l, err
}

// purposeOf is the code of a purpose as contracts word it, "" for another.
func purposeOf(text i18n.Text) string {
	for _, code := range origination.Purposes {
		if origination.PurposeText(code) == text {
			return code
		}
	}
	return ""
}

func (x schemeLoans) Counted(ctx context.Context, tx db.Tx, borrower, month string) (int, error) {
	first, err := clock.ParseDate(month + "-01")
	if err != nil {
		return 0, err
	}
	now, asOf, err := headcounts{x.park}.Latest(ctx, tx, borrower, first.AddMonths(1).AddDays(-1).String())
	if !strings.HasPrefix(asOf, month) {
		now = 0
	}
	return now, err
}

// headcounts is the park as relief sees it.
type headcounts struct{ park *park.Service }

func (h headcounts) Latest(ctx context.Context, tx db.Tx, borrower, on string) (now int, asOf string, err error) {
	day, err := clock.ParseDate(on)
	if err != nil {
		return 0, "", err
	}
	f, err := h.park.Facts(ctx, tx, borrower, day)
	if fault.Is(err, fault.NotFound) || err == nil && f.HeadcountAsOf == (clock.Date{}) {
		return 0, "", nil
	}
	return int(f.HeadcountNow), f.HeadcountAsOf.String(), err
}

// schemes is the feature as relief sees it.
type schemes struct{ scheme *scheme.Service }

func (x schemes) Cite(ctx context.Context, tx db.Tx, id, asked string, g relief.Granted) (relief.Citation, error) {
	a := g.Action
	c, err := x.scheme.Cite(ctx, tx, id, asked, scheme.Granted{Contract: g.Contract, Kind: string(a.Kind), ResumesOn: a.ResumesOn, EndsOn: a.EndsOn, PenaltyFen: g.PenaltyFen, PrincipalFen: g.PrincipalFen, Jobs: g.Jobs, PromiseUntil: g.PromiseUntil})
	return relief.Citation(c), err
}

func (x schemes) Offered(ctx context.Context, tx db.Tx, contract string) (out []relief.Citation, err error) {
	all, err := x.scheme.Offered(ctx, tx, contract)
	for _, c := range all {
		out = append(out, relief.Citation(c))
	}
	return out, err
}

// granted is relief as schemes see it.
type granted struct{ relief *relief.Service }

func (x granted) Under(ctx context.Context, tx db.Tx, id string) (out []scheme.Relieved, err error) {
	all, err := x.relief.Under(ctx, tx, id)
	for _, r := range all {
		out = append(out, scheme.Relieved(r))
	}
	return out, err
}
