package kernel

// Terms that change while a loan runs: each version goes on from the one before
// it, and its hash says which.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Deferral pauses what would fall due. What is not paid in the pause is spread
// over the due dates from ResumesOn.
type Deferral struct {
	// SinceOn says that what fell due from this day on and is unpaid is deferred
	// too: no penalty interest and no days past due count for it. "" for nothing.
	SinceOn   string `json:"since_on"`
	ResumesOn string `json:"resumes_on"` // the first due date after the pause
	// Interest says that interest is deferred too. It is simple interest, due with
	// the first instalment after the pause, or in equal parts where it is Spread.
	Interest bool `json:"interest"`
	Spread   bool `json:"spread"`
}

// NewTerms are what a version says beside what the loan began with.
type NewTerms struct {
	Terms    LoanTerms `json:"terms"`
	EndsOn   string    `json:"ends_on"` // the last due date; "" for the end of the term, counted from the payout
	Deferral *Deferral `json:"deferral,omitempty"`
	// KeepInstalment says that, where the rate changes, the instalment stays and
	// the end comes earlier.
	KeepInstalment bool `json:"keep_instalment"`
}

// TermsVersion is what a loan's terms are from the end of a day on. Version 1 is
// what both parties signed.
type TermsVersion struct {
	NewTerms
	No       int    `json:"no"`
	FromOn   string `json:"from_on"`  // the payout for version 1
	Previous string `json:"previous"` // hash of the version before, "" for the first
}

// Hash is that of the signed terms for version 1, and for a later one the
// SHA-256 of a canonical text, one line per field, that names the version
// before. So one hash stands for all terms that a loan ever had.
func (v TermsVersion) Hash() string {
	if v.No == 1 {
		return v.Terms.Hash()
	}
	d := Deferral{}
	if v.Deferral != nil {
		d = *v.Deferral
	}
	text := fmt.Sprintf("kaigong-terms-version-v1\nno %d\nprevious %s\nfrom_on %s\nterms %s\nends_on %s\nkeep_instalment %t\ndeferred_since_on %s\nresumes_on %s\ndefers_interest %t\nspreads_interest %t\n",
		v.No, v.Previous, v.FromOn, v.Terms.Hash(), v.EndsOn, v.KeepInstalment, d.SinceOn, d.ResumesOn, d.Interest, d.Spread)
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
