package renewal_test

// Renewals on a loan of one's own, against a second computation in exact
// fractions and the figures of the demo park.

import (
	"context"
	"errors"
	"math/big"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

var must, sure, wants = loantest.Must, loantest.Sure, loantest.Wants

type kit struct{ *loantest.Kit }

// old is LN90 of Fenghe Park: 1,200,000 yuan at 5.66 % for a year from 2019-03-18,
// interest monthly and principal at the end.
func old() kernel.LoanTerms {
	t := loantest.Million()
	t.AmountFen, t.RatePPM, t.Repayment = 1_200_000_00, 56_600, kernel.InterestMonthly
	return t
}

// due is LN90 with its interest paid until a day.
func due(t testing.TB, d *db.DB, until string) (*kit, string) {
	k := &kit{loantest.New(t, d, "2019-03-18")}
	contract := k.Funded(old())
	k.PayUntil(contract, until)
	return k, contract
}

func all(holds bool) (r renewal.Review) {
	for _, item := range renewal.Items {
		r.Findings = append(r.Findings, renewal.Finding{Item: item, Holds: holds, Note: "查阅报表 / statements read"})
	}
	return r
}

func request() renewal.Ask {
	return renewal.Ask{AmountFen: 1_200_000_00, TermMonths: 12, Reason: "订单稳定，按月回款 / steady orders"}
}

func terms() renewal.Propose {
	return renewal.Propose{AmountFen: 1_200_000_00, TermMonths: 12, RatePPM: 45_500, Repayment: kernel.InterestMonthly}
}

func (k *kit) asked(contract string) renewal.Case {
	k.T.Helper()
	c, err := k.Renewal.Ask(k.Clerking(), contract, request())
	must(k.T, err)
	return c
}

func (k *kit) proposed(c renewal.Case, in renewal.Propose) renewal.Proposal {
	k.T.Helper()
	if c.State == renewal.Requested {
		_, err := k.Renewal.Review(k.Lending(), c.ID, all(true))
		must(k.T, err)
	}
	_, err := k.Renewal.Propose(k.Lending(), c.ID, in)
	must(k.T, err)
	p, _ := k.view(c).OnTable()
	return p
}

func (k *kit) view(c renewal.Case) renewal.View {
	k.T.Helper()
	v, err := k.Renewal.View(k.Lending(), c.ID)
	must(k.T, err)
	return v
}

// signed is a case with both signatures on a contract.
func (k *kit) signed(contract string, in renewal.Propose) renewal.Case {
	k.T.Helper()
	c := k.asked(contract)
	p := k.proposed(c, in)
	_, err := k.Renewal.Agree(sure(k.Owning(), "sign:"+p.FileHash), c.ID, p.FileHash)
	must(k.T, err)
	c, err = k.Renewal.Approve(sure(k.Approving(), "sign:"+p.FileHash), c.ID, p.FileHash)
	must(k.T, err)
	return c
}

func (k *kit) budget() (free, reserved money.Fen) {
	k.T.Helper()
	must(k.T, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		free, reserved, err = k.Servicing.Budget(ctx, tx, k.Bank)
		return err
	}))
	return free, reserved
}

// interest is a balance at a rate over days of a year of 360, rounded once, halves
// up: the second computation, which shares no code with the first.
func interest(t testing.TB, fen, ppm int64, from, to string) money.Fen {
	t.Helper()
	a, err := time.Parse(time.DateOnly, from)
	must(t, err)
	b, err := time.Parse(time.DateOnly, to)
	must(t, err)
	x := big.NewRat(fen*ppm, 1_000_000)
	x.Mul(x, big.NewRat(int64(b.Sub(a).Hours()/24), 360))
	x.Add(x, big.NewRat(1, 2))
	return money.Fen(new(big.Int).Div(x.Num(), x.Denom()).Int64())
}

