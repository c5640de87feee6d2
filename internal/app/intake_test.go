package app_test

// Files of a bank on the stages of other tests, and bad files through both
// doors.

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/books"
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
			{intake.Receipts, "a.csv", strings.Replace(receiptHead, "（元）", "（千元）", 1) + "EX-1,2020-06-20,7,Q-9\n", "The unit in the header is not known", "sheet.unit"},
			{intake.Receipts, "a.csv", strings.Replace(receiptHead, "（元）", "（万元）", 1) + "EX-1,2020-06-20,7,Q-10\n", "lines add up to", "intake.total_differs"},
			{intake.Receipts, "a.csv", receiptHead + "2020-06-20,EX-1,7,Q-11\n", "no date that can be read", "sheet.day"},
			{intake.Loans_, "a.csv", loanHead + strings.Replace(existing(s, "EX-1"), "日对账单", "日台账", 1), "EX-1", "servicing.import.number_taken"},
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

// brings uploads a list of repayments through a door, and answers what that says: the
// page that it leads to, or the answer of the operation.
func brings(c apptest.Client, door, key, body string, stated int64) (a apptest.Answer) {
	if door == "operation" {
		return c.Operation("POST", "/api/v1/intake", key, map[string]any{"kind": intake.Receipts, "file_name": "清单.csv", "content": base64.StdEncoding.EncodeToString([]byte(body)), "stated_fen": stated})
	}
	a = c.Upload("/intake/receipts", "清单.csv", []byte(body), map[string]string{"_key": key, "stated": money.Fen(stated).Text()})
	if a.Status == http.StatusSeeOther {
		where := a.Where
		if a = c.Page(where); a.Status == 200 {
			a.Where = where
		}
	}
	return a
}

// doors are both ways in.
var doors = []string{"page", "operation"}

// TestAListIsBookedOnce: the same file again is refused with the name of the first
// import, a copy of it with the number of each receipt and that name, and nothing is
// booked twice; also where the first one came through the other door.
func TestAListIsBookedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		batches(t, s)
		c := s.Client(t, apptest.Officer)
		for n, door := range doors {
			list := receiptHead + fmt.Sprintf("EX-1,2020-06-1%d,9,ONCE-%d\n", n+4, n)
			before := receiptsIn(t, s)
			if a := brings(c, door, fmt.Sprint("once-first-", n), list, 900); !strings.Contains(a.Body, map[string]string{"page": "Ready to book", "operation": `"ready"`}[door]) {
				t.Fatalf("%s: %v", door, a)
			}
			file := first(t, s, `SELECT MAX(id) FROM intake_batch WHERE kind = 'receipts'`)
			ref := first(t, s, `SELECT ref FROM intake_batch WHERE id = '`+file+`'`)
			if a := c.Operation("POST", "/api/v1/intake/"+file+"/book", fmt.Sprint("once-book-", n), nil); a.Status > 201 {
				t.Fatal(a)
			}
			once := receiptsIn(t, s)
			if once == before {
				t.Fatal("nothing was booked")
			}
			for _, again := range doors {
				if a := brings(c, again, fmt.Sprint("once-again-", n, again), list, 900); a.Status < 400 || !strings.Contains(a.Body, ref) {
					t.Errorf("%s after %s: the same file: %d lacks %s: %.600s", again, door, a.Status, ref, a.Body)
				}
				copied := list + "\n"
				if again == "page" {
					copied += "\n"
				}
				a := brings(c, again, fmt.Sprint("once-copy-", n, again), copied, 900)
				if !strings.Contains(a.Body, ref) || !strings.Contains(a.Body, fmt.Sprint("ONCE-", n)) || !strings.Contains(a.Body, map[string]string{"page": "came in with", "operation": "intake.receipts.imported"}[again]) {
					t.Errorf("%s after %s: a copy: %d lacks %s: %.900s", again, door, a.Status, ref, a.Body)
				}
			}
			if now := receiptsIn(t, s); now != once {
				t.Errorf("booked %s times, before %s", now, once)
			}
		}
	})
}

