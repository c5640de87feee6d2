package servicing

// A loan of one's own for each test: a real database, the real policies, the
// real log and ledger, and people in their roles.

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/conversation"
	"kaigong.example/kaigong/internal/record/ledger"
)

const (
	firm = "firm-1"
	bank = "bank-1"
	host = "park-1"
	town = "town-1"
)

// start is where the business clock of a test begins.
var start = clock.Date{Year: 2020, Month: time.March, Day: 9}

type kit struct {
	*Service
	t      *testing.T
	log    *auditlog.Log
	clock  *clock.Business
	town   *bystanders
	serial int
}

// bystanders stands for the features around: names, notices, events.
type bystanders struct {
	mu     sync.Mutex
	told   []string
	events []string
	open   string // the first day of a month that is not closed
}

func (*bystanders) Short(_ context.Context, _ db.Tx, party string) (i18n.Text, error) {
	return map[string]i18n.Text{firm: {Zh: "禾跃鞋业", En: "Heyue Footwear"}, bank: {Zh: "汇民村镇银行", En: "Huimin Bank"}}[party], nil
}

func (*bystanders) People(_ context.Context, _ db.Tx, ids []string) (map[string]i18n.Text, error) {
	names := map[string]i18n.Text{}
	for _, x := range ids {
		names[x] = i18n.Text{Zh: "经办" + x, En: "Clerk " + x}
	}
	return names, nil
}

func (b *bystanders) Tell(_ context.Context, _ db.Tx, party string, role kernel.Role, key, _, _ string, _ map[string]any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.told = append(b.told, party+" "+string(role)+" "+key)
	return nil
}

func (b *bystanders) OpenFrom(context.Context, db.Tx, string) (string, error) { return b.open, nil }

func (b *bystanders) Class(context.Context, db.Tx, string) (class, why string, err error) {
	return "", "", nil
}

func (b *bystanders) Publish(_ context.Context, _ db.Tx, event string, _ any) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, event)
	return nil
}

// sources are the migrations of a test's database.
func sources() []db.Source {
	return []db.Source{{Name: "id", Files: id.Files}, {Name: "flow", Files: flow.Files}, {Name: auditlog.Name, Files: auditlog.Files}, {Name: ledger.Name, Files: ledger.Files}, {Name: conversation.Name, Files: conversation.Files}, {Name: Name, Files: files}}
}

func policies(t testing.TB) *authz.Guard {
	t.Helper()
	text, err := os.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: Name, Text: text})
	must(t, err)
	return guard
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	calendar, err := clock.NewCalendar(zone)
	must(t, err)
	business := clock.Standing(start.At(9, 0, zone))
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), sources()...))
	key, _, err := auditlog.NewKey(rand.Reader, "servicing.test/log")
	must(t, err)
	log, err := auditlog.New(auditlog.Config{DB: d, Key: key, Policy: "1", Now: business.Now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	around := &bystanders{}
	k := &kit{t: t, log: log, clock: business, town: around, Service: &Service{
		DB: d, Guard: policies(t), Keeper: &flow.Keeper{Calendar: calendar, Now: business.Now}, Audit: log, Book: ledger.Book{NewID: ids.Next, Now: business.Now},
		Parties: around, Notices: around, Months: around, Classes: around, Events: around, Calendar: calendar, Now: business.Now, NewID: ids.Next,
	}}
	must(t, k.Fund(approving(), 20_000_000_00, "budget 2020"))
	return k
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as is a context of somebody in a role.
func as(person, party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return kernel.With(context.Background(), kernel.Actor{Person: person, Party: party, Kind: kind, Roles: roles})
}

func owning() context.Context { return as("owner", firm, kernel.Enterprise, kernel.Owner) }
func clerking() context.Context {
	return as("clerk", firm, kernel.Enterprise, kernel.FinanceClerk)
}
func lending() context.Context {
	return as("officer", bank, kernel.Bank, kernel.Officer, kernel.PostLoan)
}
func approving() context.Context { return as("approver", bank, kernel.Bank, kernel.Approver) }
func overseeing() context.Context {
	return as("town", town, kernel.TownOffice, kernel.TownLead)
}
func liaising() context.Context {
	return as("liaison", host, kernel.ParkOperator, kernel.Liaison)
}

// sure is the same actor after a fresh confirmation for a purpose.
func sure(ctx context.Context, purpose string) context.Context {
	who := kernel.From(ctx)
	who.SteppedUp, who.StepUpFor = true, purpose
	return kernel.With(ctx, who)
}

// day moves the business clock to 10:00 of a civil date.
func (k *kit) day(on string) {
	k.t.Helper()
	d, err := clock.ParseDate(on)
	must(k.t, err)
	must(k.t, k.clock.Advance(d.At(10, 0, k.Calendar.Zone())))
}

// equal is a loan of 200,000 yuan in equal instalments, LN08 of Fenghe Park.
func equal() kernel.LoanTerms {
	return kernel.LoanTerms{AmountFen: 200_000_00, RatePPM: 48_500, TermMonths: 12, Repayment: kernel.EqualInstalment, DayCount: "A360", Rounding: "half_up", Security: "credit"}
}

func (k *kit) agreement(terms kernel.LoanTerms) kernel.Agreement {
	k.serial++
	return kernel.Agreement{
		Application: fmt.Sprintf("application-%d", k.serial), ApplicationRef: fmt.Sprintf("KG-AP-2020-%04d", k.serial), Offer: fmt.Sprintf("offer-%d", k.serial),
		Borrower: firm, BorrowerName: i18n.Text{Zh: "澄川禾跃鞋业有限公司", En: "Heyue Footwear Co., Ltd."}, BorrowerCode: "919901010000010114",
		Lender: bank, LenderName: i18n.Text{Zh: "澄川汇民村镇银行", En: "Huimin Rural Bank"}, Park: host,
		ProductName: i18n.Text{Zh: "先锋信用贷", En: "Pioneer Credit Loan"}, Purpose: i18n.Text{Zh: "购买皮料", En: "buying leather"},
		Terms: terms, TermsHash: terms.Hash(), DraftedBy: "officer", AcceptedBy: "owner", AcceptedAt: k.Now(), RetainUntil: "2030-12-31",
	}
}

// prepared is a contract that nobody has signed.
func (k *kit) prepared(terms kernel.LoanTerms) Contract {
	k.t.Helper()
	a := k.agreement(terms)
	var made string
	must(k.t, k.DB.Write(owning(), func(ctx context.Context, tx db.Tx) (err error) {
		if err = k.Reserve(ctx, tx, a.Lender, a.Offer, a.Terms.AmountFen); err != nil {
			return err
		}
		made, err = k.Prepare(ctx, tx, a)
		return err
	}))
	return k.contract(made)
}

func (k *kit) contract(id string) (c Contract) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		c, err = loanbook.ByID(ctx, tx, id)
		return err
	}))
	return c
}

