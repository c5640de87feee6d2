package drawing

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API, jobs and the simulator come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Loans    Loans
	Parties  Parties
	Notices  Notices
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// loan loads a loan and asks permission; read is the action that shows it at all.
func (s *Service) loan(ctx context.Context, tx db.Tx, contract string, action, read authz.Action) (Loan, error) {
	l, err := s.Loans.Loan(ctx, tx, contract)
	if err != nil {
		return l, err
	}
	return l, s.Guard.Require(ctx, action, l.resource(read))
}

// Ask asks for money within what is undrawn.
func (s *Service) Ask(ctx context.Context, contract string, in Ask) (r Request, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.loan(ctx, tx, contract, "drawing.ask", "drawing.read")
		if err != nil {
			return err
		}
		if err := l.stop(); err != nil {
			return err
		}
		open, err := waitingFor(ctx, tx, l.ID)
		if err != nil {
			return err
		}
		if err := s.asked(ctx, tx, open, in); err != nil {
			return err
		}
		if err := in.check(&l, open, s.today()); err != nil {
			return err
		}
		r = Request{ID: s.NewID(), Contract: l.ID, ContractRef: l.Ref, Borrower: l.Borrower, Lender: l.Lender, DrawOn: in.DrawOn, AmountFen: in.AmountFen, Purpose: in.Purpose,
			State: RequestMachine.Initial(), AskedBy: kernel.From(ctx).Person, Asked: s.Now()}
		if err := insert(ctx, tx, &r); err != nil {
			return err
		}
		if err := s.entered(ctx, tx, r.step("ask", "")); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, r.Lender, kernel.PostLoan, "drawing.notice.asked", "/drawings/"+r.ID, r.ID, map[string]any{"ref": r.ContractRef, "amount": r.AmountFen, "on": r.DrawOn}); err != nil {
			return err
		}
		return s.call(ctx, tx, &r)
	})
	return r, err
}

// asked says who asked for the same already.
func (s *Service) asked(ctx context.Context, tx db.Tx, open []Request, in Ask) error {
	for _, r := range open {
		if r.DrawOn != in.DrawOn || r.AmountFen != in.AmountFen {
			continue
		}
		names, err := s.Parties.People(ctx, tx, []string{r.AskedBy})
		if err != nil {
			return err
		}
		return fault.New(fault.Conflict, "drawing.twice", fault.Args{"by": names[r.AskedBy], "amount": r.AmountFen, "on": r.DrawOn})
	}
	return nil
}

// call puts a request on the lender's desk once its day has come.
func (s *Service) call(ctx context.Context, tx db.Tx, r *Request) error {
	if r.State != Scheduled || r.DrawOn > s.today().String() {
		return nil
	}
	return s.take(ctx, tx, r, "call")
}

// on loads a request with its loan, asks permission and takes it one move.
func (s *Service) on(ctx context.Context, id string, action authz.Action, act func(context.Context, db.Tx, *Request, *Loan) error) (r Request, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, l, err := s.load(ctx, tx, id, action)
		if err != nil {
			return err
		}
		r = found
		return act(ctx, tx, &r, &l)
	})
	return r, err
}

func (s *Service) load(ctx context.Context, tx db.Tx, id string, action authz.Action) (r Request, l Loan, err error) {
	if r, err = byID(ctx, tx, id); err != nil {
		return r, l, err
	}
	if err = s.Guard.Require(ctx, "drawing.read", r.resource()); err != nil {
		return r, l, err
	}
	if action == "drawing.agree" && kernel.From(ctx).Person == r.RecordedBy {
		return r, l, fault.New(fault.Denied, "drawing.own")
	}
	if err = s.Guard.Require(ctx, action, r.resource()); err != nil {
		return r, l, err
	}
	l, err = s.Loans.Loan(ctx, tx, r.Contract)
	return r, l, err
}

// Record writes down the payout; somebody else agrees before it counts.
func (s *Service) Record(ctx context.Context, id string, in Record) (Request, error) {
	return s.on(ctx, id, "drawing.record", func(ctx context.Context, tx db.Tx, r *Request, l *Loan) error {
		if _, err := RequestMachine.Take(r.State, "record"); err != nil {
			return err
		}
		if err := l.stop(); err != nil {
			return err
		}
		if err := in.check(r, l, s.today()); err != nil {
			return err
		}
		r.ValueOn, r.Number, r.RecordedBy, r.Recorded = in.ValueOn, in.Number, kernel.From(ctx).Person, s.Now()
		return s.take(ctx, tx, r, "record")
	})
}

// Agree pays out what somebody else recorded.
func (s *Service) Agree(ctx context.Context, id string) (Request, error) {
	return s.on(ctx, id, "drawing.agree", func(ctx context.Context, tx db.Tx, r *Request, l *Loan) error {
		if _, err := RequestMachine.Take(r.State, "agree"); err != nil {
			return err
		}
		if err := l.stop(); err != nil {
			return err
		}
		if r.AmountFen > l.UndrawnFen {
			return fault.New(fault.WrongTurn, "drawing.amount.gone", fault.Args{"amount": r.AmountFen, "left": l.UndrawnFen})
		}
		r.DecidedBy, r.Decided = kernel.From(ctx).Person, s.Now()
		if err := s.take(ctx, tx, r, "agree"); err != nil {
			return err
		}
		if err := s.Loans.Draw(ctx, tx, r.Contract, r.payout(r.DecidedBy)); err != nil {
			return err
		}
		return s.tellBorrower(ctx, tx, r, "drawing.notice.paid")
	})
}

