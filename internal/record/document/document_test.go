package document

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
)

type shelf struct {
	Store
	db *db.DB
}

func open(t testing.TB, d *db.DB) *shelf {
	t.Helper()
	if err := d.Migrate(context.Background(), db.Source{Name: Name, Files: Files}); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2020, 2, 3, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { at = at.Add(time.Millisecond); return at }
	return &shelf{Store{NewID: id.New(now, rand.Reader).Next, Now: now}, d}
}

func (s *shelf) write(t testing.TB, do func(context.Context, db.Tx) error) {
	t.Helper()
	if err := s.db.Write(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

func (s *shelf) put(t testing.TB, caseID, kind string, content []byte) (d Document) {
	t.Helper()
	s.write(t, func(ctx context.Context, tx db.Tx) (err error) {
		d, err = s.Put(ctx, tx, New{Case: caseID, Owner: "firm", Kind: kind, Name: kind + ".pdf",
			MediaType: "application/pdf", Bytes: content, UploadedBy: "p1"})
		return err
	})
	return d
}

func (s *shelf) blobs(t testing.TB) (n int64) {
	t.Helper()
	s.write(t, func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.Count(ctx, tx, `SELECT COUNT(*) FROM document_blob`)
		return err
	})
	return n
}

// noise is content that looks like nothing else.
func noise(size int, seed byte) []byte {
	b := make([]byte, size)
	mathrand.NewChaCha8([32]byte{seed}).Read(b)
	return b
}

func TestWhatIsPutIsRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		for seed, size := range []int{1, chunkSize - 1, chunkSize, chunkSize + 1, 3*chunkSize + 7} {
			content := noise(size, byte(seed))
			put := s.put(t, "c1", "statement", content)
			s.write(t, func(ctx context.Context, tx db.Tx) error {
				got, b, err := s.Open(ctx, tx, "c1", put.ID)
				if !bytes.Equal(b, content) || got != put || got.Version != int64(seed+1) {
					t.Errorf("%d bytes: got %d bytes, %+v, want %+v", size, len(b), got, put)
				}
				return err
			})
		}
	})
}

func TestADocumentIsReachedThroughItsCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		own := s.put(t, "c1", "licence", []byte("mine"))
		s.put(t, "c2", "licence", []byte("theirs"))
		s.write(t, func(ctx context.Context, tx db.Tx) error {
			_, _, foreign := s.Open(ctx, tx, "c2", own.ID)
			_, _, unknown := s.Open(ctx, tx, "c2", "no such id")
			if !fault.Is(foreign, fault.NotFound) || foreign.Error() != unknown.Error() {
				t.Errorf("another case's file: %v; no file: %v", foreign, unknown)
			}
			if err := s.Seen(ctx, tx, "c2", own.ID, "bank", "p2", "own"); !fault.Is(err, fault.NotFound) {
				t.Errorf("seen through another case: %v", err)
			}
			if err := s.Erase(ctx, tx, "c2", own.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("erased through another case: %v", err)
			}
			list, err := s.List(ctx, tx, "c2")
			if len(list) != 1 || list[0].Case != "c2" {
				t.Errorf("list %+v", list)
			}
			return err
		})
	})
}

func TestEqualBytesAreSharedWithinACaseOnly(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	content := noise(10, 1)
	s.put(t, "c1", "statement", content)
	s.put(t, "c1", "statement", content)
	if got := s.blobs(t); got != 1 {
		t.Errorf("within a case: %d blobs, want 1", got)
	}
	s.put(t, "c2", "statement", content)
	if got := s.blobs(t); got != 2 {
		t.Errorf("across cases: %d blobs, want 2", got)
	}
}

func TestEraseKeepsWhatAnotherVersionShows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		first := s.put(t, "c1", "statement", []byte("same"))
		second := s.put(t, "c1", "statement", []byte("same"))
		erase := func(x Document) {
			s.write(t, func(ctx context.Context, tx db.Tx) error { return s.Erase(ctx, tx, "c1", x.ID) })
		}
		erase(first)
		s.write(t, func(ctx context.Context, tx db.Tx) error {
			if _, _, err := s.Open(ctx, tx, "c1", first.ID); fault.Of(err).Key != "document.file.erased" {
				t.Errorf("erased: %v", err)
			}
			_, b, err := s.Open(ctx, tx, "c1", second.ID)
			if string(b) != "same" {
				t.Errorf("the other version reads %q", b)
			}
			return err
		})
		erase(second)
		if got := s.blobs(t); got != 0 {
			t.Errorf("%d blobs left", got)
		}
		s.write(t, func(ctx context.Context, tx db.Tx) error {
			list, err := s.List(ctx, tx, "c1")
			if len(list) != 2 || list[0].Name != "" || list[0].ErasedAt.IsZero() {
				t.Errorf("the record of the files went with them: %+v", list)
			}
			return err
		})
	})
}

