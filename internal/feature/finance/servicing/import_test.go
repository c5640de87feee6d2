package servicing

// Loans that the lender's own books kept before: the park's own data, against
// figures that a second computation found, and what cannot be.

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// existing is LN92 of Fenghe Park as its lender's statement has it.
func (k *kit) existing(number string) kernel.Agreement {
	terms := kernel.LoanTerms{AmountFen: 400_000_00, RatePPM: 61_000, TermMonths: 24, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up", Security: "credit"}
	a := k.agreement(terms)
	a.Application, a.ApplicationRef, a.Offer, a.AcceptedBy = "", "", "", ""
	a.Opening = &kernel.Opening{Number: number, PaidOutOn: "2019-05-20", AsOf: "2020-02-03", BalanceFen: 272_175_43, AccruedFen: 645_66, InstalmentFen: 17_766_01, Source: "对账单", FileHash: strings.Repeat("0", 64)}
	return a
}

// monthlyInterest is LN91.
func (k *kit) monthlyInterest(number string) kernel.Agreement {
	a := k.existing(number)
	a.Terms.AmountFen, a.Terms.RatePPM, a.Terms.TermMonths, a.Terms.Repayment = 600_000_00, 58_700, 12, kernel.InterestMonthly
	a.Opening.PaidOutOn, a.Opening.BalanceFen, a.Opening.AccruedFen, a.Opening.InstalmentFen = "2019-04-09", 600_000_00, 2_445_83, 0
	return a
}

func (k *kit) imports(a kernel.Agreement) (c Contract, err error) {
	back := k.DB.Write(approving(), func(ctx context.Context, tx db.Tx) error {
		c, err = k.Import(ctx, tx, a)
		return err
	})
	if err == nil {
		err = back
	}
	return c, err
}

func TestTheBooksGoOnWhereTheLendersStood(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		before := k.sums()
		c, err := k.imports(k.existing("HM-2019-0520"))
		must(t, err)
		v := k.view(c)
		first := v.Installments[0]
		// 272,175.43 × 6.1 % × 17/360 = 784.0164 and the 645.66 of the statement.
		if first.DueOn != "2020-02-20" || first.InterestFen != 1_429_68 || first.CarriedFen != 645_66 || first.TotalFen() != 17_766_01 || v.Contract.BalanceFen != 272_175_43 || v.Contract.State != Performing {
			t.Errorf("%s: %+v", v.Contract.State, first)
		}
		if n := len(v.Installments); n != 16 || v.Installments[n-1].DueOn != "2021-05-20" || v.Installments[n-1].BalanceFen != 0 {
			t.Errorf("%d rows to %+v", n, v.Installments[n-1])
		}
		after := k.sums()
		if after[kernel.AccountPrincipal]-before[kernel.AccountPrincipal] != 272_175_43 || after[kernel.AccountOpening] != -272_175_43 || after[kernel.AccountFunds] != before[kernel.AccountFunds] {
			t.Errorf("the ledger moved from %v to %v", before, after)
		}
		k.whole()
		// Late by now: the test's clock stands at 9 March, and nobody paid in February.
		must(t, k.Sweep(context.Background()))
		if got := k.contract(c.ID).State; got != Delayed {
			t.Errorf("unpaid since February the loan is %s", got)
		}
		for i, on := range []string{"2020-02-20", "2020-03-09"} {
			_, err := k.Repay(lending(), Repayment{Contract: c.ID, ReceivedOn: on, AmountFen: 17_766_01, Number: []string{"A", "B"}[i]})
			must(t, err)
		}
		k.day("2020-04-20")
		must(t, k.Sweep(context.Background()))
		if got := k.view(c); got.Contract.UnappliedFen != 0 || got.DaysPastDue != 0 {
			t.Errorf("%s waits, %d days past due", got.Contract.UnappliedFen.Text(), got.DaysPastDue)
		}
		k.whole()
		if !slices.Contains(k.town.told, firm+" enterprise_owner servicing.notice.taken_over") {
			t.Errorf("the borrower was not told: %v", k.town.told)
		}
		if slices.ContainsFunc(k.town.events, func(e string) bool { return strings.Contains(e, "funded") }) {
			t.Error("other features hear of a payout that was none")
		}
	})
}

// sums are what the accounts of the bank hold, by kind.
func (k *kit) sums() map[string]money.Fen {
	k.t.Helper()
	out := map[string]money.Fen{}
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		all, err := k.Book.Trial(ctx, tx, bank, "2000-01-01", "2100-01-01")
		for _, x := range all {
			out[x.Kind] = x.ClosingFen
		}
		return err
	}))
	return out
}

func TestWhatCannotBeTakenOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		_, err := k.imports(k.existing("HM-1"))
		must(t, err)
		for name, x := range map[string]struct {
			change func(*kernel.Agreement)
			want   string
		}{
			"twice":                     {func(a *kernel.Agreement) { a.Opening.Number = " HM-1 " }, "number: servicing.import.number_taken"},
			"without a number":          {func(a *kernel.Agreement) { a.Opening.Number = " " }, "number: servicing.import.number"},
			"a number of ours":          {func(a *kernel.Agreement) { a.Opening.Number = "KG-C-2020-0001" }, "number: servicing.import.number_kept"},
			"from nowhere":              {func(a *kernel.Agreement) { a.Opening.Source = "" }, "source: servicing.import.source"},
			"more owed than lent":       {func(a *kernel.Agreement) { a.Opening.BalanceFen = 400_000_01 }, "balance: servicing.import.balance_above"},
			"nothing owed":              {func(a *kernel.Agreement) { a.Opening.BalanceFen = 0 }, "balance: servicing.import.balance"},
			"a rate in per mille":       {func(a *kernel.Agreement) { a.Terms.RatePPM = 610_000 }, "rate: servicing.import.rate"},
			"no rate":                   {func(a *kernel.Agreement) { a.Terms.RatePPM = 0 }, "rate: servicing.import.rate"},
			"a term in days":            {func(a *kernel.Agreement) { a.Terms.TermMonths = 730 }, "term: servicing.import.term"},
			"paid out on no day":        {func(a *kernel.Agreement) { a.Opening.PaidOutOn = "2019-02-30" }, "paid_out: servicing.date.form"},
			"of a day to come":          {func(a *kernel.Agreement) { a.Opening.AsOf = "2020-03-10" }, "as_of: servicing.date.future"},
			"of a day before":           {func(a *kernel.Agreement) { a.Opening.AsOf = "2019-05-19" }, "as_of: servicing.import.as_of_early"},
			"past its end":              {func(a *kernel.Agreement) { a.Terms.TermMonths = 6 }, "as_of: servicing.import.ended"},
			"interest in arrears":       {func(a *kernel.Agreement) { a.Opening.AccruedFen = 645_68 }, "accrued: servicing.import.accrued_above"},
			"interest below nothing":    {func(a *kernel.Agreement) { a.Opening.AccruedFen = -1 }, "accrued: servicing.import.accrued"},
			"no instalment":             {func(a *kernel.Agreement) { a.Opening.InstalmentFen = 0 }, "instalment: servicing.import.instalment_missing"},
			"an instalment of too much": {func(a *kernel.Agreement) { a.Opening.InstalmentFen = 27_766_01 }, "instalment: servicing.import.instalment_large"},
			"an instalment in 万元":       {func(a *kernel.Agreement) { a.Opening.InstalmentFen = 1_78 }, "instalment: servicing.import.instalment_small"},
			"an instalment for a bullet": {func(a *kernel.Agreement) {
				a.Terms.Repayment, a.Opening.AccruedFen = kernel.Bullet, 0
			}, "instalment: servicing.import.instalment_none"},
			"a day count of nobody": {func(a *kernel.Agreement) { a.Terms.DayCount = "A364" }, "servicing.import.impossible"},
		} {
			a := k.existing("HM-" + name)
			x.change(&a)
			_, err := k.imports(a)
			if wants(t, err, x.want); err == nil {
				t.Errorf("%s is taken over", name)
			}
		}
		// A fen for another way of rounding is no arrears.
		a := k.existing("HM-2")
		a.Opening.AccruedFen = 645_67
		_, err = k.imports(a)
		wants(t, err, "")
		k.whole()
	})
}

// TestNothingCountsBeforeTheOpening: a receipt of its day is in the balance, and
// new terms begin later.
func TestNothingCountsBeforeTheOpening(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c, err := k.imports(k.monthlyInterest("RCB-1"))
		must(t, err)
		for _, on := range []string{"2020-02-03", "2019-12-31"} {
			_, err = k.Repay(lending(), Repayment{Contract: c.ID, ReceivedOn: on, AmountFen: 1, Number: "N"})
			wants(t, err, "received_on: servicing.repay.before_opening")
		}
		_, err = k.Repay(lending(), Repayment{Contract: c.ID, ReceivedOn: "2019-04-08", AmountFen: 1, Number: "N"})
		wants(t, err, "received_on: servicing.repay.before_payout")
		err = k.DB.Write(approving(), func(ctx context.Context, tx db.Tx) error {
			n := kernel.NewTerms{Terms: c.Agreement.Terms}
			n.Terms.RatePPM = 10_000
			_, err := k.Restate(ctx, tx, c.ID, n, "2020-02-03", "rate")
			return err
		})
		wants(t, err, "at: servicing.restate.earlier")
		_, err = k.Repay(lending(), Repayment{Contract: c.ID, ReceivedOn: "2020-02-09", AmountFen: 3_032_83, Number: "N"})
		wants(t, err, "")
		k.whole()
	})
}

// TestAnEditOfTheOpeningShows: the figures of the takeover are facts of the log,
// and its file is hashed again.
func TestAnEditOfTheOpeningShows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		_, err := k.imports(k.existing("HM-1"))
		must(t, err)
		_, err = k.log.Sequence(context.Background())
		must(t, err)
		must(t, d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE servicing_contract SET agreement = REPLACE(agreement, '"accrued_fen":64566', '"accrued_fen":54566')`)
			return err
		}))
		r, err := k.log.Verify(context.Background(), Sources()...)
		must(t, err)
		if len(r.Differences) == 0 {
			t.Error("nobody sees that the accrued interest was edited")
		}
		if err := d.Read(context.Background(), k.Check); err == nil {
			t.Error("the schedule agrees with other interest")
		}
	})
}

// TestOthersLoansAreNotKnown: a lender finds its own contracts by either number.
func TestOthersLoansAreNotKnown(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c, err := k.imports(k.existing("HM-1"))
		must(t, err)
		must(t, d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			own, err := loanbook.KnownTo(ctx, tx, bank)
			must(t, err)
			others, err := loanbook.KnownTo(ctx, tx, "bank-2")
			if own["HM-1"] != c.ID || own[c.Ref] != c.ID || len(others) != 0 {
				t.Errorf("%v, %v", own, others)
			}
			return err
		}))
	})
}
