package app_test

// Files of a bank on the stages of other tests, and bad files through both
// doors.

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/upload"
)

const (
	loanHead    = "统一社会信用代码,借款人,合同编号,放款日期,期限（月）,借款金额（元）,年利率（%）,还款方式,截至日期,本金余额（元）,应计利息（元）,约定每期金额（元）,数据来源\n"
	receiptHead = "合同编号,到账日期,金额（元）,银行流水号\n"
)

// existing is a line about a loan of E01 under a number of the bank's own.
func existing(s *apptest.Stage, number string) string {
	e := s.Data.Enterprises[0]
	return e.Uscc + "," + e.Name.Zh + "," + number + ",2020-01-10,12,100000,4.35,按月付息到期还本,2020-06-10,100000,0,,2020年6月10日对账单\n"
}

// brought lets the bank's officer bring a file; it is known under a reference.
func brought(t *testing.T, s *apptest.Stage, ref, kind, body string, stated int64) (b intake.Batch) {
	t.Helper()
	s.By(t, apptest.Officer, func(ctx context.Context) error {
		f, err := upload.Clean("file", "清单.csv", []byte(body))
		if err == nil {
			b, err = s.App.Intake.Upload(ctx, intake.Upload{Kind: kind, File: f, StatedFen: money.Fen(stated)})
		}
		s.Know(ref, b.ID)
		return err
	})
	return b
}

// batches are files that wait for each kind of step: "batch checked 1" and so on.
// One loan of E01 stands, known as "existing loan".
func batches(t *testing.T, s *apptest.Stage) {
	t.Helper()
	line := 0
	loans := func(ref string) intake.Batch {
		line++
		return brought(t, s, ref, intake.Loans_, loanHead+existing(s, fmt.Sprint("EX-", line)), 100_000_00)
	}
	accept := func(b intake.Batch) {
		s.By(t, apptest.Officer, func(ctx context.Context) error {
			_, err := s.App.Intake.Accept(ctx, b.ID)
			return err
		})
	}
	b := loans("batch of the loan")
	accept(b)
	s.By(t, apptest.Approver, func(ctx context.Context) error {
		b, err := s.App.Intake.Approve(confirming(ctx, "approve:"+b.Hash), b.ID)
		if err == nil {
			s.Know("existing loan", b.Report.Lines[0].Contract)
		}
		return err
	})
	for n := 1; n <= 4; n++ {
		loans(fmt.Sprint("batch checked ", n))
		accept(loans(fmt.Sprint("batch accepted ", n)))
	}
	for n := 1; n <= 2; n++ {
		b := brought(t, s, fmt.Sprint("batch ready ", n), intake.Receipts, receiptHead+fmt.Sprintf("EX-1,2020-06-1%d,1,S-%d\n", n, n), 100)
		if b.State != intake.Ready {
			t.Fatalf("%+v", b.Report.Problems)
		}
	}
}

