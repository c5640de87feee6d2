package app_test

// Lists as files through their one door: who takes them, what the register and
// the file say, and when the file is no longer handed out.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/export"
	"kaigong.example/kaigong/internal/feature/finance/overview"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// exported is a list that somebody took away as CSV, in English.
func exported(t *testing.T, s *apptest.Stage, who, list string) (e export.Export) {
	t.Helper()
	a := s.Client(t, who).Operation("POST", "/api/v1/lists/"+list+"/export", s.App.Identity.NewID(), map[string]any{"format": "csv", "reason": "inspection"})
	if err := json.Unmarshal([]byte(a.Body), &e); err != nil || e.Href == "" {
		t.Fatal(a, err)
	}
	return e
}

// parted are the table and the comments of a text file.
func parted(t *testing.T, body string) (table string, lines [][]string, comments []string) {
	t.Helper()
	body, marked := strings.CutPrefix(body, "\uFEFF")
	at := strings.Index(body, "\r\n# ") + 2
	if !marked || at < 2 {
		t.Fatalf("no mark of order, or no comments: %.200q", body)
	}
	lines, err := csv.NewReader(strings.NewReader(body[:at])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return body[:at], lines, strings.Split(strings.TrimSpace(body[at:]), "\r\n")
}

func TestExports(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		manager := s.Client(t, apptest.Manager)
		page := manager.Page("/enterprises?size_class=micro")
		form := "/lists/enterprises/export?query=" + url.QueryEscape("size_class=micro")
		if !strings.Contains(page.Body, form) {
			t.Fatal("the filtered list does not lead to its export")
		}
		if a := manager.Page(form); a.Status != 200 || !strings.Contains(a.Body, "Size: Micro") || !strings.Contains(a.Body, `value="size_class=micro"`) {
			t.Fatalf("%v", a)
		}
		a := manager.Form("/lists/enterprises/export", "_key=export-1234", "query=size_class%3Dmicro", "format=csv", "reason=other", "note=%3DMorning+round")
		if a.Status != 303 || !strings.HasPrefix(a.Where, "/exports/") {
			t.Fatal(a)
		}
		file := manager.Page(a.Where)
		table, lines, comments := parted(t, file.Body)
		want := first(t, s, `SELECT CAST(COUNT(1) AS TEXT) FROM park_enterprise WHERE size_class = 'micro'`)
		sum := sha256.Sum256([]byte("\uFEFF" + table))
		said := strings.Join(comments, "\n")
		for _, text := range []string{"Number: KG-X-2020-0001", "Rows: " + want, "SHA-256 of the rows: " + hex.EncodeToString(sum[:]), "Reason: Other · =Morning round", "Filter: Size: Micro", "Organisation: ", "do not pass on"} {
			if !strings.Contains(said, text) {
				t.Errorf("the file does not say %q: %s", text, said)
			}
		}
		if fmt.Sprint(len(lines)-1) != want || want == "0" {
			t.Errorf("%d rows, the park has %s", len(lines)-1, want)
		}
		entry := first(t, s, `SELECT value FROM auditlog_field f JOIN auditlog_entry e ON e.id = f.entry_id WHERE e.kind = 'export.taken' AND f.name = 'export.content'`)
		if !strings.HasPrefix(entry, want+" "+hex.EncodeToString(sum[:])) {
			t.Errorf("the log says %q", entry)
		}
		if a := manager.Page("/exports?number=KG-X-2020-0001"); !strings.Contains(a.Body, "Morning round") {
			t.Error("the register does not find it")
		}
		for _, who := range []string{apptest.Liaison, apptest.Town, apptest.Owner, ""} {
			if x := s.Client(t, who).Page(a.Where); !x.Refused() {
				t.Errorf("%q fetches somebody else's file: %v", who, x)
			}
		}
		if difference(t, s) != "" {
			t.Error(difference(t, s))
		}
	})
}

var stageNames = []string{"Received", "Published", "Answered", "Offered", "Chosen", "Contracted", "Paid out"}

