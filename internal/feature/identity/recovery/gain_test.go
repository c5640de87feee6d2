package recovery

// Nobody confirms who would gain a signature by it.

import (
	"context"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// works reads "E:enterprise_owner B:lender_officer,lender_approver".
func works(text string) (all []identity.Membership) {
	for word := range strings.FieldsSeq(text) {
		party, roles, _ := strings.Cut(word, ":")
		all = append(all, identity.Membership{Party: party, Roles: identity.SplitRoles(roles)})
	}
	return all
}

func TestGains(t *testing.T) {
	for _, c := range []struct {
		theirs, account string
		want            bool
		why             string
	}{
		{"E:finance_clerk", "E:finance_clerk", false, "neither signs"},
		{"E:finance_clerk", "E:enterprise_owner", true, "a clerk has no signature, the owner's account has one"},
		{"E:enterprise_owner", "E:enterprise_owner", false, "owners sign already"},
		{"E:organisation_admin", "E:enterprise_owner", true, "an administrator does not sign"},
		{"E:enterprise_owner", "E:finance_clerk", false, "the account signs nothing"},
		{"B:lender_officer", "B:lender_approver", true, "drafts what the account approves"},
		{"B:lender_approver", "B:lender_officer", true, "approves what the account drafts"},
		{"B:lender_approver", "B:lender_approver", false, "approves already"},
		{"B:lender_approver,lender_officer", "B:lender_approver", true, "would draft as one and approve as the other"},
		{"B:lender_approver", "B:lender_approver,lender_officer", true, "would approve as one what the other drafts"},
		{"B:lender_post_loan", "B:lender_officer", false, "books, neither drafts nor approves"},
		{"P:park_manager", "E:enterprise_owner", false, "does not work where the account signs"},
		{"P:park_manager E:finance_clerk", "E:enterprise_owner", true, "works there too, with another hat"},
		{"E:enterprise_owner", "E:enterprise_owner B:lender_approver", false, "does not work at the bank"},
		{"E:enterprise_owner B:lender_post_loan", "E:enterprise_owner B:lender_approver", true, "works at the bank and does not approve there"},
		{"", "E:enterprise_owner", false, "works nowhere"},
	} {
		if got := Gains(works(c.theirs), works(c.account)); got != c.want {
			t.Errorf("%s confirms for %s: %v; %s", c.theirs, c.account, got, c.why)
		}
	}
}

func TestOwnersAreConfirmedByThePark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		park, firm := k.party("PARK", kernel.ParkOperator), k.party("E01", kernel.Enterprise)
		owner, clerk, other := k.member("owner", firm, kernel.Owner, kernel.OrgAdmin), k.member("clerk", firm, kernel.FinanceClerk), k.member("other", firm, kernel.FinanceClerk)
		manager, liaison := k.member("manager", park, kernel.ParkManager), k.member("liaison", park, kernel.Liaison)
		hats, guard := k.member("hats", park, kernel.Liaison), k.member("guard", park, kernel.OrgAdmin)
		_, err := k.Identity.Join(program(), identity.JoinParty{Person: hats.person.ID, Party: firm.ID, Roles: []kernel.Role{kernel.FinanceClerk}})
		must(t, err)
		k.later(1)
		asked := k.ask(owner.person.SignIn, Password, here)
		for _, c := range []struct {
			who  somebody
			want string
		}{{clerk, "fault.denied"}, {other, "fault.denied"}, {hats, "fault.denied"}, {guard, "fault.not_found"}} {
			wants(t, c.who.gives(asked.Ref, "营业执照原件"), c.want)
		}
		v, err := k.Requests(clerk.ctx(), asked.Ref)
		must(t, err)
		if len(v) != 1 || v[0].May || v[0].Colleagues != 0 || v[0].Park != 2 || !v[0].MayStop {
			t.Errorf("a clerk sees %+v", v)
		}
		wants(t, manager.gives(asked.Ref, " "), "seen: recovery.seen.missing")
		must(t, manager.gives(asked.Ref, "营业执照原件、本人身份证"))
		if k.state(asked) != "asked" {
			t.Error("one of the park is enough")
		}
		must(t, liaison.gives(asked.Ref, "营业执照原件、本人身份证"))
		k.later(2)
		must(t, k.redeem(asked))
		wants(t, owner.in(), "")
		if n := k.count(`SELECT count(*) FROM recovery_confirmation WHERE seen = '营业执照原件、本人身份证'`); n != 2 {
			t.Errorf("%d papers are written down", n)
		}
		k.agrees()
	})
}

// One colleague who may, and two of the park.
func TestOneColleagueAndThePark(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		park, firm := k.party("PARK", kernel.ParkOperator), k.party("E01", kernel.Enterprise)
		owner, partner := k.member("owner", firm, kernel.Owner), k.member("partner", firm, kernel.Owner)
		k.member("clerk", firm, kernel.FinanceClerk)
		manager, liaison := k.member("manager", park, kernel.ParkManager), k.member("liaison", park, kernel.Liaison)
		k.later(1)
		asked := k.ask(owner.person.SignIn, Password, here)
		must(t, manager.gives(asked.Ref, "营业执照"))
		must(t, liaison.gives(asked.Ref, "营业执照"))
		if k.state(asked) != "asked" {
			t.Error("the park alone, where a colleague may")
		}
		must(t, partner.gives(asked.Ref, "ignored"))
		if k.state(asked) != "waiting" || k.count(`SELECT count(*) FROM recovery_confirmation WHERE seen = ''`) != 1 {
			t.Errorf("%s after all three", k.state(asked))
		}
		k.agrees()
	})
}

// Roles change during the working day: what nobody gained when confirming, they
// would gain now.
func TestGainingIsAskedAgainAtTheEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, _ := k.bank()
		asked := k.ask(lin.person.SignIn, Password, here)
		must(t, wang.gives(asked.Ref, ""))
		must(t, zhou.gives(asked.Ref, ""))
		must(t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error {
			_, err := k.Identity.Reassign(ctx, tx, lin.first, []kernel.Role{kernel.PostLoan, kernel.Approver}, "")
			return err
		}))
		k.later(2)
		wants(t, k.redeem(asked), "recovery.spoiled")
		wants(t, lin.in(), "identity.sign_in.wrong")
		k.agrees()
	})
}
