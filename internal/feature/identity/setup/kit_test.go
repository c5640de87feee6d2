package setup

// An empty deployment for each test: a real database, the real policies, the
// real log, and identity beside it.

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
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

// monday is the instant at which the tests begin: 3 February 2020, 10:00.
var monday = time.Date(2020, 2, 3, 2, 0, 0, 0, time.UTC)

type kit struct {
	*Service
	t    *testing.T
	log  *auditlog.Log
	now  time.Time
	sent []string
}

func (k *kit) Ways() []Way { return []Way{{Channel: "mail", Folder: "letters"}} }

func (k *kit) Test(_ context.Context, address string) error {
	if !strings.Contains(address, "@") {
		return errors.New("not an address")
	}
	k.sent = append(k.sent, address)
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
	people := &identity.Service{DB: d, Guard: guard, Audit: k.log, Events: event.New(nil), Zone: zone, Now: now, System: now, NewID: ids.Next, Random: rand.Reader, BaseURL: "http://localhost:8080"}
	k.Service = &Service{DB: d, Guard: guard, Audit: k.log, Identity: people, Calendar: calendar, Letters: k, NewID: ids.Next}
	return k
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants checks the fault that a use case answered: "field: key", or "key" alone
// where no input is named; "" for none.
func (k *kit) wants(err error, want string) {
	k.t.Helper()
	got := ""
	if err != nil {
		f := fault.Of(err)
		if got = f.Key; len(f.Fields) > 0 {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
	}
	if got != want {
		k.t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

const (
	here     = "192.0.2.7"
	password = "quiet-ferry-31"
	absent   = "fault.not_found"
)

var (
	guest   = context.Background()
	program = kernel.With(context.Background(), kernel.Program())

	park = Operator{NameZh: "丰和园区运营有限公司", NameEn: "Fenghe Park Operations", ShortZh: "丰和运营", ShortEn: "Fenghe", CreditCode: "919901010000010000"}
	bank = Operator{NameZh: "澄川农村商业银行", NameEn: "Chengchuan Rural Bank", CreditCode: "919901010000020007"}
)

// link is the secret of a new link.
func (k *kit) link() string {
	k.t.Helper()
	_, secret, err := k.MakeLink(program)
	must(k.t, err)
	return secret
}

// begun is what the first person types after the operator was drafted.
func begun(o Operator, account string) Begin {
	return Begin{First: First{"桑立夏", "Sang Lixia"}, Account: account, Password: password, Seen: o.mark()}
}

// first founds a deployment and answers its first person.
func (k *kit) first() context.Context {
	k.t.Helper()
	secret := k.link()
	must(k.t, k.Draft(guest, secret, here, park))
	token, err := k.Begin(guest, secret, here, begun(park, "sang@example.org"))
	must(k.t, err)
	return k.in(token)
}

// in is the context of who holds a token.
func (k *kit) in(token string) context.Context {
	k.t.Helper()
	q := httptest.NewRequest(http.MethodGet, "/", nil)
	q.Header.Set("Authorization", "Bearer "+token)
	a, ok := k.Identity.Authenticate(q)
	if !ok {
		k.t.Fatal("the token lets nobody in")
	}
	return kernel.With(guest, a)
}

// agrees wants the log and the tables to say the same.
func (k *kit) agrees() []auditlog.Difference {
	k.t.Helper()
	_, err := k.log.Sequence(guest)
	must(k.t, err)
	report, err := k.log.Verify(guest, append(Sources(), identity.Sources()...)...)
	must(k.t, err)
	return report.Differences
}
