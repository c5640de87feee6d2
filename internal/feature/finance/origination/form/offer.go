package form

// What an officer proposes, beside the product that it is a case of.

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Product is what an application and an offer must know of a lender's product.
type Product struct {
	ID         string           `json:"id"`
	Version    int64            `json:"version"`
	Hash       string           `json:"hash"` // of what the version promises
	Code       string           `json:"code"` // "BP01"
	Lender     string           `json:"lender"`
	LenderName i18n.Text        `json:"lender_name"`
	Name       i18n.Text        `json:"name"`
	Security   string           `json:"security"`
	MaxFen     money.Fen        `json:"max_fen"`
	Terms      []int            `json:"term_months"`
	RatePPM    money.PPM        `json:"rate_ppm"`
	Repayment  kernel.Repayment `json:"repayment"`
	DayCount   string           `json:"day_count"`
	Rounding   string           `json:"rounding"`
	Subsidy    *kernel.Subsidy  `json:"subsidy,omitempty"` // expected, of a named scheme
	Leaving    bool             `json:"leaving,omitempty"` // its lender takes no new applications
	Documents  []string         `json:"documents"`         // kinds that it asks for
	// What it says of late payments, as in kernel.LoanTerms; no Allocation is the usual one.
	UpliftPPM        money.PPM         `json:"penalty_uplift_ppm"`
	UpliftOnInterest bool              `json:"penalty_on_interest"`
	Allocation       kernel.Allocation `json:"allocation"`
	// Who guarantees what it lends, "" for nobody, and for how much a year.
	Guarantor       string    `json:"guarantor"`
	GuaranteeFeePPM money.PPM `json:"guarantee_fee_ppm"`
	// Letter is the letter of intent that this guarantor gave on the application; nil
	// for none, and wherever no application is meant.
	Letter *kernel.Backing `json:"letter,omitempty"`
	// How the money may be used; the zero Use is one sum.
	Use kernel.Use `json:"use,omitzero"`
}

// Backed puts the live letters of an application to the products that rest on the
// same guarantors: what a letter says goes before what the product says.
func Backed(list []Product, all []kernel.Backing) []Product {
	for i := range list {
		p := &list[i]
		at := slices.IndexFunc(all, func(b kernel.Backing) bool {
			return b.Kind == kernel.BackedByGuarantor && b.Live() && b.Party == p.Guarantor
		})
		if at >= 0 && p.Security == "guarantee" {
			p.Letter, p.GuaranteeFeePPM = &all[at], all[at].FeePPM
		}
	}
	return list
}

// checkLetter keeps an offer within the letter of intent that it rests on.
func (in *DraftOffer) checkLetter(c *fault.Check, l *kernel.Backing) {
	if l == nil {
		return
	}
	c.That(in.AmountFen <= l.MaxFen, "amount", "origination.offer.above_letter", fault.Args{"amount_fen": in.AmountFen, "max_fen": l.MaxFen, "by": l.By})
	c.That(in.ValidTo <= l.ValidTo, "valid_to", "origination.offer.after_letter", fault.Args{"until": l.ValidTo, "by": l.By})
}

// DecisionDays is the clock of a decision: 5 working days, 3 for unsecured
// credit.
func (p Product) DecisionDays() int {
	if p.Security == "credit" {
		return 3
	}
	return 5
}

// DraftOffer is what an officer proposes.
type DraftOffer struct {
	Case       string    `json:"-"`
	Product    string    `json:"product" form:"product"`
	AmountFen  money.Fen `json:"amount_fen" form:"amount"`
	TermMonths int       `json:"term_months" form:"term_months"`
	RatePPM    money.PPM `json:"rate_ppm" form:"rate"`
	FeeFen     money.Fen `json:"fee_fen" form:"fee"`
	FirstFen   money.Fen `json:"first_fen,omitempty" form:"first" doc:"Where the product lets money be drawn in parts: the first payout"`
	PrepayPPM  money.PPM `json:"prepay_ppm" form:"prepay"`
	Conditions string    `json:"conditions" form:"conditions"`
	ValidTo    string    `json:"valid_to" form:"valid_to" format:"date"`
}