// takenOver is LN90 as it enters from its lender's statement of 2020-02-03, its
// interest paid until a day.
func takenOver(t testing.TB, d *db.DB, until string) (*kit, string) {
	k := &kit{loantest.New(t, d, "2020-02-04")}
	name := i18n.Text{Zh: "流动资金贷款", En: "Working capital loan"}
	a := kernel.Agreement{Borrower: k.Firm, BorrowerName: i18n.Text{Zh: "溪石泵业", En: "Xishi Pumps"}, BorrowerCode: "919901010000010707", Lender: k.Bank, LenderName: i18n.Text{Zh: "农商银行", En: "Rural Bank"}, Park: "park",
		ProductName: name, Purpose: name, Terms: old(), DraftedBy: "officer", RetainUntil: "2030-12-31",
		Opening: &kernel.Opening{Number: "LN90", PaidOutOn: "2019-03-18", AsOf: "2020-02-03", BalanceFen: 1_200_000_00, AccruedFen: 3_018_67, Source: "对账单", FileHash: strings.Repeat("0", 64)}}
	contract := ""
	must(t, d.Write(k.Approving(), func(ctx context.Context, tx db.Tx) error {
		c, err := k.Servicing.Import(ctx, tx, a)
		contract = c.ID
		return err
	}))
	k.PayUntil(contract, until)
	return k, contract
}

// LN90 of Fenghe Park, made here and taken over: the old loan pays 5,848.67 on 18
// February and 5,471.33 on 18 March, and is renewed that day at 4.55 %. By 30 June
// the new contract has paid 13,953.34, owes 1,200,000 and has accrued 1,820.00.
func TestRenewalOfThePark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := due(t, d, "2020-02-18")
		k.renewal(contract)
	})
}

func TestRenewalOfATakenOverLoan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := takenOver(t, d, "2020-02-18")
		k.renewal(contract)
		n := k.Contract(k.Contract(contract).RenewedBy)
		if n.Agreement.Opening != nil || n.Agreement.Terms.Security != "same_as_old" {
			t.Errorf("the new contract %+v", n.Agreement)
		}
	})
}

func (k *kit) renewal(contract string) {
	t := k.T
	for _, row := range k.Loan(contract).Installments {
		if row.DueOn == "2020-02-18" && row.PaidInterestFen != 5_848_67 {
			t.Errorf("in February %s", row.PaidInterestFen.Text())
		}
	}
	k.Day("2020-03-05")
	free, reserved := k.budget()
	c := k.signed(contract, terms())
	if v := k.view(c); c.State != renewal.Approved || v.Case.Next != "" || k.Contract(contract).State != servicing.Performing {
		t.Errorf("before the day %+v", v.Case)
	}
	k.Day("2020-03-18")
	if got := k.view(c).Case.State; got != renewal.Approved {
		t.Errorf("before the interest is paid the case is %s", got)
	}
	k.Pay(contract, 5_471_33)
	must(t, k.Settle(context.Background()))
	v := k.view(c)
	before, after := k.Loan(contract), k.Loan(v.Case.Next)
	if v.Case.State != renewal.Effective || before.Contract.State != servicing.Renewed || before.Contract.RenewedBy != after.Contract.ID || before.Contract.BalanceFen != 0 || before.Contract.ClosedOn != "2020-03-18" {
		t.Fatalf("on the day %+v, the old contract %+v", v.Case, before.Contract)
	}
	if n := after.Contract; n.State != servicing.Performing || n.Agreement.Renews.Contract != contract || n.DisbursedOn != "2020-03-18" || n.BalanceFen != 1_200_000_00 || n.ByBorrower.By != "owner" || n.ByLender.By != "approver" {
		t.Errorf("the new contract %+v", n)
	}
	if now, held := k.budget(); now != free+5_471_33 || held != reserved {
		t.Errorf("the budget was %s and %s, and is %s and %s: it is rolled, not doubled", free.Text(), reserved.Text(), now.Text(), held.Text())
	}
	k.statements(contract, after.Contract.ID)
	k.PayUntil(after.Contract.ID, "2020-06-30")
	k.untilJune(after.Contract.ID)
	k.Whole()
}

