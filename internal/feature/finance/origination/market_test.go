package origination_test

// Several lenders: offers open together, at the latest when they are due.

import (
	"context"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/sim"
)

// The second lender and its people.
const (
	other         = "BANK-DY"
	otherOfficer  = "P019"
	otherApprover = "P020"
)

// twoLenders publishes an application that two lenders are invited to answer.
func (s *story) twoLenders() {
	s.must(s.App.Servicing.Fund(s.as(otherApprover, ""), 20_000_000_00, "budget 2020"))
	p, err := s.App.Catalogue.Define(s.as(otherApprover, ""), catalogue.DefineProduct{Code: "BP06", NameZh: "订单贷", NameEn: "Order Finance", PurposeZh: "订单融资", PurposeEn: "order finance",
		Security: "receivables", MaxFen: 3_000_000_00, Terms: []int{3, 6, 9}, RatePPM: 46_000, Repayment: kernel.Bullet, DayCount: "A360", Rounding: "half_up"})
	s.must(err)
	s.Know("BP06", p.ID)
	n := s.need()
	n.Lenders = []string{sim.Lender, other}
	s.must(s.Apply(s.as(s.owner, ""), "A", n))
	s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
}

// offer takes one lender's case to an issued offer.
func (s *story) offer(officer, approver, product string, months int, until string) {
	s.must(s.Assess(s.as(officer, ""), "A"))
	s.must(s.Draft(s.as(officer, ""), "A", origination.DraftOffer{Product: s.ID(product), AmountFen: 640_000_00, TermMonths: months, RatePPM: 46_000, ValidTo: until}))
	s.must(s.Issue(s.as(approver, ""), "A"))
}

func (s *story) state() flow.State {
	s.t.Helper()
	v, err := s.App.Origination.View(s.as(s.owner, ""), s.ID("A"))
	s.must(err)
	return v.Application.State
}

// The need is published on Wednesday 2020-02-05; eight working days end on
// Monday 2020-02-17 at 17:00. One bank answers on the first day, the other late.
func TestOffersOpenWhenTheyAreDue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.until(s.at(5, 10))
		s.twoLenders()
		s.offer(sim.Officer, sim.Approver, "BP01", 12, "2020-02-28")
		s.until(s.at(17, 16))
		if got := s.state(); got != origination.InReview {
			t.Fatalf("an hour before the answers are due: %s", got)
		}
		_, _, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
		s.refused(err, fault.Denied, "")
		s.until(s.at(17, 17))
		if got := s.state(); got != origination.OffersOpen {
			t.Fatalf("when the answers are due: %s", got)
		}
		s.until(s.at(18, 9))
		s.offer(otherOfficer, otherApprover, "BP06", 3, "2020-02-28")
		_, offers, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
		if err != nil || len(offers) != 2 || offers[0].Late || !offers[1].Late {
			t.Fatalf("a late offer opens at once and says so: %+v, %v", offers, err)
		}
	})
}

// A consent names only lenders that sell something: a bank that has joined and
// has no product yet cannot be invited, nor can anybody who is no bank.
func TestAConsentNamesWhoSells(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	made, err := s.App.Identity.Register(s.as("", ""), identity.RegisterParty{Ref: "BANK-NEW", Kind: kernel.Bank, NameZh: "澄川新设银行", NameEn: "Chengchuan New Bank", ShortZh: "新设银行", ShortEn: "New Bank"})
	s.must(err)
	s.Know("BANK-NEW", made.ID)
	for lender, refused := range map[string]bool{"BANK-NEW": true, "ORG-TOWN": true, other: false} {
		n := s.need()
		n.Lenders = []string{lender}
		err := s.Apply(s.as(s.owner, ""), "A", n)
		f := fault.Of(err)
		if refused != (err != nil) || refused && (len(f.Fields) != 1 || f.Fields[0].Key != "origination.lenders.unknown") {
			t.Errorf("%s: %v", lender, err)
		}
	}
}

// Nobody has offered when the answers are due: the application waits on, and the
// first answer opens it.
func TestAnApplicationWithoutAnOfferWaitsOn(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	s.twoLenders()
	s.until(s.at(18, 9))
	if got := s.state(); got != origination.Published {
		t.Fatalf("after the day: %s", got)
	}
	s.offer(otherOfficer, otherApprover, "BP06", 3, "2020-02-28")
	if got := s.state(); got != origination.OffersOpen {
		t.Fatalf("after the first answer: %s", got)
	}
}

// Choosing ends the cases of those that have not answered: nobody works on for
// nothing.
func TestChoosingLapsesWhoHasNotAnswered(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	s.twoLenders()
	s.offer(sim.Officer, sim.Approver, "BP01", 12, "2020-02-28")
	s.until(s.at(17, 17))
	s.must(s.AcceptAndSign(s.as(s.owner, ""), "A"))
	rows, err := s.App.Origination.Cases(s.as(otherOfficer, ""))
	if err != nil || len(rows) != 1 || rows[0].Case.State != origination.Lapsed {
		t.Fatalf("%+v, %v", rows, err)
	}
}

// Published on Wednesday 5 February 2020, 10:00. A lender that does not respond
// is late from Monday the 10th, 17:00: the liaison is told, and the town a
// working day later. One that is late with its decision, from Wednesday the 12th,
// is nobody else's business before the answers are due on Monday the 17th.
func TestWhoIsToldOfLateClocks(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.until(s.at(5, 10))
		s.twoLenders()
		s.must(s.Assess(s.as(sim.Officer, ""), "A"))
		for _, x := range []struct {
			day, hour, minute int
			want              string
		}{
			{10, 17, 0, ""},
			{10, 17, 1, "first_response to financing_liaison"},
			{11, 17, 1, "first_response to financing_liaison, first_response to town_office"},
			{14, 12, 0, "first_response to financing_liaison, first_response to town_office"},
			{17, 17, 1, "decision to financing_liaison, first_response to financing_liaison, first_response to town_office"},
			{18, 17, 1, "decision to financing_liaison, decision to town_office, first_response to financing_liaison, first_response to town_office"},
			{24, 12, 0, "decision to financing_liaison, decision to town_office, first_response to financing_liaison, first_response to town_office"},
		} {
			s.until(s.at(x.day, x.hour).Add(time.Duration(x.minute) * time.Minute))
			if got := s.late(); got != x.want {
				t.Errorf("on the %dth at %d:%02d the park was told: %s; expected: %s", x.day, x.hour, x.minute, got, x.want)
			}
		}
	})
}

// late lists who was told of which late clock.
func (s *story) late() string {
	s.t.Helper()
	var told []string
	s.must(s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		told, err = db.All(ctx, tx, db.Value[string], `SELECT REPLACE(key, 'app.notice.late.', '') || ' to ' || role FROM notify_notice WHERE key LIKE 'app.notice.late.%' ORDER BY key, role`)
		return err
	}))
	return strings.Join(told, ", ")
}

// at is an hour of a day in February 2020 at the park.
func (s *story) at(day, hour int) time.Time {
	return time.Date(2020, time.February, day, hour, 0, 0, 0, s.App.Calendar.Zone())
}

// until lets time pass, with all that falls due on the way.
func (s *story) until(at time.Time) {
	s.t.Helper()
	s.must(s.App.AdvanceTo(context.Background(), at))
}
