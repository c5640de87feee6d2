package table

// What a file says of itself: who took it, why, and a fingerprint of its rows.

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Mark stands in a file beside its rows. A spreadsheet has the line above the
// table, a sheet of its own for the facts, and the properties of the document; a
// text file has comments behind its rows.
type Mark struct {
	Number string      // of the export
	Line   string      // stands above the table
	About  string      // name of the sheet with the facts
	Author string      // who took it
	Facts  [][2]string // what is said, in order: name and value
}

// Digest counts the rows of a sheet and answers the SHA-256 of its headers, rows
// and foot as text, in hex. What stands in its Mark and its name do not count, nor
// does the format of the file.
func Digest(s Sheet) (rows int, hash string, err error) {
	sum := sha256.New()
	counted := s
	counted.Mark = nil
	counted.Rows = func(yield func([]any, error) bool) {
		for row, err := range s.Rows {
			rows++
			if !yield(row, err) {
				return
			}
		}
	}
	err = writeCSV(sum, counted)
	return rows, hex.EncodeToString(sum.Sum(nil)), err
}

// comments writes the facts behind the rows of a text file.
func (m *Mark) comments(out *csv.Writer) error {
	if m == nil {
		return nil
	}
	for _, f := range m.Facts {
		if err := out.Write([]string{"# " + oneLine(f[0]+": "+f[1])}); err != nil {
			return err
		}
	}
	return nil
}

// oneLine keeps a comment from ending before its end.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// finish writes a spreadsheet with the sheet of facts and the properties of the
// document.
func (m *Mark) finish(f *excelize.File, w io.Writer) error {
	if m == nil {
		return f.Write(w)
	}
	name := sheetName(m.About)
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	if err := f.SetColWidth(name, "A", "A", 18); err != nil {
		return err
	}
	if err := f.SetColWidth(name, "B", "B", 80); err != nil {
		return err
	}
	for i, fact := range m.Facts {
		for j, text := range fact {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr(name, at, text); err != nil {
				return err
			}
		}
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: m.Number, Identifier: m.Number, Creator: m.Author, LastModifiedBy: m.Author, Subject: m.Line, Description: m.text()}); err != nil {
		return err
	}
	return f.Write(w)
}

func (m *Mark) text() string {
	var lines []string
	for _, f := range m.Facts {
		lines = append(lines, oneLine(f[0]+": "+f[1]))
	}
	return strings.Join(lines, "\n")
}
