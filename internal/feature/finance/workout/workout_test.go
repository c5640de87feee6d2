package workout_test

// A default, a write-off and a class of asset quality, from the proposal to what
// it does, and what cannot be on the way.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
)

type kit struct{ *loantest.Kit }

var must, sure, wants = loantest.Must, loantest.Sure, loantest.Wants

// loan is the reference loan of January, nothing paid until a day.
func loan(t testing.TB, d *db.DB, until string) (*kit, string) {
	k := &kit{loantest.New(t, d, "2020-01-10")}
	id := k.Funded(loantest.Million())
	k.until(until)
	return k, id
}

// until moves to a day and lets a late loan take each step on the way there.
func (k *kit) until(day string) {
	k.T.Helper()
	for range 3 {
		k.Day(day)
	}
}

// late is a day on which the instalment of 10 February is 40 days past due.
const late = "2020-03-21"

var (
	aDefault  = workout.Propose{Kind: workout.Default, Reason: "电话与走访均无法联系 / cannot be reached"}
	aWriteOff = workout.Propose{Kind: workout.WriteOff, Reason: "法院裁定终结破产程序 / bankrupt"}
)

func (k *kit) propose(contract string, in workout.Propose) workout.Proposal {
	k.T.Helper()
	p, err := k.Workout.Propose(k.Lending(), contract, in)
	must(k.T, err)
	return p
}

func (k *kit) view(p workout.Proposal) workout.View {
	k.T.Helper()
	v, err := k.Workout.View(k.Approving(), p.ID)
	must(k.T, err)
	return v
}

// agree reads a proposal, confirms for what is shown and agrees.
func (k *kit) agree(who context.Context, p workout.Proposal) error {
	seal := k.view(p).Seal
	_, err := k.Workout.Agree(sure(who, "agree:"+seal), p.ID, seal)
	return err
}

func (k *kit) in(contract string, want flow.State) {
	k.T.Helper()
	if got := k.Contract(contract).State; got != want {
		k.T.Errorf("the loan is %s, not %s", got, want)
	}
}

func (k *kit) quality(contract string) workout.Quality {
	k.T.Helper()
	x, err := k.Workout.Sheet(k.Lending(), contract)
	must(k.T, err)
	return x.Quality
}

// told counts what the borrower was told under a key.
func (k *kit) told(key string) (n int64) {
	k.T.Helper()
	must(k.T, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		n, err = db.One(ctx, tx, db.Value[int64], `SELECT COUNT(*) FROM notify_notice WHERE key = $1`, key)
		return err
	}))
	return n
}

// 1,000,000.00 were lent and nothing came back: all of it is given up, and what
// comes in afterwards is a recovery.
func TestDefaultWriteOffRecovery(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := loan(t, d, late)
		k.in(id, servicing.Delinquent)
		p := k.propose(id, aDefault)
		if p.LoanState != servicing.Delinquent || p.BalanceFen != 1_000_000_00 || p.DaysPastDue != 40 {
			t.Errorf("proposed %+v", p)
		}
		if turns, err := turns(k, p.ID); err != nil || turns != "lender_approver "+k.Bank+" agree" {
			t.Errorf("waits for %q, %v", turns, err)
		}
		k.in(id, servicing.Delinquent) // a proposal does nothing
		must(t, k.agree(k.Approving(), p))
		k.in(id, servicing.Defaulted)
		if turns, _ := turns(k, p.ID); turns != "" {
			t.Errorf("still waits for %q", turns)
		}
		p = k.propose(id, aWriteOff)
		must(t, k.agree(k.Approving(), p))
		c := k.Contract(id)
		if c.State != servicing.WrittenOff || c.BalanceFen != 0 || c.WrittenFen != 1_000_000_00 {
			t.Errorf("written off %+v", c)
		}
		k.Day("2020-03-23") // what comes in after the day is a recovery
		k.Pay(id, 1_234_56)
		if r := k.Loan(id).Receipts[0]; r.RecoveredFen != money.Fen(1_234_56) {
			t.Errorf("recovered %+v", r)
		}
		k.in(id, servicing.WrittenOff)
		if q := k.quality(id); q.Class != workout.Loss {
			t.Errorf("quality %+v", q)
		}
		k.Whole()
	})
}

