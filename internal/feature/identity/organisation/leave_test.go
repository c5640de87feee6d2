package organisation

// Whoever leaves hands open work on.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// paper is a machine with a draft, an approval and an end.
var paper = &flow.Machine{Name: "paper", Feature: "test",
	Rows: []flow.Row{
		{State: "drafted", Turn: flow.Duty{Side: "bank", Role: string(kernel.Approver)}, Next: "issue"},
		{State: "worked", Turn: flow.Duty{Side: "bank", Role: string(kernel.Officer)}, Next: "finish"},
		{State: "over"},
	},
	Moves: []flow.Move{{Name: "issue", From: []flow.State{"drafted"}, To: "worked"}, {Name: "finish", From: []flow.State{"worked"}, To: "over"}},
}

func (k *kit) enter(bank identity.Party, id string, state flow.State) {
	k.t.Helper()
	must(k.t, k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		return k.keeper.Enter(ctx, tx, flow.Case{Machine: paper, ID: id, State: state, Ref: "REF-" + id, Subject: i18n.Text{Zh: "某企业", En: "A firm"}, Path: "/" + id, Sides: map[string]string{"bank": bank.ID}})
	}))
}

// named is whom the bank named for a case.
func (k *kit) named(id string) (person string) {
	k.t.Helper()
	must(k.t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		t, _, err := k.keeper.Turn(ctx, tx, paper.Name, id)
		person = t.Person
		return err
	}))
	return person
}

func colleagues(d Duty) (names string) {
	for _, c := range d.Colleagues {
		names += c.Name.Zh + " "
	}
	return names
}

func TestLeavingHandsOpenWorkOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		boss, lin := k.member("boss", bank, kernel.OrgAdmin), k.member("lin", bank, kernel.Officer)
		wang, zhou := k.member("wang", bank, kernel.Officer), k.member("zhou", bank, kernel.Officer, kernel.Approver)
		k.member("post", bank, kernel.PostLoan)
		k.enter(bank, "1", "worked")
		k.enter(bank, "2", "worked")
		k.enter(bank, "3", "drafted") // lin drafted it; an approver has to issue it
		k.begun = []kernel.Begun{{Machine: "paper", Case: "3", By: lin.person.ID, Roles: []kernel.Role{kernel.Officer}, Twice: true}}
		_, err := k.Duties(lin.ctx(), lin.first.ID)
		wants(t, err, "fault.denied")
		open, err := k.Duties(boss.ctx(), lin.first.ID)
		must(t, err)
		if len(open) != 3 || colleagues(open[0]) != "wang zhou " || open[2].Case != "3" || !open[2].Begun || colleagues(open[2]) != "wang " {
			t.Fatalf("open: %+v", open)
		}
		for _, bad := range []Hand{{"paper", "1", boss.person.ID}, {"paper", "3", zhou.person.ID}, {"paper", "1", lin.person.ID}, {"paper", "9", wang.person.ID}} {
			_, err := k.End(boss.ctx(), End{Membership: lin.first.ID, Hand: []Hand{bad}})
			wants(t, err, "hand."+bad.Machine+"."+bad.Case+": organisation.hand.unfit")
		}
		if _, ok := lin.actor(); !ok {
			t.Error("a leaving that failed ended the membership")
		}
		_, err = k.End(boss.ctx(), End{Membership: lin.first.ID, Hand: []Hand{{"paper", "1", wang.person.ID}, {"paper", "2", ""}, {"paper", "3", wang.person.ID}}})
		must(t, err)
		if _, ok := lin.actor(); ok {
			t.Error("left, and is let in at the next request")
		}
		if k.named("1") != wang.person.ID || k.named("2") != "" || k.named("3") != "" {
			t.Errorf("named: %q %q %q", k.named("1"), k.named("2"), k.named("3"))
		}
		n, err := handed(k)
		if n != 3 || err != nil || k.told[len(k.told)-1] != (notice{wang.person.ID, "organisation.notice.handed"}) {
			t.Errorf("%d handovers, %v, told %v", n, err, k.told)
		}
		// the next one to leave hands on what was handed to them
		_, err = k.End(boss.ctx(), End{Membership: wang.first.ID})
		must(t, err)
		if k.named("1") != "" {
			t.Error("the case still names somebody who left")
		}
		k.agrees()
	})
}

func handed(k *kit) (n int64, err error) {
	err = k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		n, err = db.Count(ctx, tx, `SELECT count(*) FROM organisation_handover`)
		return err
	})
	return n, err
}

// An approval is not handed to whoever drafted what is to be approved.
func TestWhoDraftedTakesNoApprovalOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		boss, chief := k.member("boss", bank, kernel.OrgAdmin), k.member("chief", bank, kernel.Approver)
		both, other := k.member("both", bank, kernel.Officer, kernel.Approver), k.member("other", bank, kernel.Approver)
		k.enter(bank, "3", "drafted")
		k.begun = []kernel.Begun{{Machine: "paper", Case: "3", By: both.person.ID, Roles: []kernel.Role{kernel.Officer}, Twice: true}}
		open, err := k.Duties(boss.ctx(), chief.first.ID)
		must(t, err)
		if len(open) != 1 || colleagues(open[0]) != "other " {
			t.Fatalf("open: %+v", open)
		}
		_, err = k.End(boss.ctx(), End{Membership: chief.first.ID, Hand: []Hand{{"paper", "3", both.person.ID}}})
		wants(t, err, "hand.paper.3: organisation.hand.unfit")
		_, err = k.End(boss.ctx(), End{Membership: chief.first.ID, Hand: []Hand{{"paper", "3", other.person.ID}}})
		must(t, err)
		if k.named("3") != other.person.ID {
			t.Error("not handed on")
		}
		k.enter(bank, "3", "over")
		if k.named("3") != "" {
			t.Error("a case that is over still names somebody")
		}
	})
}

// Leaving on a later day: the colleague works on until then.
func TestLeavingOnALaterDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		bank := k.party("BANK", kernel.Bank)
		boss, lin := k.member("boss", bank, kernel.OrgAdmin), k.member("lin", bank, kernel.Officer)
		_, err := k.End(boss.ctx(), End{Membership: lin.first.ID, To: "2020-02-05"})
		must(t, err)
		for days, in := range map[int]bool{1: true, 2: false} {
			k.now = monday.AddDate(0, 0, days)
			if _, ok := lin.actor(); ok != in {
				t.Errorf("after %d days let in: %v", days, ok)
			}
		}
		_, err = k.End(boss.ctx(), End{Membership: boss.first.ID})
		wants(t, err, "identity.membership.own")
	})
}
