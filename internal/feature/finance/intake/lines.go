package intake

// What a line means, and through which door it goes.

import (
	"context"
	"maps"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// once refuses a number that stood in an earlier line.
func (w *worker) once(row sheet.Row, of string) error {
	number := row.Text(of)
	if line, ok := w.seen[number]; ok {
		return wrong(of, "intake.twice_in_file", fault.Args{"line": line})
	}
	w.seen[number] = row.No
	return nil
}

// loan takes over the loan of a line.
func (w *worker) loan(ctx context.Context, row sheet.Row) (out Outcome, err error) {
	if err := w.once(row, "number"); err != nil {
		return out, err
	}
	a, err := w.agreement(ctx, row)
	if err != nil {
		return out, err
	}
	l, err := w.Loans.Import(ctx, w.tx, a)
	if err != nil {
		return out, err
	}
	return Outcome{Number: a.Opening.Number, Borrower: a.BorrowerName, On: a.Opening.AsOf, BalanceFen: l.BalanceFen, AccruedFen: a.Opening.AccruedFen,
		Dates: l.Dates, NextOn: l.NextOn, NextFen: l.NextFen, EndsOn: l.EndsOn, Contract: l.ID}, nil
}

// agreement is what a line says of a loan.
func (w *worker) agreement(ctx context.Context, row sheet.Row) (a kernel.Agreement, err error) {
	borrower, err := w.borrower(ctx, row)
	if err != nil {
		return a, err
	}
	lender, err := w.Parties.ByID(ctx, w.tx, w.batch.Lender)
	if err != nil {
		return a, err
	}
	park, err := w.Parties.Operator(ctx, w.tx)
	if err != nil {
		return a, err
	}
	var k fault.Check
	repayment, ok := repayments[plain(row.Text("repayment"))]
	k.That(ok, "repayment", "intake.loans.repayment")
	count, ok := dayCounts[plain(row.Text("day_count"))]
	k.That(ok, "day_count", "intake.loans.day_count")
	product := i18n.Text{Zh: "存量贷款", En: "Existing loan"}
	if p := row.Text("product"); p != "" {
		product = i18n.Text{Zh: p, En: p}
	}
	o := kernel.Opening{Number: row.Text("number"), PaidOutOn: row.Value("paid_out").On, AsOf: row.Value("as_of").On, BalanceFen: row.Value("balance").Fen,
		AccruedFen: row.Value("accrued").Fen, InstalmentFen: row.Value("instalment").Fen, Source: row.Text("source"), FileHash: w.batch.FileHash}
	terms := kernel.LoanTerms{AmountFen: row.Value("principal").Fen, RatePPM: row.Value("rate").PPM, TermMonths: int(row.Value("term").N), Repayment: repayment,
		DayCount: count, Rounding: "half_up", UpliftPPM: row.Value("uplift").PPM, Allocation: kernel.DefaultAllocation}
	return kernel.Agreement{
		Borrower: borrower.ID, BorrowerName: borrower.Name, BorrowerCode: borrower.CreditCode, Lender: lender.ID, LenderName: lender.Name, Park: park,
		ProductName: product, Terms: terms, DraftedBy: w.batch.MadeBy, RetainUntil: w.today().AddMonths(terms.TermMonths + 12*retention).String(), Opening: &o,
	}, k.Err()
}

// retention is for how many years after its term the file of a loan is kept.
const retention = 5

// borrower is the enterprise of a line: by its code, and called by its name.
func (w *worker) borrower(ctx context.Context, row sheet.Row) (Party, error) {
	p, err := w.Parties.ByCreditCode(ctx, w.tx, kernel.CreditCode(strings.ToUpper(plain(row.Text("credit_code")))))
	if fault.Is(err, fault.NotFound) {
		return p, wrong("credit_code", "intake.loans.nobody", nil)
	}
	if err == nil && !called(p, row.Text("borrower")) {
		err = wrong("borrower", "intake.loans.other_name", fault.Args{"name": p.Name})
	}
	return p, err
}

// receipt books the repayment of a line.
func (w *worker) receipt(ctx context.Context, row sheet.Row) (out Outcome, err error) {
	if err := w.once(row, "receipt"); err != nil {
		return out, err
	}
	contract, ok := w.known[row.Text("number")]
	if !ok { // another lender's as much as one that there is not
		return out, wrong("number", "intake.receipts.no_contract", nil)
	}
	l, err := w.Loans.Loan(ctx, w.tx, contract)
	if err != nil {
		return out, err
	}
	if name := row.Text("borrower"); name != "" {
		p, err := w.Parties.ByID(ctx, w.tx, l.Borrower)
		if err != nil {
			return out, err
		}
		if !called(p, name) {
			return out, wrong("borrower", "intake.loans.other_name", fault.Args{"name": p.Name})
		}
	}
	r := Receipt{Contract: contract, ReceivedOn: row.Value("received_on").On, Number: row.Text("receipt"), AmountFen: row.Value("amount").Fen}
	alike, err := w.Loans.Alike(ctx, w.tx, r)
	if err != nil {
		return out, err
	}
	b, err := w.Loans.Repay(ctx, r)
	err = w.imported(renamed(err, "number", "receipt"), r.Number) // the door's number is the receipt's
	if err == nil && alike != "" {
		err = wrong("amount", "intake.receipts.alike", fault.Args{"number": alike})
	}
	if err != nil {
		return out, err
	}
	out = Outcome{Number: row.Text("number"), Borrower: l.BorrowerName, On: r.ReceivedOn, Receipt: r.Number, AmountFen: r.AmountFen, PrincipalFen: b.PrincipalFen, InterestFen: b.InterestFen,
		PenaltyFen: b.PenaltyFen, OtherFen: b.FeeFen + b.OtherFen, WaitsFen: b.WaitsFen, BalanceFen: b.BalanceFen}
	if b.PostedOn != r.ReceivedOn {
		out.PostedOn = b.PostedOn
	}
	return out, nil
}

// imported names the file that a receipt came in by, where it was booked by one:
// a copy of a file has another fingerprint, and the same receipts.
func (w *worker) imported(err error, number string) error {
	f := fault.Of(err)
	b, ok := w.files[number]
	if err == nil || !ok || len(f.Fields) == 0 || f.Fields[0].Key != "servicing.receipt.twice" {
		return err
	}
	args := fault.Args{"ref": b.Ref}
	maps.Copy(args, f.Fields[0].Args)
	return wrong("receipt", "intake.receipts.imported", args)
}

// renamed is a fault whose field has another name in a file.
func renamed(err error, from, to string) error {
	f := fault.Of(err)
	if err == nil || f.Kind == fault.Internal {
		return err
	}
	for i := range f.Fields {
		if f.Fields[i].Name == from {
			f.Fields[i].Name = to
		}
	}
	return f
}
