package origination_test

// Asking on after a lender has declined, and after all have.

import (
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

// declined is an application that its one lender declined.
func (s *story) declined() {
	s.until(s.at(5, 10))
	s.must(s.Apply(s.as(s.owner, ""), "A", s.need()))
	s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
	id, err := s.CaseOf(s.as(sim.Officer, ""), "A")
	s.must(err)
	_, err = s.App.Origination.Decline(s.as(sim.Officer, ""), id, origination.Reason{Code: "resumption_low", Threshold: 60, Found: 42})
	s.must(err)
}

func (s *story) reshare(until string, lenders ...string) error {
	in := origination.ReshareApplication{Until: until}
	for _, l := range lenders {
		in.Lenders = append(in.Lenders, s.ID(l))
	}
	_, err := s.App.Origination.Reshare(s.as(s.owner, ""), s.ID("A"), in)
	return err
}

// Declined by all, referred within a day, published anew: the second lender is
// asked under a consent of its own, and the first sees nothing more.
func TestDeclinedByAllAndAskedOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.declined()
		s.refused(s.reshare("2020-05-01", other), fault.WrongTurn, "origination.reshare.state")
		_, err := s.App.Origination.Refer(s.as(sim.Liaison, ""), s.ID("A"))
		s.must(err)
		s.must(s.reshare("2020-05-01", other))
		if got := s.state(); got != origination.Published {
			t.Fatalf("asked on, the application is %s", got)
		}
		given, err := s.App.Identity.Consents(s.as(s.owner, ""))
		s.must(err)
		holds := map[string]bool{}
		for _, c := range given.Given {
			holds[c.Grantee] = c.Grantee != ""
		}
		if !holds[s.ID(other)] || len(given.Given) != 2 {
			t.Errorf("consents: %+v", given.Given)
		}
		s.must(s.App.Servicing.Fund(s.as(otherApprover, ""), 20_000_000_00, "budget 2020"))
		s.must(s.Assess(s.as(otherOfficer, ""), "A"))
		s.must(s.Draft(s.as(otherOfficer, ""), "A", origination.DraftOffer{Product: s.ID("BP06"), AmountFen: 640_000_00, TermMonths: 3, RatePPM: 46_000, ValidTo: "2020-02-28"}))
		s.must(s.Issue(s.as(otherApprover, ""), "A"))
		if got := s.state(); got != origination.OffersOpen {
			t.Errorf("the one lender that was left has offered: %s", got)
		}
		if r, err := s.App.Verify(t.Context()); err != nil || len(r.Differences) > 0 {
			t.Errorf("log and tables: %v, %v", r.Differences, err)
		}
	})
}

// While one lender still works, another can be asked, once, and in time.
func TestAnotherIsAskedWhileOneWorks(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	s.must(s.Apply(s.as(s.owner, ""), "A", s.need()))
	s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
	s.must(s.Assess(s.as(sim.Officer, ""), "A"))
	s.must(s.reshare("2020-05-01", other))
	for _, again := range []string{other, sim.Lender} {
		err := s.reshare("2020-05-01", again)
		if f := fault.Of(err); err == nil || len(f.Fields) != 1 || f.Fields[0].Key != "origination.reshare.asked" {
			t.Errorf("%s is asked twice: %v", again, err)
		}
	}
	rows, err := s.App.Origination.Cases(s.as(otherOfficer, ""))
	if err != nil || len(rows) != 1 || rows[0].Case.State != origination.Invited {
		t.Fatalf("%+v, %v", rows, err)
	}
	s.until(s.at(13, 10)) // answers are due on the 17th, two working days on
	s.refused(s.reshare("2020-05-01", "BANK-HM"), fault.WrongTurn, "origination.reshare.late")
	r, err := s.App.Verify(t.Context())
	if err != nil || len(r.Differences) > 0 {
		t.Errorf("log and tables: %v, %v", r.Differences, err)
	}
}

// While an application was referred the enterprise has asked anew for the same
// purpose: the old one cannot be open beside it.
func TestTheSameNeedIsNotAskedTwice(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.declined()
	_, err := s.App.Origination.Refer(s.as(sim.Liaison, ""), s.ID("A"))
	s.must(err)
	s.must(s.Apply(s.as(s.owner, ""), "B", s.need()))
	err = s.reshare("2020-05-01", other)
	if f := fault.Of(err); err == nil || len(f.Fields) != 1 || f.Fields[0].Key != "origination.open_already" {
		t.Errorf("two open applications for one purpose: %v", err)
	}
	_, err = s.App.Origination.Withdraw(s.as(s.owner, ""), s.ID("B"), "")
	s.must(err)
	s.must(s.reshare("2020-05-01", other))
}

// Neither the clerk nor anybody else gives a consent for the owner.
func TestOnlyTheOwnerAsksOn(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.declined()
	_, err := s.App.Origination.Refer(s.as(sim.Liaison, ""), s.ID("A"))
	s.must(err)
	in := origination.ReshareApplication{Until: "2020-05-01", Lenders: []string{s.ID(other)}}
	for _, who := range []string{sim.Liaison, sim.Officer, s.data.Enterprises[1].Contact} {
		_, err := s.App.Origination.Reshare(s.as(who, ""), s.ID("A"), in)
		if err == nil || !fault.Is(err, fault.Denied) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", who, err)
		}
	}
	clerk := kernel.From(s.as(s.owner, ""))
	clerk.Roles = []kernel.Role{kernel.FinanceClerk}
	_, err = s.App.Origination.Reshare(kernel.With(t.Context(), clerk), s.ID("A"), in)
	s.refused(err, fault.Denied, "")
}
