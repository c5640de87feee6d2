package app_test

// Classes of asset quality with the whole program around them: thresholds that
// wait, for the stages of other tests, and Fenghe Park's own report counted again.

import (
	"context"
	"fmt"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/grading"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// classRules are n versions of a lender's thresholds that wait; they are known as
// "class rule 1" and so on.
func classRules(t *testing.T, s *apptest.Stage, n int) {
	t.Helper()
	for i := 1; i <= n; i++ {
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			r, err := s.App.Grading.Propose(ctx, grading.Propose{FromOn: fmt.Sprintf("2020-11-%02d", i), Substandard: 60, Doubtful: 180, Loss: 300, WatchMonths: 12, Reason: "从严 / stricter"})
			s.Know(fmt.Sprint("class rule ", i), r.ID)
			return err
		})
	}
}

// TestClassesOfThePark counts the report of each of Fenghe Park's lenders again,
// straight from ledger and schedule, at the end of each month of the spring.
func TestClassesOfThePark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		loans := 0
		for _, lender := range lendersOf(t, s) {
			ctx := kernel.With(context.Background(), kernel.Actor{Person: "auditor", Party: lender, Kind: kernel.Bank, Roles: []kernel.Role{kernel.Approver}})
			for _, month := range []string{"2020-02", "2020-03", "2020-04", "2020-05", "2020-06"} {
				r, err := s.App.Grading.Report(ctx, month)
				if err != nil {
					t.Fatal(err)
				}
				loans += again(t, s, lender, r)
			}
		}
		if loans == 0 {
			t.Error("no loan was found")
		}
	})
}

func lendersOf(t *testing.T, s *apptest.Stage) (all []string) {
	t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = db.All(ctx, tx, db.Value[string], `SELECT DISTINCT lender_id FROM servicing_contract WHERE disbursed_on <> '' ORDER BY lender_id`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// again sums the principal of a lender's loans in the ledger up to the day of a
// report, and finds in the schedule of today what was late by then: rows whose
// money came after the day, or never.
func again(t *testing.T, s *apptest.Stage, lender string, r grading.Report) (loans int) {
	t.Helper()
	type seen struct {
		balance int64
		collect string
	}
	want := map[string]seen{}
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := db.All(ctx, tx, func(scan db.Scan) (id string, err error) {
			var x seen
			err = scan(&id, &x.balance, &x.collect)
			want[id] = x
			return id, err
		}, `
			SELECT c.id,
				(SELECT CAST(COALESCE(SUM(p.amount_fen), 0) AS BIGINT) FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id WHERE a.kind = 'loan_principal' AND a.ref = c.id AND p.value_on <= $1),
				COALESCE((SELECT MIN(i.collect_on) FROM servicing_installment i WHERE i.contract_id = c.id AND i.collect_on < $1 AND (i.paid_on = '' OR i.paid_on > $1)
					AND i.principal_fen + i.interest_fen > 0), '')
			FROM servicing_contract c WHERE c.lender_id = $2 AND c.disbursed_on <> ''`, r.On, lender)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var total money.Fen
	for _, x := range r.Rows {
		w := want[x.ID]
		if x.BalanceFen == 0 && w.balance == 0 {
			continue
		}
		loans++
		total += x.BalanceFen
		if int64(x.BalanceFen) != w.balance {
			t.Errorf("%s on %s: %s, the ledger has %d", x.Ref, r.On, x.BalanceFen.Text(), w.balance)
		}
		if late := w.collect != ""; late != (x.Grade.Days > 0) || late && x.Grade.Class == kernel.ClassNormal {
			t.Errorf("%s on %s: %d days past due and %s, the schedule says since %q", x.Ref, r.On, x.Grade.Days, x.Grade.Class, w.collect)
		}
		delete(want, x.ID)
	}
	for id, w := range want {
		if w.balance != 0 {
			t.Errorf("%s on %s: %d in the ledger and not in the report", id, r.On, w.balance)
		}
	}
	if total != r.Total.BalanceFen {
		t.Errorf("%s: %s in all, the rows come to %s", r.On, r.Total.BalanceFen.Text(), total.Text())
	}
	return loans
}
