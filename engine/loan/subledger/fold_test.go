package subledger

// The fold against published figures, against the plans of package instalment,
// against a second computation, and the laws of a loan's life.

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

var usual = []Debt{Fees, PenaltyInterest, OverdueInterest, OverduePrincipal, CurrentInterest, CurrentPrincipal}

func on(t testing.TB, text string) loan.Time {
	t.Helper()
	x, err := loan.ParseTime(text)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// monday is a calendar on which nobody works on Saturday and Sunday.
func monday(due loan.Time) loan.Time {
	for due.Day()%7 == loan.Civil(2020, 2, 1).Day()%7 || due.Day()%7 == loan.Civil(2020, 2, 2).Day()%7 {
		due = due.AddDays(1)
	}
	return due
}

// reference is the loan of the domain's golden figures: 1,000,000 yuan at 5 %,
// A360, twelve equal instalments from 10 January 2020.
func reference(t testing.TB) Loan {
	begin := on(t, "2020-01-10")
	v := Version{From: begin, Terms: Terms{Rate: 50_000, DayCount: "A360", Rounding: money.HalfUp, Repayment: instalment.EqualInstalment, Ends: begin.AddMonths(12), Order: usual}}
	return Loan{Versions: []Version{v}, Facts: []Fact{{ID: "out", Kind: Draw, On: begin, Amount: 1_000_000_00}}, Collect: monday}
}

// punctual pays every row on its due date up to a day.
func punctual(t testing.TB, l *Loan, until string) {
	t.Helper()
	for n := 0; ; n++ {
		st := folds(t, *l, "2020-01-10")
		if n == len(st.Rows) || st.Rows[n].Due > on(t, until) {
			return
		}
		r := st.Rows[n]
		l.Facts = append(l.Facts, Fact{ID: fmt.Sprint("r", n+1), Kind: Receipt, On: r.Due, Amount: r.Total()})
	}
}

func folds(t testing.TB, l Loan, day string) State {
	t.Helper()
	st, err := Fold(l, on(t, day))
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// future is the interest of the rows after a day.
func future(t testing.TB, st State, day string) (sum money.Fen) {
	for _, r := range st.Rows {
		if r.Due > on(t, day) {
			sum += r.Interest
		}
	}
	return sum
}

// The reference loan and its reliefs: posted figures that were worked out
// elsewhere to the fen.
func TestReferenceLoan(t *testing.T) {
	l := reference(t)
	st := folds(t, l, "2020-01-10")
	if last := st.Rows[11]; st.Rows[0].Total() != 85_640_72 || last.Total() != 85_640_76 || future(t, st, "2020-01-10") != 27_688_68 {
		t.Errorf("instalments %s to %s, interest %s", st.Rows[0].Total().Text(), last.Total().Text(), future(t, st, "2020-01-10").Text())
	}
	punctual(t, &l, "2020-03-11")
	if got := folds(t, l, "2020-03-11"); got.Balance != 836_724_30 || got.Unapplied != 0 {
		t.Errorf("%s is owed", got.Balance.Text())
	}
	first := l.Versions[0]
	for name, x := range map[string]struct {
		change             func(*Version)
		interest, instalm  money.Fen
		no                 int // the first row of the new instalment
		firstDue, lastDue_ string
	}{
		"principal and interest": {func(v *Version) {
			v.Pause, v.Ends = Pause{Resumes: on(t, "2020-07-10"), Interest: true}, on(t, "2021-04-10")
		}, 30_509_13, 86_723_34, 3, "2020-07-10", "2021-04-10"},
		"principal alone": {func(v *Version) { v.Pause, v.Ends = Pause{Resumes: on(t, "2020-07-10")}, on(t, "2021-04-10") }, 30_303_92, 0, 6, "2020-07-10", "2021-04-10"},
		"rate cut":        {func(v *Version) { v.Rate = 40_500 }, 15_946_48, 85_267_08, 3, "2020-04-10", "2021-01-10"},
	} {
		v := first
		v.From = on(t, "2020-03-11")
		x.change(&v)
		again := l
		again.Versions = []Version{first, v}
		st := folds(t, again, "2020-03-11")
		if got := future(t, st, "2020-03-11"); got != x.interest {
			t.Errorf("%s: future interest %s, want %s", name, got.Text(), x.interest.Text())
		}
		row := st.Rows[x.no-1]
		if x.instalm != 0 && row.Total() != x.instalm || row.Due != on(t, x.firstDue) || st.Rows[len(st.Rows)-1].Due != on(t, x.lastDue_) || st.Rows[len(st.Rows)-1].Balance != 0 {
			t.Errorf("%s: row %d is %+v", name, x.no, row)
		}
	}
}

// drawnLoan is a random loan whose months have no ends to clip.
func drawnLoan(t *rapid.T) Loan {
	begin := loan.Civil(2019, 1, 1).AddDays(rapid.IntRange(0, 800).Draw(t, "begin"))
	kinds := slices.Clone(usual)
	months := rapid.IntRange(1, 14).Draw(t, "months")
	v := Version{From: begin, Terms: Terms{
		Rate: money.PPM(rapid.Int64Range(0, 240_000).Draw(t, "rate")), DayCount: loan.DayCount(rapid.SampledFrom([]string{"A360", "A365", "AA"}).Draw(t, "count")),
		Rounding:  rapid.SampledFrom([]money.Rounding{money.HalfUp, money.HalfEven}).Draw(t, "rounding"),
		Repayment: rapid.SampledFrom([]instalment.Repayment{instalment.EqualInstalment, instalment.EqualPrincipal, instalment.InterestMonthly, instalment.Bullet}).Draw(t, "repayment"),
		Ends:      begin.AddMonths(months), Uplift: money.PPM(rapid.SampledFrom([]int64{0, 300_000, 500_000}).Draw(t, "uplift")), UpliftOnInterest: rapid.Bool().Draw(t, "on interest"),
		Charge: money.PPM(rapid.SampledFrom([]int64{0, 10_000}).Draw(t, "charge")), Order: rapid.Permutation(kinds).Draw(t, "order"),
	}}
	amount := money.Fen(rapid.Int64Range(1_000_00, 10_000_000_00).Draw(t, "amount"))
	return Loan{Versions: []Version{v}, Facts: []Fact{{ID: "out", Kind: Draw, On: begin, Amount: amount}}, Collect: monday}
}

// lived adds what may happen: receipts of any size on any day, choices, new
// terms. It answers a day to look on.
func lived(t *rapid.T, l *Loan) loan.Time {
	begin, span := l.Versions[0].From, l.Versions[0].Ends.Days(l.Versions[0].From)
	amount := l.Facts[0].Amount
	for i := range rapid.IntRange(0, 12).Draw(t, "facts") {
		kind := rapid.SampledFrom([]Kind{Receipt, Receipt, Receipt, KeepInstal, KeepMaturity}).Draw(t, "kind")
		l.Facts = append(l.Facts, Fact{ID: fmt.Sprint(i), Kind: kind, On: begin.AddDays(rapid.IntRange(0, span+60).Draw(t, "day")), Amount: 1 + money.Fen(rapid.Int64Range(0, int64(amount)/3).Draw(t, "sum"))})
	}
	at := begin
	for range rapid.IntRange(0, 2).Draw(t, "versions") {
		v := l.Versions[len(l.Versions)-1]
		at = at.AddDays(rapid.IntRange(1, max(1, span/2)).Draw(t, "from"))
		v.From, v.KeepInstalment = at, false
		if v.Pause.Resumes <= at && rapid.Bool().Draw(t, "forgets") { // a pause that is over may go on to be named
			v.Pause = Pause{}
		}
		changeTerms(t, &v, begin)
		if v.check(v.Pause == l.Versions[len(l.Versions)-1].Pause) == nil {
			l.Versions = append(l.Versions, v)
		}
	}
	return begin.AddDays(rapid.IntRange(0, span+200).Draw(t, "look"))
}

// changeTerms is a relief, or another rate.
func changeTerms(t *rapid.T, v *Version, begin loan.Time) {
	switch rapid.IntRange(0, 4).Draw(t, "change") {
	case 0:
		v.Rate = money.PPM(rapid.Int64Range(0, 240_000).Draw(t, "new rate"))
		v.KeepInstalment = rapid.Bool().Draw(t, "keep")
	case 1:
		v.Ends = v.Ends.AddMonths(rapid.IntRange(1, 6).Draw(t, "longer"))
	case 2:
		deferTerms(t, v, begin)
	case 3:
		v.Order = rapid.Permutation(slices.Clone(usual)).Draw(t, "new order")
	}
}

// deferTerms is a deferral from the date of a version, some months longer.
func deferTerms(t *rapid.T, v *Version, begin loan.Time) {
	next := 1
	for begin.AddMonths(next) <= v.From {
		next++
	}
	k := rapid.IntRange(0, 4).Draw(t, "pause")
	v.Pause = Pause{Resumes: begin.AddMonths(next + k), Interest: rapid.Bool().Draw(t, "interest too")}
	v.Pause.Spread = v.Pause.Interest && k > 0 && rapid.Bool().Draw(t, "spread")
	if rapid.Bool().Draw(t, "covers") {
		v.Pause.Since = v.From.AddDays(-rapid.IntRange(1, 90).Draw(t, "since"))
	}
	v.Ends = max(v.Ends, v.From).AddMonths(k + 1)
	for j := 1; ; j++ { // the end stays on the grid
		if d := begin.AddMonths(j); d >= v.Ends {
			v.Ends = d
			return
		}
	}
}

// Where nothing happens, the rows are those of the plan.
func TestRowsOfThePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		v := l.Versions[0]
		months := 0
		for v.From.AddMonths(months) < v.Ends {
			months++
		}
		want, err := instalment.Post(instalment.Plan{Principal: l.Facts[0].Amount, Rate: v.Rate, Disbursed: v.From, TermMonths: months, Repayment: v.Repayment, DayCount: v.DayCount, Rounding: v.Rounding})
		if err != nil {
			t.Fatal(err)
		}
		st, err := Fold(l, v.From)
		if err != nil || len(st.Rows) != len(want.Installments) {
			t.Fatalf("%d rows, want %d (%v)", len(st.Rows), len(want.Installments), err)
		}
		for i, r := range st.Rows {
			w := want.Installments[i]
			if r.Due != w.Due || r.From != w.From || r.Principal != w.Principal || r.Interest != w.Interest || r.Balance != w.Balance {
				t.Fatalf("row %d is %+v, the plan says %+v", r.No, r, w)
			}
		}
	})
}

