package grading_test

// The report a second time: balances from the ledger, days past due from the rows
// of the schedule, classes by a rule written down anew. On random portfolios, month
// after month.

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/app/loantest"
	"kaigong.example/kaigong/internal/feature/finance/grading"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// seen is a loan as ledger and schedule have it.
type seen struct {
	id, state    string
	balance      int64
	collect      string // the oldest day on which something should have come and did not
	agreed       string // the class that two people agreed on last
	days, bucket int
	class        string
}

// look reads ledger, schedule and proposals of a lender as of today.
func (k *kit) look() (all []seen) {
	k.T.Helper()
	must(k.T, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		all, err = db.All(ctx, tx, func(scan db.Scan) (x seen, err error) {
			return x, scan(&x.id, &x.state, &x.balance, &x.collect, &x.agreed)
		}, `
			SELECT c.id, c.state,
				(SELECT CAST(COALESCE(SUM(p.amount_fen), 0) AS BIGINT) FROM ledger_posting p JOIN ledger_account a ON a.id = p.account_id WHERE a.kind = 'loan_principal' AND a.ref = c.id),
				COALESCE((SELECT MIN(i.collect_on) FROM servicing_installment i WHERE i.contract_id = c.id AND i.collect_on < $1
					AND i.principal_fen + i.interest_fen + i.penalty_fen > i.paid_principal_fen + i.paid_interest_fen + i.paid_penalty_fen + i.waived_penalty_fen), ''),
				COALESCE((SELECT w.class FROM workout_proposal w WHERE w.contract_id = c.id AND w.kind = 'class' AND w.state = 'agreed' ORDER BY w.decided_us DESC LIMIT 1), '')
			FROM servicing_contract c WHERE c.lender_id = $2 AND c.disbursed_on <> '' ORDER BY c.id`, k.Today(), k.Bank)
		return err
	}))
	for i := range all {
		k.class2(&all[i])
	}
	return all
}

var order = []string{"normal", "special_mention", "substandard", "doubtful", "loss"}

func place(class string) int {
	for i, x := range order {
		if x == class {
			return i
		}
	}
	return 0
}

func byDays(n int) int {
	switch {
	case n >= 361:
		return 4
	case n >= 271:
		return 3
	case n >= 91:
		return 2
	case n >= 1:
		return 1
	}
	return 0
}

// class2 is the class as the measures say it, written down a second time.
func (k *kit) class2(x *seen) {
	if x.collect != "" {
		a, _ := time.Parse(time.DateOnly, x.collect)
		b, _ := time.Parse(time.DateOnly, k.Today())
		x.days = int(b.Sub(a).Hours() / 24)
	}
	at := max(byDays(x.days), place(x.agreed))
	for _, r := range k.reliefs[x.id] {
		since, _ := time.Parse(time.DateOnly, r.on)
		if k.Today() < since.AddDate(1, 0, 0).Format(time.DateOnly) {
			at = max(at, byDays(r.days))
		}
	}
	if x.state == "defaulted" {
		at = max(at, 2)
	}
	x.class = order[at]
	for i, from := range []int{1, 31, 61, 91} {
		if x.days >= from {
			x.bucket = i + 1
		}
	}
}

// agrees compares the report of today with what was looked up, and what it says of
// the month before with the report that was read then.
func (k *kit) agrees(r grading.Report, then grading.Report) {
	k.T.Helper()
	var total, bad, ledger int64
	counts, balances := map[string]int{}, map[string]int64{}
	late := make([]grading.Sum, 5)
	for _, x := range k.look() {
		if ledger += x.balance; x.balance == 0 {
			continue
		}
		counts[x.class], balances[x.class] = counts[x.class]+1, balances[x.class]+x.balance
		late[x.bucket].Count, late[x.bucket].BalanceFen = late[x.bucket].Count+1, late[x.bucket].BalanceFen+money.Fen(x.balance)
		if total += x.balance; place(x.class) >= 2 {
			bad += x.balance
		}
	}
	for i, l := range r.Lines {
		if l.Count != counts[order[i]] || int64(l.BalanceFen) != balances[order[i]] {
			k.T.Errorf("%s, %s: %d and %s, looked up %d and %s", r.On, l.Class, l.Count, l.BalanceFen.Text(), counts[order[i]], money.Fen(balances[order[i]]).Text())
		}
		if then.On == r.Previous && l.Before != then.Lines[i].Sum {
			k.T.Errorf("%s, %s: at the end of the month before %+v, the report of then %+v", r.On, l.Class, l.Before, then.Lines[i].Sum)
		}
	}
	for i, l := range r.Late {
		if l.Sum != late[i] {
			k.T.Errorf("%s, %s: %+v, looked up %+v", r.On, l.Bucket, l.Sum, late[i])
		}
	}
	if int64(r.Total.BalanceFen) != ledger || total != ledger || int64(r.NonPerforming.BalanceFen) != bad {
		k.T.Errorf("%s: %+v, %+v; the ledger has %d, %d of it bad", r.On, r.Total, r.NonPerforming, ledger, bad)
	}
	if total > 0 && int64(r.RatioPPM) != (2*bad*1_000_000+total)/(2*total) {
		k.T.Errorf("%s: a ratio of %d, of %d in %d", r.On, r.RatioPPM, bad, total)
	}
	k.moved(r)
}

