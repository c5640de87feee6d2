package letter

// Items that are due become letters: one for each person and channel, so that a
// busy minute, or a loop, comes as one letter and not as a hundred.

import (
	"context"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/job"
)

// Letter is one message to one address.
type Letter struct {
	ID        string
	Channel   Channel
	State     State
	WrittenAt time.Time // by the business clock
	MadeAt    time.Time // by the machine's
	Tries     int64
	Error     string

	person  string
	address string
	kind    letterKind
	leased  int64
	endedAt time.Time
}

// State is how far a letter is.
type State string

// The states of letters.
const (
	Ready State = "ready"
	Sent  State = "sent"
	Dead  State = "dead"
	Void  State = "void"
)

// letterKind is why a letter is written.
type letterKind string

const (
	toldLetter    letterKind = "told"    // what happened and what waits
	codeLetter    letterKind = "code"    // the code of an address
	changedLetter letterKind = "changed" // an address is not used any more
)

const (
	linesMost = 50                  // items that one letter gathers
	groupsMax = 200                 // people and channels looked at in one round
	kept      = 90 * 24 * time.Hour // how long letters that ended are kept
)

// hourly is how many letters one person gets on a channel within an hour. What is
// more waits, and comes together.
var hourly = map[Channel]int64{Mail: 6, SMS: 3, Chat: 6}

// Gather writes letters for what is due. Calling it often is harmless.
func (s *Service) Gather(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	next := func(ctx context.Context, after string) (groups []string, err error) {
		if after != "" {
			return nil, nil
		}
		err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			groups, err = db.All(ctx, tx, func(scan db.Scan) (string, error) {
				var person, channel string
				err := scan(&person, &channel)
				return person + " " + channel, err
			}, `SELECT DISTINCT person_id, channel FROM letter_item WHERE letter_id = '' AND due_us <= $1 ORDER BY person_id, channel LIMIT $2`, db.Micros(s.Now()), groupsMax)
			return err
		})
		return groups, err
	}
	return job.Apart(ctx, next, func(ctx context.Context, group string) error {
		person, channel, _ := strings.Cut(group, " ")
		return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return s.gather(ctx, tx, person, Channel(channel)) })
	})
}

func (s *Service) gather(ctx context.Context, tx db.Tx, person string, c Channel) error {
	a, err := addressOf(ctx, tx, person, c, Confirmed)
	if err != nil {
		return err
	}
	if a.ID == "" {
		_, err := tx.Exec(ctx, `DELETE FROM letter_item WHERE person_id = $1 AND channel = $2 AND letter_id = ''`, person, c)
		return err
	}
	if s.quiet(c, s.Now()) {
		return nil
	}
	n, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM letter_letter WHERE person_id = $1 AND channel = $2 AND kind = 'told' AND made_us > $3`,
		person, c, db.Micros(s.System().Add(-time.Hour)))
	if err != nil || n >= hourly[c] {
		return err
	}
	id, err := s.writeAs(ctx, tx, a, toldLetter)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		UPDATE letter_item SET letter_id = $1 WHERE id IN (
			SELECT id FROM letter_item WHERE person_id = $2 AND channel = $3 AND letter_id = '' AND due_us <= $4 ORDER BY id LIMIT $5)`,
		id, person, c, db.Micros(s.Now()), linesMost)
	return err
}

// write puts a letter into the outbox, in the caller's transaction.
func (s *Service) write(ctx context.Context, tx db.Tx, a Address, kind letterKind) error {
	_, err := s.writeAs(ctx, tx, a, kind)
	return err
}

func (s *Service) writeAs(ctx context.Context, tx db.Tx, a Address, kind letterKind) (string, error) {
	id, now := s.NewID(), db.Micros(s.System())
	_, err := tx.Exec(ctx, `INSERT INTO letter_letter (`+letterColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, '')`,
		id, a.person, a.Channel, a.ID, kind, Ready, db.Micros(s.Now()), now, now)
	return id, err
}

// Forget removes letters that ended long ago, with their items.
func (s *Service) Forget(ctx context.Context) error {
	before := db.Micros(s.System().Add(-kept))
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `
			DELETE FROM letter_item WHERE letter_id IN (SELECT id FROM letter_letter WHERE ended_us > 0 AND ended_us < $1)`, before)
		if err == nil {
			_, err = tx.Exec(ctx, `DELETE FROM letter_letter WHERE ended_us > 0 AND ended_us < $1`, before)
		}
		return err
	})
}
