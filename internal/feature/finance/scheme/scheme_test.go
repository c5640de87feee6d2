package scheme_test

// Schemes on loans of one's own: who is eligible, what may be granted, what is
// covered, and whether a promise on jobs is kept.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/scheme"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

var must, sure, wants = loantest.Must, loantest.Sure, loantest.Wants

type kit struct{ *loantest.Kit }

// rules are those of March 2020, without a size: the borrower is none of the park.
func rules() scheme.Rules {
	return scheme.Rules{Name: i18n.Text{Zh: "临时性延期还本付息", En: "Temporary deferral"}, Document: "银保监发〔2020〕6号", Dues: scheme.AnyDue, DueFrom: "2020-01-25", DueTo: "2020-06-30",
		LatestOn: "2020-06-30", Actions: []string{"defer_all", "defer_principal"}, AskUntil: "2020-06-30", Reply: 5}
}

func (k *kit) inForce(in scheme.Rules) scheme.Version {
	k.T.Helper()
	v, err := k.Scheme.Draft(k.Lending(), "", in)
	must(k.T, err)
	v, err = k.Scheme.Approve(sure(k.Approving(), "approve:"+v.Hash), v.ID)
	must(k.T, err)
	return v
}

// loans are one of each kind of repayment and one that ends before the window.
func (k *kit) loans() (ids []string) {
	for i, kind := range []kernel.Repayment{kernel.EqualInstalment, kernel.EqualPrincipal, kernel.InterestMonthly, kernel.Bullet} {
		t := loantest.Million()
		t.Repayment, t.AmountFen, t.TermMonths = kind, money.Fen(i+1)*100_000_00, []int{12, 12, 12, 9}[i]
		ids = append(ids, k.Funded(t))
	}
	return ids
}

func (k *kit) view(v scheme.Version) scheme.View {
	k.T.Helper()
	x, err := k.Scheme.View(k.Lending(), v.ID)
	must(k.T, err)
	return x
}

// granted takes a deferral under a scheme through request, proposal and both
// confirmations.
func (k *kit) granted(contract, under string, jobs int, until string) relief.Case {
	k.T.Helper()
	c, err := k.Relief.Ask(k.Owning(), contract, relief.Ask{Kind: plan.DeferAll, Reason: "停工 / work has stopped", Until: "2020-06-30", Jobs: jobs, Watched: jobs > 0, Scheme: under})
	must(k.T, err)
	_, err = k.Relief.Propose(k.Lending(), c.ID, relief.Propose{Action: deferral(k.Today()), Scheme: under, PromiseUntil: until})
	must(k.T, err)
	v, err := k.Relief.View(k.Lending(), c.ID)
	must(k.T, err)
	p, _ := v.OnTable()
	if p.Cites.ID != under || p.Cites.Document != "银保监发〔2020〕6号" {
		k.T.Errorf("it cites %+v", p.Cites)
	}
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	c, err = k.Relief.Approve(sure(k.Approving(), "approve:"+p.Hash), c.ID, p.Hash)
	must(k.T, err)
	return c
}

func deferral(from string) plan.Action {
	return plan.Action{Kind: plan.DeferAll, FromOn: from, SinceOn: "2020-01-25", ResumesOn: "2020-06-30"}
}

// The list and the coverage against a second computation: the rows of each loan,
// as its parties read them, laid beside the days of the scheme by hand.
func TestEligibilityAndCoverage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := &kit{loantest.New(t, d, "2020-02-10")}
		ids := k.loans()
		k.Day("2020-03-11")
		v := k.inForce(rules())
		k.compare(v, map[string]bool{})
		before := k.view(v).Covers
		relieved := map[string]bool{ids[0]: true}
		k.granted(ids[0], v.ID, 0, "")
		k.compare(v, relieved)
		after := k.view(v).Covers
		if was, is := before[len(before)-1], after[len(after)-1]; was.Eligible != is.Eligible || was.EligibleFen != is.EligibleFen || is.Relieved != 1 || is.RelievedFen != 100_000_00 {
			t.Errorf("coverage was %+v, is %+v", was, is)
		}
		own, err := k.Scheme.Own(k.Owning())
		must(t, err)
		if len(own) != len(ids) {
			t.Errorf("the borrower reads of %d loans", len(own))
		}
		k.Whole()
	})
}

