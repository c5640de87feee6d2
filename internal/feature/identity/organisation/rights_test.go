package organisation

// A right that signs needs a second person, whichever way it is asked.

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// holds are the roles of somebody at the next request.
func (s somebody) holds() string {
	a, _ := s.actor()
	return identity.JoinRoles(a.Roles)
}

func TestNobodyGivesThemselvesASignature(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		boss, approver := k.member("boss", bank, kernel.OrgAdmin), k.member("approver", bank, kernel.Approver)
		out, err := k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: boss.first.ID, Roles: []kernel.Role{kernel.OrgAdmin, kernel.Officer, kernel.Approver}})
		must(t, err)
		if boss.holds() != "lender_officer,organisation_admin" || len(out.Waiting) != 1 || out.Waiting[0] != kernel.Approver {
			t.Errorf("holds %s, waits for %v", boss.holds(), out.Waiting)
		}
		g := k.asked(bank)
		_, err = k.Confirm(boss.sure(g), Decide{Grant: g.ID})
		wants(t, err, "fault.denied")
		_, err = k.Confirm(approver.ctx(), Decide{Grant: g.ID})
		wants(t, err, "fault.step_up")
		other := g
		other.ID = "another"
		_, err = k.Confirm(approver.sure(other), Decide{Grant: g.ID})
		wants(t, err, "fault.step_up")
		_, err = k.Confirm(approver.sure(g), Decide{Grant: g.ID})
		must(t, err)
		if boss.holds() != "lender_approver,lender_officer,organisation_admin" {
			t.Errorf("after the second person: %s", boss.holds())
		}
		_, err = k.Confirm(approver.sure(g), Decide{Grant: g.ID})
		wants(t, err, "flow.wrong_turn")
		if !slices.Contains(k.told, notice{approver.person.ID, "organisation.notice.asked"}) || slices.Contains(k.told, notice{boss.person.ID, "organisation.notice.asked"}) {
			t.Errorf("told %v", k.told)
		}
		k.agrees()
	})
}

// Accounts that one person makes count for nothing: whoever would be the second
// person holds a right that two gave before.
func TestSockPuppetsAreNoSecondPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		park, firm := k.party("PARK", kernel.ParkOperator), k.party("E01", kernel.Enterprise)
		manager, liaison := k.member("manager", park, kernel.ParkManager), k.member("liaison", park, kernel.Liaison)
		boss := k.member("boss", firm, kernel.OrgAdmin)
		puppet := func(name string, roles ...kernel.Role) somebody {
			_, code, err := k.Identity.Invite(boss.ctx(), identity.Invite{NameZh: name, Roles: roles})
			must(t, err)
			token, err := k.Identity.Accept(context.Background(), identity.Accept{Code: code, Account: name + "@example.org", Password: "lotus-ferry-29"})
			must(t, err)
			s := somebody{k: k, token: token}
			a, _ := s.actor()
			s.person = identity.Person{ID: a.Person, Ref: name}
			return s
		}
		first, next := puppet("first", kernel.FinanceClerk, kernel.OrgAdmin, kernel.Owner), puppet("next", kernel.FinanceClerk)
		if first.holds() != "finance_clerk" {
			t.Fatalf("an invitation gave %s", first.holds())
		}
		g := k.asked(firm)
		if g.Person != first.person.ID || identity.JoinRoles(g.Roles) != "enterprise_owner,organisation_admin" {
			t.Fatalf("asked %+v", g)
		}
		for name, ctx := range map[string]context.Context{"itself": first.sure(g), "another puppet": next.sure(g), "who asked": boss.sure(g), "a liaison": liaison.sure(g)} {
			if _, err := k.Confirm(ctx, Decide{Grant: g.ID, Seen: "执照"}); err == nil {
				t.Errorf("%s confirmed", name)
			}
		}
		_, err := k.Confirm(manager.sure(g), Decide{Grant: g.ID, Seen: "  "})
		wants(t, err, "seen: organisation.seen.missing")
		_, err = k.Confirm(manager.sure(g), Decide{Grant: g.ID, Seen: strings.Repeat("照", 201)})
		wants(t, err, "seen: organisation.text.long")
		_, err = k.Confirm(manager.sure(g), Decide{Grant: g.ID, Seen: "营业执照原件"})
		must(t, err)
		if first.holds() != "enterprise_owner,finance_clerk,organisation_admin" {
			t.Errorf("after the park: %s", first.holds())
		}
		// now the firm has somebody of its own, and the park is asked no more
		_, err = k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: next.now().ID, Roles: []kernel.Role{kernel.Owner}})
		must(t, err)
		g = k.asked(firm)
		_, err = k.Confirm(manager.sure(g), Decide{Grant: g.ID, Seen: "执照"})
		wants(t, err, "fault.denied")
		_, err = k.Refuse(first.ctx(), g.ID)
		must(t, err)
		if next.holds() != "" {
			t.Errorf("refused, and holds %s", next.holds())
		}
		k.agrees()
	})
}

func TestAGrantGoesWithWhoAskedForIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm := k.party("E01", kernel.Enterprise)
		boss, owner, clerk := k.member("boss", firm, kernel.OrgAdmin), k.member("owner", firm, kernel.Owner, kernel.OrgAdmin), k.member("clerk", firm, kernel.FinanceClerk)
		ask := func() Grant {
			_, err := k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: clerk.now().ID, Roles: []kernel.Role{kernel.FinanceClerk, kernel.Owner}})
			must(t, err)
			return k.asked(firm)
		}
		g := ask()
		_, err := k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: clerk.now().ID, Roles: []kernel.Role{kernel.FinanceClerk, kernel.OrgAdmin}})
		wants(t, err, "organisation.grant.open")
		_, err = k.Withdraw(clerk.ctx(), g.ID)
		wants(t, err, "fault.denied")
		_, err = k.Withdraw(owner.ctx(), g.ID)
		must(t, err)
		g = ask()
		_, err = k.End(owner.ctx(), End{Membership: boss.first.ID})
		must(t, err)
		if got := k.asked(firm); got.ID != g.ID || got.State != Lapsed {
			t.Errorf("who asked left, and it is %+v", got)
		}
		_, err = k.Confirm(owner.sure(g), Decide{Grant: g.ID})
		wants(t, err, "flow.wrong_turn")
		k.agrees()
	})
}

// Whoever asked is an administrator no more, without having left.
func TestAGrantIsVoidWithoutItsAdministrator(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm := k.party("E01", kernel.Enterprise)
		boss, owner, clerk := k.member("boss", firm, kernel.OrgAdmin), k.member("owner", firm, kernel.Owner, kernel.OrgAdmin), k.member("clerk", firm, kernel.FinanceClerk)
		_, err := k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: clerk.first.ID, Roles: []kernel.Role{kernel.FinanceClerk, kernel.Owner}})
		must(t, err)
		g := k.asked(firm)
		_, err = k.ChangeRoles(owner.ctx(), ChangeRoles{Membership: boss.first.ID, Roles: []kernel.Role{kernel.FinanceClerk}})
		must(t, err)
		_, err = k.Confirm(owner.sure(g), Decide{Grant: g.ID})
		wants(t, err, "organisation.grant.void")
		if clerk.holds() != "finance_clerk" {
			t.Errorf("holds %s", clerk.holds())
		}
	})
}

func TestRolesChangeFromToday(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank, firm := k.party("BANK", kernel.Bank), k.party("E01", kernel.Enterprise)
		boss, officer := k.member("boss", bank, kernel.OrgAdmin), k.member("officer", bank, kernel.Officer)
		foreign := k.member("foreign", firm, kernel.OrgAdmin)
		k.now = monday.AddDate(0, 0, 7)
		try := func(ctx context.Context, roles ...kernel.Role) error {
			_, err := k.ChangeRoles(ctx, ChangeRoles{Membership: officer.now().ID, Roles: roles})
			return err
		}
		wants(t, try(foreign.ctx(), kernel.PostLoan), "fault.denied")
		wants(t, try(officer.ctx(), kernel.PostLoan), "fault.denied")
		wants(t, try(boss.ctx(), kernel.Owner), "roles: identity.roles.foreign")
		wants(t, try(boss.ctx()), "roles: identity.roles.missing")
		wants(t, try(boss.ctx(), kernel.Officer), "roles: organisation.roles.same")
		must(t, try(boss.ctx(), kernel.PostLoan))
		if officer.holds() != "lender_post_loan" {
			t.Errorf("at the next request: %s", officer.holds())
		}
		_, err := k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: officer.first.ID, Roles: []kernel.Role{kernel.Officer}})
		wants(t, err, "organisation.member.past")
		_, err = k.ChangeRoles(boss.ctx(), ChangeRoles{Membership: boss.first.ID, Roles: []kernel.Role{kernel.Officer}})
		wants(t, err, "roles: organisation.roles.own_admin")
		v, err := k.Identity.People(boss.ctx())
		must(t, err)
		var held []string
		for _, m := range v.Members {
			if m.Membership.Person == officer.person.ID {
				held = append(held, identity.JoinRoles(m.Membership.Roles)+" "+m.Membership.From.String()+" "+m.Membership.To.String())
			}
		}
		if want := []string{"lender_post_loan 2020-02-10 ", "lender_officer 2020-02-03 2020-02-10"}; !slices.Equal(held, want) {
			t.Errorf("who held which right when: %q", held)
		}
		k.agrees()
	})
}
