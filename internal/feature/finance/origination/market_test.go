package origination_test

// Several lenders: offers open together, at the latest when they are due.

import (
	"context"
	"strings"
	"testing"
	"time"

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

// Published on Wednesday 5 February 2020, 10:00: the third working day is Monday
// the 10th, the eighth Monday the 17th. What the enterprise named holds in
// between, and a publication in the evening counts from the next day.
func TestAnEnterpriseNamesTheDayOfAnswers(t *testing.T) {
	for _, x := range []struct {
		named     string
		day, hour int // of the publication
		want      string
	}{
		{"", 5, 10, "2020-02-17 17:00"},
		{"2020-02-12", 5, 10, "2020-02-12 17:00"},
		{"2020-02-10", 5, 10, "2020-02-10 17:00"},
		{"2020-02-10", 5, 18, "2020-02-11 17:00"}, // the third working day after Thursday
		{"2020-02-10", 7, 10, "2020-02-12 17:00"}, // the park took its time
		{"2020-03-20", 5, 10, "2020-02-17 17:00"},
	} {
		s := tell(t, dbtest.SQLite(t))
		s.until(s.at(5, 9))
		n := s.need()
		n.AnswersOn = x.named
		s.must(s.Apply(s.as(s.owner, ""), "A", n))
		s.until(s.at(x.day, x.hour))
		s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
		v, err := s.App.Origination.View(s.as(s.owner, ""), s.ID("A"))
		s.must(err)
		if got := v.Application.AnswersBy.In(s.App.Calendar.Zone()).Format("2006-01-02 15:04"); got != x.want {
			t.Errorf("named %q, published on the %dth at %d: answers by %s, expected %s", x.named, x.day, x.hour, got, x.want)
		}
	}
}

func TestADayOfAnswersThatIsTooEarlyIsRefused(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 9))
	for named, key := range map[string]string{"2020-02-07": "origination.answers_on.early", "soon": "origination.date.form", "2020-02-10": ""} {
		n := s.need()
		n.AnswersOn = named
		err := s.Apply(s.as(s.owner, ""), "A "+named, n)
		if f := fault.Of(err); key == "" && err != nil || key != "" && (err == nil || len(f.Fields) != 1 || f.Fields[0].Key != key) {
			t.Errorf("%q: %v", named, err)
		}
	}
}

// The consent is revoked while one offer is sealed: the case freezes, the offer
// goes, its money is free, and nobody is told that there was one.
func TestConsentRevokedWhileAnOfferIsSealed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.until(s.at(5, 10))
		s.twoLenders()
		s.offer(sim.Officer, sim.Approver, "BP01", 12, "2020-02-28")
		owner := s.as(s.owner, "")
		given, err := s.App.Identity.Consents(owner)
		s.must(err)
		for _, c := range given.Given {
			if c.Grantee == s.ID(sim.Lender) {
				s.must(s.App.Identity.Revoke(owner, c.ID, "changed our mind"))
			}
		}
		s.must(s.App.Jobs.Drain(context.Background()))
		rows, err := s.App.Origination.Cases(s.as(sim.Officer, ""))
		s.must(err)
		v, err := s.App.Origination.ViewCase(s.as(sim.Officer, ""), rows[0].Case.ID)
		if err != nil || v.Case.State != origination.Frozen || v.Offers[0].State != origination.Withdrawn || v.ReservedFen != 0 || v.FreeFen != 20_000_000_00 {
			t.Errorf("%+v, %v", v, err)
		}
		seen, err := s.App.Origination.View(owner, s.ID("A"))
		s.must(err)
		for _, l := range seen.Lenders {
			if l.Case.Lender == s.ID(sim.Lender) && (l.Case.State != origination.Frozen || !l.Case.Answered.IsZero()) {
				t.Errorf("the enterprise sees %+v", l.Case)
			}
		}
		s.until(s.at(17, 18))
		s.offer(otherOfficer, otherApprover, "BP06", 3, "2020-02-28")
		_, offers, err := s.App.Origination.Offers(owner, s.ID("A"))
		if err != nil || len(offers) != 1 || offers[0].Lender.En == "CRCB" {
			t.Errorf("what was taken back opened: %+v, %v", offers, err)
		}
	})
}

// Once it is open an offer is the lender's word: revoking the consent closes the
// file, and the enterprise may still accept.
func TestConsentRevokedOnceOffersAreOpen(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.offered("2020-02-20")
	owner := s.as(s.owner, "")
	given, err := s.App.Identity.Consents(owner)
	s.must(err)
	s.must(s.App.Identity.Revoke(owner, given.Given[0].ID, "enough was read"))
	s.must(s.App.Jobs.Drain(context.Background()))
	rows, err := s.App.Origination.Cases(s.as(sim.Officer, ""))
	s.must(err)
	_, err = s.App.Origination.ReadFile(s.as(sim.Officer, ""), rows[0].Case.ID)
	s.refused(err, fault.Denied, "origination.consent.gone")
	s.must(s.AcceptAndSign(owner, "A"))
	_, err = s.App.Origination.ReadFile(s.as(sim.Officer, ""), rows[0].Case.ID)
	s.must(err) // the contract file
}

// Both take their offers back before they open: the liaison has to refer.
func TestSealedOffersThatAreTakenBack(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	s.twoLenders()
	s.offer(sim.Officer, sim.Approver, "BP01", 12, "2020-02-28")
	_, err := s.App.Origination.WithdrawOffer(s.as(sim.Approver, ""), s.ID("offer of A"))
	s.must(err)
	if got := s.state(); got != origination.InReview {
		t.Fatalf("while another lender still owes its answer: %s", got)
	}
	s.until(s.at(17, 17))
	if got := s.state(); got != origination.InReview {
		t.Fatalf("nothing is there to open: %s", got)
	}
	id, err := s.CaseOf(s.as(otherOfficer, ""), "A")
	s.must(err)
	_, err = s.App.Origination.Decline(s.as(otherOfficer, ""), id, origination.Reason{Code: "capacity"})
	s.must(err)
	if got := s.state(); got != origination.DeclinedByAll {
		t.Fatalf("nobody offers: %s", got)
	}
}

// Somebody with the rights of root edits what is sealed: that offer does not
// open, its lender is told and its money is free, and the other opens.
func TestASpoiledOfferStopsNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.until(s.at(5, 10))
		s.twoLenders()
		s.offer(sim.Officer, sim.Approver, "BP01", 12, "2020-02-28")
		spoiled := s.ID("offer of A")
		s.must(s.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE origination_offer SET commitment = REPLACE(REPLACE(commitment, 'a', 'b'), '0', '1') WHERE id = $1`, spoiled)
			return err
		}))
		s.offer(otherOfficer, otherApprover, "BP06", 3, "2020-02-28")
		_, offers, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
		if err != nil || len(offers) != 1 || offers[0].Offer.ID == spoiled {
			t.Fatalf("%+v, %v", offers, err)
		}
		free, reserved, err := s.budget()
		if err != nil || reserved != 0 || free != 20_000_000_00 {
			t.Errorf("free %s, reserved %s, %v", free.Text(), reserved.Text(), err)
		}
	})
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
