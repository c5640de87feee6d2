package catalogue

// An alliance of one's own for each test: a real database, the real policies,
// the real log, and two banks with their people.

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
)

type kit struct {
	*Service
	t     *testing.T
	log   *auditlog.Log
	clock *clock.Business
}

// directory stands for the organisations that another feature keeps.
type directory map[string]kernel.PartyKind

func (d directory) Party(_ context.Context, _ db.Tx, id string) (PartyFacts, error) {
	if kind, ok := d[id]; ok {
		return PartyFacts{Kind: kind, Short: i18n.Text{Zh: id, En: id}}, nil
	}
	return PartyFacts{}, fault.New(fault.NotFound, "fault.not_found")
}

// applicants stands for what another feature knows.
type applicants struct{}

func (applicants) Applicant(context.Context, db.Tx, string) (kernel.Applicant, error) {
	return firm, nil
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	business := clock.Standing(time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC))
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), db.Source{Name: auditlog.Name, Files: auditlog.Files}, db.Source{Name: Name, Files: Files}))
	text, err := Files.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: Name, Text: text})
	must(t, err)
	skey, _, err := auditlog.NewKey(rand.Reader, "catalogue.test/log")
	must(t, err)
	log, err := auditlog.New(auditlog.Config{DB: d, Key: skey, Policy: "1", Now: business.Now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	known := directory{"bank-1": kernel.Bank, "bank-2": kernel.Bank, "surety": kernel.Guarantor}
	return &kit{t: t, log: log, clock: business, Service: &Service{DB: d, Guard: guard, Audit: log, Parties: known, Applicants: applicants{}, NewID: ids.Next}}
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

func approver(bank string) context.Context { return as(bank, kernel.Bank, kernel.Approver) }

// loan is a description that passes.
func loan() DefineProduct {
	return DefineProduct{Code: "L1", NameZh: "周转贷", NameEn: "Turnover Loan", PurposeZh: "周转", PurposeEn: "turnover", Security: "credit", MaxFen: 500_000_00,
		Terms: []int{6, 12}, RatePPM: 45_000, Repayment: kernel.Bullet, DayCount: "A360", Rounding: "half_up"}
}

// define is a product on sale.
func (k *kit) define(bank string, change func(*DefineProduct)) Product {
	k.t.Helper()
	in := loan()
	change(&in)
	p, err := k.Define(approver(bank), in)
	must(k.t, err)
	return p
}
