package sealed

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

var offer = Label{Case: "application", Party: "bank", ID: "offer", Version: "offer-v1"}

func vault(t *testing.T, d *db.DB) *Vault {
	t.Helper()
	if err := d.Migrate(context.Background(), db.Source{Name: Name, Files: Files}); err != nil {
		t.Fatal(err)
	}
	key := make([]byte, keyBytes)
	rand.Read(key)
	return &Vault{Wrapping: key, Random: rand.Reader, Now: func() time.Time { return time.Unix(1_583_000_000, 0) }}
}

func in[T any](t *testing.T, d *db.DB, do func(context.Context, db.Tx) (T, error)) (out T, err error) {
	t.Helper()
	err = d.Write(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		out, err = do(ctx, tx)
		return err
	})
	return out, err
}

func (v *Vault) close(t *testing.T, d *db.DB, l Label, text string) Sealed {
	t.Helper()
	s, err := in(t, d, func(ctx context.Context, tx db.Tx) (Sealed, error) { return v.Seal(ctx, tx, l, []byte(text)) })
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (v *Vault) look(t *testing.T, d *db.DB, l Label, s Sealed) (Opened, error) {
	t.Helper()
	return in(t, d, func(ctx context.Context, tx db.Tx) (Opened, error) { return v.Open(ctx, tx, l, s) })
}

func TestWhatIsClosedOpens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		v := vault(t, d)
		s, other := v.close(t, d, offer, "4.35 %"), v.close(t, d, offer, "4.35 %")
		if strings.Contains(s.Envelope, "4.35") || s.Envelope == other.Envelope || s.Commitment == other.Commitment {
			t.Error("the same content twice must not look the same")
		}
		o, err := v.look(t, d, offer, s)
		if err != nil || string(o.Content) != "4.35 %" {
			t.Fatalf("%q, %v", o.Content, err)
		}
		if got := byHand(t, o.Salt, "4.35 %"); got != s.Commitment {
			t.Errorf("the commitment is %s, worked out by hand it is %s", s.Commitment, got)
		}
	})
}

// byHand follows the words of doc.go: tag, salt and content, each behind its
// length in eight bytes.
func byHand(t *testing.T, salt, content string) string {
	t.Helper()
	var b []byte
	for _, p := range []string{"kaigong-sealed-v1", salt, content} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(p)))
		b = append(b, p...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Every byte of an envelope and every part of its label is tried.
func TestNothingElseOpens(t *testing.T) {
	d := dbtest.SQLite(t)
	v := vault(t, d)
	s := v.close(t, d, offer, "4.35 %")
	spoiled := func(what string, l Label, s Sealed) {
		t.Helper()
		if _, err := v.look(t, d, l, s); !errors.Is(err, ErrSpoiled) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := range s.Envelope {
		b := []byte(s.Envelope)
		if b[i]++; b[i] == '|' {
			b[i]++
		}
		spoiled("byte "+string(s.Envelope[i]), offer, Sealed{string(b), s.Commitment})
	}
	for _, cut := range []int{0, 1, len(s.Envelope) / 2, len(s.Envelope) - 1} {
		spoiled("cut", offer, Sealed{s.Envelope[:cut], s.Commitment})
	}
	spoiled("another commitment", offer, Sealed{s.Envelope, Commitment(strings.Repeat("0", 64), []byte("4.35 %"))})
	v.close(t, d, Label{Case: "other"}, "x") // so that the other case has a key
	for name, l := range map[string]Label{
		"case":      {"other", "bank", "offer", "offer-v1"},
		"party":     {"application", "another", "offer", "offer-v1"},
		"id":        {"application", "bank", "offer 2", "offer-v1"},
		"version":   {"application", "bank", "offer", "offer-v2"},
		"no key":    {"a third", "bank", "offer", "offer-v1"},
		"boundary":  {"application", "bankoffer", "", "offer-v1"},
		"all empty": {},
	} {
		spoiled("another "+name, l, s)
	}
	stolen := &Vault{Wrapping: bytes.Repeat([]byte{1}, keyBytes), Random: rand.Reader, Now: v.Now}
	if _, err := stolen.look(t, d, offer, s); !errors.Is(err, ErrSpoiled) {
		t.Errorf("under another wrapping key: %v", err)
	}
}

func TestAForgottenCaseStaysClosed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		v := vault(t, d)
		s, kept := v.close(t, d, offer, "4.35 %"), v.close(t, d, Label{Case: "kept"}, "x")
		forget := func() {
			if _, err := in(t, d, func(ctx context.Context, tx db.Tx) (int, error) { return 0, v.Forget(ctx, tx, offer.Case) }); err != nil {
				t.Fatal(err)
			}
		}
		forget()
		forget()
		if _, err := v.look(t, d, offer, s); !fault.Is(err, fault.Conflict) || fault.Of(err).Key != "sealed.key.gone" {
			t.Errorf("opened after its key was destroyed: %v", err)
		}
		if _, err := in(t, d, func(ctx context.Context, tx db.Tx) (Sealed, error) { return v.Seal(ctx, tx, offer, nil) }); !fault.Is(err, fault.Conflict) {
			t.Errorf("a forgotten case got a second key: %v", err)
		}
		if o, err := v.look(t, d, Label{Case: "kept"}, kept); err != nil || string(o.Content) != "x" {
			t.Errorf("another case: %q, %v", o.Content, err)
		}
	})
}

func TestAKeyOfAnotherLengthIsRefused(t *testing.T) {
	d := dbtest.SQLite(t)
	v := vault(t, d)
	v.Wrapping = v.Wrapping[:16]
	if _, err := in(t, d, func(ctx context.Context, tx db.Tx) (Sealed, error) { return v.Seal(ctx, tx, offer, nil) }); err == nil {
		t.Error("sealed under a short key")
	}
}

func FuzzOpen(f *testing.F) {
	f.Add("v1|00|AA|AA", []byte("label"))
	key := bytes.Repeat([]byte{7}, keyBytes)
	good, err := shut(key, rand.Reader, []byte("label"), []byte("content"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, []byte("label"))
	f.Fuzz(func(t *testing.T, envelope string, label []byte) {
		plain, err := unlock(key, label, envelope)
		if err == nil && (envelope != good || string(label) != "label" || string(plain) != "content") {
			t.Errorf("%q opened to %q", envelope, plain)
		}
	})
}
