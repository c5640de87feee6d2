package conversation

import (
	"context"
	"embed"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the migrations and locales of this package.
//
//go:embed migrations locales
var Files embed.FS

// Name is the prefix of this package's tables and message keys.
const Name = "conversation"

// MaxText is the greatest length of a message, in characters.
const MaxText = 2000

const (
	maxAudience = 50
	maxList     = 200 // messages that one page shows
)

// Store keeps conversations. It holds nothing in memory.
type Store struct {
	NewID func() string    // ids that grow with time
	Now   func() time.Time // the business clock
}

// Message is one thing that was said.
type Message struct {
	ID       string // made by Say
	Case     string
	Author   string // person id, "" for the program
	Party    string // for whom the author spoke
	Text     string
	Audience []string  // parties that may read it, ascending
	At       time.Time // made by Say
}

// Say adds a message to a case. A text that is empty or too long is Invalid,
// with the message on field "text".
func (s Store) Say(ctx context.Context, tx db.Tx, m Message) (Message, error) {
	m.Text = strings.TrimSpace(strings.ToValidUTF8(m.Text, ""))
	m.Audience = audience(m)
	if m.Case == "" || m.Party == "" || len(m.Audience) > maxAudience {
		return Message{}, errors.New("conversation: a message needs a case, a party and a bounded audience")
	}
	var c fault.Check
	c.That(m.Text != "", "text", "conversation.text.empty")
	c.That(utf8.RuneCountInString(m.Text) <= MaxText, "text", "conversation.text.long", fault.Args{"max": MaxText})
	if err := c.Err(); err != nil {
		return Message{}, err
	}
	m.ID, m.At = s.NewID(), s.Now().UTC().Truncate(time.Microsecond)
	return m, insertMessage(ctx, tx, m)
}

func audience(m Message) []string {
	all := append(slices.Clone(m.Audience), m.Party)
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(p string) bool { return p == "" })
}

// List shows the newest messages of a case that a party may read, the oldest
// of them first, at most 200.
func (s Store) List(ctx context.Context, tx db.Tx, caseID, party string) ([]Message, error) {
	return s.Before(ctx, tx, caseID, party, "")
}

// Before is List for the messages that are older than the one with an id.
func (s Store) Before(ctx context.Context, tx db.Tx, caseID, party, id string) ([]Message, error) {
	list, err := visibleBefore(ctx, tx, caseID, party, id)
	if err != nil {
		return nil, err
	}
	slices.Reverse(list)
	for i := range list {
		if list[i].Audience, err = audienceOf(ctx, tx, list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Read marks everything that a party may read of a case as read by a person.
func (s Store) Read(ctx context.Context, tx db.Tx, caseID, party, person string) error {
	newest, err := visibleBefore(ctx, tx, caseID, party, "")
	if err != nil || len(newest) == 0 {
		return err
	}
	return setMark(ctx, tx, caseID, person, newest[0].ID)
}

// Unread counts the messages of a case that a party may read, that others said,
// and that a person has not read.
func (s Store) Unread(ctx context.Context, tx db.Tx, caseID, party, person string) (int64, error) {
	return db.Count(ctx, tx, `SELECT COUNT(*) `+unread+` AND m.case_id = $3`, person, party, caseID)
}

// Waiting is a case with unread messages.
type Waiting struct {
	Case   string
	Unread int64
}

// UnreadCases lists the cases with unread messages of a person who acts for a
// party, by case id, at most limit and never more than 200.
func (s Store) UnreadCases(ctx context.Context, tx db.Tx, party, person string, limit int) ([]Waiting, error) {
	return db.All(ctx, tx, scanWaiting, `
		SELECT m.case_id, COUNT(*) `+unread+` GROUP BY m.case_id ORDER BY m.case_id LIMIT $3`,
		person, party, min(max(limit, 0), maxList))
}
