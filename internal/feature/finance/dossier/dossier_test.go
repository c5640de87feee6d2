package dossier_test

// Documents with the whole program around them, through both doors.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// stage is the park with a case of E01 that a bank assesses.
type stage struct {
	*apptest.Stage
	t    *testing.T
	cas  string // the bank's case
	file string // the document that was handed in
}

func set(t *testing.T, d *db.DB) *stage {
	t.Helper()
	s := &stage{Stage: apptest.Demo(t, d), t: t}
	s.Application(t, "A", "payroll", apptest.Assessing)
	s.cas = s.one(`SELECT id FROM origination_lender_case WHERE application_id = $1`, s.ID("A"))
	s.file = s.one(`SELECT id FROM document_file WHERE case_id = $1`, s.ID("A"))
	return s
}

func (s *stage) one(query string, args ...any) (x string) {
	s.t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		x, err = db.One(ctx, tx, db.Value[string], query, args...)
		return err
	})
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return x
}

// own and of are the dossier as the owner and as the bank's officer see it.
func (s *stage) own() (v dossier.View) {
	s.t.Helper()
	s.By(s.t, apptest.Owner, func(ctx context.Context) (err error) {
		v, err = s.App.Dossier.Own(ctx, s.ID("A"))
		return err
	})
	return v
}

func (s *stage) item(v dossier.View, kind string) dossier.Item {
	for _, x := range v.Items {
		if x.Kind == kind {
			return x
		}
	}
	return dossier.Item{}
}

// ask is an officer's request by HTTP.
func (s *stage) ask(kind string) apptest.Answer {
	return s.Client(s.t, apptest.Officer).Operation("POST", "/api/v1/cases/"+s.cas+"/dossier/requests", s.App.Identity.NewID(), map[string]any{"kind": kind, "reason": "the last three months", "due_on": "2020-07-10"})
}

// turn is whether the owner's home page has the task, by its button.
func (s *stage) turn() bool {
	return strings.Contains(s.Client(s.t, apptest.Owner).Page("/").Body, "Add the document")
}

// A request waits for the owner until the document comes. The document is the
// next of its kind, says who asked for it and until when it counts, and is part
// of what was handed in: log and tables agree.
func TestARequestIsATaskUntilItIsAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := set(t, d)
		if s.turn() {
			t.Fatal("a task before anybody asked")
		}
		if a := s.ask("bank_statement"); a.Status != 200 {
			t.Fatal(a)
		}
		if a := s.ask("bank_statement"); a.Status != 422 || !strings.Contains(a.Body, "dossier.asked_already") {
			t.Errorf("asked twice: %v", a)
		}
		if !s.turn() {
			t.Error("no task for the owner")
		}
		a := s.Client(t, apptest.Clerk).Upload("/applications/"+s.ID("A")+"/dossier", "流水.txt", []byte("流水"), map[string]string{"_key": s.App.Identity.NewID(), "kind": "bank_statement"})
		if a.Status != 303 {
			t.Fatal(a)
		}
		x := s.item(s.own(), "bank_statement")
		today := clock.DateOf(s.App.Now(), s.App.Calendar.Zone())
		if len(x.Files) != 1 || x.Files[0].Version != 1 || x.Files[0].RequestedBy != s.ID("BANK-RCB") || x.Files[0].ExpiresOn != today.AddMonths(3).String() {
			t.Errorf("%+v", x)
		}
		if len(x.Requests) != 1 || x.Requests[0].State != dossier.Supplied || x.Requests[0].Document != x.Files[0].ID || s.turn() {
			t.Errorf("the request: %+v", x.Requests)
		}
		if err := s.App.Settle(context.Background()); err != nil {
			t.Fatal(err)
		}
		r, err := s.App.Verify(context.Background())
		if err != nil || len(r.Differences) > 0 {
			t.Errorf("%v, %v", r.Differences, err)
		}
	})
}

// Every opening is written down with its ground, and the enterprise reads who
// looked; a lender reads it nowhere.
func TestWhoHasLooked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := set(t, d)
		before := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM identity_disclosure WHERE case_id = $1`, s.ID("A"))
		if a := s.Client(t, apptest.Officer).Page("/cases/" + s.cas + "/dossier/" + s.file); a.Status != 200 || a.Body == "" {
			t.Fatal(a)
		}
		if a := s.Client(t, apptest.Owner).Page("/applications/" + s.ID("A") + "/dossier/" + s.file); a.Status != 200 {
			t.Fatal(a)
		}
		seen := s.item(s.own(), "licence").Files[0].Seen
		if len(seen) != 2 || seen[0].Ground != "own" || seen[1].Ground != "consent" || seen[1].Party != s.ID("BANK-RCB") || seen[1].Person != s.ID(apptest.Officer) {
			t.Errorf("%+v", seen)
		}
		if after := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM identity_disclosure WHERE case_id = $1`, s.ID("A")); after == before {
			t.Error("the reading is not among the disclosures")
		}
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			v, err := s.App.Dossier.OfCase(ctx, s.cas)
			if len(v.Items) == 0 || len(v.Items[0].Files[0].Seen) != 0 || v.Ground != "consent" {
				t.Errorf("the bank reads %+v", v)
			}
			return err
		})
	})
}

