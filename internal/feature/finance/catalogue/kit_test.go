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
	"kaigong.example/kaigong/internal/platform/flow"
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
		return PartyFacts{ID: id, Kind: kind, Short: i18n.Text{Zh: id, En: id}}, nil
	}
	return PartyFacts{}, fault.New(fault.NotFound, "fault.not_found")
}

func (d directory) Guarantors(context.Context, db.Tx) ([]PartyFacts, error) {
	return []PartyFacts{{ID: "surety", Kind: kernel.Guarantor, Short: i18n.Text{Zh: "surety", En: "surety"}}}, nil
}

func (d directory) People(_ context.Context, _ db.Tx, ids []string) (map[string]i18n.Text, error) {
	names := map[string]i18n.Text{}
	for _, id := range ids {
		names[id] = i18n.Text{Zh: id, En: id}
	}
	return names, nil
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
	must(t, d.Migrate(context.Background(), db.Source{Name: "flow", Files: flow.Files}, db.Source{Name: auditlog.Name, Files: auditlog.Files}, db.Source{Name: Name, Files: Files}))
	text, err := Files.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: Name, Text: text})
	must(t, err)
	skey, _, err := auditlog.NewKey(rand.Reader, "catalogue.test/log")
	must(t, err)
	log, err := auditlog.New(auditlog.Config{DB: d, Key: skey, Policy: "1", Now: business.Now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	calendar, err := clock.NewCalendar(zone)
	must(t, err)
	keeper := &flow.Keeper{Calendar: calendar, Now: business.Now}
	known := directory{"bank-1": kernel.Bank, "bank-2": kernel.Bank, "surety": kernel.Guarantor}
	return &kit{t: t, log: log, clock: business, Service: &Service{DB: d, Guard: guard, Keeper: keeper, Audit: log, Parties: known, Applicants: applicants{}, Alliance: allMembers{}, Zone: zone, Now: business.Now, NewID: ids.Next}}
}

// allMembers is an alliance that nobody leaves.
type allMembers struct{}

func (allMembers) Member(context.Context, db.Tx, string) (member, invites bool, err error) {
	return true, true, nil
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as is a context of somebody in a role.
func as(party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return by("person-of-"+party, party, kind, roles...)
}

// by is a context of a person by name.
func by(person, party string, kind kernel.PartyKind, roles ...kernel.Role) context.Context {
	return kernel.With(context.Background(), kernel.Actor{Person: person, Party: party, Kind: kind, Roles: roles})
}

func drafter(bank string) context.Context {
	return by("maker-of-"+bank, bank, kernel.Bank, kernel.Officer)
}

func approver(bank string) context.Context {
	return by("approver-of-"+bank, bank, kernel.Bank, kernel.Approver)
}

// loan is a description that passes.
func loan() DraftProduct {
	return DraftProduct{Code: "L1", NameZh: "周转贷", NameEn: "Turnover Loan", PurposeZh: "周转", PurposeEn: "turnover", Security: "credit", MaxFen: 500_000_00,
		Terms: []int{6, 12}, RatePPM: 45_000, Repayment: kernel.Bullet, DayCount: "A360", Rounding: "half_up"}
}

// sell is a product on sale from today on: new, or changed where the bank has
// one under its code.
func (k *kit) sell(bank string, change func(*DraftProduct)) Version {
	k.t.Helper()
	v := k.drafted(bank, change)
	v, err := k.Approve(approver(bank), v.Product.ID, v.Product.Version, ApproveVersion{ValidFrom: k.today().String()})
	must(k.t, err)
	return v
}

// drafted is a product that waits for approval.
func (k *kit) drafted(bank string, change func(*DraftProduct)) (v Version) {
	k.t.Helper()
	in := loan()
	change(&in)
	shelf, err := k.Shelf(drafter(bank))
	must(k.t, err)
	for _, x := range shelf {
		if x.Product.Code == in.Code {
			v, err = k.Revise(drafter(bank), x.Product.ID, in)
			must(k.t, err)
			return v
		}
	}
	v, err = k.Introduce(drafter(bank), in)
	must(k.t, err)
	return v
}

// same changes nothing.
func same(*DraftProduct) {}

// later lets days pass.
func (k *kit) later(days int) {
	k.t.Helper()
	must(k.t, k.clock.Advance(k.Now().AddDate(0, 0, days)))
}
