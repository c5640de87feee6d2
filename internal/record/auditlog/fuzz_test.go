package auditlog

// Whatever a stranger sends as a proof, a receipt or a checkpoint: the readers
// neither panic nor believe more than the log has signed.

import (
	"bytes"
	"context"
	"testing"

	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// signed is what the log of TestFormats has given out.
func signed(f *testing.F) (w *world, file []byte, it Item, checkpoint []byte) {
	w = fixed(f, dbtest.SQLite(f))
	for _, c := range []string{"c0", "c1", "c2"} {
		w.change(f, c, 1, "1200000")
	}
	w.sequence(f)
	file, it = w.proof(f, "c1")
	checkpoint, err := w.Checkpoint(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	return w, file, it, checkpoint
}

func FuzzProofOfTheLog(f *testing.F) {
	w, file, it, _ := signed(f)
	vkey := w.VerifierKey()
	f.Add(file)
	f.Add(bytes.ReplaceAll(file, []byte("index 1\n"), []byte("index 2\n")))
	f.Add(bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")))
	f.Fuzz(func(t *testing.T, mutant []byte) {
		if p, err := CheckProof(mutant, vkey); err == nil && (p.Hash != it.Hash || p.Index != it.Index || p.Size != 3) {
			t.Fatalf("a proof of something else holds: %+v", p)
		}
	})
}

func FuzzReceiptOfTheLog(f *testing.F) {
	w, _, it, checkpoint := signed(f)
	vkey := w.VerifierKey()
	f.Add([]byte(it.Receipt))
	f.Add(checkpoint)
	f.Fuzz(func(t *testing.T, mutant []byte) {
		// Every receipt that holds is one of the three that were given out; the
		// seed holds the second.
		if r, err := CheckReceipt(mutant, vkey); err == nil && r.Hash != it.Hash {
			t.Fatalf("a receipt of something else holds: %+v", r)
		}
	})
}

func FuzzCheckpointOfTheLog(f *testing.F) {
	w, _, it, checkpoint := signed(f)
	vkey := w.VerifierKey()
	f.Add(checkpoint)
	f.Add([]byte(it.Receipt))
	f.Fuzz(func(t *testing.T, mutant []byte) {
		if tree, err := OpenCheckpoint(mutant, vkey); err == nil && tree.N != 3 {
			t.Fatalf("a head of something else holds: %+v", tree)
		}
	})
}

func FuzzRecord(f *testing.F) {
	w, file, _, _ := signed(f)
	p, err := CheckProof(file, w.VerifierKey())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(p.Record.canonical())
	f.Add(canonical(format, "o", "k", "c", "1", "", "", "0", "", "", "", "", "9999999999"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if r, err := parseRecord(text); err == nil && !bytes.Equal(r.canonical(), text) {
			t.Fatal("a record has two spellings")
		}
	})
}
