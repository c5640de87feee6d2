package app

// Drawings, and servicing as they see it.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/drawing"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/module"
)

// drawings makes the feature, and does what time asks of it.
func (a *App) drawings(people parties) module.Module {
	a.Drawing = &drawing.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: drawn{a.Servicing, a.Books}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: a.newID}
	a.Jobs.Every("drawings that are due or lapse", 20*time.Second, a.Drawing.Sweep)
	return a.Drawing.Module()
}

// drawn is the loan book for drawings.
type drawn struct {
	*servicing.Service
	books *books.Service
}

func (d drawn) Loan(ctx context.Context, tx db.Tx, contract string) (drawing.Loan, error) {
	st, err := d.Standing(ctx, tx, contract)
	if err != nil {
		return drawing.Loan{}, err
	}
	c := st.Contract
	l := drawing.Loan{
		ID: c.ID, Ref: c.Ref, Borrower: c.Borrower, Lender: c.Lender, Product: c.Agreement.ProductName, State: c.State, Terms: c.Agreement.Terms, DisbursedOn: c.DisbursedOn,
		DrawnFen: c.DrawnFen, UndrawnFen: c.UndrawnFen, BalanceFen: c.BalanceFen, DrawUntil: c.DrawUntil, PausedUntil: st.PausedUntil, Fees: fees(st.Installments),
	}
	if c.DrawUntil < st.Today { // the sweep that ends it comes later
		l.DrawUntil, l.UndrawnFen = "", 0
	}
	if c.DisbursedOn != "" {
		draws, err := loanbook.Draws(ctx, tx, c.ID)
		if err != nil {
			return l, err
		}
		l.Draws = 1 + len(draws)
	}
	for _, i := range st.Installments {
		if i.CollectOn < st.Today {
			l.OverdueFen += i.OpenFen()
		}
	}
	l.OpenFrom, err = d.books.OpenFrom(ctx, tx, c.Lender)
	return l, err
}

// fees are those of the due dates that have any.
func fees(rows []servicing.Installment) (all []drawing.Fee) {
	for _, i := range rows {
		if i.DrawingFeeFen+i.CommitmentFeeFen > 0 {
			all = append(all, drawing.Fee{DueOn: i.DueOn, DrawingFen: i.DrawingFeeFen, CommitmentFen: i.CommitmentFeeFen, WaivedFen: i.WaivedFeesFen, PaidFen: i.PaidFeesFen})
		}
	}
	return all
}

func (d drawn) Draw(ctx context.Context, tx db.Tx, contract string, p drawing.Payout) error {
	return d.Service.Draw(ctx, tx, contract, d.payout(p))
}

func (d drawn) payout(p drawing.Payout) loanbook.Draw {
	return loanbook.Draw{ID: p.ID, ValueOn: p.ValueOn, AmountFen: p.AmountFen, Number: p.Number, RecordedBy: p.RecordedBy, AgreedBy: p.AgreedBy, Made: d.Now()}
}

func (d drawn) Foresee(ctx context.Context, tx db.Tx, contract string, p drawing.Payout) (before, after []drawing.Row, err error) {
	was, now, err := d.ForeseeDraw(ctx, tx, contract, d.payout(p))
	rows := func(all []servicing.Installment) (out []drawing.Row) {
		for _, i := range all {
			out = append(out, drawing.Row{DueOn: i.DueOn, PrincipalFen: i.PrincipalFen, InterestFen: i.InterestFen, FeesFen: i.FeesFen(), BalanceFen: i.BalanceFen})
		}
		return out
	}
	return rows(was), rows(now), err
}

func (d drawn) Waive(ctx context.Context, tx db.Tx, contract string, w drawing.LetGo) error {
	return d.Service.Waive(ctx, tx, contract, loanbook.Waiver{ID: w.ID, DueOn: w.DueOn, AmountFen: w.AmountFen, Reason: w.Reason, AskedBy: w.AskedBy, AgreedBy: w.AgreedBy, Made: d.Now()})
}
