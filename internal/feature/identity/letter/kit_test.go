package letter

// People of one's own for each test: a real database, the real policies, the real
// log, a mail server that speaks SMTP, and clocks that the test moves.

import (
	"cmp"
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/courier/couriertest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/event"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/notify"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// friday is the business instant of the tests: 24 April 2020, 10:00 in the park.
// From 1 to 5 May is a holiday; 26 April and 9 May are worked Sunday and Saturday.
var friday = time.Date(2020, 4, 24, 2, 0, 0, 0, time.UTC)

// short keeps what went out on a channel that is not mail.
type short struct{ sent []courier.Message }

func (s *short) Send(_ context.Context, m courier.Message) error {
	s.sent = append(s.sent, m)
	return nil
}

func (s *short) Check(context.Context) error { return nil }

type kit struct {
	*Service
	t           *testing.T
	log         *auditlog.Log
	server      *couriertest.Server
	sms         *short
	notices     notify.Store
	now, system time.Time
	hidden      map[string]bool // keys of notices that nobody may see any more
	bank        identity.Party
}

// Lines tells a notice by its key, as letterWords of the whole program does by its
// text.
func (k *kit) Lines(ctx context.Context, tx db.Tx, _ string, items []Item) (lines []Line, err error) {
	for _, i := range items {
		text := "turn " + i.Case
		if i.Notice != "" {
			n, err := k.notices.ByID(ctx, tx, i.Notice)
			if err != nil {
				return nil, err
			}
			text = n.Key
		}
		if !k.hidden[text] {
			lines = append(lines, Line{Kind: i.Kind, Text: text + " of 丰禾 300000", Href: "/cases/secret"})
		}
	}
	return lines, nil
}

func (k *kit) Waiting(context.Context, db.Tx, string) (int, error) { return 3, nil }

func newKit(t *testing.T, d *db.DB) *kit {
	t.Helper()
	zone, err := clock.Zone("Asia/Shanghai")
	must(t, err)
	calendar, err := clock.NewCalendar(zone)
	must(t, err)
	k := &kit{t: t, now: friday, system: time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC), server: couriertest.New(t), sms: &short{}, hidden: map[string]bool{}}
	now, system := func() time.Time { return k.now }, func() time.Time { return k.system }
	ids := id.New(time.Now, rand.Reader)
	must(t, d.Migrate(context.Background(), db.Source{Name: auditlog.Name, Files: auditlog.Files}, db.Source{Name: notify.Name, Files: notify.Files},
		db.Source{Name: identity.Name, Files: identity.Files}, db.Source{Name: Name, Files: Files}))
	own, err := Files.ReadFile("policy.cedar")
	must(t, err)
	theirs, err := identity.Files.ReadFile("policy.cedar")
	must(t, err)
	guard, err := authz.NewGuard(authz.Source{Feature: identity.Name, Text: theirs}, authz.Source{Feature: Name, Text: own})
	must(t, err)
	bundle, err := i18n.Load(Files)
	must(t, err)
	skey, _, err := auditlog.NewKey(rand.Reader, "park.test/log")
	must(t, err)
	k.log, err = auditlog.New(auditlog.Config{DB: d, Key: skey, Policy: "1", Now: now, Random: rand.Reader, NewID: ids.Next})
	must(t, err)
	people := &identity.Service{DB: d, Guard: guard, Audit: k.log, Events: event.New(nil), Zone: zone, Now: now, System: system, NewID: ids.Next, Random: rand.Reader, BaseURL: "https://kaigong.example", Demo: true}
	k.Service = &Service{DB: d, Guard: guard, Audit: k.log, Identity: people, Calendar: calendar, Words: k, Key: []byte("a key of tests"), BaseURL: "https://kaigong.example", Now: now, System: system, NewID: ids.Next,
		KindOf: func(key string) Kind { return Kind(strings.SplitN(key, ".", 2)[0]) },
		Speak:  func(ctx context.Context, l i18n.Lang) context.Context { return i18n.With(ctx, bundle, l) },
		Ways:   map[Channel]courier.Courier{Mail: courier.SMTP{Server: k.server.Address, Security: courier.Plain, From: "开工 <kaigong@park.example>", Patience: 5 * time.Second}, SMS: k.sms}}
	k.notices = notify.Store{NewID: ids.Next, Now: now, Sent: k.OnNotice}
	k.bank, err = people.Register(program(), identity.RegisterParty{Ref: "bank", Kind: kernel.Bank, NameZh: "银行"})
	must(t, err)
	return k
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wants checks the fault that a use case answered: "field: key" or "key"; "" for
// none.
func wants(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		f := fault.Of(err)
		if got = f.Key; len(f.Fields) > 0 {
			got = f.Fields[0].Name + ": " + f.Fields[0].Key
		}
	}
	if got != want {
		t.Errorf("got %q, want %q: %v", cmp.Or(got, "no fault"), cmp.Or(want, "no fault"), err)
	}
}

