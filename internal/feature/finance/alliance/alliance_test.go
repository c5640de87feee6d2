package alliance_test

// A lender leaves in the middle of its work, with the whole program around it,
// through both doors.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/alliance"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

type stage struct {
	*apptest.Stage
	t *testing.T
}

func (s *stage) one(query string, args ...any) (x string) {
	s.t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		x, err = db.One(ctx, tx, db.Value[string], query, args...)
		return err
	})
	if err != nil {
		s.t.Fatalf("%s %v: %v", query, args, err)
	}
	return x
}

// post sends a form of a lender's page, operate its operation.
func (s *stage) post(who, lender, move string, fields ...string) apptest.Answer {
	return s.Client(s.t, who).Form("/alliance/"+s.ID(lender)+"/"+move, append(fields, "_key="+s.App.Identity.NewID())...)
}

func (s *stage) operate(who, lender, move string, body any) apptest.Answer {
	return s.Client(s.t, who).Operation("POST", "/api/v1/alliance/"+s.ID(lender)+"/"+move, s.App.Identity.NewID(), body)
}

// until moves business time to the morning of a day and does what is due.
func (s *stage) until(day string) {
	s.t.Helper()
	d, err := clock.ParseDate(day)
	if err == nil {
		err = s.App.Business.Advance(d.At(9, 0, s.App.Calendar.Zone()))
	}
	if err == nil {
		err = s.App.Settle(context.Background())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// agrees compares log and tables.
func (s *stage) agrees() {
	s.t.Helper()
	if err := s.App.Settle(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	r, err := s.App.Verify(context.Background())
	if err != nil || len(r.Differences) > 0 {
		s.t.Errorf("log and tables: %v, %v", r.Differences, err)
	}
}

// asked is a need of an enterprise that two lenders were asked to answer; the
// first has drafted and sealed an offer, and has issued it where issued says so.
func (s *stage) asked(ref, purpose string, e sim.Enterprise, issued bool) {
	s.t.Helper()
	s.By(s.t, e.Contact, func(ctx context.Context) error {
		return s.Apply(ctx, ref, sim.Need{Enterprise: e, AmountFen: 100_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender, "BANK-DY"}, Purpose: purpose})
	})
	s.By(s.t, apptest.Liaison, func(ctx context.Context) error { return s.Verify(ctx, ref) })
	s.By(s.t, apptest.Officer, func(ctx context.Context) error {
		if err := s.Assess(ctx, ref); err != nil {
			return err
		}
		return s.Draft(ctx, ref, origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 100_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-07-30"})
	})
	if issued {
		s.By(s.t, apptest.Approver, func(ctx context.Context) error { return s.Issue(ctx, ref) })
	}
}

// caseOf is the state and the reason of a lender's case as they are stored.
func (s *stage) caseOf(ref, lender string) string {
	return s.one(`SELECT state || ' ' || reason FROM origination_lender_case WHERE application_id = $1 AND lender_id = $2`, s.ID(ref), s.ID(lender))
}

func (s *stage) stateOf(ref string) string {
	return s.one(`SELECT state FROM origination_application WHERE id = $1`, s.ID(ref))
}

func (s *stage) told(who string) string { return s.Client(s.t, who).Page("/notices").Body }

const reason = "业务调整，退出本县普惠业务"

func TestALenderLeavesMidCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &stage{apptest.Demo(t, d), t}
		other := s.Data.Enterprises[1]
		s.Application(t, "assessing", "payroll", apptest.Assessing)    // nobody else was asked
		s.Application(t, "offered", "rent", apptest.Offered)           // open, and the only offer
		s.Application(t, "signing", "order", apptest.Signing)          // accepted, not countersigned
		s.Application(t, "performing", "materials", apptest.Effective) // a contract in force
		s.asked("sealed", "payroll", other, true)
		s.asked("drafted", "rent", other, false)
		free := s.one(`SELECT CAST(g.balance_fen AS TEXT) FROM ledger_guard g JOIN ledger_account a ON a.id = g.account_id WHERE a.party_id = $1 AND a.kind = 'reserved'`, s.ID(sim.Lender))

		if a := s.post(apptest.Manager, sim.Lender, "depart", "reason="+reason, "leaves_on=2020-07-02"); a.Status != 303 {
			t.Fatal(a)
		}
		// Four eyes, through both doors; what is only asked takes nothing.
		if a := s.post(apptest.Manager, sim.Lender, "confirm"); a.Status != 403 && a.Status != 404 {
			t.Errorf("who asked confirms by the page: %v", a)
		}
		if a := s.operate(apptest.Manager, sim.Lender, "confirm", nil); a.Status != 403 && a.Status != 404 {
			t.Errorf("who asked confirms by the operation: %v", a)
		}
		for _, who := range []string{apptest.Liaison, apptest.Town, apptest.Approver, apptest.Owner, apptest.Auditor} {
			if a := s.operate(who, sim.Lender, "confirm", nil); !a.Refused() {
				t.Errorf("%s confirms: %v", who, a)
			}
		}
		if got := s.told(apptest.Approver); strings.Contains(got, "leaves the Finance Alliance") {
			t.Error("the lender is told before it is decided")
		}
		if a := s.Client(t, apptest.Convenor).Page("/"); !strings.Contains(a.Body, "Confirm the departure") {
			t.Errorf("it does not wait for the convenor: %v", a)
		}
		if a := s.operate(apptest.Convenor, sim.Lender, "confirm", nil); a.Status != 200 {
			t.Fatal(a)
		}
		if got := s.told(apptest.Approver); !strings.Contains(got, "leaves the Finance Alliance") {
			t.Error("the lender is not told")
		}
		s.beforeTheDay(t, other)

		s.until("2020-07-02")
		s.afterTheDay(t, other, free)
		s.agrees()
	})
}

