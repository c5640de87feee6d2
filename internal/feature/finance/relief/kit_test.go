package relief_test

// A loan of one's own for each test: the whole program on a real database, with
// its clock at the day on which the test begins, and people in their roles.

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
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

type kit struct {
	*app.App
	t          testing.TB
	firm, bank string
	serial     int
}

// deaf stands for the applications that would hear of a loan.
type deaf struct{}

func (deaf) Publish(context.Context, db.Tx, string, any) error { return nil }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newKit opens the program on a day, at nine in the morning.
func newKit(t testing.TB, d *db.DB, on string) *kit {
	t.Helper()
	zone, err := clock.Zone(app.ParkZone)
	must(t, err)
	day, err := clock.ParseDate(on)
	must(t, err)
	key, _, err := auditlog.NewKey(rand.Reader, "relief.test/log")
	must(t, err)
	a, err := app.New(context.Background(), app.Config{
		DB: d, Business: clock.Standing(day.At(9, 0, zone)), System: time.Now, LogKey: key, CaseKey: make([]byte, 32), BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler),
	})
	must(t, err)
	k := &kit{App: a, t: t}
	a.Servicing.Events = deaf{} // there is no application behind these contracts
	must(t, d.Write(kernel.With(context.Background(), kernel.Program()), func(ctx context.Context, tx db.Tx) (err error) {
		for _, x := range []struct {
			id       *string
			zh, en   string
			industry string
		}{{&k.firm, "川一模具", "Chuanyi Moulds", "C35"}, {&k.bank, "汇民村镇银行", "Huimin Bank", ""}} {
			name := i18n.Text{Zh: x.zh, En: x.en}
			if *x.id, err = a.Identity.Establish(ctx, tx, identity.Party{Name: name, Short: name}); err != nil {
				return err
			}
		}
		return nil
	}))
	must(t, a.Servicing.Fund(k.approving(), 100_000_000_00, "budget"))
	return k
}

func (k *kit) as(person, party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return kernel.With(context.Background(), kernel.Actor{Person: person, Party: party, Kind: kind, Roles: roles})
}

func (k *kit) owning() context.Context {
	return k.as("owner", k.firm, kernel.Enterprise, kernel.Owner)
}
func (k *kit) clerking() context.Context {
	return k.as("clerk", k.firm, kernel.Enterprise, kernel.FinanceClerk)
}
func (k *kit) lending() context.Context {
	return k.as("officer", k.bank, kernel.Bank, kernel.Officer, kernel.PostLoan)
}
func (k *kit) approving() context.Context {
	return k.as("approver", k.bank, kernel.Bank, kernel.Approver)
}

