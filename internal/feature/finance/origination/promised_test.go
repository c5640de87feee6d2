package origination_test

// A product changes, or goes from sale, under what was made on it.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/sim"
)

// revise puts another version of BP01 on sale today: half the amount, six months
// alone, against real estate, with penalty interest.
func (s *story) revise() {
	s.t.Helper()
	v, err := s.App.Catalogue.Revise(s.as(sim.Officer, ""), s.ID("BP01"), catalogue.DraftProduct{NameZh: "复工贷二号", NameEn: "Second Resume-Work Loan",
		Security: "mortgage", MaxFen: 500_000_00, Terms: []int{6}, RatePPM: 60_000, Repayment: kernel.Bullet, DayCount: "A365", Rounding: "half_even", Late: catalogue.Late{UpliftPPM: 500_000}})
	s.must(err)
	today := clock.DateOf(s.App.Now(), s.App.Calendar.Zone()).String()
	_, err = s.App.Catalogue.Approve(s.as(sim.Approver, ""), s.ID("BP01"), v.Product.Version, catalogue.ApproveVersion{ValidFrom: today})
	s.must(err)
}

// hash is what a version promises, as the catalogue has it.
func (s *story) hash(version int64) (sum string) {
	s.t.Helper()
	s.must(s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		row, err := s.App.Catalogue.Version(ctx, tx, s.ID("BP01"), version)
		sum = row.Hash
		return err
	}))
	return sum
}

// The application was handed in for the first version, so the offer is made on
// it and the contract has its name and terms, although the product has changed
// twice on the way. A new application meets the product as it is.
func TestAChangedProductLeavesWhatWasMadeOnIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.until(s.at(5, 10))
		n := s.need()
		n.Product = s.ID("BP01")
		s.must(s.Apply(s.as(s.owner, ""), "A", n))
		s.revise()
		s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
		s.must(s.Assess(s.as(sim.Officer, ""), "A"))
		s.must(s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-28"}))
		s.revise()
		s.must(s.Issue(s.as(sim.Approver, ""), "A"))
		_, offers, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
		s.must(err)
		o := offers[0]
		if o.Offer.ProductVersion != 1 || o.Offer.ProductHash != s.hash(1) || o.Offer.ProductHash == s.hash(2) || o.Product.En != "Resume-Work Loan" {
			t.Errorf("the offer is of %q, version %d, %s", o.Product.En, o.Offer.ProductVersion, o.Offer.ProductHash)
		}
		if got := o.Offer.Terms; got.Security != "credit" || got.DayCount != "A360" || got.Rounding != "half_up" || got.UpliftPPM != 0 || got.Repayment != kernel.InterestMonthly {
			t.Errorf("its terms: %+v", got)
		}
		s.must(s.AcceptAndSign(s.as(s.owner, ""), "A"))
		v, err := s.App.Servicing.View(s.as(s.owner, ""), s.ID("contract of A"))
		s.must(err)
		if got := v.Contract.Agreement.ProductName.En; got != "Resume-Work Loan" {
			t.Errorf("the contract is of %q", got)
		}
		own, err := s.App.Origination.View(s.as(s.owner, ""), s.ID("A"))
		s.must(err)
		if own.Product.Version != 1 || own.Product.MaxFen != 1_000_000_00 {
			t.Errorf("the enterprise reads %+v", own.Product)
		}

		n.Purpose = "payroll"
		err = s.Apply(s.as(s.owner, ""), "B", n)
		if f := fault.Of(err); err == nil || f.Kind != fault.Invalid || len(f.Fields) != 2 || f.Fields[0].Key != "origination.offer.above_product" || f.Fields[1].Key != "origination.offer.term" {
			t.Errorf("a new application for 800,000 over 12 months: %v", err)
		}
	})
}

