package loanbook

// What the log says of a contract, worked out from the tables again.

import (
	"context"
	"fmt"
	"iter"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Source is what kaigong verify compares with the log.
type Source struct{}

// Fields names what the source answers for.
func (Source) Fields() []string {
	return []string{"contract.state", "contract.balance_fen", "file_hash", "contract.books"}
}

// Facts lists state, balance, file hash and the fingerprint of the rows of every
// contract.
func (Source) Facts(ctx context.Context, tx db.Tx) iter.Seq2[auditlog.Fact, error] {
	return func(yield func(auditlog.Fact, error) bool) {
		all, err := db.All(ctx, tx, ScanContract, `SELECT `+ContractColumns+` FROM servicing_contract ORDER BY id`)
		for i := range all {
			facts, e := factsOf(ctx, tx, &all[i])
			if err = e; err != nil {
				break
			}
			for _, f := range facts {
				if !yield(f, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(auditlog.Fact{}, err)
		}
	}
}

// factsOf are the facts of one contract, in the order of Fields. The file is
// hashed again: the hash beside it proves nothing.
func factsOf(ctx context.Context, tx db.Tx, c *Contract) (facts []auditlog.Fact, err error) {
	file, err := File(ctx, tx, c.ID)
	if err != nil {
		return nil, err
	}
	sum, err := Fingerprint(ctx, tx, c)
	for i, value := range []string{string(c.State), fmt.Sprint(int64(c.BalanceFen)), Digest([]byte(file)), sum} {
		facts = append(facts, auditlog.Fact{Case: c.ID, Field: (Source{}).Fields()[i], Value: value})
	}
	return facts, err
}
