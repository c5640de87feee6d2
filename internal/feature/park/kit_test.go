package park

// A park of one's own for each test: a real database, the real policies, the
// real log, and people in their roles.

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
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
)

// monday is the business instant of the tests: 3 February 2020, 10:00.
var monday = time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC)

const operator = "park-1"

type kit struct {
	*Service
	t      *testing.T
	log    *auditlog.Log
	dir    *directory
	clock  *clock.Business
	serial int
}

// directory stands for the people and parties that another feature keeps.
type directory struct {
	parties map[string]PartyFacts
	made    int
}

func (d *directory) Party(_ context.Context, _ db.Tx, id string) (PartyFacts, error) {
	if p, ok := d.parties[id]; ok {
		return p, nil
	}
	return PartyFacts{}, fault.New(fault.NotFound, "fault.not_found")
}

func (d *directory) Establish(_ context.Context, _ db.Tx, p PartyFacts) (string, error) {
	d.made++
	p.ID = fmt.Sprintf("party-%d", d.made)
	d.parties[p.ID] = p
	return p.ID, nil
}

func (d *directory) People(_ context.Context, _ db.Tx, ids []string) (map[string]i18n.Text, error) {
	names := map[string]i18n.Text{}
	for _, x := range ids {
		names[x] = i18n.Text{Zh: "某人", En: "Somebody"}
	}
	return names, nil
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	business := clock.Standing(monday)
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), sources()...))
	text, err := os.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: "park", Text: text})
	must(t, err)
	skey, _, err := auditlog.NewKey(rand.Reader, "park.test/log")
	must(t, err)
	log, err := auditlog.New(auditlog.Config{DB: d, Key: skey, Policy: "1", Now: business.Now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	dir := &directory{parties: map[string]PartyFacts{}}
	return &kit{t: t, log: log, dir: dir, clock: business, Service: &Service{
		DB: d, Guard: guard, Audit: log, Parties: dir, Zone: zone, Now: business.Now, NewID: ids.Next,
	}}
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

func manager() context.Context { return as(operator, kernel.ParkOperator, kernel.ParkManager) }
func liaison() context.Context { return as(operator, kernel.ParkOperator, kernel.Liaison) }
func town() context.Context    { return as("town-1", kernel.TownOffice, kernel.TownLead) }
func officer() context.Context { return as("bank-1", kernel.Bank, kernel.Officer) }
func owner(enterprise string) context.Context {
	return as(enterprise, kernel.Enterprise, kernel.Owner)
}

// codes are valid credit codes of Fenghe Park, from its data.
var codes = []string{"919901010000010114", "9199010100000102XU", "91990101000001038U", "91990101000001046N", "91990101000001054H"}

func profile(code string) EnterpriseProfile {
	return EnterpriseProfile{
		NameZh: "澄川禾跃鞋业有限公司", NameEn: "Heyue Footwear Co., Ltd.", ShortZh: "禾跃鞋业", ShortEn: "Heyue Footwear",
		CreditCode: code, IndustryCode: "C19", IndustryNameZh: "制鞋业", IndustryNameEn: "Footwear", SizeClass: "small",
		Revenue2019Fen: 32_800_000_00, Joined: "2016-11-23", Stage: "graduated",
	}
}

func (k *kit) building(over ...func(*DescribeBuilding)) Building {
	k.t.Helper()
	k.serial++
	in := DescribeBuilding{Code: fmt.Sprintf("B%d", k.serial), NameZh: "1号厂房", NameEn: "Factory 1", Kind: "factory", Floors: 5, GrossAreaDM2: 1_200_000}
	for _, f := range over {
		f(&in)
	}
	b, err := k.DescribeBuilding(manager(), in)
	must(k.t, err)
	return b
}

func (k *kit) unit(b Building, over ...func(*DescribeUnit)) Unit {
	k.t.Helper()
	k.serial++
	in := DescribeUnit{Building: b.ID, Code: fmt.Sprintf("U%d", k.serial), Floor: 1, Use: "production", AreaDM2: 110_400, RentPerM2Fen: 16_00}
	for _, f := range over {
		f(&in)
	}
	u, err := k.DescribeUnit(manager(), in)
	must(k.t, err)
	return u
}

func (k *kit) tenant(code string) Enterprise {
	k.t.Helper()
	e, err := k.Register(manager(), RegisterEnterprise{EnterpriseProfile: profile(code)})
	must(k.t, err)
	return e
}

func lease(e Enterprise, from, to string, units ...Unit) SignLease {
	in := SignLease{Enterprise: e.ID, From: from, To: to, MonthlyRentFen: money.Fen(1_766_400 * max(1, len(units)))}
	for _, u := range units {
		in.Units = append(in.Units, u.ID)
	}
	return in
}

func (k *kit) sign(in SignLease) Lease {
	k.t.Helper()
	l, err := k.Sign(manager(), in)
	must(k.t, err)
	return l
}

// wants checks the fault that a use case answered: "field: key", or "key"
// alone where no input is named; "" for none.
func wants(t *testing.T, err error, want string) *fault.Fault {
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

// tenantNamed registers an enterprise with a credit code made for a number.
func (k *kit) tenantNamed(n int) Enterprise {
	k.t.Helper()
	return k.tenant(string(codeFor(k.t, n)))
}

// codeFor finds the check character of a made-up code.
func codeFor(t testing.TB, n int) kernel.CreditCode {
	t.Helper()
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for _, last := range alphabet {
		if code, err := kernel.ParseCreditCode(fmt.Sprintf("919901019%08d%c", n, last)); err == nil {
			return code
		}
	}
	t.Fatal("no check character fits")
	return ""
}

// sources are the migrations of a test's database.
func sources(more ...db.Source) []db.Source {
	return append([]db.Source{{Name: "id", Files: id.Files}, {Name: auditlog.Name, Files: auditlog.Files}, {Name: Name, Files: Files}}, more...)
}
