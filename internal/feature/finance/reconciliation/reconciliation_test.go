package reconciliation_test

// A lender's statement on its way: matched, mended, explained, agreed by one or by
// two, and changed since.

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/upload"
)

type kit struct{ *loantest.Kit }

var must, sure, wants = loantest.Must, loantest.Sure, loantest.Wants

// standing are two reference loans of 10 January with the instalments of February
// paid, on 5 March.
func standing(t testing.TB, d *db.DB) (k *kit, one, two string) {
	k = &kit{loantest.New(t, d, "2020-01-10")}
	one, two = k.Funded(loantest.Million()), k.Funded(loantest.Million())
	k.Day("2020-02-10")
	k.pay(one, "2020-02-10", 85_640_72, "A-1")
	k.pay(two, "2020-02-10", 85_640_72, "B-1")
	k.Day("2020-03-05")
	return k, one, two
}

func (k *kit) pay(contract, on string, amount money.Fen, number string) {
	k.T.Helper()
	_, err := k.Servicing.Repay(k.Lending(), servicing.Repayment{Contract: contract, ReceivedOn: on, AmountFen: amount, Number: number})
	must(k.T, err)
}

// owed is the principal at the end of a day as the ledger sums it up: the second
// computation of what the account of a loan says.
func (k *kit) owed(contract, on string) money.Fen {
	k.T.Helper()
	st, err := k.Books.Statement(k.Lending(), books.Ask{Contract: contract, From: "2020-01-01", To: on})
	must(k.T, err)
	return st.ClosingFen
}

const head = "Value date,Contract number,Kind,Amount (CNY),Balance (CNY),Bank reference\n"

func (k *kit) ref(contract string) string { return k.Contract(contract).Ref }

// truth is the statement of January and February as a bank that made no mistake
// would write it.
func (k *kit) truth(contracts ...string) string {
	var b strings.Builder
	b.WriteString(head)
	for i, c := range contracts {
		name := string(rune('A' + i))
		fmt.Fprintf(&b, "2020-01-10,%s,disbursement,1000000.00,,offer-%d\n", k.ref(c), i+1)
		fmt.Fprintf(&b, "2020-02-10,%s,repayment,85640.72,%s,%s-1\n", k.ref(c), plain(k.owed(c, "2020-02-29")), name)
	}
	return b.String()
}

// plain is an amount without marks between its thousands.
func plain(f money.Fen) string { return strings.ReplaceAll(f.Text(), ",", "") }

func (k *kit) brought(who context.Context, from, to, body string) (reconciliation.Reconciliation, error) {
	k.T.Helper()
	f, err := upload.Clean("file", "statement.csv", []byte(body))
	must(k.T, err)
	return k.Reconciliation.Upload(who, reconciliation.Upload{File: f, FromOn: from, ToOn: to})
}

// winter brings a statement of January and February.
func (k *kit) winter(body string) reconciliation.Reconciliation {
	k.T.Helper()
	r, err := k.brought(k.Lending(), "2020-01-01", "2020-02-29", body)
	must(k.T, err)
	return r
}

// told are the differences: kind, reference or number, and both sides.
func told(r reconciliation.Reconciliation) (all []string) {
	for _, d := range r.Report.Differences {
		all = append(all, fmt.Sprint(d.Kind, " ", d.Moved, " ", d.On, " ", plain(d.TheirsFen), " ", plain(d.OursFen)))
	}
	return all
}

func (k *kit) view(id string) reconciliation.View {
	k.T.Helper()
	v, err := k.Reconciliation.View(k.Approving(), id)
	must(k.T, err)
	return v
}

func (k *kit) explain(r reconciliation.Reconciliation) {
	k.T.Helper()
	for _, d := range r.Report.Differences {
		_, err := k.Reconciliation.Explain(k.Lending(), r.ID, reconciliation.Explain{Item: d.Key, Digest: d.Digest, Text: "在途，次月入账 / in transit"})
		must(k.T, err)
	}
}

