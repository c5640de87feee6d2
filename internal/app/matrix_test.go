package app_test

// The matrix: every action on every case by every role, decided by the
// policies, written down to be read by a person, and asked live of every route.

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/feed"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/identity/organisation"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/sim"
)

// role is a column of the matrix. Roles without a reference cannot sign in:
// they are offices on paper, machines, and the program.
type role struct {
	name, ref string
	who       authz.Principal
}

// confirmed reports whether the person has just confirmed.
func (r role) confirmed() bool { return strings.HasSuffix(r.name, "-confirmed") }

// relation is a case in a state: what the wildcards of a path stand for.
type relation struct {
	name    string
	parts   map[string]string
	confirm string // what the place wants confirmed: the hash of terms or of a contract's file
	seal    string // the commitment of the place's offer, which its approver confirms
}

// matrix is the stage with its rows and columns.
type matrix struct {
	*apptest.Stage
	roles  []role
	places map[string][]relation // by the first part of a path
	cells  []cell                // by action, place and role
}

func setMatrix(t *testing.T) *matrix {
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "relieved", "payroll", apptest.Performing)
	relieved(t, s, apptest.Owner, "relieved", "2020-07-01")
	noticed(t, s)
	renewing(t, s)
	policies(t, s, 2, 1)
	tranches(t, s)
	asked(t, s, 3, 2)
	letGo(t, s, 2)
	settled(t, s)
	for _, state := range []flow.State{referral.Asked, referral.Proposed} { // while it is referred, another for the same purpose may begin
		askedOn(t, s, s.Data.Enterprises[0], "referred, "+string(state), sim.Need{AmountFen: 100_000_00, Until: "2020-09-30", Lenders: []string{sim.Lender}, Purpose: "order"}, state)
	}
	for n, x := range []struct {
		ref, purpose string
	}{{"draft", "resumption"}, {"submitted", "resumption"}, {"assessing", "payroll"}, {"drafted", "materials"}, {"offered", "rent"}, {"signing", "order"}} {
		s.Application(t, x.ref, x.purpose, []int{apptest.Draft, apptest.Submitted, apptest.Assessing, apptest.Drafted, apptest.Offered, apptest.Signing}[n])
	}
	sealed(t, s)
	s.Product(t, "product drafted", "D1")
	s.Request(t, "request", "assessing")
	m := &matrix{Stage: s}
	m.cast(t)
	m.set(t)
	m.fill(t)
	return m
}

// sealed is an application of another enterprise that two lenders were asked to
// answer: one has, the other has not.
func sealed(t *testing.T, s *apptest.Stage) {
	t.Helper()
	e := s.Data.Enterprises[1]
	s.By(t, e.Contact, func(ctx context.Context) error {
		return s.Apply(ctx, "sealed", sim.Need{Enterprise: e, AmountFen: 100_000_00, Term: 12, Until: "2020-09-30", Lenders: []string{sim.Lender, "BANK-DY"}, Purpose: "payroll"})
	})
	s.By(t, apptest.Liaison, func(ctx context.Context) error { return s.Verify(ctx, "sealed") })
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		if err := s.Assess(ctx, "sealed"); err != nil {
			return err
		}
		return s.Draft(ctx, "sealed", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 100_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-07-20"})
	})
	s.By(t, apptest.Approver, func(ctx context.Context) error { return s.Issue(ctx, "sealed") })
}

