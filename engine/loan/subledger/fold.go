package subledger

// The fold: facts and new terms in the order of time, each applied to what came
// before.

import (
	"cmp"
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/money"
)

// Booking says what a fact came to. Its parts sum to its amount.
type Booking struct {
	Fact       string // id of the fact, "" where Fold made it
	Kind       Kind
	On         loan.Time
	No         int       // of the row, where Fold made it
	Amount     money.Fen // that came in; below zero for what was paid back
	Principal  money.Fen
	Interest   money.Fen
	Penalty    money.Fen
	Fee        money.Fen // charges and fees
	Drawing    money.Fen // of it, fees for drawings
	Commitment money.Fen // of it, the commitment fee
	Recovered  money.Fen // of what was written off
	Unapplied  money.Fen // change of what waits
}

// State is a loan on a day.
type State struct {
	On         loan.Time
	Version    int // of the terms in force, counted from 1
	Rows       []Row
	Bookings   []Booking // in the order in which they count
	Drawn      money.Fen // paid out, or taken over
	Balance    money.Fen // principal that is owed, overdue principal included
	Unapplied  money.Fen // came in and pays nothing yet; Held included
	Held       money.Fen // of it, waits for a refund
	WrittenOff money.Fen
	Claim      money.Fen // what could still be recovered of a loan that is written off
	Paused     loan.Time // when a deferral in force ends, 0 for none
	Undrawn    money.Fen // may still be drawn
	Until      loan.Time // the last day of drawing, 0 where nothing may be drawn any more
	End        Kind      // Settlement or WriteOff once one ended the schedule
}

// folding is a fold under way.
type folding struct {
	loan *Loan
	s    schedule
	State
	pool money.Fen // waits and is not held
}

// event is a fact, or new terms.
type event struct {
	on   loan.Time
	rank int
	fact *Fact
	v    int
}

// Fold is the state of a loan at the end of a day. Facts and versions after it
// are left out. Errors: *loan.TermError, *FactError, money.ErrOverflow.
func Fold(l Loan, on loan.Time) (State, error) {
	f, err := folded(l, on)
	if err != nil {
		return State{}, err
	}
	return f.State, nil
}

func folded(l Loan, on loan.Time) (*folding, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	f := &folding{loan: &l, s: schedule{opening: opening{from: l.Versions[0].From}, collect: l.Collect, begin: l.Versions[0].From, v: &l.Versions[0], version: 1, line: unused{undrawn: l.Versions[0].Line.Limit, from: l.Versions[0].From, fell: l.Versions[0].From}}}
	f.On, f.Version = on, 1
	for _, e := range l.events(on) {
		if err := f.happen(e); err != nil {
			return nil, err
		}
	}
	if err := f.pass(on); err != nil {
		return nil, err
	}
	if f.End != WriteOff {
		if err := f.accrue(on); err != nil {
			return nil, err
		}
	}
	f.Rows, f.Unapplied = f.s.rows, f.pool+f.Held
	if p := f.s.v.Pause; p.Resumes > on {
		f.Paused = p.Resumes
	}
	if f.End == "" {
		f.Undrawn, f.Until = f.s.left(on)
	}
	return f, nil
}

// events are the facts and versions up to a day, in the order in which they
// count.
func (l *Loan) events(on loan.Time) (all []event) {
	for i := range l.Facts {
		if f := &l.Facts[i]; f.On <= on {
			all = append(all, event{on: f.On, rank: f.rank(l.Versions[0].From), fact: f})
		}
	}
	for i, v := range l.Versions[1:] {
		if v.From <= on {
			all = append(all, event{on: v.From, rank: restated, v: i + 1})
		}
	}
	slices.SortStableFunc(all, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.rank, b.rank))
	})
	return all
}

// afterwards are the facts that can still happen when the schedule has ended.
var afterwards = map[Kind]bool{Receipt: true, Hold: true, Refund: true}