// TestOverviewTaken: a file of the overview has the numbers of the operation, and
// keeps back for the convenor what the page keeps back.
func TestOverviewTaken(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	for who, kept := range map[string]bool{apptest.Town: false, apptest.Convenor: true} {
		c := s.Client(t, who)
		const spring = "from=2020-01-01&to=2020-03-31"
		var e export.Export
		a := c.Operation("POST", "/api/v1/lists/overview/export", "take-"+who, map[string]any{"query": spring, "format": "csv", "reason": "reporting"})
		if err := json.Unmarshal([]byte(a.Body), &e); err != nil {
			t.Fatal(a)
		}
		_, lines, _ := parted(t, c.Page(e.Href).Body)
		var o overview.Overview
		if err := json.Unmarshal([]byte(c.Page("/api/v1/overview?"+spring).Body), &o); err != nil {
			t.Fatal(err)
		}
		f, found, back := o.Figures, map[string]string{}, 0
		for _, l := range lines[1:] {
			found[l[0]+"/"+l[1]+"/"+l[3]] = l[4]
			if !strings.HasPrefix(l[0], "By lender") && (l[4] == "*" || strings.HasPrefix(l[4], "<")) {
				back++
			}
		}
		for i, want := range f.Totals {
			if n := found["By industry/In all/"+stageNames[i]]; want.Told() && n != fmt.Sprint(want.N) || n == "" {
				t.Errorf("%s: %s in the file %q, shown %+v", who, stageNames[i], n, want)
			}
		}
		for _, x := range f.Industries {
			if n := found["By industry/"+x.Name.En+"/Received"]; x.Counts[0].Told() && n != fmt.Sprint(x.Counts[0].N) || !x.Counts[0].Told() && n != "*" && !strings.HasPrefix(n, "<") {
				t.Errorf("%s: %s in the file %q, shown %+v", who, x.Name.En, n, x.Counts[0])
			}
		}
		if (back > 0) != kept {
			t.Errorf("%s: %d numbers kept back", who, back)
		}
	}
}

// TestExportsOfEveryList: each list through both doors, by those who may, and by
// nobody else, with or without the list before them.
func TestExportsOfEveryList(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "own", "rent", apptest.Performing)
	may := map[string][]string{
		"contracts":       {apptest.Approver, apptest.Owner},
		"classes":         {apptest.Approver},
		"cases":           {apptest.Approver},
		"reconciliations": {apptest.Approver},
		"enterprises":     {apptest.Manager, apptest.Liaison, apptest.Town, apptest.Owner},
		"units":           {apptest.Manager, apptest.Liaison, apptest.Town},
		"stages":          {apptest.Manager, apptest.Liaison, apptest.Town},
		"overview":        {apptest.Approver, apptest.Manager, apptest.Liaison, apptest.Town, apptest.Convenor},
		"overview_rows":   {apptest.Approver, apptest.Manager, apptest.Liaison, apptest.Town},
	}
	for _, l := range s.App.Exports.Lists {
		if l.Sheet != nil && may[l.Key] == nil {
			t.Errorf("who takes %s?", l.Key)
		}
	}
	for list, some := range may {
		for _, who := range []string{apptest.Approver, apptest.Owner, apptest.Clerk, apptest.Manager, apptest.Liaison, apptest.Town, apptest.Convenor, apptest.Auditor, ""} {
			c, path := s.Client(t, who), "/api/v1/lists/"+list+"/export"
			a := c.Operation("POST", path, "take-"+list+"-"+who, map[string]any{"format": "xlsx", "reason": "analysis"})
			ok := false
			for _, x := range some {
				ok = ok || x == who
			}
			if !ok {
				if !a.Refused() {
					t.Errorf("%q takes %s: %v", who, list, a)
				}
				if a := c.Page("/lists/" + list + "/export"); !a.Refused() && a.Status != 409 {
					t.Errorf("%q is offered %s and would not get it: %v", who, list, a)
				}
				continue
			}
			if a.Status > 201 {
				t.Errorf("%q does not get %s: %v", who, list, a)
				continue
			}
			x := a.JSON(t)
			book(t, c.Page(x["href"].(string)).Body, x)
		}
	}
	for _, path := range []string{"/contracts.csv", "/contracts.xlsx", "/enterprises.csv", "/enterprises.xlsx", "/units.csv", "/units.xlsx", "/stages.csv", "/stages.xlsx"} {
		if a := s.Client(t, apptest.Manager).Page(path); a.Status != 404 {
			t.Errorf("a second door: %s", path)
		}
	}
}

