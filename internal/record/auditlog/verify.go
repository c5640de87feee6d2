package auditlog

// Verify reads everything again: the records, the tree, the signatures, the
// numbering, and the tables of the features, and says in words what differs.

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
)

// Source is a feature's tables as the log knows them.
type Source interface {
	// Fields names the state fields that the source answers for.
	Fields() []string
	// Facts lists the present value of every such field of every case.
	Facts(ctx context.Context, tx db.Tx) iter.Seq2[Fact, error]
}

// Fact is the present value of a field of a case.
type Fact struct{ Case, Field, Value string }

// FactsOf lists the facts of every case whose id a query answers, read one case
// at a time.
func FactsOf(ctx context.Context, tx db.Tx, ids string, of func(context.Context, db.Tx, string) ([]Field, error)) iter.Seq2[Fact, error] {
	return func(yield func(Fact, error) bool) {
		all, err := db.All(ctx, tx, db.Value[string], ids)
		for _, id := range all {
			fields, e := of(ctx, tx, id)
			if err = e; err != nil {
				break
			}
			for _, f := range fields {
				if !yield(Fact{Case: id, Field: f.Name, Value: f.Value}, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(Fact{}, err)
		}
	}
}

// RowFacts lists the facts of rows that were read, each with the case it belongs
// to; err is what reading them came to.
func RowFacts[T any](rows []T, err error, of func(*T) (id string, fields []Field)) iter.Seq2[Fact, error] {
	return func(yield func(Fact, error) bool) {
		if err != nil {
			yield(Fact{}, err)
			return
		}
		for i := range rows {
			id, fields := of(&rows[i])
			for _, f := range fields {
				if !yield(Fact{Case: id, Field: f.Name, Value: f.Value}, nil) {
					return
				}
			}
		}
	}
}

// Difference is one finding.
type Difference struct {
	What   string // "record", "receipt", "tree", "head", "number", "field", "fact", "row", "erased"
	Case   string
	Field  string
	Logged string
	Found  string
}

// String says the finding in a line for the operator.
func (d Difference) String() string {
	return fmt.Sprintf("%s: case %s field %s: logged %q, found %q", d.What, d.Case, d.Field, d.Logged, d.Found)
}

// Report is what Verify found.
type Report struct {
	Entries     int64
	Facts       int64
	Root        string
	Differences []Difference
}

// maxDifferences bounds a report; one is enough to act on.
const maxDifferences = 1000

type verification struct {
	log    *Log
	report Report
	hashes []tlog.Hash
	last   map[string]Fact // "case\x00field" -> last opened value
	blank  blanks
}

func (v *verification) differ(d Difference) {
	if len(v.report.Differences) < maxDifferences {
		v.report.Differences = append(v.report.Differences, d)
	}
}

// Verify checks the whole log and compares the features' tables with it, in
// one snapshot.
func (l *Log) Verify(ctx context.Context, sources ...Source) (Report, error) {
	return l.VerifyAgainst(ctx, nil, sources...)
}

// VerifyAgainst is Verify with checkpoints that somebody kept elsewhere. They
// find what no database can tell of itself: that all of it was put back to an
// earlier state, or replaced by another history.
func (l *Log) VerifyAgainst(ctx context.Context, kept []string, sources ...Source) (Report, error) {
	v := &verification{log: l, last: map[string]Fact{}, blank: newBlanks()}
	err := l.db.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, step := range []func(context.Context, db.Tx) error{v.entries, v.pending, v.stored, v.heads, v.numbers, v.orphans, v.rows} {
			if err := step(ctx, tx); err != nil {
				return err
			}
		}
		v.blanks()
		v.kept(kept)
		return v.facts(ctx, tx, sources)
	})
	return v.report, err
}

// entries recomputes every record and the tree over them. One goroutine reads
// pages while another computes; only the second touches v.
func (v *verification) entries(ctx context.Context, tx db.Tx) error {
	pages := make(chan []Item, 2)
	done := make(chan error, 1)
	go func() { done <- v.compute(pages) }()
	err := readPages(ctx, tx, pages)
	return errors.Join(err, <-done)
}