// TestAPeriodWithoutDifferences is agreed by whoever reconciles, once and for no
// other statement.
func TestAPeriodWithoutDifferences(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		truth := k.truth(one, two)
		// A bank that dates the second receipt two days later and has no reference of it.
		r := k.winter(strings.Replace(truth, "2020-02-10,"+k.ref(two), "2020-02-12,"+k.ref(two), 1))
		if r.State != reconciliation.Open || len(told(r)) > 0 || len(r.Report.Pairs) != 4 {
			t.Fatalf("%s %v %+v", r.State, told(r), r.Report.Problems)
		}
		if p := r.Report.Pairs[3]; p.How != "other_day" || p.Days != -2 || !p.ByRef {
			t.Errorf("%+v", p)
		}
		for _, a := range r.Report.Accounts {
			if a.ClosingFen != k.owed(a.Contract, "2020-02-29") || a.OutFen != 1_000_000_00 || a.InFen != 85_640_72 || a.Matched != 2 {
				t.Errorf("%+v", a)
			}
		}
		_, err := k.Reconciliation.Send(k.Lending(), r.ID)
		wants(t, err, "reconciliation.nothing_left")
		r, err = k.Reconciliation.Agree(k.Lending(), r.ID)
		must(t, err)
		if r.State != reconciliation.Agreed || r.DecidedBy != "officer" {
			t.Errorf("%+v", r)
		}
		_, err = k.brought(k.Lending(), "2020-02-15", "2020-03-04", head)
		wants(t, err, "from_on: reconciliation.overlaps")
		if !k.view(r.ID).Since.None() {
			t.Error("changed since, and nothing has happened")
		}
		k.Whole()
	})
}

// TestEveryKindOfDifference: what each mistake of a bank, or of ours, is listed as.
// What lies between both sides is what the differences come to.
func TestEveryKindOfDifference(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		truth, a, b := k.truth(one, two), k.ref(one), k.ref(two)
		owed := plain(k.owed(one, "2020-02-29"))
		for name, c := range map[string]struct{ was, is, want string }{
			"a receipt with another sum":      {"repayment,85640.72", "repayment,85604.72", "[other_amount repayment 2020-02-10 85604.72 85640.72]"},
			"a receipt that is not here":      {"2020-02-10," + a, "2020-02-20," + a + ",repayment,500," + owed + ",X-1\n2020-02-10," + a, "[only_theirs repayment 2020-02-20 500.00 0.00]"},
			"a receipt that is not there":     {"2020-02-10," + a + ",repayment,85640.72,", "2020-02-29," + a + ",closing,,", "[only_ours repayment 2020-02-10 0.00 85640.72]"},
			"a loan that nobody knows":        {"2020-02-10," + a, "2020-02-10,X-99,repayment,7,,\n2020-02-10," + a, "[unknown repayment 2020-02-10 7.00 0.00]"},
			"another opening balance":         {"2020-01-10," + a, "2019-12-31," + a + ",opening,,5,\n2020-01-10," + a, "[opening_off  2020-01-01 5.00 0.00]"},
			"another closing balance":         {owed, "918698.09", "[closing_off  2020-02-29 918698.09 " + owed + "]"},
			"a fee that is not in the terms":  {"2020-02-10," + a, "2020-01-10," + a + ",fee,100,,F-1\n2020-02-10," + a, "[only_theirs fee 2020-01-10 100.00 0.00]"},
			"booked and taken back at a bank": {"2020-02-10," + a, "2020-01-20," + a + ",repayment,3,,Z\n2020-01-21," + a + ",reversal,-3,,Z\n2020-02-10," + a, "[]"},
		} {
			r := k.winter(strings.Replace(truth, c.was, c.is, 1))
			if got := fmt.Sprint(told(r)); got != c.want {
				t.Errorf("%s: %s, want %s; %+v", name, got, c.want, r.Report.Problems)
			}
			if name == "a loan that nobody knows" && r.Report.Differences[0].Contract != "" {
				t.Errorf("%+v", r.Report.Differences[0])
			}
		}
		r := k.winter(k.truth(one))
		if got := fmt.Sprint(told(r)); !strings.Contains(got, "[only_ours disbursement") || !strings.Contains(got, "absent  2020-02-29 0.00 "+plain(k.owed(two, "2020-02-29"))) || r.Report.Accounts[1].Ref != b {
			t.Errorf("%s", got)
		}
	})
}