// Refuse leaves the loan as it is, with a reason that the borrower reads.
func (s *Service) Refuse(ctx context.Context, id, reason string) (Request, error) {
	if err := checkReason(&reason); err != nil {
		return Request{}, err
	}
	return s.on(ctx, id, "drawing.refuse", func(ctx context.Context, tx db.Tx, r *Request, _ *Loan) error {
		r.Answer, r.DecidedBy, r.Decided = reason, kernel.From(ctx).Person, s.Now()
		if err := s.take(ctx, tx, r, "refuse"); err != nil {
			return err
		}
		return s.tellBorrower(ctx, tx, r, "drawing.notice.refused")
	})
}

// Withdraw takes a request back that nobody recorded.
func (s *Service) Withdraw(ctx context.Context, id string) (Request, error) {
	return s.on(ctx, id, "drawing.withdraw", func(ctx context.Context, tx db.Tx, r *Request, _ *Loan) error {
		r.DecidedBy, r.Decided = kernel.From(ctx).Person, s.Now()
		return s.take(ctx, tx, r, "withdraw")
	})
}

func (s *Service) tellBorrower(ctx context.Context, tx db.Tx, r *Request, key string) error {
	for _, role := range []kernel.Role{kernel.Owner, kernel.FinanceClerk} {
		if err := s.Notices.Tell(ctx, tx, r.Borrower, role, key, "/drawings/"+r.ID, r.ID, map[string]any{"ref": r.ContractRef, "amount": r.AmountFen}); err != nil {
			return err
		}
	}
	return nil
}

// take moves a request: the table first, then the row, the turn and the evidence.
func (s *Service) take(ctx context.Context, tx db.Tx, r *Request, move string) (err error) {
	before := r.State
	if r.State, err = RequestMachine.Take(before, move); err != nil {
		return err
	}
	if err := update(ctx, tx, r); err != nil {
		return err
	}
	return s.entered(ctx, tx, r.step(move, before))
}

func (r *Request) step(move string, before flow.State) step {
	return step{machine: RequestMachine, id: r.ID, kind: move, ref: r.ContractRef, path: "/drawings/" + r.ID, amount: r.AmountFen, borrower: r.Borrower, before: before, after: r.State, version: r.Version,
		sides: map[string]string{Borrower: r.Borrower, Lender: r.Lender}, parties: []string{r.Borrower, r.Lender}, fields: r.facts()}
}

// step is what a case came to, for the keeper of turns and the log.
type step struct {
	machine             *flow.Machine
	id, kind, ref, path string
	borrower            string
	amount              money.Fen
	before, after       flow.State
	version             int64
	sides               map[string]string
	parties             []string // who may read the entry
	fields              []auditlog.Field
}

// entered says whose turn it is now, and leaves the evidence.
func (s *Service) entered(ctx context.Context, tx db.Tx, x step) error {
	name, err := s.Parties.Short(ctx, tx, x.borrower)
	if err != nil {
		return err
	}
	err = s.Keeper.Enter(ctx, tx, flow.Case{Machine: x.machine, ID: x.id, State: x.after, Ref: x.ref, Subject: name, AmountFen: int64(x.amount), Path: x.path, Sides: x.sides})
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "drawing." + x.kind, Case: x.id, CaseVersion: x.version, Person: who.Person, Party: who.Party, Before: string(x.before), After: string(x.after), Parties: x.parties, Fields: x.fields,
	})
	return err
}

// sweepBatch is how many a sweep reads at a time.
const sweepBatch = 100

// Sweep calls requests whose day has come, and lets lapse what nothing can come of
// any more. Calling it often is harmless.
func (s *Service) Sweep(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	if err := job.Apart(ctx, s.some(openRequests), s.follow); err != nil {
		return err
	}
	return job.Apart(ctx, s.some(openWaivers), s.lapseWaiver)
}

// some lists ids that a sweep looks at.
func (s *Service) some(list func(context.Context, db.Tx, string, int) ([]string, error)) func(context.Context, string) ([]string, error) {
	return func(ctx context.Context, after string) (ids []string, err error) {
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			ids, err = list(ctx, tx, after, sweepBatch)
			return err
		})
		return ids, err
	}
}

// follow does what time asks of one request.
func (s *Service) follow(ctx context.Context, id string) error {
	_, err := s.on(ctx, id, "drawing.lapse", func(ctx context.Context, tx db.Tx, r *Request, l *Loan) error {
		if l.DrawUntil != "" || !r.waits() {
			return s.call(ctx, tx, r)
		}
		r.Decided = s.Now()
		if err := s.take(ctx, tx, r, "lapse"); err != nil {
			return err
		}
		return s.tellBorrower(ctx, tx, r, "drawing.notice.lapsed")
	})
	return err
}