// Revoking the consent ends the reading with the next request, of the list as of
// a document, and the bank's requests lapse.
func TestRevokedStillVisible(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := set(t, d)
		if a := s.ask("tax"); a.Status != 200 {
			t.Fatal(a)
		}
		s.By(t, apptest.Owner, func(ctx context.Context) error {
			return s.App.Identity.Revoke(ctx, s.one(`SELECT id FROM identity_consent WHERE case_id = $1`, s.ID("A")), "no longer")
		})
		for _, path := range []string{"/cases/" + s.cas + "/dossier", "/cases/" + s.cas + "/dossier/" + s.file, "/api/v1/cases/" + s.cas + "/dossier"} {
			if a := s.Client(t, apptest.Officer).Page(path); a.Status != 404 {
				t.Errorf("%s: %v", path, a)
			}
		}
		if a := s.ask("lease"); a.Status != 404 {
			t.Errorf("asking for more: %v", a)
		}
		if err := s.App.Settle(context.Background()); err != nil {
			t.Fatal(err)
		}
		if x := s.item(s.own(), "tax"); x.Requests[0].State != dossier.Lapsed || s.turn() {
			t.Errorf("%+v", x.Requests)
		}
	})
}

// A document of another enterprise is as unknown as one that never was, through
// either door; so is another bank's way to this one.
func TestADocumentOfAnotherEnterprise(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	s.ApplicationOf(t, s.Data.Enterprises[1], "B", "payroll", apptest.Submitted)
	foreign := s.one(`SELECT id FROM document_file WHERE case_id = $1`, s.ID("B"))
	for who, path := range map[string]string{
		apptest.Owner:        "/applications/" + s.ID("A") + "/dossier/" + foreign,
		apptest.Officer:      "/cases/" + s.cas + "/dossier/" + foreign,
		apptest.OtherOwner:   "/applications/" + s.ID("A") + "/dossier/" + s.file,
		apptest.OtherOfficer: "/cases/" + s.cas + "/dossier/" + s.file,
		apptest.Liaison:      "/applications/" + s.ID("A") + "/dossier",
		apptest.Town:         "/applications/" + s.ID("A") + "/dossier",
	} {
		if a := s.Client(t, who).Page(path); a.Status != 404 {
			t.Errorf("%s at %s: %v", who, path, a)
		}
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM document_seen WHERE document_id = $1`, foreign); n != "0" {
		t.Errorf("it was opened %s times", n)
	}
}

// What may not be asked for, what may not be brought, and until when.
func TestWhatIsRefused(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		for name, in := range map[string]dossier.AskDocument{
			"kind":   {Kind: "diary", Reason: "x", DueOn: "2020-07-10"},
			"reason": {Kind: "tax", Reason: " ", DueOn: "2020-07-10"},
			"due_on": {Kind: "tax", Reason: "x", DueOn: "2020-06-29"},
		} {
			_, err := s.App.Dossier.Ask(ctx, s.cas, in)
			if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		for name, in := range map[string]dossier.AddDocument{
			"kind":       {Kind: "diary", Name: "a.txt", MediaType: "text/plain", Bytes: []byte("a")},
			"expires_on": {Kind: "tax", ExpiresOn: "2021-06-30", Name: "a.txt", MediaType: "text/plain", Bytes: []byte("a")}, // three months at most
		} {
			_, err := s.App.Dossier.Supply(ctx, s.ID("A"), in)
			if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
	a := s.Client(t, apptest.Owner).Upload("/applications/"+s.ID("A")+"/dossier", "licence.pdf", []byte("MZ no pdf"), map[string]string{"_key": s.App.Identity.NewID(), "kind": "licence"})
	if a.Status != 422 || !strings.Contains(a.Body, "licence") {
		t.Errorf("a mislabelled file: %v", a)
	}
	if a := s.Client(t, apptest.OtherOwner).Upload("/applications/"+s.ID("A")+"/dossier", "a.txt", []byte("a"), map[string]string{"_key": s.App.Identity.NewID(), "kind": "licence"}); a.Status != 404 {
		t.Errorf("by another enterprise: %v", a)
	}
	s.Application(t, "C", "rent", apptest.Signing)
	a = s.Client(t, apptest.Owner).Upload("/applications/"+s.ID("C")+"/dossier", "a.txt", []byte("a"), map[string]string{"_key": s.App.Identity.NewID(), "kind": "licence"})
	if a.Status != 409 {
		t.Errorf("after an offer was chosen: %v", a)
	}
}

// A document that is out of date says so, and the next version replaces it.
func TestExpiredDocuments(t *testing.T) {
	s := set(t, dbtest.SQLite(t))
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		_, err := s.App.Dossier.Supply(ctx, s.ID("A"), dossier.AddDocument{Kind: "tax", ExpiresOn: "2020-07-01", Name: "a.txt", MediaType: "text/plain", Bytes: []byte("a")})
		return err
	})
	if got := s.item(s.own(), "tax").Standing(); got != dossier.ItemSoon {
		t.Errorf("on the day before: %s", got)
	}
	if err := s.App.Business.Advance(clock.Date{Year: 2020, Month: 7, Day: 2}.At(9, 0, s.App.Calendar.Zone())); err != nil {
		t.Fatal(err)
	}
	if got := s.item(s.own(), "tax").Standing(); got != dossier.ItemExpired {
		t.Errorf("on the day after: %s", got)
	}
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		_, err := s.App.Dossier.Supply(ctx, s.ID("A"), dossier.AddDocument{Kind: "tax", Name: "b.txt", MediaType: "text/plain", Bytes: []byte("b")})
		return err
	})
	x := s.item(s.own(), "tax")
	if x.Standing() != dossier.ItemThere || len(x.Files) != 2 || x.Files[0].Version != 2 || x.Files[1].Expired != true {
		t.Errorf("%+v", x)
	}
}
