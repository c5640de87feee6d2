package auditlog

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	mathrand "math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/id"
)

// world is a log beside a table of facts that it records.
type world struct {
	*Log
	db *db.DB
}

const factDDL = `CREATE TABLE IF NOT EXISTS fact (id TEXT PRIMARY KEY, amount TEXT NOT NULL)`

func open(t testing.TB, d *db.DB) *world {
	ctx := context.Background()
	if err := d.Migrate(ctx, db.Source{Name: Name, Files: Files}); err != nil {
		t.Fatal(err)
	}
	skey, _, err := NewKey(rand.Reader, "park.example/log")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2020, 2, 3, 10, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	tick := func() time.Time { mu.Lock(); defer mu.Unlock(); now = now.Add(time.Millisecond); return now }
	l, err := New(Config{DB: d, Key: skey, Policy: "1", Now: tick, Random: rand.Reader, NewID: id.New(tick, rand.Reader).Next})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{l, d}
	w.write(t, func(ctx context.Context, tx db.Tx) error { _, err := tx.Exec(ctx, factDDL); return err })
	return w
}

func (w *world) write(t testing.TB, do func(context.Context, db.Tx) error) {
	t.Helper()
	if err := w.db.Write(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

// change sets a case's amount and records it, as a use case would.
func (w *world) change(t testing.TB, caseID string, version int64, amount string) {
	t.Helper()
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO fact (id, amount) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET amount = excluded.amount`, caseID, amount); err != nil {
			return err
		}
		_, err := w.Append(ctx, tx, Entry{Kind: "test.changed", Case: caseID, CaseVersion: version, Person: "p1", Party: "bank", Before: "a", After: "b",
			Parties: []string{"bank", "firm"}, Fields: []Field{{"amount", amount}, {"note", "free"}}})
		return err
	})
}

func (w *world) Fields() []string { return []string{"amount"} }

func (w *world) Facts(ctx context.Context, tx db.Tx) iter.Seq2[Fact, error] {
	return func(yield func(Fact, error) bool) {
		rows, err := db.All(ctx, tx, func(scan db.Scan) (f Fact, err error) { f.Field = "amount"; return f, scan(&f.Case, &f.Value) }, `SELECT id, amount FROM fact ORDER BY id`)
		if err != nil {
			yield(Fact{}, err)
		}
		for _, f := range rows {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (w *world) sequence(t testing.TB) {
	t.Helper()
	if _, err := w.Sequence(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) verify(t testing.TB) Report {
	t.Helper()
	r, err := w.Verify(context.Background(), w)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestUntouchedLogVerifies(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		for i := range 25 {
			w.change(t, fmt.Sprintf("c%d", i%7), int64(i/7+1), fmt.Sprint(i))
			if i%4 == 0 {
				w.sequence(t)
			}
		}
		if r := w.verify(t); len(r.Differences) > 0 || r.Facts != 7 {
			t.Fatalf("%+v", r)
		}
	})
}

func TestEntriesOfACaseFollowItsVersions(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	w.change(t, "c", 2, "late version first")
	w.change(t, "d", 1, "x")
	w.change(t, "c", 1, "early version second")
	w.sequence(t)
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		versions, err := db.All(ctx, tx, db.Value[int64], `SELECT version FROM auditlog_entry WHERE case_id = 'c' ORDER BY idx`)
		if len(versions) != 2 || versions[0] != 1 {
			t.Errorf("order %v", versions)
		}
		return err
	})
}

func TestProofHoldsOfflineAndEveryChangedByteBreaksIt(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	for i := range 9 {
		w.change(t, fmt.Sprint("c", i), 1, "1")
	}
	w.sequence(t)
	var file []byte
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		items, err := w.Case(ctx, tx, "c4", "firm", 10)
		if err != nil {
			return err
		}
		if hidden, _ := w.Case(ctx, tx, "c4", "other bank", 10); len(hidden) != 0 {
			t.Error("a party outside the case sees its entries")
		}
		file, err = w.Proof(ctx, tx, items[0])
		return err
	})
	got, err := CheckProof(file, w.VerifierKey())
	if err != nil || got.Index != 4 || got.Size != 9 || len(file) > 4096 {
		t.Fatalf("%+v %v, %d bytes", got, err, len(file))
	}
	for i := range file {
		bad := append([]byte(nil), file...)
		bad[i] ^= 1
		if p, err := CheckProof(bad, w.VerifierKey()); err == nil && p.Hash != got.Hash {
			t.Fatalf("byte %d changed and the proof holds for another record", i)
		}
	}
}

func TestTreesAreConsistent(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	var before tlog.Tree
	for i := range 12 {
		w.change(t, fmt.Sprint("c", i), 1, "1")
		w.sequence(t)
		w.write(t, func(ctx context.Context, tx db.Tx) error {
			h, err := w.Head(ctx, tx)
			if err != nil {
				return err
			}
			now, err := OpenCheckpoint([]byte(h.Note), w.VerifierKey())
			if err != nil {
				return err
			}
			if before.N > 0 {
				p, _, err := w.Consistency(ctx, tx, before.N)
				if err != nil {
					return err
				}
				if err := tlog.CheckTree(p, now.N, now.Hash, before.N, before.Hash); err != nil {
					t.Errorf("from %d to %d: %v", before.N, now.N, err)
				}
			}
			before = now
			return nil
		})
	}
}

func TestManyWritersLoseNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := open(t, d)
		var wg sync.WaitGroup
		for g := range 4 {
			wg.Go(func() {
				for i := range 15 {
					w.change(t, fmt.Sprintf("g%d-%d", g, i), 1, "1")
				}
			})
		}
		for range 5 {
			wg.Go(func() { w.Sequence(context.Background()) })
		}
		wg.Wait()
		w.sequence(t)
		if r := w.verify(t); r.Entries != 60 || len(r.Differences) > 0 {
			t.Fatalf("%d entries, %v", r.Entries, r.Differences)
		}
	})
}

// edits are what somebody with the database in hand could do. Each picks its
// victim by a number.
var edits = []string{
	`UPDATE fact SET amount = amount || '0' WHERE id = 'c%d'`,
	`DELETE FROM fact WHERE id = 'c%d'`,
	`INSERT INTO fact (id, amount) VALUES ('forged%d', '1')`,
	`UPDATE auditlog_entry SET kind = 'other' WHERE idx = %d`,
	`UPDATE auditlog_entry SET after = 'z' WHERE idx = %d`,
	`UPDATE auditlog_entry SET at_us = at_us + 1 WHERE idx = %d`,
	`UPDATE auditlog_entry SET person_id = 'p2' WHERE idx = %d`,
	`UPDATE auditlog_entry SET party_id = 'firm' WHERE idx = %d`,
	`UPDATE auditlog_entry SET version = version + 1 WHERE idx = %d`,
	`UPDATE auditlog_entry SET case_id = 'c99' WHERE idx = %d`,
	`UPDATE auditlog_entry SET nonce = hash WHERE idx = %d`,
	`UPDATE auditlog_entry SET hash = nonce WHERE idx = %d`,
	`UPDATE auditlog_entry SET receipt = receipt || ' ' WHERE idx = %d`,
	`UPDATE auditlog_entry SET policy = '2' WHERE idx = %d`,
	`UPDATE auditlog_entry SET idx = 1000 WHERE idx = %d`,
	`UPDATE auditlog_entry SET idx = -1 WHERE idx = %d`,
	`DELETE FROM auditlog_entry WHERE idx = %d`,
	`DELETE FROM auditlog_entry WHERE idx >= %d`,
	`UPDATE auditlog_field SET value = value || '0' WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d) AND name = 'amount'`,
	`UPDATE auditlog_field SET salt = commitment WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d)`,
	`UPDATE auditlog_field SET name = 'sum' WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d) AND position = 0`,
	`UPDATE auditlog_field SET position = position + 7 WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d) AND position = 0`,
	`DELETE FROM auditlog_field WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d)`,
	`DELETE FROM auditlog_party WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d) AND party_id = 'firm'`,
	`UPDATE auditlog_party SET number = number + 1 WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d) AND party_id = 'firm'`,
	`UPDATE auditlog_party SET party_id = 'spy' WHERE entry_id = (SELECT id FROM auditlog_entry WHERE idx = %d) AND party_id = 'firm'`,
	`INSERT INTO auditlog_party (entry_id, party_id, number) SELECT id, 'spy', 1 FROM auditlog_entry WHERE idx = %d`,
	`UPDATE auditlog_hash SET hash = (SELECT hash FROM auditlog_hash WHERE position = 3) WHERE position = %d AND position <> 3`,
	`DELETE FROM auditlog_hash WHERE position = %d`,
	`DELETE FROM auditlog_head WHERE size > %d`,
	`UPDATE auditlog_head SET note = (SELECT note FROM auditlog_head ORDER BY size LIMIT 1) WHERE size = (SELECT MAX(size) FROM auditlog_head) AND %d >= 0`,
}

// TestTamper edits the database at random, as root could, and expects Verify
// to find every edit. A log that nobody touched is the control.
func TestTamper(t *testing.T) {
	rounds := 120
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		rounds = 1000
	}
	w := open(t, dbtest.SQLite(t))
	for i := range 20 {
		w.change(t, fmt.Sprintf("c%d", i), 1, fmt.Sprint(100+i))
		if i%6 == 5 {
			w.sequence(t)
		}
	}
	w.sequence(t)
	if r := w.verify(t); len(r.Differences) > 0 {
		t.Fatal(r.Differences)
	}
	dice := mathrand.New(mathrand.NewPCG(20, 20))
	for range rounds {
		edit := fmt.Sprintf(edits[dice.IntN(len(edits))], dice.IntN(20))
		if found := tamper(t, w, edit); !found {
			t.Errorf("not found: %s", edit)
		}
	}
}

// tamper makes an edit, verifies, and takes the edit back.
func tamper(t *testing.T, w *world, edit string) (found bool) {
	undo := fmt.Errorf("undo")
	err := w.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		n, err := tx.Exec(ctx, edit)
		if err != nil {
			return err
		}
		r, err := w.Verify(ctx, w)
		if err != nil {
			return err
		}
		found = n == 0 || len(r.Differences) > 0 // an edit that hit nothing is no edit
		return undo
	})
	if err != undo {
		t.Fatalf("%s: %v", edit, err)
	}
	return found
}

func FuzzCheckProof(f *testing.F) {
	f.Add([]byte("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\nx\n1\nAAAA\n"))
	_, vkey, _ := NewKey(rand.Reader, "fuzz")
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, err := CheckProof(file, vkey); err == nil {
			t.Fatal("a made-up proof holds")
		}
	})
}
