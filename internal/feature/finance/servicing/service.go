package servicing

import (
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/lifecycle"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/ledger"
)

// Service is the only door: pages, API, jobs and the simulator come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Keeper   *flow.Keeper
	Audit    AuditLog
	Book     ledger.Book
	Parties  Parties
	Notices  Notices
	Months   Months
	Classes  Classes
	Events   Events
	Calendar *clock.Calendar
	Now      func() time.Time // the business clock
	NewID    func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is a contract as policies see it.
func resource(c *Contract) authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Contract", ID: c.ID}, Read: "servicing.read",
		Attrs: authz.Attrs{
			"credit": true, "state": string(c.State), "borrower": kernel.PartyRef(c.Borrower), "lender": kernel.PartyRef(c.Lender),
			"park": kernel.PartyRef(c.Park), "drafted_by": kernel.PersonRef(c.Agreement.DraftedBy),
		},
	}
}

// collection is what lists are asked about: everything that a party has here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Contracts", ID: party}, Attrs: authz.Attrs{
		"credit": true, "borrower": kernel.PartyRef(party), "lender": kernel.PartyRef(party), "park": kernel.PartyRef(party),
	}}
}

// on loads a contract and asks permission.
func (s *Service) on(ctx context.Context, tx db.Tx, id string, action authz.Action) (Contract, error) {
	c, err := loanbook.ByID(ctx, tx, id)
	if err != nil {
		return c, err
	}
	return c, s.Guard.Require(ctx, action, resource(&c))
}

// act is the shape of every use case: one transaction that loads, asks
// permission, changes and stores.
func (s *Service) act(ctx context.Context, id string, action authz.Action, do func(context.Context, db.Tx, *Contract) error) (c Contract, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if c, err = s.on(ctx, tx, id, action); err != nil {
			return err
		}
		if err := do(ctx, tx, &c); err != nil {
			return err
		}
		return loanbook.Update(ctx, tx, &c)
	})
	return c, err
}

// move takes a contract one step: the table, the turn, the evidence.
func (s *Service) move(ctx context.Context, tx db.Tx, c *Contract, name string, fields ...auditlog.Field) error {
	before := c.State
	to, err := lifecycle.After(before, name, c.DrawUntil != "")
	if err != nil {
		return err
	}
	c.State = to
	if err := s.enter(ctx, tx, c); err != nil {
		return err
	}
	return s.record(ctx, tx, c, name, before, fields...)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, c *Contract) error {
	short, err := s.Parties.Short(ctx, tx, c.Borrower)
	if err != nil {
		return err
	}
	amount, due, err := s.awaited(ctx, tx, c)
	if err != nil {
		return err
	}
	return s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: ContractMachine, ID: c.ID, State: c.State, Ref: c.Ref, Subject: short, AmountFen: int64(amount), Due: due,
		Path: "/contracts/" + c.ID, Sides: map[string]string{Borrower: c.Borrower, Lender: c.Lender},
	})
}

// awaited is the sum that the contract's turn is about, and until when: the
// next payment once the loan is paid out.
func (s *Service) awaited(ctx context.Context, tx db.Tx, c *Contract) (money.Fen, time.Time, error) {
	if !pays(c) {
		return c.Agreement.Terms.AmountFen, time.Time{}, nil
	}
	rows, err := s.rowsToday(ctx, tx, c)
	next, ok := View{Installments: rows}.Next()
	if err != nil || !ok {
		return 0, time.Time{}, err
	}
	day, err := clock.ParseDate(next.CollectOn)
	return next.OpenFen(), day.At(clock.EndOfDay, 0, s.Calendar.Zone()), err
}

// record writes the log entry of a step, with the state and the balance that
// Verify compares with the tables.
func (s *Service) record(ctx context.Context, tx db.Tx, c *Contract, what string, before flow.State, fields ...auditlog.Field) error {
	who := kernel.From(ctx)
	sum, err := loanbook.Fingerprint(ctx, tx, c)
	if err != nil {
		return err
	}
	fields = append([]auditlog.Field{{Name: "contract.state", Value: string(c.State)}, {Name: "contract.balance_fen", Value: fmt.Sprint(int64(c.BalanceFen))}, {Name: "contract.books", Value: sum}}, fields...)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "servicing." + what, Case: c.ID, CaseVersion: c.Version + 1, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(c.State), Parties: []string{c.Borrower, c.Lender}, Fields: fields,
	})
	return err
}

