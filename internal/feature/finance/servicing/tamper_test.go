package servicing

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// Whoever edits a row of a contract, also so that every sum still agrees, is
// found by comparing the tables with the log.
func TestEveryEditedRowShows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(equal(), "2020-03-16")
		k.payNext(c)
		k.payNext(c)
		_, err := k.Reverse(approving(), Reversal{Contract: c.ID, Number: "RC-3", Reason: "another firm's money"})
		must(t, err)
		_, err = k.AskPrepay(owning(), c.ID, "2020-05-16")
		must(t, err)
		k.whole()
		for _, edit := range []string{
			`UPDATE servicing_contract SET state = 'delayed'`,
			`UPDATE servicing_contract SET balance_fen = balance_fen + 100`,
			`UPDATE servicing_contract SET ref = 'KG-C-2020-0099'`,
			`UPDATE servicing_contract SET borrower_id = 'firm-2'`,
			`UPDATE servicing_contract SET lender_id = 'bank-2'`,
			`UPDATE servicing_contract SET terms_hash = '00'`,
			`UPDATE servicing_contract SET agreement = replace(agreement, '48500', '47500')`,
			`UPDATE servicing_contract SET file = replace(file, '200,000.00', '100,000.00')`,
			`UPDATE servicing_contract SET borrower_by = 'somebody'`,
			`UPDATE servicing_contract SET lender_us = lender_us + 1`,
			`UPDATE servicing_contract SET disbursed_on = '2020-03-17'`,
			`UPDATE servicing_contract SET payout_ref = 'OUT-2'`,
			`UPDATE servicing_contract SET unapplied_fen = 1`,
			`UPDATE servicing_contract SET quote = replace(quote, '2020-05-16', '2020-05-17')`,
			`UPDATE servicing_contract SET closed_on = '2020-05-16'`,
			`UPDATE servicing_installment SET due_on = '2020-07-17' WHERE no = 4`,
			`UPDATE servicing_installment SET interest_fen = interest_fen - 1, principal_fen = principal_fen + 1 WHERE no = 4`,
			`DELETE FROM servicing_installment WHERE no = 12`,
			`UPDATE servicing_receipt SET received_on = '2020-04-15'`,
			`UPDATE servicing_receipt SET booked_by = 'somebody'`,
			`UPDATE servicing_receipt SET number = 'RC-9'`,
			`DELETE FROM servicing_receipt`,
			`UPDATE servicing_reversal SET reason = 'none of your business'`,
			`DELETE FROM servicing_reversal`,
		} {
			if n := k.differences(edit); n == 0 {
				t.Errorf("nobody notices %s", edit)
			}
		}
		k.whole()
	})
}

// differences counts what Verify finds after an edit, which is taken back.
func (k *kit) differences(edit string) (n int) {
	k.t.Helper()
	k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if changed, err := tx.Exec(ctx, edit); err != nil || changed == 0 {
			k.t.Fatalf("%s changes %d rows: %v", edit, changed, err)
		}
		r, err := k.log.Verify(ctx, Sources()...)
		must(k.t, err)
		n = len(r.Differences)
		return errBack
	})
	return n
}