// TestDifferencesAreMendedExplainedAndConfirmed: one is mended and gone, one is
// explained, and nobody who had a hand in it confirms.
func TestDifferencesAreMendedExplainedAndConfirmed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		owed := plain(k.owed(one, "2020-02-29"))
		line := "2020-02-10," + k.ref(one) + ",repayment,85640.72," + owed + ",A-1\n"
		more := "2020-02-20," + k.ref(one) + ",repayment,500," + owed + ",A-2\n2020-02-28," + k.ref(one) + ",fee,30," + owed + ",F-1\n"
		r := k.winter(strings.Replace(k.truth(one, two), line, line+more, 1))
		if len(told(r)) != 2 {
			t.Fatal(told(r))
		}
		_, err := k.Reconciliation.Agree(k.Lending(), r.ID)
		wants(t, err, "reconciliation.left")
		_, err = k.Reconciliation.Send(k.Lending(), r.ID)
		wants(t, err, "reconciliation.unexplained")
		k.pay(one, "2020-02-20", 500_00, "A-2") // waits for the next due date: no principal moves
		r, err = k.Reconciliation.Match(k.Lending(), r.ID)
		must(t, err)
		if got := fmt.Sprint(told(r)); got != "[only_theirs fee 2020-02-28 30.00 0.00]" {
			t.Fatalf("after the receipt was booked: %s", got)
		}
		_, err = k.Reconciliation.Explain(k.Lending(), r.ID, reconciliation.Explain{Item: r.Report.Differences[0].Key, Digest: "0", Text: "x"})
		wants(t, err, "reconciliation.gone")
		_, err = k.Reconciliation.Explain(k.Lending(), r.ID, reconciliation.Explain{Item: r.Report.Differences[0].Key, Digest: r.Report.Differences[0].Digest, Text: " "})
		wants(t, err, "text: reconciliation.explain.empty")
		_, err = k.Reconciliation.Explain(k.Approving(), r.ID, reconciliation.Explain{Item: r.Report.Differences[0].Key, Digest: r.Report.Differences[0].Digest, Text: "x"})
		wants(t, err, "fault.denied")
		k.explain(r)
		r, err = k.Reconciliation.Send(k.Lending(), r.ID)
		must(t, err)

		purpose := "confirm:" + r.Hash
		both := k.As("officer", k.Bank, kernel.Bank, kernel.PostLoan, kernel.Approver)
		_, err = k.Reconciliation.Confirm(sure(both, purpose), r.ID)
		wants(t, err, "reconciliation.own")
		_, err = k.Reconciliation.Return(both, r.ID, reconciliation.Return{Reason: "x"})
		wants(t, err, "reconciliation.own")
		_, err = k.Reconciliation.Confirm(k.Approving(), r.ID)
		wants(t, err, "fault.step_up")
		_, err = k.Reconciliation.Confirm(sure(k.Approving(), "confirm:0"), r.ID)
		wants(t, err, "fault.step_up")
		r, err = k.Reconciliation.Return(k.Approving(), r.ID, reconciliation.Return{Reason: "写明收费依据 / by which clause"})
		must(t, err)
		if r.State != reconciliation.Open || k.view(r.ID).Unexplained != 0 {
			t.Errorf("%+v", r)
		}
		r, err = k.Reconciliation.Send(k.Lending(), r.ID)
		must(t, err)
		r, err = k.Reconciliation.Confirm(sure(k.Approving(), purpose), r.ID)
		must(t, err)
		if r.State != reconciliation.Agreed || r.DecidedBy != "approver" {
			t.Errorf("%s by %s", r.State, r.DecidedBy)
		}
		k.Whole()
	})
}

// TestTheBooksMoveBeforeTheConfirmation: it goes back with what comes out now, and
// the old explanation holds no more.
func TestTheBooksMoveBeforeTheConfirmation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		r := k.winter(strings.Replace(k.truth(one, two), plain(k.owed(one, "2020-02-29")), "900000.00", 1))
		k.explain(r)
		r, err := k.Reconciliation.Send(k.Lending(), r.ID)
		must(t, err)
		k.pay(one, "2020-02-20", 1_000_00, "A-9")
		r, err = k.Reconciliation.Confirm(sure(k.Approving(), "confirm:"+r.Hash), r.ID)
		must(t, err)
		if v := k.view(r.ID); r.State != reconciliation.Open || !r.Changed || v.Unexplained != 1 || len(r.Report.Differences) != 2 {
			t.Errorf("%s, changed %v, %d unexplained of %v", r.State, r.Changed, v.Unexplained, told(r))
		}
		k.Whole()
	})
}