func TestBadFilesAreRefusedOnTheirField(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	for name, x := range map[string]struct {
		file  string
		bytes []byte
		key   string
	}{
		"empty":      {"a.pdf", nil, "document.file.empty"},
		"large":      {"a.pdf", make([]byte, MaxSize+1), "document.file.large"},
		"folder":     {"../", []byte("x"), "document.name.missing"},
		"dots":       {"..", []byte("x"), "document.name.missing"},
		"long":       {strings.Repeat("长", 70), []byte("x"), "document.name.long"},
		"invisible":  {"\u202e\u200b", []byte("x"), "document.name.missing"},
		"windows":    {`C:\`, []byte("x"), "document.name.missing"},
		"just right": {"../流水.pdf", []byte("x"), ""},
	} {
		err := s.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			d, err := s.Put(ctx, tx, New{Case: "c", Kind: "k", Name: x.file, MediaType: "application/pdf", Bytes: x.bytes})
			if err == nil && d.Name != "流水.pdf" {
				t.Errorf("%s: stored as %q", name, d.Name)
			}
			return err
		})
		if x.key == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if fields := fault.Of(err).Fields; len(fields) == 0 || fields[0].Name != "file" || fields[0].Key != x.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestChangedBytesAreNotRead(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	d := s.put(t, "c1", "k", noise(2*chunkSize, 3))
	for _, edit := range []string{
		`UPDATE document_blob SET content = 'AAAA' || substr(content, 5) WHERE chunk = 0`,
		`DELETE FROM document_blob WHERE chunk = 1`,
		`UPDATE document_blob SET content = (SELECT b.content FROM document_blob b WHERE b.chunk = 1) WHERE chunk = 0`,
	} {
		undo := errors.New("undo")
		err := s.db.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			if _, err := tx.Exec(ctx, edit); err != nil {
				return err
			}
			if _, _, err := s.Open(ctx, tx, "c1", d.ID); err == nil {
				t.Errorf("read in spite of %s", edit)
			}
			return undo
		})
		if !errors.Is(err, undo) {
			t.Fatal(err)
		}
	}
}

func TestSeersAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		doc := s.put(t, "c1", "k", []byte("x"))
		s.write(t, func(ctx context.Context, tx db.Tx) error {
			return errors.Join(s.Seen(ctx, tx, "c1", doc.ID, "bank", "p2", "consent:1"), s.Seen(ctx, tx, "c1", doc.ID, "park", "p3", "liaison"))
		})
		s.write(t, func(ctx context.Context, tx db.Tx) error {
			seers, err := s.Seers(ctx, tx, "c1", doc.ID)
			if len(seers) != 2 || seers[0].Person != "p3" || seers[1].Ground != "consent:1" {
				t.Errorf("%+v", seers)
			}
			if hidden, _ := s.Seers(ctx, tx, "c2", doc.ID); len(hidden) != 0 {
				t.Errorf("seers through another case: %+v", hidden)
			}
			return err
		})
	})
}

func TestExpiredIsAfterTheLastDay(t *testing.T) {
	for on, want := range map[string]bool{"2020-06-29": false, "2020-06-30": false, "2020-07-01": true} {
		if got := (Document{ExpiresOn: "2020-06-30"}).Expired(on); got != want {
			t.Errorf("%s: %v", on, got)
		}
	}
	if (Document{}).Expired("2999-01-01") {
		t.Error("no expiry must mean never")
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("../a.pdf")
	f.Add("a\x00\u202efdp.exe")
	f.Add(" . ")
	f.Fuzz(func(t *testing.T, name string) {
		got := cleanName(name)
		if strings.ContainsAny(got, "/\\\x00\n\r\u202e") || got == ".." || cleanName(got) != got {
			t.Fatalf("%q became %q", name, got)
		}
	})
}
