package origination

// The terms of offers as the log knows them: the hash that was logged, computed
// anew from the terms that are stored.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/internal/platform/db"
)

// chosenFacts lists, for every application that chose an offer, the hash of the
// terms.
func chosenFacts(ctx context.Context, tx db.Tx, yield yielder) error {
	chosen, err := db.All(ctx, tx, func(scan db.Scan) (c [2]string, err error) { return c, scan(&c[0], &c[1]) },
		`SELECT id, offer_id FROM origination_application WHERE offer_id <> '' ORDER BY id`)
	for _, c := range chosen {
		if err != nil {
			return err
		}
		o, err := offerByID(ctx, tx, c[1])
		if err != nil {
			return err
		}
		if !yield(c[0], field("application.terms_hash", storedTerms(&o))) {
			return nil
		}
	}
	return err
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
