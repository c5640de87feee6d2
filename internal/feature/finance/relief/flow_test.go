package relief_test

// A case from the request to its end, and what cannot be on the way.

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// pause defers both from a day to the next July.
func pause(from string) relief.Propose {
	return relief.Propose{Action: plan.Action{Kind: plan.DeferAll, FromOn: from, ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}}
}

// march is the reference loan on 11 March, two instalments paid.
func march(t testing.TB, d *db.DB) (*kit, string) {
	k := newKit(t, d, "2020-01-10")
	contract := k.Funded(million())
	k.PayUntil(contract, "2020-03-11")
	return k, contract
}

func TestFromRequestToEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := march(t, d)
		c := k.asked(contract, relief.Ask{Jobs: 40})
		v := k.view(c)
		if c.State != relief.Requested || c.Ref != "KG-R-2020-0001" || len(v.Clocks) != 1 || v.Clocks[0].Due.In(k.Calendar.Zone()).Format("2006-01-02 15:04") != "2020-03-18 17:00" {
			t.Errorf("asked: %+v, clock %+v", c, v.Clocks)
		}
		p := k.proposed(c, pause("2020-03-11"))
		if p.No != 1 || p.Terms.No != 2 || p.Terms.Previous != million().Hash() || p.Comparison.PresentFen >= 0 && p.Comparison.PresentFen < -10_000_00 {
			t.Errorf("proposed %+v", p.Terms)
		}
		c = k.granted(c, p)
		loan := k.Loan(contract)
		if c.State != relief.Effective || c.EffectiveOn != "2020-03-11" || c.EndsOn != "2020-07-10" || loan.Contract.State != "relief_active" || loan.Versions[1].Hash != p.Terms.Hash() || loan.Versions[1].Reason != c.Ref {
			t.Errorf("granted %+v, the contract %s with %+v", c, loan.Contract.State, loan.Versions)
		}
		for i, l := range p.Comparison.Lines[len(p.Comparison.Lines)-10:] {
			row := loan.Installments[2+i]
			if row.DueOn != l.On || row.PrincipalFen != l.After.PrincipalFen || row.InterestFen != l.After.InterestFen {
				t.Errorf("%s: %+v, agreed %+v", row.DueOn, row, l.After)
			}
		}
		_, err := k.Relief.Ask(k.Owning(), contract, relief.Ask{Kind: plan.DeferAll, Reason: "again", Until: "2020-09-01"})
		wants(t, err, "relief.ask.another")
		k.PayUntil(contract, "2020-07-10")
		if got := k.view(c).Case; got.State != relief.Completed || got.UnderWay {
			t.Errorf("after the deferral %+v", got)
		}
		k.Whole()
	})
}

// A proposal that is replaced while the borrower reads it is refused with what
// changed; whatever was agreed to falls with it.
func TestProposalThatChanged(t *testing.T) {
	k, contract := march(t, dbtest.SQLite(t))
	c := k.asked(contract, relief.Ask{})
	first := k.proposed(c, pause("2020-03-11"))
	_, err := k.Relief.Propose(k.Lending(), c.ID, pause("2020-03-11"))
	wants(t, err, "relief.propose.same")
	longer := pause("2020-03-11")
	longer.ResumesOn, longer.EndsOn = "2020-08-10", "2021-05-10"
	second := k.proposed(c, longer)
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+first.Hash), c.ID, first.Hash)
	f := wants(t, err, "relief.agree.changed")
	var names []string
	for _, x := range f.Fields {
		names = append(names, x.Name)
	}
	if f.Kind != fault.Conflict || strings.Join(names, " ") != "next_on next instalment interest ends_on" || f.Fields[0].Args["was"] != "2020-07-10" || f.Fields[0].Args["is"] != "2020-08-10" {
		t.Errorf("what changed: %+v", f.Fields)
	}
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+second.Hash), c.ID, strings.Repeat("0", 64))
	wants(t, err, "relief.agree.unknown")
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+first.Hash), c.ID, second.Hash)
	wants(t, err, "fault.step_up")
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+second.Hash), c.ID, second.Hash)
	must(t, err)
	third := k.proposed(c, pause("2020-03-11"))
	if third.No != 3 || third.Hash == first.Hash || third.AgreedBy != "" {
		t.Errorf("the third %+v", third)
	}
	_, err = k.Relief.Approve(sure(k.Approving(), "approve:"+second.Hash), c.ID, second.Hash)
	if fault.Of(err).Kind == fault.Internal || err == nil {
		t.Error(err)
	}
	k.Whole()
}

