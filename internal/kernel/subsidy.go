package kernel

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Subsidy is what a named scheme is expected to pay back of the interest on loans of
// a product. It is no term of a loan: nobody has promised it to the borrower.
type Subsidy struct {
	Scheme  i18n.Text `json:"scheme"`
	RatePPM money.PPM `json:"rate_ppm"` // of the balance, a year
	CapFen  money.Fen `json:"cap_fen"`  // for one loan, 0 for no limit
	UntilOn string    `json:"until_on"` // the last day for which it pays, civil
}
