package intake_test

// A file's way into the books: staged, accepted, approved by another, booked as
// a whole or not at all.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/sheet"
	"kaigong.example/kaigong/internal/platform/upload"
)

func TestLoansAreTakenOverByTwo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		b, err := k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut+loanSum, 0)
		must(t, err)
		if b.State != intake.Checked || len(b.Report.Lines) != 2 || b.Report.SumFen != 872_175_43 {
			t.Fatalf("%s: %v %+v", b.State, told(b), b.Report)
		}
		if o := b.Report.Lines[1]; o.NextOn != "2020-02-20" || o.NextFen != 17_766_01 || o.EndsOn != "2021-05-20" || o.Dates != 16 || o.BalanceFen != 272_175_43 {
			t.Errorf("%+v", o)
		}
		if n := k.count(`SELECT COUNT(*) FROM servicing_contract`) + k.count(`SELECT COUNT(*) FROM servicing_terms`) + k.count(`SELECT COUNT(*) FROM notify_notice`); n != 0 {
			t.Errorf("the dry run left %d rows", n)
		}
		_, err = k.Intake.Approve(sure(k.approving(), "approve:"+b.Hash), b.ID)
		wants(t, err, "flow.wrong_turn")
		b, err = k.Intake.Accept(k.lending(), b.ID)
		must(t, err)
		_, err = k.Intake.Approve(sure(k.both(), "approve:"+b.Hash), b.ID)
		wants(t, err, "fault.denied")
		_, err = k.Intake.Approve(k.approving(), b.ID)
		wants(t, err, "fault.step_up")
		_, err = k.Intake.Approve(sure(k.approving(), "approve:"+strings.Repeat("0", 64)), b.ID)
		wants(t, err, "fault.step_up")
		_, err = k.Intake.Approve(sure(k.rivalling(), "approve:"+b.Hash), b.ID)
		wants(t, err, "fault.not_found")
		b, err = k.Intake.Approve(sure(k.approving(), "approve:"+b.Hash), b.ID)
		must(t, err)
		if b.State != intake.Booked || b.DecidedBy != "approver" || b.MadeBy != "officer" {
			t.Errorf("%+v", b)
		}
		v := k.view(b.Report.Lines[0].Contract)
		if v.Contract.BalanceFen != 600_000_00 || v.Installments[0].InterestFen != 3_032_83 || v.Contract.Agreement.Opening.FileHash != b.FileHash || v.Contract.ByLender.By != "approver" || v.Contract.Agreement.DraftedBy != "officer" {
			t.Errorf("%+v", v.Contract)
		}
		own, err := k.Servicing.View(k.owning(), v.Contract.ID)
		if err != nil || own.Contract.Ref != v.Contract.Ref {
			t.Errorf("the borrower does not see its loan: %v", err)
		}
		k.whole()
	})
}

// TestEveryProblemOfALine: each bad line is named with its place, and the good
// line beside it does not save the file.
func TestEveryProblemOfALine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		for name, c := range map[string]struct{ was, is, want string }{
			"a code of nobody":       {shoes, "919901010000099999", "3 A intake.loans.nobody"},
			"another's name":         {",禾跃鞋业", ",川一模具", "3 B intake.loans.other_name"},
			"shifted":                {",禾跃鞋业,HM", ",,禾跃鞋业,HM", "3 B sheet.cell_empty"},
			"more owed than lent":    {",400000,", ",200000,", "3 J servicing.import.balance_above"},
			"mixed units":            {"272175.43", "27万", "3 J sheet.amount_unit"},
			"arrears":                {"645.66", "1645.66", "3 K servicing.import.accrued_above"},
			"an unknown repayment":   {"等额本息", "随便还", "3 H intake.loans.repayment"},
			"twice in the file":      {"HM-2019-0520", "RCB-2019-0409", "3 C intake.twice_in_file"},
			"of a day to come":       {"6.1%,等额本息,2020-02-03", "6.1%,等额本息,2020-03-10", "3 I servicing.date.future"},
			"a total that is off":    {"872,175.43", "872,175.44", "4 J intake.total_differs"},
			"no total at all":        {loanSum, "", "0 intake.no_total"},
			"amounts in another one": {"本金余额（元）", "本金余额（千元）", "1 J sheet.unit"},
		} {
			body := strings.Replace(loanHead+deferred+cut+loanSum, c.was, c.is, 1)
			b, err := k.brought(k.lending(), intake.Loans_, body, 0)
			must(t, err)
			if b.State != intake.Faulty || !slices.Contains(told(b), c.want) {
				t.Errorf("%s: %s %v, want %s", name, b.State, told(b), c.want)
			}
			_, err = k.Intake.Accept(k.lending(), b.ID)
			wants(t, err, "flow.wrong_turn")
		}
		b, err := k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut, 872_175_42)
		must(t, err)
		if !slices.Contains(told(b), "0 intake.total_differs") {
			t.Errorf("a stated total that is off: %v", told(b))
		}
		if n := k.count(`SELECT COUNT(*) FROM servicing_contract`); n != 0 {
			t.Errorf("%d contracts came of files with problems", n)
		}
		k.whole()
	})
}