// cast is everybody who asks.
func (m *matrix) cast(t *testing.T) {
	m.roles = []role{{"guest", "", authz.Nobody{}}}
	named := map[string]kernel.Actor{}
	for _, p := range [][2]string{
		{"owner", apptest.Owner}, {"clerk", apptest.Clerk}, {"other-owner", apptest.OtherOwner}, {"liaison", apptest.Liaison}, {"manager", apptest.Manager},
		{"officer", apptest.Officer}, {"approver", apptest.Approver}, {"other-officer", apptest.OtherOfficer}, {"town", apptest.Town}, {"convenor", apptest.Convenor}, {"auditor", apptest.Auditor}, {"guarantor", guarantor}, {"underwriter", underwriter},
	} {
		m.By(t, p[1], func(ctx context.Context) error {
			named[p[0]] = kernel.From(ctx)
			m.roles = append(m.roles, role{p[0], p[1], kernel.From(ctx)})
			return nil
		})
	}
	for _, p := range [][2]string{{"owner", apptest.Owner}, {"clerk", apptest.Clerk}, {"approver", apptest.Approver}, {"manager", apptest.Manager}, {"liaison", apptest.Liaison}, {"underwriter", underwriter}} {
		who := named[p[0]]
		who.SteppedUp = true
		m.roles = append(m.roles, role{p[0] + "-confirmed", p[1], who})
	}
	add := func(name, like string, change func(*kernel.Actor)) {
		who := named[like]
		who.SteppedUp = true
		change(&who)
		m.roles = append(m.roles, role{name, "", who})
	}
	add("other-approver", "approver", func(a *kernel.Actor) { a.Person, a.Party = "other approver", named["other-officer"].Party })
	add("other-park", "manager", func(a *kernel.Actor) {
		a.Person, a.Party, a.Roles = "other manager", "another park", []kernel.Role{kernel.ParkManager, kernel.Liaison}
	})
	add("employee", "owner", func(a *kernel.Actor) { a.Person, a.Roles = "employee", nil })
	add("park-employee", "manager", func(a *kernel.Actor) { a.Person, a.Roles = "park employee", nil })
	add("drafter-approving", "officer", func(a *kernel.Actor) { a.Roles = []kernel.Role{kernel.Officer, kernel.Approver, kernel.PostLoan} })
	add("co-owner", "owner", func(a *kernel.Actor) { a.Person, a.Roles = "co-owner", []kernel.Role{kernel.Owner} })
	add("co-manager", "manager", func(a *kernel.Actor) { a.Person, a.Roles = "co-manager", []kernel.Role{kernel.ParkManager} })
	add("administrator", "approver", func(a *kernel.Actor) { a.Person, a.Roles = "administrator", []kernel.Role{kernel.OrgAdmin} })
	add("branch-secretary", "owner", func(a *kernel.Actor) {
		a.Person, a.Party, a.Kind, a.Roles = "branch secretary", m.ID("ORG-BRANCH"), kernel.BranchParty, everyRole
	})
	add("other-guarantor", "underwriter", func(a *kernel.Actor) {
		a.Person, a.Party, a.Roles = "other guarantor", "another guarantor", []kernel.Role{kernel.GuaranteeOfficer, kernel.GuaranteeApprover}
	})
	add("proposer-signing", "guarantor", func(a *kernel.Actor) {
		a.Roles = []kernel.Role{kernel.GuaranteeOfficer, kernel.GuaranteeApprover}
	})
	add("guarantor-employee", "guarantor", func(a *kernel.Actor) { a.Person, a.Roles = "guarantor employee", nil })
	add("banker-at-the-guarantor", "underwriter", func(a *kernel.Actor) { a.Person, a.Kind = "banker", kernel.Bank })
	add("town-at-the-guarantor", "underwriter", func(a *kernel.Actor) { a.Person, a.Kind = "town", kernel.TownOffice })
	add("guarantor-lending", "approver", func(a *kernel.Actor) { a.Person, a.Kind = "guarantor lending", kernel.Guarantor })
	add("town-owning", "owner", func(a *kernel.Actor) { a.Person, a.Kind = "town owning", kernel.TownOffice })
	add("other-town", "town", func(a *kernel.Actor) { a.Person, a.Party = "other town", "another town" })
	add("town-employee", "town", func(a *kernel.Actor) { a.Person, a.Roles = "town employee", nil })
	m.roles = append(m.roles, role{"program", "", kernel.Program()})
	for _, name := range []string{"owner", "manager", "approver", "town", "underwriter"} {
		who := named[name]
		who.SteppedUp, who.Roles = true, everyRole
		m.roles = append(m.roles, role{"machine-of-" + name, "", machine{who}})
	}
}

