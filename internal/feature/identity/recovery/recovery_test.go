package recovery

// Coming back in without e-mail: who must confirm, who may not, and who can stop
// it.

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// bank has three people after the loan and a boss, all since Monday; it is
// Tuesday.
func (k *kit) bank() (lin, wang, zhou, boss somebody) {
	p := k.party("BANK", kernel.Bank)
	lin, wang = k.member("lin", p, kernel.PostLoan), k.member("wang", p, kernel.PostLoan)
	zhou, boss = k.member("zhou", p, kernel.PostLoan), k.member("boss", p, kernel.OrgAdmin)
	k.later(1)
	return lin, wang, zhou, boss
}

func TestTwoColleaguesAndAWorkingDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, boss := k.bank()
		asked := k.ask(strings.ToUpper(lin.person.SignIn), Password, here)
		if len(k.told) != 0 || k.state(asked) != "asked" {
			t.Errorf("asking alone told %v", k.told)
		}
		v, err := k.Requests(wang.ctx(), asked.Ref[:4]+"-"+strings.ToLower(asked.Ref[4:]))
		must(t, err)
		if len(v) != 1 || !v[0].May || v[0].Colleagues != 2 || v[0].Park != 0 || !v[0].MayStop {
			t.Fatalf("a colleague sees %+v", v)
		}
		id := v[0].ID
		_, err = k.Confirm(wang.ctx(), Confirm{Request: id})
		wants(t, err, "fault.step_up")
		_, err = k.Confirm(wang.sure("another"), Confirm{Request: id})
		wants(t, err, "fault.step_up")
		_, err = k.Confirm(lin.sure(id), Confirm{Request: id})
		wants(t, err, "fault.denied")
		must(t, wang.gives(asked.Ref, ""))
		wants(t, wang.gives(asked.Ref, ""), "recovery.confirmed.already")
		wants(t, k.redeem(asked), "recovery.not_ready")
		must(t, zhou.gives(asked.Ref, ""))
		wants(t, boss.gives(asked.Ref, ""), "recovery.over")
		status, err := k.Status(context.Background(), asked.Claim)
		must(t, err)
		if want := time.Date(2020, 2, 5, 9, 0, 0, 0, time.UTC); !status.Request.ReadyAt.Equal(want) || status.Confirmed != 2 {
			t.Errorf("a working day ends at %v, want %v", status.Request.ReadyAt, want)
		}
		for _, p := range []somebody{lin, wang, zhou, boss} {
			if !slices.Contains(k.told, notice{p.person.ID, "recovery.notice.confirmed"}) || !slices.Contains(k.told, notice{p.person.ID, "recovery.notice.waiting"}) {
				t.Errorf("%s was told %v", p.person.Ref, k.told)
			}
		}
		k.now = status.Request.ReadyAt.Add(-time.Second)
		wants(t, k.redeem(asked), "recovery.not_ready")
		k.now = status.Request.ReadyAt
		wants(t, k.Redeem(context.Background(), Redeem{Claim: asked.Claim, Password: "short"}), "password: identity.password.short")
		must(t, k.redeem(asked))
		if _, ok := lin.actor(); ok {
			t.Error("a session from before goes on")
		}
		wants(t, lin.in(), "")
		wants(t, k.redeem(asked), "recovery.not_ready")
		wants(t, k.Redeem(context.Background(), Redeem{Claim: "made up", Password: newPassword}), "fault.not_found")
		k.agrees()
	})
}

