package organisation

// An organisation of one's own for each test: a real database, the real
// policies, the real log, identity and turns beside it.

import (
	"cmp"
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/event"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// monday is the business instant of the tests: 3 February 2020, 10:00.
var monday = time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC)

type notice struct{ person, key string }

type kit struct {
	*Service
	t      *testing.T
	log    *auditlog.Log
	keeper *flow.Keeper
	now    time.Time
	begun  []kernel.Begun
	told   []notice
}

func (k *kit) Begun(context.Context, db.Tx, string) ([]kernel.Begun, error) { return k.begun, nil }

func (k *kit) TellPerson(_ context.Context, _ db.Tx, person, key, _, _ string, _ map[string]any) error {
	k.told = append(k.told, notice{person, key})
	return nil
}

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	calendar, err := clock.NewCalendar(zone)
	must(t, err)
	k := &kit{t: t, now: monday}
	now := func() time.Time { return k.now }
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), db.Source{Name: "flow", Files: flow.Files}, db.Source{Name: auditlog.Name, Files: auditlog.Files},
		db.Source{Name: identity.Name, Files: identity.Files}, db.Source{Name: Name, Files: Files}))
	own, err := Files.ReadFile("policy.cedar")
	must(t, err)
	theirs, err := identity.Files.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: identity.Name, Text: theirs}, authz.Source{Feature: Name, Text: own})
	must(t, err)
	skey, _, err := auditlog.NewKey(rand.Reader, "park.test/log")
	must(t, err)
	k.log, err = auditlog.New(auditlog.Config{DB: d, Key: skey, Policy: "1", Now: now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	k.keeper = &flow.Keeper{Calendar: calendar, Now: now}
	people := &identity.Service{DB: d, Guard: guard, Audit: k.log, Events: event.New(nil), Zone: zone, Now: now, System: func() time.Time { return monday }, NewID: ids.Next, Random: rand.Reader, BaseURL: "http://localhost:8080", Demo: true}
	k.Service = &Service{DB: d, Guard: guard, Audit: k.log, Identity: people, Turns: k.keeper, Drafts: k, Notices: k, Now: now, NewID: ids.Next}
	people.Rights = k.Service
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

func (k *kit) party(ref string, kind kernel.PartyKind) identity.Party {
	k.t.Helper()
	p, err := k.Identity.Register(program(), identity.RegisterParty{Ref: ref, Kind: kind, NameZh: ref})
	must(k.t, err)
	return p
}

// somebody acts for a party; the program let them in.
type somebody struct {
	k      *kit
	person identity.Person
	first  identity.Membership
	token  string
}

func (k *kit) member(name string, p identity.Party, roles ...kernel.Role) somebody {
	k.t.Helper()
	x, err := k.Identity.Enrol(program(), identity.EnrolPerson{Ref: name, NameZh: name, SignIn: name + "@example.org"})
	must(k.t, err)
	m, err := k.Identity.Join(program(), identity.JoinParty{Person: x.ID, Party: p.ID, Roles: roles})
	must(k.t, err)
	token, err := k.Identity.Become(context.Background(), x.ID, "a browser")
	must(k.t, err)
	return somebody{k, x, m, token}
}

// actor is who the token lets in now.
func (s somebody) actor() (kernel.Actor, bool) {
	q := httptest.NewRequest(http.MethodGet, "/", nil)
	q.Header.Set("Authorization", "Bearer "+s.token)
	return s.k.Identity.Authenticate(q)
}

func (s somebody) ctx() context.Context {
	s.k.t.Helper()
	a, ok := s.actor()
	if !ok {
		s.k.t.Fatalf("%s is let in no more", s.person.Ref)
	}
	return kernel.With(context.Background(), a)
}

// sure is a context freshly confirmed for a grant.
func (s somebody) sure(g Grant) context.Context {
	s.k.t.Helper()
	must(s.k.t, s.k.Identity.Confirm(s.ctx(), identity.StepUp{Purpose: g.Purpose(), Demo: true}))
	return s.ctx()
}

// now is the membership that somebody has at present.
func (s somebody) now() identity.Membership {
	s.k.t.Helper()
	var all []identity.Membership
	must(s.k.t, s.k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = s.k.Identity.CurrentOf(ctx, tx, s.person.ID, s.k.Identity.Today())
		return err
	}))
	if len(all) != 1 {
		s.k.t.Fatalf("%s has %d memberships", s.person.Ref, len(all))
	}
	return all[0]
}

// asked is the newest grant of a party.
func (k *kit) asked(p identity.Party) Grant {
	k.t.Helper()
	var all []Grant
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = grantsOf(ctx, tx, p.ID)
		return err
	}))
	if len(all) == 0 {
		k.t.Fatal("nothing was asked")
	}
	return all[0]
}

// agrees wants the log and the tables to say the same.
func (k *kit) agrees() {
	k.t.Helper()
	report, err := k.log.Verify(context.Background(), append(Sources(), identity.Sources()...)...)
	must(k.t, err)
	if len(report.Differences) > 0 || report.Facts == 0 {
		k.t.Errorf("%d facts; the log disagrees: %v", report.Facts, report.Differences)
	}
}
