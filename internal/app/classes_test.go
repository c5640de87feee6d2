package app_test

// Classes of mistakes that return for years elsewhere, each a test by name.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// TestChildUnderForeignParent: a document, an offer, a lease or a unit is not
// found under a parent that it does not belong to, though the asker may see both.
func TestChildUnderForeignParent(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "one", "rent", apptest.Drafted)
	s.Application(t, "two", "order", apptest.Drafted)
	of := func(query, ref string) string { return first(t, s, fmt.Sprintf(query, s.ID(ref))) }
	one, two := of(`SELECT id FROM origination_lender_case WHERE application_id = '%s'`, "one"), of(`SELECT id FROM origination_lender_case WHERE application_id = '%s'`, "two")
	document, offer := of(`SELECT MIN(id) FROM document_file WHERE case_id = '%s'`, "two"), s.ID("offer of two")
	lease := of(`SELECT MIN(id) FROM park_lease WHERE enterprise_id = '%s'`, "E05")
	unit := first(t, s, `SELECT id FROM park_unit WHERE building_id <> (SELECT MIN(building_id) FROM park_unit) ORDER BY id LIMIT 1`)
	parents := map[string]string{"applications": s.ID("one"), "cases": one, "enterprises": s.ID("E01"), "buildings": first(t, s, `SELECT MIN(building_id) FROM park_unit`)}
	who := map[string]string{"applications": apptest.Owner, "cases": apptest.Approver, "enterprises": apptest.Manager, "buildings": apptest.Manager}
	if a := s.Client(t, apptest.Approver).Page("/cases/" + two); a.Status != 200 {
		t.Fatalf("the approver does not see the right parent: %v", a)
	}
	tried := 0
	for _, route := range s.App.Router.Routes() {
		kind := place(route.Path)
		if strings.Count(route.Path, "{") != 2 || parents[kind] == "" {
			continue
		}
		path := strings.NewReplacer("{id}", parents[kind], "{document}", document, "{offer}", offer, "{lease}", lease, "{unit}", unit).Replace(route.Path)
		c := s.Client(t, who[kind])
		tried++
		if a := (&matrix{Stage: s}).send(c, route.Method, route.API, path); a.Status != 404 {
			t.Errorf("%s %s: %v", route.Method, path, a)
		}
	}
	if tried < 10 {
		t.Errorf("%d routes tried", tried)
	}
}

// send asks a route with an empty body.
func (m *matrix) send(c apptest.Client, method string, api bool, path string) apptest.Answer {
	switch {
	case method == "GET" && api:
		return c.Operation(method, path, "", nil)
	case method == "GET":
		return c.Page(path)
	case api:
		return c.Operation(method, path, m.App.Identity.NewID(), map[string]any{})
	}
	return c.Form(path, "_key="+m.App.Identity.NewID())
}

// TestDraftAllPaths: while another offer of the application is open, a lender's
// draft shows on no path that others can take, nor does an application that is
// still a draft.
func TestDraftAllPaths(t *testing.T) {
	p := setProbe(t, dbtest.SQLite(t))
	p.offer(t) // of one lender, sealed
	before := p.walks(t)
	p.By(t, rival, func(ctx context.Context) error {
		return p.Draft(ctx, "sealed", origination.DraftOffer{Product: p.ID("BP06"), AmountFen: 123_456_00, TermMonths: 3, RatePPM: 46_000, ValidTo: "2020-07-20", Conditions: "draft-of-the-rival"})
	})
	p.By(t, apptest.OtherOwner, func(ctx context.Context) error {
		a, err := p.App.Origination.Start(ctx)
		if err != nil {
			return err
		}
		_, err = p.App.Origination.Save(ctx, a.ID, 0, &origination.Need{AmountFen: 123_456_00, Purpose: "order", TermMonths: 6, Note: "draft-of-the-owner"})
		return err
	})
	own := map[string][]string{"draft-of-the-rival": {rival, rivalTwo}, "draft-of-the-owner": {apptest.OtherOwner}}
	for who, pages := range p.walks(t) {
		for path, now := range pages {
			for text, authors := range own {
				if strings.Contains(now, text) && !slices.Contains(authors, who) {
					t.Errorf("%q reads %s at %s", who, text, path)
				}
			}
			authors := append(slices.Clone(own["draft-of-the-rival"]), apptest.OtherOwner)
			if was, known := before[who][path]; known && was != now && !slices.Contains(authors, who) {
				t.Errorf("%q: %s is no longer the same: %s", who, path, parting(was, now))
			}
		}
	}
}

