package servicing

// Loans of Fenghe Park against figures from a second computation, and an early
// repayment against figures worked out by hand.

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/posting"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// expected is what testdata/expected.json says of a loan, amounts in yuan.
type expected struct {
	ID            string           `json:"id"`
	Principal     string           `json:"principal"`
	RatePPM       money.PPM        `json:"rate_ppm"`
	TermMonths    int              `json:"term_months"`
	Repayment     kernel.Repayment `json:"repayment"`
	Disbursed     string           `json:"disbursed"`
	InterestPaid  string           `json:"interest_paid"`
	PrincipalPaid string           `json:"principal_paid"`
	Balance       string           `json:"balance"`
	Accrued       string           `json:"accrued"`
	TotalInterest string           `json:"total_interest"`
	NextDue       string           `json:"next_due"`
	Instalment    string           `json:"instalment"`
	Last          string           `json:"last_instalment"`
}

func yuan(t *testing.T, text string) money.Fen {
	t.Helper()
	f, err := money.Parse(text)
	must(t, err)
	return f
}

func TestLoansOfThePark(t *testing.T) {
	text, err := os.ReadFile("testdata/expected.json")
	must(t, err)
	var data struct {
		AsOf  string     `json:"as_of"`
		Loans []expected `json:"loans"`
	}
	must(t, json.Unmarshal(text, &data))
	for _, x := range data.Loans {
		t.Run(x.ID, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				k := newKit(t, d)
				terms := equal()
				terms.AmountFen, terms.RatePPM, terms.TermMonths, terms.Repayment = yuan(t, x.Principal), x.RatePPM, x.TermMonths, x.Repayment
				c := k.funded(terms, x.Disbursed)
				for range 3 {
					k.payNext(c)
				}
				k.day(data.AsOf)
				k.compare(x, c)
				k.whole()
			})
		})
	}
}

func (k *kit) compare(x expected, c Contract) {
	k.t.Helper()
	v := k.view(c)
	var interest, principal, total money.Fen
	for _, r := range v.Receipts {
		interest, principal = interest+r.InterestFen, principal+r.PrincipalFen
	}
	for _, i := range v.Installments {
		total += i.InterestFen
	}
	next, _ := v.Next()
	q, err := k.Settle(lending(), c.ID, k.today().String())
	must(k.t, err)
	got := map[string]money.Fen{"interest paid": interest, "principal paid": principal, "balance": v.Contract.BalanceFen, "accrued": q.InterestFen, "total interest": total}
	want := map[string]string{"interest paid": x.InterestPaid, "principal paid": x.PrincipalPaid, "balance": x.Balance, "accrued": x.Accrued, "total interest": x.TotalInterest}
	if x.Instalment != "" {
		got["instalment"], want["instalment"] = next.TotalFen(), x.Instalment
		got["last"], want["last"] = v.Installments[len(v.Installments)-1].TotalFen(), x.Last
	}
	for name, text := range want {
		if got[name] != yuan(k.t, text) {
			k.t.Errorf("%s is %s, want %s", name, got[name].Text(), text)
		}
	}
	if next.DueOn != x.NextDue {
		k.t.Errorf("next due on %s, want %s", next.DueOn, x.NextDue)
	}
}

// charged is LN08 with one percent on principal that comes back early. On 30
// June 2020, three instalments paid, by hand:
//
//	principal                150,927.81
//	16 June to 30 June       150,927.81 × 4.85 % × 14 / 360 = 284.666… -> 284.67
//	charge                   150,927.81 × 1 % = 1,509.2781 -> 1,509.28
//	together                 152,721.76
func charged() kernel.LoanTerms {
	t := equal()
	t.PrepayPPM = 10_000
	return t
}