// TestListsOfOthersAndOfClosedMonths: another bank's number reads as one that there
// is not, and a receipt of a closed month says on which day it is posted; through
// both doors.
func TestListsOfOthersAndOfClosedMonths(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		batches(t, s)
		run(t, s, `UPDATE identity_membership SET roles = 'lender_officer,lender_post_loan' WHERE person_id = '`+s.ID(apptest.OtherOfficer)+`'`)
		other := s.Client(t, apptest.OtherOfficer)
		ref := first(t, s, `SELECT ref FROM servicing_contract WHERE id = '`+s.ID("existing loan")+`'`)
		s.By(t, apptest.Approver, func(ctx context.Context) error {
			for _, month := range []string{"2020-03", "2020-04", "2020-05"} {
				if _, err := s.App.Books.Close(ctx, books.CloseMonth{Month: month}); err != nil {
					return err
				}
			}
			return nil
		})
		closed := receiptHead + first(t, s, `SELECT ref FROM servicing_contract WHERE id = '`+s.ID("contract of AP04")+`'`) + ",2020-05-20,9,SHUT-%s\n"
		for _, door := range doors {
			var said []string
			for n, number := range []string{"EX-1", ref, "NO-SUCH-1"} {
				a := brings(other, door, fmt.Sprint("others-", door, n), receiptHead+number+",2020-06-20,9,OTHER-"+fmt.Sprint(n)+"\n", 900)
				said = append(said, fmt.Sprint(strings.Contains(a.Body, map[string]string{"page": "You have no loan under this number", "operation": "intake.receipts.no_contract"}[door]), strings.Contains(a.Body, "Qingyu")))
			}
			if said[0] != "true false" || said[0] != said[1] || said[1] != said[2] {
				t.Errorf("%s: another bank's loans read %v", door, said)
			}
			a := brings(s.Client(t, apptest.Officer), door, "closed-"+door, fmt.Sprintf(closed, door), 900)
			if !strings.Contains(a.Body, map[string]string{"page": "2020-06-30", "operation": `"posted_on":"2020-06-30"`}[door]) || !strings.Contains(a.Body, "SHUT-"+door) {
				t.Errorf("%s: a receipt of a closed month: %d %.900s", door, a.Status, a.Body)
			}
		}
	})
}

// TestTwoOfficersBookOneReceipt: by hand on the page, by the operation and by two
// files, all at once. It is booked once; whoever comes later reads who was first.
func TestTwoOfficersBookOneReceipt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := apptest.Demo(t, d)
		batches(t, s)
		contract := s.ID("existing loan")
		second := s.Client(t, apptest.Officer)
		one := s.Client(t, apptest.Officer)
		files := []string{}
		for n := range 2 {
			b := brought(t, s, fmt.Sprint("rival file ", n), intake.Receipts, receiptHead+"EX-1,2020-06-22,9,SAME-1\n"+strings.Repeat("\n", n), 900)
			files = append(files, b.ID)
		}
		answers := make([]apptest.Answer, 4)
		var all sync.WaitGroup
		all.Go(func() {
			answers[0] = one.Form("/contracts/"+contract+"/repay", "received_on=2020-06-22&amount=9&number=SAME-1", "_key=same-by-hand")
		})
		all.Go(func() {
			answers[1] = second.Operation("POST", "/api/v1/contracts/"+contract+"/repay", "same-operation", map[string]any{"received_on": "2020-06-22", "amount_fen": 900, "number": "SAME-1"})
		})
		for n := range 2 {
			all.Go(func() {
				answers[2+n] = second.Operation("POST", "/api/v1/intake/"+files[n]+"/book", fmt.Sprint("same-file-", n), nil)
			})
		}
		all.Wait()
		if n := first(t, s, `SELECT CAST(COUNT(*) AS TEXT) FROM servicing_receipt WHERE number = 'SAME-1'`); n != "1" {
			t.Errorf("booked %s times: %v", n, answers)
		}
		won := 0
		for n, a := range answers {
			switch {
			case n < 2 && a.Status < 400, n >= 2 && strings.Contains(a.Body, `"booked"`):
				won++
			case !strings.Contains(a.Body, "servicing.receipt.twice") && !strings.Contains(a.Body, "was booked by") && !strings.Contains(a.Body, "intake.receipts.imported"):
				t.Errorf("answer %d does not say who was first: %d %.600s", n, a.Status, a.Body)
			}
		}
		if won != 1 {
			t.Errorf("%d of four think that they booked it", won)
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