// TestRevokedStillVisible: from the next request after a revocation the lender
// reads neither name nor file nor document, in lists, searches, notices and on
// pages that it had open.
func TestRevokedStillVisible(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.ApplicationOf(t, s.Data.Enterprises[20], "seen", "rent", apptest.Assessing)
	id := first(t, s, `SELECT id FROM origination_lender_case WHERE application_id = '`+s.ID("seen")+`'`)
	document := first(t, s, `SELECT MIN(id) FROM document_file WHERE case_id = '`+s.ID("seen")+`'`)
	name, code := s.Data.Enterprises[20].Short.En, s.Data.Enterprises[20].Uscc
	c := s.Client(t, apptest.Officer)
	paths := []string{"/", "/cases", "/cases/" + id, "/cases/" + id + "/file", "/cases/" + id + "/documents/" + document, "/notices", "/search?q=2020", "/cases?state=assessing", "/api/v1/cases", "/api/v1/cases/" + id, "/api/v1/cases/" + id + "/file"}
	read := func() (seen int) {
		for _, path := range paths {
			if a := c.Page(path); strings.Contains(a.Body, name) || strings.Contains(a.Body, code) {
				seen++
			}
		}
		return seen
	}
	if read() < 4 {
		t.Fatal("the officer does not read the file under the consent")
	}
	s.By(t, s.Data.Enterprises[20].Contact, func(ctx context.Context) error {
		return s.App.Identity.Revoke(ctx, first(t, s, `SELECT id FROM identity_consent WHERE case_id = '`+s.ID("seen")+`'`), "changed our mind")
	})
	for _, settled := range []bool{false, true} {
		if settled {
			if err := s.App.Settle(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		for _, path := range paths[3:5] {
			if a := c.Page(path); !a.Refused() {
				t.Errorf("settled %v: %s: %v", settled, path, a)
			}
		}
		for _, path := range slices.Concat(paths[2:5], paths[9:]) {
			if a := c.Page(path); strings.Contains(a.Body, name) || strings.Contains(a.Body, code) {
				t.Errorf("settled %v: still visible at %s", settled, path)
			}
		}
	}
	if n := read(); n != 0 {
		t.Errorf("after the case was frozen the enterprise is visible on %d of %d pages", n, len(paths))
	}
}

// TestSod: nobody does both halves of what needs two people, whatever roles they
// hold and however freshly they confirmed.
func TestSod(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "drafted", "rent", apptest.Drafted)
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		both := kernel.From(ctx)
		both.Roles = []kernel.Role{kernel.Officer, kernel.Approver, kernel.PostLoan}
		both.SteppedUp, both.StepUpFor = true, "approve:"+s.ID("seal of drafted")
		if _, err := s.App.Origination.Issue(authz.With(ctx, both), s.ID("offer of drafted")); err == nil {
			t.Error("the drafter approved the own offer")
		}
		return nil
	})
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		lone := kernel.From(ctx)
		lone.SteppedUp, lone.StepUpFor = true, "approve:"+s.ID("terms of drafted")
		if _, err := s.App.Origination.Issue(authz.With(ctx, lone), s.ID("offer of drafted")); err == nil {
			t.Error("a confirmation of guessable terms approved a sealed offer")
		}
		return s.Issue(ctx, "drafted")
	})
}

// TestMassAssign: what a form or an operation does not ask for changes nothing,
// however it is called.
func TestMassAssign(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "draft", "rent", apptest.Draft)
	s.Application(t, "assessing", "order", apptest.Assessing)
	own := first(t, s, `SELECT id FROM origination_lender_case WHERE application_id = '`+s.ID("assessing")+`'`)
	owner, officer := s.Client(t, apptest.Owner), s.Client(t, apptest.Officer)
	extra := map[string]any{"state": "verified", "borrower": s.ID("E02"), "version": 99, "answers_by": "2020-01-01T00:00:00Z", "contracts": []string{"x"}, "verdict": map[string]any{"note": "forged"}}
	for name, value := range extra {
		body := map[string]any{"amount_fen": money.Fen(50_000_00), "purpose": "rent", "term_months": 12, "note": "", "rate_cap_ppm": 0, "product": "", "needed_on": "", name: value}
		if a := owner.Operation("PUT", "/api/v1/applications/"+s.ID("draft")+"/need", "key of "+name, body); a.Status != 422 {
			t.Errorf("a need with %s: %v", name, a)
		}
	}
	if a := owner.Form("/applications/"+s.ID("draft")+"/need", "_key=mass-assign-need&amount=50000&purpose=rent&term_months=12&state=verified&borrower="+s.ID("E02")+"&verdict.note=forged&contracts=x"); a.Status != 303 {
		t.Fatal(a)
	}
	if got := first(t, s, `SELECT state || ' ' || borrower_id || ' ' || body FROM origination_application WHERE id = '`+s.ID("draft")+`'`); !strings.HasPrefix(got, "draft "+s.ID("E01")) || strings.Contains(got, "forged") {
		t.Errorf("a form changed what it does not ask for: %s", got)
	}
	for name, value := range map[string]any{"state": "issued", "issued_by": s.ID(apptest.Approver), "reserved_fen": 1, "opened": "2020-01-01T00:00:00Z", "lender": s.ID("BANK-DY"), "terms_hash": "x"} {
		body := map[string]any{"product": s.ID("BP01"), "amount_fen": money.Fen(50_000_00), "term_months": 12, "rate_ppm": 43_500, "fee_fen": 0, "prepay_ppm": 0, "conditions": "", "valid_to": "2020-07-10", name: value}
		if a := officer.Operation("POST", "/api/v1/cases/"+own+"/offer", "offer with "+name, body); a.Status != 422 {
			t.Errorf("an offer with %s: %v", name, a)
		}
	}
	if a := officer.Form("/cases/"+own+"/offer", "_key=mass-assign-offer&product="+s.ID("BP01")+"&amount=50000&term_months=12&rate=4.35&valid_to=2020-07-10&state=issued&issued_by=x&opened=1&lender="+s.ID("BANK-DY")); a.Status != 303 {
		t.Fatal(a)
	}
	if got := first(t, s, `SELECT state || ' ' || lender_id || ' ' || issued_by FROM origination_offer WHERE case_id = '`+own+`'`); got != "drafted "+s.ID("BANK-RCB")+" " {
		t.Errorf("a form issued an offer: %s", got)
	}
}
