package origination_test

// The alliance on a real database with the whole program around it: what goes
// wrong in life, and what each party is told.

import (
	"context"
	"sync"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

// story is a park without applications, and one enterprise that will ask.
type story struct {
	*sim.World
	t     *testing.T
	data  sim.Data
	owner string
}

func tell(t *testing.T, d *db.DB) *story {
	t.Helper()
	a, err := sim.Open(context.Background(), sim.Options{DB: d, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := sim.Fenghe()
	if err != nil {
		t.Fatal(err)
	}
	data.Applications = nil
	s := &story{World: sim.NewWorld(a, nil), t: t, data: data, owner: data.Enterprises[0].Contact}
	if err := s.Load(context.Background(), data, sim.Begin().AddDays(1)); err != nil {
		t.Fatal(err)
	}
	return s
}

// as acts as a person, freshly confirmed for a purpose where one is given.
func (s *story) as(who, purpose string) context.Context {
	s.t.Helper()
	ctx, err := s.As(context.Background(), who, purpose)
	if err != nil {
		s.t.Fatal(err)
	}
	return ctx
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// refused checks the kind and the message that somebody is told.
func (s *story) refused(err error, kind fault.Kind, key string) {
	s.t.Helper()
	if f := fault.Of(err); err == nil || f.Kind != kind || key != "" && f.Key != key {
		s.t.Errorf("got %v, expected %s %s", err, kind, key)
	}
}

func (s *story) need() sim.Need {
	return sim.Need{Enterprise: s.data.Enterprises[0], AmountFen: 800_000_00, Term: 12, Until: "2020-05-01", Lenders: []string{sim.Lender}}
}

// assessed brings an application until the bank assesses it.
func (s *story) assessed() (caseID string) {
	s.must(s.Apply(s.as(s.owner, ""), "A", s.need()))
	s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
	s.must(s.Assess(s.as(sim.Officer, ""), "A"))
	rows, err := s.App.Origination.Cases(s.as(sim.Officer, ""))
	s.must(err)
	return rows[0].Case.ID
}

// offered brings it until its one offer is open.
func (s *story) offered(validTo string) {
	s.assessed()
	s.must(s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: validTo}))
	s.must(s.Issue(s.as(sim.Approver, ""), "A"))
}

// taking is the one offer of the story, with the terms that were read.
func (s *story) taking() origination.AcceptOffers {
	return origination.AcceptOffers{Offers: []string{s.ID("offer of A")}, TermsHash: s.ID("terms of A")}
}

func TestTwoAcceptancesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.offered("2020-02-20")
		terms := s.ID("terms of A")
		ctx := s.as(s.owner, "accept:"+terms)
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = s.App.Origination.Accept(ctx, s.ID("A"), s.taking()) })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else {
				s.refused(err, fault.Conflict, "")
			}
		}
		if won != 1 {
			t.Fatalf("%d acceptances won", won)
		}
		rows, err := s.App.Servicing.List(s.as(s.owner, ""))
		if err != nil || len(rows) != 1 {
			t.Fatalf("%d contracts, %v", len(rows), err)
		}
	})
}

// TestAConfirmationOpensOnlyWhatItWasFor: neither an approval nor an acceptance
// goes through on a confirmation that was given for something else.
func TestAConfirmationOpensOnlyWhatItWasFor(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.assessed()
	s.must(s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-20"}))
	terms, offer := s.ID("terms of A"), s.ID("offer of A")
	_, err := s.App.Origination.Issue(s.as(sim.Approver, "approve:"+terms), offer)
	s.refused(err, fault.StepUp, "fault.step_up")
	s.must(s.Issue(s.as(sim.Approver, ""), "A"))
	_, err = s.App.Origination.Accept(s.as(s.owner, "accept:another"), s.ID("A"), s.taking())
	s.refused(err, fault.StepUp, "fault.step_up")
	_, err = s.App.Origination.Accept(s.as(s.owner, "accept:"+terms), s.ID("A"), s.taking())
	s.must(err)
}

func TestConsentRevokedWhileTheFileIsOpen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		id := s.assessed()
		file, err := s.App.Origination.ReadFile(s.as(sim.Officer, ""), id)
		s.must(err)
		if file.Ground != origination.GroundConsent || file.Operation.DebtFen != 0 || file.Company == nil {
			t.Fatalf("%+v", file)
		}
		owner := s.as(s.owner, "")
		given, err := s.App.Identity.Consents(owner)
		s.must(err)
		if len(given.Disclosures) == 0 {
			t.Error("the readings are not shown to the enterprise")
		}
		s.must(s.App.Identity.Revoke(owner, given.Given[0].ID, "changed our mind"))
		_, err = s.App.Origination.ReadFile(s.as(sim.Officer, ""), id)
		s.refused(err, fault.Denied, "origination.consent.gone")
		s.must(s.App.Jobs.Drain(context.Background()))
		v, err := s.App.Origination.ViewCase(s.as(sim.Officer, ""), id)
		if err != nil || v.Case.State != origination.Frozen || v.Named.ID != "" {
			t.Errorf("the case is %s, named %q, %v", v.Case.State, v.Named.ID, err)
		}
		err = s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 100_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-20"})
		s.refused(err, fault.WrongTurn, "")
	})
}