// publish tells of a contract's application; a loan that was taken over has none.
func (s *Service) publish(ctx context.Context, tx db.Tx, event string, c *Contract) error {
	if c.Application == "" {
		return nil
	}
	return s.Events.Publish(ctx, tx, event, kernel.LoanMoved{Contract: c.ID, Application: c.Application})
}

func field(name string, value any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(value)}
}

// Prepare makes the contract of an accepted offer, in the transaction that
// accepts it.
func (s *Service) Prepare(ctx context.Context, tx db.Tx, a kernel.Agreement) (string, error) {
	if a.Terms.Hash() != a.TermsHash {
		return "", fault.New(fault.Conflict, "servicing.terms_differ")
	}
	ref, err := id.Reference(ctx, tx, series, s.today().Year)
	if err != nil {
		return "", err
	}
	c := Contract{
		ID: s.NewID(), Ref: ref, Application: a.Application, Borrower: a.Borrower, Lender: a.Lender, Park: a.Park,
		State: Prepared, Version: 1, Agreement: a, TermsHash: a.TermsHash, Prepared: s.Now(), BalanceFen: 0,
	}
	text, err := loanbook.Paper(c, s.Calendar.Zone())
	if err != nil {
		return "", err
	}
	c.FileHash = loanbook.Digest(text)
	if err := loanbook.Insert(ctx, tx, c, string(text)); err != nil {
		return "", err
	}
	if err := s.enter(ctx, tx, &c); err != nil {
		return "", err
	}
	made := c
	made.Version = 0
	return c.ID, s.record(ctx, tx, &made, "prepare", "", field("terms_hash", c.TermsHash), field("file_hash", c.FileHash))
}

// signing checks that the actor has confirmed for exactly this file.
func signing(ctx context.Context, c *Contract) error {
	if kernel.From(ctx).StepUpFor != "sign:"+c.FileHash {
		return fault.New(fault.StepUp, "fault.step_up")
	}
	return nil
}

// SignBorrower is the enterprise's signature.
func (s *Service) SignBorrower(ctx context.Context, id string) (Contract, error) {
	return s.act(ctx, id, "servicing.sign_borrower", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if err := signing(ctx, c); err != nil {
			return err
		}
		c.ByBorrower = Signature{By: kernel.From(ctx).Person, At: s.Now()}
		if err := s.move(ctx, tx, c, "sign_borrower", field("file_hash", c.FileHash)); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, c.Lender, kernel.Approver, "servicing.notice.countersign", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref})
	})
}

// SignLender is the lender's signature; with it the contract is effective.
func (s *Service) SignLender(ctx context.Context, id string) (Contract, error) {
	return s.act(ctx, id, "servicing.sign_lender", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if err := signing(ctx, c); err != nil {
			return err
		}
		c.ByLender = Signature{By: kernel.From(ctx).Person, At: s.Now()}
		if err := s.move(ctx, tx, c, "sign_lender", field("file_hash", c.FileHash)); err != nil {
			return err
		}
		if err := s.Notices.Tell(ctx, tx, c.Borrower, kernel.Owner, "servicing.notice.effective", "/contracts/"+c.ID, c.ID, map[string]any{"ref": c.Ref}); err != nil {
			return err
		}
		return s.publish(ctx, tx, kernel.EventContractEffective, c)
	})
}

// StepBack ends a contract before both have signed, as its borrower wishes.
func (s *Service) StepBack(ctx context.Context, id string) (Contract, error) {
	return s.act(ctx, id, "servicing.cancel", func(ctx context.Context, tx db.Tx, c *Contract) error {
		if err := s.cancel(ctx, tx, c, "borrower stepped back"); err != nil {
			return err
		}
		return s.publish(ctx, tx, kernel.EventContractCancelled, c)
	})
}

// Cancel ends a contract as part of a larger act: its application was taken
// back in the same transaction.
func (s *Service) Cancel(ctx context.Context, tx db.Tx, id, reason string) error {
	c, err := loanbook.ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.cancel(ctx, tx, &c, reason); err != nil {
		return err
	}
	return loanbook.Update(ctx, tx, &c)
}

// cancel frees the capacity that was set aside for the contract.
func (s *Service) cancel(ctx context.Context, tx db.Tx, c *Contract, reason string) error {
	if err := s.move(ctx, tx, c, "cancel", field("reason", reason)); err != nil {
		return err
	}
	return s.Release(ctx, tx, c.Lender, c.Agreement.Offer, c.Agreement.Terms.AmountFen)
}
