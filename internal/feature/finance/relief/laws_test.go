package relief_test

// Laws of every relief, on loans of every kind: what restating keeps, what a
// deferral and a rate cut never do.

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// loans are one of each kind of repayment, three instalments paid where there
// are any, with a case each.
func (k *kit) loans(t *testing.T) (cases []relief.Case) {
	for _, kind := range []kernel.Repayment{kernel.EqualInstalment, kernel.EqualPrincipal, kernel.InterestMonthly, kernel.Bullet} {
		terms := million()
		terms.Repayment, terms.UpliftPPM = kind, 500_000
		id := k.Funded(terms)
		cases = append(cases, relief.Case{Contract: id})
	}
	for _, on := range []string{"2020-02-10", "2020-03-10", "2020-04-10"} {
		k.Day(on)
		for _, c := range cases {
			if next, ok := k.Loan(c.Contract).Next(); ok && next.DueOn <= on {
				k.Pay(c.Contract, next.OpenFen())
			}
		}
	}
	for i := range cases {
		cases[i] = k.asked(cases[i].Contract, relief.Ask{})
	}
	return cases
}

func sound(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func plus(on string, days int) string {
	d, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return on
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}

// Terms that stay reproduce the remaining flows, whatever the day.
func TestRestatingKeepsWhatIsLeft(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t), "2020-01-10")
	cases := k.loans(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(cases).Draw(t, "loan")
		at := plus("2020-01-10", rapid.IntRange(1, 420).Draw(t, "at"))
		sound(t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			l, err := k.Relief.Loans.Loan(ctx, tx, c.Contract)
			if err != nil || at >= l.Standing.EndsOn {
				return err
			}
			before, after, err := k.Relief.Loans.Foresee(ctx, tx, c.Contract, kernel.NewTerms{Terms: l.Standing.Terms, EndsOn: l.Standing.EndsOn}, at)
			x, e := plan.Compare(plan.Action{FromOn: at}, 50_000, before, after)
			for _, line := range x.Lines {
				if line.Before != line.After {
					t.Errorf("%s on %s: %+v", at, line.On, line)
				}
			}
			if x.PresentFen != 0 || e != nil {
				t.Errorf("present value %s, %v", x.PresentFen.Text(), e)
			}
			return err
		}))
	})
}

// A deferral never lowers the principal, charges no penalty interest for what it
// covers, and costs no less interest in all: dates that become one are rounded
// once, which is worth a fen a date at most.
func TestDeferralLaws(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t), "2020-01-10")
	cases := k.loans(t)
	k.Day("2020-06-01") // something is overdue by now
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(cases).Draw(t, "loan")
		months := rapid.IntRange(1, 18).Draw(t, "months")
		d, _ := time.Parse(time.DateOnly, "2020-06-10")
		a := plan.Action{Kind: rapid.SampledFrom([]plan.Kind{plan.DeferAll, plan.DeferPrincipal, plan.Spread}).Draw(t, "kind"), FromOn: "2020-06-01", ResumesOn: d.AddDate(0, months, 0).Format(time.DateOnly)}
		a.EndsOn = max("2021-01-10", d.AddDate(0, months+rapid.IntRange(0, 12).Draw(t, "longer"), 0).Format(time.DateOnly))
		covers := rapid.Bool().Draw(t, "covers")
		if covers {
			a.SinceOn = "2020-05-01"
		}
		p, err := k.Relief.Preview(k.Lending(), c.ID, relief.Propose{Action: a})
		sound(t, err)
		x := p.Comparison
		if x.After.PrincipalFen != x.Before.PrincipalFen || x.After.InterestFen < x.Before.InterestFen-money.Fen(x.Before.Dates-x.After.Dates) || x.After.EndsOn != a.EndsOn {
			t.Errorf("%+v: before %+v, after %+v", a, x.Before, x.After)
		}
		if covers && x.After.PenaltyFen != 0 || x.After.PenaltyFen > x.Before.PenaltyFen {
			t.Errorf("%+v: penalty interest %s", a, x.After.PenaltyFen.Text())
		}
		if covers && a.Kind != plan.DeferPrincipal && x.After.PausedFen != 0 {
			t.Errorf("%+v: %s is due in the pause", a, x.After.PausedFen.Text())
		}
	})
}

// A rate cut never raises the interest of any date.
func TestRateCutLaws(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t), "2020-01-10")
	cases := k.loans(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(cases).Draw(t, "loan")
		p, err := k.Relief.Preview(k.Lending(), c.ID, relief.Propose{Action: plan.Action{Kind: plan.CutRate, FromOn: plus("2020-04-10", rapid.IntRange(0, 60).Draw(t, "from")), RatePPM: money.PPM(rapid.IntRange(1, 49_999).Draw(t, "rate"))}})
		sound(t, err)
		for _, l := range p.Comparison.Lines {
			if l.After.InterestFen > l.Before.InterestFen {
				t.Errorf("%+v raises %s: %+v", p.Action, l.On, l)
			}
		}
		if x := p.Comparison; x.After.PrincipalFen != x.Before.PrincipalFen || x.After.EndsOn != x.Before.EndsOn {
			t.Errorf("before %+v, after %+v", x.Before, x.After)
		}
	})
}