func program() context.Context { return kernel.With(context.Background(), kernel.Program()) }

// member is an officer of the bank.
func (k *kit) member(name string) context.Context {
	k.t.Helper()
	x, err := k.Identity.Enrol(program(), identity.EnrolPerson{Ref: name, NameZh: name, SignIn: name + "@example.org"})
	must(k.t, err)
	_, err = k.Identity.Join(program(), identity.JoinParty{Person: x.ID, Party: k.bank.ID, Roles: []kernel.Role{kernel.Officer}})
	must(k.t, err)
	a, err := k.Identity.ActorFor(context.Background(), name)
	must(k.t, err)
	return kernel.With(context.Background(), a)
}

// reader is a member with a confirmed address.
func (k *kit) reader(name string, c Channel, address string) context.Context {
	k.t.Helper()
	who := k.member(name)
	k.address(who, c, address)
	return who
}

func (k *kit) address(who context.Context, c Channel, address string) {
	k.t.Helper()
	a, err := k.Ask(who, AskAddress{Channel: c, Address: address})
	must(k.t, err)
	_, err = k.Confirm(who, ConfirmAddress{Channel: c, Code: k.code(a)})
	must(k.t, err)
	k.deliver()
	k.forget()
}

func (k *kit) forget() { k.server.Forget(); k.sms.sent = nil }

// tell sends a notice to the bank's officers, in the name of nobody.
func (k *kit) tell(keys ...string) {
	k.t.Helper()
	for _, key := range keys {
		must(k.t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error {
			return k.notices.Send(ctx, tx, notify.Notice{Party: k.bank.ID, Role: string(kernel.Officer), Key: key, Href: "/cases/secret"})
		}))
	}
}

func (k *kit) turn(who context.Context, t flow.Turn) {
	k.t.Helper()
	must(k.t, k.DB.Write(who, func(ctx context.Context, tx db.Tx) error { return k.OnTurn(ctx, tx, t) }))
}

// deliver gathers what is due and sends it.
func (k *kit) deliver() {
	k.t.Helper()
	must(k.t, k.Gather(context.Background()))
	must(k.t, k.Deliver(context.Background()))
}

// at moves the business clock to a time of the park.
func (k *kit) at(day string, hour, minute int) {
	k.t.Helper()
	d, err := clock.ParseDate(day)
	must(k.t, err)
	k.now = d.At(hour, minute, k.Calendar.Zone())
	k.system = k.system.Add(2 * time.Hour)
	k.deliver()
}

// states counts letters by state.
func (k *kit) states() (out string) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		rows, err := db.All(ctx, tx, func(scan db.Scan) (string, error) {
			var state string
			var n int64
			err := scan(&state, &n)
			return state + strings.Repeat("+", int(n)), err
		}, `SELECT state, COUNT(*) FROM letter_letter WHERE kind = 'told' GROUP BY state ORDER BY state`)
		out = strings.Join(rows, " ")
		return err
	}))
	return out
}
