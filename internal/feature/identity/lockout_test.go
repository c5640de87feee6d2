package identity

// Nobody locks anybody out: guessing slows the guesser alone.

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestLockout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		victim, _ := k.member("victim", bank, kernel.Officer)
		colleague, _ := k.member("colleague", bank, kernel.Officer)
		k.password(victim)
		k.password(colleague)
		const shared, elsewhere = "198.51.100.9", "203.0.113.4"
		in := func(p Person, source string) error {
			_, err := k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Source: source})
			return err
		}
		guess := func(name, source string) error {
			_, err := k.SignIn(context.Background(), SignIn{Account: name, Password: "password1234", Source: source})
			return err
		}
		must(t, in(victim, shared)) // comes in from the shared address every day
		for i := range 30 {
			wants(t, guess(fmt.Sprint("name", i), shared), "identity.sign_in.wrong")
		}
		wants(t, guess("name30", shared), "identity.sign_in.wait")
		wants(t, in(colleague, shared), "identity.sign_in.wait") // never came in from here
		wants(t, in(victim, shared), "")
		wants(t, in(victim, elsewhere), "")
		for range 20 { // the victim's own name, from everywhere else
			for host := range 6 {
				_ = guess(victim.SignIn, fmt.Sprint("192.0.2.", 100+host))
			}
		}
		wants(t, in(victim, shared), "")
		wants(t, in(victim, "198.51.100.77"), "")
		k.system = k.system.Add(31 * time.Second)
		wants(t, in(colleague, shared), "")
		wants(t, guess("name31", shared), "identity.sign_in.wait")
		wants(t, in(colleague, shared), "") // known by now
		k.system = k.system.Add(91 * 24 * time.Hour)
		wants(t, guess("name33", shared), "identity.sign_in.wrong")
	})
}

// Slips of many people behind one address do not add up to a pause.
func TestSlipsOfAWholeParkAreNoAttack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		for i := range 40 {
			p, _ := k.member(fmt.Sprint("member", i), bank, kernel.Officer)
			must(t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error {
				if err := k.attempt(ctx, p.SignIn, here); err != nil {
					return err
				}
				return k.welcome(ctx, tx, p.SignIn, here)
			}))
		}
		n, err := countWhere(k, `SELECT failures FROM identity_attempt WHERE account = '*'`)
		if n != 0 || err != nil {
			t.Errorf("%d failures are left after forty who came in, %v", n, err)
		}
	})
}

func TestWhatIsOverIsSweptOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("p1", k.party("BANK", kernel.Bank), kernel.Officer)
		k.password(p)
		old := k.enter(p)
		_, err := k.BeginPasskeySignIn(context.Background())
		must(t, err)
		_, err = k.SignIn(context.Background(), SignIn{Account: "nobody", Password: "x", Source: here})
		wants(t, err, "identity.sign_in.wrong")
		must(t, k.Sweep(context.Background()))
		if _, ok := k.seen(old); !ok {
			t.Error("a live session was swept out")
		}
		k.system = k.system.Add(25 * time.Hour)
		fresh, err := k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Source: here})
		must(t, err)
		must(t, k.Sweep(context.Background()))
		for table, want := range map[string]int64{"identity_session": 1, "identity_ceremony": 0, "identity_attempt": 2} {
			if n, err := countWhere(k, `SELECT count(*) FROM `+table); n != want || err != nil {
				t.Errorf("%s: %d rows are left, want %d, %v", table, n, want, err)
			}
		}
		if _, ok := k.seen(fresh); !ok {
			t.Error("the new session went too")
		}
	})
}
