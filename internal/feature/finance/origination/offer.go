package origination

// An Offer is a lender's word with a date. Its content is frozen when it is
// drafted and lies closed until the offers of its application open (seal.go);
// the hash of its terms is what the enterprise accepts and both parties sign.

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/sealed"
)

// Offer is one lender's offer on one application.
type Offer struct {
	ID          string `json:"id"`
	Ref         string `json:"ref"` // given when it opens: a number would tell how many came before
	Case        string `json:"case"`
	Application string `json:"application"`
	Lender      string `json:"lender"`
	Content
	ReservedFen money.Fen     `json:"reserved_fen"` // set aside at the lender since it was issued
	Sealed      sealed.Sealed `json:"-"`
	State       flow.State    `json:"state"`
	Version     int64         `json:"version"`
	DraftedBy   string        `json:"drafted_by"`
	Drafted     time.Time     `json:"drafted"`
	IssuedBy    string        `json:"issued_by"`
	Issued      time.Time     `json:"issued"`
	Opened      time.Time     `json:"opened"`   // zero while its content lies closed
	Contract    string        `json:"contract"` // once it was accepted
	Reached     flow.State    `json:"reached"`  // how far its contract is, in the application's words
}

// Content is what an offer says: all that is closed until the offers open.
type Content struct {
	Product    string           `json:"product"`
	Terms      kernel.LoanTerms `json:"terms"`
	TermsHash  string           `json:"terms_hash"`
	Conditions string           `json:"conditions"`
	ValidTo    string           `json:"valid_to"` // the last day, until 17:00
}

// DraftOffer is what an officer proposes.
type DraftOffer struct {
	Case       string    `json:"-"`
	Product    string    `json:"product" form:"product"`
	AmountFen  money.Fen `json:"amount_fen" form:"amount"`
	TermMonths int       `json:"term_months" form:"term_months"`
	RatePPM    money.PPM `json:"rate_ppm" form:"rate"`
	FeeFen     money.Fen `json:"fee_fen" form:"fee"`
	PrepayPPM  money.PPM `json:"prepay_ppm" form:"prepay"`
	Conditions string    `json:"conditions" form:"conditions"`
	ValidTo    string    `json:"valid_to" form:"valid_to" format:"date"`
}

// MaxValidity is how many days ahead an offer may be open.
const MaxValidity = 60

// check judges an offer by itself and against the need and the product.
func (in *DraftOffer) check(today clock.Date, need Need, p Product) error {
	in.Conditions = strings.TrimSpace(in.Conditions)
	var c fault.Check
	c.That(p.ID != "", "product", "origination.product.required")
	c.That(p.Security != "guarantee" || p.Guarantor != "", "product", "origination.offer.guarantor")
	c.That(in.AmountFen > 0, "amount", "origination.amount.required")
	c.That(in.AmountFen <= need.AmountFen, "amount", "origination.offer.above_need", fault.Args{"amount_fen": in.AmountFen, "max_fen": need.AmountFen})
	c.That(in.AmountFen <= p.MaxFen, "amount", "origination.offer.above_product", fault.Args{"amount_fen": in.AmountFen, "max_fen": p.MaxFen})
	c.That(slices.Contains(p.Terms, in.TermMonths), "term_months", "origination.offer.term", fault.Args{"terms": joinInts(p.Terms)})
	c.That(in.RatePPM > 0 && in.RatePPM <= 240_000, "rate", "origination.offer.rate")
	c.That(in.FeeFen >= 0 && in.FeeFen < in.AmountFen/10+1, "fee", "origination.offer.fee")
	c.That(in.PrepayPPM >= 0 && in.PrepayPPM <= 50_000, "prepay", "origination.offer.prepay")
	c.That(utf8.RuneCountInString(in.Conditions) <= form.MaxNote, "conditions", "origination.note.long", fault.Args{"max": form.MaxNote})
	d, err := clock.ParseDate(in.ValidTo)
	c.That(err == nil, "valid_to", "origination.date.form")
	c.That(err != nil || !d.Before(today), "valid_to", "origination.date.past")
	c.That(err != nil || !d.After(today.AddDays(MaxValidity)), "valid_to", "origination.offer.validity", fault.Args{"days": MaxValidity})
	return c.Err()
}

func (in DraftOffer) terms(p Product) kernel.LoanTerms {
	return kernel.LoanTerms{
		AmountFen: in.AmountFen, RatePPM: in.RatePPM, TermMonths: in.TermMonths, Repayment: p.Repayment,
		DayCount: p.DayCount, Rounding: p.Rounding, FeeFen: in.FeeFen, PrepayPPM: in.PrepayPPM, Security: p.Security,
		UpliftPPM: p.UpliftPPM, UpliftOnInterest: p.UpliftOnInterest, Allocation: p.Allocation.OrDefault(),
		Guarantor: p.Guarantor, GuaranteeFeePPM: p.GuaranteeFeePPM,
	}
}

// Closed reports whether nobody may read the offer: it was issued and has not
// been opened.
func (o *Offer) Closed() bool { return !o.Issued.IsZero() && o.Opened.IsZero() }

// Binds reports whether the offer was accepted and its contract not cancelled.
func (o *Offer) Binds() bool { return o.Contract != "" && o.Reached != Withdrawn }

// Open reports whether the offer can be accepted at an instant: issued and
// opened, and not after 17:00 of its last day at the park.
func (o *Offer) Open(now time.Time, zone *time.Location) bool {
	return o.State == Issued && !o.Closed() && !now.After(o.end(zone))
}

func (o *Offer) end(zone *time.Location) time.Time {
	d, err := clock.ParseDate(o.ValidTo)
	if err != nil {
		return time.Time{}
	}
	return d.At(17, 0, zone)
}
