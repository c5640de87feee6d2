package recovery

// Organisations of one's own for each test: a real database, the real
// policies, the real log, and identity beside it.

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
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// monday is the business instant of the tests: 3 February 2020, 10:00.
var monday = time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC)

type notice struct{ person, key string }

type kit struct {
	*Service
	t    *testing.T
	log  *auditlog.Log
	now  time.Time
	told []notice
}

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
	must(t, d.Migrate(context.Background(), db.Source{Name: auditlog.Name, Files: auditlog.Files},
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
	people := &identity.Service{DB: d, Guard: guard, Audit: k.log, Events: event.New(nil), Zone: zone, Now: now, System: func() time.Time { return monday }, NewID: ids.Next, Random: rand.Reader, BaseURL: "http://localhost:8080", Demo: true}
	k.Service = &Service{DB: d, Guard: guard, Audit: k.log, Identity: people, Calendar: calendar, Notices: k, Now: now, NewID: ids.Next}
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

// sure is a context freshly confirmed for a request.
func (s somebody) sure(id string) context.Context {
	s.k.t.Helper()
	must(s.k.t, s.k.Identity.Confirm(s.ctx(), identity.StepUp{Purpose: Request{ID: id}.Purpose(), Demo: true}))
	return s.ctx()
}

// gives confirms a request by its reference, as people do.
func (s somebody) gives(ref, seen string) error {
	s.k.t.Helper()
	all, err := s.k.Requests(s.ctx(), ref)
	if err != nil {
		return err
	}
	for _, v := range all {
		if v.Ref == ref {
			_, err = s.k.Confirm(s.sure(v.ID), Confirm{Request: v.ID, Seen: seen})
			return err
		}
	}
	return fault.New(fault.NotFound, "fault.not_found")
}

// ask asks for an account from an address.
func (k *kit) ask(name string, lost Lost, source string) Asked {
	k.t.Helper()
	out, err := k.Ask(context.Background(), Ask{Account: name, Lost: lost, Source: source})
	must(k.t, err)
	return out
}

// state is how far the request of a claim is.
func (k *kit) state(a Asked) string {
	k.t.Helper()
	v, err := k.Status(context.Background(), a.Claim)
	must(k.t, err)
	return string(v.State)
}

const (
	newPassword = "quiet-ferry-31"
	here        = "192.0.2.7"
)

func (k *kit) redeem(a Asked) error {
	return k.Redeem(context.Background(), Redeem{Claim: a.Claim, Password: newPassword})
}

// in signs somebody in by the new password.
func (s somebody) in() error {
	_, err := s.k.Identity.SignIn(context.Background(), identity.SignIn{Account: s.person.SignIn, Password: newPassword, Source: here})
	return err
}

// later moves the business clock.
func (k *kit) later(days int) { k.now = k.now.AddDate(0, 0, days) }

// agrees wants the log and the tables to say the same.
func (k *kit) agrees() {
	k.t.Helper()
	report, err := k.log.Verify(context.Background(), append(Sources(), identity.Sources()...)...)
	must(k.t, err)
	if len(report.Differences) > 0 || report.Facts == 0 {
		k.t.Errorf("%d facts; the log disagrees: %v", report.Facts, report.Differences)
	}
}

func (k *kit) count(query string, args ...any) (n int64) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.Count(ctx, tx, query, args...)
		return err
	}))
	return n
}