// Where the choice was left open, a lender offers what it sells today.
func TestANeedWithoutAProduct(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := tell(t, d)
		s.until(s.at(5, 10))
		s.assessed()
		v, err := s.App.Origination.View(s.as(s.owner, ""), s.ID("A"))
		s.must(err)
		if v.Application.Need.Product != "" || v.Application.ProductVersion != 0 || v.Product.ID != "" {
			t.Fatalf("%+v", v.Application.Need)
		}
		s.revise()
		draft := origination.DraftOffer{Product: s.ID("BP01"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-28"}
		if f := fault.Of(s.Draft(s.as(sim.Officer, ""), "A", draft)); f.Kind != fault.Invalid || len(f.Fields) != 2 {
			t.Errorf("on the terms of before: %v", f)
		}
		draft.AmountFen, draft.TermMonths = 500_000_00, 6
		s.must(s.Draft(s.as(sim.Officer, ""), "A", draft))
		s.must(s.Issue(s.as(sim.Approver, ""), "A"))
		_, offers, err := s.App.Origination.Offers(s.as(s.owner, ""), s.ID("A"))
		if err != nil || offers[0].Offer.ProductVersion != 2 || offers[0].Offer.ProductHash != s.hash(2) || offers[0].Offer.Terms.DayCount != "A365" {
			t.Errorf("%+v, %v", offers, err)
		}
	})
}

// A product goes from sale: a draft that had chosen it keeps all that was typed
// and says so when it is handed in; what was handed in goes on.
func TestAProductGoesFromSale(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.until(s.at(5, 10))
	n := s.need()
	n.Product = s.ID("BP01")
	s.must(s.Apply(s.as(s.owner, ""), "A", n))
	other := s.data.Enterprises[1]
	n.Enterprise = other
	owner := s.as(other.Contact, "")
	b, err := s.App.Origination.Start(owner)
	s.must(err)
	_, err = s.App.Origination.Save(owner, b.ID, 0, &origination.Need{AmountFen: 800_000_00, Purpose: "resumption", TermMonths: 12, Product: n.Product})
	s.must(err)

	s.must(s.App.Catalogue.Withdraw(s.as(sim.Approver, ""), n.Product, catalogue.WithdrawProduct{Reason: "replaced"}))

	for _, section := range []origination.Section{
		&origination.Company{CreditCode: other.Uscc, HeadcountFull: 20, HeadcountNow: 5},
		&origination.Operation{Source: "orders", Security: "credit"},
		&origination.Sharing{Lenders: []string{s.ID(sim.Lender)}, Classes: []string{"lease"}, Until: "2020-05-01"},
	} {
		if _, err := s.App.Origination.Save(owner, b.ID, 0, section); err != nil {
			t.Errorf("saving %T: %v", section, err)
		}
	}
	_, err = s.App.Dossier.Supply(owner, b.ID, dossier.AddDocument{Kind: "licence", Name: "licence.txt", MediaType: "text/plain", Bytes: []byte("licence")})
	s.must(err)
	v, err := s.App.Origination.View(owner, b.ID)
	if err != nil || v.Application.Need.Product != n.Product || v.Product.ID != "" {
		t.Errorf("the draft: %+v, %v", v.Application.Need, err)
	}
	_, err = s.App.Origination.Submit(owner, b.ID, 0)
	if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != "product" || f.Fields[0].Key != "origination.product.gone" {
		t.Errorf("handing it in: %v", err)
	}

	s.must(s.Verify(s.as(sim.Liaison, ""), "A"))
	s.must(s.Assess(s.as(sim.Officer, ""), "A"))
	s.must(s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: n.Product, AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-28"}))
}

// A bank may not offer another bank's product, and may not name a version of its
// own choice: there is no such input.
func TestAnOfferIsOfTheLendersOwn(t *testing.T) {
	s := tell(t, dbtest.SQLite(t))
	s.assessed()
	err := s.Draft(s.as(sim.Officer, ""), "A", origination.DraftOffer{Product: s.ID("BP05"), AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-02-20"})
	if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Key != "origination.product.required" {
		t.Errorf("another bank's: %v", err)
	}
}