// compare works out again what is eligible, and by which month.
func (k *kit) compare(v scheme.Version, relieved map[string]bool) {
	k.T.Helper()
	months, counted := map[string][2]int{}, 0
	x := k.view(v)
	for _, j := range x.Loans {
		first := ""
		for _, row := range k.Loan(j.Loan.ID).Installments {
			unpaid := row.PrincipalFen + row.InterestFen - row.PaidPrincipalFen - row.PaidInterestFen
			if unpaid > 0 && row.DueOn >= "2020-01-25" && row.DueOn <= "2020-06-30" && first == "" {
				first = row.DueOn
			}
		}
		want := first != "" || relieved[j.Loan.ID]
		if j.Verdict.Eligible != want || want && len(j.Verdict.Reasons) > 0 || !want && len(j.Verdict.Reasons) == 0 || j.Relieved != relieved[j.Loan.ID] {
			k.T.Errorf("%s: %+v, the second computation %v from %s", j.Loan.Ref, j.Verdict, want, first)
		}
		if want {
			counted++
			n := months[j.Verdict.DueOn[:7]]
			n[0]++
			if relieved[j.Loan.ID] {
				n[1]++
			}
			months[j.Verdict.DueOn[:7]] = n
		}
		if want && !relieved[j.Loan.ID] && j.Verdict.DueOn != first {
			k.T.Errorf("%s: first due on %s, the second computation %s", j.Loan.Ref, j.Verdict.DueOn, first)
		}
	}
	for _, c := range x.Covers[:len(x.Covers)-1] {
		if n := months[c.Month]; n[0] != c.Eligible || n[1] != c.Relieved || c.Relieved > c.Eligible {
			k.T.Errorf("%+v, the second computation %v", c, n)
		}
	}
	if sum := x.Covers[len(x.Covers)-1]; sum.Eligible != counted || sum.Relieved != len(relieved) {
		k.T.Errorf("in all %+v, the second computation %d and %d", sum, counted, len(relieved))
	}
}

// Terms under a scheme are checked against it, and a version that ended is cited
// no more.
func TestReliefUnderAScheme(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := &kit{loantest.New(t, d, "2020-02-10")}
		contract := k.loans()[2]
		other := k.Funded(loantest.Million())
		k.Day("2020-03-11")
		in := rules()
		in.BudgetFen = 500_000_00
		v := k.inForce(in)
		ask := relief.Ask{Kind: plan.DeferAll, Reason: "停工 / work has stopped", Until: "2020-06-30", Scheme: "another"}
		_, err := k.Relief.Ask(k.Owning(), contract, ask)
		wants(t, err, "relief.ask.scheme")
		ask.Scheme = v.ID
		c, err := k.Relief.Ask(k.Owning(), contract, ask)
		must(t, err)
		for want, change := range map[string]func(*relief.Propose){
			"resumes_on: scheme.grant.latest": func(p *relief.Propose) { p.ResumesOn, p.EndsOn = "2020-07-10", "2021-03-10" },
			"kind: scheme.grant.action":       func(p *relief.Propose) { p.Kind = plan.Spread },
			"fault.not_found":                 func(p *relief.Propose) { p.Scheme = "another" },
		} {
			p := relief.Propose{Action: deferral("2020-03-11"), Scheme: v.ID}
			change(&p)
			_, err := k.Relief.Propose(k.Lending(), c.ID, p)
			wants(t, err, want)
		}
		_, err = k.Relief.Withdraw(k.Owning(), c.ID)
		must(t, err)
		k.granted(contract, v.ID, 0, "") // 300,000 of 500,000
		c, err = k.Relief.Ask(k.Owning(), other, ask)
		must(t, err)
		_, err = k.Relief.Propose(k.Lending(), c.ID, relief.Propose{Action: deferral("2020-03-11"), Scheme: v.ID})
		if f := wants(t, err, "scheme.cite.budget"); f.Args["left"] != money.Fen(200_000_00) {
			t.Errorf("%v is left", f.Args["left"])
		}
		_, err = k.Scheme.End(k.Approving(), v.ID)
		must(t, err)
		_, err = k.Relief.Propose(k.Lending(), c.ID, relief.Propose{Action: deferral("2020-03-11"), Scheme: v.ID})
		wants(t, err, "scheme.cite.not_in_force")
		k.Whole()
	})
}

