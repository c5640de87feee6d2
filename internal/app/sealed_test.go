package app_test

// The probe: a sealed offer, and everybody who might learn of it. Each persona
// walks every page, operation, download, search, notice and figure before the
// offer is drafted and after it was issued. What the two walks of anybody but
// the offering lender show must be the same to the byte, and nobody's may show
// what the offer says.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/notify"
	"kaigong.example/kaigong/internal/sim"
)

// What the sealed offer says, in every way in which a page, an operation or a
// table would write it down.
const (
	canaryAmount     = money.Fen(654_321_00)
	canaryRate       = money.PPM(37_917)
	canaryConditions = "canary-conditions-4711"
)

var (
	canaryAmounts = []string{"654,321", "65.43", "65432100", "654321", "654k"}
	canaryTerms   = []string{`"rate_ppm":37917`, "3.7917", "3.79%", canaryConditions}
)

// probe is the stage with a log that can be read, and the walkers.
type probe struct {
	*apptest.Stage
	log     *bytes.Buffer
	post    *postbox
	walkers map[string]apptest.Client
}

// The people of another invited lender, and the officer of one that nobody asked.
const (
	rival    = apptest.OtherOfficer
	rivalTwo = "P020"
	stranger = "P021"
)

func setProbe(t *testing.T, d *db.DB) *probe {
	t.Helper()
	p := &probe{log: &bytes.Buffer{}, post: &postbox{}, walkers: map[string]apptest.Client{}}
	p.Stage = apptest.Logged(t, d, slog.New(slog.NewJSONHandler(p.log, nil)))
	e := p.Data.Enterprises[1]
	askedOn(t, p.Stage, e, "sealed", sim.Need{AmountFen: 900_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender, "BANK-DY"}, Purpose: "payroll"}, referral.Stated)
	recommended(t, p.Stage, e, "sealed", sim.Lender, "BANK-DY")
	for _, officer := range []string{rival, apptest.Officer} {
		p.By(t, officer, func(ctx context.Context) error { return p.Assess(ctx, "sealed") })
	}
	for _, who := range []string{"", apptest.OtherOwner, apptest.Owner, apptest.Clerk, apptest.Liaison, apptest.Manager, rival, rivalTwo, stranger, apptest.Town, apptest.Convenor, apptest.Auditor, guarantor, underwriter} {
		p.walkers[who] = p.Client(t, who)
	}
	p.subscribe(t, append(slices.Collect(maps.Keys(p.walkers)), apptest.Officer, apptest.Approver)...)
	p.Know("export of a rival", exported(t, p.Stage, rivalTwo, "cases").ID)
	p.settle(t)
	return p
}