var everyRole = []kernel.Role{kernel.Owner, kernel.FinanceClerk, kernel.Officer, kernel.Approver, kernel.PostLoan, kernel.Liaison, kernel.ParkManager, kernel.TownLead, kernel.GuaranteeOfficer, kernel.GuaranteeApprover, kernel.Convenor, kernel.OrgAdmin, kernel.Inspector}

// machine has all that a person has and is none: policies are for people.
type machine struct{ kernel.Actor }

func (m machine) Principal() authz.Resource {
	r := m.Actor.Principal()
	r.Type = "Machine"
	return r
}

// id is the first value that a query finds.
func (m *matrix) id(t *testing.T, query string, args ...any) (id string) {
	t.Helper()
	err := m.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		id, err = db.One(ctx, tx, func(scan db.Scan) (s string, err error) { return s, scan(&s) }, query, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s %v: %v", query, args, err)
	}
	return id
}

// set finds what the paths lead to. "nothing" stands for any id that does not
// exist.
func (m *matrix) set(t *testing.T) {
	const absent = "01890000-0000-7000-8000-000000000000"
	m.places = map[string][]relation{}
	add := func(place, name string, parts ...string) {
		r := relation{name: name, parts: map[string]string{}}
		for i := 0; i < len(parts); i += 2 {
			r.parts[parts[i]] = cmp.Or(parts[i+1], absent)
		}
		if offer := r.parts["offer"]; offer != "" && offer != absent {
			r.confirm = m.id(t, `SELECT terms_hash FROM origination_offer WHERE id = $1`, offer)
			r.seal = m.id(t, `SELECT commitment FROM origination_offer WHERE id = $1`, offer)
		}
		if place == "rights" || place == "recoveries" {
			r.confirm = r.parts["id"]
		}
		if place == "intake" {
			r.seal = m.id(t, `SELECT hash FROM intake_batch WHERE id = $1`, r.parts["id"])
		}
		if place == "reconciliations" {
			r.seal = m.id(t, `SELECT hash FROM reconciliation_case WHERE id = $1`, r.parts["id"])
		}
		if place == "guarantees" {
			r.seal = m.id(t, `SELECT id || '-' || version FROM referral_guarantee WHERE id = $1`, r.parts["id"])
		}
		if place == "contracts" {
			r.confirm = m.id(t, `SELECT file_hash FROM servicing_contract WHERE id = $1`, r.parts["id"])
		}
		m.places[place] = append(m.places[place], r)
	}
	for _, ref := range []string{"draft", "submitted", "assessing", "drafted", "offered", "signing", "sealed", "AP04", "AP12", "AP16"} {
		document := ""
		if ref != "draft" {
			document = m.id(t, `SELECT id FROM document_file WHERE case_id = $1`, m.ID(ref))
		}
		add("applications", ref, "id", m.ID(ref), "offer", m.ID("offer of "+ref), "document", document)
		if ref != "draft" && ref != "submitted" {
			add("cases", ref, "id", m.id(t, `SELECT id FROM origination_lender_case WHERE application_id = $1 ORDER BY id`, m.ID(ref)), "offer", m.ID("offer of "+ref), "document", document, "request", map[string]string{"assessing": m.ID("request")}[ref])
		}
	}
	for _, ref := range []string{"BP01", "BP06", "product drafted"} {
		add("products", ref, "id", m.ID(ref), "version", "1")
	}
	for _, ref := range []string{"BANK-RCB", "BANK-DY"} {
		add("lenders", ref, "id", m.ID(ref))
	}
	lenderCase, request := paused(t, m.Stage, "assessing")
	add("pauses", "of the lender's clock", "machine", "lender_case", "id", lenderCase, "request", request)
	add("pauses", "of the park's clock", "machine", "application", "id", m.ID("submitted"), "request", "")
	for _, next := range []string{"depart", "confirm", "admit"} {
		standing(t, m.Stage, next+" next", next)
		add("alliance", "where "+next+" comes next", "id", m.ID(next+" next"))
	}
	for _, ref := range []string{"signing", "AP04"} {
		add("contracts", ref, "id", m.ID("contract of "+ref))
	}
	m.By(t, apptest.Owner, func(ctx context.Context) error {
		p, err := m.App.Books.Issue(ctx, books.IssueStatement{})
		m.Know("statement", p.ID)
		m.Know("statement code", p.Code)
		return err
	})
	add("statements", "of E01", "id", m.ID("statement"))
	add("verify", "of E01", "code", m.ID("statement code"))
	m.By(t, apptest.Owner, func(ctx context.Context) error {
		l, err := m.App.Feed.Make(ctx, feed.Make{})
		m.Know("calendar", l.ID)
		m.Know("calendar secret", l.Address[strings.LastIndexByte(l.Address, '/')+1:])
		return err
	})
	add("calendar", "of the owner", "id", m.ID("calendar"), "secret", m.ID("calendar secret"))
	add("payments", "relieved", "id", m.ID("contract of relieved"))
	add("reliefs", "noticed", "id", m.ID("relief of AP04"))
	add("reliefs", "relieved", "id", m.ID("relief of relieved"))
	run(t, m.Stage, `UPDATE renewal_case SET review = REPLACE(review, $1, 'another officer') WHERE id = $2`, m.ID(apptest.Officer), m.ID("renewal of renewing"))
	for i, name := range []string{"scheme 1", "scheme 2"} {
		add("schemes", name, "id", m.ID(name))
		m.places["schemes"][i].seal = m.ID("rules of " + name)
	}
	add("renewals", "reviewed", "id", m.ID("renewal of AP08"))
	add("renewals", "proposed", "id", m.ID("renewal of renewing"))
	add("workouts", "of AP04", "id", proposed(t, m.Stage, "contract of AP04"))
	add("workouts", "of relieved, by another officer", "id", proposed(t, m.Stage, "contract of relieved"))
	classRules(t, m.Stage, 2)
	add("rules", "of classes, by an officer", "id", m.ID("class rule 1"))
	add("rules", "of classes, by another officer", "id", m.ID("class rule 2"))
	run(t, m.Stage, `UPDATE grading_rule SET made_by = 'another officer' WHERE id = $1`, m.ID("class rule 2"))
	run(t, m.Stage, `UPDATE workout_proposal SET made_by = 'another officer' WHERE contract_id = $1`, m.ID("contract of relieved"))
	for i := 1; i <= 3; i++ {
		add("drawings", []string{"", "recorded by another officer", "recorded", "asked"}[i], "id", m.ID(fmt.Sprint("drawing ", i)))
	}
	run(t, m.Stage, `UPDATE drawing_request SET recorded_by = 'another officer' WHERE id = $1`, m.ID("drawing 1"))
	for i := 1; i <= 2; i++ {
		add("waivers", []string{"", "by another officer", "by the officer"}[i], "id", m.ID(fmt.Sprint("waiver ", i)))
	}
	run(t, m.Stage, `UPDATE drawing_waiver SET made_by = 'another officer' WHERE id = $1`, m.ID("waiver 1"))
	add("contracts", "line", "id", m.ID("line"))
	for _, name := range []string{"referred, asked", "referred, proposed"} {
		add("applications", name, "id", m.ID(name), "offer", "", "document", m.id(t, `SELECT id FROM document_file WHERE case_id = $1`, m.ID(name)))
		add("guarantees", name, "id", m.ID("letter on "+name), "document", m.id(t, `SELECT id FROM document_file WHERE case_id = $1`, m.ID(name)))
		add("recommendations", name, "id", m.ID("words on "+name))
	}
	run(t, m.Stage, `UPDATE referral_recommendation SET state = 'recommended' WHERE id = $1`, m.ID("words on referred, proposed"))
	batches(t, m.Stage)
	for _, ref := range []string{"batch checked 1", "batch ready 1", "batch accepted 1"} {
		add("intake", ref, "id", m.ID(ref))
	}
	add("intake-template", "any", "file", "loans.csv")
	reconciliations(t, m.Stage)
	run(t, m.Stage, `UPDATE reconciliation_case SET made_by = 'another officer', sent_by = 'another officer' WHERE id = $1`, m.ID("reconciliation sent 2"))
	run(t, m.Stage, `UPDATE reconciliation_note SET made_by = 'another officer' WHERE case_id = $1`, m.ID("reconciliation sent 2"))
	for _, ref := range []string{"open 1", "sent 1", "sent 2", "agreed 1"} {
		add("reconciliations", ref, "id", m.ID("reconciliation "+ref))
	}
	add("reconciliations-template", "any", "file", "statement.csv")
	e01, e05 := m.ID("E01"), m.ID("E05")
	add("enterprises", "E01", "id", e01, "lease", m.id(t, `SELECT id FROM park_lease WHERE enterprise_id = $1 ORDER BY id`, e01))
	add("enterprises", "E05", "id", e05, "lease", m.id(t, `SELECT id FROM park_lease WHERE enterprise_id = $1 ORDER BY id`, e05))
	unit := m.id(t, `SELECT id FROM park_unit ORDER BY id`)
	add("buildings", "any", "id", m.id(t, `SELECT building_id FROM park_unit WHERE id = $1`, unit), "unit", unit)
	add("consents", "offered", "id", m.id(t, `SELECT id FROM identity_consent WHERE case_id = $1`, m.ID("offered")))
	add("people", "owner of E01", "id", m.id(t, `SELECT id FROM identity_membership WHERE person_id = $1`, m.ID(apptest.Owner)))
	add("people", "manager", "id", m.id(t, `SELECT id FROM identity_membership WHERE person_id = $1`, m.ID(apptest.Manager)))
	add("people", "officer", "id", m.id(t, `SELECT id FROM identity_membership WHERE person_id = $1`, m.ID(apptest.Officer)))
	add("letters", "any", "id", m.id(t, `SELECT id FROM letter_letter ORDER BY id`))
	ask(t, m.Stage, 1)
	m.By(t, apptest.Owner, func(ctx context.Context) error { return m.askFor(t, ctx, apptest.Clerk, kernel.Owner) })
	add("rights", "of the bank", "id", m.ID("grant 1"))
	m.By(t, "boss of "+sim.Lender, func(ctx context.Context) error {
		asked := identity.Asked{Party: m.ID(sim.Lender), Person: "administrator", By: m.ID("boss of " + sim.Lender), Roles: []kernel.Role{kernel.Approver}}
		return m.App.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error { return m.App.People.Ask(ctx, tx, asked) })
	})
	add("rights", "for the bank's administrator", "id", m.id(t, `SELECT id FROM organisation_grant WHERE person_id = 'administrator'`))
	add("rights", "of E01, to the park", "id", m.ID("grant of E01"))
	m.leftBehind(t)
	add("recoveries", "the owner of E01", "id", lost(t, m.Stage, apptest.Owner))
	add("recoveries", "the clerk of E01", "id", lost(t, m.Stage, apptest.Clerk))
	m.By(t, apptest.Owner, func(ctx context.Context) error { return m.invite(ctx) })
	add("invitations", "of E01", "id", m.ID("invitation"), "code", m.ID("code"))
	add("desk", "a tardy lender", "machine", "lender_case", "id", tardy(t, m.Stage, "rent"))
	keep(t, m.Stage, "filter 1")
	add("filters", "of the liaison", "id", m.ID("filter 1"))
	keep(t, m.Stage, "filter 2")
	run(t, m.Stage, `UPDATE filter_saved SET party_id = 'elsewhere' WHERE id = $1`, m.ID("filter 2"))
	add("filters", "of the liaison, kept elsewhere", "id", m.ID("filter 2"))
	for _, list := range []string{"contracts", "cases", "enterprises", "units", "reconciliations"} {
		add("lists", list, "list", list)
	}
	add("exports", "of the owner", "id", exported(t, m.Stage, apptest.Owner, "contracts").ID)
	add("exports", "of the liaison", "id", exported(t, m.Stage, apptest.Liaison, "units").ID)
	for column, x := range map[string][2]string{"party_id": {apptest.Owner, m.ID("ORG-TOWN")}, "person_id": {apptest.Town, "a colleague"}} {
		id := exported(t, m.Stage, x[0], "enterprises").ID
		run(t, m.Stage, `UPDATE export_taken SET `+column+` = $1 WHERE id = $2`, x[1], id)
		add("exports", "with another "+column, "id", id)
	}
	add("account", "own", "id", absent)
	add("stop-letters", "any", "word", "whatever")
	add("setup", "any", "secret", "whatever")
	run(t, m.Stage, `INSERT INTO setup_founding SELECT id, '', 1, 0, 0, 0 FROM identity_party WHERE kind = 'park_operator'`)
	add("log", "any", "id", absent)
	add("language", "any", "lang", "en")
	add("engine", "any", "set", "another-build", "file", "loan.wasm")
	add("", "any")
}

