package sim

// What is granted on the loans of the data that existed before: a renewal
// without principal, a deferral and a lower rate, each through both sides, and
// what a second computation found of them.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

// why is what the borrowers of the data say.
const why = "停工减产，回款推迟 / work stopped, payments come late"

// relieve lets a relief of the data be agreed in time: a deferral on its day, as
// what it covers is due already; a lower rate and a renewal some days ahead.
func (t *Timeline) relieve(d Data, r Granted) error {
	day, err := clock.ParseDate(r.Effective)
	if err != nil {
		return err
	}
	l := d.existingLoan(r.Loan)
	owner, who := d.enterprise(l.Enterprise).Contact, desks[l.Bank]
	if r.Kind == "renewal_without_principal" {
		t.renew(r, l, owner, who, day)
		return nil
	}
	ask, in, err := action(r)
	if err != nil {
		return err
	}
	from, decide := t.world.App.Calendar.OnOrAfter(day.AddDays(-4)), t.world.App.Calendar.OnOrAfter(day.AddDays(-3))
	if r.Kind == "deferral" {
		from, decide = day, day
	}
	w := t.world
	t.add(t.at(from, 10, 30), owner, "asks for "+r.ID, func(ctx context.Context) error {
		c, err := w.App.Relief.Ask(ctx, w.ID("contract of "+l.ID), ask)
		w.know(r.ID, c.ID)
		return err
	})
	t.add(t.at(from, 11, 0), who.officer, "proposes "+r.ID, func(ctx context.Context) error {
		if _, err := w.App.Relief.Propose(ctx, w.ID(r.ID), in); err != nil {
			return err
		}
		v, err := w.App.Relief.View(ctx, w.ID(r.ID))
		p, _ := v.OnTable()
		w.know("proposal of "+r.ID, p.Hash)
		return err
	})
	t.add(t.at(from, 14, 0), owner, "agrees to "+r.ID, func(ctx context.Context) error {
		hash := w.ID("proposal of " + r.ID)
		_, err := w.App.Relief.Agree(confirmed(ctx, "agree:"+hash), w.ID(r.ID), hash)
		return err
	})
	t.add(t.at(decide, 15, 0), who.approver, "approves "+r.ID, func(ctx context.Context) error {
		hash := w.ID("proposal of " + r.ID)
		_, err := w.App.Relief.Approve(confirmed(ctx, "approve:"+hash), w.ID(r.ID), hash)
		return err
	})
	return nil
}

// action is a relief of the data as the lender's officer enters it. New terms
// count from the end of a day, so a deferral begins the day before it covers.
func action(r Granted) (ask relief.Ask, in relief.Propose, err error) {
	ask = relief.Ask{Kind: plan.CutRate, Reason: why, Until: "2020-12-31"}
	in.Action = plan.Action{Kind: plan.CutRate, FromOn: r.Effective, Keep: plan.KeepMaturity}
	if r.Kind == "deferral" {
		since, err := clock.ParseDate(r.From)
		if err != nil {
			return ask, in, err
		}
		ask.Kind, ask.Until = plan.DeferAll, r.To
		in.Action = plan.Action{Kind: plan.DeferAll, FromOn: since.AddDays(-1).String(), ResumesOn: r.To, EndsOn: r.To}
		return ask, in, nil
	}
	in.Action.RatePPM, err = money.ParsePercent(r.RatePct.String())
	return ask, in, err
}

// renew lets a renewal be asked for, reviewed and signed a week ahead; it takes
// effect on the last due date, and its interest is paid from there.
func (t *Timeline) renew(r Granted, l Existing, owner string, who desk, day clock.Date) {
	w, ahead := t.world, t.world.App.Calendar.OnOrAfter(day.AddDays(-7))
	amount := money.Fen(l.PrincipalCNY * 100)
	t.add(t.at(ahead, 10, 0), owner, "asks for "+r.ID, func(ctx context.Context) error {
		c, err := w.App.Renewal.Ask(ctx, w.ID("contract of "+l.ID), renewal.Ask{AmountFen: amount, TermMonths: l.Term, Reason: "订单稳定，继续周转 / steady orders"})
		w.know(r.ID, c.ID)
		return err
	})
	t.add(t.at(ahead, 11, 0), who.officer, "reviews and proposes "+r.ID, func(ctx context.Context) error { return t.reviewed(ctx, r, l, amount) })
	t.add(t.at(ahead, 15, 0), owner, "signs "+r.ID, func(ctx context.Context) error {
		hash := w.ID("proposal of " + r.ID)
		_, err := w.App.Renewal.Agree(confirmed(ctx, "sign:"+hash), w.ID(r.ID), hash)
		return err
	})
	t.add(t.at(w.App.Calendar.OnOrAfter(ahead.AddDays(1)), 10, 0), who.approver, "countersigns "+r.ID, func(ctx context.Context) error {
		hash := w.ID("proposal of " + r.ID)
		_, err := w.App.Renewal.Approve(confirmed(ctx, "sign:"+hash), w.ID(r.ID), hash)
		return err
	})
	for n := 1; !day.AddMonths(n).After(Present()); n++ {
		t.add(t.at(day.AddMonths(n), 10, 0), who.officer, "books what "+r.ID+" owes", func(ctx context.Context) error {
			v, err := w.App.Servicing.View(ctx, w.ID("contract of "+l.ID))
			if err != nil {
				return err
			}
			w.know("contract of "+r.ID, v.Contract.RenewedBy)
			return w.RepayDue(ctx, r.ID, fmt.Sprintf("%s-%02d", r.ID, n))
		})
	}
}

