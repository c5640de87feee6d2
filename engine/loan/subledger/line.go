package subledger

// A line: money that is drawn in parts, and what it costs to have it ready.

import (
	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// Line says what may be drawn after the first payout, and what that costs. The
// zero Line is a payout in one sum.
type Line struct {
	Limit    money.Fen // of all that is drawn, or of what is owed at once where it Revolves
	Revolves bool      // principal that was repaid may be drawn again; principal is due at the end
	Until    loan.Time // the last day of drawing; the commitment fee does not count it
	Most     int       // drawings, the first payout among them; 0 for any number
	Fee      money.Fen // for each drawing, the first among them; due with the next row
	Commit   money.PPM // commitment fee: a rate a year on what may still be drawn
	Every    int       // months from one due date of the commitment fee to the next
}

// check finds what no line can mean, under the terms that it is part of.
func (x Line) check(t *Terms) error {
	switch {
	case x == (Line{}):
		return nil
	case x.Limit <= 0:
		return wrong("limit", loan.NotPositive, "")
	case !x.Until.Valid() || x.Until > t.Ends:
		return wrong("drawUntil", loan.OutsidePeriod, t.Ends.String())
	case x.Most < 0 || x.Fee < 0:
		return wrong("drawingFee", loan.NotPositive, "")
	case x.Commit < 0 || x.Commit > 1_000_000:
		return wrong("commitmentFee", loan.TooLarge, "0–100 %")
	case x.Commit > 0 && (x.Every < 1 || x.Every > 12):
		return wrong("commitmentFeeCycle", loan.TooLarge, "1–12 months")
	case x.Commit > 0 && t.Repayment == instalment.Bullet:
		return wrong("commitmentFee", loan.Contradicts, string(t.Repayment))
	case x.Revolves && t.Repayment != instalment.InterestMonthly:
		return wrong("revolves", loan.Contradicts, string(t.Repayment))
	}
	return nil
}

// unused is a line since its fees last fell due.
type unused struct {
	undrawn money.Fen
	draws   int
	spans   []Accrual // closed where what is undrawn changed
	from    loan.Time // the span that is open runs from here
	fell    loan.Time // when the commitment fee last fell due; the first payout before that
	fees    money.Fen // for drawings, due with the next row
	ended   bool      // nothing more may be drawn
}

// open is the span that runs to a day.
func (s *schedule) open(u *unused, to loan.Time) []Accrual {
	x := s.v.Line
	to = min(to, x.Until)
	if to <= u.from || u.undrawn == 0 || x.Commit == 0 {
		return nil
	}
	return []Accrual{{Balance: u.undrawn, Rate: x.Commit, From: u.from, To: to, Fraction: s.v.DayCount.Between(u.from, to)}}
}

// turn closes the span that is open, before what is undrawn changes.
func (s *schedule) turn(at loan.Time, undrawn money.Fen) {
	s.line.spans = append(s.line.spans, s.open(&s.line, at)...)
	s.line.from, s.line.undrawn = at, undrawn
}

// charges reports whether a fee is still to fall due.
func (s *schedule) charges() bool {
	return s.line.fees > 0 || s.later(s.line)
}

// charge puts on a row what falls due of the line with it; the line moves on to
// what is left after it. The commitment fee is rounded once, on its due date.
func (s *schedule) charge(u *unused, row *Row, last bool) (err error) {
	row.Drawing, u.fees = u.fees, 0
	x := s.v.Line
	if x.Commit > 0 && (last || row.Due >= x.Until || row.Due >= u.fell.AddMonths(x.Every)) {
		row.Unused = append(u.spans[:len(u.spans):len(u.spans)], s.open(u, row.Due)...)
		row.Commitment, err = interest(row.Unused, s.v.Rounding)
		u.spans, u.from, u.fell = nil, row.Due, row.Due
	}
	row.WaivedFees = min(row.Fees(), s.waived[row.Due])
	return err
}

// left is what may be drawn on a day, and until when; nothing once it is over.
func (s *schedule) left(on loan.Time) (money.Fen, loan.Time) {
	x := s.v.Line
	if s.line.ended || on > x.Until || !x.Revolves && s.line.undrawn == 0 {
		return 0, 0
	}
	return s.line.undrawn, x.Until
}

// draw pays out, at first or as a further tranche: the instalment is solved anew
// to the same end. Of a line no more is drawn than it has left.
func (f *folding) draw(x *Fact) error {
	s := &f.s
	if s.v.Line.Limit > 0 {
		if err := f.drawable(x); err != nil {
			return err
		}
		s.turn(x.On, s.line.undrawn-x.Amount)
		s.line.fees += s.v.Line.Fee
		if s.line.draws++; s.line.draws == s.v.Line.Most {
			f.lapse(x.On)
		}
	}
	s.cut(x.On)
	s.balance += x.Amount
	f.Drawn, f.Balance = f.Drawn+x.Amount, f.Balance+x.Amount
	return s.derive(x.On, true)
}

func (f *folding) drawable(x *Fact) error {
	left, until := f.s.left(x.On)
	switch {
	case until == 0:
		return &FactError{Fact: *x, Reason: LineEnded, Short: x.Amount}
	case x.Amount > left:
		return &FactError{Fact: *x, Reason: AboveLimit, Short: x.Amount - left}
	}
	return nil
}

// lapse ends a line: what is undrawn is not ready any more and costs nothing.
func (f *folding) lapse(at loan.Time) {
	f.s.turn(at, 0)
	f.s.line.ended = true
}

// waive lets go of fees of one due date, as far as they are not paid.
func (f *folding) waive(x *Fact) {
	if f.s.waived == nil {
		f.s.waived = map[loan.Time]money.Fen{}
	}
	f.s.waived[x.Due] += x.Amount
	for i := range f.s.rows {
		if r := &f.s.rows[i]; r.Due == x.Due {
			r.WaivedFees += max(0, min(x.Amount, r.OpenFees()))
		}
	}
}

// ahead is what was waived of fees that had not fallen due by a day.
func (s *schedule) ahead(on loan.Time) (sum money.Fen) {
	for due, x := range s.waived {
		if due >= on {
			sum += x
		}
	}
	return sum
}
