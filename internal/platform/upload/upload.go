// Package upload turns a file that somebody sent into clean bytes, or into a
// message that says what is wrong with it. What a file is, is decided by its
// content; the name must agree. Pictures are drawn anew, which leaves their
// metadata behind.
package upload

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"kaigong.example/kaigong/internal/platform/fault"
)

// Files holds the locales of this package.
//
//go:embed locales
var Files embed.FS

// File is a clean upload.
type File struct {
	Name      string
	MediaType string
	Bytes     []byte
	SHA256    string // of Bytes, in hex
}

// MaxBytes bounds one file.
const MaxBytes = 10 << 20

const (
	maxName   = 120 // characters
	maxEnding = 8   // of them behind the last dot
)

// kinds are the endings that are taken, with the media type that the content
// must have.
var kinds = map[string]string{
	".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".csv":  "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}

// programs are endings that a name may not hide before its last one.
var programs = []string{".exe", ".scr", ".bat", ".cmd", ".msi", ".vbs", ".js", ".jar", ".ps1", ".sh", ".apk", ".lnk", ".hta", ".html", ".htm", ".svg", ".php"}

// FromForm reads the file of a parsed form's field. A form that carries no
// files at all lacks this one too.
func FromForm(q *http.Request, field string) (File, error) {
	f, head, err := q.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && head.Filename == "" {
		return File{}, wrong(field, "upload.missing", nil)
	}
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	body, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return File{}, err
	}
	return Clean(field, head.Filename, body)
}

// Clean checks a file by name and content.
func Clean(field, name string, body []byte) (File, error) {
	name = cleanName(name)
	ending := strings.ToLower(filepath.Ext(name))
	media, ok := kinds[ending]
	switch {
	case len(body) == 0:
		return File{}, wrong(field, "upload.empty", nil)
	case len(body) > MaxBytes:
		return File{}, wrong(field, "upload.large", fault.Args{"mib": MaxBytes >> 20})
	case !ok:
		return File{}, wrong(field, "upload.kind", fault.Args{"ending": ending})
	}
	if hidden := strings.ToLower(filepath.Ext(strings.TrimSuffix(name, filepath.Ext(name)))); slices.Contains(programs, hidden) {
		return File{}, wrong(field, "upload.program", fault.Args{"ending": hidden})
	}
	out, err := sanitise(media, body)
	var over tooBig
	if errors.As(err, &over) {
		return File{}, wrong(field, over.key, fault.Args{"limit": over.limit})
	}
	if errors.Is(err, errActive) {
		return File{}, wrong(field, "upload.active", nil)
	}
	if err != nil {
		return File{}, wrong(field, "upload.mislabelled", fault.Args{"ending": ending})
	}
	sum := sha256.Sum256(out)
	return File{Name: name, MediaType: media, Bytes: out, SHA256: hex.EncodeToString(sum[:])}, nil
}

var errMislabelled = errors.New("upload: the content is not what the name says")

// tooBig is content that is what it says and more than can be taken.
type tooBig struct {
	key   string // of the message
	limit int
}

func (e tooBig) Error() string { return "upload: too much: " + e.key }

// sanitise checks the content against what the name says.
func sanitise(media string, body []byte) ([]byte, error) {
	switch {
	case media == "application/pdf":
		if err := must(bytes.HasPrefix(body, []byte("%PDF-"))); err != nil {
			return nil, err
		}
		return body, still(body)
	case strings.HasPrefix(media, "image/"):
		return redraw(media, body)
	case strings.HasPrefix(media, "text/"):
		return readable(body)
	}
	return body, checkArchive(body, strings.Contains(media, "spreadsheet"))
}

func must(ok bool) error {
	if ok {
		return nil
	}
	return errMislabelled
}

// cleanName keeps the last part of a path, without control characters and the
// invisible ones that turn a name round, cut to a length that lists can show.
func cleanName(name string) string {
	name = filepath.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), "\\", "/"))
	name = strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`<>:"|?*/`, r) {
			return -1
		}
		return r
	}, name), " ")
	ending := []rune(filepath.Ext(name))
	if len(ending) > maxEnding {
		ending = nil
	}
	stem := []rune(name)
	stem = stem[:len(stem)-len(ending)]
	if len(stem) == 0 {
		stem = []rune("file")
	}
	return string(stem[:min(len(stem), maxName-len(ending))]) + string(ending)
}

// Disposition is the header that makes a browser save a file under its name.
func Disposition(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func wrong(field, key string, args fault.Args) error {
	return &fault.Fault{Kind: fault.Invalid, Key: "fault.invalid", Args: fault.Args{"n": 1}, Fields: []fault.Field{{Name: field, Key: key, Args: args}}}
}
