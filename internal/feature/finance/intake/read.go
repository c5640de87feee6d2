package intake

// The read side: a lender's batches, one batch with its report.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// timelineLength bounds a timeline, listLength a list.
const (
	timelineLength = 100
	listLength     = 200
)

// View is a batch with what its reader may do.
type View struct {
	Batch  Batch                `json:"batch"`
	Moves  []string             `json:"moves"`
	Events []auditlog.Item      `json:"-"`
	People map[string]i18n.Text `json:"-"`
}

// List is what a lender brought, and what borrowers object to.
type List struct {
	Batches    []Batch              `json:"batches"`
	Objections []Objection          `json:"objections"`
	MayUpload  bool                 `json:"may_upload"`
	People     map[string]i18n.Text `json:"-"`
	Refs       map[string]string    `json:"-"` // of the contracts that are objected to
}

// View shows one batch to its lender.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Batch, err = s.on(ctx, tx, id, "intake.read"); err != nil {
			return err
		}
		v.Moves = s.moves(ctx, &v.Batch)
		if v.Events, err = s.Audit.Case(ctx, tx, id, kernel.From(ctx).Party, timelineLength); err != nil {
			return err
		}
		ids := []string{v.Batch.MadeBy, v.Batch.DecidedBy}
		for _, e := range v.Events {
			ids = append(ids, e.Person)
		}
		v.People, err = s.Parties.People(ctx, tx, ids)
		return err
	})
	return v, err
}

// moves lists what the actor may do now; approving is asked as if the actor had
// confirmed, because the button leads through the confirmation.
func (s *Service) moves(ctx context.Context, b *Batch) []string {
	return kernel.Moves(ctx, s.Guard, Name, BatchMachine, b.State, resource(b))
}

// List shows what the actor's bank brought.
func (s *Service) List(ctx context.Context) (l List, err error) {
	party := kernel.From(ctx).Party
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "intake.list", collection(party)); err != nil {
			return err
		}
		l.MayUpload = s.Guard.Allowed(ctx, "intake.upload", collection(party))
		if l.Batches, err = batchesOf(ctx, tx, party, listLength); err != nil {
			return err
		}
		if l.Objections, err = objectionsOf(ctx, tx, party, listLength); err != nil {
			return err
		}
		var ids []string
		l.Refs = map[string]string{}
		for _, o := range l.Objections {
			loan, err := s.Loans.Loan(ctx, tx, o.Contract)
			if err != nil {
				return err
			}
			l.Refs[o.Contract] = loan.Ref
			ids = append(ids, o.MadeBy)
		}
		for _, b := range l.Batches {
			ids = append(ids, b.MadeBy)
		}
		l.People, err = s.Parties.People(ctx, tx, ids)
		return err
	})
	return l, err
}

// todo is what to do about what is wrong. What a door says of itself is mended in
// its line.
func todo(ctx context.Context, key string, args i18n.Args) string {
	if own, ok := strings.CutPrefix(key, Name+"."); ok {
		return i18n.T(ctx, "intake.todo."+own, args)
	}
	return i18n.T(ctx, "intake.todo")
}