// TestTheWorldChangesBetween: what the report said is no more true at the
// approval, so nothing is booked and the new report stands.
func TestTheWorldChangesBetween(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		one, err := k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut+loanSum, 0)
		must(t, err)
		two, err := k.brought(k.lending(), intake.Loans_, loanHead+cut, 272_175_43)
		must(t, err)
		if two.State != intake.Checked {
			t.Fatal(told(two))
		}
		for _, b := range []intake.Batch{one, two} {
			_, err := k.Intake.Accept(k.lending(), b.ID)
			must(t, err)
		}
		two, err = k.Intake.Approve(sure(k.approving(), "approve:"+two.Hash), two.ID)
		must(t, err)
		one, err = k.Intake.Approve(sure(k.approving(), "approve:"+one.Hash), one.ID)
		must(t, err)
		if one.State != intake.Faulty || !one.Changed || !slices.Contains(told(one), "3 C servicing.import.number_taken") {
			t.Errorf("%s, changed %v: %v", one.State, one.Changed, told(one))
		}
		if n := k.count(`SELECT COUNT(*) FROM servicing_contract`); n != 1 {
			t.Errorf("%d contracts stand, want the one", n)
		}
		k.whole()
	})
}

func TestAFileCountsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		b, err := k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut+loanSum, 0)
		must(t, err)
		_, err = k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut+loanSum, 0)
		if f := wants(t, err, "file: intake.file_twice"); len(f.Fields) == 1 && f.Fields[0].Args["ref"] != b.Ref {
			t.Errorf("%v", f.Fields)
		}
		_, err = k.Intake.Discard(k.lending(), b.ID)
		must(t, err)
		b, err = k.brought(k.lending(), intake.Loans_, loanHead+deferred+cut+loanSum, 0)
		must(t, err)
		b, err = k.Intake.Accept(k.lending(), b.ID)
		must(t, err)
		_, err = k.Intake.Refuse(k.approving(), b.ID, intake.Refusal{Reason: " "})
		wants(t, err, "reason: intake.refuse.reason")
		b, err = k.Intake.Refuse(k.approving(), b.ID, intake.Refusal{Reason: "余额与总账不符"})
		must(t, err)
		if b.State != intake.Refused || b.Reason != "余额与总账不符" {
			t.Errorf("%+v", b)
		}
		k.standing()
		k.whole()
	})
}

func TestRepaymentsByFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		loans := k.standing()
		ref := k.view(loans["HM-2019-0520"]).Contract.Ref
		body := receiptHead + "RCB-2019-0409,2020-02-10,\"3,032.83\",L-1\n" + ref + ",2020年2月20日,17766.01,L-2\nHM-2019-0520,2020-03-09,1000,L-3\n合计,,\"21,798.84\",\n"
		b, err := k.brought(k.lending(), intake.Receipts, body, 0)
		must(t, err)
		if b.State != intake.Ready || k.count(`SELECT COUNT(*) FROM servicing_receipt`) != 0 {
			t.Fatalf("%s %v", b.State, told(b))
		}
		// Of 17,766.01 on 20 February 1,429.68 is interest; a receipt before a due date
		// waits.
		if o := b.Report.Lines[1]; o.InterestFen != 1_429_68 || o.PrincipalFen != 16_336_33 || o.BalanceFen != 255_839_10 || b.Report.Lines[2].WaitsFen != 1_000_00 {
			t.Errorf("%+v", b.Report.Lines)
		}
		_, err = k.Intake.Book(k.approving(), b.ID)
		wants(t, err, "fault.denied")
		b, err = k.Intake.Book(k.lending(), b.ID)
		must(t, err)
		if v := k.view(loans["HM-2019-0520"]); b.State != intake.Booked || v.Contract.BalanceFen != 255_839_10 || v.Contract.UnappliedFen != 1_000_00 {
			t.Errorf("%s, %+v", b.State, v.Contract)
		}
		k.whole()
	})
}

