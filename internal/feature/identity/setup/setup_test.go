package setup

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func lender(o Operator) InviteOrganisation {
	return InviteOrganisation{Kind: kernel.Bank, Operator: o, First: First{"陶安", "Tao An"}}
}

// An empty database becomes a park with its first person, a lender and a finished
// setup; then nothing more can be set up.
func TestTheWholeWay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first := k.first()
		if who := kernel.From(first); who.Kind != kernel.ParkOperator || !who.Has(kernel.ParkManager) || !who.Has(kernel.OrgAdmin) || len(who.Roles) != 2 {
			t.Errorf("the first person is %+v", who)
		}
		c, err := k.Service.Invite(first, lender(bank))
		must(t, err)
		v, err := k.View(first)
		must(t, err)
		if len(v.Invited) != 1 || v.Invited[0].Accepted || v.organisations() != "begun" || v.Operator.CreditCode != "919901010000010000" {
			t.Errorf("%+v", v)
		}
		token, err := k.Identity.Accept(guest, identity.Accept{Code: c.Code, Account: "tao@example.org", Password: password})
		must(t, err)
		if who := kernel.From(k.in(token)); who.Party != c.Party || who.Kind != kernel.Bank || !who.Has(kernel.OrgAdmin) || len(who.Roles) != 1 {
			t.Errorf("the lender's first person is %+v", who)
		}
		_, err = k.View(k.in(token))
		k.wants(err, absent) // the setup is the operator's
		must(t, k.Done(first, Holidays))
		must(t, k.TestLetter(first, "sang@example.org", here))
		v, err = k.View(first)
		must(t, err)
		if !v.Invited[0].Accepted || v.Founding.HolidaysAt.IsZero() || v.Founding.LettersAt.IsZero() || len(k.sent) != 1 {
			t.Errorf("%+v, sent %v", v, k.sent)
		}
		must(t, k.Done(first, Finish))
		_, err = k.View(first)
		k.wants(err, absent)
		_, err = k.Service.Invite(first, lender(Operator{NameZh: "乙", NameEn: "B", CreditCode: "919901010000010000"}))
		k.wants(err, absent)
		if found := k.agrees(); len(found) > 0 {
			t.Error(found)
		}
	})
}

// Wrong, used, lapsed and voided secrets are answered alike, and change nothing.
func TestASecretWorksOnceAndForThreeDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		_, err := k.Open(guest, "guessed", here)
		k.wants(err, absent)
		void := k.link()
		must(t, k.Draft(guest, void, here, park))
		secret := k.link()
		_, err = k.Open(guest, void, here)
		k.wants(err, absent)
		l, err := k.Open(guest, secret, here)
		must(t, err)
		if l.Draft != park {
			t.Errorf("a new link forgot what was typed: %+v", l.Draft)
		}
		k.now = monday.Add(LinkTime - time.Second)
		_, err = k.Open(guest, secret, here)
		must(t, err)
		k.now = monday.Add(LinkTime)
		_, err = k.Begin(guest, secret, here, begun(park, "late@example.org"))
		k.wants(err, absent)
		k.now = monday.Add(LinkTime + 20*time.Minute) // past the brake of the tries before
		k.first()
		_, err = k.Open(guest, secret, here)
		k.wants(err, absent)
		_, _, err = k.MakeLink(program)
		k.wants(err, "setup.founded")
		_, err = k.Found(program, bank, First{"乙", "B"})
		k.wants(err, "setup.founded")
		if found := k.agrees(); len(found) > 0 {
			t.Error(found)
		}
	})
}

// Of two who send the second step at once one founds the park, whole; the other
// finds nothing and leaves nothing behind.
func TestTwoAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		secret := k.link()
		must(t, k.Draft(guest, secret, here, park))
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i, account := range []string{"one@example.org", "two@example.org"} {
			both.Go(func() { _, errs[i] = k.Begin(guest, secret, here, begun(park, account)) })
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("%v, %v: one should win", errs[0], errs[1])
		}
		for _, err := range errs {
			if err != nil {
				k.wants(err, absent)
			}
		}
		must(t, d.Read(guest, func(ctx context.Context, tx db.Tx) error {
			for _, table := range []string{"identity_party", "identity_person", "identity_membership", "identity_invitation", "setup_founding"} {
				n, err := db.Count(ctx, tx, `SELECT count(*) FROM `+table)
				if err != nil || n != 1 {
					t.Errorf("%s has %d rows, %v", table, n, err)
				}
			}
			return nil
		}))
	})
}

// What was changed by somebody else since the page was shown is not founded unread.
func TestAnOperatorThatChangedMeanwhile(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	secret := k.link()
	_, err := k.Begin(guest, secret, here, begun(park, "a@example.org"))
	k.wants(err, "setup.operator.missing")
	must(t, k.Draft(guest, secret, here, park))
	other := park
	other.NameEn = "Another"
	must(t, k.Draft(guest, secret, here, other))
	_, err = k.Begin(guest, secret, here, begun(park, "a@example.org"))
	k.wants(err, "setup.operator.changed")
	_, err = k.Begin(guest, secret, here, begun(other, "a@example.org"))
	must(t, err)
}

// Whoever guesses has to wait, and is told so by nothing, also with the right
// secret; from elsewhere it works meanwhile.
func TestGuessing(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	secret := k.link()
	for range 6 {
		_, err := k.Open(guest, "guessed", here)
		k.wants(err, absent)
	}
	_, err := k.Open(guest, secret, here)
	k.wants(err, absent)
	_, err = k.Open(guest, secret, "198.51.100.4")
	must(t, err)
	k.now = k.now.Add(20 * time.Minute)
	for range 20 {
		_, err = k.Open(guest, secret, here)
		must(t, err)
	}
}