// Who proposed does not approve, whatever roles there are; nobody else's people
// see the case at all.
func TestTwoPeopleOfTheLender(t *testing.T) {
	k, contract := march(t, dbtest.SQLite(t))
	c := k.asked(contract, relief.Ask{})
	both := k.As("both", k.Bank, kernel.Bank, kernel.Officer, kernel.Approver)
	_, err := k.Relief.Propose(both, c.ID, pause("2020-03-11"))
	must(t, err)
	p := k.table(c)
	_, err = k.Relief.Approve(sure(both, "approve:"+p.Hash), c.ID, p.Hash)
	wants(t, err, "fault.denied")
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(t, err)
	_, err = k.Relief.Approve(sure(both, "approve:"+p.Hash), c.ID, p.Hash)
	wants(t, err, "fault.denied")
	_, err = k.Relief.Approve(k.Approving(), c.ID, p.Hash)
	wants(t, err, "fault.step_up")
	for _, who := range []context.Context{k.As("stranger", "another bank", kernel.Bank, kernel.Approver), k.As("stranger", "another firm", kernel.Enterprise, kernel.Owner), k.As("town", "town", kernel.TownOffice, kernel.TownLead)} {
		_, err = k.Relief.View(who, c.ID)
		wants(t, err, "fault.not_found")
	}
	rows, err := k.Relief.List(k.As("town", "town", kernel.TownOffice, kernel.TownLead))
	if must(t, err); len(rows) != 1 || rows[0].Linked || rows[0].Case.Ask.Reason != "" || rows[0].Case.ID != "" {
		t.Errorf("the town reads %+v", rows)
	}
	_, err = k.Relief.Agree(sure(k.Clerking(), "agree:"+p.Hash), c.ID, p.Hash)
	wants(t, err, "fault.denied")
}

// Of two requests at once one wins, and of two proposals at once both stand in
// the order in which they came, the later on the table.
func TestTwoAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := march(t, d)
		var wait sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			wait.Go(func() {
				_, errs[i] = k.Relief.Ask(k.Owning(), contract, relief.Ask{Kind: plan.DeferAll, Reason: "stopped", Until: "2020-07-10"})
			})
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if f := fault.Of(err); f.Kind != fault.Conflict {
				t.Errorf("a request that lost: %v, %v", err, errors.Unwrap(err))
			}
		}
		if won != 1 {
			t.Fatalf("%d requests won", won)
		}
		rows, err := k.Relief.List(k.Owning())
		must(t, err)
		c := rows[0].Case
		for i := range errs {
			wait.Go(func() {
				in := pause("2020-03-11")
				in.EndsOn = []string{"2021-04-10", "2021-05-10", "2021-06-10", "2021-07-10"}[i]
				_, errs[i] = k.Relief.Propose(k.Lending(), c.ID, in)
			})
		}
		wait.Wait()
		stood := 0
		for _, err := range errs {
			if err == nil {
				stood++
			} else if fault.Of(err).Kind == fault.Internal {
				t.Error(errors.Unwrap(err))
			}
		}
		if v := k.view(c); len(v.Proposals) != stood || v.Case.Proposal != stood {
			t.Errorf("%d stood, %d are there, no. %d on the table", stood, len(v.Proposals), v.Case.Proposal)
		}
		k.Whole()
	})
}

