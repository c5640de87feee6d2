package identity

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func TestASessionIsItsPersonUntilItEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm := k.party("ORG13", kernel.Enterprise)
		p, m := k.member("ben1", firm, kernel.Owner, kernel.OrgAdmin)
		token := k.enter(p)
		a, ok := k.seen(token)
		if !ok || a.Person != p.ID || a.Party != firm.ID || a.Kind != kernel.Enterprise || !a.Has(kernel.Owner) || a.SteppedUp || a.Session == "" {
			t.Fatalf("%+v %v", a, ok)
		}
		if n, err := countWhere(k, `SELECT count(*) FROM identity_session WHERE token_hash = $1`, token); n != 0 || err != nil {
			t.Error("the token itself is stored")
		}
		if _, ok := k.seen(token + "x"); ok {
			t.Error("another token lets somebody in")
		}
		q := httptest.NewRequest(http.MethodGet, "/", nil)
		q.Header.Set("Authorization", "Bearer "+token)
		if a, ok := k.Authenticate(q); !ok || a.Person != p.ID {
			t.Error("a program shows the token in a header")
		}
		q.Header.Set("Authorization", "Bearer nobody")
		q.AddCookie(&http.Cookie{Name: "kaigong", Value: token})
		if _, ok := k.Authenticate(q); ok {
			t.Error("a header and a cookie must not be mixed")
		}
		k.now = k.now.Add(time.Hour)
		_, err := k.Leave(program(), LeaveParty{Membership: m.ID})
		must(t, err)
		if _, ok := k.seen(token); ok {
			t.Error("a membership that ended still lets somebody in")
		}
	})
}

func TestASessionEndsIdleOrOld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("cai2", k.party("ORG14", kernel.Bank), kernel.Officer)
		idleOne, busy := k.enter(p), k.enter(p)
		begun := k.system
		for k.system.Sub(begun) < 11*time.Hour {
			k.system = k.system.Add(time.Hour)
			k.seen(busy)
		}
		k.system = begun.Add(12 * time.Hour)
		if _, ok := k.seen(idleOne); ok {
			t.Error("12 hours without a request")
		}
		if _, ok := k.seen(busy); !ok {
			t.Error("one that is used goes on")
		}
		for k.system.Sub(begun) < 7*24*time.Hour-2*time.Hour {
			k.system = k.system.Add(2 * time.Hour)
			if _, ok := k.seen(busy); !ok {
				t.Fatalf("ended after %v", k.system.Sub(begun))
			}
		}
		k.system = begun.Add(7 * 24 * time.Hour)
		if _, ok := k.seen(busy); ok {
			t.Error("7 days in any case")
		}
	})
}

func TestOwnSessionsCanBeEnded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("ORG15", kernel.Bank)
		p, _ := k.member("dan3", bank, kernel.Officer)
		other, _ := k.member("eve4", bank, kernel.Approver)
		mine, there, theirs := k.enter(p), k.enter(p), k.enter(other)
		a, err := k.Account(k.as(mine))
		must(t, err)
		if len(a.Sessions) != 2 || a.Person.ID != p.ID || len(a.Workspaces) != 1 {
			t.Fatalf("%+v", a)
		}
		foreign, _ := k.seen(theirs)
		must(t, k.EndSession(k.as(mine), foreign.Session))
		if _, ok := k.seen(theirs); !ok {
			t.Error("somebody ended another person's session")
		}
		gone, _ := k.seen(there)
		must(t, k.EndSession(k.as(mine), gone.Session))
		if _, ok := k.seen(there); ok {
			t.Error("an ended session goes on")
		}
		must(t, k.SignOutEverywhere(k.as(mine)))
		if _, ok := k.seen(mine); ok {
			t.Error("signed out everywhere")
		}
	})
}

