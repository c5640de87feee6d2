package subledger

// The rows to come, derived from what the books say and the terms in force.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// opening is where the rows to come start from.
type opening struct {
	balance  money.Fen // not fallen due
	accruals []Accrual // since the last due date, closed where rate or balance changed
	from     loan.Time // the accrual that is open runs from here
	carried  money.Fen // interest that is fixed already, less what was paid of a period that goes on
	spread   money.Fen // deferred interest that is spread over the rows to come
}

// schedule is a loan's rows: those before next have fallen due and stay, the
// others are derived anew whenever balance or terms change.
type schedule struct {
	opening
	collect    func(loan.Time) loan.Time
	begin      loan.Time // the payout, from which due dates are counted
	v          *Version
	version    int
	rows       []Row
	next       int
	instalment money.Fen // of equal instalments
	part       money.Fen // of equal parts of principal
	shortens   bool      // the instalment stays, the end moves
	line       unused
	waived     map[loan.Time]money.Fen // fees by due date
}

// fall lets the next row fall due.
func (s *schedule) fall() *Row {
	row := &s.rows[s.next]
	s.next++
	s.charge(&s.line, &Row{Due: row.Due}, row.Due >= s.v.Ends) // as it was when the row was derived
	s.opening = opening{balance: row.Balance, from: row.Due}
	for _, r := range s.rows[s.next:] {
		s.spread += r.Deferred
	}
	return row
}

// over reports whether no row is to come.
func (s *schedule) over() bool { return s.next == len(s.rows) }

func (s *schedule) accrual(balance money.Fen, from, to loan.Time) Accrual {
	return Accrual{Balance: balance, Rate: s.v.Rate, From: from, To: to, Fraction: s.v.DayCount.Between(from, to)}
}

// cut closes the accrual that is open, before the rate or the balance changes.
func (s *schedule) cut(at loan.Time) {
	if at > s.from {
		s.accruals, s.from = append(s.accruals, s.accrual(s.balance, s.from, at)), at
	}
}

// grid are the monthly dates after a day, up to the end and with it. They are
// counted from the payout, or from the end of a pause that lies beside them.
func (s *schedule) grid(after loan.Time) (dues []loan.Time) {
	anchor, resumes := s.begin, s.v.Pause.Resumes
	if resumes != 0 && resumes <= after.AddDays(1) && !onGrid(anchor, resumes) {
		anchor = resumes
	}
	for k := 0; ; k++ {
		due := anchor.AddMonths(k)
		if due >= s.v.Ends {
			return append(dues, s.v.Ends)
		}
		if due > after && due > s.begin {
			dues = append(dues, due)
		}
	}
}

func onGrid(anchor, at loan.Time) bool {
	y, m, _ := anchor.Date()
	ay, am, _ := at.Date()
	return anchor.AddMonths((ay-y)*12+am-m) == at
}

// dues are the dates after a day on which something falls due, and the index of
// the first on which principal does.
func (s *schedule) dues(after loan.Time) (all []loan.Time, principal int) {
	p := s.v.Pause
	paused := p.Resumes > after
	switch {
	case s.v.Repayment == instalment.Bullet:
		return []loan.Time{s.v.Ends}, 0
	case paused && p.Interest:
		all = s.grid(p.Resumes.AddDays(-1))
	case paused:
		for _, due := range s.grid(after) {
			if due < p.Resumes {
				all = append(all, due)
			}
		}
		principal = len(all)
		all = append(all, s.grid(p.Resumes.AddDays(-1))...)
	default:
		all = s.grid(after)
	}
	if s.v.Repayment == instalment.InterestMonthly {
		principal = len(all) - 1
	}
	return all, principal
}