func TestAnExpiredOfferCannotBeAccepted(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.offered("2020-02-10")
	s.must(s.App.Business.Advance(clock.Date{Year: 2020, Month: 2, Day: 10}.At(17, 1, s.App.Calendar.Zone())))
	terms := s.ID("terms of A")
	_, err := s.App.Origination.Accept(s.as(s.owner, "accept:"+terms), s.ID("A"), s.taking())
	s.refused(err, fault.WrongTurn, "origination.offer.expired")
	s.must(s.App.Settle(context.Background()))
	v, err := s.App.Origination.View(s.as(s.owner, ""), s.ID("A"))
	if err != nil || v.Application.State != origination.Expired {
		t.Errorf("after its last offer the application is %s, %v", v.Application.State, err)
	}
	free, reserved, err := s.budget()
	if err != nil || reserved != 0 || free != 20_000_000_00 {
		t.Errorf("free %s, reserved %s, %v", free.Text(), reserved.Text(), err)
	}
}

func (s *story) budget() (free, reserved money.Fen, err error) {
	err = s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		free, reserved, err = s.App.Servicing.Budget(ctx, tx, s.ID(sim.Lender))
		return err
	})
	return free, reserved, err
}

func TestStaleFormsAndSecondApplicationsAreTold(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	ctx := s.as(s.owner, "")
	a, err := s.App.Origination.Start(ctx)
	s.must(err)
	need := origination.Need{AmountFen: 500_000_00, Purpose: "resumption", TermMonths: 6}
	_, err = s.App.Origination.Save(ctx, a.ID, a.Version, &need)
	s.must(err)
	_, err = s.App.Origination.Save(ctx, a.ID, a.Version, &need)
	s.refused(err, fault.Conflict, "origination.stale")
	s.must(s.Apply(ctx, "A", s.need()))
	err = s.Apply(ctx, "B", s.need())
	if f := fault.Of(err); err == nil || len(f.Fields) != 1 || f.Fields[0].Key != "origination.open_already" {
		t.Errorf("a second open application for one purpose: %v", err)
	}
}

func TestBadAmountsSayWhatIsWrong(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	ctx := s.as(s.owner, "")
	a, err := s.App.Origination.Start(ctx)
	s.must(err)
	for amount, key := range map[money.Fen]string{0: "origination.amount.required", 80_00: "origination.amount.small", 300_000_000_00: "origination.amount.large"} {
		_, err := s.App.Origination.Save(ctx, a.ID, 0, &origination.Need{AmountFen: amount, Purpose: "resumption", TermMonths: 12})
		if f := fault.Of(err); err == nil || f.Fields[0].Name != "amount" || f.Fields[0].Key != key {
			t.Errorf("%s: %v", amount.Text(), err)
		}
	}
	_, err = s.App.Origination.Save(ctx, a.ID, 0, &origination.Need{AmountFen: 500_000_00, Purpose: "rent", TermMonths: 12, NeededOn: "2020-01-31"})
	if f := fault.Of(err); err == nil || f.Fields[0].Key != "origination.date.past" {
		t.Errorf("a day that has passed: %v", err)
	}
	_, err = s.App.Origination.Save(ctx, a.ID, 0, &origination.Company{CreditCode: "919901010000010115", HeadcountFull: 10, HeadcountNow: 5})
	if f := fault.Of(err); err == nil || f.Fields[0].Key != "kernel.credit_code.check" || f.Fields[0].Args["position"] != 18 {
		t.Errorf("a wrong check digit: %v", err)
	}
}

func TestTheMakerOfAnOfferDoesNotApproveIt(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.assessed()
	s.must(s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-20"}))
	both := kernel.From(s.as(sim.Officer, "approve:x"))
	both.Roles = append(both.Roles, kernel.Approver) // a person with both roles is still the drafter
	_, err := s.App.Origination.Issue(kernel.With(context.Background(), both), s.ID("offer of A"))
	s.refused(err, fault.Denied, "")
	s.must(s.Issue(s.as(sim.Approver, ""), "A"))
}
