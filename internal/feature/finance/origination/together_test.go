package origination_test

// Several offers taken together: no more than was asked, one winning set, a
// contract each, and an application that goes as far as the last of them.

import (
	"sync"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

// two offers on a need of 800,000 lie open: of 500,000 and of another amount.
func (s *story) two(second money.Fen) (offers []origination.OfferView) {
	s.until(s.at(5, 10))
	s.twoLenders()
	for _, x := range []struct {
		officer, approver, product string
		months                     int
		amount                     money.Fen
	}{{sim.Officer, sim.Approver, "BP01", 12, 500_000_00}, {otherOfficer, otherApprover, "BP06", 3, second}} {
		s.must(s.Assess(s.as(x.officer, ""), "A"))
		s.must(s.Draft(s.as(x.officer, ""), "A", origination.DraftOffer{Product: s.ID(x.product), AmountFen: x.amount, TermMonths: x.months, RatePPM: 46_000, ValidTo: "2020-02-28"}))
		s.must(s.Issue(s.as(x.approver, ""), "A"))
	}
	_, offers, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
	s.must(err)
	return offers
}

func taking(offers ...origination.OfferView) (in origination.AcceptOffers) {
	var hashes []string
	for _, o := range offers {
		in.Offers, hashes = append(in.Offers, o.Offer.ID), append(hashes, o.Offer.TermsHash)
	}
	in.TermsHash = origination.WinningHash(hashes...)
	return in
}

func (s *story) accept(in origination.AcceptOffers) (origination.Application, error) {
	return s.App.Origination.Accept(s.as(s.owner, "accept:"+in.TermsHash), s.ID("A"), in)
}

func TestTwoOffersTogether(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		offers := s.two(300_000_00)
		a, err := s.accept(taking(offers...))
		if err != nil || len(a.Contracts) != 2 {
			t.Fatalf("%+v, %v", a.Contracts, err)
		}
		for i, who := range []string{sim.Approver, otherApprover} {
			contract := a.Contracts[i]
			v, err := s.App.Servicing.View(s.as(s.owner, ""), contract)
			s.must(err)
			if v.Contract.TermsHash != offers[i].Offer.TermsHash {
				t.Errorf("contract %d has other terms than its offer", i)
			}
			_, err = s.App.Servicing.SignBorrower(s.as(s.owner, "sign:"+v.Contract.FileHash), contract)
			s.must(err)
			_, err = s.App.Servicing.SignLender(s.as(who, "sign:"+v.Contract.FileHash), contract)
			s.must(err)
			s.must(s.App.Settle(t.Context()))
			if got, want := s.state(), map[int]string{0: "offer_chosen", 1: "contracted"}[i]; string(got) != want {
				t.Errorf("with %d contracts signed the application is %s", i+1, got)
			}
		}
		if r, err := s.App.Verify(t.Context()); err != nil || len(r.Differences) > 0 {
			t.Errorf("log and tables: %v, %v", r.Differences, err)
		}
	})
}

// Stepping back from one contract leaves the other; from both, the application.
func TestSteppingBackFromOneOfTwo(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	a, err := s.accept(taking(s.two(300_000_00)...))
	s.must(err)
	owner := s.as(s.owner, "")
	for i, want := range []string{"offer_chosen", "withdrawn"} {
		_, err := s.App.Servicing.StepBack(owner, a.Contracts[i])
		s.must(err)
		s.must(s.App.Settle(t.Context()))
		if got := s.state(); string(got) != want {
			t.Errorf("after stepping back from %d the application is %s", i+1, got)
		}
	}
	if free, reserved, err := s.budget(); err != nil || reserved != 0 || free != 20_000_000_00 {
		t.Errorf("free %s, reserved %s, %v", free.Text(), reserved.Text(), err)
	}
}

func TestWhatCannotBeTakenTogether(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	offers := s.two(300_000_01)
	for _, x := range []struct {
		name, key string
		in        origination.AcceptOffers
	}{
		{"a fen more than was asked", "origination.accept.above_need", taking(offers...)},
		{"one offer twice", "origination.accept.twice", taking(offers[0], offers[0])},
		{"nothing", "origination.accept.some", origination.AcceptOffers{TermsHash: "x"}},
	} {
		_, err := s.accept(x.in)
		if f := fault.Of(err); err == nil || len(f.Fields) == 0 || f.Fields[0].Key != x.key {
			t.Errorf("%s: %v", x.name, err)
		}
	}
	in := taking(offers[0])
	in.TermsHash = offers[1].Offer.TermsHash
	_, err := s.accept(in)
	s.refused(err, fault.Conflict, "origination.offer.terms_changed")
	_, err = s.accept(taking(offers[0]))
	s.must(err)
	_, err = s.accept(taking(offers[0]))
	s.refused(err, fault.Conflict, "origination.offer.accepted_already")
	_, err = s.accept(taking(offers[1]))
	s.refused(err, fault.Conflict, "origination.offer.other_chosen")
}

// One set wins, whichever: here each of two offers, and both together.
func TestTwoWinningSetsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		offers := s.two(300_000_00)
		sets := []origination.AcceptOffers{taking(offers[0]), taking(offers[1]), taking(offers...), taking(offers[0])}
		errs := make([]error, len(sets))
		var wg sync.WaitGroup
		for i, in := range sets {
			ctx := s.as(s.owner, "accept:"+in.TermsHash)
			wg.Go(func() { _, errs[i] = s.App.Origination.Accept(ctx, s.ID("A"), in) })
		}
		wg.Wait()
		won := -1
		for i, err := range errs {
			switch {
			case err == nil && won >= 0:
				t.Fatalf("sets %d and %d won", won, i)
			case err == nil:
				won = i
			default:
				s.refused(err, fault.Conflict, "")
			}
		}
		rows, err := s.App.Servicing.List(s.as(s.owner, ""))
		if won < 0 || err != nil || len(rows) != len(sets[won].Offers) {
			t.Fatalf("set %d won, %d contracts, %v", won, len(rows), err)
		}
	})
}

// An offer under a product that asks for a guarantee carries guarantor and fee:
// in its terms, their hash, and the all-in cost that the enterprise reads.
func TestAGuaranteedOfferCarriesItsGuarantor(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	s.must(s.App.Servicing.Fund(s.as("P080", ""), 20_000_000_00, "budget 2020"))
	n := s.need()
	n.Lenders = []string{"BANK-HM"}
	s.must(s.Apply(s.as(s.owner, ""), "A", n))
	s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
	s.must(s.Assess(s.as("P021", ""), "A"))
	s.must(s.Draft(s.as("P021", ""), "A", origination.DraftOffer{Product: s.ID("BP07"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 50_500, ValidTo: "2020-02-28"}))
	s.must(s.Issue(s.as("P080", ""), "A"))
	_, offers, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
	s.must(err)
	o := offers[0]
	if o.Offer.Terms.Guarantor != s.ID("GUAR-1") || o.Offer.Terms.GuaranteeFeePPM != 8_000 || o.Guarantor.En == "" {
		t.Fatalf("%+v guaranteed by %q", o.Offer.Terms, o.Guarantor.En)
	}
	without := o.Offer.Terms
	without.Guarantor, without.GuaranteeFeePPM = "", 0
	if without.Hash() == o.Offer.Terms.Hash() {
		t.Error("the hash of the terms does not know of the guarantee")
	}
	s.must(s.AcceptAndSign(s.as(s.owner, ""), "A"))
}