// A receipt taken back, or any other change of what falls due, makes a proposal
// stale: it is neither agreed to, nor approved, nor put in force.
func TestStaleProposal(t *testing.T) {
	k, contract := march(t, dbtest.SQLite(t))
	c := k.asked(contract, relief.Ask{})
	p := k.proposed(c, relief.Propose{Action: plan.Action{Kind: plan.DeferAll, FromOn: "2020-04-20", SinceOn: "2020-04-01", ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}})
	if c = k.granted(c, p); c.State != relief.Approved {
		t.Fatalf("before its day the case is %s", c.State)
	}
	k.PayUntil(contract, "2020-04-10") // what was to be deferred is paid
	k.Day("2020-04-20")
	v := k.view(c)
	if v.Case.State != relief.Requested || v.Case.Answer.Code != "lost_ground" || v.Case.Proposal != 0 || len(k.Loan(contract).Versions) != 1 {
		t.Errorf("on its day %+v", v.Case)
	}
	p = k.proposed(c, pause("2020-04-20"))
	k.Pay(contract, 10_00) // waits for the next due date and changes none
	k.granted(c, p)
	k.Whole()
}

func TestAnswersThatAreNoProposal(t *testing.T) {
	k, contract := march(t, dbtest.SQLite(t))
	c := k.asked(contract, relief.Ask{})
	k.proposed(c, pause("2020-03-11"))
	_, err := k.Relief.Counter(k.Owning(), c.ID, " ")
	wants(t, err, "note: relief.note")
	c, err = k.Relief.Counter(k.Owning(), c.ID, "利息请平摊 / please spread the interest")
	if must(t, err); c.State != relief.Requested || c.Proposal != 0 || c.Answer.By != "owner" {
		t.Errorf("countered %+v", c)
	}
	spread := pause("2020-03-11")
	spread.Kind = plan.Spread
	p := k.proposed(c, spread)
	_, err = k.Relief.Agree(sure(k.Owning(), "agree:"+p.Hash), c.ID, p.Hash)
	must(t, err)
	c, err = k.Relief.SendBack(k.Approving(), c.ID, "too long")
	if must(t, err); c.State != relief.Requested {
		t.Errorf("sent back %+v", c)
	}
	_, err = k.Relief.Reject(k.Lending(), c.ID, relief.Refusal{Code: "mood", Note: "no"})
	wants(t, err, "code: relief.reject.code")
	c, err = k.Relief.Reject(k.Lending(), c.ID, relief.Refusal{Code: "documents", Note: "send the orders"})
	if must(t, err); c.State != relief.Rejected || c.UnderWay {
		t.Errorf("rejected %+v", c)
	}
	again := k.asked(contract, relief.Ask{}) // a rejection does not block the next
	_, err = k.Relief.Withdraw(k.Clerking(), again.ID)
	must(t, err)
	_, err = k.Relief.Propose(k.Lending(), again.ID, pause("2020-03-11"))
	wants(t, err, "flow.wrong_turn")
	k.Whole()
}

