package auditlog

// What a partner holds and checks: receipts, proofs, checkpoints, tiles.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

var update = flag.Bool("update", false, "write the golden files again")

// fixed is a world in which the key, the clock and the dice are known, so that
// its bytes are the same on every machine.
func fixed(t testing.TB, d *db.DB) *world {
	t.Helper()
	w := open(t, d)
	seed := sha256.Sum256([]byte("a key that guards nothing"))
	vkey, err := note.NewEd25519VerifierKey("fenghe.example/log", publicOf(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	hash := strings.Split(vkey, "+")[1]
	skey := "PRIVATE+KEY+fenghe.example/log+" + hash + "+" + base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...))
	now, n := time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC), 0
	w.Log, err = New(Config{DB: d, Key: skey, Policy: "2020-02-01",
		Now:    func() time.Time { now = now.Add(time.Second); return now },
		Random: mathrand.NewChaCha8([32]byte{7}),
		NewID:  func() string { n++; return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }})
	if err != nil || w.VerifierKey() != vkey {
		t.Fatalf("%q, want %q: %v", w.VerifierKey(), vkey, err)
	}
	return w
}

// proof makes the proof file of a case's newest entry.
func (w *world) proof(t testing.TB, caseID string) (file []byte, it Item) {
	t.Helper()
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		items, err := w.Case(ctx, tx, caseID, "firm", 1)
		if err != nil {
			return err
		}
		it = items[0]
		file, err = w.Proof(ctx, tx, it)
		return err
	})
	return file, it
}

// TestFormats fixes every byte that a partner may hold. A difference here
// breaks receipts and proofs that are already out.
func TestFormats(t *testing.T) {
	w := fixed(t, dbtest.SQLite(t))
	for i := range 3 {
		w.change(t, fmt.Sprint("c", i), 1, "1200000")
	}
	w.sequence(t)
	file, it := w.proof(t, "c1")
	checkpoint, err := w.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("== verifier key\n%s\n== receipt\n%s== checkpoint\n%s== proof\n%s", w.VerifierKey(), it.Receipt, checkpoint, file)
	const golden = "testdata/formats.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("%v\ngot\n%s\nwant\n%s", err, got, want)
	}
}

// TestTreeIsRFC6962 computes the root as the RFC's section 2.1 says it, from
// the leaves in the proof files, with nothing but SHA-256.
func TestTreeIsRFC6962(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	for _, size := range []int{1, 2, 3, 7, 12} {
		for i := w.entries(t); i < size; i++ {
			w.change(t, fmt.Sprint("c", i), 1, "1")
		}
		w.sequence(t)
		var leaves [][]byte
		for i := range size {
			file, it := w.proof(t, fmt.Sprint("c", i))
			line := strings.Split(string(file), "\n")[1]
			leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, "extra "))
			if err != nil || it.Index != int64(i) {
				t.Fatalf("entry %d stands at %d: %v", i, it.Index, err)
			}
			leaves = append(leaves, leaf)
		}
		head, err := w.TreeHead(context.Background())
		if err != nil || head.N != int64(size) || head.Hash != tlog.Hash(root(leaves)) {
			t.Errorf("size %d: head %v %v, by hand %x", size, head, err, root(leaves))
		}
	}
}

func (w *world) entries(t testing.TB) int { return int(w.verify(t).Entries) }

func root(leaves [][]byte) [32]byte {
	if len(leaves) == 1 {
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	}
	split := 1
	for split*2 < len(leaves) {
		split *= 2
	}
	left, right := root(leaves[:split]), root(leaves[split:])
	return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
}

