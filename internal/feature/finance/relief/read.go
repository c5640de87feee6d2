package relief

// The read side: lists, a case with its proposals, what may be asked for.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// View is a case with all that its parties may see.
type View struct {
	Case       Case                 `json:"case"`
	Loan       Loan                 `json:"loan"`
	Proposals  []Proposal           `json:"proposals"`
	Revocation *Revocation          `json:"revocation,omitempty" doc:"What the end of the relief would change today, where it can be revoked"`
	Schemes    []Citation           `json:"schemes" doc:"Under which the loan is eligible today"`
	Today      string               `json:"today"`
	OpenFrom   string               `json:"open_from" doc:"The first day that the lender has not closed; empty for none"`
	Moves      []string             `json:"moves"`
	Clocks     []flow.Running       `json:"clocks"`
	Borrower   i18n.Text            `json:"borrower_name"`
	Lender     i18n.Text            `json:"lender_name"`
	Events     []auditlog.Item      `json:"-"`
	People     map[string]i18n.Text `json:"-"`
}

// OnTable is the proposal that counts now, and false for none.
func (v View) OnTable() (Proposal, bool) {
	if n := v.Case.Proposal; n > 0 && n <= len(v.Proposals) {
		return v.Proposals[n-1], true
	}
	return Proposal{}, false
}

// closed reports whether a proposal that waits counts from a month that the lender
// has closed.
func (v View) closed(p Proposal) bool { return p.Approved.IsZero() && p.Action.FromOn < v.OpenFrom }

// timelineLength bounds a timeline, listLength a list.
const (
	timelineLength = 200
	listLength     = 500
)

// View shows one case to one of its parties.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, p, err := s.on(ctx, tx, id, "relief.read")
		if err != nil {
			return err
		}
		v.Case, v.Today, v.Moves = c, s.today().String(), s.moves(ctx, &c, p)
		if v.Loan, err = s.Loans.Loan(ctx, tx, c.Contract); err != nil {
			return err
		}
		if slices.Contains(v.Moves, "propose") {
			if v.Schemes, err = s.Schemes.Offered(ctx, tx, c.Contract); err != nil {
				return err
			}
		}
		if v.Proposals, err = proposals(ctx, tx, c.ID); err != nil {
			return err
		}
		if v.OpenFrom, err = s.Months.OpenFrom(ctx, tx, c.Lender); err != nil {
			return err
		}
		if c.State == Breached {
			r, err := s.revocation(ctx, tx, &c, &p)
			if err != nil && !fault.Is(err, fault.WrongTurn) {
				return err
			}
			if err == nil {
				v.Revocation = &r
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
	v.People, err = s.Parties.People(ctx, tx, v.people())
	return err
}

func (v View) people() []string {
	ids := []string{v.Case.AskedBy, v.Case.Answer.By, v.Case.Breach.By}
	for _, e := range v.Events {
		ids = append(ids, e.Person)
	}
	for _, p := range v.Proposals {
		ids = append(ids, p.MadeBy, p.AgreedBy, p.ApprovedBy)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// moves lists what the actor may do now; where a confirmation is needed it is
// asked as if the actor had confirmed, because the button leads through it.
func (s *Service) moves(ctx context.Context, c *Case, p Proposal) []string {
	return kernel.Moves(ctx, s.Guard, Name, CaseMachine, c.State, resource(c, p))
}

// Row is one case in a list. Overseers see stage and amount, no page.
type Row struct {
	Case     Case      `json:"case"`
	Borrower i18n.Text `json:"borrower"`
	Lender   i18n.Text `json:"lender"`
	Linked   bool      `json:"linked"`
}

// List shows the cases of the actor's party.
func (s *Service) List(ctx context.Context) (rows []Row, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.Guard.Scope(ctx, "relief.list", "relief.follow", collection(kernel.From(ctx).Party))
		if err != nil {
			return err
		}
		all, err := casesIn(ctx, tx, scope, listLength)
		for i := range all {
			row, err := s.row(ctx, tx, &all[i])
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return err
	})
	return rows, err
}

func (s *Service) row(ctx context.Context, tx db.Tx, c *Case) (r Row, err error) {
	r.Case, r.Linked = *c, s.Guard.Allowed(ctx, "relief.read", resource(c, Proposal{}))
	if r.Borrower, err = s.Parties.Short(ctx, tx, c.Borrower); err != nil {
		return r, err
	}
	r.Lender, err = s.Parties.Short(ctx, tx, c.Lender)
	if !r.Linked {
		r.Case = Case{Ref: c.Ref, State: c.State, AmountFen: c.AmountFen, Asked: c.Asked, EffectiveOn: c.EffectiveOn, EndsOn: c.EndsOn}
	}
	return r, err
}

// Asking is a loan for which its borrower may want relief.
type Asking struct {
	Loan    Loan         `json:"loan"`
	Schemes []Citation   `json:"schemes"` // under which it is eligible today
	Stops   *fault.Fault `json:"-"`       // why relief cannot be asked for now, nil where it can
}

// Askable is one loan, for the page of a request.
func (s *Service) Askable(ctx context.Context, contract string) (a Asking, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if a.Loan, err = s.loan(ctx, tx, contract, "relief.ask"); err != nil {
			return err
		}
		if stop := s.askable(ctx, tx, &a.Loan); stop != nil {
			if a.Stops = fault.Of(stop); a.Stops.Kind == fault.Internal {
				return stop
			}
			return nil
		}
		a.Schemes, err = s.Schemes.Offered(ctx, tx, contract)
		return err
	})
	return a, err
}
