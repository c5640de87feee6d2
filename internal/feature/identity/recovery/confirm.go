package recovery

// Confirming that the person asked, and stopping it.

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Confirm is somebody's word that the person asked. Seen is the paper that the
// park looked at; colleagues leave it empty.
type Confirm struct {
	Request string `json:"-" form:"-"`
	Seen    string `json:"seen,omitempty" form:"seen"`
}

const maxSeen = 200 // characters

// Confirm gives one's word for a request. With the last one that is needed a
// working day begins. Who confirms has confirmed freshly that it is them, for
// this very request.
func (s *Service) Confirm(ctx context.Context, in Confirm) (r Request, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, c, err := s.on(ctx, tx, in.Request, "recovery.confirm")
		if err != nil {
			return err
		}
		r = found
		who := kernel.From(ctx)
		if who.StepUpFor != r.Purpose() {
			return fault.New(fault.StepUp, "fault.step_up")
		}
		word := Confirmation{ID: s.NewID(), Request: r.ID, Person: who.Person, Party: who.Party, Seen: strings.TrimSpace(in.Seen), At: s.Now()}
		given, err := confirmationsOf(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		if err := mayConfirm(r, c, word, given); err != nil {
			return err
		}
		if who.Party == r.Party {
			word.Seen = ""
		}
		return s.give(ctx, tx, &r, c, word, given)
	})
	return r, err
}

// mayConfirm judges what no policy knows: time, and papers.
func mayConfirm(r Request, c circle, word Confirmation, given []Confirmation) error {
	foreign := word.Party != r.Party
	switch {
	case r.State != AskedFor:
		return fault.New(fault.WrongTurn, "recovery.over")
	case slices.ContainsFunc(given, func(x Confirmation) bool { return x.Person == word.Person }):
		return fault.New(fault.WrongTurn, "recovery.confirmed.already")
	case !foreign && !slices.Contains(c.colleagues, word.Person), foreign && !slices.Contains(c.park, word.Person):
		return fault.New(fault.WrongTurn, "recovery.confirm.unfit")
	}
	var check fault.Check
	check.That(!foreign || word.Seen != "", "seen", "recovery.seen.missing")
	check.That(utf8.RuneCountInString(word.Seen) <= maxSeen, "seen", "recovery.text.long", fault.Args{"limit": maxSeen})
	return check.Err()
}

// give stores a confirmation and, when nobody is missing any more, begins the
// working day. Everybody concerned is told.
func (s *Service) give(ctx context.Context, tx db.Tx, r *Request, c circle, word Confirmation, given []Confirmation) error {
	if err := insertConfirmation(ctx, tx, word); err != nil {
		return err
	}
	colleagues, park, _ := c.count(*r, append(given, word))
	wantColleagues, wantPark := c.needs()
	what, notice := "confirm", "recovery.notice.confirmed"
	if colleagues >= wantColleagues && park >= wantPark {
		what, notice = "enough", "recovery.notice.waiting"
		r.ReadyAt, _ = s.Calendar.Deadline(s.Now(), wait)
		r.EndsAt, _ = s.Calendar.Deadline(s.Now(), wait+unused)
	}
	if err := s.move(ctx, tx, r, what); err != nil {
		return err
	}
	if err := s.recordWord(ctx, tx, *r, word); err != nil {
		return err
	}
	return s.tellAll(ctx, tx, *r, c, notice)
}

// recordWord writes the confirmation down as an entry of its own.
func (s *Service) recordWord(ctx context.Context, tx db.Tx, r Request, word Confirmation) error {
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "recovery.word", Case: word.ID, CaseVersion: 1, Person: word.Person, Party: word.Party,
		Parties: []string{r.Party}, Fields: []auditlog.Field{{Name: "recovery.word", Value: word.word()}}})
	return err
}

// Stop ends a request: the person and every member of the person's organisations
// may, until the new password is set.
func (s *Service) Stop(ctx context.Context, id string) (r Request, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, c, err := s.on(ctx, tx, id, "recovery.stop")
		if err != nil {
			return err
		}
		r = found
		if err := s.move(ctx, tx, &r, "stop"); err != nil {
			return err
		}
		return s.tellAll(ctx, tx, r, c, "recovery.notice.stopped")
	})
	return r, err
}