// TestChangedSinceAgreed: a booking into an agreed period is not stopped. It is
// shown, waits for who reconciles, and lets the period be taken up again; so does a
// receipt of a month that is closed.
func TestChangedSinceAgreed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		r := k.winter(k.truth(one, two))
		_, err := k.Reconciliation.Agree(k.Lending(), r.ID)
		must(t, err)
		_, err = k.Reconciliation.Reopen(k.Lending(), r.ID)
		wants(t, err, "reconciliation.unchanged")
		for _, month := range []string{"2020-01", "2020-02"} {
			if _, err := k.Books.Close(k.Approving(), books.CloseMonth{Month: month}); err != nil && month == "2020-02" {
				t.Fatal(err)
			}
		}
		k.Day("2020-03-06")
		k.pay(two, "2020-02-25", 2_000_00, "B-2")
		v := k.view(r.ID)
		if len(v.Since.Came) != 1 || v.Since.Came[0].Number != "B-2" || v.Since.Came[0].On != "2020-02-25" || v.Since.Came[0].PostedOn != "2020-03-06" {
			t.Errorf("%+v", v.Since)
		}
		l, err := k.Reconciliation.List(k.Lending())
		if err != nil || len(l.Rows) != 1 || !l.Rows[0].Since {
			t.Errorf("%+v %v", l, err)
		}
		waits, err := k.Reconciliation.Module().Waits(k.Lending())
		if err != nil || len(waits) != 1 || waits[0].Href != "/reconciliations/"+r.ID {
			t.Errorf("%+v %v", waits, err)
		}
		if waits, err := k.Reconciliation.Module().Waits(k.Approving()); err != nil || len(waits) != 0 {
			t.Errorf("%+v %v", waits, err)
		}
		r, err = k.Reconciliation.Reopen(k.Lending(), r.ID)
		must(t, err)
		if got := fmt.Sprint(told(r)); got != "[only_ours repayment 2020-02-25 0.00 2000.00]" {
			t.Errorf("%s", got)
		}
		k.Whole()
	})
}

// TestAMovementIsMetOnce: a receipt of 28 February may meet a line of 1 March,
// unless the statement of February has met it already.
func TestAMovementIsMetOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		k.pay(one, "2020-02-28", 700_00, "A-2")
		march := head + "2020-03-01," + k.ref(one) + ",repayment,700,,\n2020-03-01," + k.ref(one) + ",closing,," + plain(k.owed(one, "2020-03-05")) + ",\n2020-03-05," + k.ref(two) + ",closing,," + plain(k.owed(two, "2020-03-05")) + ",\n"
		r, err := k.brought(k.Lending(), "2020-03-01", "2020-03-05", march)
		must(t, err)
		if len(told(r)) != 0 || len(r.Report.Pairs) != 1 || r.Report.Pairs[0].Days != -2 {
			t.Fatalf("before February is agreed: %v %+v", told(r), r.Report)
		}
		winter := k.winter(k.truth(one, two) + "2020-02-28," + k.ref(one) + ",repayment,700," + plain(k.owed(one, "2020-02-29")) + ",A-2\n")
		_, err = k.Reconciliation.Agree(k.Lending(), winter.ID)
		must(t, err)
		r, err = k.Reconciliation.Match(k.Lending(), r.ID)
		must(t, err)
		if got := fmt.Sprint(told(r)); got != "[only_theirs repayment 2020-03-01 700.00 0.00]" {
			t.Errorf("after February is agreed: %s", got)
		}
		if !k.view(winter.ID).Since.None() {
			t.Error("February reads as changed")
		}
	})
}

// TestOthersLoansReadAsNone: a number of another lender's loan and one that there is
// not differ in nothing but the number, and nobody else sees a reconciliation.
func TestOthersLoansReadAsNone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		rival := k.As("rival", k.Firm, kernel.Bank, kernel.PostLoan, kernel.Approver) // another organisation
		var answers []string
		for _, number := range []string{k.ref(one), k.ref(two), "NO-SUCH-1"} {
			r, err := k.brought(rival, "2020-01-01", "2020-02-29", head+"2020-02-10,"+number+",repayment,85640.72,1,R-1\n")
			must(t, err)
			d := r.Report.Differences
			if len(d) != 1 || d[0].Ref != number {
				t.Fatalf("%+v %+v", d, r.Report)
			}
			d[0].Ref, d[0].Digest = "", ""
			answers = append(answers, fmt.Sprintf("%+v %v", d, r.Report.Accounts))
		}
		if answers[0] != answers[2] || answers[1] != answers[2] {
			t.Errorf("%v", answers)
		}
		r := k.winter(k.truth(one, two))
		for _, try := range []func(string) error{
			func(id string) error { _, err := k.Reconciliation.View(rival, id); return err },
			func(id string) error { _, err := k.Reconciliation.Match(rival, id); return err },
			func(id string) error {
				_, err := k.Reconciliation.Confirm(sure(rival, "confirm:"+r.Hash), id)
				return err
			},
		} {
			wants(t, try(r.ID), "fault.not_found")
		}
		for _, who := range []context.Context{k.Owning(), k.Clerking()} {
			_, err := k.Reconciliation.View(who, r.ID)
			wants(t, err, "fault.not_found")
			_, err = k.Reconciliation.List(who)
			wants(t, err, "fault.denied")
		}
	})
}

