package origination

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

func TestTablesHoldTogether(t *testing.T) {
	for _, m := range []*flow.Machine{ApplicationMachine, LenderCaseMachine, OfferMachine} {
		if err := m.Check(); err != nil {
			t.Error(err)
		}
	}
}

// allowed is what the domain page says of an application, written down by hand,
// and that open offers may go with the lenders that made them; every other cell
// must be refused.
var allowed = map[string]string{
	"draft": "submit discard", "submitted": "return verify withdraw", "returned": "submit withdraw", "verified": "publish withdraw",
	"published": "review open_offers decline_all withdraw", "in_review": "open_offers decline_all withdraw", "offers_open": "choose withdraw expire decline_all",
	"offer_chosen": "contract withdraw", "contracted": "fund", "funded": "close", "declined_by_all": "refer withdraw", "referred": "reshare withdraw",
	"closed": "", "withdrawn": "", "expired": "",
}

func TestEveryCellOfTheApplication(t *testing.T) {
	if len(allowed) != len(ApplicationMachine.Rows) {
		t.Fatalf("%d states written down, %d in the table", len(allowed), len(ApplicationMachine.Rows))
	}
	moves := map[string]bool{}
	for _, v := range ApplicationMachine.Moves {
		moves[v.Name] = true
	}
	for _, r := range ApplicationMachine.Rows {
		for move := range moves {
			_, err := ApplicationMachine.Take(r.State, move)
			want := strings.Contains(" "+allowed[string(r.State)]+" ", " "+move+" ")
			if (err == nil) != want {
				t.Errorf("%s from %s: %v, allowed %v", move, r.State, err, want)
			}
			if err != nil && !fault.Is(err, fault.WrongTurn) {
				t.Errorf("%s from %s: %v is not a wrong turn", move, r.State, err)
			}
		}
	}
}

// The texts of forms are checked against the keys that people then read.
func TestOffersAreJudgedByNeedAndProduct(t *testing.T) {
	today := clock.Date{Year: 2020, Month: 6, Day: 30}
	product := Product{ID: "p", MaxFen: 1_000_000_00, Terms: []int{6, 12}, Repayment: kernel.InterestMonthly}
	good := DraftOffer{Product: "p", AmountFen: 800_000_00, TermMonths: 12, RatePPM: 43_500, ValidTo: "2020-07-14"}
	for _, c := range []struct {
		field, key string
		spoil      func(*DraftOffer)
	}{
		{"", "", func(*DraftOffer) {}},
		{"amount", "origination.offer.above_need", func(o *DraftOffer) { o.AmountFen = 800_000_01 }},
		{"amount", "origination.amount.required", func(o *DraftOffer) { o.AmountFen = 0 }},
		{"term_months", "origination.offer.term", func(o *DraftOffer) { o.TermMonths = 9 }},
		{"rate", "origination.offer.rate", func(o *DraftOffer) { o.RatePPM = 4_350_000 }},
		{"valid_to", "origination.date.past", func(o *DraftOffer) { o.ValidTo = "2020-06-29" }},
		{"valid_to", "origination.offer.validity", func(o *DraftOffer) { o.ValidTo = "2020-12-31" }},
		{"fee", "origination.offer.fee", func(o *DraftOffer) { o.FeeFen = 200_000_00 }},
	} {
		in := good
		c.spoil(&in)
		err := in.Check(today, Need{AmountFen: 800_000_00}, product)
		if c.field == "" {
			if err != nil {
				t.Errorf("a good offer: %v", err)
			}
			continue
		}
		fields := fault.Of(err).Fields
		if err == nil || len(fields) == 0 || fields[0].Name != c.field || fields[0].Key != c.key {
			t.Errorf("%s: got %v", c.key, err)
		}
	}
}

func TestAnOfferIsOpenUntilFiveInTheAfternoonOfItsLastDay(t *testing.T) {
	zone, err := clock.Zone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	o := Offer{State: Issued, Content: Content{ValidTo: "2020-04-05"}}
	last := clock.Date{Year: 2020, Month: 4, Day: 5}
	if !o.Open(last.At(17, 0, zone), zone) || o.Open(last.At(17, 1, zone), zone) {
		t.Fatal("valid_to is inclusive, until 17:00, working day or not")
	}
}

// Both parties sign the hash, so one fen more must be another hash.
func TestTermsHashIsCanonical(t *testing.T) {
	a := kernel.LoanTerms{AmountFen: 800_000_00, RatePPM: 43_500, TermMonths: 12, Repayment: kernel.InterestMonthly, DayCount: "A360", Rounding: "half_up", Security: "credit"}
	b := a
	b.AmountFen++
	if a.Hash() != a.Hash() || a.Hash() == b.Hash() {
		t.Fatal("the same terms have one hash, other terms another")
	}
}

// What a product says of late payments is offered, and part of what is hashed.
func TestAnOfferCarriesWhatItsProductSaysOfLatePayments(t *testing.T) {
	quiet := Product{Repayment: kernel.InterestMonthly, DayCount: "A360", Rounding: "half_up", Security: "credit"}
	strict := quiet
	strict.UpliftPPM, strict.UpliftOnInterest = 500_000, true
	in := DraftOffer{AmountFen: 800_000_00, RatePPM: 43_500, TermMonths: 12}
	got := in.Terms(strict)
	if got.UpliftPPM != 500_000 || !got.UpliftOnInterest || got.PenaltyPPM() != 65_250 || got.Hash() == in.Terms(quiet).Hash() {
		t.Errorf("the offer says %+v", got)
	}
	if in.Terms(quiet).Allocation != kernel.DefaultAllocation {
		t.Errorf("the usual order is not spelled out: %q", in.Terms(quiet).Allocation)
	}
	if in.Terms(quiet).PenaltyPPM() != 0 {
		t.Error("a product that says nothing charges penalty interest")
	}
}

func TestProfilesNameNobody(t *testing.T) {
	a := Application{Borrower: "01a2", Ref: "KG-AP-2020-0001", Company: Company{CreditCode: "919901010000010114", HeadcountNow: 84, HeadcountFull: 86, Contact: "Chengzhi Ma"},
		Need: Need{AmountFen: money.Fen(800_000_00)}, Operation: Operation{SalesYearFen: 32_800_000_00}}
	p := form.ProfileOf(a.Verdict, a.Need, a.Operation, a.Company)
	if p.Resumption != 90 || p.HeadcountBand != "m" || p.SalesBand != "m" {
		t.Fatalf("%+v", p)
	}
}