// statements: the old loan's ends with nothing owed and no money but the interest,
// the new one's begins with what it settled; of both together nothing is left over.
func (k *kit) statements(old, next string) {
	k.T.Helper()
	ask := func(contract string) books.Statement {
		st, err := k.Books.Statement(k.Owning(), books.Ask{Contract: contract, From: "2020-03-18", To: "2020-03-18"})
		must(k.T, err)
		return st
	}
	was, is, both := ask(old), ask(next), ask("")
	if was.OpeningFen != 1_200_000_00 || was.ClosingFen != 0 || was.Sum.InFen != 1_205_471_33 || was.Sum.InterestFen != 5_471_33 || was.Sum.PrincipalFen != 1_200_000_00 {
		k.T.Errorf("the statement of the old loan %+v", was.Sum)
	}
	if is.OpeningFen != 0 || is.ClosingFen != 1_200_000_00 || is.Sum.OutFen != 1_200_000_00 {
		k.T.Errorf("the statement of the new loan %+v", is.Sum)
	}
	if both.OpeningFen != both.ClosingFen {
		k.T.Errorf("%s owed before, %s after", both.OpeningFen.Text(), both.ClosingFen.Text())
	}
	trial, err := k.Books.Trial(k.Lending(), "2020-03")
	must(k.T, err)
	for _, row := range trial.Balances[0].Rows {
		if row.Kind == kernel.AccountClearing && (row.ClosingFen != 0 || row.RaisedFen != 1_200_000_00) {
			k.T.Errorf("the clearing account %+v", row)
		}
	}
}

func (k *kit) untilJune(next string) {
	k.T.Helper()
	v, from := k.Loan(next), "2020-03-18"
	var paid money.Fen
	for i, on := range []string{"2020-04-18", "2020-05-18", "2020-06-18"} {
		row := v.Installments[i]
		if want := interest(k.T, 1_200_000_00, 45_500, from, on); row.DueOn != on || row.InterestFen != want || row.PaidInterestFen != want {
			k.T.Errorf("%+v, the second computation has %s", row, want.Text())
		}
		paid, from = paid+row.PaidInterestFen, on
	}
	if accrued := interest(k.T, 1_200_000_00, 45_500, "2020-06-18", "2020-06-30"); paid != 13_953_34 || accrued != 1_820_00 || v.Contract.BalanceFen != 1_200_000_00 {
		k.T.Errorf("%s paid, %s accrued, %s owed", paid.Text(), accrued.Text(), v.Contract.BalanceFen.Text())
	}
	q, err := k.Servicing.Settle(k.Owning(), next, "2020-06-30")
	if must(k.T, err); q.InterestFen != 1_820_00 {
		k.T.Errorf("accrued by 30 June: %s", q.InterestFen.Text())
	}
}

// A smaller contract: the borrower brings the rest of the principal and the
// interest. The due date is a Sunday; what is brought on Monday is in time.
func TestSmallerRenewalOnADayOff(t *testing.T) {
	k := &kit{loantest.New(t, dbtest.SQLite(t), "2019-09-18")}
	x := old()
	x.TermMonths = 7 // until Saturday, 18 April 2020
	contract := k.Funded(x)
	k.PayUntil(contract, "2020-03-18")
	in := terms()
	in.AmountFen, in.TermMonths, in.Repayment = 1_000_000_00, 24, kernel.EqualInstalment
	c := k.signed(contract, in)
	owed := interest(t, 1_200_000_00, 56_600, "2020-03-18", "2020-04-18")
	k.Day("2020-04-18")
	k.Day("2020-04-20")
	k.Pay(contract, 200_000_00)
	must(t, k.Settle(t.Context()))
	if got := k.view(c).Case.State; got != renewal.Approved {
		t.Errorf("%s short, the case is %s", owed.Text(), got)
	}
	k.Pay(contract, owed)
	must(t, k.Settle(t.Context()))
	v := k.view(c)
	next := k.Loan(v.Case.Next)
	if v.Case.State != renewal.Effective || next.Contract.DisbursedOn != "2020-04-18" || next.Contract.BalanceFen != 1_000_000_00 || len(next.Installments) != 24 || next.Installments[0].DueOn != "2020-05-18" {
		t.Errorf("%s, the new contract %+v", v.Case.State, next.Contract)
	}
	if want := interest(t, 1_000_000_00, 45_500, "2020-04-18", "2020-05-18"); next.Installments[0].InterestFen != want {
		t.Errorf("%+v, the second computation has %s", next.Installments[0], want.Text())
	}
	if got := k.Loan(contract).Late; got.PenaltyFen != 0 || k.Contract(contract).State != servicing.Renewed {
		t.Errorf("the old loan %+v", got)
	}
	k.Whole()
}

