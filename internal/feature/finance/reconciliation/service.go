package reconciliation

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages and operations come this way.
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

// series begins every reference number of a reconciliation.
const series = "KG-D"

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Calendar.Zone()) }

// on is the shape of every use case on a reconciliation: one transaction that
// loads, asks permission, looks whether the table allows the move, and does it.
func (s *Service) on(ctx context.Context, id, move string, act func(context.Context, db.Tx, *Reconciliation) error) (r Reconciliation, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, err := byID(ctx, tx, id)
		if err != nil {
			return err
		}
		r = found
		if err := s.Guard.Require(ctx, "reconciliation.read", r.resource()); err != nil {
			return err
		}
		if err := second(ctx, move, &r); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, authz.Action("reconciliation."+move), r.resource()); err != nil {
			return err
		}
		if _, err := Machine.Take(r.State, move); err != nil {
			return err
		}
		return act(ctx, tx, &r)
	})
	return r, err
}

// second says to whoever would confirm the own work that another person does; the
// policies forbid it too.
func second(ctx context.Context, move string, r *Reconciliation) error {
	if move != "confirm" && move != "return" {
		return nil
	}
	own := kernel.PersonRef(kernel.From(ctx).Person)
	for _, hand := range r.hands() {
		if hand == own {
			return fault.New(fault.Denied, "reconciliation.own")
		}
	}
	return nil
}

// take moves a reconciliation: the table first, then the row, the turn and the
// evidence.
func (s *Service) take(ctx context.Context, tx db.Tx, r *Reconciliation, move string, fields ...auditlog.Field) (err error) {
	before := r.State
	if r.State, err = Machine.Take(before, move); err != nil {
		return err
	}
	r.Hash = r.seal()
	if err := update(ctx, tx, r); err != nil {
		return err
	}
	return s.entered(ctx, tx, r, move, before, fields...)
}

// entered says whose turn it is now, and leaves the evidence. Nobody but the lender
// reads it.
func (s *Service) entered(ctx context.Context, tx db.Tx, r *Reconciliation, move string, before flow.State, fields ...auditlog.Field) error {
	period := r.FromOn + " – " + r.ToOn
	err := s.Keeper.Enter(ctx, tx, flow.Case{
		Machine: Machine, ID: r.ID, State: r.State, Ref: r.Ref, Subject: i18n.Text{Zh: period, En: period}, Path: "/reconciliations/" + r.ID, Sides: map[string]string{Lender: r.Lender},
	})
	if err != nil {
		return err
	}
	own, err := facts(ctx, tx, r.ID)
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "reconciliation." + move, Case: r.ID, CaseVersion: r.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(r.State), Parties: []string{r.Lender}, Fields: append(own, fields...),
	})
	return err
}

// again matches with the books as they are now, and reports whether anything came
// out otherwise than what was shown.
func (s *Service) again(ctx context.Context, tx db.Tx, r *Reconciliation) (changed bool, err error) {
	report, err := s.work(ctx, tx, r)
	if err != nil {
		return false, err
	}
	old := r.Hash
	r.Report = report
	r.Changed = r.seal() != old
	return r.Changed, nil
}

// Match holds the statement against the books as they are now.
func (s *Service) Match(ctx context.Context, id string) (Reconciliation, error) {
	return s.on(ctx, id, "match", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		if _, err := s.again(ctx, tx, r); err != nil {
			return err
		}
		r.Changed = false // whoever matches again looks at what comes out
		return s.take(ctx, tx, r, "match", field("differences", len(r.Report.Differences)))
	})
}

// maxText bounds an explanation, and a reason, in characters.
const maxText = 300

// Explain is the input of an explanation.
type Explain struct {
	Item   string `json:"item" form:"item" doc:"Key of the difference"`
	Digest string `json:"digest" form:"digest" doc:"Of the difference as it was shown"`
	Text   string `json:"text" form:"text" doc:"Why the two differ, and when that ends; the second person reads it"`
}

func (in *Explain) check() error {
	in.Text = strings.TrimSpace(in.Text)
	var k fault.Check
	k.That(in.Text != "", "text", "reconciliation.explain.empty")
	k.That(utf8.RuneCountInString(in.Text) <= maxText, "text", "reconciliation.explain.long", fault.Args{"most": maxText})
	return k.Err()
}

// Explain keeps what an officer says of one difference.
func (s *Service) Explain(ctx context.Context, id string, in Explain) (Reconciliation, error) {
	if err := in.check(); err != nil {
		return Reconciliation{}, err
	}
	return s.on(ctx, id, "explain", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		for _, d := range r.Report.Differences {
			if d.Key != in.Item || d.Digest != in.Digest {
				continue
			}
			n := Note{Item: d.Key, Digest: d.Digest, Text: in.Text, By: kernel.From(ctx).Person, Made: s.Now()}
			if err := keep(ctx, tx, r, n); err != nil {
				return err
			}
			return s.take(ctx, tx, r, "explain", field("item", d.Key), field("text", in.Text))
		}
		return fault.New(fault.Conflict, "reconciliation.gone")
	})
}

