package feed

// SQL beside its scanner, and what the transparency log must agree with.

import (
	"context"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const linkColumns = `id, person_id, party_id, amounts, names, language, made_us, revoked_us, window_us, asked`

func scanLink(scan db.Scan) (l Link, err error) {
	var amounts, names, made, revoked, window int64
	err = scan(&l.ID, &l.Person, &l.Party, &amounts, &names, &l.Language, &made, &revoked, &window, &l.asked)
	l.Amounts, l.Names = amounts == 1, names == 1
	l.Made, l.Revoked, l.window = db.Instant(made), db.Instant(revoked), db.Instant(window)
	return l, err
}

func insertLink(ctx context.Context, tx db.Tx, l Link) error {
	_, err := tx.Exec(ctx, `INSERT INTO feed_link (`+linkColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0)`,
		l.ID, l.Person, l.Party, db.Flag(l.Amounts), db.Flag(l.Names), l.Language, db.Micros(l.Made))
	return err
}

// Sources are the tables of this feature as the log knows them.
func Sources() []auditlog.Source { return []auditlog.Source{links{}} }

// links is every address that was ever given.
type links struct{}

// Fields names the fields that the source answers for.
func (links) Fields() []string { return []string{"feed.of", "feed.tells", "feed.held"} }

// Facts lists their present values.
func (links) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	all, err := db.All(ctx, tx, scanLink, `SELECT `+linkColumns+` FROM feed_link ORDER BY id`)
	return auditlog.RowFacts(all, err, func(x *Link) (string, []auditlog.Field) { return x.ID, x.facts() })
}
