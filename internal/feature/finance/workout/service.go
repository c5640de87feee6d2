package workout

import (
	"context"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, operations and sweepers come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Loans    Loans
	Classes  Classes
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

// Propose puts a proposal about a loan before whoever approves for its lender.
func (s *Service) Propose(ctx context.Context, contract string, in Propose) (p Proposal, err error) {
	if err := in.check(); err != nil {
		return p, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.loan(ctx, tx, contract)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "workout.propose", l.resource()); err != nil {
			return err
		}
		if err := s.proposable(ctx, tx, &l, in); err != nil {
			return err
		}
		p = Proposal{
			ID: s.NewID(), Contract: l.ID, ContractRef: l.Ref, Borrower: l.Borrower, Lender: l.Lender, Kind: in.Kind, Class: in.Class, Reason: in.Reason, Note: in.Note,
			LoanState: l.State, BalanceFen: l.BalanceFen, DaysPastDue: l.DaysPastDue, State: ProposalMachine.Initial(), MadeBy: kernel.From(ctx).Person, Made: s.Now(),
		}
		if err := insert(ctx, tx, &p); err != nil {
			return err
		}
		return s.entered(ctx, tx, &p, "propose", "")
	})
	return p, err
}

// loan is a contract with the class that it is in without what people agreed on.
func (s *Service) loan(ctx context.Context, tx db.Tx, contract string) (Loan, error) {
	l, err := s.Loans.Loan(ctx, tx, contract)
	if err != nil {
		return l, err
	}
	l.Rule, l.Why, err = s.Classes.Rule(ctx, tx, contract)
	return l, err
}

// proposable checks a wish against the loan as it stands and what waits already.
func (s *Service) proposable(ctx context.Context, tx db.Tx, l *Loan, in Propose) error {
	if _, waits, err := waiting(ctx, tx, l.ID); err != nil || waits {
		if waits {
			err = fault.New(fault.Conflict, "workout.another")
		}
		return err
	}
	agreed, err := agreedClass(ctx, tx, l.ID)
	if err != nil {
		return err
	}
	return stops(l, agreed, in.Kind, in.Class)
}

// on loads a proposal with its loan, asks permission and takes it one move.
func (s *Service) on(ctx context.Context, id string, action authz.Action, act func(context.Context, db.Tx, *Proposal, *Loan) error) (p Proposal, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, l, err := s.load(ctx, tx, id, action)
		if err != nil {
			return err
		}
		p = found
		return act(ctx, tx, &p, &l)
	})
	return p, err
}

func (s *Service) load(ctx context.Context, tx db.Tx, id string, action authz.Action) (p Proposal, l Loan, err error) {
	if p, err = byID(ctx, tx, id); err != nil {
		return p, l, err
	}
	if err = s.Guard.Require(ctx, "workout.read", p.resource()); err != nil {
		return p, l, err
	}
	if err = second(ctx, action, &p); err != nil {
		return p, l, err
	}
	if err = s.Guard.Require(ctx, action, p.resource()); err != nil {
		return p, l, err
	}
	l, err = s.loan(ctx, tx, p.Contract)
	return p, l, err
}

