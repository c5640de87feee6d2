package identity

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// host is a kit with an administrator of a bank.
func host(t *testing.T, d *db.DB) (k *kit, bank Party, admin context.Context) {
	k = newKit(t, d)
	bank = k.party("BANK", kernel.Bank)
	boss, _ := k.member("boss", bank, kernel.OrgAdmin)
	return k, bank, k.as(k.enter(boss))
}

func (k *kit) invite(admin context.Context) string {
	k.t.Helper()
	_, code, err := k.Invite(admin, Invite{NameZh: "新人", Roles: []kernel.Role{kernel.Officer}})
	must(k.t, err)
	return code
}

func TestInvitationWorksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		code := k.invite(admin)
		guest := context.Background()
		token, err := k.Accept(guest, Accept{Code: code, Account: "new@example.org", Password: goodPassword})
		must(t, err)
		if a, _ := k.seen(token); a.Party != bank.ID || !a.Has(kernel.Officer) || a.Has(kernel.OrgAdmin) {
			t.Errorf("came in as %+v", a)
		}
		_, err = k.SignIn(guest, SignIn{Account: "new@example.org", Password: goodPassword, Source: here})
		wants(t, err, "")
		_, err = k.Accept(guest, Accept{Code: code, Account: "again@example.org", Password: goodPassword})
		wants(t, err, "identity.invitation.over")
		_, _, err = k.Invitation(guest, "made-up")
		wants(t, err, "identity.invitation.over")
	})
}

func TestAnInvitationHoldsBackWhatNobodyGivesAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		_, code, err := k.Invite(admin, Invite{NameZh: newcomer, Roles: []kernel.Role{kernel.Approver, kernel.Officer, kernel.OrgAdmin}})
		must(t, err)
		token, err := k.Accept(context.Background(), Accept{Code: code, Account: "new@example.org", Password: goodPassword})
		must(t, err)
		a, _ := k.seen(token)
		if joinRoles(a.Roles) != "lender_officer" || len(k.held) != 1 || k.held[0].Party != bank.ID || k.held[0].Person != a.Person || joinRoles(k.held[0].Roles) != "lender_approver,organisation_admin" {
			t.Errorf("holds %v, held back %+v", a.Roles, k.held)
		}
		p, err := k.Enrol(admin, EnrolPerson{Ref: "own", NameZh: "自己人"})
		must(t, err)
		m, err := k.Join(admin, JoinParty{Person: p.ID, Party: bank.ID, Roles: []kernel.Role{kernel.Approver}})
		must(t, err)
		if len(m.Roles) != 0 || len(k.held) != 2 {
			t.Errorf("joined in %v, held back %+v", m.Roles, k.held)
		}
		p, err = k.Enrol(program(), EnrolPerson{Ref: "loaded", NameZh: "自己人"})
		must(t, err)
		if m, err = k.Join(program(), JoinParty{Person: p.ID, Party: bank.ID, Roles: []kernel.Role{kernel.Approver}}); err != nil || len(m.Roles) != 1 {
			t.Errorf("the program gives %v, %v", m.Roles, err)
		}
	})
}

func TestInvitationLapsesByTheMachinesClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, _, admin := host(t, d)
		code := k.invite(admin)
		k.now = k.now.AddDate(0, 0, 30)
		k.system = k.system.Add(72*time.Hour - time.Second)
		_, _, err := k.Invitation(context.Background(), code)
		wants(t, err, "")
		k.system = k.system.Add(time.Second)
		_, err = k.Accept(context.Background(), Accept{Code: code, Account: "new@example.org", Password: goodPassword})
		wants(t, err, "identity.invitation.over")
	})
}

func TestOfTwoAcceptancesOneWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, _, admin := host(t, d)
		code := k.invite(admin)
		var all sync.WaitGroup
		results := make([]error, 2)
		for i, name := range []string{"one@example.org", "two@example.org"} {
			all.Go(func() {
				_, results[i] = k.Accept(context.Background(), Accept{Code: code, Account: name, Password: goodPassword})
			})
		}
		all.Wait()
		if (results[0] == nil) == (results[1] == nil) {
			t.Errorf("exactly one wins: %v, %v", results[0], results[1])
		}
		n, err := countWhere(k, `SELECT count(*) FROM identity_person WHERE sign_in IN ('one@example.org', 'two@example.org')`)
		if n != 1 || err != nil {
			t.Errorf("%d accounts were made, %v", n, err)
		}
	})
}

func TestInvitationNeverTakesOverAnAccount(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		firm := k.party("E01", kernel.Enterprise)
		victim, _ := k.member("victim", firm, kernel.Owner)
		k.password(victim)
		code := k.invite(admin)
		_, err := k.Accept(context.Background(), Accept{Code: code, Account: strings.ToUpper(victim.SignIn), Password: "another good one"})
		wants(t, err, "sign_in: identity.invitation.account_taken")
		_, err = k.SignIn(context.Background(), SignIn{Account: victim.SignIn, Password: "another good one", Source: here})
		wants(t, err, "identity.sign_in.wrong")
		token, err := k.Accept(k.as(k.enter(victim)), Accept{Code: code})
		must(t, err)
		if a, _ := k.seen(token); a.Person != victim.ID || a.Party != bank.ID {
			t.Errorf("the owner of the account accepts with it, not %+v", a)
		}
	})
}

func TestAdministratorsKeepToTheirOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, bank, admin := host(t, d)
		firm := k.party("E01", kernel.Enterprise)
		owner, theirs := k.member("owner", firm, kernel.Owner)
		_, err := k.Join(admin, JoinParty{Person: owner.ID, Party: firm.ID, Roles: []kernel.Role{kernel.Owner}})
		wants(t, err, "fault.denied")
		_, err = k.Leave(admin, LeaveParty{Membership: theirs.ID})
		wants(t, err, "fault.denied")
		_, err = k.Join(admin, JoinParty{Person: owner.ID, Party: bank.ID, Roles: []kernel.Role{kernel.Officer}})
		wants(t, err, "fault.not_found")
		_, err = k.Register(admin, RegisterParty{Ref: "X", Kind: kernel.Bank, NameZh: "某"})
		wants(t, err, "fault.denied")
		for _, role := range []kernel.Role{kernel.System, kernel.Owner, kernel.TownLead, "made_up"} {
			_, _, err = k.Invite(admin, Invite{NameZh: "新人", Roles: []kernel.Role{role}})
			wants(t, err, "roles: identity.roles.foreign")
		}
		_, _, err = k.Invite(k.as(k.enter(owner)), Invite{NameZh: "新人", Roles: []kernel.Role{kernel.Owner}})
		wants(t, err, "fault.denied")
		p, err := k.Enrol(admin, EnrolPerson{Ref: "own", NameZh: "自己人"})
		must(t, err)
		_, err = k.Join(admin, JoinParty{Person: p.ID, Party: bank.ID, Roles: []kernel.Role{kernel.PostLoan}})
		wants(t, err, "")
	})
}