func TestEarlyRepaymentByHand(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(charged(), "2020-03-16")
		for range 3 {
			k.payNext(c)
		}
		k.day("2020-06-22")
		_, err := k.Prepay(lending(), Repayment{Contract: c.ID, ReceivedOn: "2020-06-22", AmountFen: 152_721_76, Number: "EARLY"})
		wants(t, err, "servicing.prepay.none")
		q, err := k.Settle(owning(), c.ID, "2020-06-30")
		must(t, err)
		if q.PrincipalFen != 150_927_81 || q.InterestFen != 284_67 || q.FeeFen != 1_509_28 || q.TotalFen != 152_721_76 || q.FromOn != "2020-06-16" || q.Fraction != "14/360" {
			t.Errorf("quoted %+v", q)
		}
		if k.contract(c.ID).Quote != nil {
			t.Error("asking what it costs has bound somebody")
		}
		_, err = k.AskPrepay(owning(), c.ID, "2020-06-30")
		must(t, err)
		k.day("2020-06-30")
		pay := func(on string, amount money.Fen) error {
			_, err := k.Prepay(lending(), Repayment{Contract: c.ID, ReceivedOn: on, AmountFen: amount, Number: "EARLY"})
			return err
		}
		wants(t, pay("2020-06-29", 152_721_76), "received_on: servicing.prepay.other_day")
		wants(t, pay("2020-06-30", 152_721_75), "amount: servicing.prepay.other_sum")
		free, _ := k.budget()
		must(t, pay("2020-06-30", 152_721_76))
		if now, _ := k.budget(); now-free != 152_721_76 {
			t.Errorf("the lender's funds rose by %s", (now - free).Text())
		}
		v := k.view(c)
		if v.Contract.State != Closed || v.Contract.BalanceFen != 0 || v.Contract.ClosedOn != "2020-06-30" || len(v.Installments) != 4 || !v.Installments[3].Settles {
			t.Errorf("closed as %+v", v.Contract)
		}
		if !strings.HasSuffix(strings.Join(k.town.events, " "), kernel.EventLoanClosed) {
			t.Errorf("events %v", k.town.events)
		}
		k.whole()
	})
}

func (k *kit) budget() (free, reserved money.Fen) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		free, reserved, err = k.Budget(ctx, tx, bank)
		return err
	}))
	return free, reserved
}

func (k *kit) held(kind, ref string) (sum money.Fen) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		sum, err = posting.Balance(ctx, tx, k.Book, bank, kind, ref)
		return err
	}))
	return sum
}

// The quote speaks of a day; whatever moves money before makes it void.
func TestQuoteIsVoidOnceMoneyMoved(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.funded(charged(), "2020-03-16")
		_, err := k.AskPrepay(owning(), c.ID, "2020-04-16")
		must(t, err)
		asked := k.contract(c.ID).Quote.TotalFen
		k.payNext(c)
		_, err = k.Prepay(lending(), Repayment{Contract: c.ID, ReceivedOn: "2020-04-16", AmountFen: asked, Number: "EARLY"})
		wants(t, err, "servicing.prepay.none")
		_, err = k.AskPrepay(owning(), c.ID, "2020-04-16")
		must(t, err)
		// 183,718.98 are left on the day; nothing has accrued; 1 % is 1,837.19
		if q := k.contract(c.ID).Quote; q.TotalFen != 185_556_17 {
			t.Errorf("quoted anew: %+v", q)
		}
		k.whole()
	})
}

func TestQuoteSaysWhatComesFirst(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(equal(), "2020-03-16")
	quote := func(on string) error { _, err := k.Settle(owning(), c.ID, on); return err }
	wants(t, quote("soon"), "on: servicing.date.form")
	wants(t, quote("2020-03-15"), "on: servicing.date.past")
	f := wants(t, quote("2020-04-17"), "servicing.prepay.due_first")
	if f.Args["no"] != 1 || f.Args["on"] != "2020-04-16" || f.Args["amount"] != money.Fen(17_116_30) {
		t.Errorf("it says %v", f.Args)
	}
	_, err := k.pay(c, 205_395_65) // all that would ever fall due, months ahead
	must(t, err)
	wants(t, quote("2020-03-20"), "servicing.prepay.covered")
}

// Disbursing: the day fixes the schedule, days off move the collection alone,
// the fee is taken at once, and a second payout is refused.
func TestDisbursement(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		terms := equal()
		terms.FeeFen = 300_00
		c := k.effective(terms)
		k.day("2020-03-18")
		out := func(on, ref string) error {
			_, err := k.Disburse(lending(), Disbursement{Contract: c.ID, ValueOn: on, Ref: ref})
			return err
		}
		wants(t, out("2020-03-19", "A"), "value_on: servicing.date.future")
		wants(t, out("2020-03-08", "A"), "value_on: servicing.disburse.early")
		wants(t, out("18/3", "A"), "value_on: servicing.date.form")
		wants(t, out("2020-03-18", " "), "ref: servicing.disburse.ref")
		before, reserved := k.budget()
		must(t, out("2020-03-18", "A"))
		wants(t, out("2020-03-18", "A"), "flow.wrong_turn")
		free, left := k.budget()
		if free-before != 300_00 || reserved-left != 200_000_00 || k.held(kernel.AccountPrincipal, c.ID) != 200_000_00 || k.held(kernel.AccountFees, "") != -300_00 {
			t.Errorf("funds %+d, reserved %+d", free-before, left-reserved)
		}
		rows := k.view(c).Installments
		// 18 April 2020 is a Saturday, the 20th a Monday; 18 February 2021 falls
		// on the first working day after Spring Festival.
		if rows[0].DueOn != "2020-04-18" || rows[0].CollectOn != "2020-04-20" || rows[0].Fraction != "31/360" || rows[10].DueOn != "2021-02-18" || rows[11].BalanceFen != 0 {
			t.Errorf("the schedule begins %+v", rows[0])
		}
		k.whole()
	})
}