// TestRecordByHand takes a proof's record apart with the package comment in
// hand: lengths of 64 bits, the index first, then the record.
func TestRecordByHand(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	w.change(t, "c0", 1, "1")
	w.change(t, "c1", 4, "88.50")
	w.sequence(t)
	file, it := w.proof(t, "c1")
	p, err := CheckProof(file, w.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	leaf, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(strings.Split(string(file), "\n")[1], "extra "))
	var parts []string
	for rest := leaf; len(rest) > 0; {
		n := binary.BigEndian.Uint64(rest)
		parts, rest = append(parts, string(rest[8:8+n])), rest[8+n:]
	}
	sum := sha256.Sum256(leaf[8+1:])
	if parts[0] != "1" || hex.EncodeToString(sum[:]) != p.Hash || p.Hash != it.Hash {
		t.Errorf("index %q, hash %x, proof says %s, row says %s", parts[0], sum, p.Hash, it.Hash)
	}
	if p.Kind != "test.changed" || p.Case != "c1" || p.CaseVersion != 4 || p.Before != "a" || p.After != "b" || !p.At.Equal(it.At) {
		t.Errorf("%+v", p.Record)
	}
	if bytes.Contains(leaf, []byte("88.50")) || bytes.Contains(leaf, []byte("firm")) || bytes.Contains(leaf, []byte("p1")) {
		t.Error("the record shows a value, a party or a person in the clear")
	}
	if !p.Opens(it.Fields[0]) {
		t.Error("the party's opening does not open the field")
	}
	other := it.Fields[0]
	other.Value = "88.51"
	if p.Opens(other) {
		t.Error("another value opens the field")
	}
}

func TestPseudonymsChangeFromCaseToCase(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	for _, c := range []string{"c1", "c2"} {
		w.change(t, c, 1, "1")
	}
	w.change(t, "c1", 2, "1")
	w.sequence(t)
	seen := map[string]string{}
	for _, c := range []string{"c1", "c2"} {
		file, _ := w.proof(t, c)
		p, err := CheckProof(file, w.VerifierKey())
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(p.Parties, p.Person) {
			if seen[name] != "" {
				t.Errorf("%s connects case %s with case %s", name, seen[name], c)
			}
			seen[name] = c
		}
	}
}

func TestReceiptsHoldOffline(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	var text string
	w.write(t, func(ctx context.Context, tx db.Tx) (err error) {
		text, err = w.Append(ctx, tx, Entry{Kind: "k", Case: "c1", CaseVersion: 1, Parties: []string{"firm"}})
		return err
	})
	r, err := CheckReceipt([]byte(text), w.VerifierKey())
	if err != nil || !r.Latest.Equal(r.Recorded.Add(time.Minute)) {
		t.Fatalf("%+v %v", r, err)
	}
	w.sequence(t)
	file, _ := w.proof(t, "c1")
	if p, err := CheckProof(file, w.VerifierKey()); err != nil || p.Hash != r.Hash {
		t.Errorf("the proof is of %s, the receipt of %s: %v", p.Hash, r.Hash, err)
	}
	for i := range text {
		bad := []byte(text)
		bad[i] ^= 1
		if got, err := CheckReceipt(bad, w.VerifierKey()); err == nil && got != r {
			t.Fatalf("byte %d changed and the receipt says %+v", i, got)
		}
	}
	_, other, err := NewKey(bytes.NewReader(make([]byte, 64)), "park.example/log")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CheckReceipt([]byte(text), other); !errors.Is(err, ErrReceipt) {
		t.Errorf("another key of the same name: %v", err)
	}
}

// A checkpoint is not a receipt, though the same key signs both.
func TestSignaturesAreNotInterchangeable(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	w.change(t, "c1", 1, "1")
	w.sequence(t)
	_, it := w.proof(t, "c1")
	checkpoint, err := w.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := CheckReceipt(checkpoint, w.VerifierKey()); err == nil {
		t.Error("a checkpoint passes as a receipt")
	}
	if _, err := OpenCheckpoint([]byte(it.Receipt), w.VerifierKey()); err == nil {
		t.Error("a receipt passes as a checkpoint")
	}
}

func TestAnEmptyLogHasASignedHead(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	head, err := w.TreeHead(context.Background())
	if err != nil || head.N != 0 || head.Hash != tlog.Hash(sha256.Sum256(nil)) {
		t.Errorf("%v %v", head, err)
	}
}

// tiles serves the log's tiles as a partner would fetch them.
type tiles struct{ *world }