func (f *folding) happen(e event) error {
	if err := f.pass(e.on); err != nil {
		return err
	}
	if e.fact == nil {
		return f.restate(e.v, e.on)
	}
	if f.End != "" && !afterwards[e.fact.Kind] {
		return &FactError{Fact: *e.fact, Reason: AlreadyEnded}
	}
	switch e.fact.Kind {
	case Draw:
		return f.draw(e.fact)
	case Opening:
		return f.takeOver(e.fact)
	case Receipt:
		return f.receive(e.fact)
	case Settlement:
		return f.settle(e.fact)
	case KeepInstal, KeepMaturity:
		return f.early(e.fact)
	case Waive:
		f.waive(e.fact)
	case Lapse:
		f.lapse(e.on)
		return f.s.derive(e.on, false)
	case Hold:
		x := min(e.fact.Amount, f.pool)
		f.pool, f.Held = f.pool-x, f.Held+x
	case Refund:
		return f.refund(e.fact)
	case WriteOff:
		return f.writeOff(e.fact)
	}
	return nil
}

// pass lets everything fall due up to a day, each on its own day, and gives it
// what waits.
func (f *folding) pass(on loan.Time) error {
	for !f.s.over() && f.s.rows[f.s.next].Due <= on {
		row := f.s.fall()
		if f.pool == 0 {
			continue
		}
		b := Booking{Kind: Applied, On: row.Due, No: row.No}
		if err := f.allocate(&b, f.pool); err != nil {
			return err
		}
		f.book(b)
	}
	return nil
}

// book keeps a booking that did something.
func (f *folding) book(b Booking) {
	f.Balance -= b.Principal
	f.Bookings = append(f.Bookings, b)
}

// takeOver goes on from what stood in other books: the balance, the interest that
// had accrued, and the instalment that was agreed. Due dates count from the
// payout, which the first version of the terms names.
func (f *folding) takeOver(x *Fact) error {
	s := &f.s
	s.opening = opening{balance: x.Amount, from: x.On, carried: x.Accrued}
	s.instalment, s.part = x.Instalment, x.Instalment
	f.Drawn, f.Balance = x.Amount, x.Amount
	return s.derive(x.On, x.Instalment == 0)
}

func (f *folding) receive(x *Fact) error {
	b := Booking{Fact: x.ID, Kind: x.Kind, On: x.On, Amount: x.Amount}
	if f.End == WriteOff {
		b.Recovered = min(x.Amount, f.Claim)
		b.Unapplied = x.Amount - b.Recovered
		f.Claim -= b.Recovered
		f.pool += b.Unapplied
	} else if err := f.allocate(&b, f.pool+x.Amount); err != nil {
		return err
	}
	f.book(b)
	return nil
}

// early takes principal that is not due out of what waits, with its charge.
func (f *folding) early(x *Fact) error {
	amount, charge, err := f.affordable(x)
	if err != nil || amount == 0 {
		return err
	}
	f.s.cut(x.On)
	if f.s.v.Line.Revolves {
		f.s.turn(x.On, f.s.line.undrawn+amount)
	}
	f.s.balance -= amount
	f.pool -= amount + charge
	if x.Kind == KeepInstal {
		f.s.shortens = true
	}
	if err := f.s.derive(x.On, x.Kind == KeepMaturity); err != nil {
		return err
	}
	f.book(Booking{Fact: x.ID, Kind: x.Kind, On: x.On, Principal: amount, Fee: charge, Unapplied: -amount - charge})
	return nil
}

// affordable is what a choice comes to: no more than is not due yet, and no more
// than what waits can pay with the charge on it.
func (f *folding) affordable(x *Fact) (amount, charge money.Fen, err error) {
	ppm := int64(f.s.v.Charge)
	if x.On >= f.s.v.Ends {
		ppm = 0
	}
	most, err := money.MulDiv(f.pool, 1_000_000, 1_000_000+ppm, money.HalfUp)
	if err != nil {
		return 0, 0, err
	}
	for amount = min(x.Amount, f.s.balance, most); amount > 0; amount-- {
		if charge, err = money.MulDiv(amount, ppm, 1_000_000, f.s.v.Rounding); err != nil || amount+charge <= f.pool {
			return amount, charge, err
		}
	}
	return 0, 0, nil
}

