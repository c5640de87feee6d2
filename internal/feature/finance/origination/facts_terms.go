package origination

// The terms of offers as the log knows them: the hash that was logged, computed
// anew from the terms that are stored.

import (
	"context"
	"fmt"
	"iter"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Terms is a source that kaigong verify compares with the log.
type Terms struct{}

// Fields names what the source answers for.
func (Terms) Fields() []string { return []string{"offer.terms_hash"} }

// Facts lists the hash of every offer's terms, for the offer and for the
// application that chose it.
func (Terms) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		offers, err := db.All(ctx, tx, scanOffer, `SELECT `+offerColumns+` FROM origination_offer ORDER BY id`)
		if err != nil {
			yield(auditlog.Fact{}, err)
			return
		}
		amounts, err := amountsOf(ctx, tx)
		if err != nil {
			yield(auditlog.Fact{}, err)
			return
		}
		hashes := map[string]string{}
		for _, o := range offers {
			hashes[o.ID] = storedTerms(o, amounts[o.ID])
			if !yield(auditlog.Fact{Case: o.ID, Field: "offer.terms_hash", Value: hashes[o.ID]}, nil) {
				return
			}
		}
		chosen, err := db.All(ctx, tx, func(scan db.Scan) (c [2]string, err error) { return c, scan(&c[0], &c[1]) },
			`SELECT id, offer_id FROM origination_application WHERE offer_id <> '' ORDER BY id`)
		if err != nil {
			yield(auditlog.Fact{}, err)
			return
		}
		for _, c := range chosen {
			if !yield(auditlog.Fact{Case: c[0], Field: "offer.terms_hash", Value: hashes[c[1]]}, nil) {
				return
			}
		}
	}
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