// Where the interest does not come in time the renewal lapses: the old loan is
// late, the new contract never was.
func TestRenewalThatLapses(t *testing.T) {
	k, contract := due(t, dbtest.SQLite(t), "2020-02-18")
	c := k.signed(contract, terms())
	k.Day("2020-03-18")
	k.Day("2020-03-19")
	v := k.view(c)
	if v.Case.State != renewal.Lapsed || v.Case.Next != "" || k.Loan(contract).DaysPastDue == 0 {
		t.Errorf("%+v", v.Case)
	}
	rows, err := k.Servicing.List(k.Lending())
	if must(t, err); len(rows) != 1 {
		t.Errorf("%d contracts", len(rows))
	}
	k.Whole()
}

// What nobody has signed lapses when the old loan falls due, and what a later
// change of the loan has overtaken cannot be signed.
func TestRenewalThatIsOvertaken(t *testing.T) {
	k, contract := due(t, dbtest.SQLite(t), "2020-02-18")
	c := k.asked(contract)
	p := k.proposed(c, terms())
	_, err := k.Relief.Ask(k.Owning(), contract, reliefAsk())
	must(t, err)
	must(t, k.DB.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) error {
		n := kernel.NewTerms{Terms: old()}
		n.Terms.RatePPM = 50_000
		_, err := k.Servicing.Restate(ctx, tx, contract, n, k.Today(), "lower rate")
		return err
	}))
	_, err = k.Renewal.Agree(sure(k.Owning(), "sign:"+p.FileHash), c.ID, p.FileHash)
	f := wants(t, err, "renewal.stale")
	if len(f.Fields) != 1 || f.Fields[0].Name != "interest" {
		t.Errorf("what changed: %+v", f.Fields)
	}
	p = k.proposed(k.view(c).Case, terms())
	k.PayUntil(contract, "2020-03-18")
	_, err = k.Renewal.Agree(sure(k.Owning(), "sign:"+p.FileHash), c.ID, p.FileHash)
	if err == nil || k.view(c).Case.State != renewal.Lapsed {
		t.Errorf("on the due day: %v, %s", err, k.view(c).Case.State)
	}
	k.Whole()
}

// Loans that cannot be renewed, and sums that cannot be.
func TestRefusals(t *testing.T) {
	k, contract := due(t, dbtest.SQLite(t), "2020-02-18")
	for want, change := range map[string]func(*renewal.Ask){
		"amount: renewal.amount.above": func(in *renewal.Ask) { in.AmountFen = 1_200_000_01 },
		"amount: renewal.amount.none":  func(in *renewal.Ask) { in.AmountFen = 0 },
		"term_months: renewal.term":    func(in *renewal.Ask) { in.TermMonths = 37 },
		"reason: renewal.ask.reason":   func(in *renewal.Ask) { in.Reason = " " },
	} {
		in := request()
		change(&in)
		_, err := k.Renewal.Ask(k.Owning(), contract, in)
		wants(t, err, want)
	}
	c := k.asked(contract)
	_, err := k.Renewal.Ask(k.Owning(), contract, request())
	wants(t, err, "renewal.ask.another")
	_, err = k.Renewal.Propose(k.Lending(), c.ID, terms())
	wants(t, err, "flow.wrong_turn") // not reviewed
	_, err = k.Renewal.Review(k.Lending(), c.ID, renewal.Review{Findings: all(true).Findings[:4]})
	wants(t, err, "note_lending_standard: renewal.review.missing")
	_, err = k.Renewal.Review(k.Lending(), c.ID, all(false))
	must(t, err)
	for want, change := range map[string]func(*renewal.Propose){
		"amount: renewal.amount.above":     func(in *renewal.Propose) { in.AmountFen++ },
		"rate: renewal.rate":               func(in *renewal.Propose) { in.RatePPM = 240_001 },
		"repayment: renewal.repayment":     func(in *renewal.Propose) { in.Repayment = "never" },
		"product: renewal.product.unknown": func(in *renewal.Propose) { in.Product = "BP99" },
	} {
		in := terms()
		change(&in)
		_, err := k.Renewal.Propose(k.Lending(), c.ID, in)
		wants(t, err, want)
	}
	if k.view(c).Case.Review.Keeps() {
		t.Error("the class stays although nothing on the list holds")
	}
	_, err = k.Renewal.Withdraw(k.Clerking(), c.ID)
	must(t, err)
	k.deferred(contract)
	_, err = k.Renewal.Ask(k.Owning(), contract, request())
	wants(t, err, "renewal.loan.deferred")
	late := k.Funded(old())
	k.Day("2020-06-01")
	_, err = k.Renewal.Ask(k.Owning(), late, request())
	wants(t, err, "renewal.loan.late")
	k.Whole()
}