func TestBadInput(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	secret := k.link()
	for want, change := range map[string]func(*Operator){
		"name_zh: identity.text.missing":         func(o *Operator) { o.NameZh = "" },
		"name_en: identity.text.missing":         func(o *Operator) { o.NameEn = "" },
		"short_zh: identity.text.long":           func(o *Operator) { o.ShortZh = strings.Repeat("长", 21) },
		"credit_code: identity.text.missing":     func(o *Operator) { o.CreditCode = "" },
		"credit_code: kernel.credit_code.length": func(o *Operator) { o.CreditCode = "9199" },
		"credit_code: kernel.credit_code.check":  func(o *Operator) { o.CreditCode = "919901010000010001" },
	} {
		o := park
		change(&o)
		k.wants(k.Draft(guest, secret, here, o), want)
	}
	must(t, k.Draft(guest, secret, here, park))
	for want, change := range map[string]func(*Begin){
		"person_en: identity.text.missing":  func(b *Begin) { b.PersonEn = "" },
		"sign_in: identity.sign_in.shape":   func(b *Begin) { b.Account = "桑" },
		"password: identity.password.short": func(b *Begin) { b.Password = "short" },
	} {
		b := begun(park, "sang@example.org")
		change(&b)
		_, err := k.Begin(guest, secret, here, b)
		k.wants(err, want)
	}
	first := k.first()
	_, err := k.Service.Invite(first, lender(park))
	k.wants(err, "credit_code: identity.taken")
	_, err = k.Service.Invite(first, InviteOrganisation{Kind: kernel.Enterprise, Operator: bank, First: First{"甲", "A"}})
	k.wants(err, "kind: setup.kind.missing")
	town := InviteOrganisation{Kind: kernel.TownOffice, Operator: bank, First: First{"甲", "A"}}
	_, err = k.Service.Invite(first, town)
	must(t, err)
	_, err = k.Service.Invite(first, town)
	k.wants(err, "kind: setup.town.there")
	k.wants(k.TestLetter(first, "nowhere", here), "address: setup.letter.refused")
	k.wants(k.Done(first, "another"), absent)
}

// A lost link is replaced, and works no more; one that was taken is not.
func TestALinkIsReplaced(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	first := k.first()
	old, err := k.Service.Invite(first, lender(bank))
	must(t, err)
	next, err := k.Again(first, old.Party)
	must(t, err)
	accept := func(code string) error {
		_, err := k.Identity.Accept(guest, identity.Accept{Code: code, Account: "tao@example.org", Password: password})
		return err
	}
	k.wants(accept(old.Code), "identity.invitation.over")
	k.now = k.now.Add(73 * time.Hour)
	token, err := k.Identity.SignIn(guest, identity.SignIn{Account: "sang@example.org", Password: password, Source: here})
	must(t, err)
	first = k.in(token)
	k.wants(accept(next.Code), "identity.invitation.over")
	last, err := k.Again(first, old.Party)
	must(t, err)
	must(t, accept(last.Code))
	_, err = k.Again(first, old.Party)
	k.wants(err, "setup.accepted")
	_, err = k.Again(first, kernel.From(first).Party)
	k.wants(err, absent)
	if found := k.agrees(); len(found) > 0 {
		t.Error(found)
	}
}

// Nobody but the program founds, and nobody but the first person goes on: not even
// a colleague with one of the two roles.
func TestWhoMay(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	if _, _, err := k.MakeLink(guest); err == nil {
		t.Error("a guest made a link")
	}
	first := k.first()
	who := kernel.From(first)
	for _, roles := range [][]kernel.Role{{kernel.ParkManager}, {kernel.OrgAdmin}, nil} {
		less := who
		less.Roles = roles
		_, err := k.Service.Invite(kernel.With(guest, less), lender(bank))
		k.wants(err, absent)
	}
	if _, err := k.Service.Invite(guest, lender(bank)); err == nil {
		t.Error("a guest invited")
	}
	if _, _, err := k.MakeLink(first); err == nil {
		t.Error("the first person made a link")
	}
}

// What is edited behind the program is named.
func TestEditsAreNamed(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	first := k.first()
	_, err := k.Service.Invite(first, lender(bank))
	must(t, err)
	must(t, k.Done(first, Finish))
	for _, edit := range []string{
		`UPDATE setup_link SET used_us = %`, `UPDATE setup_link SET ends_us = ends_us + %`, `UPDATE setup_link SET made_us = made_us + %`, `UPDATE setup_link SET secret_hash = secret_hash || '%'`,
		`UPDATE setup_founding SET done_us = % - 1`, `UPDATE setup_founding SET founded_us = founded_us + %`, `UPDATE setup_founding SET link_id = link_id || '%'`,
		`UPDATE setup_invited SET by_id = by_id || '%'`, `UPDATE setup_invited SET invitation_id = invitation_id || '%'`, `UPDATE setup_invited SET at_us = at_us + %`, `UPDATE setup_invited SET version = version + %`,
	} {
		before := len(k.agrees())
		must(t, k.DB.Write(guest, func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, strings.ReplaceAll(edit, "%", "1"))
			return err
		}))
		if after := len(k.agrees()); after == 0 || after < before {
			t.Errorf("%s: %d differences before, %d after", edit, before, after)
		}
	}
}
