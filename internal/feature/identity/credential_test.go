package identity

// Every change of a way in stands in the log, and none is made past it unseen.

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// kinds are the entries of the log about a case.
func (k *kit) kinds(of string) (out []string) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		out, err = db.All(ctx, tx, db.Value[string], `SELECT kind FROM auditlog_entry WHERE case_id = $1 ORDER BY id`, of)
		return err
	}))
	return out
}

func TestWaysInAreLogged(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("p1", k.party("BANK", kernel.Bank), kernel.Officer)
		k.member("p2", k.party("E2", kernel.Enterprise), kernel.Owner)
		k.password(p)
		token := k.enter(p)
		secret := k.withCodes(token)
		must(t, k.ChangePassword(k.as(token), ChangePassword{Old: goodPassword, New: "another good one", Source: here}))
		if got := k.kinds(p.ID); !slices.Equal(got, []string{"identity.password.set", "identity.code.set", "identity.password.set"}) {
			t.Errorf("logged %v", got)
		}
		var text string
		must(t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			all, err := db.All(ctx, tx, db.Value[string], `SELECT value FROM auditlog_field`)
			text = strings.Join(all, " ")
			return err
		}))
		if strings.Contains(text, secret) || strings.Contains(text, "$argon2id$") {
			t.Error("a secret stands in the log")
		}
		for _, c := range []struct{ edit, field string }{
			{`UPDATE identity_password SET hash = hash || '.'`, "password.hash"},
			{`UPDATE identity_totp SET secret = 'AAAA'`, "code.secret"},
			{`DELETE FROM identity_totp`, "code.secret"},
			{`INSERT INTO identity_password (person_id, hash, set_us) SELECT id, 'x', 1 FROM identity_person WHERE ref = 'p2'`, "password.hash"},
			{`INSERT INTO identity_passkey (id, handle, person_id, name, credential, made_us, used_us) SELECT 'k', 'h', id, 'n', '{}', 1, 1 FROM identity_person WHERE ref = 'p2'`, "passkey.of"},
		} {
			k.named(c.edit, c.field)
		}
	})
}

// named wants an edit behind the program's back to be named, and takes it back.
func (k *kit) named(edit, field string) {
	k.t.Helper()
	undo := &undone{}
	err := k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.Exec(ctx, edit); err != nil {
			return err
		}
		report, err := k.log.Verify(ctx, Sources()...)
		if err != nil {
			return err
		}
		if len(report.Differences) != 1 || report.Differences[0].Field != field {
			k.t.Errorf("%s: %v", edit, report.Differences)
		}
		return undo
	})
	if err != error(undo) {
		k.t.Fatal(err)
	}
}

type undone struct{}

func (*undone) Error() string { return "as it was" }

func TestComingBackInEndsWhatWasLost(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("p1", k.party("BANK", kernel.Bank), kernel.Officer)
		k.password(p)
		token := k.enter(p)
		secret := k.withCodes(token)
		hash, err := k.HashPassword("quiet-ferry-31")
		must(t, err)
		back := func(factors bool) error {
			return k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error { return k.Recover(ctx, tx, p.ID, hash, factors) })
		}
		in := func(password, code string) error {
			_, err := k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: password, Code: code, Source: here})
			return err
		}
		must(t, back(false))
		if _, ok := k.seen(token); ok {
			t.Error("an old session goes on")
		}
		wants(t, in(goodPassword, ""), "identity.sign_in.wrong")
		wants(t, in("quiet-ferry-31", ""), "identity.sign_in.wrong") // the second factor was not lost
		k.system = k.system.Add(60e9)
		wants(t, in("quiet-ferry-31", k.code(secret)), "")
		must(t, back(true))
		wants(t, in("quiet-ferry-31", ""), "")
		report, err := k.log.Verify(context.Background(), Sources()...)
		if err != nil || len(report.Differences) > 0 {
			t.Errorf("the log disagrees: %v, %v", report.Differences, err)
		}
	})
}