// sure is the same actor after a fresh confirmation for a purpose.
func sure(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// day moves the business clock to ten in the morning of a date, and does what
// fell due on the way.
func (k *kit) day(on string) {
	k.t.Helper()
	d, err := clock.ParseDate(on)
	must(k.t, err)
	must(k.t, k.Business.Advance(d.At(10, 0, k.Calendar.Zone())))
	must(k.t, k.Settle(context.Background()))
}

// million is the reference loan of the domain: 1,000,000 yuan at 5 %, A360,
// twelve equal instalments.
func million() kernel.LoanTerms {
	return kernel.LoanTerms{AmountFen: 1_000_000_00, RatePPM: 50_000, TermMonths: 12, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up", Security: "credit"}
}

// funded is a contract that was signed and paid out today.
func (k *kit) funded(terms kernel.LoanTerms) string {
	k.t.Helper()
	k.serial++
	offer, text := fmt.Sprintf("offer-%d", k.serial), i18n.Text{Zh: "微企担保贷", En: "Guaranteed Micro Loan"}
	a := kernel.Agreement{
		Application: fmt.Sprintf("application-%d", k.serial), ApplicationRef: fmt.Sprintf("KG-AP-2020-%04d", k.serial), Offer: offer, Borrower: k.firm, BorrowerName: i18n.Text{Zh: "川一模具", En: "Chuanyi Moulds"}, BorrowerCode: "919901010000010114",
		Lender: k.bank, LenderName: i18n.Text{Zh: "汇民村镇银行", En: "Huimin Bank"}, Park: "park", ProductName: text, Purpose: text, Terms: terms, TermsHash: terms.Hash(), DraftedBy: "officer", AcceptedBy: "owner", AcceptedAt: k.Now(), RetainUntil: "2030-12-31",
	}
	id := ""
	must(k.t, k.DB.Write(k.owning(), func(ctx context.Context, tx db.Tx) (err error) {
		if err = k.Servicing.Reserve(ctx, tx, a.Lender, offer, terms.AmountFen); err == nil {
			id, err = k.Servicing.Prepare(ctx, tx, a)
		}
		return err
	}))
	file := k.contract(id).FileHash
	_, err := k.Servicing.SignBorrower(sure(k.owning(), "sign:"+file), id)
	must(k.t, err)
	_, err = k.Servicing.SignLender(sure(k.approving(), "sign:"+file), id)
	must(k.t, err)
	_, err = k.Servicing.Disburse(k.lending(), servicing.Disbursement{Contract: id, ValueOn: k.today(), Ref: offer})
	must(k.t, err)
	return id
}

func (k *kit) today() string { return clock.DateOf(k.Now(), k.Calendar.Zone()).String() }

func (k *kit) loan(contract string) servicing.View {
	k.t.Helper()
	v, err := k.Servicing.View(k.lending(), contract)
	must(k.t, err)
	return v
}

func (k *kit) contract(id string) servicing.Contract { return k.loan(id).Contract }

// pay books money that came in today.
func (k *kit) pay(contract string, amount money.Fen) {
	k.t.Helper()
	k.serial++
	_, err := k.Servicing.Repay(k.lending(), servicing.Repayment{Contract: contract, ReceivedOn: k.today(), AmountFen: amount, Number: fmt.Sprintf("RC-%d", k.serial)})
	must(k.t, err)
}

// payUntil pays every instalment on its due date, up to a day and with it.
func (k *kit) payUntil(contract, on string) {
	k.t.Helper()
	for {
		next, ok := k.loan(contract).Next()
		if !ok || next.DueOn > on {
			break
		}
		k.day(next.DueOn)
		k.pay(contract, next.OpenFen())
	}
	if on > k.today() {
		k.day(on)
	}
}

// asked is a case that the borrower began today.
func (k *kit) asked(contract string, in relief.Ask) relief.Case {
	k.t.Helper()
	in.Reason = cmp.Or(in.Reason, "停工 / work has stopped")
	in.Kind = cmp.Or(in.Kind, "defer_all")
	in.Until = cmp.Or(in.Until, clock.DateOf(k.Now(), k.Calendar.Zone()).AddMonths(3).String())
	c, err := k.Relief.Ask(k.clerking(), contract, in)
	must(k.t, err)
	return c
}

func (k *kit) proposed(c relief.Case, in relief.Propose) relief.Proposal {
	k.t.Helper()
	_, err := k.Relief.Propose(k.lending(), c.ID, in)
	must(k.t, err)
	return k.table(c)
}

// table is the proposal on the table of a case.
func (k *kit) table(c relief.Case) relief.Proposal {
	k.t.Helper()
	p, ok := k.view(c).OnTable()
	if !ok {
		k.t.Fatal("nothing is on the table")
	}
	return p
}

func (k *kit) view(c relief.Case) relief.View {
	k.t.Helper()
	v, err := k.Relief.View(k.lending(), c.ID)
	must(k.t, err)
	return v
}

// granted takes a proposal through both confirmations.
func (k *kit) granted(c relief.Case, p relief.Proposal) relief.Case {
	k.t.Helper()
	_, err := k.Relief.Agree(sure(k.owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(k.t, err)
	c, err = k.Relief.Approve(sure(k.approving(), "approve:"+p.Hash), c.ID, p.Hash)
	must(k.t, err)
	return c
}

// whole checks the books against each other, and the log against the tables.
func (k *kit) whole() {
	k.t.Helper()
	_, err := k.Audit.Sequence(context.Background())
	must(k.t, err)
	r, err := k.Verify(context.Background())
	must(k.t, err)
	for _, x := range r.Differences {
		k.t.Error(x)
	}
}

// wants checks the fault that a use case answered: "field: key", or "key" alone
// where no input is named; "" for none.
func wants(t testing.TB, err error, want string) *fault.Fault {
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

// prepaid is what ends a loan early.
func prepaid(contract, on string, amount money.Fen) servicing.Repayment {
	return servicing.Repayment{Contract: contract, ReceivedOn: on, AmountFen: amount, Number: "END"}
}