// Agree does what somebody else proposed, of the loan as it was shown: shown is
// the seal of the proposal, for which the actor has freshly confirmed.
func (s *Service) Agree(ctx context.Context, id, shown string) (Proposal, error) {
	return s.on(ctx, id, "workout.agree", func(ctx context.Context, tx db.Tx, p *Proposal, l *Loan) error {
		if _, err := ProposalMachine.Take(p.State, "agree"); err != nil {
			return err
		}
		if shown != p.seal(l) {
			return fault.New(fault.Conflict, "workout.changed")
		}
		if !confirmed(ctx, "agree:"+shown) {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		if l.State != p.LoanState {
			return fault.New(fault.Conflict, "workout.moved")
		}
		if err := s.carryOut(ctx, tx, p, l); err != nil {
			return err
		}
		p.BalanceFen, p.DaysPastDue = l.BalanceFen, l.DaysPastDue
		if err := s.take(ctx, tx, p, "agree"); err != nil {
			return err
		}
		return s.tellMakers(ctx, tx, p, "workout.notice.agreed")
	})
}

// carryOut does to the loan what was agreed. A class needs nothing done: it is
// read from the proposal.
func (s *Service) carryOut(ctx context.Context, tx db.Tx, p *Proposal, l *Loan) error {
	agreed, err := agreedClass(ctx, tx, l.ID)
	if err != nil {
		return err
	}
	if err := stops(l, agreed, p.Kind, p.Class); err != nil {
		return err
	}
	switch p.Kind {
	case Default:
		return s.Loans.Default(ctx, tx, l.ID, p.Reason)
	case WriteOff:
		return s.Loans.WriteOff(ctx, tx, l.ID, p.Reason)
	}
	return nil
}

// second says to whoever would decide on the own proposal that another person
// does; the policies forbid it too.
func second(ctx context.Context, action authz.Action, p *Proposal) error {
	decides := action == "workout.agree" || action == "workout.refuse"
	if decides && kernel.From(ctx).Person == p.MadeBy {
		return fault.New(fault.Denied, "workout.own")
	}
	return nil
}

func confirmed(ctx context.Context, purpose string) bool {
	return kernel.From(ctx).ConfirmedFor(purpose)
}

// Refuse leaves the loan as it is.
func (s *Service) Refuse(ctx context.Context, id, reason string) (Proposal, error) {
	reason = strings.TrimSpace(reason)
	var k fault.Check
	checkReason(&k, reason)
	if err := k.Err(); err != nil {
		return Proposal{}, err
	}
	return s.on(ctx, id, "workout.refuse", func(ctx context.Context, tx db.Tx, p *Proposal, _ *Loan) error {
		p.Answer = reason
		if err := s.take(ctx, tx, p, "refuse"); err != nil {
			return err
		}
		return s.tellMakers(ctx, tx, p, "workout.notice.refused")
	})
}

// Withdraw takes a proposal back; only whoever made it may.
func (s *Service) Withdraw(ctx context.Context, id string) (Proposal, error) {
	return s.on(ctx, id, "workout.withdraw", func(ctx context.Context, tx db.Tx, p *Proposal, _ *Loan) error {
		return s.take(ctx, tx, p, "withdraw")
	})
}

// tellMakers tells those of the lender who make proposals what became of one.
func (s *Service) tellMakers(ctx context.Context, tx db.Tx, p *Proposal, key string) error {
	for _, role := range []kernel.Role{kernel.Officer, kernel.PostLoan} {
		if err := s.Notices.Tell(ctx, tx, p.Lender, role, key, "/workouts/"+p.ID, p.ID, map[string]any{"ref": p.ContractRef}); err != nil {
			return err
		}
	}
	return nil
}

// take moves a proposal: the table first, then the row, the turn and the
// evidence.
func (s *Service) take(ctx context.Context, tx db.Tx, p *Proposal, move string) (err error) {
	before := p.State
	if p.State, err = ProposalMachine.Take(before, move); err != nil {
		return err
	}
	p.DecidedBy, p.Decided = kernel.From(ctx).Person, s.Now()
	if err := update(ctx, tx, p); err != nil {
		return err
	}
	return s.entered(ctx, tx, p, move, before)
}

// entered says whose turn it is now, and leaves the evidence. Nobody but the
// lender reads it: what came of it is told to the borrower by the loan.
func (s *Service) entered(ctx context.Context, tx db.Tx, p *Proposal, move string, before flow.State) error {
	name, err := s.Parties.Short(ctx, tx, p.Borrower)
	if err != nil {
		return err
	}
	err = s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: ProposalMachine, ID: p.ID, State: p.State, Ref: p.ContractRef, Subject: name, AmountFen: int64(p.BalanceFen), Path: "/workouts/" + p.ID, Sides: map[string]string{Lender: p.Lender},
	})
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "workout." + move, Case: p.ID, CaseVersion: p.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(p.State), Parties: []string{p.Lender}, Fields: p.facts(),
	})
	return err
}

// sweepBatch is how many a sweep reads at a time.
const sweepBatch = 100

// Sweep lets proposals lapse whose loan has moved under them. Calling it often is
// harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = open(ctx, tx, after, sweepBatch)
			return err
		})
		return ids, err
	}, s.lapse)
}

// lapse ends a proposal whose loan is in another state than when it was made.
func (s *Service) lapse(ctx context.Context, id string) error {
	_, err := s.on(ctx, id, "workout.lapse", func(ctx context.Context, tx db.Tx, p *Proposal, l *Loan) error {
		if p.State != Proposed || l.State == p.LoanState {
			return nil
		}
		if err := s.take(ctx, tx, p, "lapse"); err != nil {
			return err
		}
		return s.tellMakers(ctx, tx, p, "workout.notice.lapsed")
	})
	return err
}