// effective is a contract that both have signed.
func (k *kit) effective(terms kernel.LoanTerms) Contract {
	k.t.Helper()
	c := k.prepared(terms)
	_, err := k.SignBorrower(sure(owning(), "sign:"+c.FileHash), c.ID)
	must(k.t, err)
	c, err = k.SignLender(sure(approving(), "sign:"+c.FileHash), c.ID)
	must(k.t, err)
	return c
}

// funded is a contract that was paid out on a day.
func (k *kit) funded(terms kernel.LoanTerms, on string) Contract {
	k.t.Helper()
	c := k.effective(terms)
	k.day(on)
	c, err := k.Disburse(lending(), Disbursement{Contract: c.ID, ValueOn: on, Ref: "OUT-1"})
	must(k.t, err)
	return c
}

// pay books a receipt that came in today.
func (k *kit) pay(c Contract, amount money.Fen) (Receipt, error) {
	k.serial++
	return k.Repay(lending(), Repayment{Contract: c.ID, ReceivedOn: k.today().String(), AmountFen: amount, Number: fmt.Sprintf("RC-%d", k.serial)})
}

// payNext books the next instalment on its due date.
func (k *kit) payNext(c Contract) Receipt {
	k.t.Helper()
	next, ok := k.view(c).Next()
	if !ok {
		k.t.Fatal("nothing is left to pay")
	}
	k.day(next.DueOn)
	r, err := k.pay(c, next.OpenFen())
	must(k.t, err)
	return r
}

// foreseen are the rows of a contract as they would stand on a day.
func (k *kit) foreseen(c Contract, on string) (rows []Installment) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		f, err := loanbook.FactsOn(ctx, tx, &c)
		if err != nil {
			return err
		}
		st, err := k.at(f, on)
		rows = loanbook.Rows(st)
		return err
	}))
	return rows
}

func (k *kit) view(c Contract) View {
	k.t.Helper()
	v, err := k.View(lending(), c.ID)
	must(k.t, err)
	return v
}

// whole checks the books against each other, and the log against the tables.
func (k *kit) whole() {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), k.Check))
	_, err := k.log.Sequence(context.Background())
	must(k.t, err)
	r, err := k.log.Verify(context.Background(), Sources()...)
	must(k.t, err)
	for _, x := range r.Differences {
		k.t.Error(x)
	}
}

// wants checks the fault that a use case answered: "field: key", or "key"
// alone where no input is named; "" for none.
func wants(t testing.TB, err error, want string) *fault.Fault {
	t.Helper()
	got, f := "", &fault.Fault{}
	if err != nil {
		f = fault.Of(err)
		got = f.Key
		if f.Kind == fault.Internal {
			t.Fatalf("an internal error: %v", errors.Unwrap(err))
		}
		if len(f.Fields) > 0 {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
	}
	if got != want {
		t.Errorf("got %q, want %q", cmp.Or(got, "no fault"), cmp.Or(want, "no fault"))
	}
	return f
}
