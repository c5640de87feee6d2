package auditlog

// Edits as root: whoever holds the database, but not the key, changes rows of
// the log and of the facts. Verify must find each.

import (
	"context"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// table is one that an editor may touch.
type table struct {
	name, key     string   // key orders the rows
	text, numbers []string // columns by type
}

var tables = []table{
	{"fact", "id", []string{"id", "amount"}, nil},
	{"auditlog_entry", "id", []string{"id", "kind", "case_id", "before", "after", "person_id", "party_id", "policy", "nonce", "hash", "receipt"},
		[]string{"idx", "version", "at_us"}},
	{"auditlog_field", "entry_id, position", []string{"entry_id", "name", "commitment", "salt", "value"}, []string{"position"}},
	{"auditlog_party", "entry_id, party_id", []string{"entry_id", "party_id"}, []string{"number"}},
	{"auditlog_hash", "position", []string{"hash"}, []string{"position"}},
	{"auditlog_head", "size", []string{"note"}, []string{"size"}},
}

func (x table) columns() []string { return append(append([]string{}, x.text...), x.numbers...) }

// row names the n-th row by its key, as a condition.
func (x table) row(n int) string {
	return fmt.Sprintf("(%[1]s) = (SELECT %[1]s FROM %[2]s ORDER BY %[1]s LIMIT 1 OFFSET %[3]d)", x.key, x.name, n)
}

// cell is a column's value in the n-th row.
func (x table) cell(column string, n int) string {
	return fmt.Sprintf("(SELECT %s FROM %s ORDER BY %s LIMIT 1 OFFSET %d)", column, x.name, x.key, n)
}

// editor makes random edits of tables with known numbers of rows.
type editor struct {
	*mathrand.Rand
	rows map[string]int
}

func (e editor) pick(list []string) string { return list[e.IntN(len(list))] }

// edit is one or two statements.
func (e editor) edit() string {
	x := tables[e.IntN(len(tables))]
	n, m := e.IntN(e.rows[x.name]), e.IntN(e.rows[x.name])
	switch e.IntN(6) {
	case 0:
		return e.remove(x, n)
	case 1: // another row's value: replay
		column := e.pick(x.columns())
		return fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s", x.name, column, x.cell(column, m), x.row(n))
	case 2: // an invented or mangled text
		column := e.pick(x.text)
		value := e.pick([]string{"''", "'forged'", column + " || ' '", column + " || 'x'", "substr(" + column + ", 2)", "upper(" + column + ")"})
		return fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s", x.name, column, value, x.row(n))
	case 3: // another number
		if len(x.numbers) == 0 {
			return e.remove(x, n)
		}
		column := e.pick(x.numbers)
		return fmt.Sprintf("UPDATE %s SET %s = %s WHERE %s", x.name, column, e.pick([]string{column + " + 1", column + " - 1", "-1", "0", "1000000", "-2"}), x.row(n))
	case 4: // swap a value between two rows
		column := e.pick(x.text)
		return fmt.Sprintf("UPDATE %s SET %s = CASE WHEN %s THEN %s ELSE %s END WHERE %s OR %s",
			x.name, column, x.row(n), x.cell(column, m), x.cell(column, n), x.row(n), x.row(m))
	default:
		return e.forge(n)
	}
}

// remove deletes a row, the rest of the table, or all of it. An older head may
// go: it holds nothing that the tree does not hold, and the log signs the very
// same bytes again. So of heads the newest is taken.
func (e editor) remove(x table, n int) string {
	if x.name == "auditlog_head" {
		n = e.rows[x.name] - 1
	}
	return e.pick([]string{
		fmt.Sprintf("DELETE FROM %s WHERE %s", x.name, x.row(n)),
		fmt.Sprintf("DELETE FROM %[1]s WHERE (%[2]s) >= (SELECT %[2]s FROM %[1]s ORDER BY %[2]s LIMIT 1 OFFSET %[3]d)", x.name, x.key, n),
		"DELETE FROM " + x.name,
	})
}

// forge makes rows that the program never wrote: a copy of an entry as if it
// had just been recorded, a party, a field, a fact, a hash, a head.
func (e editor) forge(n int) string {
	entry := tables[1].row(n % e.rows["auditlog_entry"])
	return e.pick([]string{
		`INSERT INTO auditlog_entry SELECT id || 'x', -1, kind, case_id, version, before, after, at_us, person_id, party_id, policy, nonce, hash, receipt
			FROM auditlog_entry WHERE ` + entry,
		`INSERT INTO auditlog_entry SELECT id || 'x', 100000, kind, case_id, version, before, after, at_us, person_id, party_id, policy, nonce, hash, receipt
			FROM auditlog_entry WHERE ` + entry,
		`INSERT INTO auditlog_party SELECT id, 'spy', 0 FROM auditlog_entry WHERE ` + entry,
		`INSERT INTO auditlog_field SELECT id, 9, 'amount', nonce, nonce, '1' FROM auditlog_entry WHERE ` + entry,
		`INSERT INTO fact (id, amount) VALUES ('forged', '1')`,
		`INSERT INTO auditlog_hash SELECT MAX(position) + 1, MAX(hash) FROM auditlog_hash`,
		`INSERT INTO auditlog_head SELECT MAX(size) + 1, MAX(note) FROM auditlog_head`,
		`INSERT INTO auditlog_head SELECT 1, MAX(note) FROM auditlog_head`,
		`UPDATE fact SET amount = (SELECT f.value FROM auditlog_field f JOIN auditlog_entry e ON e.id = f.entry_id
			WHERE e.case_id = fact.id AND f.name = 'amount' ORDER BY e.version LIMIT 1)`,
	})
}

// dump is all that the tables hold, to tell an edit from none.
func dump(ctx context.Context, tx db.Tx) (string, error) {
	var all []string
	for _, x := range tables {
		var columns []string
		for _, c := range x.columns() {
			columns = append(columns, "CAST("+c+" AS TEXT)")
		}
		rows, err := db.All(ctx, tx, db.Value[string],
			`SELECT `+strings.Join(columns, " || '|' || ")+` FROM `+x.name+` ORDER BY `+x.key)
		if err != nil {
			return "", err
		}
		all = append(all, append(rows, x.name)...)
	}
	return strings.Join(all, "\n"), nil
}

// rooted is a world with included and pending entries, several heads, and
// facts that changed more than once.
func rooted(t *testing.T, d *db.DB) (*world, editor) {
	w := open(t, d)
	for i := range 24 {
		w.change(t, fmt.Sprint("c", i%9), int64(i/9+1), fmt.Sprint(100+i))
		if i == 6 || i == 7 || i == 18 {
			w.sequence(t)
		}
	}
	e := editor{mathrand.New(mathrand.NewPCG(2020, 2)), map[string]int{}}
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		for _, x := range tables {
			n, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM `+x.name)
			if err != nil {
				return err
			}
			e.rows[x.name] = int(n)
		}
		return nil
	})
	if r := w.verify(t); len(r.Differences) > 0 || r.Entries != 19 || r.Facts != 9 {
		t.Fatalf("an untouched log must verify: %+v", r)
	}
	return w, e
}

func TestRandomEditsAreFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, e := rooted(t, d)
		rounds := 350
		if d.Engine == db.Postgres {
			rounds = 100
		}
		made := 0
		for tried := 0; made < rounds && tried < 4*rounds; tried++ {
			edit := e.edit()
			changed, report := w.edited(t, edit)
			if !changed {
				continue
			}
			made++
			if len(report.Differences) == 0 {
				t.Errorf("not found: %s", edit)
			}
			for _, x := range report.Differences {
				if x.What == "" || x.String() == "" {
					t.Errorf("a difference without words for %s", edit)
				}
			}
		}
		if made < rounds {
			t.Fatalf("only %d edits changed anything", made)
		}
		if r := w.verify(t); len(r.Differences) > 0 {
			t.Fatalf("the edits were not taken back: %v", r.Differences)
		}
	})
}

// edited makes an edit, verifies, and takes the edit back. An edit that the
// database refuses has changed nothing.
func (w *world) edited(t *testing.T, edit string) (changed bool, report Report) {
	t.Helper()
	undo := errors.New("undo")
	err := w.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		before, err := dump(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, edit); err != nil {
			return undo
		}
		after, err := dump(ctx, tx)
		if err != nil || after == before {
			return errors.Join(err, undo)
		}
		changed = true
		if report, err = w.Verify(ctx, w); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatalf("%s: %v", edit, err)
	}
	return changed, report
}

// TestAnOldBackupIsFoundByAKeptHead puts log and facts back to an earlier
// state. Inside, everything fits; only what a partner kept tells.
func TestAnOldBackupIsFoundByAKeptHead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		w.change(t, "c1", 1, "100")
		w.sequence(t)
		old, err := w.Checkpoint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		w.change(t, "c2", 1, "200")
		w.sequence(t)
		kept, err := w.Checkpoint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		against := func(heads ...string) int {
			r, err := w.VerifyAgainst(context.Background(), heads, w)
			if err != nil {
				t.Fatal(err)
			}
			return len(r.Differences)
		}
		if n := against(string(old), string(kept)); n != 0 {
			t.Fatalf("%d differences before the restore", n)
		}
		w.write(t, func(ctx context.Context, tx db.Tx) error {
			for _, restore := range []string{
				`DELETE FROM auditlog_field WHERE entry_id IN (SELECT id FROM auditlog_entry WHERE idx = 1)`,
				`DELETE FROM auditlog_party WHERE entry_id IN (SELECT id FROM auditlog_entry WHERE idx = 1)`,
				`DELETE FROM auditlog_entry WHERE idx = 1`,
				`DELETE FROM auditlog_hash WHERE position > 0`,
				`DELETE FROM auditlog_head WHERE size > 1`,
				`DELETE FROM fact WHERE id = 'c2'`,
			} {
				if n, err := tx.Exec(ctx, restore); err != nil || n == 0 {
					return fmt.Errorf("%s: %d rows: %w", restore, n, err)
				}
			}
			return nil
		})
		if n := against(); n != 0 {
			t.Errorf("the old state must fit in itself, %d differences", n)
		}
		if n := against(string(old)); n != 0 {
			t.Errorf("a head from before the backup must fit, %d differences", n)
		}
		if n := against(string(kept)); n == 0 {
			t.Error("the kept head did not tell")
		}
		w.change(t, "c2", 1, "999") // the operator goes on from the old state: a fork
		w.sequence(t)
		if n := against(string(kept)); n == 0 {
			t.Error("the kept head did not tell of the fork")
		}
	})
}

func TestErasedValuesAreGoneAndTheTreeStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		for v := range 3 {
			w.change(t, "c1", int64(v+1), fmt.Sprint("secret", v))
			w.change(t, "c2", int64(v+1), "kept")
		}
		w.sequence(t)
		before, _ := w.proof(t, "c1")
		w.write(t, func(ctx context.Context, tx db.Tx) error {
			_, more, err := w.Erase(ctx, tx, Erasure{Case: "c1", CaseVersion: 4, Person: "p9", Party: "park",
				Names: []string{"amount"}, Reason: "本人申请", Parties: []string{"firm"}})
			if more {
				t.Error("three entries must fit into one erasure")
			}
			return err
		})
		w.sequence(t)
		if r := w.verify(t); len(r.Differences) > 0 {
			t.Fatalf("after erasure: %v", r.Differences)
		}
		if _, err := CheckProof(before, w.VerifierKey()); err != nil {
			t.Errorf("a proof from before: %v", err)
		}
		after, _ := w.proof(t, "c1")
		if _, err := CheckProof(after, w.VerifierKey()); err != nil {
			t.Errorf("a proof from after: %v", err)
		}
		w.write(t, func(ctx context.Context, tx db.Tx) error {
			left, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM auditlog_field WHERE value LIKE 'secret%'`)
			other, err2 := db.Count(ctx, tx, `SELECT COUNT(*) FROM auditlog_field WHERE value = 'kept'`)
			if left != 0 || other != 3 {
				t.Errorf("%d secrets left, %d of 3 values of the other case", left, other)
			}
			return errors.Join(err, err2)
		})
		w.notFoundUnlessErased(t)
	})
}

