package identity

// Invitations on paper, and those whose ground went away.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestACodeIsTypedAsPeopleType(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		code := k.invite(admin)
		if len(code) != 19 || strings.Count(code, "-") != 3 || strings.ContainsAny(code, "ILOU") {
			t.Errorf("%q is not four groups of four", code)
		}
		typed := strings.ToLower(strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(code))
		v, p, err := k.Invitation(context.Background(), typed)
		must(t, err)
		if p.ID != bank.ID || v.Name.Zh != newcomer {
			t.Errorf("%+v", v)
		}
		if n, err := countWhere(k, `SELECT count(*) FROM identity_invitation WHERE code_hash IN ($1, $2)`, code, strings.ReplaceAll(code, "-", "")); n != 0 || err != nil {
			t.Error("the code itself is stored")
		}
	})
}

func TestAnInvitationGoesWithWhoMadeIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		boss, m := k.member("boss", bank, kernel.OrgAdmin)
		other, _ := k.member("other", k.party("E01", kernel.Enterprise), kernel.OrgAdmin)
		admin := k.as(k.enter(boss))
		v, code, err := k.Invite(admin, Invite{NameZh: newcomer, Roles: []kernel.Role{kernel.Officer}})
		must(t, err)
		_, err = k.Withdraw(k.as(k.enter(other)), v.ID)
		wants(t, err, "fault.denied")
		_, err = k.Withdraw(admin, v.ID)
		wants(t, err, "")
		_, err = k.Accept(context.Background(), Accept{Code: code, Account: "new@example.org", Password: goodPassword})
		wants(t, err, "identity.invitation.over")
		_, err = k.Withdraw(admin, v.ID)
		wants(t, err, "identity.invitation.over")
		code = k.invite(admin)
		_, err = k.Leave(program(), LeaveParty{Membership: m.ID})
		must(t, err)
		_, err = k.Accept(context.Background(), Accept{Code: code, Account: "new@example.org", Password: goodPassword})
		wants(t, err, "identity.invitation.over")
	})
}

func TestAnInvitationIsForThePersonItNames(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		p, _ := k.member("ann", k.party("E01", kernel.Enterprise), kernel.Owner)
		token := k.enter(p)
		_, code, err := k.Invite(admin, Invite{NameZh: "另一个人", Roles: []kernel.Role{kernel.Officer}})
		must(t, err)
		_, err = k.Accept(k.as(token), Accept{Code: code})
		wants(t, err, "identity.invitation.other")
		code = k.invite(admin)
		joined, err := k.Accept(k.as(token), Accept{Code: code})
		must(t, err)
		if a, _ := k.seen(joined); a.Person != p.ID || a.Party != bank.ID {
			t.Errorf("%+v", a)
		}
		_, err = k.Accept(k.as(token), Accept{Code: k.invite(admin)})
		wants(t, err, "identity.membership.overlaps")
		v, err := k.People(admin)
		must(t, err)
		if len(v.Members) != 2 || v.Members[0].Membership.By == p.ID {
			t.Errorf("who let them in is the administrator: %+v", v.Members)
		}
	})
}

func TestMembershipsAreIntervals(t *testing.T) {
	m := Membership{From: mustDate(t, "2020-02-03"), To: mustDate(t, "2020-03-01")}
	for day, want := range map[string]bool{"2020-02-02": false, "2020-02-03": true, "2020-02-29": true, "2020-03-01": false} {
		if m.On(mustDate(t, day)) != want {
			t.Errorf("on %s: %v", day, !want)
		}
	}
}
