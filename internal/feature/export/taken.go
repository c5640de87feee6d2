package export

// An Export, and the rules of its input.

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Export is a line of the register.
type Export struct {
	ID       string       `json:"id"`
	Number   string       `json:"number"`
	Person   string       `json:"person" doc:"Who took it; empty for the operator where it is another organisation's"`
	Party    string       `json:"party"`
	List     string       `json:"list"`
	Query    string       `json:"query" doc:"As in the address of the list; empty for the operator where it is another organisation's"`
	Format   table.Format `json:"format"`
	Language i18n.Lang    `json:"language"`
	Reason   string       `json:"reason"`
	Note     string       `json:"note"`
	Rows     int          `json:"rows"`
	Hash     string       `json:"hash" doc:"SHA-256 of headers and rows"`
	Taken    time.Time    `json:"taken"`

	Href string `json:"href" doc:"Where its taker fetches the file, empty once that is over"`
}

// Valid is how long a file can be fetched.
const Valid = 15 * time.Minute

// reasons are what a list can be taken for. The last wants words.
var reasons = []string{"inspection", "reporting", "reconciliation", "analysis", other}

const (
	other       = "other"
	longestNote = 200
)

// TakeExport asks for a file of a list.
type TakeExport struct {
	List   string `json:"-"`
	Query  string `json:"query,omitempty" form:"query" doc:"As in the address of the list"`
	Format string `json:"format" form:"format" doc:"xlsx or csv"`
	Reason string `json:"reason" form:"reason" doc:"inspection, reporting, reconciliation, analysis or other"`
	Note   string `json:"note,omitempty" form:"note" doc:"In words, needed for other"`
}

func (in TakeExport) check() error {
	var c fault.Check
	c.That(in.Format == string(table.CSV) || in.Format == string(table.XLSX), "format", "export.format.unknown")
	c.That(slices.Contains(reasons, in.Reason), "reason", "export.reason.missing")
	c.That(in.Reason != other || strings.TrimSpace(in.Note) != "", "note", "export.note.missing")
	c.That(utf8.ValidString(in.Note) && utf8.RuneCountInString(in.Note) <= longestNote && !strings.ContainsRune(in.Note, 0), "note", "export.note.broken", fault.Args{"most": longestNote})
	return c.Err()
}

// place is a list as the reader's organisation has it; the whole register for "".
func place(party, list string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "ListExport", ID: party}, Attrs: authz.Attrs{"credit": true, "party": kernel.PartyRef(party), "list": list}}
}

func (e Export) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Export", ID: e.ID}, Read: "export.fetch", Attrs: authz.Attrs{"credit": true, "owner": kernel.PersonRef(e.Person), "party": kernel.PartyRef(e.Party)}}
}

// facts are what the log knows of an export.
func (e Export) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "export.who", Value: e.Number + " " + e.Person + " " + e.Party},
		{Name: "export.what", Value: fmt.Sprint(e.List, " ", e.Format, " ", e.Language, " ", e.Query)},
		{Name: "export.why", Value: e.Reason + " " + e.Note},
		{Name: "export.content", Value: fmt.Sprint(e.Rows, " ", e.Hash, " ", db.Micros(e.Taken))},
	}
}
