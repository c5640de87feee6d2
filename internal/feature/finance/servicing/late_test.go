package servicing

// Time passes and nobody pays.

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Five days of grace; 18 April 2020 is a Saturday, so the money is expected on
// Monday the 20th and days past due count from there.
func TestLateDayByDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		terms := equal()
		terms.GraceDays = 5
		c := k.funded(terms, "2020-03-18")
		for _, x := range []struct {
			on    string
			state flow.State
			days  int
		}{
			{"2020-04-18", Performing, 0}, {"2020-04-20", Performing, 0}, {"2020-04-21", InGrace, 1}, {"2020-04-25", InGrace, 5},
			{"2020-04-26", Delayed, 6}, {"2020-05-20", Delayed, 30}, {"2020-05-21", Delinquent, 31},
		} {
			k.day(x.on)
			for range 2 {
				must(t, k.Sweep(context.Background()))
			}
			if v := k.view(c); v.Contract.State != x.state || v.DaysPastDue != x.days {
				t.Errorf("on %s it is %s, %d days past due; want %s, %d", x.on, v.Contract.State, v.DaysPastDue, x.state, x.days)
			}
		}
		for _, side := range []string{firm, bank} {
			told := slices.DeleteFunc(slices.Clone(k.town.told), func(s string) bool {
				return !strings.HasPrefix(s, side) || !strings.HasSuffix(s, "servicing.notice.overdue")
			})
			if len(told) != 3 {
				t.Errorf("%s was told %d times, want once a state", side, len(told))
			}
		}
		// A part keeps it where the oldest unpaid date puts it.
		must(t, k.repay(c, "2020-05-21", 17_116_30, "A"))
		k.in(c, Delinquent) // 742.53 went to the interest of May, April lacks as much
		must(t, k.repay(c, "2020-05-21", 742_53, "B"))
		k.in(c, InGrace) // May is three days late
		must(t, k.repay(c, "2020-05-21", 16_373_77, "C"))
		k.in(c, Performing)
		k.whole()
	})
}

func (k *kit) in(c Contract, want flow.State) {
	k.t.Helper()
	if got := k.contract(c.ID).State; got != want {
		k.t.Errorf("the contract is %s, want %s", got, want)
	}
}

func TestPartWithinTheGraceKeepsIt(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	terms := equal()
	terms.GraceDays = 5
	c := k.funded(terms, "2020-03-18")
	k.day("2020-04-22")
	must(t, k.Sweep(context.Background()))
	must(t, k.repay(c, "2020-04-22", 1_00, "A"))
	k.in(c, InGrace)
	must(t, k.repay(c, "2020-04-22", 17_115_30, "B"))
	k.in(c, Performing)
}

// The whole schedule, paid on time, ends in the same transaction.
func TestPaidToTheEnd(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		terms := equal()
		terms.TermMonths = 3
		c := k.funded(terms, "2020-03-16")
		for range 3 {
			k.in(c, Performing)
			k.payNext(c)
		}
		k.in(c, Closed)
		if free, _ := k.budget(); free <= 20_000_000_00 {
			t.Errorf("the lender has %s", free.Text())
		}
		v := k.view(c)
		var kinds []string
		for _, e := range v.Events {
			kinds = append(kinds, e.Kind)
		}
		for _, kind := range []string{"servicing.mature", "servicing.close"} {
			if !slices.Contains(kinds, kind) {
				t.Errorf("the log lacks %s: %v", kind, kinds)
			}
		}
		k.whole()
	})
}

// The contract's clock counts working days, and the payout's begins with the
// second signature.
func TestClocks(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.effective(equal())
	clocks := k.view(c).Clocks
	i := slices.IndexFunc(clocks, func(r flow.Running) bool { return r.Name == "payout" })
	// Monday 9 March at 9:00, two working days on: Wednesday at 17:00 in the park.
	if i < 0 || clocks[i].Due.Format("2006-01-02T15:04Z") != "2020-03-11T09:00Z" || !clocks[i].Stopped.IsZero() {
		t.Fatalf("clocks %+v", clocks)
	}
	if j := slices.IndexFunc(clocks, func(r flow.Running) bool { return r.Name == "contract" }); j < 0 || clocks[j].Stopped.IsZero() {
		t.Errorf("the contract's clock runs on: %+v", clocks)
	}
}

// A sweep that comes on the last day of grace, not before, still finds grace.
func TestGraceOnItsLastDay(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	terms := equal()
	terms.GraceDays = 5
	c := k.funded(terms, "2020-03-18")
	k.day("2020-04-25")
	must(t, k.Sweep(context.Background()))
	k.in(c, InGrace)
}