// derive makes the rows after a day. With solve, the instalment is solved anew;
// otherwise it stays as it was.
func (s *schedule) derive(after loan.Time, solve bool) error {
	s.rows = s.rows[:s.next]
	if s.balance == 0 && exact(s.accruals).Sign() == 0 && s.carried == 0 && s.spread == 0 && !s.charges() {
		return nil
	}
	dues, principal := s.dues(after)
	o, err := s.postponed(dues[0])
	if err != nil {
		return err
	}
	if solve {
		if err := s.solve(o, dues, principal); err != nil {
			return err
		}
	}
	u := s.line
	for i, due := range dues {
		end := i == len(dues)-1
		row, err := s.row(&o, due, i >= principal, end)
		if err != nil {
			return err
		}
		if err := s.charge(&u, &row, end); err != nil {
			return err
		}
		last := row.Balance == 0 && (s.shortens && i >= principal || s.balance == 0)
		row.Deferred = o.spread
		if !last { // an equal part of what is left, so that deriving anew splits it alike
			row.Deferred = money.Div(o.spread, int64(len(dues)-i), s.v.Rounding)
		}
		row.Interest += row.Deferred
		o.spread -= row.Deferred
		if last && row.Total() == 0 && row.Fees() == 0 && (i > 0 || s.later(u)) {
			continue // a line on which nothing is owed, and no fee falls due
		}
		s.rows = append(s.rows, row)
		if last && !s.later(u) {
			break
		}
	}
	return nil
}

// later reports whether a line brings fees after a row.
func (s *schedule) later(u unused) bool {
	return exact(u.spans).Sign() > 0 || s.open(&u, s.v.Line.Until) != nil
}

// row is one row to come; the opening moves on to what is left after it.
func (s *schedule) row(o *opening, due loan.Time, pays, last bool) (Row, error) {
	row := Row{No: len(s.rows) + 1, Version: s.version, From: o.from, Due: due, Collect: s.collect(due), Carried: o.carried}
	if len(o.accruals) > 0 {
		row.From = o.accruals[0].From
	}
	row.Accruals = append(o.accruals[:len(o.accruals):len(o.accruals)], s.accrual(o.balance, o.from, due))
	own, err := interest(row.Accruals, s.v.Rounding)
	row.Interest = own + o.carried
	if pays {
		row.Principal = s.principal(o.balance, row.Interest, last)
	}
	row.Balance = o.balance - row.Principal
	o.balance, o.accruals, o.from, o.carried = row.Balance, nil, due, 0
	return row, err
}

// postponed is the opening; where the interest of a pause is spread, what accrues
// up to one month before the first row is fixed, and rows bear their own
// interest from there.
func (s *schedule) postponed(first loan.Time) (opening, error) {
	o, begin := s.opening, first.AddMonths(-1)
	if !s.v.Pause.Spread || first != s.v.Pause.Resumes {
		return o, nil
	}
	all := o.accruals
	o.accruals = nil
	if begin > o.from {
		all = append(all[:len(all):len(all)], s.accrual(o.balance, o.from, begin))
		o.from = begin
	}
	var before []Accrual
	for _, a := range all {
		early, late := a, a
		early.To, late.From = min(a.To, begin), max(a.From, begin)
		if early.From < early.To {
			early.Fraction = s.v.DayCount.Between(early.From, early.To)
			before = append(before, early)
		}
		if late.From < late.To {
			late.Fraction = s.v.DayCount.Between(late.From, late.To)
			o.accruals = append(o.accruals, late)
		}
	}
	fixed, err := interest(before, s.v.Rounding)
	o.spread, o.carried = o.spread+o.carried+fixed, 0
	return o, err
}

// principal is the part of a row that pays the balance down.
func (s *schedule) principal(balance, interest money.Fen, last bool) money.Fen {
	switch {
	case last:
		return balance
	case s.v.Repayment == instalment.EqualInstalment:
		return max(0, min(s.instalment-interest, balance))
	case s.v.Repayment == instalment.EqualPrincipal:
		return min(s.part, balance)
	}
	return 0
}

// solve finds the instalment, or the part of principal, for the rows to come.
func (s *schedule) solve(o opening, all []loan.Time, principal int) error {
	s.shortens = false
	dues := all[principal:]
	s.part = money.Div(o.balance, int64(len(dues)), s.v.Rounding)
	if s.v.Repayment != instalment.EqualInstalment {
		return nil
	}
	now, accrued := o.from, 0.0
	if principal > 0 {
		now = all[principal-1] // by then interest is paid
	} else {
		x, _ := exact(o.accruals).Float64()
		accrued = (x + float64(o.carried)) / 100
	}
	s.instalment = money.Round(loan.Annuity(s.v.DayCount, o.balance.Yuan(), s.v.Rate.Fraction(), accrued, now, dues), s.v.Rounding)
	if s.instalment <= 0 && o.balance > 0 {
		s.instalment = 1 // a few fen over many dates: the last one clears them
	}
	return nil
}