// A loan that is over or has fallen due, and one in relief.
func TestRefusalsOfLoansThatAreOver(t *testing.T) {
	k, contract := due(t, dbtest.SQLite(t), "2020-02-18")
	r, err := k.Relief.Ask(k.Owning(), contract, reliefAsk())
	must(t, err)
	_, err = k.Renewal.Ask(k.Owning(), contract, request())
	wants(t, err, "renewal.ask.relief")
	_, err = k.Relief.Withdraw(k.Owning(), r.ID)
	must(t, err)
	k.Day("2020-03-18")
	_, err = k.Renewal.Ask(k.Owning(), contract, request())
	wants(t, err, "renewal.loan.due")
	k.Pay(contract, 1_205_471_33)
	_, err = k.Renewal.Ask(k.Owning(), contract, request())
	wants(t, err, "renewal.loan.over")
}

// Another file than the one that was read is refused with what changed; the same
// terms are no new proposal; of two who sign at once one wins.
func TestTermsThatChangeWhileTheyAreRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := due(t, d, "2020-02-18")
		c := k.asked(contract)
		first := k.proposed(c, terms())
		_, err := k.Renewal.Propose(k.Lending(), c.ID, terms())
		wants(t, err, "renewal.propose.same")
		in := terms()
		in.RatePPM, in.AmountFen = 46_000, 1_100_000_00
		second := k.proposed(k.view(c).Case, in)
		_, err = k.Renewal.Agree(sure(k.Owning(), "sign:"+first.FileHash), c.ID, first.FileHash)
		f := wants(t, err, "renewal.changed")
		var names []string
		for _, x := range f.Fields {
			names = append(names, x.Name)
		}
		if got := strings.Join(names, " "); got != "amount rate cash" {
			t.Errorf("what changed: %s", got)
		}
		_, err = k.Renewal.Agree(sure(k.Owning(), "sign:"+first.FileHash), c.ID, second.FileHash)
		if fault.Of(err).Kind != fault.StepUp {
			t.Errorf("confirmed for another file: %v", err)
		}
		won := k.both(func() error {
			_, err := k.Renewal.Agree(sure(k.Owning(), "sign:"+second.FileHash), c.ID, second.FileHash)
			return err
		}, func() error {
			_, err := k.Renewal.Counter(k.Owning(), c.ID, "利率再低一些 / lower, please")
			return err
		})
		if won != 1 {
			t.Errorf("%d of two answers counted", won)
		}
		k.Whole()
	})
}

// both does two things at once and counts what was not refused.
func (k *kit) both(a, b func() error) (won int) {
	var wait sync.WaitGroup
	errs := make([]error, 2)
	for i, do := range []func() error{a, b} {
		wait.Go(func() { errs[i] = do() })
	}
	wait.Wait()
	for _, err := range errs {
		if err == nil {
			won++
		} else if kind := fault.Of(err).Kind; kind != fault.WrongTurn && kind != fault.Conflict {
			k.T.Error(err)
		}
	}
	return won
}

