package intake

// A batch is accepted, approved, booked, refused or discarded: always as a
// whole.

import (
	"context"
	"errors"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Accept hands loans to a second person as the report has them.
func (s *Service) Accept(ctx context.Context, id string) (Batch, error) {
	return s.act(ctx, id, "intake.accept", func(ctx context.Context, tx db.Tx, b *Batch) error {
		if _, err := BatchMachine.Take(b.State, "accept"); err != nil {
			return err
		}
		again, err := s.rehearse(ctx, tx, b)
		if err != nil {
			return err
		}
		if same, err := s.same(b, again); err != nil || !same {
			return errors.Join(err, s.differ(ctx, tx, b, again))
		}
		b.Changed = false
		if err := s.advance(ctx, tx, b, "accept", field("hash", b.Hash)); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, b.Lender, kernel.Approver, "intake.notice.accepted", "/intake/"+b.ID, b.ID, fault.Args{"ref": b.Ref, "n": len(b.Report.Lines)})
	})
}

// Approve is the second person's: the loans stand from here. Where a line comes
// out otherwise than the report said, nothing is booked and the new report
// stands.
func (s *Service) Approve(ctx context.Context, id string) (Batch, error) {
	return s.book(ctx, id, "approve", func(ctx context.Context, b *Batch) error { return sure(ctx, "approve:"+b.Hash) })
}

// Book books repayments as the report has them, or nothing.
func (s *Service) Book(ctx context.Context, id string) (Batch, error) {
	return s.book(ctx, id, "book", func(context.Context, *Batch) error { return nil })
}

func (s *Service) book(ctx context.Context, id, move string, check func(context.Context, *Batch) error) (Batch, error) {
	return s.act(ctx, id, authz.Action("intake."+move), func(ctx context.Context, tx db.Tx, b *Batch) error {
		if _, err := BatchMachine.Take(b.State, move); err != nil {
			return err
		}
		if err := check(ctx, b); err != nil {
			return err
		}
		var again Report
		same := false
		err := tx.Attempt(ctx, func(ctx context.Context) (_ bool, err error) {
			if again, err = s.work(ctx, tx, b); err != nil {
				return false, err
			}
			same, err = s.same(b, again)
			return same, err
		})
		if err != nil {
			return err
		}
		if !same {
			return s.differ(ctx, tx, b, again)
		}
		b.Report, b.Changed, b.DecidedBy, b.Decided = again, false, kernel.From(ctx).Person, s.Now()
		return s.advance(ctx, tx, b, move, field("hash", b.Hash), field("lines", len(again.Lines)), field("amount_fen", int64(again.SumFen)))
	})
}

// same reports whether a new report says what the batch's own does.
func (s *Service) same(b *Batch, again Report) (bool, error) {
	other := *b
	other.Report = again
	sum, err := other.hash()
	return sum == b.Hash && again.sound(), err
}

// differ puts the new report in the place of the one that was accepted.
func (s *Service) differ(ctx context.Context, tx db.Tx, b *Batch, again Report) (err error) {
	b.Report, b.Changed = again, true
	if b.Hash, err = b.hash(); err != nil {
		return err
	}
	move := "differ"
	switch {
	case !again.sound():
		move = "fail"
	case b.Kind == Receipts:
		move = "differ_receipts"
	}
	if err := s.advance(ctx, tx, b, move, field("problems", len(again.Problems)+again.More)); err != nil {
		return err
	}
	if b.MadeBy == kernel.From(ctx).Person {
		return nil
	}
	return s.Notices.Tell(ctx, tx, b.Lender, kernel.PostLoan, "intake.notice.changed", "/intake/"+b.ID, b.ID, fault.Args{"ref": b.Ref})
}

// maxReason bounds a sentence to another person.
const maxReason = 300

// Refusal is why an approver refuses a batch.
type Refusal struct {
	Reason string `json:"reason" form:"reason" doc:"The uploader reads it"`
}

// Refuse ends a batch of loans; the uploader reads why.
func (s *Service) Refuse(ctx context.Context, id string, in Refusal) (Batch, error) {
	return s.act(ctx, id, "intake.refuse", func(ctx context.Context, tx db.Tx, b *Batch) error {
		if _, err := BatchMachine.Take(b.State, "refuse"); err != nil {
			return err
		}
		in.Reason = strings.TrimSpace(in.Reason)
		if in.Reason == "" || len(in.Reason) > maxReason {
			return wrong("reason", "intake.refuse.reason", fault.Args{"most": maxReason})
		}
		b.Reason = in.Reason
		if err := s.end(ctx, tx, b, "refuse", field("reason", in.Reason)); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, b.Lender, kernel.PostLoan, "intake.notice.refused", "/intake/"+b.ID, b.ID, fault.Args{"ref": b.Ref, "reason": in.Reason})
	})
}

// Discard ends a batch that nobody wants any more.
func (s *Service) Discard(ctx context.Context, id string) (Batch, error) {
	return s.act(ctx, id, "intake.discard", func(ctx context.Context, tx db.Tx, b *Batch) error {
		return s.end(ctx, tx, b, "discard")
	})
}

func (s *Service) end(ctx context.Context, tx db.Tx, b *Batch, move string, fields ...auditlog.Field) error {
	b.DecidedBy, b.Decided = kernel.From(ctx).Person, s.Now()
	return s.advance(ctx, tx, b, move, fields...)
}