// A teller who goes through the days comes to the same, to the fen.
func TestAgainstASecondComputation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		look := lived(t, &l)
		compareByHand(t, l, look)
	})
}

// Deferrals of what is overdue, with what falls due afterwards, likewise.
func TestDeferralsAgainstASecondComputation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		v := l.Versions[0]
		span := v.Ends.Days(v.From)
		v.From = v.From.AddDays(rapid.IntRange(20, max(21, span-1)).Draw(t, "from"))
		deferTerms(t, &v, l.Versions[0].From)
		v.Pause.Since = l.Versions[0].From
		if v.check(false) != nil {
			t.Skip("the loan is over before")
		}
		l.Versions = append(l.Versions, v)
		for i := range rapid.IntRange(0, 3).Draw(t, "receipts") {
			l.Facts = append(l.Facts, Fact{ID: fmt.Sprint(i), Kind: Receipt, On: l.Versions[0].From.AddDays(rapid.IntRange(0, span).Draw(t, "day")), Amount: 1 + l.Facts[0].Amount/money.Fen(rapid.IntRange(3, 300).Draw(t, "part"))})
		}
		compareByHand(t, l, v.Ends.AddDays(10))
	})
}

func compareByHand(t *rapid.T, l Loan, look loan.Time) {
	st, err := Fold(l, look)
	if err != nil {
		t.Fatal(err)
	}
	byHand := toldByHand(l, look)
	if st.Balance != byHand.owed || st.Unapplied != byHand.pool+byHand.held {
		t.Fatalf("%s owed and %s waiting, by hand %s and %s", st.Balance.Text(), st.Unapplied.Text(), byHand.owed.Text(), byHand.pool.Text())
	}
	due := st.Rows[:0:0]
	for _, r := range st.Rows {
		if r.Due <= look {
			due = append(due, r)
		}
	}
	if len(due) != len(byHand.claims) {
		t.Fatalf("%d rows fell due, by hand %d", len(due), len(byHand.claims))
	}
	for i, r := range due {
		c := byHand.claims[i]
		if r.Due != c.due || r.Principal != c.principal || r.Interest != c.interest || r.PaidPrincipal != c.paidP || r.PaidInterest != c.paidI || r.Penalty.Paid != c.paidX || r.Penalty.Fen-r.Penalty.Waived != c.penalty() {
			t.Fatalf("row %d is %+v\nby hand %+v, penalty %s", r.No, r, *c, c.penalty().Text())
		}
	}
}