func (tiles) Height() int                     { return tileHeight }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (w tiles) ReadTiles(list []tlog.Tile) (out [][]byte, err error) {
	for _, x := range list {
		data, err := w.Tile(context.Background(), strings.TrimPrefix(x.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// TestTilesAndProofs lets the public library check proofs against the served
// tiles, across the border of the first full tile.
func TestTilesAndProofs(t *testing.T) {
	ctx := context.Background()
	w := open(t, dbtest.SQLite(t))
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		for i := range 300 {
			if _, err := w.Append(ctx, tx, Entry{Kind: "k", Case: fmt.Sprint("c", i), CaseVersion: 1}); err != nil {
				return err
			}
		}
		return nil
	})
	w.sequence(t)
	head, err := w.TreeHead(ctx)
	if err != nil || head.N != 300 {
		t.Fatal(head, err)
	}
	fetched := tlog.TileHashReader(head, tiles{w})
	for _, index := range []int64{0, 1, 255, 256, 299} {
		leaf, err := fetched.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.InclusionProof(ctx, index, head.N)
		if err != nil || tlog.CheckRecord(p, head.N, head.Hash, index, leaf[0]) != nil {
			t.Errorf("index %d: %v", index, err)
		}
	}
	for _, size := range []int64{1, 2, 256, 257, 300} {
		old, err := tlog.TreeHash(size, fetched)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.ConsistencyProof(ctx, size, head.N)
		if err != nil || tlog.CheckTree(p, head.N, head.Hash, size, old) != nil {
			t.Errorf("size %d: %v", size, err)
		}
	}
}

func TestQuestionsOutsideTheTreeAreNotFound(t *testing.T) {
	ctx := context.Background()
	w := open(t, dbtest.SQLite(t))
	w.change(t, "c1", 1, "1")
	w.sequence(t)
	for _, path := range []string{"", "0/001", "0/000", "0/000.p/2", "0/000.p/0", "6/000", "63/000", "0/x999/x999/x999/x999/x999/000",
		"-1/000", "data/000", "0/0", "0/000.p/256", "../checkpoint", "99999999999999999999/000"} {
		if _, err := w.Tile(ctx, path); !fault.Is(err, fault.NotFound) {
			t.Errorf("tile %q: %v", path, err)
		}
	}
	if data, err := w.Tile(ctx, "0/000.p/1"); err != nil || len(data) != tlog.HashSize {
		t.Errorf("the tile that is there: %d bytes, %v", len(data), err)
	}
	for _, x := range [][2]int64{{-1, 1}, {1, 1}, {0, 2}, {0, 0}, {0, -1}} {
		if _, err := w.InclusionProof(ctx, x[0], x[1]); !fault.Is(err, fault.NotFound) {
			t.Errorf("inclusion %v: %v", x, err)
		}
	}
	for _, x := range [][2]int64{{0, 1}, {2, 1}, {1, 2}, {-1, 1}} {
		if _, err := w.ConsistencyProof(ctx, x[0], x[1]); !fault.Is(err, fault.NotFound) {
			t.Errorf("consistency %v: %v", x, err)
		}
	}
}

func TestAPendingEntryHasNoProofYet(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	w.change(t, "c1", 1, "1")
	w.write(t, func(ctx context.Context, tx db.Tx) error {
		items, err := w.Case(ctx, tx, "c1", "firm", 1)
		if err != nil {
			return err
		}
		if _, err := w.Proof(ctx, tx, items[0]); !fault.Is(err, fault.WrongTurn) {
			t.Errorf("got %v", err)
		}
		return nil
	})
}

// A log that signs a tree of nonsense convinces nobody, and stops no verifier.
func TestASignedTreeOfNonsenseProvesNothing(t *testing.T) {
	w := open(t, dbtest.SQLite(t))
	w.change(t, "c1", 1, "1")
	w.sequence(t)
	_, it := w.proof(t, "c1")
	record := w.record(it)
	for name, data := range map[string][]byte{
		"empty":              {},
		"short":              []byte("x"),
		"another index":      leaf(7, record),
		"no index":           record,
		"a record cut short": leaf(0, record[:len(record)-1]),
		"more than a record": leaf(0, append(record, 0)),
	} {
		text := fmt.Sprintf("%s\n1\n%s\n", w.origin, tlog.RecordHash(data))
		checkpoint, err := note.Sign(&note.Note{Text: text}, w.signer)
		if err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("%s\nextra %s\nindex 0\n\n%s", proofHeader, b64(data), checkpoint)
		if p, err := CheckProof([]byte(file), w.VerifierKey()); !errors.Is(err, ErrProof) {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
}
