package identity

// An organisation of one's own for each test: a real database, the real
// policies, the real log, and clocks that the test moves.

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const (
	goodPassword = "lotus-ferry-29"
	here         = "192.0.2.7" // where the tests' people sit
	newcomer     = "新人"        // the name of everybody, also of who is invited
)

// monday is the business instant of the tests: 3 February 2020, 10:00.
var monday = time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC)

type published struct {
	name    string
	payload any
}

// heldBack notes the rights that were held back for a second person.
type heldBack []Asked

func (a *heldBack) Ask(_ context.Context, _ db.Tx, x Asked) error {
	*a = append(*a, x)
	return nil
}

type kit struct {
	*Service
	held        heldBack
	t           *testing.T
	log         *auditlog.Log
	now, system time.Time // business and machine
	events      []published
}

// Publish notes what the feature told the others.
func (k *kit) Publish(_ context.Context, _ db.Tx, name string, payload any) error {
	k.events = append(k.events, published{name, payload})
	return nil
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	k := &kit{t: t, now: monday, system: time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC)}
	now := func() time.Time { return k.now }
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), db.Source{Name: "id", Files: id.Files}, db.Source{Name: auditlog.Name, Files: auditlog.Files}, db.Source{Name: Name, Files: Files}))
	text, err := os.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: Name, Text: text})
	must(t, err)
	skey, _, err := auditlog.NewKey(rand.Reader, "park.test/log")
	must(t, err)
	k.log, err = auditlog.New(auditlog.Config{DB: d, Key: skey, Policy: "1", Now: now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	k.Service = &Service{DB: d, Guard: guard, Audit: k.log, Events: k, Zone: zone, Now: now, System: func() time.Time { return k.system },
		NewID: ids.Next, Random: rand.Reader, BaseURL: "http://localhost:8080", Rights: &k.held}
	return k
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants checks the fault that a use case answered: "field: key", or "key"
// alone where no input is named; "" for none.
func wants(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		f := fault.Of(err)
		if got = f.Key; len(f.Fields) > 0 {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
		if f.Kind == fault.Internal {
			t.Errorf("an internal error: %v", err)
		}
	}
	if got != want {
		t.Errorf("got %q, want %q", cmp.Or(got, "no fault"), cmp.Or(want, "no fault"))
	}
}

func program() context.Context { return kernel.With(context.Background(), kernel.Program()) }

func (k *kit) party(ref string, kind kernel.PartyKind) Party {
	k.t.Helper()
	p, err := k.Register(program(), RegisterParty{Ref: ref, Kind: kind, NameZh: "禾跃鞋业", NameEn: "Heyue Footwear"})
	must(k.t, err)
	return p
}

// member is somebody with an account, acting for a party.
func (k *kit) member(name string, p Party, roles ...kernel.Role) (Person, Membership) {
	k.t.Helper()
	x, err := k.Enrol(program(), EnrolPerson{Ref: name, NameZh: newcomer, NameEn: "Newcomer", SignIn: name + "@example.org"})
	must(k.t, err)
	m, err := k.Join(program(), JoinParty{Person: x.ID, Party: p.ID, Roles: roles})
	must(k.t, err)
	return x, m
}

// password gives somebody the good password.
func (k *kit) password(p Person) Person {
	k.t.Helper()
	hash, err := k.hashPassword(goodPassword)
	must(k.t, err)
	must(k.t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error { return k.setPassword(ctx, tx, p.ID, hash) }))
	return p
}

// enter opens a session without asking for anything.
func (k *kit) enter(p Person) (token string) {
	k.t.Helper()
	must(k.t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) (err error) {
		token, err = k.beginAny(ctx, tx, p.ID, "a browser")
		return err
	}))
	return token
}

// seen is the actor that a browser with a token is.
func (k *kit) seen(token string) (kernel.Actor, bool) {
	q := httptest.NewRequest(http.MethodGet, "/", nil)
	q.AddCookie(&http.Cookie{Name: "kaigong", Value: token})
	return k.Authenticate(q)
}

// as is the context of a browser with a token.
func (k *kit) as(token string) context.Context {
	k.t.Helper()
	a, ok := k.seen(token)
	if !ok {
		k.t.Fatal("the token lets nobody in")
	}
	return kernel.With(context.Background(), a)
}

func countWhere(k *kit, query string, args ...any) (n int64, err error) {
	err = k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		n, err = db.Count(ctx, tx, query, args...)
		return err
	})
	return n, err
}

func mustDate(t *testing.T, text string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(text)
	must(t, err)
	return d
}
