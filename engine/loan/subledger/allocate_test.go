package subledger

// What money goes to, in the order that the terms name.

import (
	"fmt"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// principalFirst is the order that lenders take for a debt in doubt (先本后息).
var principalFirst = []Debt{Fees, OverduePrincipal, CurrentPrincipal, OverdueInterest, CurrentInterest, PenaltyInterest}

// Two rows are overdue, with 3 of penalty interest on the first, and one falls
// due on the day; interest 10, principal 100 each. A fen more or less shows which
// comes next. Written by hand as penalty/interest/principal.
func TestOrderOfTheTerms(t *testing.T) {
	for _, x := range []struct {
		order []Debt
		pool  money.Fen
		want  string
	}{
		{usual, 2, "2/0/0 0/0/0 0/0/0"},
		{usual, 4, "3/1/0 0/0/0 0/0/0"},
		{usual, 15, "3/10/0 0/2/0 0/0/0"},
		{usual, 24, "3/10/1 0/10/0 0/0/0"},
		{usual, 224, "3/10/100 0/10/100 0/1/0"},
		{usual, 234, "3/10/100 0/10/100 0/10/1"},
		{principalFirst, 101, "0/0/100 0/0/1 0/0/0"},
		{principalFirst, 201, "0/0/100 0/0/100 0/0/1"},
		{principalFirst, 311, "0/10/100 0/1/100 0/0/100"},
		{principalFirst, 331, "1/10/100 0/10/100 0/10/100"},
		{principalFirst, 340, "3/10/100 0/10/100 0/10/100"},
	} {
		l := reference(t)
		l.Versions[0].Order = x.order
		row := func(due string) Row {
			return Row{Version: 1, Due: on(t, due), Collect: on(t, due), Principal: 100, Interest: 10}
		}
		f := &folding{loan: &l, s: schedule{v: &l.Versions[0], rows: []Row{row("2020-01-31"), row("2020-02-29"), row("2020-03-31")}, next: 3}}
		f.s.rows[0].Penalty.Fen = 3
		b := Booking{On: on(t, "2020-03-31")}
		if err := f.allocate(&b, x.pool); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range f.s.rows {
			got = append(got, fmt.Sprintf("%d/%d/%d", r.Penalty.Paid, r.PaidInterest, r.PaidPrincipal))
		}
		if s := strings.Join(got, " "); s != x.want || f.pool != max(0, x.pool-333) || b.Penalty+b.Interest+b.Principal+b.Unapplied != x.pool {
			t.Errorf("%v: %d goes to %s and leaves %d, want %s", x.order, x.pool, s, f.pool, x.want)
		}
	}
}

// Days weigh so that a year of actual length has no fractions: 2020 has 366.
func TestWeights(t *testing.T) {
	for count, want := range map[loan.DayCount]int64{"A360": 62, "A365": 62, "30E360": 62, "AA": 31*366 + 31*365} {
		if got := weigh(count, on(t, "2019-12-01"), on(t, "2020-02-01")); got != want {
			t.Errorf("%s: two months weigh %d, want %d", count, got, want)
		}
	}
}