// MaxValidity is how many days ahead an offer may be open.
const MaxValidity = 60

// Check judges an offer by itself and against the need and the product.
func (in *DraftOffer) Check(today clock.Date, need Need, p Product) error {
	in.Conditions = strings.TrimSpace(in.Conditions)
	var c fault.Check
	c.That(p.ID != "", "product", "origination.product.required")
	c.That(p.Security != "guarantee" || p.Guarantor != "", "product", "origination.offer.guarantor")
	c.That(in.AmountFen > 0, "amount", "origination.amount.required")
	c.That(in.AmountFen <= need.AmountFen, "amount", "origination.offer.above_need", fault.Args{"amount_fen": in.AmountFen, "max_fen": need.AmountFen})
	c.That(in.AmountFen <= p.MaxFen, "amount", "origination.offer.above_product", fault.Args{"amount_fen": in.AmountFen, "max_fen": p.MaxFen})
	c.That(slices.Contains(p.Terms, in.TermMonths), "term_months", "origination.offer.term", fault.Args{"terms": JoinInts(p.Terms)})
	c.That(in.RatePPM > 0 && in.RatePPM <= 240_000, "rate", "origination.offer.rate")
	c.That(in.FeeFen >= 0 && in.FeeFen < in.AmountFen/10+1, "fee", "origination.offer.fee")
	c.That(in.PrepayPPM >= 0 && in.PrepayPPM <= 50_000, "prepay", "origination.offer.prepay")
	c.That(utf8.RuneCountInString(in.Conditions) <= MaxNote, "conditions", "origination.note.long", fault.Args{"max": MaxNote})
	in.checkLetter(&c, p.Letter)
	in.checkUse(&c, p)
	d, err := clock.ParseDate(in.ValidTo)
	c.That(err == nil, "valid_to", "origination.date.form")
	c.That(err != nil || !d.Before(today), "valid_to", "origination.date.past")
	c.That(err != nil || !d.After(today.AddDays(MaxValidity)), "valid_to", "origination.offer.validity", fault.Args{"days": MaxValidity})
	return c.Err()
}

// checkUse judges the first payout against how the product lets money be used.
func (in *DraftOffer) checkUse(c *fault.Check, p Product) {
	u := p.Use
	if u.Kind == kernel.OneSum {
		c.That(in.FirstFen == 0, "first", "origination.offer.first.one_sum")
		return
	}
	args := fault.Args{"least": u.LeastFen, "amount": in.AmountFen}
	c.That(in.FirstFen > 0 && in.FirstFen >= u.LeastFen, "first", "origination.offer.first.least", args)
	c.That(in.FirstFen < in.AmountFen || u.Kind == kernel.Revolving && in.FirstFen == in.AmountFen, "first", "origination.offer.first.most", args)
	c.That(in.FeeFen < in.FirstFen || in.FirstFen <= 0, "fee", "origination.offer.first.fee", args)
	c.That(u.Months < in.TermMonths, "term_months", "origination.offer.first.term", fault.Args{"months": u.Months})
	c.That(u.Kind != kernel.Revolving || in.PrepayPPM == 0, "prepay", "origination.offer.first.prepay")
}

// Terms are what is offered, with what the product adds.
func (in DraftOffer) Terms(p Product) kernel.LoanTerms {
	use := p.Use
	use.FirstFen = in.FirstFen
	return kernel.LoanTerms{
		AmountFen: in.AmountFen, RatePPM: in.RatePPM, TermMonths: in.TermMonths, Repayment: p.Repayment,
		DayCount: p.DayCount, Rounding: p.Rounding, FeeFen: in.FeeFen, PrepayPPM: in.PrepayPPM, Security: p.Security,
		UpliftPPM: p.UpliftPPM, UpliftOnInterest: p.UpliftOnInterest, Allocation: p.Allocation.OrDefault(),
		Guarantor: p.Guarantor, GuaranteeFeePPM: p.GuaranteeFeePPM, Use: use,
	}
}

// JoinInts lists numbers for a message.
func JoinInts(xs []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(xs), "[]"), " ", ", ")
}
