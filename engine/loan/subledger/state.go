package subledger

// Questions to a state.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// PaidUp reports whether nothing is owed any more, now or later, and nothing may
// be drawn any more.
func (s *State) PaidUp() bool {
	if s.Drawn == 0 || s.End == WriteOff || s.Until != 0 {
		return false
	}
	for i := range s.Rows {
		if !s.Rows[i].Paid() {
			return false
		}
	}
	return s.Balance == 0
}

// LastPaid is the day on which money was last used, 0 for none.
func (s *State) LastPaid() (on loan.Time) {
	for _, b := range s.Bookings {
		on = max(on, b.On)
	}
	return on
}

// OverdueSince is the collection day of the oldest row that should have been
// paid before the day of the state, 0 when nothing is overdue.
func (s *State) OverdueSince() loan.Time {
	var since loan.Time
	for i := range s.Rows {
		if r := &s.Rows[i]; !r.Paid() && r.Collect < s.On && (since == 0 || r.Collect < since) {
			since = r.Collect
		}
	}
	return since
}

// DaysPastDue counts whole calendar days from the collection day of the oldest
// unpaid row to the day of the state, 0 when nothing is overdue.
func (s *State) DaysPastDue() int {
	since := s.OverdueSince()
	if since == 0 {
		return 0
	}
	return s.On.Days(since)
}

// Open is all that is still to come as scheduled, penalty interest accrued by
// the day included, less what waits. Of a loan that is written off it is what
// could still be recovered.
func (s *State) Open() money.Fen {
	if s.End == WriteOff {
		return s.Claim - s.Unapplied + s.Held
	}
	var sum money.Fen
	for i := range s.Rows {
		sum += s.Rows[i].Open()
	}
	return sum - s.Unapplied + s.Held
}

// Arrears is what is overdue on the day of a state, and what that costs.
type Arrears struct {
	Principal, Interest money.Fen
	Fees                money.Fen
	Penalty             money.Fen // accrued and not paid
	PerDay              money.Fen // what a common day adds
}

// Arrears sums up the rows that are overdue.
func (s *State) Arrears(l *Loan) (a Arrears, err error) {
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Collect >= s.On {
			continue
		}
		a.Principal += r.Principal - r.PaidPrincipal
		a.Interest += r.Interest - r.PaidInterest
		a.Fees += r.OpenFees()
		a.Penalty += r.Penalty.Open()
		t := &l.Versions[r.Version-1].Terms
		if t.Uplift == 0 {
			continue
		}
		day, _ := Weight(t.DayCount, false)
		more, err := t.PenaltyOf(int64(r.bearing(t)) * day)
		if err != nil {
			return a, err
		}
		a.PerDay += more
	}
	return a, nil
}

// Quote is the row that would end a loan on a day and the charge for it, beside
// the state of that day with all that is due and what waits.
func Quote(l Loan, on loan.Time) (st State, last Row, charge money.Fen, err error) {
	f, err := folded(l, on)
	if err != nil {
		return st, last, 0, err
	}
	last, charge, err = f.s.settlement(on)
	return f.State, last, charge, err
}