func TestEverybodyConcernedCanStopIt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, boss := k.bank()
		other := k.party("OTHER", kernel.CountyBureau)
		outside := k.member("outside", k.party("E01", kernel.Enterprise), kernel.Owner)
		_, err := k.Identity.Join(program(), identity.JoinParty{Person: lin.person.ID, Party: other.ID, Roles: []kernel.Role{kernel.Convenor}})
		must(t, err)
		next := k.member("next", other, kernel.Convenor)
		for _, who := range []somebody{lin, boss, next} {
			asked := k.ask(lin.person.SignIn, Password, here)
			must(t, wang.gives(asked.Ref, ""))
			must(t, zhou.gives(asked.Ref, ""))
			all, err := k.Requests(wang.ctx(), asked.Ref)
			must(t, err)
			_, err = k.Stop(outside.ctx(), all[0].ID)
			wants(t, err, "fault.not_found")
			_, err = k.Stop(who.ctx(), all[0].ID)
			must(t, err)
			k.now = k.now.AddDate(0, 0, 2)
			wants(t, k.redeem(asked), "recovery.not_ready")
			if !slices.Contains(k.told, notice{next.person.ID, "recovery.notice.stopped"}) {
				t.Errorf("the other organisation was not told: %v", k.told)
			}
		}
		if v, err := k.Requests(outside.ctx(), ""); err != nil || len(v) != 0 {
			t.Errorf("an outsider sees %v, %v", v, err)
		}
		wants(t, lin.in(), "identity.sign_in.wrong")
		k.agrees()
	})
}

// Whoever came yesterday afternoon, changed roles today or came back in this week
// confirms for nobody.
func TestWhoConfirmsIsSettled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, _ := k.bank()
		bank := identity.Party{ID: lin.first.Party}
		late, moved := k.member("late", bank, kernel.PostLoan), k.member("moved", bank, kernel.PostLoan)
		k.later(1)
		asked := k.ask(wang.person.SignIn, Device, here)
		must(t, k.DB.Write(program(), func(ctx context.Context, tx db.Tx) error {
			_, err := k.Identity.Reassign(ctx, tx, moved.first, []kernel.Role{kernel.Officer}, "")
			return err
		}))
		newest := k.member("newest", bank, kernel.PostLoan)
		wants(t, moved.gives(asked.Ref, ""), "recovery.confirm.unfit")
		wants(t, newest.gives(asked.Ref, ""), "recovery.confirm.unfit")
		must(t, late.gives(asked.Ref, ""))
		must(t, zhou.gives(asked.Ref, ""))
		for _, who := range []string{lin.person.SignIn, zhou.person.SignIn} {
			second := k.ask(who, Password, here)
			wants(t, wang.gives(second.Ref, ""), "recovery.confirm.unfit") // is being recovered
		}
		k.later(2)
		must(t, k.redeem(asked))
		back := somebody{k, wang.person, wang.first, ""}
		token, err := k.Identity.Become(context.Background(), wang.person.ID, "a browser")
		must(t, err)
		back.token = token
		second := k.ask(lin.person.SignIn, Password, here)
		wants(t, back.gives(second.Ref, ""), "recovery.confirm.unfit") // came back today
		k.later(8)
		second = k.ask(lin.person.SignIn, Password, here)
		wants(t, back.gives(second.Ref, ""), "")
		k.agrees()
	})
}

func TestRequestsLapse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		lin, wang, zhou, _ := k.bank()
		unconfirmed, unused := k.ask(lin.person.SignIn, Password, here), k.ask(lin.person.SignIn, Password, here)
		must(t, wang.gives(unused.Ref, ""))
		must(t, zhou.gives(unused.Ref, ""))
		must(t, k.Sweep(context.Background()))
		if k.state(unconfirmed) != "asked" || k.state(unused) != "waiting" {
			t.Error("swept out too early")
		}
		k.later(3) // Friday 10:00; the third working day ends at 17:00
		must(t, k.Sweep(context.Background()))
		if k.state(unconfirmed) != "asked" {
			t.Error("swept out before the third working day was over")
		}
		k.later(1)
		must(t, k.Sweep(context.Background()))
		if k.state(unconfirmed) != "lapsed" || k.state(unused) != "waiting" {
			t.Errorf("after four days: %s, %s", k.state(unconfirmed), k.state(unused))
		}
		k.later(4)
		wants(t, k.redeem(unused), "recovery.not_ready")
		must(t, k.Sweep(context.Background()))
		if k.state(unused) != "lapsed" {
			t.Errorf("unused, and %s", k.state(unused))
		}
		wants(t, lin.in(), "identity.sign_in.wrong")
		k.agrees()
	})
}
