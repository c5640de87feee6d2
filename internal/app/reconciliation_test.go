package app_test

// Statements of a bank on the stages of other tests, and bad ones through both
// doors.

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/upload"
)

const statementHead = "起息日,合同编号,业务类型,发生额（元）,贷款余额（元）,银行流水号\n"

// heldAgainst lets the bank's officer bring a statement; it is known under a
// reference, and so is the digest of its first difference.
func heldAgainst(t *testing.T, s *apptest.Stage, ref, from, to, lines string) (r reconciliation.Reconciliation) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		f, err := upload.Clean("file", "对账单.csv", []byte(statementHead+lines))
		if err == nil {
			r, err = s.App.Reconciliation.Upload(ctx, reconciliation.Upload{File: f, FromOn: from, ToOn: to})
		}
		s.Know(ref, r.ID)
		if len(r.Report.Differences) > 0 {
			s.Know("digest of "+ref, r.Report.Differences[0].Digest)
		}
		return err
	})
	return r
}

// sentOn explains every difference and hands the reconciliation to the second
// person.
func sentOn(t *testing.T, s *apptest.Stage, r reconciliation.Reconciliation) (out reconciliation.Reconciliation) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) (err error) {
		for _, d := range r.Report.Differences {
			if _, err := s.App.Reconciliation.Explain(ctx, r.ID, reconciliation.Explain{Item: d.Key, Digest: d.Digest, Text: "平台外的贷款 / not of the alliance"}); err != nil {
				return err
			}
		}
		out, err = s.App.Reconciliation.Send(ctx, r.ID)
		return err
	})
	return out
}

// reconciliations wait for each kind of step: "reconciliation open 1" and so on, in
// months of 2019, when nothing was owed. batches come first.
func reconciliations(t *testing.T, s *apptest.Stage) {
	t.Helper()
	month := 0
	strange := func(ref string) reconciliation.Reconciliation {
		month++
		from := fmt.Sprintf("20%02d-%02d-0", 17+(month-1)/12, (month-1)%12+1)
		return heldAgainst(t, s, ref, from+"1", from+"9", fmt.Sprintf("%s2,X-%d,还款,1,1,\n", from, month))
	}
	for n := 1; n <= 8; n++ {
		strange(fmt.Sprint("reconciliation open ", n))
	}
	for n := 1; n <= 4; n++ {
		sentOn(t, s, strange(fmt.Sprint("reconciliation sent ", n)))
	}
	for n := 1; n <= 2; n++ {
		r := strange(fmt.Sprint("reconciliation explained ", n))
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			d := r.Report.Differences[0]
			_, err := s.App.Reconciliation.Explain(ctx, r.ID, reconciliation.Explain{Item: d.Key, Digest: d.Digest, Text: "平台外的贷款"})
			return err
		})
		heldAgainst(t, s, fmt.Sprint("reconciliation even ", n), fmt.Sprintf("2016-0%d-01", n), fmt.Sprintf("2016-0%d-09", n), fmt.Sprintf("2016-0%d-09,%s,期末余额,,0,\n", n, first(t, s, `SELECT ref FROM servicing_contract WHERE id = '`+s.ID("existing loan")+`'`)))
		from, to := fmt.Sprintf("2020-06-%02d", 6+n*5), fmt.Sprintf("2020-06-%02d", 10+n*5)
		sent := sentOn(t, s, heldAgainst(t, s, fmt.Sprint("reconciliation agreed ", n), from, to, fmt.Sprintf("%s,X-9%d,还款,1,1,\n", to, n)))
		s.By(t, apptest.Approver, func(ctx context.Context) error {
			_, err := s.App.Reconciliation.Confirm(confirming(ctx, "confirm:"+sent.Hash), sent.ID)
			return err
		})
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			_, err := s.App.Servicing.Repay(ctx, servicing.Repayment{Contract: s.ID("existing loan"), ReceivedOn: to, AmountFen: 100, Number: fmt.Sprint("late ", n)})
			return err
		})
	}
}

