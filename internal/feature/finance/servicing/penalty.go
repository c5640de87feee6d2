package servicing

// Penalty interest (罚息): the contract's rate and an uplift, for every day on
// which principal is overdue, and interest where the terms say so. Days count
// from the collection day, days of grace included. What accrues is kept exact,
// as a sum of overdue fen over days, and rounded once: receipts in between do
// not change what a reader with a pocket calculator gets.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
)

// Penalty is the penalty interest of an instalment up to a day.
type Penalty struct {
	Base    int64     `json:"penalty_base"`     // overdue fen by day, times the weight of the day
	ToOn    string    `json:"penalty_to_on"`    // the day up to which it is counted, "" when nothing was overdue
	Fen     money.Fen `json:"penalty_fen"`      // what Base comes to, rounded once
	PaidFen money.Fen `json:"paid_penalty_fen"` // what of it is paid
}

// OpenFen is the penalty interest that is still to be paid.
func (p Penalty) OpenFen() money.Fen { return p.Fen - p.PaidFen }

// dayWeight is what one day weighs, and how much a year: 1 of 360 or of 365. A
// year of actual length makes both kinds of days whole parts of 365 × 366.
func dayWeight(dayCount string, leap bool) (day, year int64) {
	switch {
	case dayCount == "A365":
		return 1, 365
	case dayCount == "AA" && leap:
		return 365, 365 * 366
	case dayCount == "AA":
		return 366, 365 * 366
	}
	return 1, 360 // also for 30E360: overdue days are counted one by one
}

// weigh sums the weights of the days from one date up to, not including, another.
func weigh(dayCount string, from, to clock.Date) (sum int64) {
	for from.Before(to) {
		end := clock.Date{Year: from.Year + 1, Month: time.January, Day: 1}
		if to.Before(end) {
			end = to
		}
		day, _ := dayWeight(dayCount, leap(from.Year))
		sum += day * int64(from.DaysUntil(end))
		from = end
	}
	return sum
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// bearing is what of an instalment bears penalty interest while it is overdue.
func (i *Installment) bearing(t kernel.LoanTerms) money.Fen {
	owed := i.PrincipalFen - i.PaidPrincipalFen
	if t.UpliftOnInterest {
		owed += i.InterestFen - i.PaidInterestFen
	}
	return owed
}

// accrue counts the penalty interest of an instalment up to a day. A day before
// the collection day, or one that is counted already, changes nothing.
func (i *Installment) accrue(t kernel.LoanTerms, to string) error {
	since := max(i.CollectOn, i.ToOn)
	if t.UpliftPPM == 0 || to <= since || i.bearing(t) == 0 {
		return nil
	}
	from, err := clock.ParseDate(since)
	if err != nil {
		return err
	}
	end, err := clock.ParseDate(to)
	if err != nil {
		return err
	}
	more, err := money.MulDiv(i.bearing(t), weigh(t.DayCount, from, end), 1, money.HalfUp)
	if err != nil {
		return err
	}
	i.Base, i.ToOn = i.Base+int64(more), to
	i.Penalty.Fen, err = penaltyOf(t, i.Base)
	return err
}

// penaltyOf is base × rate × (1 + uplift) / year, rounded once.
func penaltyOf(t kernel.LoanTerms, base int64) (money.Fen, error) {
	_, year := dayWeight(t.DayCount, false)
	return money.MulDiv(money.Fen(base), int64(t.RatePPM)*(1_000_000+int64(t.UpliftPPM)), 1_000_000*1_000_000*year, money.Rounding(t.Rounding))
}

// perDay is what a common day adds to the penalty interest of a sum, for reading.
func perDay(t kernel.LoanTerms, owed money.Fen) (money.Fen, error) {
	day, _ := dayWeight(t.DayCount, false)
	return penaltyOf(t, int64(owed)*day)
}

func accrueAll(t kernel.LoanTerms, rows []Installment, to string) error {
	for i := range rows {
		if err := rows[i].accrue(t, to); err != nil {
			return err
		}
	}
	return nil
}

// rowsAt loads a contract's instalments with the penalty interest up to a day.
func rowsAt(ctx context.Context, tx db.Tx, c *Contract, on string) ([]Installment, error) {
	rows, err := installmentsOf(ctx, tx, c.ID)
	if err != nil || !c.Pays() {
		return rows, err
	}
	return rows, accrueAll(c.Agreement.Terms, rows, on)
}

// Lateness is what is overdue on a contract and what that costs, on a day.
type Lateness struct {
	SinceOn    string    `json:"since_on"`    // the oldest collection day that nothing met, "" for none
	OverdueFen money.Fen `json:"overdue_fen"` // principal and interest
	PenaltyFen money.Fen `json:"penalty_fen"` // accrued and not paid
	PerDayFen  money.Fen `json:"per_day_fen"` // what the next day adds
}

// late sums up the instalments that are overdue.
func late(t kernel.LoanTerms, rows []Installment, today string) (l Lateness, err error) {
	l.SinceOn = overdueSince(rows, today)
	var bears money.Fen
	for _, i := range rows {
		if i.CollectOn < today {
			l.OverdueFen += i.OpenFen() - i.Penalty.OpenFen()
			l.PenaltyFen += i.Penalty.OpenFen()
			bears += i.bearing(t)
		}
	}
	if t.UpliftPPM > 0 {
		l.PerDayFen, err = perDay(t, bears)
	}
	return l, err
}
