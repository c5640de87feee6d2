package lender_test

// The public page with the whole program around it, read by a guest.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/lender"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

// stage is a park without applications.
type stage struct {
	*apptest.Stage
	t *testing.T
}

func open(t *testing.T, d *db.DB) *stage {
	t.Helper()
	a, err := sim.Open(context.Background(), sim.Options{DB: d, BaseURL: "http://localhost"})
	must(t, err)
	s := &stage{&apptest.Stage{World: sim.NewWorld(a, nil)}, t}
	s.Data, err = sim.Fenghe()
	must(t, err)
	s.Data.Applications = nil
	must(t, s.Load(context.Background(), s.Data, sim.Begin().AddDays(1)))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *stage) at(month time.Month, day, hour, minute int) time.Time {
	return time.Date(2020, month, day, hour, minute, 0, 0, s.App.Calendar.Zone())
}

func (s *stage) until(at time.Time) { must(s.t, s.App.AdvanceTo(context.Background(), at)) }

// page is what a guest reads.
func (s *stage) page(bank string) lender.Page {
	s.t.Helper()
	p, err := s.App.Lender.Page(context.Background(), s.ID(bank))
	must(s.t, err)
	return p
}

// answered is when a bank requested the file of an application, and decided.
type answered struct{ requested, decided time.Time }

// publish lets enterprises ask and the park publish, all at one instant.
func (s *stage) publish(at time.Time, n int) {
	s.until(at)
	for i := range n {
		ref, e := fmt.Sprint("A", i), s.Data.Enterprises[i]
		s.By(s.t, e.Contact, func(ctx context.Context) error {
			return s.Apply(ctx, ref, sim.Need{Enterprise: e, AmountFen: 100_000_00, Term: 12, Until: "2020-06-01", Lenders: []string{sim.Lender}})
		})
		s.By(s.t, sim.Liaison, func(ctx context.Context) error { return s.Verify(ctx, ref) })
	}
}

// answer plays the officer's moves in the order of time.
func (s *stage) answer(all []answered) {
	type move struct {
		at time.Time
		do func(ctx context.Context) error
	}
	var moves []move
	for i, x := range all {
		ref := fmt.Sprint("A", i)
		moves = append(moves, move{x.requested, func(ctx context.Context) error { return s.Assess(ctx, ref) }}, move{x.decided, func(ctx context.Context) error {
			rows, err := s.App.Origination.Cases(ctx)
			for _, r := range rows {
				if r.Case.Application == s.ID(ref) {
					_, err = s.App.Origination.Decline(ctx, r.Case.ID, origination.Reason{Code: "capacity"})
				}
			}
			return err
		}})
	}
	slices.SortStableFunc(moves, func(a, b move) int { return a.at.Compare(b.at) })
	for _, m := range moves {
		s.until(m.at)
		s.By(s.t, sim.Officer, m.do)
	}
}

// minutes counts working time the slow way: minute by minute.
func (s *stage) minutes(from, to time.Time) (n int) {
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		local := t.In(s.App.Calendar.Zone())
		if s.App.Calendar.IsWorkday(local.Year(), int(local.Month()), local.Day()) && local.Hour() >= 9 && local.Hour() < 17 {
			n++
		}
	}
	return n
}

// Published on Wednesday 2020-02-05 at 10:00. By hand, in working hours, to the
// first response: 1, 6½, 7½, 23 (Friday evening), 23 (Monday at 9:00), 26; the
// middle two are 7½ and 23. To the decision: 8, 16, 1, 8, 3, 40.
func TestMeasuredAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		published := s.at(2, 5, 10, 0)
		s.publish(published, 6)
		cases := []answered{
			{s.at(2, 5, 11, 0), s.at(2, 6, 11, 0)}, {s.at(2, 5, 16, 30), s.at(2, 7, 16, 30)}, {s.at(2, 6, 9, 30), s.at(2, 6, 10, 30)},
			{s.at(2, 7, 18, 0), s.at(2, 10, 17, 0)}, {s.at(2, 10, 9, 0), s.at(2, 10, 12, 0)}, {s.at(2, 10, 12, 0), s.at(2, 17, 12, 0)},
		}
		s.answer(cases)
		if p := s.page(sim.Lender); p.First.Told() || p.Decision.Told() || p.First.Cases != 0 {
			t.Errorf("in the month of the answers: %+v", p.First)
		}
		s.until(s.at(3, 2, 9, 0))
		p := s.page(sim.Lender)
		if want := (lender.Measure{Cases: 6, Median: 15*time.Hour + 15*time.Minute, P90: 26 * time.Hour}); p.First != want {
			t.Errorf("first response %+v, want %+v", p.First, want)
		}
		if want := (lender.Measure{Cases: 6, Median: 8 * time.Hour, P90: 40 * time.Hour}); p.Decision != want {
			t.Errorf("decision %+v, want %+v", p.Decision, want)
		}
		var slow []int
		for _, x := range cases {
			slow = append(slow, s.minutes(x.requested, x.decided))
		}
		if slices.Sort(slow); time.Duration(slow[2]+slow[3])*time.Minute/2 != p.Decision.Median || time.Duration(slow[5])*time.Minute != p.Decision.P90 {
			t.Errorf("counted minute by minute: %v", slow)
		}
		if a := s.Client(t, "").Page("/lenders/" + s.ID(sim.Lender)); a.Status != 200 || !strings.Contains(a.Body, "15.2 h") || !strings.Contains(a.Body, "6 cases") {
			t.Errorf("a guest reads %d %s", a.Status, a.Body)
		}
		s.until(s.at(3, 2, 9, 0).AddDate(1, 0, 0))
		if p := s.page(sim.Lender); p.First.Told() {
			t.Errorf("after more than a year: %+v", p.First)
		}
	})
}