func readPages(ctx context.Context, tx db.Tx, pages chan<- []Item) error {
	defer close(pages)
	for next := int64(0); ; {
		items, err := db.All(ctx, tx, scanItem, `
			SELECT `+itemColumns+` FROM auditlog_entry WHERE idx >= $1 ORDER BY idx LIMIT 500`, next)
		if err != nil || len(items) == 0 {
			return err
		}
		if items, err = withFields(ctx, tx, items); err != nil {
			return err
		}
		next = items[len(items)-1].Index + 1
		pages <- items
	}
}

func (v *verification) compute(pages <-chan []Item) (failed error) {
	next := int64(0)
	for items := range pages {
		for _, it := range items {
			if it.Index != next {
				v.differ(Difference{What: "tree", Case: it.Case, Field: "index", Logged: fmt.Sprint(next), Found: fmt.Sprint(it.Index)})
			}
			next = it.Index + 1
			if err := v.entry(it); err != nil && failed == nil {
				failed = err // the rest is still taken, so that the reader can end
			}
		}
	}
	return failed
}

func (v *verification) entry(it Item) error {
	v.check(it)
	if v.report.Entries != it.Index {
		return nil // a gap was reported; hashes after it cannot match
	}
	more, err := tlog.StoredHashesForRecordHash(it.Index, leafHash(it.Index, v.log.record(it)), v)
	v.hashes = append(v.hashes, more...)
	v.report.Entries++
	return err
}

// check compares a record with its hash, its receipt and its openings.
func (v *verification) check(it Item) {
	if got := hashOf(v.log.record(it)); got != it.Hash {
		v.differ(Difference{What: "record", Case: it.Case, Field: it.Kind, Logged: it.Hash, Found: got})
	}
	// Signatures are deterministic: there is one receipt, byte for byte.
	if want, err := v.log.sign(it); err != nil || want != it.Receipt {
		v.differ(Difference{What: "receipt", Case: it.Case, Field: it.Kind})
	}
	v.blank.note(it)
	for _, f := range it.Fields {
		delete(v.blank.unknown, it.Case+"\x00"+f.Name)
		if f.Erased() {
			v.blank.unknown[it.Case+"\x00"+f.Name] = true
			delete(v.last, it.Case+"\x00"+f.Name)
			continue
		}
		if got := commit(f.Name, f.Salt, f.Value); got != f.Commitment {
			v.differ(Difference{What: "field", Case: it.Case, Field: f.Name, Logged: f.Commitment, Found: got})
		}
		v.last[it.Case+"\x00"+f.Name] = Fact{it.Case, f.Name, f.Value}
	}
}

// pending entries are checked too; they count for the facts.
func (v *verification) pending(ctx context.Context, tx db.Tx) error {
	items, err := pendingItems(ctx, tx, 100_000)
	for _, it := range inOrder(items) {
		v.check(it)
	}
	return err
}

// ReadHashes lets the recomputed hashes stand in for the stored ones.
func (v *verification) ReadHashes(positions []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(positions))
	for i, p := range positions {
		if p >= int64(len(v.hashes)) {
			return nil, fmt.Errorf("auditlog: no hash at %d", p)
		}
		out[i] = v.hashes[p]
	}
	return out, nil
}

// stored compares the hashes in the table with the recomputed ones.
func (v *verification) stored(ctx context.Context, tx db.Tx) error {
	type row struct {
		position int64
		hash     string
	}
	rows, err := db.All(ctx, tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.position, &r.hash) },
		`SELECT position, hash FROM auditlog_hash ORDER BY position LIMIT 10000000`)
	if err != nil {
		return err
	}
	if len(rows) != len(v.hashes) {
		v.differ(Difference{What: "tree", Field: "hashes", Logged: fmt.Sprint(len(v.hashes)), Found: fmt.Sprint(len(rows))})
	}
	for i, r := range rows {
		if i < len(v.hashes) && (r.position != int64(i) || r.hash != hex.EncodeToString(v.hashes[i][:])) {
			v.differ(Difference{What: "tree", Field: fmt.Sprintf("hash %d", i), Logged: hex.EncodeToString(v.hashes[i][:]), Found: r.hash})
		}
	}
	return nil
}

