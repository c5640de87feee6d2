package origination

// The terms of offers as the log knows them: the hash that was logged, computed
// anew from the terms that are stored.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/internal/platform/db"
)

// chosenFacts lists, for every application that took offers, the hash of their
// terms.
func chosenFacts(ctx context.Context, tx db.Tx, yield yielder) error {
	taken, err := db.All(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM origination_offer WHERE state = 'accepted' ORDER BY application_id, id`)
	if err != nil {
		return err
	}
	hashes := map[string][]string{}
	var order []string
	for _, o := range taken {
		if hashes[o.Application] == nil {
			order = append(order, o.Application)
		}
		hashes[o.Application] = append(hashes[o.Application], storedTerms(&o))
	}
	for _, a := range order {
		if !yield(a, field("application.terms_hash", WinningHash(hashes[a]...))) {
			return nil
		}
	}
	return nil
}

// storedTerms is the hash of the terms that are stored, or what is wrong with
// them; "" while the offer is sealed and stores none.
func storedTerms(o *Offer) string {
	switch hash := o.Terms.Hash(); {
	case o.Opened.IsZero() && o.TermsHash == "" && o.Terms.AmountFen == 0:
		return ""
	case hash != o.TermsHash:
		return fmt.Sprintf("%s, but stored as %s", hash, o.TermsHash)
	case o.ReservedFen != o.Terms.AmountFen:
		return fmt.Sprintf("%s, but the amount beside it is %s", hash, o.ReservedFen.Text())
	default:
		return hash
	}
}
