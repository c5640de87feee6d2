package notify

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
)

var ctx = context.Background()

// desk is a store on a clock that moves with every notice.
type desk struct {
	Store
	d *db.DB
}

func each(t *testing.T, run func(*testing.T, desk)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(ctx, db.Source{Name: Name, Files: Files}); err != nil {
			t.Fatal(err)
		}
		now := time.Date(2020, 2, 3, 9, 0, 0, 0, time.UTC)
		clock := func() time.Time { now = now.Add(time.Second); return now }
		run(t, desk{Store{NewID: id.New(clock, rand.Reader).Next, Now: clock}, d})
	})
}

func (x desk) write(t *testing.T, do func(context.Context, db.Tx) error) {
	t.Helper()
	if err := x.d.Write(ctx, do); err != nil {
		t.Fatal(err)
	}
}

func (x desk) send(t *testing.T, all ...Notice) {
	t.Helper()
	for _, n := range all {
		x.write(t, func(ctx context.Context, tx db.Tx) error { return x.Send(ctx, tx, n) })
	}
}

// show is what a reader sees: keys, with * on what is unread.
func (x desk) show(t *testing.T, r Reader, limit int) (shown, next string) {
	t.Helper()
	err := x.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		page, more, err := x.Inbox(ctx, tx, r, "", limit)
		next = more
		for _, n := range page {
			shown += n.Key
			if n.Unread {
				shown += "*"
			}
			shown += " "
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(shown), next
}

func all(context.Context, db.Tx, Notice) bool { return true }

func officer(allow func(context.Context, db.Tx, Notice) bool) Reader {
	return Reader{Person: "lin", Memberships: []Membership{{"bank", []string{"officer", "admin"}}, {"park", []string{"liaison"}}, {"village", nil}}, Allow: allow}
}

func TestAnInboxHoldsWhatIsAddressedToItsReader(t *testing.T) {
	each(t, func(t *testing.T, x desk) {
		x.send(t,
			Notice{Key: "a", Party: "bank", Role: "officer"},
			Notice{Key: "b", Party: "bank", Role: "approver"},
			Notice{Key: "c", Party: "park", Role: "officer"},
			Notice{Key: "d", Party: "park", Role: "liaison"},
			Notice{Key: "e", Person: "lin"},
			Notice{Key: "f", Person: "wang"},
			Notice{Key: "g", Party: "village", Role: ""},
			Notice{Key: "h", Person: "wang", Party: "bank", Role: "officer"},
		)
		if got, next := x.show(t, officer(all), 10); got != "e* d* a*" || next != "" {
			t.Errorf("%q %q", got, next)
		}
		x.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			list, err := x.List(ctx, tx, "bank", []string{"officer"}, 10)
			if err != nil || len(list) != 1 || list[0].Key != "a" {
				t.Errorf("a person's notice went to a role: %+v %v", list, err)
			}
			return nil
		})
		if got, _ := x.show(t, Reader{Allow: all}, 10); got != "" {
			t.Errorf("a guest sees %q", got)
		}
	})
}

func TestAccessThatEndedHidesOldNotices(t *testing.T) {
	each(t, func(t *testing.T, x desk) {
		x.send(t, Notice{Key: "a", Party: "bank", Role: "officer", Case: "1"}, Notice{Key: "b", Party: "bank", Role: "officer", Case: "2"})
		revoked := func(_ context.Context, _ db.Tx, n Notice) bool { return n.Case != "2" }
		if got, _ := x.show(t, officer(revoked), 10); got != "a*" {
			t.Errorf("%q", got)
		}
		x.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			if n, err := x.Unread(ctx, tx, officer(revoked), 10); n != 1 || err != nil {
				t.Errorf("the badge counts what is hidden: %d %v", n, err)
			}
			return nil
		})
	})
}

func TestWhatWasReadStaysRead(t *testing.T) {
	each(t, func(t *testing.T, x desk) {
		x.send(t, Notice{Key: "a", Party: "bank", Role: "officer"}, Notice{Key: "b", Person: "lin"})
		mark := func() {
			x.write(t, func(ctx context.Context, tx db.Tx) error { return x.MarkAllRead(ctx, tx, officer(all), 10) })
		}
		mark()
		x.send(t, Notice{Key: "c", Party: "bank", Role: "officer"})
		if got, _ := x.show(t, officer(all), 10); got != "c* b a" {
			t.Errorf("%q", got)
		}
		other := officer(all)
		other.Person = "wang"
		if got, _ := x.show(t, other, 10); got != "c* a*" {
			t.Errorf("one reader read for the other: %q", got)
		}
		mark()
		x.write(t, func(ctx context.Context, tx db.Tx) error { return x.MarkRead(ctx, tx, "lin", "bank", "0") }) // a late click
		if got, _ := x.show(t, officer(all), 10); got != "c b a" {
			t.Errorf("%q", got)
		}
	})
}

func TestPagesGoOnWhereTheyEnded(t *testing.T) {
	each(t, func(t *testing.T, x desk) {
		for range 2*chunk + 5 {
			x.send(t, Notice{Key: "hidden", Party: "bank", Role: "officer"})
		}
		x.send(t, Notice{Key: "a", Person: "lin"}, Notice{Key: "b", Person: "lin"}, Notice{Key: "c", Person: "lin"})
		r := officer(func(_ context.Context, _ db.Tx, n Notice) bool { return n.Key != "hidden" })
		var keys []string
		err := x.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			for before := ""; ; {
				page, next, err := x.Inbox(ctx, tx, r, before, 2)
				for _, n := range page {
					keys = append(keys, n.Key)
				}
				if before = next; err != nil || next == "" {
					return err
				}
			}
		})
		if got := strings.Join(keys, ""); err != nil || got != "cba" {
			t.Errorf("%q %v", got, err)
		}
	})
}

func TestANoticeKeepsWhatItSays(t *testing.T) {
	each(t, func(t *testing.T, x desk) {
		x.send(t, Notice{Key: "k", Party: "bank", Role: "officer", Args: map[string]any{"name": "丰禾", "who": i18n.Text{Zh: "梅", En: "Mei"}, "n": 3, "amount": money.Fen(299_667), "on": "2020-06-28"}, Href: "/cases/1", Case: "1"})
		err := x.d.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			list, err := x.List(ctx, tx, "bank", []string{"officer"}, 10)
			if len(list) != 1 || list[0].Args["name"] != "丰禾" || list[0].Args["who"] != (i18n.Text{Zh: "梅", En: "Mei"}) || list[0].Args["n"] != 3.0 || list[0].Args["amount"] != money.Fen(299_667) || list[0].Args["on"] != i18n.Civil("2020-06-28") || list[0].Href != "/cases/1" || list[0].Case != "1" || list[0].At.IsZero() {
				t.Errorf("%+v", list)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
