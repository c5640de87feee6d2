package subledger

// What ends a loan before its last due date.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// settle ends the loan on a day: what has accrued by then and all principal fall
// due, the charge is taken, and what comes in pays them.
func (f *folding) settle(x *Fact) error {
	last, charge, err := f.s.settlement(x.On)
	if err != nil {
		return err
	}
	f.s.rows = f.s.rows[:f.s.next]
	if last.Total() > 0 {
		f.s.rows = append(f.s.rows, last)
		f.s.fall()
	}
	f.End = Settlement
	b := Booking{Fact: x.ID, Kind: x.Kind, On: x.On, Amount: x.Amount, Fee: min(charge, f.pool+x.Amount)}
	if err := f.allocate(&b, f.pool+x.Amount-b.Fee); err != nil {
		return err
	}
	f.book(b)
	return nil
}

// settlement is the row that would end the loan on a day, and the charge on
// principal that comes back early.
func (s *schedule) settlement(on loan.Time) (Row, money.Fen, error) {
	all := s.accruals[:len(s.accruals):len(s.accruals)]
	if on > s.from {
		all = append(all, s.accrual(s.balance, s.from, on))
	}
	row := Row{No: s.next + 1, Version: s.version, From: s.from, Due: on, Collect: on, Accruals: all, Carried: s.carried, Deferred: s.spread, Principal: s.balance, Settles: true}
	if len(all) > 0 {
		row.From = all[0].From
	}
	own, err := interest(all, s.v.Rounding)
	if err != nil {
		return row, 0, err
	}
	row.Interest = own + s.carried + s.spread
	u := s.line
	if err := s.charge(&u, &row, true); err != nil {
		return row, 0, err
	}
	row.WaivedFees = min(row.Fees(), s.ahead(on))
	if on >= s.v.Ends {
		return row, 0, nil
	}
	charge, err := money.MulDiv(s.balance, int64(s.v.Charge), 1_000_000, s.v.Rounding)
	return row, charge, err
}
