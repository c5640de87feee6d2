package recovery

// What somebody outside can and cannot do with the way back in.

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// What was laid in wait before its owner came brings nothing once they are there.
func TestPrehijack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, boss := k.bank()
		// a request for a name that nobody has yet
		early := k.ask("mei@example.org", Password, here)
		_, code, err := k.Identity.Invite(boss.ctx(), identity.Invite{NameZh: "梅", Roles: []kernel.Role{kernel.PostLoan}})
		must(t, err)
		_, err = k.Identity.Accept(context.Background(), identity.Accept{Code: code, Account: "mei@example.org", Password: "her-own-words-7"})
		must(t, err)
		k.later(1)
		for _, p := range []somebody{wang, zhou, boss} {
			wants(t, p.gives(early.Ref, ""), "fault.not_found")
		}
		k.later(5)
		wants(t, k.redeem(early), "recovery.not_ready")
		_, err = k.Identity.SignIn(context.Background(), identity.SignIn{Account: "mei@example.org", Password: "her-own-words-7", Source: here})
		wants(t, err, "")
		// somebody elsewhere took the name first: what they ask concerns their own people alone
		firm := k.party("E01", kernel.Enterprise)
		squatter := k.member("qiu", firm, kernel.FinanceClerk)
		k.later(1)
		theirs := k.ask(squatter.person.SignIn, Password, here)
		wants(t, wang.gives(theirs.Ref, ""), "fault.not_found")
		_, code, err = k.Identity.Invite(boss.ctx(), identity.Invite{NameZh: "秋", Roles: []kernel.Role{kernel.PostLoan}})
		must(t, err)
		_, err = k.Identity.Accept(context.Background(), identity.Accept{Code: code, Account: squatter.person.SignIn, Password: "her-own-words-7"})
		wants(t, err, "sign_in: identity.invitation.account_taken")
		// what an intruder left inside an account goes when its owner comes back in
		must(t, k.Identity.StartCodes(lin.ctx()))
		asked := k.ask(lin.person.SignIn, Device, here)
		must(t, wang.gives(asked.Ref, ""))
		must(t, zhou.gives(asked.Ref, ""))
		k.later(4)
		must(t, k.redeem(asked))
		if n := k.count(`SELECT count(*) FROM identity_session WHERE person_id = $1`, lin.person.ID) + k.count(`SELECT count(*) FROM identity_totp WHERE person_id = $1 AND pending <> ''`, lin.person.ID); n != 0 {
			t.Errorf("%d things are left inside", n)
		}
		wants(t, lin.in(), "")
		k.agrees()
	})
}

// Asking, however often and by whomever, takes nothing from the owner.
func TestLockout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, _ := k.bank()
		ask := func(name, source string) error {
			_, err := k.Ask(context.Background(), Ask{Account: name, Lost: Device, Source: source})
			return err
		}
		for i := range 60 {
			must(t, ask(lin.person.SignIn, fmt.Sprint("198.51.100.", i)))
		}
		for range 4 {
			must(t, ask(lin.person.SignIn, "198.51.100.0"))
		}
		wants(t, ask(lin.person.SignIn, "198.51.100.0"), "identity.sign_in.wait")
		for i := range 25 {
			must(t, ask(fmt.Sprint("name", i), "198.51.100.0"))
		}
		wants(t, ask("name25", "198.51.100.0"), "identity.sign_in.wait")
		if _, ok := lin.actor(); !ok || len(k.told) != 0 {
			t.Errorf("asking ended a session or told %v", k.told)
		}
		_, err := k.Identity.SignIn(context.Background(), identity.SignIn{Account: lin.person.SignIn, Password: "whatever it was", Source: here})
		wants(t, err, "identity.sign_in.wrong") // and not: wait
		mine := k.ask(lin.person.SignIn, Password, here)
		must(t, wang.gives(mine.Ref, ""))
		must(t, zhou.gives(mine.Ref, ""))
		k.later(2)
		must(t, k.redeem(mine))
		wants(t, lin.in(), "")
	})
}

// An office in a branch shows nowhere: its people are not told, and nobody else
// reads its name.
func TestABranchIsNobodysBusiness(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		branch, firm := k.party("BRANCH", kernel.BranchParty), k.party("E01", kernel.Enterprise)
		mei := k.member("mei", branch, kernel.OrgAdmin)
		secretary := k.member("secretary", branch, kernel.OrgAdmin)
		k.later(1)
		_, err := k.Identity.Join(program(), identity.JoinParty{Person: mei.person.ID, Party: firm.ID, Roles: []kernel.Role{kernel.FinanceClerk}})
		must(t, err)
		clerk := k.member("clerk", firm, kernel.FinanceClerk)
		k.later(1)
		asked := k.ask(mei.person.SignIn, Password, here)
		wants(t, secretary.gives(asked.Ref, ""), "fault.not_found")
		must(t, clerk.gives(asked.Ref, ""))
		v, err := k.Requests(clerk.ctx(), "")
		must(t, err)
		if len(v) != 1 || v[0].Party != firm.ID || v[0].PartyName.Zh != "E01" {
			t.Errorf("a colleague reads %+v", v)
		}
		if len(k.told) != 2 || slices.ContainsFunc(k.told, func(n notice) bool { return n.person == secretary.person.ID }) {
			t.Errorf("told %v", k.told)
		}
	})
}

// An account that exists and one that does not get the same answer, the same rows
// and the same number of entries in the log.
func TestAskingTellsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, _, _, _ := k.bank()
		grown := func(name string) (out [3]int64) {
			tables := []string{"auditlog_entry", "auditlog_field", "recovery_request"}
			for i, table := range tables {
				out[i] = -k.count(`SELECT count(*) FROM ` + table)
			}
			k.ask(name, Password, here)
			for i, table := range tables {
				out[i] += k.count(`SELECT count(*) FROM ` + table)
			}
			return out
		}
		if a, b := grown(lin.person.SignIn), grown("nobody@example.org"); a != b || a[2] != 1 {
			t.Errorf("somebody: %v, nobody: %v", a, b)
		}
		some, none := k.ask(lin.person.SignIn, Password, "192.0.2.8"), k.ask("nobody@example.org", Password, "192.0.2.8")
		v, err := k.Status(context.Background(), some.Claim)
		must(t, err)
		w, err := k.Status(context.Background(), none.Claim)
		must(t, err)
		v.Ref, w.Ref, v.Request, w.Request = "", "", Request{}, Request{}
		if v != w || len(some.Claim) != len(none.Claim) || len(some.Claim) < 43 {
			t.Errorf("%+v and %+v", v, w)
		}
		left := k.count(`SELECT count(*) FROM recovery_request WHERE claim_hash IN ($1, $2)`, some.Claim, none.Claim)
		if left != 0 || slices.Contains([]string{some.Ref, none.Ref}, "") {
			t.Error("a claim itself is stored")
		}
		k.now = k.now.Add(time.Hour)
		k.agrees()
	})
}
