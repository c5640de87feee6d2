package subledger

// A due date: what it asks for, what was paid on it, and what it costs while it
// is overdue.

import (
	"math/big"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// Row is one due date of a loan, with what has been paid on it.
type Row struct {
	No            int
	Version       int       // of the terms under which it is due, counted from 1
	From          loan.Time // interest runs from here
	Due           loan.Time
	Collect       loan.Time // the working day on which it is expected
	Accruals      []Accrual // what its interest is made of
	Carried       money.Fen // brought in with an opening, or deferred when it was fixed already; below zero for what was paid of a period that a deferral lets go on
	Deferred      money.Fen // the part of deferred interest that is spread over the rows
	Principal     money.Fen
	Interest      money.Fen // Carried and Deferred included
	Balance       money.Fen // to fall due after it
	Moved         money.Fen // what a deferral took out of it, principal and interest
	Settles       bool      // it ends the loan early
	Drawing       money.Fen // fees for drawings since the row before
	Commitment    money.Fen // commitment fee
	Unused        []Accrual // what it is made of
	PaidFees      money.Fen
	WaivedFees    money.Fen
	PaidPrincipal money.Fen
	PaidInterest  money.Fen
	PaidOn        loan.Time // when the last of it came in, 0 for never
	Penalty       Penalty
}

// Accrual is interest on one balance at one rate over one span of days, not
// rounded.
type Accrual struct {
	Balance  money.Fen
	Rate     money.PPM
	From, To loan.Time
	Fraction loan.Ratio // of a year, between the two
}

// Penalty is the penalty interest of a row up to a day.
type Penalty struct {
	Base   int64     // overdue fen by day, times the weight of the day
	To     loan.Time // the day up to which it is counted, 0 when nothing was overdue
	Fen    money.Fen // what Base comes to, rounded once
	Paid   money.Fen
	Waived money.Fen // not asked for, since a deferral covers the row
}

// Open is the penalty interest that is still to be paid.
func (p Penalty) Open() money.Fen { return p.Fen - p.Paid - p.Waived }

// Fees are those that fall due with the row, waived ones included.
func (r *Row) Fees() money.Fen { return r.Drawing + r.Commitment }

// OpenFees are those that are still to be paid.
func (r *Row) OpenFees() money.Fen { return r.Fees() - r.WaivedFees - r.PaidFees }

// Total is what falls due, penalty interest not counted and waived fees left out.
func (r *Row) Total() money.Fen { return r.Principal + r.Interest + r.Fees() - r.WaivedFees }

// Open is what is still to be paid, penalty interest included.
func (r *Row) Open() money.Fen {
	return r.Total() - r.PaidPrincipal - r.PaidInterest - r.PaidFees + r.Penalty.Open()
}

// Paid reports whether nothing is left to pay.
func (r *Row) Paid() bool { return r.Open() == 0 }

// exact is the interest of accruals in fen, not rounded.
func exact(all []Accrual) *big.Rat {
	sum := new(big.Rat)
	for _, a := range all {
		x := new(big.Rat).SetFrac64(a.Fraction.Num, a.Fraction.Den)
		x.Mul(x, new(big.Rat).SetFrac64(int64(a.Rate), 1_000_000))
		sum.Add(sum, x.Mul(x, new(big.Rat).SetInt64(int64(a.Balance))))
	}
	return sum
}

// interest is what accruals come to, rounded once.
func interest(all []Accrual, r money.Rounding) (money.Fen, error) {
	if len(all) == 1 {
		a := all[0]
		return money.MulDiv(a.Balance, int64(a.Rate)*a.Fraction.Num, 1_000_000*a.Fraction.Den, r)
	}
	return round(exact(all), r)
}

// round is a fraction of a fen that is not negative, rounded.
func round(x *big.Rat, r money.Rounding) (money.Fen, error) {
	q, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	switch rest.Lsh(rest, 1).Cmp(x.Denom()) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if r == money.HalfUp || q.Bit(0) == 1 {
			q.Add(q, big.NewInt(1))
		}
	}
	if !q.IsInt64() {
		return 0, money.ErrOverflow
	}
	return money.Fen(q.Int64()), nil
}

// Weight is what one day weighs under a day count, and how much a year: 1 of 360
// or of 365. A year of actual length makes both kinds of days whole parts of
// 365 × 366. Overdue days are counted one by one also where months have 30 days.
func Weight(c loan.DayCount, leap bool) (day, year int64) {
	switch {
	case c == "A365":
		return 1, 365
	case c == "AA" && leap:
		return 365, 365 * 366
	case c == "AA":
		return 366, 365 * 366
	}
	return 1, 360
}

// weigh sums the weights of the days from one date up to, not including,
// another.
func weigh(c loan.DayCount, from, to loan.Time) (sum int64) {
	for from < to {
		y, _, _ := from.Date()
		end := min(loan.Civil(y+1, 1, 1), to)
		day, _ := Weight(c, y%4 == 0 && (y%100 != 0 || y%400 == 0))
		sum += day * int64(end.Days(from))
		from = end
	}
	return sum
}

// bearing is what of a row bears penalty interest while it is overdue.
func (r *Row) bearing(t *Terms) money.Fen {
	owed := r.Principal - r.PaidPrincipal
	if t.UpliftOnInterest {
		owed += r.Interest - r.PaidInterest
	}
	return owed
}

// accrue counts the penalty interest of a row up to a day. A day before the
// collection day, or one that is counted already, changes nothing.
func (r *Row) accrue(t *Terms, to loan.Time) error {
	since := max(r.Collect, r.Penalty.To)
	if t.Uplift == 0 || to <= since || r.bearing(t) <= 0 {
		return nil
	}
	more, err := money.MulDiv(r.bearing(t), weigh(t.DayCount, since, to), 1, money.HalfUp)
	if err != nil {
		return err
	}
	r.Penalty.Base, r.Penalty.To = r.Penalty.Base+int64(more), to
	r.Penalty.Fen, err = t.PenaltyOf(r.Penalty.Base)
	return err
}

// PenaltyOf is base × rate × (1 + uplift) / year, rounded once. Base is overdue
// fen by day, times the weight of the day.
func (t *Terms) PenaltyOf(base int64) (money.Fen, error) {
	_, year := Weight(t.DayCount, false)
	return money.MulDiv(money.Fen(base), int64(t.Rate)*(1_000_000+int64(t.Uplift)), 1_000_000*1_000_000*year, t.Rounding)
}
