package app

// What the overview counts, put together from those who know: applications and
// their answers, loans, industries, names, and the moves as the log has them.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/origination/progress"
	"kaigong.example/kaigong/internal/feature/finance/overview"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/park"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// everybodys is the applications of everybody as the overview sees them.
type everybodys struct {
	identity *identity.Service
	park     *park.Service
	log      *auditlog.Log
	calendar *clock.Calendar
}

func (a everybodys) Lenders(ctx context.Context, tx db.Tx) (map[string]i18n.Text, error) {
	all, err := a.identity.PartiesOfKind(ctx, tx, kernel.Bank)
	out := map[string]i18n.Text{}
	for _, x := range all {
		out[x.ID] = x.Short
	}
	return out, err
}

// gathered is what the answer is put together from.
type gathered struct {
	names  map[string]i18n.Text
	trades map[string]park.Industry
	loans  map[string][]loanbook.Contract
	steps  map[string][]auditlog.Step
}

func (a everybodys) Applications(ctx context.Context, tx db.Tx) (out []overview.Application, err error) {
	list, err := progress.All(ctx, tx)
	if err != nil {
		return nil, err
	}
	g, err := a.gather(ctx, tx, list)
	for _, x := range list {
		out = append(out, a.application(x, g))
	}
	return out, err
}

func (a everybodys) gather(ctx context.Context, tx db.Tx, list []progress.Application) (g gathered, err error) {
	enterprises, err := a.identity.PartiesOfKind(ctx, tx, kernel.Enterprise)
	if err != nil {
		return g, err
	}
	g.names, g.loans = map[string]i18n.Text{}, map[string][]loanbook.Contract{}
	for _, p := range enterprises {
		g.names[p.ID] = p.Short
	}
	if g.trades, err = a.park.Industries(ctx, tx); err != nil {
		return g, err
	}
	contracts, err := loanbook.Lent(ctx, tx)
	if err != nil {
		return g, err
	}
	var cases []string
	for _, c := range contracts {
		g.loans[c.Application], cases = append(g.loans[c.Application], c), append(cases, c.ID)
	}
	for _, x := range list {
		cases = append(cases, x.ID)
		for _, y := range x.Asked {
			cases = append(cases, y.Case)
		}
	}
	g.steps, err = a.log.Steps(ctx, tx, cases)
	return g, err
}

// reached are the states that an application comes to with each stage.
var reached = map[overview.Stage][]flow.State{
	overview.Received: {origination.Submitted}, overview.Published: {origination.Published}, overview.Answered: {origination.OffersOpen, origination.DeclinedByAll}, overview.Offered: {origination.OffersOpen},
	overview.Chosen: {origination.OfferChosen}, overview.Contracted: {origination.Contracted}, overview.Funded: {origination.Funded},
}

func (a everybodys) application(x progress.Application, g gathered) overview.Application {
	trade := g.trades[x.Borrower]
	out := overview.Application{ID: x.ID, Ref: x.Ref, Borrower: x.Borrower, Name: g.names[x.Borrower], Industry: trade.Code, Trade: trade.Name, State: x.State, AmountFen: x.AmountFen, FirstLoan: x.FirstLoan}
	for stage, states := range reached {
		out.Came[stage] = came(g.steps[x.ID], states)
	}
	for _, y := range x.Asked {
		asked := overview.Asked{Lender: y.Lender, Invited: y.Invited, Due: x.AnswersBy, Answered: y.Answered, Opened: y.Opened, OfferedFen: y.OfferedFen, Declined: y.Declined}
		// An offer ends no response: its file was requested before.
		if at := came(g.steps[y.Case], []flow.State{origination.FileRequested, origination.Declined}); !at.IsZero() {
			asked.Response, asked.Responded = a.calendar.Worked(y.Invited, at), true
		}
		out.Asked = append(out.Asked, asked)
	}
	for _, c := range g.loans[x.ID] {
		out.Loans = append(out.Loans, loan(c, g.steps[c.ID]))
	}
	return out
}

// came is when a case first came to one of some states.
func came(steps []auditlog.Step, states []flow.State) time.Time {
	for _, s := range steps {
		if s.Before != s.After && slices.Contains(states, flow.State(s.After)) {
			return s.At
		}
	}
	return time.Time{}
}

func loan(c loanbook.Contract, steps []auditlog.Step) overview.Loan {
	l := overview.Loan{
		Lender: c.Lender, AmountFen: c.Agreement.Terms.AmountFen, RatePPM: c.Agreement.Terms.RatePPM, Unsecured: c.Agreement.Terms.Security == "credit" && c.Agreement.Terms.Guarantor == "",
		Prepared: c.Prepared, Effective: c.ByLender.At, PaidOn: c.DisbursedOn,
	}
	if i := slices.IndexFunc(steps, func(s auditlog.Step) bool { return s.Kind == "servicing.disburse" }); i >= 0 {
		l.Booked = steps[i].At
	}
	return l
}
