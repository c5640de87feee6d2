// Package upload turns a file that somebody sent into clean bytes, or into a
// message that says what is wrong with it. What a file is, is decided by its
// content; the name must agree. Pictures are drawn anew, which leaves their
// metadata behind.
package upload

import (
	"archive/zip"
	"bytes"
	"embed"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	_ "image/gif" // recognised, to be refused by name rather than as noise

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
}

// MaxBytes bounds one file.
const MaxBytes = 10 << 20

const (
	maxPixels   = 40 << 20 // of a picture
	maxUnpacked = 100 << 20
	maxEntries  = 5000
	maxName     = 120 // characters
)

// kinds are the endings that are taken, with the media type that the content
// must have.
var kinds = map[string]string{
	".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".csv":  "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
}

// FromForm reads the file of a parsed form's field.
func FromForm(q *http.Request, field string) (File, error) {
	f, head, err := q.FormFile(field)
	if errors.Is(err, http.ErrMissingFile) || err == nil && head.Filename == "" {
		return File{}, wrong(field, "missing", nil)
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
		return File{}, wrong(field, "empty", nil)
	case len(body) > MaxBytes:
		return File{}, wrong(field, "large", fault.Args{"mib": MaxBytes >> 20})
	case !ok:
		return File{}, wrong(field, "kind", fault.Args{"ending": ending})
	}
	out, err := sanitise(media, body)
	if err != nil {
		return File{}, wrong(field, "mislabelled", fault.Args{"ending": ending})
	}
	return File{Name: name, MediaType: media, Bytes: out}, nil
}

var errMislabelled = errors.New("upload: the content is not what the name says")

// sanitise checks the content against what the name says.
func sanitise(media string, body []byte) ([]byte, error) {
	switch {
	case media == "application/pdf":
		return body, must(bytes.HasPrefix(body, []byte("%PDF-")))
	case strings.HasPrefix(media, "image/"):
		return redraw(media, body)
	case strings.HasPrefix(media, "text/"):
		return body, must(utf8.Valid(body) && !bytes.ContainsRune(body, 0) && !strings.Contains(http.DetectContentType(body), "html"))
	}
	return body, checkArchive(body, strings.Contains(media, "spreadsheet"))
}

func must(ok bool) error {
	if ok {
		return nil
	}
	return errMislabelled
}

// redraw decodes a picture within bounds and encodes it anew.
func redraw(media string, body []byte) ([]byte, error) {
	head, format, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil || "image/"+format != media || head.Width*head.Height > maxPixels {
		return nil, errMislabelled
	}
	img, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if media == "image/png" {
		err = png.Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 88})
	}
	return b.Bytes(), err
}

// checkArchive counts an office file while unpacking: its size is known only
// then, and a small archive can hold a very large one.
func checkArchive(body []byte, sheet bool) error {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(z.File) > maxEntries {
		return errMislabelled
	}
	left, main := int64(maxUnpacked), false
	for _, f := range z.File {
		main = main || sheet && f.Name == "xl/workbook.xml" || !sheet && f.Name == "word/document.xml"
		r, err := f.Open()
		if err != nil {
			return err
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
		r.Close()
		if left -= n; err != nil || left < 0 {
			return errMislabelled
		}
	}
	return must(main)
}

// cleanName keeps the last part of a path, without control characters, cut to
// a length that lists can show.
func cleanName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > maxName {
		ext := []rune(filepath.Ext(name))
		name = string(r[:maxName-len(ext)]) + string(ext)
	}
	return name
}

// Disposition is the header that makes a browser save a file under its name.
func Disposition(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

func wrong(field, what string, args fault.Args) error {
	return &fault.Fault{Kind: fault.Invalid, Key: "fault.invalid", Args: fault.Args{"n": 1}, Fields: []fault.Field{{Name: field, Key: "upload." + what, Args: args}}}
}