// moved finds every loan of both days once in what moved.
func (k *kit) moved(r grading.Report) {
	k.T.Helper()
	from, to := map[string]grading.Sum{}, map[string]grading.Sum{}
	add := func(m map[string]grading.Sum, key string, x grading.Sum) {
		m[key] = grading.Sum{Count: m[key].Count + x.Count, BalanceFen: m[key].BalanceFen + x.BalanceFen}
	}
	for _, m := range r.Moves {
		add(from, string(m.From), m.Sum)
		add(to, m.To, m.Sum)
	}
	for _, l := range r.Lines {
		if to[string(l.Class)] != l.Sum {
			k.T.Errorf("%s: %+v moved to %s, which holds %+v", r.On, to[string(l.Class)], l.Class, l.Sum)
		}
		if from[string(l.Class)].Count != l.Before.Count {
			k.T.Errorf("%s: %+v moved from %s, which held %+v", r.On, from[string(l.Class)], l.Class, l.Before)
		}
	}
}

// TestReportAgain lives random portfolios through fifteen months.
func TestReportAgain(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newKit(t, dbtest.SQLite(t), "2020-01-02")
			dice := rand.New(rand.NewPCG(seed, 41))
			var loans []string
			var then grading.Report
			seen := map[string]int{}
			for month := range 15 {
				first := time.Date(2020, time.Month(1+month), 1, 0, 0, 0, 0, time.UTC)
				for _, day := range []int{5, 16, 25} {
					k.Day(first.AddDate(0, 0, day).Format(time.DateOnly))
					if len(loans) < 7 && dice.IntN(2) == 0 {
						loans = append(loans, k.Funded(k.anyTerms(dice)))
					}
					for _, id := range loans {
						k.live(dice, id)
					}
				}
				k.until(first.AddDate(0, 1, -1).Format(time.DateOnly))
				r := k.report("")
				k.agrees(r, then)
				then = r
				for _, l := range r.Lines {
					seen[string(l.Class)] += l.Count
				}
				seen["written"] = r.Written.Count
			}
			k.Whole()
			t.Log(seen)
		})
	}
}

func (k *kit) anyTerms(dice *rand.Rand) kernel.LoanTerms {
	terms := loantest.Million()
	terms.AmountFen = money.Fen(dice.Int64N(90)+10) * 1_000_000
	terms.TermMonths = 3 + dice.IntN(12)
	terms.Repayment = []kernel.Repayment{kernel.EqualInstalment, kernel.EqualPrincipal, kernel.InterestMonthly}[dice.IntN(3)]
	if dice.IntN(2) == 0 {
		terms.UpliftPPM = 500_000
	}
	return terms
}

// live is what may happen to a loan on a day: it is paid or not, relieved, judged,
// declared in default or written off.
func (k *kit) live(dice *rand.Rand, id string) {
	v := k.Loan(id)
	next, open := v.Next()
	state := v.Contract.State
	late := v.DaysPastDue
	switch n := dice.IntN(100); {
	case state == "written_off" || state == "closed" || !open:
	case state == "defaulted" && n < 12:
		must(k.T, k.decide(id, workout.Propose{Kind: workout.WriteOff, Reason: "破产 / bankrupt"}))
	case state == "delinquent" && n < 10:
		must(k.T, k.decide(id, workout.Propose{Kind: workout.Default, Reason: "失联 / cannot be reached"}))
	case state != "defaulted" && late > 0 && n < 18:
		today := k.Today()
		_ = k.relieve(id, plan.Action{Kind: plan.DeferAll, FromOn: today, SinceOn: plusDays(today, -200), ResumesOn: plusDays(today, 70), EndsOn: max(lastDue(v.Installments[len(v.Installments)-1].DueOn, today), plusDays(today, 130))})
	case n >= 97:
		_ = k.decide(id, workout.Propose{Kind: workout.Reclassify, Class: kernel.Classes[dice.IntN(5)], Reason: "走访 / visited"})
	case next.DueOn <= k.Today() && n < 18+50:
		k.Pay(id, min(next.OpenFen(), next.OpenFen()/money.Fen(1+dice.IntN(2))+1))
	}
}

func lastDue(on, today string) string { return max(on, today) }