// notFoundUnlessErased blanks a value that no erasure names, and brings one
// back that an erasure does name, as an old backup would.
func (w *world) notFoundUnlessErased(t *testing.T) {
	for _, edit := range []string{
		`UPDATE auditlog_field SET salt = '', value = '' WHERE name = 'note' AND entry_id = (SELECT id FROM auditlog_entry WHERE idx = 0)`,
		`UPDATE auditlog_field SET salt = commitment, value = 'secret0' WHERE name = 'amount' AND entry_id = (SELECT id FROM auditlog_entry WHERE idx = 0)`,
		`UPDATE auditlog_field SET salt = '', value = '' WHERE name LIKE 'erased %'`,
	} {
		changed, r := w.edited(t, edit)
		if !changed || len(r.Differences) == 0 {
			t.Errorf("changed %v, not found: %s", changed, edit)
		}
	}
}

// TestQuietEditsAreFound makes edits that random ones seldom hit: each leaves
// everything else in place and is seen by one check alone.
func TestQuietEditsAreFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := rooted(t, d)
		for _, edit := range []string{
			`INSERT INTO auditlog_field (entry_id, position, name, commitment, salt, value) VALUES ('nobody', 0, 'amount', '', '', '1')`,
			`INSERT INTO auditlog_party (entry_id, party_id, number) VALUES ('nobody', 'bank', 0)`,
			`UPDATE auditlog_head SET note = note || '— witness.example AAAAAAAAAAAAAAAA' || chr_newline WHERE size = 7`,
			`UPDATE auditlog_field SET position = 5 WHERE position = 1 AND entry_id = (SELECT MIN(id) FROM auditlog_entry)`,
			`UPDATE auditlog_entry SET receipt = (SELECT e.receipt FROM auditlog_entry e WHERE e.idx = 1) WHERE idx = 2`,
			`UPDATE auditlog_entry SET receipt = '' WHERE idx = -1`,
			`UPDATE auditlog_entry SET idx = -3 WHERE idx = -1 AND id = (SELECT MAX(id) FROM auditlog_entry)`,
			`UPDATE auditlog_party SET number = 100 WHERE entry_id = (SELECT MAX(id) FROM auditlog_entry) AND party_id = 'firm'`,
		} {
			edit = strings.ReplaceAll(edit, "chr_newline", "'\n'")
			changed, r := w.edited(t, edit)
			if !changed || len(r.Differences) == 0 {
				t.Errorf("changed %v, not found: %s", changed, edit)
			}
		}
	})
}