func TestWorkspacesAreSeparate(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		firm, branch := k.party("ORG16", kernel.Enterprise), k.party("ORG17", kernel.BranchParty)
		p, _ := k.member("fei5", firm, kernel.Owner)
		m, err := k.Join(program(), JoinParty{Person: p.ID, Party: branch.ID, Roles: []kernel.Role{kernel.OrgAdmin}})
		must(t, err)
		_, theirs := k.member("gao6", firm, kernel.FinanceClerk)
		token := k.enter(p)
		wants(t, k.Switch(k.as(token), theirs.ID), "fault.not_found")
		k.Demo = true
		must(t, k.Confirm(k.as(token), StepUp{Purpose: "sign:abc", Demo: true}))
		must(t, k.Switch(k.as(token), m.ID))
		if a, _ := k.seen(token); a.SteppedUp || a.StepUpFor != "" {
			t.Error("a confirmation came along into the other workspace")
		}
		if a, _ := k.seen(token); a.Party != branch.ID || a.Has(kernel.Owner) || a.Kind != kernel.BranchParty {
			t.Errorf("roles of one workspace followed into the other: %+v", a)
		}
		_, err = k.Consents(k.as(token))
		wants(t, err, "fault.denied")
	})
}

func TestCookieNameFollowsTheBaseURL(t *testing.T) {
	for base, want := range map[string]string{"http://localhost:8080": "kaigong", "https://park.example": "__Host-kaigong"} {
		s := &Service{BaseURL: base}
		c := s.Cookie("t")
		if c.Name != want || c.Secure != (want != "kaigong") || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s: %+v", base, c)
		}
	}
}

func TestBrakesStopTheGuesserAndNotTheOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("han7", k.party("ORG18", kernel.Bank), kernel.Officer)
		k.password(p)
		guess := func(name, source string) error {
			_, err := k.SignIn(context.Background(), SignIn{Account: name, Password: "not-the-password", Source: source})
			return err
		}
		for range 5 {
			wants(t, guess(p.SignIn, "198.51.100.9"), "identity.sign_in.wrong")
			wants(t, guess("nobody.here", "198.51.100.9"), "identity.sign_in.wrong")
		}
		wants(t, guess(strings.ToUpper(p.SignIn), "198.51.100.9"), "identity.sign_in.wait")
		wants(t, guess("nobody.here", "198.51.100.9"), "identity.sign_in.wait")
		_, err := k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Source: here})
		wants(t, err, "")
		_, err = k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Source: "198.51.100.9"})
		wants(t, err, "identity.sign_in.wait")
		k.system = k.system.Add(31 * time.Second)
		_, err = k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Source: "198.51.100.9"})
		wants(t, err, "")
		wants(t, guess(p.SignIn, "198.51.100.9"), "identity.sign_in.wrong")
	})
}

// withCodes sets codes up and answers the secret.
func (k *kit) withCodes(token string) string {
	k.t.Helper()
	ctx := k.as(token)
	must(k.t, k.StartCodes(ctx))
	a, err := k.Account(ctx)
	must(k.t, err)
	must(k.t, k.EnrolCodes(ctx, EnrolCodes{Password: goodPassword, Code: k.code(a.pending), Source: here}))
	return a.pending
}

func (k *kit) code(secret string) string {
	k.t.Helper()
	c, err := totp.GenerateCode(secret, k.system)
	must(k.t, err)
	return c
}

func TestACodeWorksOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("ivy8", k.party("ORG19", kernel.Bank), kernel.Approver)
		k.password(p)
		token := k.enter(p)
		wants(t, k.Confirm(k.as(token), StepUp{Purpose: "approve:1", Password: goodPassword, Source: here}), "identity.step_up.no_code")
		secret := k.withCodes(token)
		signIn := func(code string) error {
			_, err := k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Code: code, Source: here})
			return err
		}
		wants(t, signIn(k.code(secret)), "identity.sign_in.wrong") // it proved the app
		wants(t, signIn(""), "identity.sign_in.wrong")
		k.system = k.system.Add(time.Minute)
		code := k.code(secret)
		wants(t, signIn(code), "")
		wants(t, signIn(code), "identity.sign_in.wrong")
		k.system = k.system.Add(30 * time.Second)
		wants(t, signIn(code), "identity.sign_in.wrong")
		late := k.code(secret)
		k.system = k.system.Add(30 * time.Second)
		wants(t, signIn(late), "") // a phone that is slow by a step
	})
}