func (t *Timeline) reviewed(ctx context.Context, r Granted, l Existing, amount money.Fen) error {
	w := t.world
	var in renewal.Review
	for _, item := range renewal.Items {
		in.Findings = append(in.Findings, renewal.Finding{Item: item, Holds: true, Note: "查阅报表 / statements read"})
	}
	if _, err := w.App.Renewal.Review(ctx, w.ID(r.ID), in); err != nil {
		return err
	}
	rate, err := money.ParsePercent(r.RatePct.String())
	if err != nil {
		return err
	}
	if _, err := w.App.Renewal.Propose(ctx, w.ID(r.ID), renewal.Propose{Product: w.ID(r.Product), AmountFen: amount, TermMonths: l.Term, RatePPM: rate, Repayment: kernel.Repayment(l.Repayment)}); err != nil {
		return err
	}
	v, err := w.App.Renewal.View(ctx, w.ID(r.ID))
	p, _ := v.OnTable()
	w.know("proposal of "+r.ID, p.FileHash)
	return err
}

// ExpectedExisting is what a second computation found of a loan that existed
// before, in yuan; what it says nothing about is empty.
type ExpectedExisting struct {
	InterestPaid string `json:"interest_paid"`
	Balance      string
	OldInterest  string `json:"old_interest_last"`
	Accrued      string
	DueOn        string `json:"deferred_due_on"`
	InterestDue  string `json:"interest_due"`
	PrincipalDue string `json:"principal_due"`
	BalanceAfter string `json:"balance_after"`
	DaysPastDue  *int   `json:"days_past_due"`
	Penalty      string
	Before       string `json:"instalment_before"`
	AtCut        string `json:"balance_at_cut"`
	After        string `json:"instalment_after"`
	Interest     string `json:"interest_2020_02_03_to_as_of"`
}

// compareExisting looks at a loan that existed before as its lender sees it.
func (w *World) compareExisting(ctx context.Context, d Data, l Existing) (differences []string, err error) {
	v, err := w.App.Servicing.View(ctx, w.ID("contract of "+l.ID))
	if err != nil {
		return nil, err
	}
	want := d.Expected.Existing[l.ID]
	old := v
	if next := v.Contract.RenewedBy; next != "" {
		if v, err = w.App.Servicing.View(ctx, next); err != nil {
			return nil, err
		}
	}
	accrued := servicing.Quote{}
	if want.Accrued != "" {
		if accrued, err = w.App.Servicing.Settle(ctx, v.Contract.ID, d.Expected.AsOf); err != nil {
			return nil, err
		}
	}
	var interest money.Fen
	for _, i := range v.Installments {
		interest += i.PaidInterestFen
	}
	last, first, cut := v.Installments[len(v.Installments)-1], v.Installments[0], v.Installments[min(2, len(v.Installments)-1)]
	after := v.Installments[min(3, len(v.Installments)-1)]
	for _, x := range []struct{ what, got, want string }{
		{"interest paid", plain(interest), want.InterestPaid}, {"interest paid since the statement", plain(interest), want.Interest}, {"balance", plain(v.Contract.BalanceFen), want.Balance},
		{"last interest of the old loan", plain(old.Installments[len(old.Installments)-1].PaidInterestFen), want.OldInterest}, {"accrued", plain(accrued.InterestFen), want.Accrued},
		{"deferred to", last.DueOn, want.DueOn}, {"interest due", plain(last.InterestFen), want.InterestDue}, {"principal due", plain(last.PrincipalFen), want.PrincipalDue}, {"balance after", plain(last.BalanceFen), want.BalanceAfter}, {"penalty", plain(v.Late.PenaltyFen), want.Penalty},
		{"instalment before", plain(first.TotalFen()), want.Before}, {"balance at the cut", plain(cut.BalanceFen), want.AtCut}, {"instalment after", plain(after.TotalFen()), want.After},
	} {
		if x.want != "" && trim(x.got) != trim(x.want) {
			differences = append(differences, fmt.Sprintf("%s: %s is %s, expected %s", l.ID, x.what, x.got, x.want))
		}
	}
	if want.DaysPastDue != nil && v.DaysPastDue != *want.DaysPastDue {
		differences = append(differences, fmt.Sprintf("%s: %d days past due, expected %d", l.ID, v.DaysPastDue, *want.DaysPastDue))
	}
	return differences, nil
}