// A promise that is broken: notice, time to mend it, and a revocation by another
// person, which restates the loan to the terms before from its day.
func TestBreachAndRevocation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, contract := march(t, d)
		c := k.asked(contract, relief.Ask{Jobs: 40})
		in := pause("2020-03-11")
		in.PromiseUntil = "2020-12-31"
		c = k.granted(c, k.proposed(c, in))
		k.Day("2020-04-20")
		_, err := k.Relief.GiveNotice(k.Lending(), c.ID, relief.Notice{Reason: "28 are left", CureBy: "2020-04-25"})
		wants(t, err, "cure_by: relief.notice.short")
		both := k.As("both", k.Bank, kernel.Bank, kernel.Officer, kernel.Approver)
		_, err = k.Relief.GiveNotice(both, c.ID, relief.Notice{Reason: "28 are left", CureBy: "2020-04-30"})
		must(t, err)
		_, err = k.Relief.Cure(k.Lending(), c.ID, "counted again: 41")
		must(t, err)
		_, err = k.Relief.GiveNotice(both, c.ID, relief.Notice{Reason: "28 are left", CureBy: "2020-05-10"})
		must(t, err)
		_, err = k.Relief.Revoke(k.Approving(), c.ID, relief.Revoke{Reason: "at once"})
		if kind := fault.Of(err).Kind; kind != fault.WrongTurn && kind != fault.StepUp {
			t.Error(err)
		}
		k.Day("2020-05-11")
		v := k.view(c)
		if v.Case.State != relief.Breached || v.Revocation == nil {
			t.Fatalf("after the time to mend it %+v", v.Case)
		}
		r := *v.Revocation
		_, err = k.Relief.Revoke(sure(both, "revoke:"+r.Hash), c.ID, relief.Revoke{Hash: r.Hash, Reason: "not mended"})
		wants(t, err, "fault.denied")
		c, err = k.Relief.Revoke(sure(k.Approving(), "revoke:"+r.Hash), c.ID, relief.Revoke{Hash: r.Hash, Reason: "not mended"})
		must(t, err)
		loan := k.Loan(contract)
		if c.State != relief.Revoked || loan.Contract.State != "performing" || loan.PausedUntil != "" || len(loan.Versions) != 3 || loan.DaysPastDue != 0 || loan.Versions[2].EndsOn != "2021-01-10" {
			t.Errorf("revoked: %s, %+v", loan.Contract.State, loan.Versions[2])
		}
		// Interest since 10 March is due with the first instalment, on the dates of
		// the contract, the sums that remain equal.
		f := lent("2020-01-10", 1_000_000_00, 50_000, 12, "equal_instalment", "A360", false).pay("2020-03-10")
		for i, x := range f.after(plan.Action{Kind: plan.DeferAll, FromOn: "2020-03-11", ResumesOn: "2020-07-10", EndsOn: "2021-04-10"}, 0).revoked(loan.Versions[2].FromOn, "2021-01-10").asOpen() {
			if row := loan.Installments[2+i]; row.DueOn != x.on || int64(row.PrincipalFen) != x.principal || int64(row.InterestFen) != x.interest {
				t.Errorf("%+v, the second computation %+v", row, x)
			}
		}
		k.Whole()
	})
}

// A loan that is over cannot be relieved, and a request for it ends by itself.
func TestLoanThatIsOver(t *testing.T) {
	k, contract := march(t, dbtest.SQLite(t))
	c := k.asked(contract, relief.Ask{})
	q, err := k.Servicing.AskPrepay(k.Owning(), contract, k.Today())
	must(t, err)
	k.Serial++
	_, err = k.Servicing.Prepay(k.Lending(), prepaid(contract, k.Today(), q.Quote.TotalFen))
	must(t, err)
	must(t, k.Settle(t.Context()))
	if got := k.view(c).Case.State; got != relief.Withdrawn {
		t.Errorf("the request is %s", got)
	}
	_, err = k.Relief.Ask(k.Owning(), contract, relief.Ask{Kind: plan.DeferAll, Reason: "stopped", Until: "2020-07-10"})
	wants(t, err, "relief.loan_over")
	for want, in := range map[string]relief.Ask{
		"kind: relief.ask.kind":        {Kind: "forgive", Reason: "stopped", Until: "2020-07-10"},
		"reason: relief.ask.reason":    {Kind: plan.Extend, Until: "2020-07-10"},
		"until: relief.ask.until.past": {Kind: plan.Extend, Reason: "stopped", Until: "2020-03-11"},
		"until: relief.plan.date":      {Kind: plan.Extend, Reason: "stopped", Until: "July"},
		"jobs: relief.ask.jobs":        {Kind: plan.Extend, Reason: "stopped", Until: "2020-07-10", Jobs: -1},
	} {
		_, err := k.Relief.Ask(k.Owning(), contract, in)
		wants(t, err, want)
	}
	k.Whole()
}