// heads checks every signed head against the recomputed tree.
func (v *verification) heads(ctx context.Context, tx db.Tx) error {
	heads, err := db.All(ctx, tx, scanHead, `SELECT size, note FROM auditlog_head ORDER BY size LIMIT 10000000`)
	if err != nil {
		return err
	}
	covered := int64(0)
	for _, h := range heads {
		covered = h.Size
		tree, err := OpenCheckpoint([]byte(h.Note), v.log.vkey)
		if err != nil || tree.N != h.Size || h.Size > v.report.Entries {
			v.differ(Difference{What: "head", Field: fmt.Sprint(h.Size), Logged: fmt.Sprint(v.report.Entries), Found: fmt.Sprint(tree.N)})
			continue
		}
		root, err := tlog.TreeHash(h.Size, v)
		if err != nil || root != tree.Hash {
			v.differ(Difference{What: "head", Field: fmt.Sprint(h.Size), Logged: tree.Hash.String(), Found: root.String()})
		}
		v.report.Root = root.String()
	}
	if covered != v.report.Entries {
		v.differ(Difference{What: "head", Field: "size", Logged: fmt.Sprint(covered), Found: fmt.Sprint(v.report.Entries)})
	}
	return nil
}

// numbers checks that every party's entries are numbered without a gap, in the
// order of the tree.
func (v *verification) numbers(ctx context.Context, tx db.Tx) error {
	type row struct {
		party         string
		number, index int64
	}
	rows, err := db.All(ctx, tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.party, &r.number, &r.index) }, `
		SELECT p.party_id, p.number, e.idx FROM auditlog_party p JOIN auditlog_entry e ON e.id = p.entry_id
		WHERE e.idx >= 0 ORDER BY p.party_id, e.idx LIMIT 10000000`)
	if err != nil {
		return err
	}
	var party string
	var want int64
	for _, r := range rows {
		if r.party != party {
			party, want = r.party, 0
		}
		if want++; r.number != want {
			v.differ(Difference{What: "number", Case: r.party, Field: fmt.Sprintf("entry %d", r.index), Logged: fmt.Sprint(want), Found: fmt.Sprint(r.number)})
			want = r.number
		}
	}
	return nil
}

// orphans finds fields and parties whose entry is gone.
func (v *verification) orphans(ctx context.Context, tx db.Tx) error {
	for _, table := range []string{"auditlog_field", "auditlog_party"} {
		n, err := db.Count(ctx, tx, `SELECT COUNT(*) FROM `+table+` WHERE entry_id NOT IN (SELECT id FROM auditlog_entry)`)
		if err != nil {
			return err
		}
		if n > 0 {
			v.differ(Difference{What: "record", Field: table, Logged: "0", Found: fmt.Sprint(n)})
		}
	}
	return nil
}

// facts compares the features' tables with the last opened values, both ways.
func (v *verification) facts(ctx context.Context, tx db.Tx, sources []Source) error {
	for _, s := range sources {
		own := map[string]bool{}
		for _, f := range s.Fields() {
			own[f] = true
		}
		for f, err := range s.Facts(ctx, tx) {
			if err != nil {
				return err
			}
			v.report.Facts++
			key := f.Case + "\x00" + f.Field
			if v.blank.unknown[key] {
				continue // its value is erased: nobody can compare it
			}
			if logged := v.last[key]; logged.Value != f.Value {
				v.differ(Difference{What: "fact", Case: f.Case, Field: f.Field, Logged: logged.Value, Found: f.Value})
			}
			delete(v.last, key)
		}
		for key, f := range v.last {
			if own[f.Field] && f.Value != "" {
				v.differ(Difference{What: "fact", Case: f.Case, Field: f.Field, Logged: f.Value, Found: ""})
			}
			if own[f.Field] {
				delete(v.last, key)
			}
		}
	}
	return nil
}
