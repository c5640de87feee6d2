package origination

// An Offer is a lender's word with a date. Its content is frozen when it is
// drafted and lies closed until the offers of its application open (seal.go);
// the hash of its terms is what the enterprise accepts and both parties sign.

import (
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
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

	ProductVersion int64  `json:"product_version"` // the wording of the product that it was made on
	ProductHash    string `json:"product_hash"`
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