// beforeTheDay: nobody invites it any more, and its cases go on.
func (s *stage) beforeTheDay(t *testing.T, other sim.Enterprise) {
	t.Helper()
	s.Application(t, "new", "resumption", apptest.Draft)
	a := s.Client(t, apptest.Owner).Operation("PUT", "/api/v1/applications/"+s.ID("new")+"/sharing", s.App.Identity.NewID(), map[string]any{"lenders": []string{s.ID(sim.Lender)}, "classes": []string{"lease"}, "until": "2020-09-30"})
	if a.Status != 422 || !strings.Contains(a.Body, "origination.lenders.left") {
		t.Errorf("it is still invited: %v", a)
	}
	if page := s.Client(t, apptest.Owner).Page("/applications/" + s.ID("new") + "/sharing"); page.Status != 200 || strings.Contains(page.Body, s.ID(sim.Lender)) {
		t.Errorf("it can still be chosen: %v", page)
	}
	if page := s.Client(t, "").Page("/lenders/" + s.ID(sim.Lender)); !strings.Contains(page.Body, "No member of the alliance from") {
		t.Errorf("its public page says nothing: %v", page)
	}
	if err := s.App.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := s.caseOf("assessing", sim.Lender); !strings.HasPrefix(got, "assessing ") {
		t.Errorf("a case ended before the day: %s", got)
	}
}