// One hash goes through: accepted terms, signed file, engine input.
func TestTermsAreThoseThatWereSigned(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	a := k.agreement(equal())
	a.TermsHash = strings.Repeat("0", 64)
	err := k.DB.Write(owning(), func(ctx context.Context, tx db.Tx) error { _, err := k.Prepare(ctx, tx, a); return err })
	wants(t, err, "servicing.terms_differ")
	// printf of the canonical lines into sha256sum, outside of this program
	if got := equal().Hash(); got != "bce1f2c4446ae9bb89564df829495888fffb30af1f452fd70f2f7c9c54db4e64" {
		t.Errorf("terms hash %s", got)
	}
	c := k.effective(equal())
	must(t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE servicing_contract SET agreement = replace(agreement, '48500', '47500') WHERE id = $1`, c.ID)
		return err
	}))
	_, err = k.Disburse(lending(), Disbursement{Contract: c.ID, ValueOn: "2020-03-09", Ref: "A"})
	if !fault.Is(err, fault.Internal) && !strings.Contains(err.Error(), "not those that were signed") {
		t.Errorf("changed terms were paid out: %v", err)
	}
	if err := k.DB.Read(context.Background(), k.Check); err == nil || !strings.Contains(err.Error(), "terms hash") {
		t.Errorf("the check says %v", err)
	}
}

func TestReferencesHaveNoGaps(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	if a, b := k.prepared(equal()), k.prepared(equal()); a.Ref != "KG-C-2020-0001" || b.Ref != "KG-C-2020-0002" {
		t.Errorf("got %s and %s", a.Ref, b.Ref)
	}
}

// What an offer sets aside comes back when its contract ends unsigned.
func TestSteppingBackFreesTheCapacity(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		c := k.prepared(equal())
		if _, reserved := k.budget(); reserved != 200_000_00 {
			t.Errorf("reserved %s", reserved.Text())
		}
		_, err := k.StepBack(owning(), c.ID)
		must(t, err)
		if free, reserved := k.budget(); free != 20_000_000_00 || reserved != 0 {
			t.Errorf("free %s, reserved %s", free.Text(), reserved.Text())
		}
		err = k.DB.Write(owning(), func(ctx context.Context, tx db.Tx) error { return k.Reserve(ctx, tx, bank, "huge", 20_000_000_01) })
		if f := wants(t, err, "servicing.capacity.short"); f.Args["free"] != money.Fen(20_000_000_00) {
			t.Errorf("it says %v", f.Args)
		}
		k.whole()
	})
}

// Each planted mistake is found by the check.
func TestCheckFindsWhatDoesNotAgree(t *testing.T) {
	for name, plant := range map[string]string{
		"principal repaid and balance": `UPDATE servicing_contract SET balance_fen = balance_fen - 1`,
		"scheduled principal":          `UPDATE servicing_installment SET principal_fen = principal_fen + 1 WHERE no = 12`,
		"file hash":                    `UPDATE servicing_contract SET file = replace(file, '200,000.00', '100,000.00')`,
		"receipts and what":            `UPDATE servicing_receipt SET amount_fen = amount_fen + 1`,
		"unapplied":                    `UPDATE servicing_contract SET unapplied_fen = 7`,
		"instalments and receipts":     `UPDATE servicing_installment SET paid_interest_fen = paid_interest_fen - 1 WHERE no = 1`,
		"no. 1 is":                     `UPDATE servicing_installment SET penalty_base = 1 WHERE no = 1`,
		"penalty interest of":          `UPDATE servicing_installment SET paid_penalty_fen = 1 WHERE no = 1`,
		"interest income":              `UPDATE servicing_receipt SET interest_fen = interest_fen + 1, amount_fen = amount_fen + 1; UPDATE servicing_installment SET paid_interest_fen = paid_interest_fen + 1 WHERE no = 1`,
	} {
		t.Run(name, func(t *testing.T) {
			k := newKit(t, dbtest.SQLite(t))
			c := k.funded(equal(), "2020-03-16")
			k.payNext(c)
			k.whole()
			for one := range strings.SplitSeq(plant, ";") {
				must(t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error { _, err := tx.Exec(ctx, one); return err }))
			}
			if err := k.DB.Read(context.Background(), k.Check); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("the check says %v", err)
			}
		})
	}
}
