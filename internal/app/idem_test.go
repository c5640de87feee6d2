package app_test

// The same intent arriving many times: at once, again later, after a restart.
// One effect, and the same answer to the byte.

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// once is an operation with what counts its effect.
type once struct {
	name, who, method, path string
	body, other             any // other is another intent under the same key
	count                   string
}

func TestIdem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "draft", "resumption", apptest.Draft)
		s.Application(t, "submitted", "resumption", apptest.Submitted)
		s.Application(t, "published", "payroll", apptest.Published)
		s.Application(t, "assessing", "materials", apptest.Assessing)
		s.Application(t, "effective", "rent", apptest.Effective)
		s.Application(t, "performing", "order", apptest.Performing)
		for _, x := range intents(t, s) {
			t.Run(x.name, func(t *testing.T) { tryOnce(t, s, x) })
		}
	})
}

func intents(t *testing.T, s *apptest.Stage) []once {
	api := "/api/v1/applications/"
	contract := func(ref string) string { return "/api/v1/contracts/" + s.ID("contract of "+ref) }
	lenderCase := func(ref string) string {
		return "/api/v1/cases/" + first(t, s, `SELECT id FROM origination_lender_case WHERE application_id = '`+s.ID(ref)+`'`)
	}
	type m = map[string]any
	moved := func(ref string) string {
		return `SELECT CAST(version AS TEXT) FROM origination_application WHERE id = '` + s.ID(ref) + `'`
	}
	return []once{
		{"start", apptest.Owner, "POST", "/api/v1/applications", nil, nil, `SELECT CAST(COUNT(*) AS TEXT) FROM origination_application`},
		{"save a section", apptest.Clerk, "PUT", api + s.ID("draft") + "/need", m{"amount_fen": 5_000_000, "purpose": "payroll", "term_months": 12, "needed_on": "", "note": "", "product": "", "rate_cap_ppm": 0}, m{"amount_fen": 6_000_000, "purpose": "payroll", "term_months": 12, "needed_on": "", "note": "", "product": "", "rate_cap_ppm": 0}, moved("draft")},
		{"verify", apptest.Liaison, "POST", api + s.ID("submitted") + "/verify", m{"note": "complete"}, m{"note": "other"}, moved("submitted")},
		{"publish", apptest.Liaison, "POST", api + s.ID("submitted") + "/publish", nil, nil, moved("submitted")},
		{"request the file", apptest.Officer, "POST", lenderCase("published") + "/request-file", nil, nil, `SELECT CAST(COUNT(*) AS TEXT) FROM origination_lender_case WHERE state = 'consent_granted'`},
		{"draft an offer", apptest.Officer, "POST", lenderCase("assessing") + "/offer",
			m{"product": s.ID("BP01"), "amount_fen": 10_000_000, "term_months": 12, "rate_ppm": 43_500, "valid_to": "2020-07-10", "conditions": "", "fee_fen": 0, "prepay_ppm": 0},
			m{"product": s.ID("BP01"), "amount_fen": 9_000_000, "term_months": 12, "rate_ppm": 43_500, "valid_to": "2020-07-10", "conditions": "", "fee_fen": 0, "prepay_ppm": 0}, `SELECT CAST(COUNT(*) AS TEXT) FROM origination_offer`},
		{"pay out", apptest.Officer, "POST", contract("effective") + "/disburse", m{"value_on": "2020-06-30", "ref": "one payout"}, m{"value_on": "2020-06-30", "ref": "another"}, `SELECT CAST(COUNT(*) AS TEXT) FROM ledger_transfer`},
		{"repay", apptest.Officer, "POST", contract("performing") + "/repay", m{"received_on": "2020-06-30", "amount_fen": 12_345, "number": "R-1"}, m{"received_on": "2020-06-30", "amount_fen": 12_346, "number": "R-2"}, `SELECT CAST(COUNT(*) AS TEXT) FROM servicing_receipt`},
		{"report headcount", apptest.Owner, "POST", "/api/v1/enterprises/" + s.ID("E01") + "/headcounts", m{"as_of": "2020-06-30", "now": 5, "normal": 20}, m{"as_of": "2020-06-30", "now": 6, "normal": 20}, `SELECT CAST(COUNT(*) AS TEXT) FROM park_headcount`},
	}
}

func first(t *testing.T, s *apptest.Stage, query string) (found string) {
	t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		found, err = db.One(ctx, tx, func(scan db.Scan) (x string, err error) { return x, scan(&x) }, query)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return found
}

func tryOnce(t *testing.T, s *apptest.Stage, x once) {
	c := s.Client(t, x.who)
	if a := c.Operation(x.method, x.path, "", x.body); a.Status != 422 {
		t.Errorf("without a key: %v", a)
	}
	before := first(t, s, x.count)
	key := s.App.Identity.NewID()
	answers := five(c, x, key)
	for _, a := range answers {
		if a.Status >= 300 || a.Body != answers[0].Body {
			t.Fatalf("copies differ or failed: %v, %v", a, answers[0])
		}
	}
	after := first(t, s, x.count)
	if after == before {
		t.Fatalf("no effect: %s", after)
	}
	if x.other != nil {
		if a := c.Operation(x.method, x.path, key, x.other); a.Status != 422 || !strings.Contains(a.Body, "web.key_reused") {
			t.Errorf("another intent under the same key: %v", a)
		}
	}
	again := c
	again.Handler = restarted(t, s).Handler
	if a := again.Operation(x.method, x.path, key, x.body); a.Body != answers[0].Body || a.Status != answers[0].Status {
		t.Errorf("after a restart: %v, before: %v", a, answers[0])
	}
	if now := first(t, s, x.count); now != after {
		t.Errorf("more than one effect: %s, then %s", after, now)
	}
	oneMore(t, before, after)
}

// oneMore holds for counts and versions alike: both grow by one.
func oneMore(t *testing.T, before, after string) {
	t.Helper()
	b, errB := strconv.Atoi(before)
	a, errA := strconv.Atoi(after)
	if errA != nil || errB != nil || a != b+1 {
		t.Errorf("five copies made %s out of %s", after, before)
	}
}

// five sends copies at the same moment.
func five(c apptest.Client, x once, key string) []apptest.Answer {
	answers := make([]apptest.Answer, 5)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = c.Operation(x.method, x.path, key, x.body) })
	}
	all.Wait()
	return answers
}

// restarted is a second program on the same database.
func restarted(t *testing.T, s *apptest.Stage) *app.App {
	t.Helper()
	a, err := app.New(context.Background(), s.App.Config)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