func TestAStepUpIsForItsPurposeAndFiveMinutes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("jun9", k.party("ORG20", kernel.Bank), kernel.Approver)
		k.password(p)
		token, other := k.enter(p), k.enter(p)
		secret := k.withCodes(token)
		k.system = k.system.Add(time.Minute)
		wants(t, k.Confirm(k.as(token), StepUp{Password: goodPassword, Code: k.code(secret), Source: here}), "identity.step_up.purpose")
		ask := StepUp{Purpose: "sign:abc", Password: "not-the-password", Code: k.code(secret), Source: here}
		wants(t, k.Confirm(k.as(token), ask), "identity.sign_in.wrong")
		ask.Password = goodPassword
		wants(t, k.Confirm(k.as(token), ask), "")
		if a, _ := k.seen(token); !a.SteppedUp || a.StepUpFor != "sign:abc" {
			t.Errorf("%+v", a)
		}
		if a, _ := k.seen(other); a.SteppedUp {
			t.Error("another session of the person stepped up too")
		}
		wants(t, k.Confirm(k.as(token), ask), "identity.sign_in.wrong") // the code is used up
		k.system = k.system.Add(5*time.Minute - time.Second)
		if a, _ := k.seen(token); !a.SteppedUp {
			t.Error("five minutes")
		}
		k.system = k.system.Add(time.Second)
		if a, _ := k.seen(token); a.SteppedUp || a.StepUpFor != "" {
			t.Error("no longer")
		}
	})
}

func TestTheDemoEndsWithTheDemo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("kai10", k.party("ORG21", kernel.Bank), kernel.Approver)
		k.member("ann11", k.party("ORG22", kernel.BranchParty), kernel.OrgAdmin)
		token := k.enter(p)
		_, err := k.Become(context.Background(), p.ID, "")
		wants(t, err, "fault.not_found")
		_, err = k.Personas(context.Background())
		wants(t, err, "fault.not_found")
		wants(t, k.Confirm(k.as(token), StepUp{Purpose: "sign:abc", Demo: true}), "fault.not_found")
		if a, _ := k.seen(token); a.SteppedUp {
			t.Fatal("stepped up by the button outside the demo")
		}
		k.Demo = true
		groups, err := k.Personas(context.Background())
		must(t, err)
		if len(groups) != 1 || len(groups[0].Personas) != 1 || groups[0].Personas[0].Person != p.ID {
			t.Errorf("%+v", groups)
		}
		become, err := k.Become(context.Background(), p.ID, "")
		must(t, err)
		must(t, k.Confirm(k.as(become), StepUp{Purpose: "sign:abc", Demo: true}))
		if a, _ := k.seen(become); !a.SteppedUp || a.StepUpFor != "sign:abc" {
			t.Errorf("%+v", a)
		}
		wants(t, k.Confirm(context.Background(), StepUp{Purpose: "sign:abc", Demo: true}), "fault.unsigned")
	})
}

func TestAPasswordIsChangedByItsOwner(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		p, _ := k.member("ben12", k.party("ORG23", kernel.Bank), kernel.Officer)
		k.password(p)
		mine, there := k.enter(p), k.enter(p)
		change := func(old, fresh string) error {
			return k.ChangePassword(k.as(mine), ChangePassword{Old: old, New: fresh, Source: here})
		}
		wants(t, change(goodPassword, "short"), "new: identity.password.short")
		wants(t, change(goodPassword, "Password123"), "new: identity.password.common")
		wants(t, change(goodPassword, "aaaaaaaaaaaa"), "new: identity.password.common")
		wants(t, change(goodPassword, strings.Repeat("长密码", 50)), "new: identity.password.long")
		wants(t, change("not-the-password", "river-barley-81"), "old: identity.password.wrong")
		wants(t, change(goodPassword, "river-barley-81"), "")
		if _, ok := k.seen(there); ok {
			t.Error("other sessions end with the password")
		}
		if _, ok := k.seen(mine); !ok {
			t.Error("the present one stays")
		}
		_, err := k.SignIn(context.Background(), SignIn{Account: p.SignIn, Password: goodPassword, Source: here})
		wants(t, err, "identity.sign_in.wrong")
		_, err = k.SignIn(context.Background(), SignIn{Account: " " + strings.ToUpper(p.SignIn), Password: "river-barley-81", Source: here})
		wants(t, err, "")
	})
}