// Send hands a reconciliation whose differences are all explained to the second
// person. Where the books have moved in between, it stays with what comes out now.
func (s *Service) Send(ctx context.Context, id string) (Reconciliation, error) {
	return s.on(ctx, id, "send", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		changed, err := s.again(ctx, tx, r)
		switch left := r.unexplained(); {
		case err != nil:
			return err
		case changed:
			return s.take(ctx, tx, r, "match", field("differences", len(r.Report.Differences)))
		case len(r.Report.Differences) == 0:
			return fault.New(fault.WrongTurn, "reconciliation.nothing_left")
		case left > 0:
			return fault.New(fault.WrongTurn, "reconciliation.unexplained", fault.Args{"n": left})
		}
		r.SentBy, r.Sent, r.Reason = kernel.From(ctx).Person, s.Now(), ""
		if err := s.take(ctx, tx, r, "send", field("hash", r.Hash), field("differences", len(r.Report.Differences))); err != nil {
			return err
		}
		return s.Notices.Tell(ctx, tx, r.Lender, kernel.Approver, "reconciliation.notice.sent", "/reconciliations/"+r.ID, r.ID, fault.Args{"ref": r.Ref, "from": r.FromOn, "to": r.ToOn})
	})
}

// Agree closes a period in which nothing differs.
func (s *Service) Agree(ctx context.Context, id string) (Reconciliation, error) {
	return s.on(ctx, id, "agree", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		changed, err := s.again(ctx, tx, r)
		switch left := len(r.Report.Differences); {
		case err != nil:
			return err
		case changed:
			return s.take(ctx, tx, r, "match", field("differences", left))
		case left > 0:
			return fault.New(fault.WrongTurn, "reconciliation.left", fault.Args{"n": left})
		}
		return s.close(ctx, tx, r, "agree")
	})
}

// Confirm is the second person's: the period is agreed with the explanations as
// they stand. Where the books have moved in between, it goes back.
func (s *Service) Confirm(ctx context.Context, id string) (Reconciliation, error) {
	return s.on(ctx, id, "confirm", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		if !kernel.From(ctx).ConfirmedFor(r.purpose()) {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		changed, err := s.again(ctx, tx, r)
		if err != nil {
			return err
		}
		if changed {
			if err := s.take(ctx, tx, r, "differ", field("differences", len(r.Report.Differences))); err != nil {
				return err
			}
			return s.tell(ctx, tx, r, "reconciliation.notice.changed", nil)
		}
		if err := s.close(ctx, tx, r, "confirm"); err != nil {
			return err
		}
		return s.tell(ctx, tx, r, "reconciliation.notice.confirmed", nil)
	})
}

// close agrees a period, unless another statement has it.
func (s *Service) close(ctx context.Context, tx db.Tx, r *Reconciliation, move string) error {
	if err := s.free(ctx, tx, r.Lender, r.FromOn, r.ToOn, r.ID); err != nil {
		return err
	}
	r.DecidedBy, r.Decided = kernel.From(ctx).Person, s.Now()
	return s.take(ctx, tx, r, move, field("hash", r.Hash), field("differences", len(r.Report.Differences)))
}

// free refuses a period that overlaps one that is agreed.
func (s *Service) free(ctx context.Context, tx db.Tx, lender, from, to, except string) error {
	other, found, err := agreedWithin(ctx, tx, lender, from, to, except)
	if err == nil && found {
		err = fault.Wrong("from_on", "reconciliation.overlaps", fault.Args{"ref": other.Ref, "from": other.FromOn, "to": other.ToOn})
	}
	return err
}

// tell tells those who reconcile what became of it.
func (s *Service) tell(ctx context.Context, tx db.Tx, r *Reconciliation, key string, more fault.Args) error {
	args := fault.Args{"ref": r.Ref, "from": r.FromOn, "to": r.ToOn}
	for name, v := range more {
		args[name] = v
	}
	return s.Notices.Tell(ctx, tx, r.Lender, kernel.PostLoan, key, "/reconciliations/"+r.ID, r.ID, args)
}

// Return is why the second person sends a reconciliation back.
type Return struct {
	Reason string `json:"reason" form:"reason" doc:"Whoever reconciles reads it"`
}

// Return sends a reconciliation back.
func (s *Service) Return(ctx context.Context, id string, in Return) (Reconciliation, error) {
	return s.on(ctx, id, "return", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		in.Reason = strings.TrimSpace(in.Reason)
		var k fault.Check
		k.That(in.Reason != "" && utf8.RuneCountInString(in.Reason) <= maxText, "reason", "reconciliation.return.reason", fault.Args{"most": maxText})
		if err := k.Err(); err != nil {
			return err
		}
		r.Reason = in.Reason
		if err := s.take(ctx, tx, r, "return", field("reason", in.Reason)); err != nil {
			return err
		}
		return s.tell(ctx, tx, r, "reconciliation.notice.returned", fault.Args{"reason": in.Reason})
	})
}

// Discard ends a reconciliation that nobody wants any more.
func (s *Service) Discard(ctx context.Context, id string) (Reconciliation, error) {
	return s.on(ctx, id, "discard", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		r.DecidedBy, r.Decided = kernel.From(ctx).Person, s.Now()
		return s.take(ctx, tx, r, "discard")
	})
}

// Reopen takes up an agreed period whose books have changed since.
func (s *Service) Reopen(ctx context.Context, id string) (Reconciliation, error) {
	return s.on(ctx, id, "reopen", func(ctx context.Context, tx db.Tx, r *Reconciliation) error {
		since, err := s.since(ctx, tx, r)
		if err != nil {
			return err
		}
		if since.None() {
			return fault.New(fault.WrongTurn, "reconciliation.unchanged")
		}
		r.State = Open // what other agreed periods have met is met no more
		_, err = s.again(ctx, tx, r)
		r.State, r.Changed = Agreed, false
		if err != nil {
			return err
		}
		r.DecidedBy, r.Decided, r.SentBy, r.Sent = "", time.Time{}, "", time.Time{}
		return s.take(ctx, tx, r, "reopen", field("differences", len(r.Report.Differences)))
	})
}

func field(name string, value any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(value)}
}