// askFor lets an administrator of E01 want a right for a colleague.
func (m *matrix) askFor(t *testing.T, ctx context.Context, person string, role kernel.Role) error {
	id := m.id(t, `SELECT id FROM identity_membership WHERE person_id = $1`, m.ID(person))
	_, err := m.App.People.ChangeRoles(ctx, organisation.ChangeRoles{Membership: id, Roles: []kernel.Role{kernel.FinanceClerk, role}})
	m.Know("grant of E01", m.id(t, `SELECT id FROM organisation_grant WHERE person_id = $1`, m.ID(person)))
	return err
}

// leftBehind makes a clerk of E01 who also works for the town, and two colleagues
// of theirs since the beginning.
func (m *matrix) leftBehind(t *testing.T) {
	m.By(t, "", func(ctx context.Context) error {
		for _, ref := range []string{"first colleague", "second colleague"} {
			p, err := m.App.Identity.Enrol(ctx, identity.EnrolPerson{Ref: ref, NameZh: "桑立秋"})
			if err != nil {
				return err
			}
			if _, err := m.App.Identity.Join(ctx, identity.JoinParty{Person: p.ID, Party: m.ID("E01"), Roles: []kernel.Role{kernel.FinanceClerk}, From: "2020-02-03"}); err != nil {
				return err
			}
		}
		_, err := m.App.Identity.Join(ctx, identity.JoinParty{Person: m.ID(apptest.Clerk), Party: m.ID("ORG-TOWN"), Roles: []kernel.Role{kernel.Convenor}})
		return err
	})
}