// turns says for whom a proposal waits.
func turns(k *kit, id string) (out string, err error) {
	err = k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		t, found, err := k.Keeper.Turn(ctx, tx, workout.ProposalMachine.Name, id)
		if found {
			out = t.Role + " " + t.Party + " " + t.Move
		}
		return err
	})
	return out, err
}

// The borrower is told of a default and of a write-off, and of no proposal.
func TestTheBorrowerIsTold(t *testing.T) {
	k, id := loan(t, dbtest.SQLite(t), late)
	for _, step := range []struct {
		in  workout.Propose
		key string
	}{{aDefault, "servicing.notice.defaulted"}, {aWriteOff, "servicing.notice.written_off"}} {
		p := k.propose(id, step.in)
		if n := k.told(step.key); n != 0 {
			t.Errorf("%s before anything was agreed", step.key)
		}
		must(t, k.agree(k.Approving(), p))
		if n := k.told(step.key); n != 1 {
			t.Errorf("%s: told %d times", step.key, n)
		}
	}
}

// Whoever proposed does not decide, whatever roles there are; nobody else's people
// see the proposal at all.
func TestTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := loan(t, d, late)
		both := k.As("both", k.Bank, kernel.Bank, kernel.Officer, kernel.Approver)
		p, err := k.Workout.Propose(both, id, aDefault)
		must(t, err)
		wants(t, k.agree(both, p), "workout.own")
		_, err = k.Workout.Refuse(both, p.ID, "no")
		wants(t, err, "workout.own")
		wants(t, k.agree(k.Lending(), p), "fault.denied")
		seal := k.view(p).Seal
		_, err = k.Workout.Agree(k.Approving(), p.ID, seal)
		wants(t, err, "fault.step_up")
		_, err = k.Workout.Agree(sure(k.Approving(), "agree:something else"), p.ID, seal)
		wants(t, err, "fault.step_up")
		_, err = k.Workout.Withdraw(k.Lending(), p.ID)
		wants(t, err, "fault.denied") // not the maker
		for _, who := range []context.Context{k.As("stranger", "another bank", kernel.Bank, kernel.Approver, kernel.Officer), k.Owning(), k.As("town", "town", kernel.TownOffice, kernel.TownLead)} {
			_, err = k.Workout.View(who, p.ID)
			wants(t, err, "fault.not_found")
			_, err = k.Workout.Agree(sure(who, "agree:"+seal), p.ID, seal)
			wants(t, err, "fault.not_found")
			_, err = k.Workout.Sheet(who, id)
			wants(t, err, "fault.not_found")
			_, err = k.Workout.Propose(who, id, aDefault)
			wants(t, err, "fault.not_found")
		}
		k.in(id, servicing.Delinquent)
		must(t, k.agree(k.Approving(), p))
		wants(t, k.agree(k.Approving(), p), "flow.wrong_turn")
		k.Whole()
	})
}

// What cannot be proposed says why.
func TestWhatCannotBeProposed(t *testing.T) {
	k, id := loan(t, dbtest.SQLite(t), "2020-02-20")
	no := func(in workout.Propose, want string) {
		t.Helper()
		_, err := k.Workout.Propose(k.Lending(), id, in)
		wants(t, err, want)
	}
	no(workout.Propose{}, "kind: workout.kind.needed")
	no(workout.Propose{Kind: workout.Default, Reason: "  "}, "reason: workout.reason.needed")
	no(workout.Propose{Kind: workout.Reclassify, Reason: "x"}, "class: workout.class.needed")
	no(aDefault, "workout.not_late")
	no(aWriteOff, "workout.not_defaulted")
	k.until(late)
	no(aWriteOff, "workout.not_defaulted")
	p := k.propose(id, aDefault)
	no(aDefault, "workout.another")
	must(t, k.agree(k.Approving(), p))
	no(aDefault, "workout.defaulted")
	must(t, k.agree(k.Approving(), k.propose(id, aWriteOff)))
	no(aDefault, "workout.written_off")
	no(aWriteOff, "workout.written_off")
	no(workout.Propose{Kind: workout.Reclassify, Class: workout.Loss, Reason: "x"}, "workout.written_off")
}

