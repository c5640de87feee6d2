package renewal

// The read side: lists, a case with its proposals, what may be asked for.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// View is a case with all that its parties may see.
type View struct {
	Case      Case                 `json:"case"`
	Loan      Loan                 `json:"loan"`
	Proposals []Proposal           `json:"proposals"`
	Products  []Product            `json:"products" doc:"Of the lender, on sale for renewals"`
	Today     string               `json:"today"`
	Moves     []string             `json:"moves"`
	Clocks    []flow.Running       `json:"clocks"`
	Borrower  i18n.Text            `json:"borrower_name"`
	Lender    i18n.Text            `json:"lender_name"`
	Events    []auditlog.Item      `json:"-"`
	People    map[string]i18n.Text `json:"-"`
}

// OnTable is the proposal that counts now, and false for none.
func (v View) OnTable() (Proposal, bool) {
	if n := v.Case.Proposal; n > 0 && n <= len(v.Proposals) {
		return v.Proposals[n-1], true
	}
	return Proposal{}, false
}

// Schedule is what the new contract asks for, date by date, worked out from its
// terms and the day on which it begins.
func (p Proposal) Schedule() (instalment.Schedule, error) {
	t := p.Agreement.Terms
	begin, err := loan.ParseTime(p.Agreement.Renews.On)
	if err != nil {
		return instalment.Schedule{}, err
	}
	return instalment.Post(instalment.Plan{Principal: t.AmountFen, Rate: t.RatePPM, Disbursed: begin, TermMonths: t.TermMonths,
		Repayment: instalment.Repayment(t.Repayment), DayCount: loan.DayCount(t.DayCount), Rounding: money.Rounding(t.Rounding)})
}

// timelineLength bounds a timeline, listLength a list.
const (
	timelineLength = 200
	listLength     = 500
)

// View shows one case to one of its parties.
func (s *Service) View(ctx context.Context, caseID string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, p, err := s.on(ctx, tx, caseID, "renewal.read")
		if err != nil {
			return err
		}
		v.Case, v.Today, v.Moves = c, s.today().String(), s.moves(ctx, &c, p)
		if v.Loan, err = s.Loans.Loan(ctx, tx, c.Contract); err != nil {
			return err
		}
		if v.Proposals, err = proposals(ctx, tx, c.ID); err != nil {
			return err
		}
		if slices.Contains(v.Moves, "propose") {
			if v.Products, err = s.Products.ForRenewals(ctx, tx, c.Lender); err != nil {
				return err
			}
		}
		return s.fill(ctx, tx, &v)
	})
	return v, err
}

// fill adds clocks, names and what happened.
func (s *Service) fill(ctx context.Context, tx db.Tx, v *View) (err error) {
	c := &v.Case
	if v.Clocks, err = s.Keeper.Clocks(ctx, tx, CaseMachine.Name, c.ID); err != nil {
		return err
	}
	if v.Events, err = s.Audit.Case(ctx, tx, c.ID, kernel.From(ctx).Party, timelineLength); err != nil {
		return err
	}
	if v.Borrower, err = s.Parties.Short(ctx, tx, c.Borrower); err != nil {
		return err
	}
	if v.Lender, err = s.Parties.Short(ctx, tx, c.Lender); err != nil {
		return err
	}
	ids := []string{c.AskedBy, c.Review.By, c.Answer.By}
	for _, e := range v.Events {
		ids = append(ids, e.Person)
	}
	for _, p := range v.Proposals {
		ids = append(ids, p.MadeBy, p.AgreedBy, p.ApprovedBy)
	}
	slices.Sort(ids)
	v.People, err = s.Parties.People(ctx, tx, slices.Compact(ids))
	return err
}

// moves lists what the actor may do now; where a confirmation is needed it is
// asked as if the actor had confirmed, because the button leads through it.
func (s *Service) moves(ctx context.Context, c *Case, p Proposal) []string {
	return kernel.Moves(ctx, s.Guard, Name, CaseMachine, c.State, resource(c, p))
}

// Row is one case in a list.
type Row struct {
	Case     Case      `json:"case"`
	Borrower i18n.Text `json:"borrower"`
	Lender   i18n.Text `json:"lender"`
}

// List shows the cases of the actor's party.
func (s *Service) List(ctx context.Context) (rows []Row, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		own := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "renewal.list", collection(own)); err != nil {
			return err
		}
		all, err := casesIn(ctx, tx, own, listLength)
		for _, c := range all {
			r := Row{Case: c}
			if r.Borrower, err = s.Parties.Short(ctx, tx, c.Borrower); err != nil {
				return err
			}
			if r.Lender, err = s.Parties.Short(ctx, tx, c.Lender); err != nil {
				return err
			}
			rows = append(rows, r)
		}
		return err
	})
	return rows, err
}

// File is the contract on the table as one HTML file, for its parties.
func (s *Service) File(ctx context.Context, caseID string) (file string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		_, p, err := s.on(ctx, tx, caseID, "renewal.read")
		if err == nil && p.No == 0 {
			err = fault.New(fault.WrongTurn, "renewal.proposal.none")
		}
		file = p.File
		return err
	})
	return file, err
}

// Asking is a loan that its borrower may want to renew.
type Asking struct {
	Loan  Loan         `json:"loan"`
	Stops *fault.Fault `json:"-"` // why it cannot be asked for now, nil where it can
}

// Askable is one loan, for the page of a request.
func (s *Service) Askable(ctx context.Context, contract string) (a Asking, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if a.Loan, err = s.loan(ctx, tx, contract, "renewal.ask"); err != nil {
			return err
		}
		if stop := s.askable(ctx, tx, &a.Loan); stop != nil {
			if a.Stops = fault.Of(stop); a.Stops.Kind == fault.Internal {
				return stop
			}
		}
		return nil
	})
	return a, err
}

// Find looks through the cases that the reader may open.
func (s *Service) Find(ctx context.Context, asked string) (hits []module.Hit, err error) {
	if !s.Guard.Allowed(ctx, "renewal.list", collection(kernel.From(ctx).Party)) {
		return nil, nil
	}
	rows, err := s.List(ctx)
	for _, r := range rows {
		if c := r.Case; module.Matches(asked, c.Ref, c.ContractRef, c.NextRef, r.Borrower.Zh, r.Borrower.En, r.Lender.Zh, r.Lender.En) {
			hits = append(hits, module.Hit{Kind: i18n.T(ctx, "renewal.hit"), Title: c.Ref, Note: r.Borrower.In(ctx) + " · " + c.ContractRef, Href: "/renewals/" + c.ID, State: ui.Status(CaseMachine.Name, string(c.State))})
		}
	}
	return hits, err
}
