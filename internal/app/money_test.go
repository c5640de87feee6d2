package app_test

// The books after a whole story and after days of chance: they balance, they
// agree with each other, and an edit of a single fen is named.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

func TestMoney(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		s.Application(t, "performing", "order", apptest.Performing)
		if sum := first(t, s, `SELECT CAST(SUM(amount_fen) AS TEXT) FROM ledger_posting`); sum != "0" {
			t.Errorf("all postings come to %s", sum)
		}
		if err := s.App.DB.Read(context.Background(), s.App.Servicing.Check); err != nil {
			t.Error(err)
		}
		t.Run("planted", func(t *testing.T) { planted(t, s) })
	})
}

// planted edits one fen at a time; what names it must speak of it.
func planted(t *testing.T, s *apptest.Stage) {
	for _, x := range []struct{ edit, undo, named string }{
		{`UPDATE servicing_receipt SET amount_fen = amount_fen + 1`, `UPDATE servicing_receipt SET amount_fen = amount_fen - 1`, "receipts and what they went to"},
		{`UPDATE servicing_installment SET paid_principal_fen = paid_principal_fen + 1 WHERE no = 1`, `UPDATE servicing_installment SET paid_principal_fen = paid_principal_fen - 1 WHERE no = 1`, "instalments and receipts"},
		{`UPDATE servicing_installment SET principal_fen = principal_fen + 1 WHERE no = 2`, `UPDATE servicing_installment SET principal_fen = principal_fen - 1 WHERE no = 2`, "scheduled principal"},
		{`UPDATE servicing_contract SET balance_fen = balance_fen + 1`, `UPDATE servicing_contract SET balance_fen = balance_fen - 1`, "principal repaid and balance"},
		{`UPDATE ledger_posting SET amount_fen = amount_fen + 1 WHERE position = 0`, `UPDATE ledger_posting SET amount_fen = amount_fen - 1 WHERE position = 0`, "ledger"},
		{`UPDATE ledger_guard SET balance_fen = balance_fen + 1`, `UPDATE ledger_guard SET balance_fen = balance_fen - 1`, "ledger"},
	} {
		run(t, s, x.edit)
		err := s.App.DB.Read(context.Background(), s.App.Servicing.Check)
		if err == nil || !strings.Contains(err.Error(), x.named) {
			t.Errorf("%s\nnamed %v, expected: %s", x.edit, err, x.named)
		}
		run(t, s, x.undo)
	}
	if err := s.App.DB.Read(context.Background(), s.App.Servicing.Check); err != nil {
		t.Errorf("after the edits were taken back: %v", err)
	}
}

func TestMoneyAfterChance(t *testing.T) {
	d := dbtest.SQLite(t)
	if _, err := sim.Run(context.Background(), d, 11, 10); err != nil {
		t.Fatal(err)
	}
	err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		wrong, err := db.All(ctx, tx, func(scan db.Scan) (id string, err error) { return id, scan(&id) },
			`SELECT transfer_id FROM ledger_posting GROUP BY transfer_id HAVING SUM(amount_fen) <> 0`)
		if len(wrong) > 0 {
			t.Errorf("transfers that do not balance: %v", wrong)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