func TestEveryProblemOfAReceipt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		loans := k.standing()
		_, err := k.Servicing.Repay(k.lending(), servicing.Repayment{Contract: loans["RCB-2019-0409"], ReceivedOn: "2020-02-10", AmountFen: 3_032_83, Number: "H-1"})
		must(t, err)
		ours := k.view(loans["RCB-2019-0409"]).Contract.Ref
		good := "HM-2019-0520,2020-02-20,17766.01,L-2\n"
		for name, c := range map[string]struct{ line, want string }{
			"no contract":          {"XX-1,2020-02-20,1,L-1", "2 A intake.receipts.no_contract"},
			"booked already":       {"RCB-2019-0409,2020-02-11,5,H-1", "2 D servicing.receipt.twice"},
			"alike":                {"RCB-2019-0409,2020-02-10,3032.83,L-1", "2 C intake.receipts.alike"},
			"twice in the file":    {"HM-2019-0520,2020-02-21,1,L-2", "3 D intake.twice_in_file"},
			"beyond the balance":   {"RCB-2019-0409,2020-03-01,700000,L-1", "2 C servicing.repay.above"},
			"before the payout":    {"RCB-2019-0409,2019-04-08,1,L-1", "2 B servicing.repay.before_payout"},
			"before the opening":   {"RCB-2019-0409,2020-02-03,1,L-1", "2 B servicing.repay.before_opening"},
			"to come":              {"RCB-2019-0409,2020-03-10,1,L-1", "2 B servicing.date.future"},
			"nothing":              {"RCB-2019-0409,2020-03-01,0,L-1", "2 C servicing.repay.amount"},
			"a number of ours":     {ours + ",2020-03-01,1,KG-C-1", "2 D servicing.repay.number_kept"},
			"a unit in the column": {"RCB-2019-0409,2020-03-01,3千元,L-1", "2 C sheet.amount"},
		} {
			b, err := k.brought(k.lending(), intake.Receipts, receiptHead+c.line+"\n"+good, 17_766_01)
			must(t, err)
			if b.State != intake.Faulty || !slices.Contains(told(b), c.want) {
				t.Errorf("%s: %s %v, want %s", name, b.State, told(b), c.want)
			}
		}
		k.whole()
	})
}

// TestOthersLoansDoNotShow: another lender's contract and one that there is not
// read alike, under either number.
func TestOthersLoansDoNotShow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		loans := k.standing()
		ref := k.view(loans["HM-2019-0520"]).Contract.Ref
		var answers []sheet.Problem
		for _, number := range []string{"HM-2019-0520", ref, "NO-SUCH-1"} {
			b, err := k.brought(k.rivalling(), intake.Receipts, receiptHead+number+",2020-02-20,1,R-1\n", 1)
			must(t, err)
			if len(b.Report.Problems) == 0 {
				t.Fatalf("%s is found", number)
			}
			p := b.Report.Problems[0]
			p.Value = ""
			answers = append(answers, p)
		}
		if fmt.Sprint(answers[0]) != fmt.Sprint(answers[2]) || fmt.Sprint(answers[1]) != fmt.Sprint(answers[2]) {
			t.Errorf("%v", answers)
		}
		// The same number is free for another lender's own loan.
		b, err := k.brought(k.rivalling(), intake.Loans_, loanHead+cut, 272_175_43)
		must(t, err)
		if b.State != intake.Checked {
			t.Errorf("%v", told(b))
		}
		if _, err := k.Intake.View(k.rivalling(), k.firstBatch()); !fault.Is(err, fault.NotFound) {
			t.Errorf("another lender's file is seen: %v", err)
		}
	})
}

func (k *kit) firstBatch() string {
	l, err := k.Intake.List(k.lending())
	must(k.t, err)
	return l.Batches[len(l.Batches)-1].ID
}

// TestOneReceiptByHandAndByFile: two officers book the same receipt at the same
// moment; it is booked once, and the other is told.
func TestOneReceiptByHandAndByFile(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		loans := k.standing()
		b, err := k.brought(k.lending(), intake.Receipts, receiptHead+"HM-2019-0520,2020-02-20,17766.01,L-2\nRCB-2019-0409,2020-02-10,3032.83,L-1\n", 20_798_84)
		must(t, err)
		var group sync.WaitGroup
		var byHand error
		group.Go(func() {
			_, byHand = k.Servicing.Repay(as("second", k.bank, kernel.Bank, kernel.PostLoan), servicing.Repayment{Contract: loans["HM-2019-0520"], ReceivedOn: "2020-02-20", AmountFen: 17_766_01, Number: "L-2"})
		})
		group.Go(func() { b, err = k.Intake.Book(k.lending(), b.ID) })
		group.Wait()
		must(t, err)
		switch b.State {
		case intake.Booked: // the file was first
			if f := wants(t, byHand, "number: servicing.receipt.twice"); f.Kind != fault.Conflict {
				t.Errorf("by hand: %v", byHand)
			}
		case intake.Faulty:
			must(t, byHand)
			if !b.Changed || !slices.Contains(told(b), "2 D servicing.receipt.twice") {
				t.Errorf("%v", told(b))
			}
		default:
			t.Errorf("the file is %s", b.State)
		}
		if n := k.count(`SELECT COUNT(*) FROM servicing_receipt WHERE number = 'L-2'`); n != 1 {
			t.Errorf("booked %d times", n)
		}
		if n, want := k.count(`SELECT COUNT(*) FROM servicing_receipt WHERE number = 'L-1'`), map[bool]int64{true: 1, false: 0}[b.State == intake.Booked]; n != want {
			t.Errorf("the other line of the file is booked %d times, the file is %s", n, b.State)
		}
		k.whole()
	})
}