func (m *matrix) invite(ctx context.Context) error {
	v, code, err := m.App.Identity.Invite(ctx, identity.Invite{NameZh: "桑立夏", Roles: []kernel.Role{kernel.FinanceClerk}})
	m.Know("invitation", v.ID)
	m.Know("code", code)
	return err
}

// place names what the first wildcard of a path belongs to.
func place(path string) string {
	before, _, open := strings.Cut(strings.TrimPrefix(path, "/api/v1"), "/{")
	if !open || path == "/{$}" {
		return ""
	}
	parts := strings.Split(strings.Trim(before, "/"), "/")
	switch last := parts[len(parts)-1]; last {
	case "memberships":
		return "people"
	case "sessions", "passkeys", "entries":
		return parts[0]
	default:
		return last
	}
}

// The policies say what a person has read and agreed to.
func TestMatrix(t *testing.T) {
	m := setMatrix(t)
	got := strings.Join(slices.Sorted(slices.Values(append(m.open(), m.rows(t)...))), "\n") + "\n"
	golden(t, "matrix.golden", got)
	t.Run("live", m.live)
	t.Run("mutation", m.mutation)
}

// golden compares with a reviewed file; KAIGONG_UPDATE=1 writes it anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KAIGONG_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	theirs := strings.Split(string(want), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(theirs) || line != theirs[i] {
			t.Fatalf("%s differs at line %d; read the change, then KAIGONG_UPDATE=1\n%s", name, i+1, line)
		}
	}
	if string(want) != got {
		t.Fatalf("%s holds rows that are no longer there", name)
	}
}
