// Package loantest makes a loan of one's own for each test of what loans live
// through: the whole program on a real database, with its clock at the day on
// which the test begins, and people in their roles.
package loantest

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Kit is the program with one borrower and one lender.
type Kit struct {
	*app.App
	T          testing.TB
	Firm, Bank string // a borrower and a lender
	Serial     int    // numbers receipts and offers
}

// deaf stands for the applications that would hear of a loan.
type deaf struct{}

func (deaf) Publish(context.Context, db.Tx, string, any) error { return nil }

func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// New opens the program on a day, at nine in the morning.
func New(t testing.TB, d *db.DB, on string) *Kit {
	t.Helper()
	zone, err := clock.Zone(app.ParkZone)
	Must(t, err)
	day, err := clock.ParseDate(on)
	Must(t, err)
	key, _, err := auditlog.NewKey(rand.Reader, "relief.test/log")
	Must(t, err)
	a, err := app.New(context.Background(), app.Config{
		DB: d, Business: clock.Standing(day.At(9, 0, zone)), System: time.Now, LogKey: key, CaseKey: make([]byte, 32), BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler),
	})
	Must(t, err)
	k := &Kit{App: a, T: t}
	a.Servicing.Events = deaf{} // there is no application behind these contracts
	Must(t, d.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) (err error) {
		for _, x := range []struct {
			id       *string
			zh, en   string
			industry string
		}{{&k.Firm, "川一模具", "Chuanyi Moulds", "C35"}, {&k.Bank, "汇民村镇银行", "Huimin Bank", ""}} {
			name := i18n.Text{Zh: x.zh, En: x.en}
			if *x.id, err = a.Identity.Establish(ctx, tx, identity.Party{Name: name, Short: name}); err != nil {
				return err
			}
		}
		return nil
	}))
	Must(t, a.Servicing.Fund(k.Approving(), 100_000_000_00, "budget"))
	return k
}

func (k *Kit) As(person, party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return kernel.With(context.Background(), kernel.Actor{Person: person, Party: party, Kind: kind, Roles: roles})
}

func (k *Kit) Owning() context.Context {
	return k.As("owner", k.Firm, kernel.Enterprise, kernel.Owner)
}
func (k *Kit) Clerking() context.Context {
	return k.As("clerk", k.Firm, kernel.Enterprise, kernel.FinanceClerk)
}
func (k *Kit) Lending() context.Context {
	return k.As("officer", k.Bank, kernel.Bank, kernel.Officer, kernel.PostLoan)
}
func (k *Kit) Approving() context.Context {
	return k.As("approver", k.Bank, kernel.Bank, kernel.Approver)
}

// Sure is the same actor after a fresh confirmation for a purpose.
func Sure(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// Day moves the business clock to ten in the morning of a date, and does what
// fell due on the way.
func (k *Kit) Day(on string) {
	k.T.Helper()
	d, err := clock.ParseDate(on)
	Must(k.T, err)
	Must(k.T, k.Business.Advance(d.At(10, 0, k.Calendar.Zone())))
	Must(k.T, k.Settle(context.Background()))
}

// Million is the reference loan of the domain: 1,000,000 yuan at 5 %, A360,
// twelve equal instalments.
func Million() kernel.LoanTerms {
	return kernel.LoanTerms{AmountFen: 1_000_000_00, RatePPM: 50_000, TermMonths: 12, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up", Security: "credit"}
}

// Funded is a contract that was signed and paid out today.
func (k *Kit) Funded(terms kernel.LoanTerms) string {
	k.T.Helper()
	k.Serial++
	offer, text := fmt.Sprintf("offer-%d", k.Serial), i18n.Text{Zh: "微企担保贷", En: "Guaranteed Micro Loan"}
	a := kernel.Agreement{
		Application: fmt.Sprintf("application-%d", k.Serial), ApplicationRef: fmt.Sprintf("KG-AP-2020-%04d", k.Serial), Offer: offer, Borrower: k.Firm, BorrowerName: i18n.Text{Zh: "川一模具", En: "Chuanyi Moulds"}, BorrowerCode: "919901010000010114",
		Lender: k.Bank, LenderName: i18n.Text{Zh: "汇民村镇银行", En: "Huimin Bank"}, Park: "park", ProductName: text, Purpose: text, Terms: terms, TermsHash: terms.Hash(), DraftedBy: "officer", AcceptedBy: "owner", AcceptedAt: k.Now(), RetainUntil: "2030-12-31",
	}
	id := ""
	Must(k.T, k.DB.Write(k.Owning(), func(ctx context.Context, tx db.Tx) (err error) {
		if err = k.Servicing.Reserve(ctx, tx, a.Lender, offer, terms.AmountFen); err == nil {
			id, err = k.Servicing.Prepare(ctx, tx, a)
		}
		return err
	}))
	file := k.Contract(id).FileHash
	_, err := k.Servicing.SignBorrower(Sure(k.Owning(), "sign:"+file), id)
	Must(k.T, err)
	_, err = k.Servicing.SignLender(Sure(k.Approving(), "sign:"+file), id)
	Must(k.T, err)
	_, err = k.Servicing.Disburse(k.Lending(), servicing.Disbursement{Contract: id, ValueOn: k.Today(), Ref: offer})
	Must(k.T, err)
	return id
}

func (k *Kit) Today() string { return clock.DateOf(k.Now(), k.Calendar.Zone()).String() }

func (k *Kit) Loan(contract string) servicing.View {
	k.T.Helper()
	v, err := k.Servicing.View(k.Lending(), contract)
	Must(k.T, err)
	return v
}

func (k *Kit) Contract(id string) servicing.Contract { return k.Loan(id).Contract }

// Pay books money that came in today.
func (k *Kit) Pay(contract string, amount money.Fen) {
	k.T.Helper()
	k.Serial++
	_, err := k.Servicing.Repay(k.Lending(), servicing.Repayment{Contract: contract, ReceivedOn: k.Today(), AmountFen: amount, Number: fmt.Sprintf("RC-%d", k.Serial)})
	Must(k.T, err)
}

// PayUntil pays every instalment on its due date, up to a day and with it.
func (k *Kit) PayUntil(contract, on string) {
	k.T.Helper()
	for {
		next, ok := k.Loan(contract).Next()
		if !ok || next.DueOn > on {
			break
		}
		k.Day(next.DueOn)
		k.Pay(contract, next.OpenFen())
	}
	if on > k.Today() {
		k.Day(on)
	}
}

// Whole checks the books against each other, and the log against the tables.
func (k *Kit) Whole() {
	k.T.Helper()
	_, err := k.Audit.Sequence(context.Background())
	Must(k.T, err)
	r, err := k.Verify(context.Background())
	Must(k.T, err)
	for _, x := range r.Differences {
		k.T.Error(x)
	}
}

// Wants checks the fault that a use case answered: "field: key", or "key" alone
// where no input is named; "" for none.
func Wants(t testing.TB, err error, want string) *fault.Fault {
	t.Helper()
	got, f := "", &fault.Fault{}
	if err != nil {
		f = fault.Of(err)
		got = f.Key
		if f.Kind == fault.Internal {
			t.Fatalf("an internal error: %v", errors.Unwrap(err))
		}
		if len(f.Fields) > 0 && f.Kind == fault.Invalid {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
	}
	if got != want {
		t.Errorf("got %q, want %q", cmp.Or(got, "no fault"), cmp.Or(want, "no fault"))
	}
	return f
}