// Two people stand behind a version; the next takes its place and reliefs under
// the one before go on counting.
func TestVersions(t *testing.T) {
	k := &kit{loantest.New(t, dbtest.SQLite(t), "2020-02-10")}
	contract := k.loans()[0]
	k.Day("2020-03-11")
	both := k.As("both", k.Bank, kernel.Bank, kernel.Officer, kernel.Approver)
	v, err := k.Scheme.Draft(both, "", rules())
	must(t, err)
	_, err = k.Scheme.Approve(sure(both, "approve:"+v.Hash), v.ID)
	wants(t, err, "fault.denied")
	_, err = k.Scheme.Approve(sure(k.Approving(), "approve:another"), v.ID)
	if fault.Of(err).Kind != fault.StepUp {
		t.Error(err)
	}
	v, err = k.Scheme.Approve(sure(k.Approving(), "approve:"+v.Hash), v.ID)
	must(t, err)
	k.granted(contract, v.ID, 0, "")
	next := rules()
	next.LatestOn = "2020-09-30"
	w, err := k.Scheme.Draft(k.Lending(), v.ID, next)
	must(t, err)
	_, err = k.Scheme.Draft(k.Lending(), v.ID, next)
	wants(t, err, "scheme.draft.waits")
	w, err = k.Scheme.Approve(sure(k.Approving(), "approve:"+w.Hash), w.ID)
	must(t, err)
	if x := k.view(v); w.No != 2 || x.Version.State != scheme.Superseded || k.view(w).Covers[len(k.view(w).Covers)-1].Relieved != 1 {
		t.Errorf("version %d, the one before is %s", w.No, x.Version.State)
	}
	_, err = k.Scheme.Draft(k.Lending(), "", scheme.Rules{})
	wants(t, err, "name_zh: scheme.name")
	k.Whole()
}

// counts stands for the park.
type counts struct {
	now  int
	asOf string
}

func (c *counts) Latest(context.Context, db.Tx, string, string) (int, string, error) {
	return c.now, c.asOf, nil
}

// A promise on jobs beside the headcounts that are reported: the lender is told
// once when they fall below it, and once when they do no more; without the consent
// never. Notice, time to mend and revocation are the officer's.
func TestAPromiseThatIsNotKept(t *testing.T) {
	k := &kit{loantest.New(t, dbtest.SQLite(t), "2020-02-10")}
	contract := k.loans()[2]
	k.Day("2020-03-11")
	park := &counts{now: 40, asOf: "2020-03-11"}
	k.Relief.Jobs = park
	v := k.inForce(rules())
	c := k.granted(contract, v.ID, 40, "2020-12-31")
	seen := func(day string, n int, want int) {
		t.Helper()
		park.now, park.asOf = n, day
		k.Day(day)
		must(t, k.Settle(context.Background()))
		x, err := k.Relief.View(k.Lending(), c.ID)
		must(t, err)
		if x.Case.Breach.Seen != want || x.Case.Short() != (want > 0 && want < 40) {
			t.Errorf("on %s: told of %d, want %d", day, x.Case.Breach.Seen, want)
		}
	}
	seen("2020-03-20", 41, 0)
	seen("2020-04-01", 28, 28)
	seen("2020-04-08", 27, 28) // was told already
	seen("2020-04-20", 40, 40)
	seen("2020-05-06", 39, 39)
	_, err := k.Relief.GiveNotice(k.Lending(), c.ID, relief.Notice{Reason: "承诺 40 人，填报 39 人", CureBy: "2020-05-20"})
	must(t, err)
	seen("2020-05-12", 40, 40)
	_, err = k.Relief.Cure(k.Lending(), c.ID, "5月12日填报 40 人")
	must(t, err)
	k.Whole()
}

// Without the consent that the promise names nothing is looked up.
func TestAPromiseThatNobodyMayCheck(t *testing.T) {
	k := &kit{loantest.New(t, dbtest.SQLite(t), "2020-02-10")}
	contract := k.loans()[2]
	k.Day("2020-03-11")
	park := &counts{now: 1, asOf: "2020-03-20"}
	k.Relief.Jobs = park
	c, err := k.Relief.Ask(k.Owning(), contract, relief.Ask{Kind: plan.DeferAll, Reason: "停工", Until: "2020-06-30", Jobs: 40})
	must(t, err)
	_, err = k.Relief.Propose(k.Lending(), c.ID, relief.Propose{Action: deferral("2020-03-11"), PromiseUntil: "2020-12-31"})
	must(t, err)
	x, err := k.Relief.View(k.Lending(), c.ID)
	must(t, err)
	p, _ := x.OnTable()
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(t, err)
	_, err = k.Relief.Approve(sure(k.Approving(), "approve:"+p.Hash), c.ID, p.Hash)
	must(t, err)
	k.Day("2020-03-20")
	x, err = k.Relief.View(k.Lending(), c.ID)
	if must(t, err); x.Case.Breach.SeenOn != "" {
		t.Errorf("the lender was told of %d", x.Case.Breach.Seen)
	}
}