func TestEveryProblemOfAStatement(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, one, two := standing(t, d)
		truth, a := k.truth(one, two), k.ref(one)
		owed := plain(k.owed(one, "2020-02-29"))
		for name, c := range map[string]struct{ was, is, want string }{
			"shifted":                    {"2020-02-10," + a, "2020-02-10,," + a, "3  sheet.cell_empty"},
			"mixed units":                {"85640.72", "8.56万", "3 D sheet.amount_unit"},
			"a unit of thousands":        {"Amount (CNY)", "发生额（千元）", "1 D sheet.unit"},
			"a kind that there is not":   {"repayment", "interest", "3 C reconciliation.file.kind"},
			"of another period":          {"2020-02-10", "2020-03-10", "3 A reconciliation.file.outside"},
			"below zero":                 {"85640.72", "-85640.72", "3 D reconciliation.file.below_zero"},
			"without a sum":              {"85640.72", "0", "3 D reconciliation.file.no_amount"},
			"twice":                      {"2020-02-10," + a, "2020-01-10," + a + ",disbursement,1000000.00,,offer-1\n2020-02-10," + a, "3 F reconciliation.file.twice"},
			"without a balance":          {"85640.72," + owed, "85640.72,", "3 E reconciliation.file.no_closing"},
			"with two balances":          {"2020-02-10," + a, "2020-02-29," + a + ",closing,,1,\n2020-02-10," + a, "3 E reconciliation.file.two_balances"},
			"a balance line with a sum":  {"2020-02-10," + a, "2020-02-29," + a + ",closing,3," + owed + ",\n2020-02-10," + a, "3 D reconciliation.file.an_amount"},
			"a balance line without one": {"2020-02-10," + a, "2020-02-29," + a + ",closing,,,\n2020-02-10," + a, "3 E reconciliation.file.no_balance"},
			"a total that is off":        {"", "", "6 D reconciliation.file.total"},
		} {
			body := strings.Replace(truth, c.was, c.is, 1)
			if c.was == "" {
				body = truth + "Total,,,1.00,,\n"
			}
			r := k.winter(body)
			var got []string
			for _, p := range r.Report.Problems {
				column, _, _ := strings.Cut(p.Column, " ")
				got = append(got, fmt.Sprint(p.Line, " ", column, " ", p.Key))
			}
			if name == "shifted" && r.State == reconciliation.Faulty {
				continue // several cells of one line
			}
			if r.State != reconciliation.Faulty || !slices.Contains(got, c.want) {
				t.Errorf("%s: %s %v, want %s", name, r.State, got, c.want)
			}
		}
		for name, c := range map[string]struct{ from, to, want string }{
			"no day":      {"2020-02-30", "2020-02-29", "from_on: reconciliation.date"},
			"backwards":   {"2020-02-29", "2020-02-01", "to_on: reconciliation.order"},
			"not over":    {"2020-03-01", "2020-03-31", "to_on: reconciliation.future"},
			"years of it": {"2018-01-01", "2020-02-29", "to_on: reconciliation.long"},
		} {
			_, err := k.brought(k.Lending(), c.from, c.to, truth)
			if f := wants(t, err, c.want); len(f.Fields) == 0 {
				t.Error(name)
			}
		}
		k.winter(truth)
		_, err := k.brought(k.Lending(), "2020-01-01", "2020-02-29", truth)
		wants(t, err, "file: reconciliation.file_twice")
		k.Whole()
	})
}

func TestTheTable(t *testing.T) { must(t, reconciliation.Machine.Check()) }