// TestStatementsThroughBothDoors: each bad statement is answered alike by the page
// and by the operation, and nobody but the lender finds what comes of a good one.
func TestStatementsThroughBothDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		batches(t, s)
		c := s.Client(t, apptest.Officer)
		ref := first(t, s, `SELECT ref FROM servicing_contract WHERE id = '`+s.ID("existing loan")+`'`)
		for n, x := range []struct{ name, body, from, page, key string }{
			{"空.csv", "", "2020-06-11", "The file is empty", "body.content"},
			{"a.txt", "起息日", "2020-06-11", "Only XLSX and CSV files", "sheet.kind"},
			{"a.csv", "甲,乙\n1,2\n", "2020-06-11", "No header was found", "sheet.no_header"},
			{"a.csv", statementHead + ",2020-06-20," + ref + ",还款,7,7,R-7\n", "2020-06-11", "the line may be shifted", "sheet.beyond"},
			{"a.csv", statementHead + "2020-06-20," + ref + ",还款,7万,7,\n", "2020-06-11", "Units are mixed in one column", "sheet.amount_unit"},
			{"a.csv", statementHead + "2020-06-20," + ref + ",利息,7,7,\n", "2020-06-11", "The kind is not known", "reconciliation.file.kind"},
			{"a.csv", statementHead + "2020-06-20," + ref + ",还款,7,7,\n", "2020-06-31", "Give a day", "from_on"},
			{"a.csv", statementHead + "2020-06-20,NO-1,还款,7,7,\n", "2020-06-11", "No such loan here", `"unknown"`},
			{"a.csv", statementHead + "2020-06-20," + ref + ",还款,7,99993,\n合计,,,8,,\n", "2020-06-11", "The total says", "reconciliation.file.total"},
			{"a.csv", statementHead + "2020-06-20," + ref + ",还款,7,99993,T-1\n", "2020-06-11", "In the statement only", `"only_theirs"`},
		} {
			a := c.Upload("/reconciliations", x.name, []byte(x.body), map[string]string{"_key": fmt.Sprint("rec-page-", n, "-key"), "from_on": x.from, "to_on": "2020-06-25"})
			if a.Status == http.StatusSeeOther {
				a = c.Page(a.Where)
			}
			if !strings.Contains(a.Body, x.page) {
				t.Errorf("%s %q, page: %d lacks %q", x.name, x.body, a.Status, x.page)
			}
			body := map[string]any{"file_name": x.name, "content": base64.StdEncoding.EncodeToString(append([]byte(x.body), "\n"[:min(1, len(x.body))]...)), "from_on": x.from, "to_on": "2020-06-25"}
			if a = c.Operation("POST", "/api/v1/reconciliations", fmt.Sprint("rec-operation-", n), body); !strings.Contains(a.Body, x.key) {
				t.Errorf("%s %q, operation: %d %s lacks %q", x.name, x.body, a.Status, a.Body, x.key)
			}
		}
		for _, path := range []string{"/reconciliations-template/statement.xlsx", "/reconciliations-template/statement.csv", "/reconciliations", "/reconciliations/new"} {
			if a := c.Page(path); a.Status != 200 || len(a.Body) < 50 {
				t.Errorf("%s: %d", path, a.Status)
			}
		}
		if a := c.Page("/reconciliations-template/other.csv"); a.Status != 404 {
			t.Errorf("a template that there is not: %d", a.Status)
		}
		r := heldAgainst(t, s, "held", "2020-06-11", "2020-06-25", "2020-06-20,"+ref+",还款,7,99993,T-2\n")
		for _, path := range []string{"/reconciliations/" + r.ID, "/reconciliations/" + r.ID + "/sheet", "/api/v1/reconciliations/" + r.ID} {
			if a := c.Page(path); a.Status != 200 || !strings.Contains(a.Body, ref) {
				t.Errorf("%s: %d", path, a.Status)
			}
			for _, who := range []string{apptest.Owner, apptest.OtherOfficer, apptest.Liaison, apptest.Town, apptest.Auditor, ""} {
				if a := s.Client(t, who).Page(path); !a.Refused() {
					t.Errorf("%s reads %s: %d", who, path, a.Status)
				}
			}
		}
		if a := s.Client(t, apptest.Owner).Page("/contracts/" + s.ID("existing loan")); a.Status != 200 || strings.Contains(a.Body, "reconcil") || strings.Contains(a.Body, r.Ref) {
			t.Errorf("the borrower's page of the loan speaks of it: %d", a.Status)
		}
	})
}

// TestAReconciliationOnThePages: its buttons as people press them, and what waits
// for whom.
func TestAReconciliationOnThePages(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	r := sentOn(t, s, heldAgainst(t, s, "one", "2019-01-01", "2019-01-31", "2019-01-02,X-1,还款,1,1,\n"))
	line, page := "2019-01-01 – 2019-01-31", "/reconciliations/"+r.ID
	waitsFor(t, s, "it was sent", line, page, apptest.Approver)
	officer, approver := s.Client(t, apptest.Officer), s.Client(t, apptest.Approver)
	if a := officer.Page(page); strings.Contains(a.Body, page+"/confirm") || !strings.Contains(a.Body, "had no hand in it") {
		t.Errorf("who sent it finds the button, or not why it is missing: %d", a.Status)
	}
	if a := approver.Form(page+"/confirm", "", "_key=confirm-too-early"); !strings.HasPrefix(a.Where, "/step-up") {
		t.Errorf("without a confirmation: %v", a)
	}
	if a := approver.Operation("POST", "/api/v1/session/step-up", "", map[string]any{"purpose": "confirm:" + r.Hash, "demo": true}); a.Status != 200 {
		t.Fatal(a)
	}
	if a := approver.Form(page+"/confirm", "", "_key=confirm-it-now"); a.Status != 303 {
		t.Errorf("%v", a)
	}
	waitsFor(t, s, "it was confirmed", line, page)
	if a := officer.Page("/notices"); !strings.Contains(a.Body, r.Ref) {
		t.Error("nobody tells the officer")
	}
}