// TestAClosedMonthIsNamed: a receipt of a month that is closed counts on its own
// day and is posted in the open month; the report says so.
func TestAClosedMonthIsNamed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.standing()
		must(t, k.closeFebruary())
		b, err := k.brought(k.lending(), intake.Receipts, receiptHead+"HM-2019-0520,2020-02-20,17766.01,L-2\n", 17_766_01)
		must(t, err)
		if b.State != intake.Ready || b.Report.Lines[0].PostedOn != "2020-03-09" || b.Report.Lines[0].InterestFen != 1_429_68 {
			t.Errorf("%s: %+v", b.State, b.Report)
		}
		_, err = k.Intake.Book(k.lending(), b.ID)
		must(t, err)
		k.whole()
	})
}

func TestWorkbooksAndBareTexts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		k.standing()
		body := workbook(t, [][]any{{"Contract number", "Received on", "Amount (10,000 CNY)", "Bank reference"}, {"HM-2019-0520", 43_881, 1.776601, "L-2"}})
		f, err := upload.Clean("file", "receipts.xlsx", body)
		must(t, err)
		b, err := k.Intake.Upload(k.lending(), intake.Upload{Kind: intake.Receipts, File: f, StatedFen: 17_766_01})
		must(t, err)
		if b.State != intake.Ready || b.Report.Lines[0].On != "2020-02-20" || b.Report.Lines[0].AmountFen != 17_766_01 {
			t.Errorf("%s %v %+v", b.State, told(b), b.Report.Lines)
		}
		for name, want := range map[string]string{"a.csv": "sheet.empty", "b.pdf": "sheet.kind"} {
			f := upload.File{Name: name, Bytes: []byte("合同编号,到账日期,金额,流水号\n"), SHA256: name}
			b, err := k.Intake.Upload(k.lending(), intake.Upload{Kind: intake.Receipts, File: f, StatedFen: money.Fen(1)})
			if err != nil {
				wants(t, err, "file: "+want)
			} else if !slices.Contains(told(b), "0 "+want) {
				t.Errorf("%s: %v", name, told(b))
			}
		}
	})
}

func TestObjections(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		loans := k.standing()
		contract := loans["RCB-2019-0409"]
		_, err := k.Intake.Object(k.owning(), contract, intake.Object{Figure: "weather", Told: "x"})
		wants(t, err, "figure: intake.object.figure")
		_, err = k.Intake.Object(k.owning(), contract, intake.Object{Figure: "balance", Told: " "})
		wants(t, err, "told: intake.object.told")
		_, err = k.Intake.Object(k.lending(), contract, intake.Object{Figure: "balance", Told: "x"})
		wants(t, err, "fault.denied")
		_, err = k.Intake.Object(as("stranger", k.other, kernel.Enterprise, kernel.Owner), contract, intake.Object{Figure: "balance", Told: "x"})
		wants(t, err, "fault.not_found")
		_, err = k.Intake.Object(k.owning(), contract, intake.Object{Figure: "balance", Told: "58 万元，1 月 20 日已还 2 万元", Note: "见回单"})
		must(t, err)
		v, err := k.Intake.Objections(k.lending(), contract)
		if err != nil || len(v.Objections) != 1 || v.Objections[0].Told != "58 万元，1 月 20 日已还 2 万元" || v.MayObject {
			t.Errorf("%+v %v", v, err)
		}
		l, err := k.Intake.List(k.lending())
		if err != nil || len(l.Objections) != 1 {
			t.Errorf("%+v %v", l, err)
		}
		k.whole()
		must(t, d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE intake_objection SET told = 'nothing'`)
			return err
		}))
		r, err := k.Verify(context.Background())
		must(t, err)
		if len(r.Differences) == 0 {
			t.Error("nobody sees that an objection was edited")
		}
	})
}

func TestTheTable(t *testing.T) {
	must(t, intake.BatchMachine.Check())
}
