package origination

// The terms of offers as the log knows them: the hash that was logged, computed
// anew from the terms that are stored.

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
)

// termsFacts lists the hash of every offer's terms, for the offer and for the
// application that chose it.
func termsFacts(ctx context.Context, tx db.Tx, yield yielder) error {
	offers, err := db.All(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM origination_offer ORDER BY id`)
	if err != nil {
		return err
	}
	amounts, err := amountsOf(ctx, tx)
	if err != nil {
		return err
	}
	hashes := map[string]string{}
	for _, o := range offers {
		hashes[o.ID] = storedTerms(o, amounts[o.ID])
		if !yield(o.ID, field("offer.terms_hash", hashes[o.ID])) {
			return nil
		}
	}
	chosen, err := db.All(ctx, tx, func(scan db.Scan) (c [2]string, err error) { return c, scan(&c[0], &c[1]) },
		`SELECT id, offer_id FROM origination_application WHERE offer_id <> '' ORDER BY id`)
	for _, c := range chosen {
		if !yield(c[0], field("offer.terms_hash", hashes[c[1]])) {
			return nil
		}
	}
	return err
}

// amountsOf are the amounts that lists and sums read beside the terms.
func amountsOf(ctx context.Context, tx db.Tx) (map[string]money.Fen, error) {
	type amount struct {
		id  string
		fen money.Fen
	}
	rows, err := db.All(ctx, tx, func(scan db.Scan) (a amount, err error) { return a, scan(&a.id, &a.fen) }, `SELECT id, amount_fen FROM origination_offer`)
	all := map[string]money.Fen{}
	for _, a := range rows {
		all[a.id] = a.fen
	}
	return all, err
}

// storedTerms is the hash of what is stored, or what is wrong with it.
func storedTerms(o Offer, amount money.Fen) string {
	hash := o.Terms.Hash()
	switch {
	case hash != o.TermsHash:
		return fmt.Sprintf("%s, but stored as %s", hash, o.TermsHash)
	case amount != o.Terms.AmountFen:
		return fmt.Sprintf("%s, but the amount beside it is %s", hash, amount.Text())
	}
	return hash
}
