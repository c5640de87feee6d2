package renewal

import (
	"context"
	"fmt"
	"time"

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
	Products Products
	Reliefs  Reliefs
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

// series begins every reference number of a case.
const series = "KG-N"

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is a case as policies see it.
func resource(c *Case, p Proposal) authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Renewal", ID: c.ID}, Read: "renewal.read",
		Attrs: authz.Attrs{
			"credit": true, "state": string(c.State), "borrower": kernel.PartyRef(c.Borrower), "lender": kernel.PartyRef(c.Lender),
			"park": kernel.PartyRef(c.Park), "reviewed_by": kernel.PersonRef(c.Review.By), "proposed_by": kernel.PersonRef(p.MadeBy),
		},
	}
}

// loanResource is a contract whose renewal may be asked for.
func loanResource(l *Loan) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Loan", ID: l.ID}, Read: "renewal.list", Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(l.Borrower), "lender": kernel.PartyRef(l.Lender),
	}}
}

// collection is what lists are asked about: everything that a party has here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Renewals", ID: party}, Attrs: authz.Attrs{
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
		Machine: CaseMachine, ID: c.ID, State: c.State, Ref: c.Ref, Subject: short, AmountFen: int64(c.Ask.AmountFen),
		Path: "/renewals/" + c.ID, Sides: map[string]string{Borrower: c.Borrower, Lender: c.Lender},
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
		Kind: "renewal." + what, Case: c.ID, CaseVersion: c.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(c.State), Parties: []string{c.Borrower, c.Lender}, Fields: append(facts, fields...),
	})
	return err
}

// tell informs a role on a side of a case of a step.
func (s *Service) tell(ctx context.Context, tx db.Tx, c *Case, side string, role kernel.Role, step string) error {
	party := c.Borrower
	if side == Lender {
		party = c.Lender
	}
	args := map[string]any{"ref": c.Ref, "contract": c.ContractRef, "on": c.EffectiveOn}
	return s.Notices.Tell(ctx, tx, party, role, "renewal.notice."+step, "/renewals/"+c.ID, c.ID, args)
}

// tellBoth informs the owner and the people who look after the loan.
func (s *Service) tellBoth(ctx context.Context, tx db.Tx, c *Case, step string) error {
	if err := s.tell(ctx, tx, c, Borrower, kernel.Owner, step); err != nil {
		return err
	}
	return s.tell(ctx, tx, c, Lender, kernel.PostLoan, step)
}

func field(name string, value any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(value)}
}

// signing checks that the actor has confirmed for exactly this file.
func signing(ctx context.Context, p *Proposal) error {
	if confirmed(ctx, p.FileHash) {
		return nil
	}
	return fault.New(fault.StepUp, "fault.step_up")
}

func confirmed(ctx context.Context, hash string) bool {
	return kernel.From(ctx).ConfirmedFor("sign:" + hash)
}
