package export

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const columns = `id, number, person_id, party_id, list, query, format, language, reason, note, row_count, hash, taken_us`

func scanExport(scan db.Scan) (e Export, err error) {
	var taken int64
	err = scan(&e.ID, &e.Number, &e.Person, &e.Party, &e.List, &e.Query, &e.Format, &e.Language, &e.Reason, &e.Note, &e.Rows, &e.Hash, &taken)
	e.Taken = db.Instant(taken)
	return e, err
}

func byID(ctx context.Context, tx db.Tx, id string) (Export, error) {
	return db.One(ctx, tx, scanExport, `SELECT `+columns+` FROM export_taken WHERE id = $1`, id)
}

func insert(ctx context.Context, tx db.Tx, e Export) error {
	_, err := tx.Exec(ctx, `INSERT INTO export_taken (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		e.ID, e.Number, e.Person, e.Party, e.List, e.Query, string(e.Format), string(e.Language), e.Reason, e.Note, e.Rows, e.Hash, db.Micros(e.Taken))
	return err
}

// shown bounds a page of the register; a number finds what is older.
const shown = 200

// register lists what an organisation took, or what every one took, the newest
// first; of one number where it is given.
func register(ctx context.Context, tx db.Tx, party, number string, every bool) ([]Export, error) {
	return db.All(ctx, tx, scanExport, `
		SELECT `+columns+` FROM export_taken
		WHERE (party_id = $1 OR $2 = 1) AND ($3 = '' OR number = $3)
		ORDER BY number DESC LIMIT $4`, party, db.Flag(every), number, shown)
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{taken{}} }

// taken is every line of the register.
type taken struct{}

// Fields names the fields that the source answers for.
func (taken) Fields() []string {
	return []string{"export.who", "export.what", "export.why", "export.content"}
}

// Facts lists their present values.
func (taken) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanExport, `SELECT `+columns+` FROM export_taken ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Export) (string, []auditlog.Field) { return x.ID, x.facts() })
}
