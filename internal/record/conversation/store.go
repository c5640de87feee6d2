package conversation

// The rows of messages, audiences and marks.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
)

func scanMessage(scan db.Scan) (m Message, err error) {
	var at int64
	err = scan(&m.ID, &m.Case, &m.Author, &m.Party, &m.Text, &at)
	m.At = db.Instant(at)
	return m, err
}

func insertMessage(ctx context.Context, tx db.Tx, m Message) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO conversation_message (id, case_id, author_id, party_id, text, at_us)
		VALUES ($1, $2, $3, $4, $5, $6)`, m.ID, m.Case, m.Author, m.Party, m.Text, db.Micros(m.At)); err != nil {
		return err
	}
	for _, p := range m.Audience {
		if _, err := tx.Exec(ctx, `
			INSERT INTO conversation_audience (party_id, case_id, message_id) VALUES ($1, $2, $3)`, p, m.Case, m.ID); err != nil {
			return err
		}
	}
	return nil
}

// visibleBefore reads the newest messages first; an empty id means from the end.
func visibleBefore(ctx context.Context, tx db.Tx, caseID, party, id string) ([]Message, error) {
	return db.All(ctx, tx, scanMessage, `
		SELECT m.id, m.case_id, m.author_id, m.party_id, m.text, m.at_us
		FROM conversation_audience a JOIN conversation_message m ON m.id = a.message_id
		WHERE a.case_id = $1 AND a.party_id = $2 AND ($3 = '' OR a.message_id < $3)
		ORDER BY a.message_id DESC LIMIT $4`, caseID, party, id, maxList)
}

func audienceOf(ctx context.Context, tx db.Tx, message string) ([]string, error) {
	return db.All(ctx, tx, db.Value[string], `
		SELECT party_id FROM conversation_audience WHERE message_id = $1 ORDER BY party_id LIMIT $2`, message, maxAudience)
}

// setMark moves a person's mark forward, never back.
func setMark(ctx context.Context, tx db.Tx, caseID, person, message string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO conversation_mark (person_id, case_id, message_id) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, case_id) DO UPDATE SET message_id = excluded.message_id
		WHERE conversation_mark.message_id < excluded.message_id`, person, caseID, message)
	return err
}

// unread is what person $1 of party $2 has not read; a person's own words
// count as read.
const unread = `
	FROM conversation_audience a
	JOIN conversation_message m ON m.id = a.message_id
	LEFT JOIN conversation_mark k ON k.case_id = m.case_id AND k.person_id = $1
	WHERE a.party_id = $2 AND m.author_id <> $1 AND m.id > COALESCE(k.message_id, '')`

func scanWaiting(scan db.Scan) (w Waiting, err error) { return w, scan(&w.Case, &w.Unread) }