// book reads a spreadsheet as its program shows it.
func book(t *testing.T, body string, said map[string]any) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	number := said["number"].(string)
	line, _ := f.GetCellValue(number, "A1")
	head, _ := f.GetCellValue(number, "A2")
	props, err := f.GetDocProps()
	about, _ := f.GetRows("About")
	if err != nil || !strings.HasPrefix(line, number+" · ") || !strings.HasSuffix(line, "do not pass on") || head == "" || props.Title != number || !strings.Contains(props.Description, said["hash"].(string)) {
		t.Errorf("%s: line %q, head %q, properties %+v, %v", number, line, head, props, err)
	}
	if len(about) != 10 || about[8][1] != said["hash"] || about[7][1] != fmt.Sprint(said["rows"]) {
		t.Errorf("%s: %v", number, about)
	}
}

// TestARevokedConsentStopsTheFile: the rows are worked out again, and no file
// leaves that was written down when its taker might know more.
func TestARevokedConsentStopsTheFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		e := s.Data.Enterprises[20]
		s.ApplicationOf(t, e, "seen", "rent", apptest.Assessing)
		x := exported(t, s, apptest.Approver, "cases")
		c := s.Client(t, apptest.Approver)
		if a := c.Page(x.Href); a.Status != 200 || !strings.Contains(a.Body, e.Short.En) && !strings.Contains(a.Body, e.Short.Zh) {
			t.Fatalf("the file lacks the enterprise: %v", a)
		}
		s.By(t, e.Contact, func(ctx context.Context) error {
			return s.App.Identity.Revoke(ctx, first(t, s, `SELECT id FROM identity_consent WHERE case_id = '`+s.ID("seen")+`'`), "changed our mind")
		})
		if err := s.App.Settle(context.Background()); err != nil {
			t.Fatal(err)
		}
		if a := c.Page(x.Href); a.Status != 409 || strings.Contains(a.Body, e.Short.En) || !strings.Contains(a.Body, "has changed") {
			t.Errorf("after the revocation: %v", a)
		}
	})
}

func TestAnExportEndsAndTheRegisterIsRead(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	x := exported(t, s, apptest.Approver, "contracts")
	exported(t, s, apptest.Town, "units")
	c := s.Client(t, apptest.Approver)
	a := s.Client(t, apptest.Manager).Page("/api/v1/exports")
	if !strings.Contains(a.Body, x.Number) || strings.Contains(a.Body, s.ID(apptest.Approver)) {
		t.Errorf("the operator reads that a bank took, not who: %v", a)
	}
	for who, n := range map[string]int{apptest.Approver: 1, apptest.Manager: 2, apptest.Liaison: 0, apptest.Town: 1} {
		if got, _ := s.Client(t, who).Page("/api/v1/exports").JSON(t)["exports"].([]any); len(got) != n {
			t.Errorf("%s reads %d exports, want %d", who, len(got), n)
		}
	}
	if err := s.App.Business.Advance(s.App.Now().Add(export.Valid + time.Minute)); err != nil {
		t.Fatal(err)
	}
	if a := c.Page(x.Href); a.Status != 409 || !strings.Contains(a.Body, "no longer be fetched") {
		t.Errorf("after its time: %v", a)
	}
}

func TestAnExportIsChecked(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	for name, in := range map[string]export.TakeExport{
		"no reason":        {List: "contracts", Format: "csv"},
		"another reason":   {List: "contracts", Format: "csv", Reason: "fun"},
		"other, unsaid":    {List: "contracts", Format: "csv", Reason: "other", Note: " "},
		"no format":        {List: "contracts", Reason: "inspection"},
		"a long note":      {List: "contracts", Format: "csv", Reason: "other", Note: strings.Repeat("长", 201)},
		"an unknown field": {List: "contracts", Format: "csv", Reason: "inspection", Query: "colour=red"},
		"a broken query":   {List: "contracts", Format: "csv", Reason: "inspection", Query: "%zz"},
	} {
		s.By(t, apptest.Approver, func(ctx context.Context) error {
			if _, err := s.App.Exports.Take(ctx, in); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
	}
	if n := first(t, s, `SELECT CAST(COUNT(1) AS TEXT) FROM export_taken`); n != "0" {
		t.Errorf("%s lines in the register", n)
	}
}