// Half a fen, by hand: 1.00 yuan at 5 % for 36 days of 360, in one part or two,
// and penalty interest of the same on 36.00 yuan for a day.
func TestHalfAFen(t *testing.T) {
	part := func(days int64) Accrual {
		return Accrual{Balance: 100, Rate: 50_000, Fraction: loan.Ratio{Num: days, Den: 360}}
	}
	for rule, want := range map[money.Rounding]money.Fen{money.HalfUp: 1, money.HalfEven: 0} {
		one, err := interest([]Accrual{part(36)}, rule)
		two, err2 := interest([]Accrual{part(17), part(19)}, rule)
		late := Terms{Rate: 50_000, DayCount: "A360", Rounding: rule}
		penalty, err3 := late.PenaltyOf(3600)
		if err := errors.Join(err, err2, err3); err != nil || one != want || two != want || penalty != want {
			t.Errorf("%s: %d, %d and %d of penalty interest, want %d (%v)", rule, one, two, penalty, want, err)
		}
	}
}

// What every prefix of every life obeys.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		look := lived(t, &l)
		st, err := Fold(l, look)
		if err != nil {
			t.Fatal(err)
		}
		var came, principal, paid, scheduled, early money.Fen
		for _, b := range st.Bookings {
			if b.Amount != b.Principal+b.Interest+b.Penalty+b.Fee+b.Recovered+b.Unapplied {
				t.Fatalf("%+v does not add up", b)
			}
			came, principal = came+b.Amount, principal+b.Principal
			paid += b.Principal + b.Interest
			if b.Kind == KeepInstal || b.Kind == KeepMaturity {
				early += b.Principal
			}
		}
		last := l.Versions[0].From
		for _, r := range st.Rows {
			scheduled += r.Principal
			paid -= r.PaidPrincipal + r.PaidInterest
			if r.Due <= last || r.Collect < r.Due || r.Open() < 0 || r.Principal < 0 || r.Interest < 0 || r.PaidPrincipal > r.Principal || r.PaidInterest > r.Interest {
				t.Fatalf("row %+v after %s", r, last)
			}
			last = r.Due
		}
		switch n := len(st.Rows); {
		case principal+st.Balance != st.Drawn || st.Balance < 0 || st.Unapplied < 0:
			t.Fatalf("%s repaid, %s owed of %s, %s waits", principal.Text(), st.Balance.Text(), st.Drawn.Text(), st.Unapplied.Text())
		case scheduled+early != st.Drawn:
			t.Fatalf("%s scheduled, %s early of %s", scheduled.Text(), early.Text(), st.Drawn.Text())
		case paid != early:
			t.Fatalf("rows and bookings are %s apart", (paid - early).Text())
		case n > 0 && st.Rows[n-1].Balance != 0:
			t.Fatalf("%s is left at the end", st.Rows[n-1].Balance.Text())
		}
	})
}

