package app_test

// People who come, change and go: what they may read follows at the next
// request, through both doors.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

// joined lets the program bring somebody to an organisation.
func joined(t *testing.T, s *apptest.Stage, ref, name, party string, roles ...kernel.Role) (membership string) {
	t.Helper()
	s.By(t, "", func(ctx context.Context) error {
		person := s.ID(ref)
		if person == "" {
			p, err := s.App.Identity.Enrol(ctx, identity.EnrolPerson{Ref: ref, NameZh: name})
			if err != nil {
				return err
			}
			person = p.ID
			s.Know(ref, p.ID)
		}
		m, err := s.App.Identity.Join(ctx, identity.JoinParty{Person: person, Party: s.ID(party), Roles: roles})
		membership = m.ID
		return err
	})
	return membership
}

func TestAPersonChangesEmployerMidCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "case", "payroll", apptest.Assessing)
		lenderCase := first(t, s, `SELECT id FROM origination_lender_case WHERE application_id = '`+s.ID("case")+`'`)
		joined(t, s, "heir", "桑立秋", sim.Lender, kernel.Officer)
		leaver, heir, admin := s.Client(t, apptest.Officer), s.Client(t, "heir"), s.Client(t, apptest.Approver)
		membership := first(t, s, `SELECT id FROM identity_membership WHERE person_id = '`+s.ID(apptest.Officer)+`'`)
		doors := []string{"/cases/" + lenderCase, "/api/v1/cases/" + lenderCase}
		for _, path := range doors {
			if a := leaver.Page(path); a.Status != 200 {
				t.Fatalf("before: %s %v", path, a)
			}
		}
		duties := admin.Page("/api/v1/people/memberships/" + membership + "/duties")
		if duties.Status != 200 || !strings.Contains(duties.Body, lenderCase) {
			t.Fatalf("what is open: %v", duties)
		}
		if a := admin.Page("/people/" + membership + "/end"); a.Status != 200 || !strings.Contains(a.Body, `name="hand.lender_case.`+lenderCase+`"`) {
			t.Fatalf("the page of leaving: %v", a)
		}
		a := admin.Form("/people/"+membership+"/end", "_key="+s.App.Identity.NewID(), "hand.lender_case."+lenderCase+"="+s.ID("heir"))
		if a.Status != 303 {
			t.Fatalf("leaving: %v", a)
		}
		for _, path := range doors {
			if a := leaver.Page(path); !a.Refused() {
				t.Errorf("with the old session: %s %v", path, a)
			}
		}
		joined(t, s, apptest.Officer, "", otherLender(t, s), kernel.Officer)
		elsewhere := s.Client(t, apptest.Officer)
		for _, path := range append(doors, "/cases/"+lenderCase+"/documents/none") {
			if a := elsewhere.Page(path); a.Status != 404 {
				t.Errorf("for the next employer: %s %v", path, a)
			}
		}
		for _, path := range []string{"/", "/notices", "/cases", "/search?q=2020"} {
			if a := elsewhere.Page(path); a.Status != 200 || strings.Contains(a.Body, lenderCase) {
				t.Errorf("%s still names the case: %v", path, a)
			}
		}
		if a := heir.Page("/"); !strings.Contains(a.Body, "handed to you") || !strings.Contains(a.Body, "hands you open work: ") {
			t.Errorf("who took over is not told: %v", a)
		}
		if a := admin.Page("/api/v1/people"); a.Status != 200 {
			t.Errorf("%v", a)
		}
	})
}

// otherLender is the reference of a bank that has nothing to do with the case.
func otherLender(t *testing.T, s *apptest.Stage) string {
	t.Helper()
	return first(t, s, `SELECT ref FROM identity_party WHERE kind = 'bank' AND ref <> '`+sim.Lender+`' ORDER BY ref`)
}

// A right that waits shows who may agree to it where they begin their day.
func TestARightWaitsOnTheHomePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		ask(t, s, 1)
		approver, officer := s.Client(t, apptest.Approver), s.Client(t, apptest.Officer)
		for _, path := range []string{"/", "/notices", "/rights"} {
			if a := approver.Page(path); a.Status != 200 || !strings.Contains(a.Body, "/rights") || !strings.Contains(a.Body, "桑立秋") {
				t.Errorf("%s: %v", path, a)
			}
			if a := approver.Page(path); strings.Contains(a.Body, "map[") {
				t.Errorf("%s shows the inside of a text", path)
			}
		}
		if a := officer.Page("/"); strings.Contains(a.Body, "桑立秋") {
			t.Errorf("somebody without such a right is asked: %v", a)
		}
		if a := officer.Page("/rights"); !a.Refused() {
			t.Errorf("%v", a)
		}
	})
}
