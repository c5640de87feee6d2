package grading_test

// The rule day by day, thresholds that two people set, and what a relief and two
// people do to a class.

import (
	"context"
	"fmt"
	"testing"

	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/grading"
	"kaigong.example/kaigong/internal/feature/finance/portfolio"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

var must, sure, wants = loantest.Must, loantest.Sure, loantest.Wants

type kit struct {
	*loantest.Kit
	reliefs map[string][]heldBy // what the second computation remembers
}

// heldBy is a relief as the second computation noted it: its day, and how late the
// loan was then.
type heldBy struct {
	on   string
	days int
}

func newKit(t testing.TB, d *db.DB, on string) *kit {
	return &kit{Kit: loantest.New(t, d, on), reliefs: map[string][]heldBy{}}
}

func (k *kit) until(day string) {
	for range 3 {
		k.Day(day)
	}
}

func (k *kit) report(month string) grading.Report {
	k.T.Helper()
	r, err := k.Grading.Report(k.Lending(), month)
	must(k.T, err)
	return r
}

// class is that of a loan in the report of today, with what the page says of it.
func (k *kit) class(contract string) (kernel.Class, string) {
	k.T.Helper()
	for _, x := range k.report("").Rows {
		if x.ID == contract {
			return x.Grade.Class, x.Grade.WhyAll(k.Lending())
		}
	}
	return "", ""
}

// decide has a proposal about a loan agreed to.
func (k *kit) decide(contract string, in workout.Propose) error {
	p, err := k.Workout.Propose(k.Lending(), contract, in)
	if err != nil {
		return err
	}
	v, err := k.Workout.View(k.Approving(), p.ID)
	must(k.T, err)
	_, err = k.Workout.Agree(sure(k.Approving(), "agree:"+v.Seal), p.ID, v.Seal)
	return err
}

// relieve grants a relief from today on.
func (k *kit) relieve(contract string, a plan.Action) error {
	late := k.Loan(contract).DaysPastDue
	c, err := k.Relief.Ask(k.Owning(), contract, relief.Ask{Kind: a.Kind, Reason: "停工 / stopped", Until: "2022-12-31"})
	if err != nil {
		return err
	}
	if _, err = k.Relief.Propose(k.Lending(), c.ID, relief.Propose{Action: a}); err != nil {
		_, e := k.Relief.Withdraw(k.Owning(), c.ID)
		must(k.T, e)
		return err
	}
	v, err := k.Relief.View(k.Lending(), c.ID)
	must(k.T, err)
	p, _ := v.OnTable()
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	_, err = k.Relief.Approve(sure(k.Approving(), "approve:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	k.reliefs[contract] = append(k.reliefs[contract], heldBy{k.Today(), late})
	return nil
}

// The thresholds as the measures have them, day by day beside each.
func TestThresholds(t *testing.T) {
	for days, want := range map[int]kernel.Class{
		0: "normal", 1: "special_mention", 90: "special_mention", 91: "substandard", 270: "substandard", 271: "doubtful", 360: "doubtful", 361: "loss", 9999: "loss",
	} {
		if got := kernel.UsualThresholds.Of(days); got != want || grading.Usual.Thresholds.Of(days) != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
}

// A relief that covers all arrears does not make the class better while it is
// observed; once that is over, the days decide again.
func TestReliefHoldsAClass(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2020-01-10")
		id := k.Funded(loantest.Million())
		k.until("2020-05-20") // the instalment of 10 February is 100 days past due
		if c, why := k.class(id); c != kernel.ClassSubstandard {
			t.Fatalf("late: %s, %s", c, why)
		}
		must(t, k.relieve(id, plan.Action{Kind: plan.DeferAll, FromOn: "2020-05-20", SinceOn: "2020-02-01", ResumesOn: "2020-08-10", EndsOn: "2021-08-10"}))
		if got := k.Loan(id).DaysPastDue; got != 0 {
			t.Fatalf("%d days past due after the relief", got)
		}
		if c, why := k.class(id); c != kernel.ClassSubstandard || why != "grading.why.on_timegrading.why.held" {
			t.Errorf("relieved: %s, %s", c, why)
		}
		v := k.Loan(id)
		if v.Class != "kernel.class.substandard" || v.ClassWhy == "" {
			t.Errorf("the page of the loan says %q, %q", v.Class, v.ClassWhy)
		}
		q, err := portfolio.ParseList(map[string][]string{"class": {"substandard"}})
		must(t, err)
		l, err := k.Portfolio.Of(k.Lending(), q)
		if must(t, err); len(l.Rows) != 1 || l.Rows[0].Class != kernel.ClassSubstandard {
			t.Errorf("the list has %+v", l.Rows)
		}
		if l, err = k.Portfolio.Of(k.Owning(), q); err != nil || len(l.Rows) != 0 {
			t.Errorf("the borrower reads classes: %+v, %v", l.Rows, err)
		}
		_, err = k.Workout.Propose(k.Lending(), id, workout.Propose{Kind: workout.Reclassify, Class: workout.SpecialMention, Reason: "x"})
		wants(t, err, "class: workout.class.better")
		for _, on := range []string{"2020-08-10", "2020-09-10", "2020-10-10", "2020-11-10", "2020-12-10", "2021-01-10", "2021-02-10", "2021-03-10", "2021-04-10", "2021-05-10"} {
			k.Day(on)
			next, _ := k.Loan(id).Next()
			k.Pay(id, next.OpenFen())
		}
		k.until("2021-05-19")
		if c, _ := k.class(id); c != kernel.ClassSubstandard {
			t.Errorf("on the last day of the observation: %s", c)
		}
		k.until("2021-05-20")
		if c, why := k.class(id); c != kernel.ClassNormal {
			t.Errorf("afterwards: %s, %s", c, why)
		}
		k.Whole()
	})
}

// rule is stricter than the usual one, from a day on.
func rule(from string) grading.Propose {
	return grading.Propose{FromOn: from, SpecialMention: 0, Substandard: 60, Doubtful: 180, Loss: 300, WatchMonths: 18, Reason: "行办会议纪要〔2020〕3号 / minutes 3 of 2020"}
}

// Thresholds are set by two people, count from their first day, and change no
// report of the months before.
func TestRuleOfTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d, "2020-01-10")
		id := k.Funded(loantest.Million())
		k.until("2020-04-20") // 70 days
		before := k.report("2020-03")
		both := k.As("both", k.Bank, kernel.Bank, kernel.Approver, kernel.PostLoan)
		r, err := k.Grading.Propose(both, rule("2020-04-22"))
		must(t, err)
		_, err = k.Grading.Agree(sure(both, "agree:"+r.ID), r.ID)
		wants(t, err, "grading.own")
		_, err = k.Grading.Agree(k.Approving(), r.ID)
		wants(t, err, "fault.step_up")
		_, err = k.Grading.Agree(sure(k.Approving(), "agree:another"), r.ID)
		wants(t, err, "fault.step_up")
		_, err = k.Grading.Agree(sure(k.As("stranger", "another bank", kernel.Bank, kernel.Approver), "agree:"+r.ID), r.ID)
		wants(t, err, "fault.not_found")
		_, err = k.Grading.Propose(k.Approving(), rule("2020-04-22"))
		wants(t, err, "grading.another")
		_, err = k.Grading.Agree(sure(k.Approving(), "agree:"+r.ID), r.ID)
		must(t, err)
		_, err = k.Grading.Agree(sure(k.Approving(), "agree:"+r.ID), r.ID)
		wants(t, err, "flow.wrong_turn")
		k.until("2020-04-21")
		if c, _ := k.class(id); c != kernel.ClassSpecialMention {
			t.Errorf("the day before its first day: %s", c)
		}
		k.until("2020-04-22")
		if c, why := k.class(id); c != kernel.ClassSubstandard {
			t.Errorf("on its first day: %s, %s", c, why)
		}
		if x, err := k.Workout.Sheet(k.Lending(), id); err != nil || x.Quality.Class != workout.Substandard {
			t.Errorf("the sheet of the loan: %+v, %v", x.Quality, err)
		}
		if after := k.report("2020-03"); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("March was %+v and is %+v", before, after)
		}
		k.Whole()
	})
}

func TestRulesThatCannotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t), "2020-04-20")
	no := func(change func(*grading.Propose), want string) {
		t.Helper()
		in := rule("2020-05-01")
		change(&in)
		_, err := k.Grading.Propose(k.Approving(), in)
		wants(t, err, want)
	}
	no(func(in *grading.Propose) { in.FromOn = "May" }, "from_on: grading.date")
	no(func(in *grading.Propose) { in.FromOn = "2020-04-19" }, "from_on: grading.from.past")
	no(func(in *grading.Propose) { in.FromOn = "2021-05-01" }, "from_on: grading.from.late")
	no(func(in *grading.Propose) { in.SpecialMention = 1 }, "special_mention_over: grading.milder")
	no(func(in *grading.Propose) { in.SpecialMention = -1 }, "special_mention_over: grading.order")
	no(func(in *grading.Propose) { in.Substandard = 91 }, "substandard_over: grading.milder")
	no(func(in *grading.Propose) { in.Doubtful = 60 }, "doubtful_over: grading.order")
	no(func(in *grading.Propose) { in.Loss = 361 }, "loss_over: grading.milder")
	no(func(in *grading.Propose) { in.WatchMonths = 5 }, "watch_months: grading.watch")
	no(func(in *grading.Propose) { in.Reason = " " }, "reason: grading.reason")
	no(func(in *grading.Propose) {
		in.Substandard, in.Doubtful, in.Loss, in.WatchMonths = 90, 270, 360, 12
	}, "grading.same")
	for _, who := range []context.Context{k.Owning(), k.As("town", "town", kernel.TownOffice, kernel.TownLead), k.As("officer", k.Bank, kernel.Bank, kernel.Officer)} {
		_, err := k.Grading.Propose(who, rule("2020-05-01"))
		wants(t, err, "fault.denied")
	}
	for _, who := range []context.Context{k.Owning(), k.As("town", "town", kernel.TownOffice, kernel.TownLead)} {
		_, err := k.Grading.Report(who, "")
		wants(t, err, "fault.denied")
	}
	_, err := k.Grading.Report(k.Lending(), "2020-05")
	wants(t, err, "month: grading.month")
	r, err := k.Grading.Propose(k.Approving(), rule("2020-05-01"))
	must(t, err)
	_, err = k.Grading.Refuse(k.As("another", k.Bank, kernel.Bank, kernel.Approver), r.ID, "")
	wants(t, err, "reason: grading.reason")
	_, err = k.Grading.Withdraw(k.As("another", k.Bank, kernel.Bank, kernel.Approver), r.ID)
	wants(t, err, "fault.denied")
	k.Day("2020-05-02")
	_, err = k.Grading.Agree(sure(k.As("another", k.Bank, kernel.Bank, kernel.Approver), "agree:"+r.ID), r.ID)
	wants(t, err, "grading.from.over")
	_, err = k.Grading.Withdraw(k.Approving(), r.ID)
	must(t, err)
	r, err = k.Grading.Propose(k.Approving(), rule("2020-05-03"))
	must(t, err)
	r, err = k.Grading.Refuse(k.As("another", k.Bank, kernel.Bank, kernel.Approver), r.ID, "再议 / later")
	if must(t, err); r.State != grading.Refused || r.Answer == "" {
		t.Errorf("%+v", r)
	}
	if d, err := k.Grading.Rules(k.Lending()); err != nil || d.InForce.No != 0 || len(d.Rules) != 2 || !d.Ask {
		t.Errorf("%+v, %v", d, err)
	}
	k.Whole()
}

// plusDays is a day after another.
func plusDays(on string, n int) string {
	d, err := clock.ParseDate(on)
	if err != nil {
		return on
	}
	return d.AddDays(n).String()
}