// New terms that change nothing change nothing, whenever they come: the law that
// makes a relief comparable with what it replaces.
func TestUnchangedTermsChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		look := lived(t, &l)
		v := l.Versions[len(l.Versions)-1]
		v.From = v.From.AddDays(rapid.IntRange(1, 200).Draw(t, "restated"))
		if v.check(true) != nil {
			t.Skip("after the end of the loan")
		}
		again := l
		again.Versions = append(slices.Clone(l.Versions), v)
		same(t, l, again, look)
	})
}

// The day on which a receipt came in counts, not the day on which it was booked.
func TestOrderOfBookingIsNoMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawnLoan(t)
		look := lived(t, &l)
		again := l
		again.Facts = rapid.Permutation(l.Facts).Draw(t, "booked")
		slices.SortStableFunc(again.Facts, func(a, b Fact) int { // within a day the order of booking counts
			if a.On == b.On {
				return slices.IndexFunc(l.Facts, func(f Fact) bool { return f.ID == a.ID }) - slices.IndexFunc(l.Facts, func(f Fact) bool { return f.ID == b.ID })
			}
			return 0
		})
		if sameDay(l.Facts) {
			t.Skip("two on one day")
		}
		same(t, l, again, look)
	})
}

func sameDay(all []Fact) bool {
	days := map[loan.Time]bool{}
	for _, f := range all {
		if days[f.On] {
			return true
		}
		days[f.On] = true
	}
	return false
}

