package intake

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
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API and the simulator come this way.
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

// series begins every reference number of a batch.
const series = "KG-I"

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// resource is a batch as policies see it.
func resource(b *Batch) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Batch", ID: b.ID}, Read: "intake.read", Attrs: authz.Attrs{
		"credit": true, "state": string(b.State), "lender": kernel.PartyRef(b.Lender), "made_by": kernel.PersonRef(b.MadeBy),
	}}
}

// collection is what lists and uploads are asked about: all that a lender has
// here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Batches", ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party)}}
}

// on loads a batch and asks permission.
func (s *Service) on(ctx context.Context, tx db.Tx, id string, action authz.Action) (Batch, error) {
	b, err := batchByID(ctx, tx, id)
	if err != nil {
		return b, err
	}
	return b, s.Guard.Require(ctx, action, resource(&b))
}

// act is the shape of every use case on a batch: one transaction that loads,
// asks permission and does.
func (s *Service) act(ctx context.Context, id string, action authz.Action, do func(context.Context, db.Tx, *Batch) error) (b Batch, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, err := s.on(ctx, tx, id, action)
		b = found
		if err != nil {
			return err
		}
		return do(ctx, tx, &b)
	})
	return b, err
}

// advance takes a batch one step and stores it: the table, the turn, the
// evidence.
func (s *Service) advance(ctx context.Context, tx db.Tx, b *Batch, move string, fields ...auditlog.Field) error {
	before := b.State
	after, err := BatchMachine.Take(before, move)
	if err != nil {
		return err
	}
	b.State = after
	if err := updateBatch(ctx, tx, b); err != nil {
		return err
	}
	if err := s.enter(ctx, tx, b); err != nil {
		return err
	}
	return s.record(ctx, tx, b, move, before, fields...)
}

func (s *Service) enter(ctx context.Context, tx db.Tx, b *Batch) error {
	return s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: BatchMachine, ID: b.ID, State: b.State, Ref: b.Ref, Subject: i18n.Text{Zh: b.FileName, En: b.FileName}, AmountFen: int64(b.Report.SumFen),
		Path: "/intake/" + b.ID, Sides: map[string]string{Lender: b.Lender},
	})
}

// record writes the log entry of a step with the fingerprint that is compared
// with the tables.
func (s *Service) record(ctx context.Context, tx db.Tx, b *Batch, what string, before flow.State, fields ...auditlog.Field) error {
	who := kernel.From(ctx)
	facts, err := factsOf(ctx, tx, b.ID)
	if err != nil {
		return err
	}
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "intake." + what, Case: b.ID, CaseVersion: b.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(b.State), Parties: []string{b.Lender}, Fields: append(facts, fields...),
	})
	return err
}

func field(name string, value any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(value)}
}

func wrong(name, key string, args fault.Args) error { return fault.Wrong(name, key, args) }

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
