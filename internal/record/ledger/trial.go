package ledger

// What accounts did in a period: sums by kind, and the transfers of a case with
// their parts.

import (
	"context"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// Sum is what the accounts of one kind did at one party in a period.
type Sum struct {
	Party, Kind string
	OpeningFen  money.Fen // before the period
	RaisedFen   money.Fen // in it, above zero
	LoweredFen  money.Fen // in it, above zero too
	ClosingFen  money.Fen // opening + raised − lowered
}

// Trial sums all accounts by party and kind for value dates in [from, to),
// without transfers of some kinds. An empty party means all. Each party's
// openings, and each party's closings, sum to zero where its transfers stay
// within it.
func (b Book) Trial(ctx context.Context, tx db.Tx, party, from, to string, without ...string) ([]Sum, error) {
	return db.All(ctx, tx, func(scan db.Scan) (s Sum, err error) {
		err = scan(&s.Party, &s.Kind, &s.OpeningFen, &s.RaisedFen, &s.LoweredFen)
		s.ClosingFen = s.OpeningFen + s.RaisedFen - s.LoweredFen
		return s, err
	}, `
		SELECT a.party_id, a.kind,
			CAST(SUM(CASE WHEN p.value_on < $1 THEN p.amount_fen ELSE 0 END) AS BIGINT),
			CAST(SUM(CASE WHEN p.value_on >= $1 AND p.amount_fen > 0 THEN p.amount_fen ELSE 0 END) AS BIGINT),
			CAST(SUM(CASE WHEN p.value_on >= $1 AND p.amount_fen < 0 THEN -p.amount_fen ELSE 0 END) AS BIGINT)
		FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id JOIN ledger_transfer t ON t.id = p.transfer_id
		WHERE p.value_on < $2 AND ($3 = '' OR a.party_id = $3) AND ',' || $4 || ',' NOT LIKE '%,' || t.kind || ',%'
		GROUP BY a.party_id, a.kind ORDER BY a.party_id, a.kind LIMIT $5`, from, to, party, strings.Join(without, ","), maxLines)
}

// Movement is a transfer of a case with its parts by kind of account.
type Movement struct {
	Transfer, Kind, Note, Reverses, ValueOn string
	At                                      time.Time
	Parts                                   map[string]money.Fen
}

// Movements lists the transfers of a case with value dates before a day, by value
// date and then in the order of posting. At most 10,000 parts.
func (b Book) Movements(ctx context.Context, tx db.Tx, caseID, before string) (out []Movement, err error) {
	type part struct {
		m    Movement
		kind string
		fen  money.Fen
	}
	rows, err := db.All(ctx, tx, func(scan db.Scan) (p part, err error) {
		var at int64
		err = scan(&p.m.Transfer, &p.m.Kind, &p.m.Note, &p.m.Reverses, &p.m.ValueOn, &at, &p.kind, &p.fen)
		p.m.At = db.Instant(at)
		return p, err
	}, `
		SELECT t.id, t.kind, t.note, t.reverses, t.value_on, t.at_us, a.kind, CAST(SUM(p.amount_fen) AS BIGINT)
		FROM ledger_transfer t JOIN ledger_posting p ON p.transfer_id = t.id JOIN ledger_account a ON a.id = p.account_id
		WHERE t.case_id = $1 AND t.value_on < $2
		GROUP BY t.id, t.kind, t.note, t.reverses, t.value_on, t.at_us, a.kind
		ORDER BY t.value_on, t.id, a.kind LIMIT $3`, caseID, before, maxLines)
	for _, p := range rows {
		if n := len(out); n == 0 || out[n-1].Transfer != p.m.Transfer {
			p.m.Parts = map[string]money.Fen{}
			out = append(out, p.m)
		}
		out[len(out)-1].Parts[p.kind] += p.fen
	}
	return out, err
}