func (p *probe) settle(t *testing.T) {
	t.Helper()
	if err := p.App.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// offer drafts and issues by HTTP, as the lender's two people do.
func (p *probe) offer(t *testing.T) {
	t.Helper()
	officer, approver := p.Client(t, apptest.Officer), p.Client(t, apptest.Approver)
	own := p.of(t, sim.Lender)
	draft := officer.Operation("POST", "/api/v1/cases/"+own+"/offer", "draft-of-the-probe", map[string]any{"product": p.ID("BP01"), "amount_fen": canaryAmount, "term_months": 12, "rate_ppm": canaryRate,
		"fee_fen": 0, "prepay_ppm": 0, "conditions": canaryConditions, "valid_to": "2020-07-20"})
	if draft.Status != 201 {
		t.Fatal(draft)
	}
	p.settle(t)
	said := draft.JSON(t)
	p.Know("the offer", said["id"].(string))
	if a := approver.Operation("POST", "/api/v1/session/step-up", "", map[string]any{"purpose": "approve:" + said["commitment"].(string), "demo": true}); a.Status != 200 {
		t.Fatal(a)
	}
	if a := approver.Form("/cases/"+own+"/offers/"+p.ID("the offer")+"/issue", "_key=issue-of-the-probe"); a.Status != 303 {
		t.Fatal(a)
	}
	p.settle(t)
}

// of is the case of one lender.
func (p *probe) of(t *testing.T, lender string) string {
	t.Helper()
	return first(t, p.Stage, `SELECT id FROM origination_lender_case WHERE application_id = '`+p.ID("sealed")+`' AND lender_id = '`+p.ID(lender)+`'`)
}

// paths are all pages, operations and downloads, with the ids of the sealed case
// and of everything around it in their wildcards.
func (p *probe) paths(t *testing.T) (all []string) {
	t.Helper()
	own, other := p.of(t, sim.Lender), p.of(t, "BANK-DY")
	offer := p.ID("the offer")
	if offer == "" {
		offer = "01890000-0000-7000-8000-000000000000"
	}
	of := func(query string) string { return first(t, p.Stage, query) }
	ids := map[string][]string{
		"applications": {p.ID("sealed")}, "cases": {own, other}, "contracts": {p.ID("contract of AP04")}, "enterprises": {p.ID("E02")},
		"consents": {of(`SELECT MIN(id) FROM identity_consent WHERE case_id = '` + p.ID("sealed") + `'`)}, "people": {of(`SELECT MIN(id) FROM identity_membership`)},
		"buildings": {of(`SELECT MIN(building_id) FROM park_unit`)}, "account": {"x"}, "invitations": {"x"}, "filters": {"x"}, "log": {"x"}, "products": {p.ID("BP01")}, "lenders": {p.ID(sim.Lender)}, "alliance": {p.ID(sim.Lender)}, "pauses": {own, other}, "workouts": {"x"}, "drawings": {"x"}, "waivers": {"x"}, "reconciliations": {"x"}, "guarantees": {p.ID("letter on sealed")}, "recommendations": {p.ID("words on sealed")}, "exports": {p.ID("export of a rival")},
	}
	document := of(`SELECT MIN(id) FROM document_file WHERE case_id = '` + p.ID("sealed") + `'`)
	for _, route := range p.App.Router.Routes() {
		if route.Method != "GET" || route.Path == "/metrics" || strings.HasPrefix(route.Path, "/engine") || strings.HasPrefix(route.Path, "/language") {
			continue
		}
		path := strings.NewReplacer("{$}", "", "{offer}", offer, "{document}", document, "{code}", "x", "{lang}", "en", "{machine}", "lender_case", "{lease}", "x", "{unit}", "x", "{list}", "cases").Replace(route.Path)
		if !strings.Contains(path, "{id}") {
			all = append(all, path)
			continue
		}
		for _, x := range ids[place(route.Path)] {
			all = append(all, strings.ReplaceAll(path, "{id}", x))
		}
	}
	for _, text := range []string{"KG-AP-2020-0005", "KG-OF", "2020", canaryConditions, "654", "3.79", "农商", "Heyue", "Bank"} {
		all = append(all, "/search?q="+url.QueryEscape(text))
	}
	return append(all, "/cases?view=list", "/cases?view=list&stage=offered", "/cases?view=list&stage=assessing&late=yes", "/cases?view=list&sort=-amount", "/cases?stage=offered", "/overview?from=2020-01-01&to=2020-12-31", "/overview/rows?stage=offered", "/overview/rows?stage=received&now=offers", "/api/v1/overview?from=2020-06-01&to=2020-06-30", "/api/v1/overview/rows?stage=answered")
}

// passing are the marks that differ from one look to the next: the form's key,
// the request's reference, and the size of the public tree, which grows with
// every entry of whatever feature.
var passing = regexp.MustCompile(`name="_key" value="[^"]*"|E-[A-Z2-7]{6}|#\d+<|"ref":"E-[^"]*"`)

// days tell of the machine's own clock, on which a night may fall between looks.
var days = regexp.MustCompile(`(今天|昨天|\d+月\d+日|today|yesterday|\d+ [A-Z][a-z]{2})[^<]{0,12}\d\d:\d\d`)

// spent are sums of measured time, which are any number.
var spent = regexp.MustCompile(`(?m)^\S*_seconds\S* .*$`)

// walk is everything that somebody sees. What the walk itself leaves behind,
// readings that are written down, is taken back.
func (p *probe) walk(t *testing.T, c apptest.Client) map[string]string {
	t.Helper()
	seen, undo := map[string]string{}, errors.New("as it was")
	paths := p.paths(t)
	err := p.App.DB.Write(context.Background(), func(ctx context.Context, _ db.Tx) error {
		own := c.Within(ctx)
		for _, path := range paths {
			a := own.Page(path)
			body := passing.ReplaceAllString(a.Body, "~")
			switch {
			case path == "/log" || strings.HasPrefix(path, "/log/"):
				body = "" // the public head: size, hash and signature
			case strings.HasPrefix(path, "/account"):
				body = days.ReplaceAllString(body, "~")
			}
			seen[path] = fmt.Sprint(a.Status, " ", a.Where, " ", body)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return seen
}

// walks is everything that some see, or everybody but the lender.
func (p *probe) walks(t *testing.T, some ...string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for who, c := range p.walkers {
		if len(some) == 0 || slices.Contains(some, who) {
			all[who] = p.walk(t, c)
		}
	}
	return all
}

// leaks compares two walks and looks for canaries. It answers what it finds.
func leaks(before, after map[string]map[string]string) (found []string) {
	for _, who := range slices.Sorted(maps.Keys(after)) {
		for _, path := range slices.Sorted(maps.Keys(after[who])) {
			now := after[who][path]
			for _, x := range slices.Concat(canaryAmounts, canaryTerms) {
				if strings.Contains(now, x) && !strings.Contains(before[who][path], x) {
					found = append(found, fmt.Sprintf("%s sees %q at %s", who, x, path))
				}
			}
			if was, known := before[who][path]; known && was != now {
				found = append(found, fmt.Sprintf("%s: %s is no longer the same: %s", who, path, parting(was, now)))
			} else if !known && !strings.HasPrefix(now, "403") && !strings.HasPrefix(now, "404") && !strings.HasPrefix(now, "401") && !strings.HasPrefix(now, "303 /signin") {
				found = append(found, fmt.Sprintf("%s opens %s: %.80s", who, path, now))
			}
		}
	}
	return found
}

// parting shows where two texts part.
func parting(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(0, i-60)
	return fmt.Sprintf("%q before, %q now", a[from:min(len(a), i+60)], b[from:min(len(b), i+60)])
}

func TestSealedProbe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		p := setProbe(t, d)
		before := p.walks(t)
		own := p.figures(t)
		p.log.Reset()
		p.post.empty()
		p.offer(t)
		for _, x := range leaks(before, p.walks(t)) {
			t.Error(x)
		}
		if now := p.figures(t); now != own {
			t.Errorf("the lender's own figures move with its sealed offer: %s", parting(own, now))
		}
		t.Run("letters", p.letters)
		t.Run("entries of the log", p.entries)
		t.Run("the lender's own people", p.ownPeople)
		t.Run("log lines and metrics", p.lines)
		t.Run("tables", p.tables)
		t.Run("planted", func(t *testing.T) { p.planted(t, before) })
		t.Run("opened", p.opened)
	})
}

// figures are what the offering lender itself counts, in every way.
func (p *probe) figures(t *testing.T) (all string) {
	t.Helper()
	for _, path := range []string{"/overview?from=2020-01-01&to=2020-12-31", "/overview/rows", "/api/v1/overview", "/api/v1/overview/rows"} {
		a := p.Client(t, apptest.Approver).Page(path)
		if a.Status != 200 {
			t.Fatalf("%s: %v", path, a)
		}
		all += passing.ReplaceAllString(main(a.Body), "~")
	}
	return all
}

// main is a page without its shell, where the lender's turns are counted.
func main(body string) string {
	if _, inside, ok := strings.Cut(body, "<main"); ok {
		inside, _, _ = strings.Cut(inside, "</main>")
		return inside
	}
	return body
}

// entries: what the log wrote down about the offer is for its lender alone.
func (p *probe) entries(t *testing.T) {
	ids := strings.Fields(first(t, p.Stage, `SELECT `+agg(p.App.DB.Engine)+` FROM auditlog_entry WHERE kind LIKE 'origination.offer.%' OR kind = 'origination.lender_case.offer'`))
	if len(ids) < 3 {
		t.Fatalf("%d entries", len(ids))
	}
	for _, x := range ids {
		for who, c := range p.walkers {
			if strings.Contains(first(t, p.Stage, `SELECT case_id FROM auditlog_entry WHERE id = '`+x+`'`), p.ID("the offer")) {
				if a := c.Page("/log/entries/" + x); a.Status != 404 {
					t.Errorf("%q reads entry %s: %v", who, x, a)
				}
			}
		}
	}
}

func agg(e db.Engine) string {
	if e == db.Postgres {
		return `STRING_AGG(id, ' ')`
	}
	return `GROUP_CONCAT(id, ' ')`
}

// ownPeople: the lender's two people read the reservation on their case, and
// nothing of what the offer says anywhere.
func (p *probe) ownPeople(t *testing.T) {
	own := p.of(t, sim.Lender)
	for _, who := range []string{apptest.Officer, apptest.Approver} {
		for path, body := range p.walk(t, p.Client(t, who)) {
			for _, x := range canaryTerms {
				if strings.Contains(body, x) && !strings.Contains(path, x) && !strings.Contains(path, url.QueryEscape(x)) {
					t.Errorf("%s reads %q at %s", who, x, path)
				}
			}
		}
		if a := p.Client(t, who).Page("/cases/" + own); !strings.Contains(a.Body, "654,321") {
			t.Errorf("%s does not see what is set aside", who)
		}
	}
}

// lines: neither the operator's log nor the metrics say that somebody offered.
func (p *probe) lines(t *testing.T) {
	metrics := spent.ReplaceAllString(p.Client(t, "").Page("/metrics").Body, "")
	for name, text := range map[string]string{"log": p.log.String(), "metrics": metrics} {
		for _, x := range slices.Concat(canaryTerms, canaryAmounts[:1], []string{"KG-OF", "/cases/{id}/offer", "/issue", p.ID("the offer"), p.ID("sealed")}) {
			if strings.Contains(text, x) {
				t.Errorf("%s: %q", name, x)
			}
		}
	}
	if !strings.Contains(p.log.String(), "a lender's work on a case") {
		t.Error("the requests left no line at all")
	}
}

// outside are the columns in which the amount of the lender's own reservation
// stands.
var outside = []string{"origination_offer.amount_fen", "ledger_posting.amount_fen", "ledger_guard.balance_fen", "auditlog_field.value"}

// tables: no column of any table holds what the offer says.
func (p *probe) tables(t *testing.T) {
	for column, text := range dump(t, p.Stage) {
		for _, x := range []string{":37917", canaryConditions} {
			if strings.Contains(text, x) {
				t.Errorf("%s holds %q", column, x)
			}
		}
		if strings.Contains(text, "65432100") && !slices.Contains(outside, column) {
			t.Errorf("%s holds the amount", column)
		}
	}
}

// dump is every column of every table as one text each.
func dump(t *testing.T, s *apptest.Stage) map[string]string {
	t.Helper()
	names := `SELECT m.name || '.' || p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'`
	if s.App.DB.Engine == db.Postgres {
		names = `SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	out := map[string]string{}
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		all, err := db.All(ctx, tx, db.Value[string], names)
		for _, name := range all {
			table, column, _ := strings.Cut(name, ".")
			rows, err := db.All(ctx, tx, db.Value[string], `SELECT CAST(`+column+` AS TEXT) FROM `+table+` WHERE `+column+` IS NOT NULL`)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			out[name] = strings.Join(rows, "\n")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// planted leaks are found, or the probe shows nothing: a notice to the
// enterprise, a word in the conversation, and a column that holds the rate.
func (p *probe) planted(t *testing.T, before map[string]map[string]string) {
	learners := []string{apptest.OtherOwner, apptest.Liaison, apptest.Town, rival}
	clean := p.walks(t, learners[0])
	store := notify.Store{NewID: id.New(p.App.System, p.App.Random).Next, Now: p.App.Now}
	plant := notify.Notice{Party: p.ID("E02"), Role: string(kernel.Owner), Key: "origination.notice.offers", Args: map[string]any{"ref": "x"}, Href: "/applications/" + p.ID("sealed"), Case: p.ID("sealed")}
	err := p.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { return store.Send(ctx, tx, plant) })
	if err != nil {
		t.Fatal(err)
	}
	if found := leaks(clean, p.walks(t, learners[0])); !slices.ContainsFunc(found, func(x string) bool { return strings.HasPrefix(x, apptest.OtherOwner+": /notices") }) {
		t.Errorf("a notice to the enterprise is not noticed: %v", found)
	}
	p.plantedLetter(t, plant)
	run(t, p.Stage, `DELETE FROM notify_notice WHERE key = 'origination.notice.offers' AND party_id = $1`, p.ID("E02"))
	run(t, p.Stage, `UPDATE origination_application SET state = 'offers_open' WHERE id = $1`, p.ID("sealed"))
	found := leaks(before, p.walks(t, learners...))
	for _, who := range learners {
		if !slices.ContainsFunc(found, func(x string) bool { return strings.HasPrefix(x, who) }) {
			t.Errorf("%s is not seen to learn of an application whose offers are open", who)
		}
	}
	run(t, p.Stage, `UPDATE origination_application SET state = 'in_review' WHERE id = $1`, p.ID("sealed"))
	if found := leaks(before, p.walks(t, learners...)); len(found) > 0 {
		t.Errorf("after the plants were taken back: %v", found)
	}
}

// opened: when the rival has answered too, the enterprise reads what was closed,
// and the rival reads nothing.
func (p *probe) opened(t *testing.T) {
	if a := p.Client(t, rival).Operation("POST", "/api/v1/cases/"+p.of(t, "BANK-DY")+"/decline", "decline-of-the-probe", map[string]any{"code": "capacity", "threshold": 0, "found": 0, "note": ""}); a.Status != 200 {
		t.Fatal(a)
	}
	if a := p.Client(t, apptest.OtherOwner).Page("/applications/" + p.ID("sealed") + "/offers"); a.Status != 200 || !strings.Contains(a.Body, canaryConditions) || !strings.Contains(a.Body, "654,321") {
		t.Errorf("the enterprise does not read the opened offer: %v", a)
	}
	for path, body := range p.walk(t, p.walkers[rival]) {
		for _, x := range canaryTerms {
			if strings.Contains(body, x) && !strings.Contains(path, url.QueryEscape(x)) {
				t.Errorf("the rival reads %q at %s", x, path)
			}
		}
	}
	p.settle(t)
	if found := difference(t, p.Stage); found != "" {
		t.Errorf("log and tables: %s", found)
	}
}