// TestFilesThroughBothDoors: each bad file is answered alike by the page and by
// the operation, and books nothing.
func TestFilesThroughBothDoors(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		batches(t, s)
		c := s.Client(t, apptest.Officer)
		gbk, err := simplifiedchinese.GBK.NewEncoder().String(receiptHead + "EX-1,2020-06-20,7,G-1\n")
		if err != nil {
			t.Fatal(err)
		}
		for n, x := range []struct{ kind, name, body, page, key string }{
			{intake.Receipts, "空.csv", "", "The file is empty", "body.content"},
			{intake.Receipts, "a.txt", "合同编号", "Only XLSX and CSV files", "sheet.kind"},
			{intake.Receipts, "a.xlsx", "合同编号", "", "upload.mislabelled"},
			{intake.Receipts, "a.csv", receiptHead + "\"EX-1,2020-06-20,7,Q-1\n", "has no end", "sheet.broken_line"},
			{intake.Receipts, "a.csv", "甲,乙\n1,2\n", "No header was found", "sheet.no_header"},
			{intake.Receipts, "a.csv", receiptHead + "NO-1,2020-06-20,7,Q-2\n", "You have no loan under this number", "intake.receipts.no_contract"},
			{intake.Receipts, "a.csv", receiptHead + ",EX-1,2020-06-20,7,Q-3\n", "the line may be shifted", "sheet.beyond"},
			{intake.Receipts, "a.csv", receiptHead + "EX-1,2020-06-20,7万,Q-4\n", "Units are mixed in one column", "sheet.amount_unit"},
			{intake.Receipts, "a.csv", receiptHead + "EX-1,2020-06-20,7000000,Q-5\n", "", "servicing.repay.above"},
			{intake.Receipts, "a.csv", receiptHead + "EX-1,2020-01-09,7,Q-6\n", "Received before the payout", "servicing.repay.before_payout"},
			{intake.Receipts, "a.csv", receiptHead + "EX-1,2020-06-20,7,Q-7\nEX-1,2020-06-20,7,Q-7\n", "It stands in line 2 already", "intake.twice_in_file"},
			{intake.Receipts, "a.csv", receiptHead + "EX-1,2020-06-20,8,Q-8\n", "lines add up to", "intake.total_differs"},
			{intake.Loans_, "a.csv", loanHead + strings.Replace(existing(s, "EX-90"), s.Data.Enterprises[0].Uscc, "919901010000099999", 1), "No enterprise here has this code", "intake.loans.nobody"},
			{intake.Loans_, "a.csv", loanHead + strings.Replace(existing(s, "EX-91"), ",100000,0,", ",200000,0,", 1), "more than the", "servicing.import.balance_above"},
			{intake.Receipts, "gbk.csv", gbk, "Ready to book", `"ready"`},
			{intake.Receipts, "bom.csv", "\uFEFF" + receiptHead + "EX-1,2020-06-20,7,G-2\n", "Ready to book", `"ready"`},
		} {
			before := receiptsIn(t, s)
			a := c.Upload("/intake/"+x.kind, x.name, []byte(x.body), map[string]string{"_key": fmt.Sprint("door-page-", n), "stated": "7"})
			if a.Status == http.StatusSeeOther {
				a = c.Page(a.Where)
			}
			if !strings.Contains(a.Body, x.page) {
				t.Errorf("%s %q, page: %d lacks %q", x.name, x.body, a.Status, x.page)
			}
			body := map[string]any{"kind": x.kind, "file_name": x.name, "content": base64.StdEncoding.EncodeToString(append([]byte(x.body), "\n"[:min(1, len(x.body))]...)), "stated_fen": 700}
			if a = c.Operation("POST", "/api/v1/intake", fmt.Sprint("door-operation-", n), body); !strings.Contains(a.Body, x.key) {
				t.Errorf("%s %q, operation: %d %s lacks %q", x.name, x.body, a.Status, a.Body, x.key)
			}
			if after := receiptsIn(t, s); after != before {
				t.Errorf("%s %q: %s receipts, before %s", x.name, x.body, after, before)
			}
		}
		for _, file := range []string{"loans.xlsx", "loans.csv", "receipts.xlsx", "receipts.csv"} {
			if a := c.Page("/intake-template/" + file); a.Status != 200 || len(a.Body) < 50 {
				t.Errorf("%s: %d", file, a.Status)
			}
		}
		if a := c.Page("/intake-template/other.csv"); a.Status != 404 {
			t.Errorf("a template that there is not: %d", a.Status)
		}
	})
}

func receiptsIn(t *testing.T, s *apptest.Stage) string {
	return first(t, s, `SELECT CAST(COUNT(*) AS TEXT) FROM servicing_receipt`)
}

// objected is an objection to a figure of the loan that stands.
func objected(t *testing.T, s *apptest.Stage) {
	t.Helper()
	s.By(t, apptest.Owner, func(ctx context.Context) error {
		_, err := s.App.Intake.Object(ctx, s.ID("existing loan"), intake.Object{Figure: "balance", Told: "99,000", Note: "slip"})
		return err
	})
}
