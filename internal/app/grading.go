package app

// Classes of asset quality, and the loan book and the workouts as they see them.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/grading"
	"kaigong.example/kaigong/internal/feature/finance/portfolio"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// gradings makes the feature, and tells those that show classes of it.
func (a *App) gradings(people parties) module.Module {
	a.Grading = &grading.Service{DB: a.DB, Guard: a.Guard, Keeper: a.Keeper, Audit: a.Audit, Loans: gradedLoans{a.Servicing, a.Calendar}, Judgements: judged{a.Workout, a.Calendar}, Parties: loanParties{people}, Notices: tell{a.notices}, Calendar: a.Calendar, Now: a.Now, NewID: a.newID}
	a.Portfolio.Classes, a.Servicing.Classes, a.Workout.Classes = listed{a.Grading}, worded{a.Grading}, weighed{a.Grading}
	return a.Grading.Module()
}

// gradedLoans is the loan book for classes.
type gradedLoans struct {
	servicing *servicing.Service
	calendar  *clock.Calendar
}

func (g gradedLoans) Book(ctx context.Context, tx db.Tx, lender string, days ...string) (out []grading.Loan, err error) {
	all, err := loanbook.PaidOut(ctx, tx, lender)
	for i := range all {
		c := &all[i]
		if c.Lender != lender || c.DisbursedOn > days[len(days)-1] {
			continue
		}
		f, err := loanbook.FactsOn(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		reliefs, err := g.reliefs(ctx, tx, f)
		if err != nil {
			return nil, err
		}
		x := grading.Loan{ID: c.ID, Ref: c.Ref, Borrower: c.Borrower}
		for _, day := range days {
			p, err := g.position(f, day)
			if err != nil {
				return nil, err
			}
			p.Reliefs = reliefs
			x.On = append(x.On, p)
		}
		out = append(out, x)
	}
	return out, err
}

// position is how a loan stood at the end of a day.
func (g gradedLoans) position(f loanbook.Facts, day string) (p grading.Position, err error) {
	if p.Began = f.DisbursedOn != "" && max(f.DisbursedOn, f.BooksFrom()) <= day; !p.Began {
		return p, nil
	}
	st, err := g.servicing.AsOf(f, day)
	if err != nil {
		return p, err
	}
	p.Days, p.BalanceFen, p.WrittenFen = st.DaysPastDue(), st.Balance, st.WrittenOff
	p.Written = st.WrittenOff > 0
	for _, r := range st.Rows {
		if r.Collect < st.On {
			p.OverdueFen += r.Total() - r.PaidPrincipal - r.PaidInterest
		}
	}
	return p, nil
}

// reliefs are the changes of a loan's terms, each with how late the loan was on
// the day on which it came into force, had it not.
func (g gradedLoans) reliefs(ctx context.Context, tx db.Tx, f loanbook.Facts) (out []grading.Relief, err error) {
	if len(f.Versions) < 2 {
		return nil, nil
	}
	all, err := loanbook.Restatements(ctx, tx, f.ID)
	for i, v := range all {
		if i == 0 {
			continue
		}
		before := f
		before.Versions = f.Versions[:i]
		on := max(v.FromOn, clock.DateOf(v.Made, g.calendar.Zone()).String())
		st, err := g.servicing.AsOf(before, on)
		if err != nil {
			return nil, err
		}
		out = append(out, grading.Relief{On: on, Days: st.DaysPastDue()})
	}
	return out, err
}

func (g gradedLoans) Loan(ctx context.Context, tx db.Tx, contract, today string) (lender string, p grading.Position, err error) {
	c, err := loanbook.ByID(ctx, tx, contract)
	if err != nil || c.DisbursedOn == "" {
		return c.Lender, p, err
	}
	f, err := loanbook.FactsOn(ctx, tx, &c)
	if err != nil {
		return c.Lender, p, err
	}
	if p, err = g.position(f, today); err != nil {
		return c.Lender, p, err
	}
	p.Defaulted = c.State == servicing.Defaulted
	p.Reliefs, err = g.reliefs(ctx, tx, f)
	return c.Lender, p, err
}

func (g gradedLoans) Reliefs(ctx context.Context, tx db.Tx, lender string) (map[string][]grading.Relief, error) {
	all, err := loanbook.Restated(ctx, tx, lender)
	out := map[string][]grading.Relief{}
	for i := range all {
		f, err := loanbook.FactsOn(ctx, tx, &all[i])
		if err != nil {
			return nil, err
		}
		if out[f.ID], err = g.reliefs(ctx, tx, f); err != nil {
			return nil, err
		}
	}
	return out, err
}

// judged is what two people agreed on, for classes.
type judged struct {
	workout  *workout.Service
	calendar *clock.Calendar
}

func (j judged) Agreed(ctx context.Context, tx db.Tx, lender string) (out []grading.Judgement, err error) {
	all, err := j.workout.Judged(ctx, tx, lender)
	for _, p := range all {
		out = append(out, grading.Judgement{Contract: p.Contract, On: clock.DateOf(p.Decided, j.calendar.Zone()).String(), Class: p.Class})
	}
	return out, err
}

// listed are classes as portfolios show them.
type listed struct{ grading *grading.Service }

func (l listed) Of(ctx context.Context, tx db.Tx, lender string, rows []portfolio.Row) (map[string]kernel.Class, error) {
	known := make([]grading.Known, len(rows))
	for i, r := range rows {
		known[i] = grading.Known{ID: r.ID, Days: r.DaysPastDue, Defaulted: r.State == servicing.Defaulted, Written: r.State == servicing.WrittenOff}
	}
	return l.grading.Classes(ctx, tx, lender, known)
}

// worded are classes as the page of a loan shows them.
type worded struct{ grading *grading.Service }

func (w worded) Class(ctx context.Context, tx db.Tx, contract string) (class, why string, err error) {
	g, err := w.grading.Grade(ctx, tx, contract)
	if err != nil || g.Class == "" {
		return "", "", err
	}
	return i18n.T(ctx, "kernel.class."+string(g.Class)), g.Why(ctx), nil
}

// weighed are classes as workouts weigh them.
type weighed struct{ grading *grading.Service }

func (w weighed) Rule(ctx context.Context, tx db.Tx, contract string) (class kernel.Class, why string, err error) {
	g, err := w.grading.Grade(ctx, tx, contract)
	return g.Rule(), g.Why(ctx), err
}