// Who reviewed or proposed does not sign for the lender.
func TestFourEyes(t *testing.T) {
	k, contract := due(t, dbtest.SQLite(t), "2020-02-18")
	bothRoles := k.As("both", k.Bank, kernel.Bank, kernel.Officer, kernel.Approver)
	c := k.asked(contract)
	_, err := k.Renewal.Review(bothRoles, c.ID, all(true))
	must(t, err)
	p := k.proposed(k.view(c).Case, terms())
	_, err = k.Renewal.Agree(sure(k.Owning(), "sign:"+p.FileHash), c.ID, p.FileHash)
	must(t, err)
	_, err = k.Renewal.Approve(sure(bothRoles, "sign:"+p.FileHash), c.ID, p.FileHash)
	wants(t, err, "fault.denied")
	_, err = k.Renewal.SendBack(k.Approving(), c.ID, "期限太长 / too long")
	must(t, err)
	_, err = k.Renewal.Propose(bothRoles, c.ID, renewal.Propose{AmountFen: 1_200_000_00, TermMonths: 6, RatePPM: 45_500, Repayment: kernel.InterestMonthly})
	must(t, err)
	_, err = k.Renewal.Reject(k.Lending(), c.ID, renewal.Refusal{Code: "standard", Note: "补交报表后再来 / send statements"})
	must(t, err)
	if got := k.view(c).Case; got.State != renewal.Rejected || got.UnderWay {
		t.Errorf("%+v", got)
	}
}

// The class of risk may go on only where every line of the checklist holds; the
// feature that keeps classes asks by contract.
func TestLineage(t *testing.T) {
	for _, holds := range []bool{true, false} {
		k, contract := due(t, dbtest.SQLite(t), "2020-02-18")
		c := k.asked(contract)
		_, err := k.Renewal.Review(k.Lending(), c.ID, all(holds))
		must(t, err)
		p := k.proposed(k.view(c).Case, terms())
		_, err = k.Renewal.Agree(sure(k.Owning(), "sign:"+p.FileHash), c.ID, p.FileHash)
		must(t, err)
		_, err = k.Renewal.Approve(sure(k.Approving(), "sign:"+p.FileHash), c.ID, p.FileHash)
		must(t, err)
		k.PayUntil(contract, "2020-03-17")
		k.Day("2020-03-18")
		k.Pay(contract, 5_471_33)
		must(t, k.Settle(t.Context()))
		must(t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			from, keeps, renewed, err := k.Renewal.Lineage(ctx, tx, k.view(c).Case.Next)
			if from != contract || keeps != holds || !renewed {
				t.Errorf("renewed %v from %s, the class stays: %v", renewed, from, keeps)
			}
			_, _, renewed, again := k.Renewal.Lineage(ctx, tx, contract)
			if renewed {
				t.Error("the old loan renews something")
			}
			return errors.Join(err, again)
		}))
	}
}

// reliefAsk asks for a pause of three months.
func reliefAsk() relief.Ask {
	return relief.Ask{Kind: plan.DeferAll, Reason: "停工 / work has stopped", Until: "2020-06-18"}
}

// deferred puts a deferral in force on a loan.
func (k *kit) deferred(contract string) {
	k.T.Helper()
	c, err := k.Relief.Ask(k.Owning(), contract, reliefAsk())
	must(k.T, err)
	_, err = k.Relief.Propose(k.Lending(), c.ID, relief.Propose{Action: plan.Action{Kind: plan.DeferAll, FromOn: k.Today(), ResumesOn: "2020-06-18", EndsOn: "2020-06-18"}})
	must(k.T, err)
	v, err := k.Relief.View(k.Owning(), c.ID)
	must(k.T, err)
	p, _ := v.OnTable()
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	_, err = k.Relief.Approve(sure(k.Approving(), "approve:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
}