// same compares two loans on a day, but for the number of the version.
func same(t *rapid.T, a, b Loan, look loan.Time) {
	x, err := Fold(a, look)
	y, err2 := Fold(b, look)
	if err != nil || err2 != nil {
		t.Fatalf("%v, %v", err, err2)
	}
	for _, st := range []*State{&x, &y} {
		st.Version = 0
		for i := range st.Rows {
			st.Rows[i].Version = 0
		}
	}
	if fmt.Sprintf("%+v", x) != fmt.Sprintf("%+v", y) {
		t.Fatalf("\n%+v\n%+v", x, y)
	}
}

// A settlement, by hand: 200,000 yuan at 4.85 % from 16 March 2020, three paid;
// on 30 June 150,927.81 and 284.67 of interest and 1 % of charge.
func TestSettlement(t *testing.T) {
	l := reference(t)
	l.Versions[0].From, l.Versions[0].Ends, l.Versions[0].Rate, l.Versions[0].Charge = on(t, "2020-03-16"), on(t, "2021-03-16"), 48_500, 10_000
	l.Facts[0] = Fact{ID: "out", Kind: Draw, On: on(t, "2020-03-16"), Amount: 200_000_00}
	for i := range 3 {
		l.Facts = append(l.Facts, Fact{ID: fmt.Sprint(i), Kind: Receipt, On: on(t, "2020-03-16").AddMonths(i + 1), Amount: 17_116_30})
	}
	_, last, charge, err := Quote(l, on(t, "2020-06-30"))
	if err != nil || last.Principal != 150_927_81 || last.Interest != 284_67 || charge != 1_509_28 {
		t.Fatalf("%+v, %s, %v", last, charge.Text(), err)
	}
	l.Facts = append(l.Facts, Fact{ID: "all", Kind: Settlement, On: on(t, "2020-06-30"), Amount: 152_721_76})
	st := folds(t, l, "2020-12-31")
	if !st.PaidUp() || st.Balance != 0 || st.Unapplied != 0 || len(st.Rows) != 4 || !st.Rows[3].Settles {
		t.Errorf("%+v", st)
	}
	l.Facts = append(l.Facts, Fact{ID: "more", Kind: KeepInstal, On: on(t, "2020-07-01"), Amount: 1})
	refused(t, l, AlreadyEnded)
}

func refused(t *testing.T, l Loan, want Reason) {
	t.Helper()
	var x *FactError
	if _, err := Fold(l, on(t, "2021-12-31")); !errors.As(err, &x) || x.Reason != want || x.Error() == "" {
		t.Errorf("got %v, want %s", err, want)
	}
}