func (s *stage) afterTheDay(t *testing.T, other sim.Enterprise, reserved string) {
	t.Helper()
	for _, ref := range []string{"assessing", "offered", "sealed", "drafted"} {
		got := s.caseOf(ref, sim.Lender)
		if !strings.HasPrefix(got, "left ") || !strings.Contains(got, "left_alliance") || !strings.Contains(got, reason) {
			t.Errorf("the case of %s: %s", ref, got)
		}
	}
	if got := s.caseOf("signing", sim.Lender); !strings.HasPrefix(got, "offered ") {
		t.Errorf("an accepted case ended: %s", got)
	}
	for ref, want := range map[string]string{"offered": "withdrawn", "sealed": "withdrawn", "drafted": "withdrawn", "signing": "accepted", "performing": "accepted"} {
		if got := s.one(`SELECT state FROM origination_offer WHERE application_id = $1 AND lender_id = $2`, s.ID(ref), s.ID(sim.Lender)); got != want {
			t.Errorf("the offer of %s is %s", ref, got)
		}
	}
	// Two offers of 100,000 yuan were out: what is set aside for them is free again.
	if got := s.one(`SELECT CAST(CAST($1 AS BIGINT) - g.balance_fen AS TEXT) FROM ledger_guard g JOIN ledger_account a ON a.id = g.account_id WHERE a.party_id = $2 AND a.kind = 'reserved'`, reserved, s.ID(sim.Lender)); got != "20000000" {
		t.Errorf("freed: %s fen", got)
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM flow_clock k JOIN origination_lender_case c ON c.id = k.case_id WHERE k.stopped_us = 0 AND c.lender_id = $1 AND c.state = 'left'`, s.ID(sim.Lender)); n != "0" {
		t.Errorf("%s clocks of ended cases still run", n)
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM flow_task t JOIN origination_lender_case c ON c.id = t.case_id WHERE c.lender_id = $1 AND c.state = 'left'`, s.ID(sim.Lender)); n != "0" {
		t.Errorf("%s turns of ended cases still wait", n)
	}
	for ref, want := range map[string]string{"assessing": "in_review", "offered": "declined_by_all", "sealed": "in_review", "drafted": "in_review", "signing": "offer_chosen"} {
		if got := s.stateOf(ref); got != want {
			t.Errorf("the application %s is %s, want %s", ref, got, want)
		}
	}
	if got := s.told(apptest.Owner); !strings.Contains(got, "you may ask other lenders") || !strings.Contains(got, "refers the application within a working day") {
		t.Errorf("the enterprise is told %s", got)
	}
	if a := s.Client(t, apptest.Liaison).Page("/"); !strings.Contains(a.Body, s.one(`SELECT ref FROM origination_application WHERE id = $1`, s.ID("offered"))) {
		t.Error("what has no lender left does not wait for the liaison")
	}
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM catalogue_version v JOIN catalogue_product p ON p.id = v.product_id WHERE p.lender_id = $1 AND v.state IN ('approved', 'drafted') AND NOT EXISTS (
		SELECT 1 FROM catalogue_version n WHERE n.product_id = v.product_id AND n.number > v.number)`, s.ID(sim.Lender)); n != "0" {
		t.Errorf("%s products stay on the shelf", n)
	}
	s.asksOthers(t)
	s.whatStays(t)
	if a := s.Client(t, "").Page("/lenders"); strings.Contains(a.Body, s.ID(sim.Lender)) {
		t.Error("it is still listed")
	}
}

// asksOthers: one form names another lender, who gets the whole time to answer.
func (s *stage) asksOthers(t *testing.T) {
	t.Helper()
	a := s.Client(t, apptest.Owner).Form("/applications/"+s.ID("assessing")+"/reshare", "_key="+s.App.Identity.NewID(), "lenders="+s.ID("BANK-DY"), "until=2020-09-30")
	if a.Status != 303 {
		t.Fatalf("asking others: %v", a)
	}
	want, _ := s.App.Calendar.Deadline(s.App.Now(), 8)
	if got := s.one(`SELECT CAST(answers_by_us AS TEXT) FROM origination_application WHERE id = $1`, s.ID("assessing")); got != s.one(`SELECT CAST(CAST($1 AS BIGINT) AS TEXT)`, db.Micros(want)) {
		t.Errorf("the next lender has until %s, want %v", got, want)
	}
	if got := s.caseOf("assessing", "BANK-DY"); !strings.HasPrefix(got, "invited ") {
		t.Errorf("the next lender: %s", got)
	}
}

// whatStays: contracts go on, old cases show no name, nothing new begins.
func (s *stage) whatStays(t *testing.T) {
	t.Helper()
	s.By(t, apptest.Approver, func(ctx context.Context) error { return s.Countersign(ctx, "signing") })
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		return s.Disburse(ctx, "performing", "2020-07-02", "payout after leaving")
	})
	officer := s.Client(t, apptest.Officer)
	if a := officer.Page("/contracts/" + s.ID("contract of performing")); a.Status != 200 {
		t.Errorf("the contract is closed to its lender: %v", a)
	}
	id := s.one(`SELECT id FROM origination_lender_case WHERE application_id = $1`, s.ID("offered"))
	for _, path := range []string{"/cases/" + id + "/file", "/api/v1/cases/" + id + "/file", "/cases/" + id + "/dossier"} {
		if a := officer.Page(path); !a.Refused() {
			t.Errorf("the file of an ended case: %s %v", path, a)
		}
	}
	if a := officer.Page("/cases/" + id); a.Status != 200 || strings.Contains(a.Body, "Heyue") {
		t.Errorf("the ended case: %v", a)
	}
	s.Product(t, "late product", "LP1")
	a := s.Client(t, apptest.Approver).Operation("POST", "/api/v1/products/"+s.ID("late product")+"/versions/1/approve", s.App.Identity.NewID(), map[string]any{"valid_from": "2020-07-10"})
	if a.Status != 409 || !strings.Contains(a.Body, "catalogue.version.left") {
		t.Errorf("a product of a lender that left: %v", a)
	}
}

// An offer of a lender whose day has come cannot be accepted, even before its case
// has ended.
func TestNoOfferOfALenderThatLeftIsAccepted(t *testing.T) {
	s := &stage{apptest.Demo(t, dbtest.SQLite(t)), t}
	s.Application(t, "offered", "rent", apptest.Offered)
	s.leaves(sim.Lender, "2020-06-30") // the day has come with the confirmation
	hash := s.one(`SELECT terms_hash FROM origination_offer WHERE id = $1`, s.ID("offer of offered"))
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		who := kernel.From(ctx)
		who.SteppedUp, who.StepUpFor = true, "accept:"+hash
		_, err := s.App.Origination.Accept(kernel.With(ctx, who), s.ID("offered"), origination.AcceptOffers{Offers: []string{s.ID("offer of offered")}, TermsHash: hash})
		if f := fault.Of(err); err == nil || f.Key != "origination.lender.left" {
			t.Errorf("it was accepted: %v", err)
		}
		return nil
	})
}

// leaves lets a lender go on a day.
func (s *stage) leaves(lender, on string) {
	s.t.Helper()
	s.By(s.t, apptest.Manager, func(ctx context.Context) error {
		_, err := s.App.Alliance.AskDeparture(ctx, s.ID(lender), alliance.AskDeparture{Reason: reason, LeavesOn: on})
		return err
	})
	s.By(s.t, apptest.Convenor, func(ctx context.Context) error {
		_, err := s.App.Alliance.Confirm(ctx, s.ID(lender))
		return err
	})
}

// Coming back is a new admission of two people, with nothing on sale until the
// lender's own two put it there.
func TestComingBackIsANewAdmission(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &stage{apptest.Demo(t, d), t}
		s.leaves(sim.Lender, "2020-06-30")
		if a := s.post(apptest.Convenor, sim.Lender, "return", "reason=整改完毕"); a.Status != 303 {
			t.Fatal(a)
		}
		if a := s.operate(apptest.Convenor, sim.Lender, "admit", nil); a.Status != 403 && a.Status != 404 {
			t.Errorf("who asked admits: %v", a)
		}
		if a := s.Client(t, apptest.Manager).Page("/"); !strings.Contains(a.Body, "Confirm the admission") {
			t.Errorf("it does not wait for the park: %v", a)
		}
		if a := s.post(apptest.Manager, sim.Lender, "refuse"); a.Status != 303 {
			t.Fatal(a)
		}
		if a := s.operate(apptest.Manager, sim.Lender, "return", map[string]any{"reason": "again"}); a.Status != 200 {
			t.Fatal(a)
		}
		if a := s.operate(apptest.Convenor, sim.Lender, "admit", nil); a.Status != 200 {
			t.Fatal(a)
		}
		if got := s.told(apptest.Approver); !strings.Contains(got, "a member of the Finance Alliance again") {
			t.Error("the lender is not told")
		}
		if a := s.Client(t, "").Page("/api/v1/lenders/" + s.ID(sim.Lender)); a.Status != 200 || !strings.Contains(a.Body, `"products":null`) && !strings.Contains(a.Body, `"products":[]`) {
			t.Errorf("it sells at once: %v", a)
		}
		s.Product(t, "new product", "NP1")
		a := s.Client(t, apptest.Approver).Operation("POST", "/api/v1/products/"+s.ID("new product")+"/versions/1/approve", s.App.Identity.NewID(), map[string]any{"valid_from": "2020-06-30"})
		if a.Status != 200 {
			t.Errorf("putting on sale: %v", a)
		}
		s.agrees()
	})
}

func TestWhatIsRefused(t *testing.T) {
	s := &stage{apptest.Demo(t, dbtest.SQLite(t)), t}
	for name, body := range map[string]map[string]any{
		"alliance.reason.needed": {"reason": " ", "leaves_on": "2020-07-02"},
		"alliance.day":           {"reason": "x", "leaves_on": ""},
		"alliance.day.past":      {"reason": "x", "leaves_on": "2020-06-29"},
		"alliance.day.far":       {"reason": "x", "leaves_on": "2022-06-29"},
	} {
		a := s.operate(apptest.Manager, sim.Lender, "depart", body)
		if a.Status != 422 || !strings.Contains(a.Body, name) && name != "alliance.day" {
			t.Errorf("%s: %v", name, a)
		}
	}
	if a := s.post(apptest.Manager, sim.Lender, "depart", "reason=", "leaves_on=2020-06-01"); a.Status != 422 || !strings.Contains(a.Body, "Say why.") || !strings.Contains(a.Body, "Today or later.") {
		t.Errorf("by the page: %v", a)
	}
	for lender, want := range map[string]int{"E01": 404, "GUAR-1": 404} {
		if a := s.operate(apptest.Manager, lender, "depart", map[string]any{"reason": "x", "leaves_on": "2020-07-02"}); a.Status != want {
			t.Errorf("%s is no lender: %v", lender, a)
		}
	}
	if a := s.operate(apptest.Convenor, sim.Lender, "return", map[string]any{"reason": "x"}); a.Status != 409 {
		t.Errorf("the return of a member: %v", a)
	}
	if a := s.operate(apptest.Convenor, sim.Lender, "depart", map[string]any{"reason": "x", "leaves_on": "2020-07-02"}); a.Status != 200 {
		t.Fatal(a)
	}
	if a := s.operate(apptest.Manager, sim.Lender, "depart", map[string]any{"reason": "y", "leaves_on": "2020-07-03"}); a.Status != 409 {
		t.Errorf("asked twice: %v", a)
	}
	if a := s.post(apptest.Manager, sim.Lender, "confirm"); a.Status != 303 {
		t.Errorf("the park confirms what the town asked: %v", a)
	}
	if a := s.operate(apptest.Manager, sim.Lender, "cancel", nil); a.Status != 200 {
		t.Errorf("it stays after all: %v", a)
	}
	s.until("2020-07-03")
	if n := s.one(`SELECT CAST(COUNT(*) AS TEXT) FROM alliance_standing WHERE state = 'left'`); n != "0" {
		t.Error("it left all the same")
	}
	s.agrees()
}