// refund pays back what was held.
func (f *folding) refund(x *Fact) error {
	if x.Amount > f.Held {
		return &FactError{Fact: *x, Reason: MoneyIsGone, Short: x.Amount - f.Held}
	}
	f.Held -= x.Amount
	f.book(Booking{Fact: x.ID, Kind: x.Kind, On: x.On, Amount: -x.Amount, Unapplied: -x.Amount})
	return nil
}

// writeOff gives up what is owed in the books. What could be recovered stays
// known; nothing accrues from here on.
func (f *folding) writeOff(x *Fact) error {
	if err := f.accrue(x.On); err != nil {
		return err
	}
	last, _, err := f.s.settlement(x.On)
	if err != nil {
		return err
	}
	f.s.rows = f.s.rows[:f.s.next]
	f.Claim = last.Total()
	for i := range f.s.rows {
		f.Claim += f.s.rows[i].Open()
	}
	f.WrittenOff, f.Balance, f.End = f.Balance, 0, WriteOff
	return nil
}

// restate puts a version in force. Rows that have fallen due stay, but for what
// a deferral covers of them.
func (f *folding) restate(i int, at loan.Time) error {
	if f.End != "" {
		return &FactError{Fact: Fact{Kind: "version", On: at}, Reason: AlreadyEnded}
	}
	old, s := f.s.v, &f.s
	v := &f.loan.Versions[i]
	paused := v.Pause != old.Pause && max(v.Pause.Resumes, old.Pause.Resumes) > at
	if err := f.accrue(at); err != nil {
		return err
	}
	if old.Rate != v.Rate || old.DayCount != v.DayCount {
		s.cut(at)
	}
	if old.Line != v.Line || old.DayCount != v.DayCount {
		s.turn(at, s.line.undrawn)
	}
	if paused && v.Pause.Since != 0 {
		f.cover(v.Pause, at)
	}
	again := paused || old.Rate != v.Rate || old.Ends != v.Ends || old.Repayment != v.Repayment
	s.v, s.version, f.Version = v, i+1, i+1
	if !again {
		for j := s.next; j < len(s.rows); j++ {
			s.rows[j].Version = s.version
		}
		return nil
	}
	s.shortens = s.shortens || v.KeepInstalment
	return s.derive(at, !v.KeepInstalment || paused)
}

// cover moves what fell due under a deferral and is unpaid back into the
// balance: principal bears interest from its due date at the rate of its row. A
// period whose interest is deferred has not ended: what it is made of goes on into
// the row to come, and is rounded there, once; what was paid of it is taken off.
func (f *folding) cover(p Pause, at loan.Time) {
	s := &f.s
	var moved money.Fen
	var going []Accrual
	for i := range s.rows[:s.next] {
		r := &s.rows[i]
		if r.Due >= p.Since && !r.Paid() {
			principal := r.Principal - r.PaidPrincipal
			if principal > 0 {
				t := f.loan.Versions[r.Version-1]
				s.cut(at)
				if at > r.Due {
					s.accruals = append(s.accruals, Accrual{Balance: principal, Rate: t.Rate, From: r.Due, To: at, Fraction: t.DayCount.Between(r.Due, at)})
				}
			}
			r.Principal, r.Moved, moved = r.Principal-principal, r.Moved+principal, moved+principal
			if p.Interest {
				own := r.Interest - r.PaidInterest
				going = append(going, r.Accruals...)
				s.carried += r.Carried + r.Deferred - r.PaidInterest
				r.Interest, r.Moved = r.Interest-own, r.Moved+own
			}
			r.Penalty.Waived += r.Penalty.Open()
		}
		r.Balance += moved
	}
	s.accruals = append(going, s.accruals...)
	s.balance += moved
}

// accrue counts the penalty interest of every row up to a day, each under the
// terms under which it fell due.
func (f *folding) accrue(to loan.Time) error {
	for i := range f.s.rows[:f.s.next] {
		r := &f.s.rows[i]
		if err := r.accrue(&f.loan.Versions[r.Version-1].Terms, to); err != nil {
			return err
		}
	}
	return nil
}