// A write-off gives up what is owed and keeps what could be recovered. By hand,
// nothing paid until 20 April:
//
//	1,000,000.00 × 5 % × 31 / 360 = 4,305.555… -> 4,305.56, principal 81,335.16
//	  918,664.84 × 5 % × 29 / 360 = 3,700.177… -> 3,700.18, principal 81,940.54
//	  836,724.30 × 5 % × 31 / 360 = 3,602.562… -> 3,602.56, principal 82,038.16
//	  754,686.14 × 5 % × 10 / 360 = 1,048.175… -> 1,048.18
//	together 12,656.48 of interest beside 1,000,000.00; 5,000.00 came back
func TestWriteOffAndRecovery(t *testing.T) {
	l := reference(t)
	l.Facts = append(l.Facts, Fact{ID: "off", Kind: WriteOff, On: on(t, "2020-04-20")}, Fact{ID: "back", Kind: Receipt, On: on(t, "2020-06-01"), Amount: 5_000_00})
	st := folds(t, l, "2020-12-31")
	if st.WrittenOff != 1_000_000_00 || st.Balance != 0 || st.Claim != 1_007_656_48 || len(st.Rows) != 3 {
		t.Errorf("written off %s, claim %s", st.WrittenOff.Text(), st.Claim.Text())
	}
	if b := st.Bookings[len(st.Bookings)-1]; b.Recovered != 5_000_00 || b.Principal != 0 {
		t.Errorf("recovered %+v", b)
	}
}

func TestRefund(t *testing.T) {
	l := reference(t)
	l.Facts = append(l.Facts, Fact{ID: "a", Kind: Receipt, On: on(t, "2020-01-20"), Amount: 100_00}, Fact{ID: "h", Kind: Hold, On: on(t, "2020-01-21"), Amount: 60_00}, Fact{ID: "b", Kind: Refund, On: on(t, "2020-01-25"), Amount: 60_00})
	if st := folds(t, l, "2020-01-31"); st.Unapplied != 40_00 || st.Held != 0 {
		t.Errorf("%s waits, %s held", st.Unapplied.Text(), st.Held.Text())
	}
	l.Facts = slices.Delete(l.Facts, 1, 2)
	refused(t, l, MoneyIsGone)
}

func TestFactsThatCannotBe(t *testing.T) {
	for want, f := range map[Reason]Fact{
		TooEarly:    {Kind: Receipt, On: on(t, "2020-01-09"), Amount: 1},
		NotPositive: {Kind: Receipt, On: on(t, "2020-02-09")},
		UnknownKind: {Kind: "gift", On: on(t, "2020-02-09"), Amount: 1},
	} {
		l := reference(t)
		l.Facts = append(l.Facts, f)
		refused(t, l, want)
	}
	for term, spoil := range map[string]func(*Version){
		"rate":             func(v *Version) { v.Rate = -1 },
		"penaltyUplift":    func(v *Version) { v.Uplift = -1 },
		"prepaymentCharge": func(v *Version) { v.Charge = 1_000_001 },
		"dayCount":         func(v *Version) { v.DayCount = "30/365" },
		"rounding":         func(v *Version) { v.Rounding = "down" },
		"repayment":        func(v *Version) { v.Repayment = "never" },
		"maturityDate":     func(v *Version) { v.Ends = v.From },
		"allocation":       func(v *Version) { v.Order = usual[1:] },
		"resumes":          func(v *Version) { v.Pause.Resumes = v.Ends.AddDays(1) },
		"spread":           func(v *Version) { v.Pause = Pause{Resumes: v.Ends, Spread: true} },
	} {
		l := reference(t)
		spoil(&l.Versions[0])
		var x *loan.TermError
		if _, err := Fold(l, on(t, "2020-12-31")); !errors.As(err, &x) || x.Term != term {
			t.Errorf("%s: %v", term, err)
		}
	}
}