// Four cases tell nothing, not even that they were four.
func TestAFewCasesTellNothing(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	s.publish(s.at(2, 5, 10, 0), 4)
	s.answer(slices.Repeat([]answered{{s.at(2, 5, 11, 0), s.at(2, 6, 11, 0)}}, 4))
	s.until(s.at(3, 2, 9, 0))
	if p := s.page(sim.Lender); p.First != (lender.Measure{}) || p.Decision != (lender.Measure{}) {
		t.Errorf("%+v, %+v", p.First, p.Decision)
	}
	if a := s.Client(t, "").Page("/lenders/" + s.ID(sim.Lender)); !strings.Contains(a.Body, "fewer than 5 cases") || strings.Contains(a.Body, "4 cases") {
		t.Error(a.Body)
	}
}

// While answers are sealed nothing on the page moves with them: six decisions,
// and not a byte.
func TestASealedAnswerMovesNothing(t *testing.T) {
	s := open(t, dbtest.SQLite(t))
	s.publish(s.at(2, 5, 10, 0), 6)
	look := func() string {
		guest := s.Client(t, "")
		return guest.Operation("GET", "/api/v1/lenders/"+s.ID(sim.Lender), "", nil).Body + guest.Operation("GET", "/api/v1/lenders", "", nil).Body
	}
	before := look()
	s.answer(slices.Repeat([]answered{{s.at(2, 5, 11, 0), s.at(2, 6, 11, 0)}}, 6))
	if after := look(); before != after {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

// Who may publish, and what may not be said.
func TestPublishing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := open(t, d)
		own := s.ID(sim.Lender)
		good := func() lender.PublishProfile {
			return lender.PublishProfile{ContactZh: "雷", ContactEn: "Lei", Phone: "0000-1", AddressZh: "澄川", AddressEn: "Chengchuan", Limits: []lender.Limit{{Product: s.ID("BP02"), Level: "branch", UpToFen: 200_000_00}, {Product: s.ID("BP02"), Level: "outlet", UpToFen: 100_000_00}}}
		}
		for who, kind := range map[string]fault.Kind{sim.Officer: fault.Denied, "P020": fault.Denied, "P027": fault.Denied, sim.Liaison: fault.Denied} {
			s.By(t, who, func(ctx context.Context) error {
				if _, err := s.App.Lender.Publish(ctx, own, good()); !fault.Is(err, kind) {
					t.Errorf("%s: %v", who, err)
				}
				return nil
			})
		}
		if _, err := s.App.Lender.Publish(context.Background(), own, good()); !fault.Is(err, fault.Unsigned) {
			t.Errorf("a guest: %v", err)
		}
		low, outlet := "limit_"+s.ID("BP02")+"_branch", "limit_"+s.ID("BP02")+"_outlet"
		for name, change := range map[string]func(*lender.PublishProfile){
			"contact_en":                        func(in *lender.PublishProfile) { in.ContactEn = " " },
			"phone":                             func(in *lender.PublishProfile) { in.Phone = "call us" },
			"policy_en":                         func(in *lender.PublishProfile) { in.PolicyZh = "续贷" },
			"hours_zh":                          func(in *lender.PublishProfile) { in.HoursEn = "always" },
			"address_zh":                        func(in *lender.PublishProfile) { in.AddressZh = strings.Repeat("长", 121) },
			low:                                 func(in *lender.PublishProfile) { in.Limits[0].UpToFen = 50_000_00 },
			outlet:                              func(in *lender.PublishProfile) { in.Limits[1].UpToFen = 300_000_01; in.Limits = in.Limits[1:] },
			"limit_" + s.ID("BP06") + "_outlet": func(in *lender.PublishProfile) { in.Limits[1].Product = s.ID("BP06") }, // of another bank
			"limit_" + s.ID("BP02") + "_town":   func(in *lender.PublishProfile) { in.Limits[0].Level = "town" },
		} {
			s.By(t, sim.Approver, func(ctx context.Context) error {
				in := good()
				change(&in)
				_, err := s.App.Lender.Publish(ctx, own, in)
				if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != name {
					t.Errorf("%s: %v", name, err)
				}
				return nil
			})
		}
		s.By(t, sim.Approver, func(ctx context.Context) error {
			in := good()
			in.Base = 1 // the story published once
			if _, err := s.App.Lender.Publish(ctx, own, in); err != nil {
				return err
			}
			if _, err := s.App.Lender.Publish(ctx, own, in); !fault.Is(err, fault.Conflict) {
				t.Errorf("from a version that is no longer there: %v", err)
			}
			return nil
		})
		a := s.Client(t, "").Page("/lenders/" + own)
		if !strings.Contains(a.Body, "Outlet: up to ¥100,000") || !strings.Contains(a.Body, "Branch: up to ¥200,000") || !strings.Contains(a.Body, "0000-1") || strings.Contains(a.Body, "/edit") {
			t.Error(a.Body)
		}
		if a := s.Client(t, sim.Approver).Page("/lenders/" + own); !strings.Contains(a.Body, "/lenders/"+own+"/edit") {
			t.Error("the approver has no way to the form")
		}
		if a := s.Client(t, "").Page("/lenders/" + s.ID("ORG-TOWN")); a.Status != 404 {
			t.Errorf("a town office has a page: %d", a.Status)
		}
	})
}
