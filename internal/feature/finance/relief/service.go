package relief

import (
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API, jobs and the simulator come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Loans    Loans
	Schemes  Schemes
	Jobs     Headcounts
	Months   Months
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

// series begins every reference number of a case.
const series = "KG-R"

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is a case as policies see it.
func resource(c *Case, p Proposal) authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Relief", ID: c.ID}, Read: "relief.read",
		Attrs: authz.Attrs{
			"credit": true, "state": string(c.State), "borrower": kernel.PartyRef(c.Borrower), "lender": kernel.PartyRef(c.Lender),
			"park": kernel.PartyRef(c.Park), "proposed_by": kernel.PersonRef(p.MadeBy), "noticed_by": kernel.PersonRef(c.Breach.By),
		},
	}
}

// loanResource is a contract for which relief may be asked.
func loanResource(l *Loan) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Loan", ID: l.ID}, Read: "relief.list", Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(l.Borrower), "lender": kernel.PartyRef(l.Lender),
	}}
}

// collection is what lists are asked about: everything that a party has here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Reliefs", ID: party}, Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(party), "lender": kernel.PartyRef(party),
	}}
}

// on loads a case with the proposal on its table and asks permission.
func (s *Service) on(ctx context.Context, tx db.Tx, id string, action authz.Action) (c Case, p Proposal, err error) {
	if c, err = caseByID(ctx, tx, id); err != nil {
		return c, p, err
	}
	if p, err = onTable(ctx, tx, &c); err != nil {
		return c, p, err
	}
	return c, p, s.Guard.Require(ctx, action, resource(&c, p))
}

// act is the shape of every use case on a case: one transaction that loads, asks
// permission and does.
func (s *Service) act(ctx context.Context, id string, action authz.Action, do func(context.Context, db.Tx, *Case, *Proposal) error) (c Case, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, p, err := s.on(ctx, tx, id, action)
		c = found
		if err != nil {
			return err
		}
		return do(ctx, tx, &c, &p)
	})
	return c, err
}

// advance takes a case one step and stores it: the table, the turn, the
// evidence. What the step leaves in other rows is stored before.
func (s *Service) advance(ctx context.Context, tx db.Tx, c *Case, move string, fields ...auditlog.Field) error {
	before := c.State
	after, err := CaseMachine.Take(before, move)
	if err != nil {
		return err
	}
	c.State = after
	if err := updateCase(ctx, tx, c); err != nil {
		return err
	}
	if err := s.enter(ctx, tx, c); err != nil {
		return err
	}
	return s.record(ctx, tx, c, move, before, fields...)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, c *Case) error {
	short, err := s.Parties.Short(ctx, tx, c.Borrower)
	if err != nil {
		return err
	}
	return s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: CaseMachine, ID: c.ID, State: c.State, Ref: c.Ref, Subject: short, AmountFen: int64(c.AmountFen),
		Path: "/reliefs/" + c.ID, Sides: map[string]string{Borrower: c.Borrower, Lender: c.Lender},
	})
}

// record writes the log entry of a step with the fingerprint that is compared
// with the tables.
func (s *Service) record(ctx context.Context, tx db.Tx, c *Case, what string, before flow.State, fields ...auditlog.Field) error {
	who := kernel.From(ctx)
	facts, err := factsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "relief." + what, Case: c.ID, CaseVersion: c.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(c.State), Parties: []string{c.Borrower, c.Lender}, Fields: append(facts, fields...),
	})
	return err
}

// tell informs a side of a case.
func (s *Service) tell(ctx context.Context, tx db.Tx, c *Case, side string, role kernel.Role, key string, args fault.Args) error {
	party := c.Borrower
	if side == Lender {
		party = c.Lender
	}
	all := fault.Args{"ref": c.Ref, "contract": c.ContractRef}
	for k, v := range args {
		all[k] = v
	}
	return s.Notices.Tell(ctx, tx, party, role, key, "/reliefs/"+c.ID, c.ID, all)
}

func field(name string, value any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(value)}
}

// sure checks that the actor has confirmed for exactly this.
func sure(ctx context.Context, purpose string) error {
	if confirmed(ctx, purpose) {
		return nil
	}
	return fault.New(fault.StepUp, "fault.step_up")
}

func confirmed(ctx context.Context, purpose string) bool {
	return kernel.From(ctx).ConfirmedFor(purpose)
}

// weigh works an action out against the loan as it stands: the version of the
// terms that it asks for, and what it changes.
func (s *Service) weigh(ctx context.Context, tx db.Tx, contract string, a plan.Action) (v kernel.TermsVersion, c plan.Comparison, err error) {
	l, err := s.Loans.Loan(ctx, tx, contract)
	if err != nil {
		return v, c, err
	}
	if err := over(&l); err != nil {
		return v, c, err
	}
	n, err := a.Terms(l.Standing)
	if err != nil {
		return v, c, err
	}
	return s.foresee(ctx, tx, &l, a, n)
}

// foresee compares the loan as it stands with what new terms make of it.
func (s *Service) foresee(ctx context.Context, tx db.Tx, l *Loan, a plan.Action, n kernel.NewTerms) (v kernel.TermsVersion, c plan.Comparison, err error) {
	before, after, err := s.Loans.Foresee(ctx, tx, l.ID, n, a.FromOn)
	if err != nil {
		return v, c, err
	}
	last := l.Versions[len(l.Versions)-1]
	v = kernel.TermsVersion{NewTerms: n, No: last.No + 1, FromOn: a.FromOn, Previous: last.Hash()}
	c, err = plan.Compare(a, l.Standing.Terms.RatePPM, before, after)
	return v, c, err
}

// UnderWay names the case of a contract that has not ended, and false for none. It
// authorises nothing.
func (s *Service) UnderWay(ctx context.Context, tx db.Tx, contract string) (ref string, found bool, err error) {
	c, found, err := underWay(ctx, tx, contract)
	return c.Ref, found, err
}

// Under are the reliefs that cite a version of a scheme, took effect and were not
// revoked. It authorises nothing.
func (s *Service) Under(ctx context.Context, tx db.Tx, scheme string) ([]Relieved, error) {
	return under(ctx, tx, scheme)
}