// Money that comes in while somebody reads is seen before anything is agreed, and
// a loan whose state moves takes the proposal with it.
func TestChangedWhileRead(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := loan(t, d, late)
		p := k.propose(id, aDefault)
		seal := k.view(p).Seal
		k.Pay(id, 1_00)
		_, err := k.Workout.Agree(sure(k.Approving(), "agree:"+seal), p.ID, seal)
		wants(t, err, "workout.changed")
		for range 3 { // all that is overdue
			if next, ok := k.Loan(id).Next(); ok && next.DueOn <= late {
				k.Pay(id, next.OpenFen())
			}
		}
		k.in(id, servicing.Performing)
		wants(t, k.agree(k.Approving(), p), "workout.moved")
		must(t, k.Workout.Sweep(context.Background()))
		if got := k.view(p).Proposal; got.State != workout.Lapsed || got.DecidedBy != "" {
			t.Errorf("lapsed: %+v", got)
		}
		must(t, k.Workout.Sweep(context.Background()))
		k.Whole()
	})
}

// A refusal and a withdrawal leave the loan as it is, and free it for another.
func TestRefusedAndWithdrawn(t *testing.T) {
	k, id := loan(t, dbtest.SQLite(t), late)
	p := k.propose(id, aDefault)
	_, err := k.Workout.Refuse(k.Approving(), p.ID, " ")
	wants(t, err, "reason: workout.reason.needed")
	p, err = k.Workout.Refuse(k.Approving(), p.ID, "先走访 / visit first")
	must(t, err)
	if p.State != workout.Refused || p.Answer == "" || p.DecidedBy != "approver" {
		t.Errorf("refused %+v", p)
	}
	p, err = k.Workout.Withdraw(k.Lending(), k.propose(id, aDefault).ID)
	must(t, err)
	if p.State != workout.Withdrawn {
		t.Errorf("withdrawn %+v", p)
	}
	k.in(id, servicing.Delinquent)
	rows, err := k.Workout.List(k.Approving())
	must(t, err)
	if len(rows) != 2 {
		t.Errorf("%d in the list", len(rows))
	}
	k.Whole()
}

// The class follows from the days, and two people can only make it worse.
func TestAClassOnlyGetsWorse(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k, id := loan(t, d, "2020-01-20")
		if q := k.quality(id); q.Class != workout.Normal {
			t.Errorf("at first %+v", q)
		}
		class := func(c workout.Class) workout.Propose {
			return workout.Propose{Kind: workout.Reclassify, Class: c, Reason: "经营已停 / works no more"}
		}
		_, err := k.Workout.Propose(k.Lending(), id, class(workout.Normal))
		wants(t, err, "class: workout.class.same")
		must(t, k.agree(k.Approving(), k.propose(id, class(workout.Doubtful))))
		if q := k.quality(id); q.Class != workout.Doubtful || q.Rule != workout.Normal || q.Agreed != workout.Doubtful {
			t.Errorf("agreed %+v", q)
		}
		k.until(late) // 40 days past due
		if q := k.quality(id); q.Class != workout.Doubtful || q.Rule != workout.SpecialMention {
			t.Errorf("late %+v", q)
		}
		_, err = k.Workout.Propose(k.Lending(), id, class(workout.Normal))
		wants(t, err, "class: workout.class.better")
		must(t, k.agree(k.Approving(), k.propose(id, class(workout.SpecialMention))))
		if q := k.quality(id); q.Class != workout.SpecialMention {
			t.Errorf("agreed again %+v", q)
		}
		must(t, k.agree(k.Approving(), k.propose(id, aDefault)))
		if q := k.quality(id); q.Class != workout.Substandard {
			t.Errorf("in default %+v", q)
		}
		k.Whole()
	})
}
