package app_test

// Somebody with the rights of root edits the tables. The log and the books must
// name it, whichever fact it is and whichever row.

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// logged are the facts that the log or the books answer for: a table, the
// column that is edited, and another value for it.
var logged = []struct{ table, column, value string }{
	{"origination_application", "state", "'funded_by_magic'"},
	{"origination_lender_case", "state", "'edited'"},
	{"origination_offer", "state", "'edited'"},
	{"origination_offer", "amount_fen", "amount_fen + 1"},
	{"origination_offer", "terms", "REPLACE(terms, '\"rate_ppm\":4', '\"rate_ppm\":3')"},
	{"origination_offer", "terms_hash", "'edited'"},
	{"origination_offer", "conditions", "conditions || '.'"},
	{"origination_offer", "valid_to_on", "'2030-01-01'"},
	{"origination_offer", "product_id", "'edited'"},
	{"origination_offer", "drafted_by", "'edited'"},
	{"origination_offer", "issued_by", "'edited'"},
	{"origination_lender_case", "reason", "REPLACE(reason, '\"note\":\"', '\"note\":\".')"},
	{"origination_application", "body", "REPLACE(body, '\"contact\":\"', '\"contact\":\".')"},
	{"origination_application", "amount_fen", "amount_fen + 1"},
	{"document_file", "name", "name || '.'"},
	{"servicing_contract", "state", "'edited'"},
	{"servicing_contract", "balance_fen", "balance_fen - 1"},
	{"servicing_contract", "file_hash", "'edited'"},
	{"servicing_contract", "file", "file || ' '"},
	{"servicing_contract", "agreement", "REPLACE(agreement, '\"rate_ppm\":4', '\"rate_ppm\":3')"},
	{"servicing_contract", "terms_hash", "'edited'"},
	{"servicing_contract", "unapplied_fen", "unapplied_fen + 1"},
	{"servicing_receipt", "amount_fen", "amount_fen + 1"},
	{"servicing_receipt", "principal_fen", "principal_fen + 1"},
	{"servicing_receipt", "interest_fen", "interest_fen - 1"},
	{"servicing_installment", "paid_principal_fen", "paid_principal_fen + 1"},
	{"servicing_installment", "paid_interest_fen", "paid_interest_fen + 1"},
	{"servicing_installment", "principal_fen", "principal_fen + 1"},
	{"ledger_posting", "amount_fen", "amount_fen + 1"},
	{"ledger_transfer", "note", "note || '.'"},
	{"ledger_guard", "balance_fen", "balance_fen + 1"},
	{"identity_consent", "state", "'edited'"},
	{"identity_membership", "roles", "roles || ',lender_approver'"},
	{"identity_membership", "to_on", "'2030-01-01'"},
	{"park_lease", "monthly_rent_fen", "monthly_rent_fen + 1"},
	{"park_lease", "to_on", "'2030-01-01'"},
	{"park_headcount", "now", "now + 1"},
}

func TestTamper(t *testing.T) {
	rows := 2
	if os.Getenv("KAIGONG_FAULTS") == "full" {
		rows = 40
	}
	s := apptest.Demo(t, dbtest.SQLite(t))
	s.Application(t, "signing", "order", apptest.Signing)
	settled(t, s)
	dice := rand.New(rand.NewPCG(1, 2))
	for _, x := range logged {
		t.Run(x.table+"."+x.column, func(t *testing.T) {
			all := rowids(t, s, x.table)
			for range rows {
				tamper(t, s, x.table, x.column, x.value, all[dice.IntN(len(all))])
			}
		})
	}
}

// Rows that vanish are named too.
func TestTamperByRemoving(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	settled(t, s)
	for _, x := range []string{"identity_consent", "origination_offer", "servicing_receipt", "park_headcount", "servicing_installment", "ledger_posting"} {
		t.Run(x, func(t *testing.T) {
			key := rowids(t, s, x)[0]
			run(t, s, `CREATE TABLE kept AS SELECT * FROM `+x+` WHERE rowid = $1`, key)
			run(t, s, `DELETE FROM `+x+` WHERE rowid = $1`, key)
			if found := difference(t, s); found == "" {
				t.Errorf("a row of %s was removed and nobody noticed", x)
			}
			run(t, s, `INSERT INTO `+x+` SELECT * FROM kept`)
			run(t, s, `DROP TABLE kept`)
		})
	}
}

// settled begins from tables that agree with the log.
func settled(t *testing.T, s *apptest.Stage) {
	t.Helper()
	if err := s.App.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if found := difference(t, s); found != "" {
		t.Fatalf("before any edit: %s", found)
	}
}

// tamper edits one row, expects to be named, and puts the row back.
func tamper(t *testing.T, s *apptest.Stage, table, column, value, row string) {
	t.Helper()
	const where = ` WHERE rowid = $1`
	run(t, s, `CREATE TABLE kept AS SELECT * FROM `+table+where, row)
	run(t, s, `UPDATE `+table+` SET `+column+` = `+value+where, row)
	if found := difference(t, s); found == "" {
		t.Errorf("%s.%s of %s was edited and nobody noticed", table, column, row)
	}
	run(t, s, `UPDATE `+table+` SET `+column+` = (SELECT `+column+` FROM kept)`+where, row)
	run(t, s, `DROP TABLE kept`)
}

// difference is what verification names first, "" when all agree.
func difference(t *testing.T, s *apptest.Stage) string {
	t.Helper()
	r, err := s.App.Verify(context.Background())
	if err != nil {
		return err.Error()
	}
	if len(r.Differences) > 0 {
		return r.Differences[0].String()
	}
	return ""
}

func run(t *testing.T, s *apptest.Stage, query string, args ...any) {
	t.Helper()
	err := s.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func rowids(t *testing.T, s *apptest.Stage, table string) (all []string) {
	t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = db.All(ctx, tx, func(scan db.Scan) (x string, err error) { return x, scan(&x) }, `SELECT CAST(rowid AS TEXT) FROM `+table+` ORDER BY rowid`)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	return all
}
