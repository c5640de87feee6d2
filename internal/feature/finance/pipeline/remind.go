package pipeline

// A reminder to whoever is late: a notice to the role whose move it is, at most
// once a day for a case, written down in the log.

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Reminder is one reminder that was sent.
type Reminder struct {
	ID      string      `json:"id"`
	Machine string      `json:"machine"`
	Case    string      `json:"case"`
	On      string      `json:"on"`
	Clock   string      `json:"clock"`
	Party   string      `json:"party"`
	Role    kernel.Role `json:"role"`
	By      string      `json:"by"`
	Sent    time.Time   `json:"sent"`
}

// Remind sends whoever is late a notice about a case whose clock runs out today
// or is over.
func (s *Service) Remind(ctx context.Context, machine, id string) (r Reminder, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		desk, err := s.desk(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "pipeline.remind", desk); err != nil {
			return err
		}
		t, err := s.pressing(ctx, tx, machine, id)
		if err != nil {
			return err
		}
		who := kernel.From(ctx)
		r = Reminder{ID: s.NewID(), Machine: machine, Case: id, On: s.today().String(), Clock: t.Clock, Party: t.Party, Role: kernel.Role(t.Role), By: who.Person, Sent: s.Now()}
		if err := insertReminder(ctx, tx, r); err != nil {
			return err
		}
		key := "pipeline.notice.today"
		if s.Now().After(t.Due) {
			key = "pipeline.notice.late"
		}
		if err := s.Notices.Tell(ctx, tx, t.Party, r.Role, key, t.Path, id, map[string]any{"ref": t.Ref}); err != nil {
			return err
		}
		_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
			Kind: "pipeline.reminder.send", Case: r.ID, CaseVersion: 1, Person: who.Person, Party: who.Party, Parties: []string{who.Party, t.Party}, Fields: r.facts(),
		})
		return err
	})
	return r, err
}

// pressing is the turn of a case that somebody else is late with. What is held
// is not told to be late, not by a refusal either.
func (s *Service) pressing(ctx context.Context, tx db.Tx, machine, id string) (flow.Turn, error) {
	all, err := s.Keeper.Pressing(ctx, tx, s.tomorrow(), deskLength)
	if err != nil {
		return flow.Turn{}, err
	}
	i := slices.IndexFunc(all, func(t flow.Turn) bool { return t.Machine == machine && t.Case == id })
	if i < 0 || all[i].Party == kernel.From(ctx).Party {
		return flow.Turn{}, fault.New(fault.WrongTurn, "pipeline.remind.not_due")
	}
	return all[i], nil
}

// facts are what the log says of a reminder, and what its row must agree with.
func (r Reminder) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "reminder.of", Value: r.Machine + " " + r.Case + " " + r.Clock}, {Name: "reminder.to", Value: r.Party + " " + string(r.Role)},
		{Name: "reminder.sent", Value: r.On + " " + strconv.FormatInt(db.Micros(r.Sent), 10) + " " + r.By},
	}
}
