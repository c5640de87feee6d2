package document

// Putting, listing and opening the files of a case.

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the migrations and locales of this package.
//
//go:embed migrations locales
var Files embed.FS

// Name is the prefix of this package's tables and message keys.
const Name = "document"

// MaxSize is the greatest file, in bytes.
const MaxSize = 10 << 20

const (
	maxName = 200  // bytes of a file's name
	maxList = 1000 // documents that one case shows
)

// Store keeps documents. It holds nothing in memory.
type Store struct {
	NewID func() string    // ids that grow with time
	Now   func() time.Time // the business clock
}

// New is a clean upload.
type New struct {
	Case        string // case id
	Owner       string // party whose data it is
	Kind        string // "business_licence", "bank_statement", ...: the caller's vocabulary
	Name        string // as the person named the file, for display only
	MediaType   string // found by looking into the bytes
	Bytes       []byte
	ExpiresOn   string // civil date after which it no longer counts, "" for never
	RequestedBy string // party that asked for it, "" for nobody
	UploadedBy  string // person id
}

// Document is one version of one kind of file of a case.
type Document struct {
	ID          string
	Case        string
	Owner       string
	Kind        string
	Name        string
	MediaType   string
	Size        int64  // bytes
	SHA256      string // hex, of the bytes
	Version     int64  // from 1, per case and kind
	ExpiresOn   string
	RequestedBy string
	UploadedBy  string
	At          time.Time
	ErasedAt    time.Time // zero while the bytes are there
}

// Expired reports whether the document no longer counts on a civil date.
func (d Document) Expired(on string) bool { return d.ExpiresOn != "" && d.ExpiresOn < on }

// Put stores a file as the next version of its kind. A file that is empty, too
// large or badly named is Invalid, with the message on field "file".
func (s Store) Put(ctx context.Context, tx db.Tx, n New) (Document, error) {
	n.Name = cleanName(n.Name)
	if err := n.check(); err != nil {
		return Document{}, err
	}
	sum := sha256.Sum256(n.Bytes)
	d := Document{ID: s.NewID(), Case: n.Case, Owner: n.Owner, Kind: n.Kind, Name: n.Name, MediaType: n.MediaType,
		Size: int64(len(n.Bytes)), SHA256: hex.EncodeToString(sum[:]), ExpiresOn: n.ExpiresOn,
		RequestedBy: n.RequestedBy, UploadedBy: n.UploadedBy, At: s.Now().UTC().Truncate(time.Microsecond)}
	last, err := db.Count(ctx, tx, `
		SELECT MAX(version) FROM document_file WHERE case_id = $1 AND kind = $2`, n.Case, n.Kind)
	if err != nil {
		return Document{}, err
	}
	d.Version = last + 1
	if err := putBlob(ctx, tx, n.Case, d.SHA256, n.Bytes); err != nil {
		return Document{}, err
	}
	return d, insertDocument(ctx, tx, d)
}

func (n New) check() error {
	if n.Case == "" || n.Kind == "" || n.MediaType == "" {
		return errors.New("document: a file needs a case, a kind and a media type")
	}
	if n.ExpiresOn != "" {
		if _, err := time.Parse(time.DateOnly, n.ExpiresOn); err != nil {
			return fmt.Errorf("document: expiry %q is not a date", n.ExpiresOn)
		}
	}
	var c fault.Check
	c.That(len(n.Bytes) > 0, "file", "document.file.empty")
	c.That(len(n.Bytes) <= MaxSize, "file", "document.file.large", fault.Args{"max": MaxSize >> 20})
	c.That(n.Name != "", "file", "document.name.missing")
	c.That(len(n.Name) <= maxName, "file", "document.name.long")
	return c.Err()
}

// cleanName keeps what a person would call the file's name: no folders, no
// control or direction marks that could make a name look like another one.
func cleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.ToValidUTF8(name, "")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, name)
	return strings.Trim(name, " .")
}

// List shows a case's documents, newest versions first within each kind,
// erased ones included, at most 1,000.
func (s Store) List(ctx context.Context, tx db.Tx, caseID string) ([]Document, error) {
	return db.All(ctx, tx, scanDocument, `
		SELECT `+columns+` FROM document_file WHERE case_id = $1 ORDER BY kind, version DESC LIMIT $2`, caseID, maxList)
}

// Expiring lists the newest versions of their kinds that count until a civil
// date of [from, to], in the order of their ids after one; for sweeps.
func (s Store) Expiring(ctx context.Context, tx db.Tx, from, to, after string, limit int) ([]Document, error) {
	return db.All(ctx, tx, scanDocument, `
		SELECT `+columns+` FROM document_file d
		WHERE expires_on >= $1 AND expires_on <= $2 AND id > $3 AND erased_us = 0 AND NOT EXISTS (
			SELECT 1 FROM document_file n WHERE n.case_id = d.case_id AND n.kind = d.kind AND n.version > d.version)
		ORDER BY id LIMIT $4`, from, to, after, limit)
}

// Latest is the newest version of a kind in a case, or NotFound.
func (s Store) Latest(ctx context.Context, tx db.Tx, caseID, kind string) (Document, error) {
	return found(db.One(ctx, tx, scanDocument, `
		SELECT `+columns+` FROM document_file WHERE case_id = $1 AND kind = $2
		ORDER BY version DESC LIMIT 1`, caseID, kind))
}

// Open reads a document of a case with its bytes. An id that is not of this
// case is NotFound, exactly like one that does not exist; one whose bytes were
// erased is NotFound too, with its own message.
func (s Store) Open(ctx context.Context, tx db.Tx, caseID, id string) (Document, []byte, error) {
	d, err := s.Document(ctx, tx, caseID, id)
	if err != nil {
		return Document{}, nil, err
	}
	if !d.ErasedAt.IsZero() {
		return Document{}, nil, fault.New(fault.NotFound, "document.file.erased")
	}
	blob, err := readBlob(ctx, tx, d)
	if err != nil {
		return Document{}, nil, err
	}
	return d, blob, nil
}

// Document is Open without the bytes, and finds erased ones.
func (s Store) Document(ctx context.Context, tx db.Tx, caseID, id string) (Document, error) {
	return found(db.One(ctx, tx, scanDocument, `
		SELECT `+columns+` FROM document_file WHERE case_id = $1 AND id = $2`, caseID, id))
}

func found(d Document, err error) (Document, error) {
	if errors.Is(err, db.ErrNoRow) {
		return Document{}, fault.New(fault.NotFound, "document.file.missing")
	}
	return d, err
}

// Erase destroys a document's bytes and keeps the row: that there was a file,
// of which kind, by whom, and when it went. Bytes that another version of the
// case still shows stay with that version.
func (s Store) Erase(ctx context.Context, tx db.Tx, caseID, id string) error {
	d, err := s.Document(ctx, tx, caseID, id)
	if err != nil || !d.ErasedAt.IsZero() {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE document_file SET erased_us = $1, name = '' WHERE id = $2`,
		db.Micros(s.Now()), id); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		DELETE FROM document_blob WHERE case_id = $1 AND sha256 = $2 AND NOT EXISTS (
			SELECT 1 FROM document_file f WHERE f.case_id = $1 AND f.sha256 = $2 AND f.erased_us = 0)`, d.Case, d.SHA256)
	return err
}
