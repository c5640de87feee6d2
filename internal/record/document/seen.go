package document

// Who has seen a document, and on which ground.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// Sight is one time that somebody opened a document.
type Sight struct {
	Document string
	Party    string // for whom
	Person   string // who
	Ground   string // "consent:<id>", "contract_file", "own": the caller's vocabulary
	At       time.Time
}

// Seen notes that a person of a party opened a document of a case, in the
// transaction that hands out the bytes. A document of another case is
// NotFound.
func (s Store) Seen(ctx context.Context, tx db.Tx, caseID, id, party, person, ground string) error {
	if _, err := s.Document(ctx, tx, caseID, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO document_seen (id, document_id, case_id, party_id, person_id, ground, at_us)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, s.NewID(), id, caseID, party, person, ground, db.Micros(s.Now()))
	return err
}

// Seers lists who has seen a document of a case, the latest first, at most
// 1,000.
func (s Store) Seers(ctx context.Context, tx db.Tx, caseID, id string) ([]Sight, error) {
	return db.All(ctx, tx, scanSight, `
		SELECT document_id, party_id, person_id, ground, at_us FROM document_seen
		WHERE case_id = $1 AND document_id = $2 ORDER BY at_us DESC, id DESC LIMIT $3`, caseID, id, maxList)
}

func scanSight(scan db.Scan) (s Sight, err error) {
	var at int64
	err = scan(&s.Document, &s.Party, &s.Person, &s.Ground, &at)
	s.At = db.Instant(at)
	return s, err
}
