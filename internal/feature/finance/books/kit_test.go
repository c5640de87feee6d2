package books

// A ledger of one's own for each test: a real database, the real policies, the
// real log, and a bank with two loans whose money is moved by hand.

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
	"kaigong.example/kaigong/internal/record/ledger"
)

const (
	bank  = "bank-1"
	other = "bank-2"
	firm  = "firm-1"
)

type kit struct {
	*Service
	t      *testing.T
	log    *auditlog.Log
	clock  *clock.Business
	serial int
}

// town stands for the features around.
type town struct{}

func (town) Short(_ context.Context, _ db.Tx, id string) (i18n.Text, error) {
	return i18n.Text{Zh: id, En: id}, nil
}

func (town) PaidOut(_ context.Context, _ db.Tx, party string) ([]Loan, error) {
	return map[string][]Loan{bank: {{ID: "loan-1", Ref: "KG-1"}, {ID: "loan-2", Ref: "KG-2"}}, firm: {{ID: "loan-1", Ref: "KG-1"}}}[party], nil
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	business := clock.Standing(time.Date(2020, 6, 30, 2, 0, 0, 0, time.UTC))
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), db.Source{Name: auditlog.Name, Files: auditlog.Files}, db.Source{Name: ledger.Name, Files: ledger.Files}, db.Source{Name: Name, Files: Files}))
	text, err := Files.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: Name, Text: text})
	must(t, err)
	key, _, err := auditlog.NewKey(rand.Reader, "books.test/log")
	must(t, err)
	log, err := auditlog.New(auditlog.Config{DB: d, Key: key, Policy: "1", Now: business.Now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	return &kit{t: t, log: log, clock: business, Service: &Service{DB: d, Guard: guard, Audit: log, Book: ledger.Book{NewID: ids.Next, Now: business.Now}, Loans: town{}, Parties: town{}, Zone: zone, Now: business.Now, NewID: ids.Next, Random: rand.Reader}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as is a context of somebody in a role.
func as(party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return kernel.With(context.Background(), kernel.Actor{Person: "person-of-" + party, Party: party, Kind: kind, Roles: roles})
}

func approver() context.Context { return as(bank, kernel.Bank, kernel.Approver) }
func officer() context.Context  { return as(bank, kernel.Bank, kernel.PostLoan) }
func auditor() context.Context  { return as("audit", kernel.Auditor, kernel.Inspector) }
func owner() context.Context    { return as(firm, kernel.Enterprise, kernel.Owner) }

// part is a leg by kind of account.
type part struct {
	kind, ref string
	fen       money.Fen
}

// post moves money of a bank.
func (k *kit) post(party, kind, loan, on string, parts ...part) {
	k.t.Helper()
	k.serial++
	must(k.t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		t := ledger.Transfer{Business: fmt.Sprint(party, k.serial), Kind: kind, Case: loan, ValueOn: on, Note: fmt.Sprint("N-", k.serial)}
		for _, p := range parts {
			a, err := k.Book.Open(ctx, tx, ledger.Account{Party: party, Kind: p.kind, Ref: p.ref})
			if err != nil {
				return err
			}
			t.Legs = append(t.Legs, ledger.Leg{Account: a.ID, AmountFen: p.fen})
		}
		_, err := k.Book.Post(ctx, tx, t)
		return err
	}))
}

// story is two loans of one bank, in fen: the first is paid back in part, with
// interest, a surplus and a loss; the second is paid out alone.
func (k *kit) story() {
	k.post(bank, "funding", "", "2020-03-01", part{"funds", "", 1000}, part{"capital", "", -1000})
	k.post(bank, "disbursement", "loan-1", "2020-03-16", part{"loan_principal", "loan-1", 500}, part{"funds", "", -500 + 3}, part{"fee_income", "", -3})
	k.post(bank, "repayment", "loan-1", "2020-04-16", part{"funds", "", 60}, part{"loan_principal", "loan-1", -40}, part{"interest_income", "", -10}, part{"unapplied", "loan-1", -10})
	k.post(bank, "applied", "loan-1", "2020-05-16", part{"loan_principal", "loan-1", -8}, part{"penalty_income", "", -2}, part{"unapplied", "loan-1", 10})
	k.post(bank, "disbursement", "loan-2", "2020-05-20", part{"loan_principal", "loan-2", 300}, part{"funds", "", -300})
	k.post(bank, "write_off", "loan-1", "2020-06-02", part{"loan_principal", "loan-1", -452}, part{"loan_loss", "loan-1", 452})
	k.post(bank, "repayment", "loan-1", "2020-06-20", part{"funds", "", 7}, part{"recovery_income", "", -7})
	k.post(other, "funding", "", "2020-05-01", part{"funds", "", 5}, part{"capital", "", -5})
}

// wants checks the key of a fault, "" for none.
func wants(t testing.TB, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		f := fault.Of(err)
		if got = f.Key; len(f.Fields) > 0 {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
	}
	if got != want {
		t.Errorf("got %q, want %q (%v)", got, want, err)
	}
}
