package loan

// Booking: the events of any contract in whole fen. Interest runs on the posted
// balance and is rounded once, on its due date; an instalment is solved from
// what the books say and rounded once; the last payment clears the balance.

import (
	"math"

	"kaigong.example/kaigong/engine/money"
)

// Booked is one date of a contract, in fen from the lender's view: what was
// paid out is negative principal.
type Booked struct {
	At         Time
	Principal  money.Fen // paid back, or paid out
	Interest   money.Fen
	Fee        money.Fen // fees, penalties
	Added      money.Fen // interest added to the balance
	Instalment money.Fen // fixed on this date for the dates to come
	Balance    money.Fen // after it
}

// Total is what moves on the date.
func (b Booked) Total() money.Fen { return b.Principal + b.Interest + b.Fee }

// Book posts the events of a contract in the lender's view.
func Book(t *Terms, o Observed, r money.Rounding) ([]Booked, error) {
	b, err := book(t, o, r)
	if err != nil {
		return nil, err
	}
	return b.rows, nil
}

// RestateBooked is Restate for the books: the opening state is what is posted,
// with the interest accrued on it, not yet rounded.
func RestateBooked(t *Terms, o Observed, at Time, terms Terms, r money.Rounding) (Terms, error) {
	o.To = at
	b, err := book(t, o, r)
	if err != nil {
		return terms, err
	}
	o.To = 0
	out, err := Restate(t, o, at, terms)
	if err != nil {
		return terms, err
	}
	s := out.Opening
	drawn := terms.NotionalPrincipal - t.NotionalPrincipal
	if s.Since > b.since {
		b.accrue(s.Since)
	}
	s.Notional, s.Accrued = b.balance.Yuan()+drawn, b.accrued/100
	s.Base = s.Notional
	if s.Payment != 0 && b.instalment != 0 {
		s.Payment = b.instalment.Yuan()
	}
	return out, nil
}

// bookkeeper walks the engine's events with a state of its own, in fen.
type bookkeeper struct {
	e                   *Evaluator
	r                   money.Rounding
	rows                []Booked
	balance, instalment money.Fen
	accrued             float64 // fen, not rounded
	rate                float64
	since               Time
}

func book(t *Terms, o Observed, r money.Rounding) (*bookkeeper, error) {
	if r != money.HalfUp && r != money.HalfEven {
		return nil, wrong("rounding", Unknown, string(r))
	}
	if t.ContractRole != RPA || t.enhances() || t.scales() || t.InterestCalculationBase != "" && t.InterestCalculationBase != OnNotional {
		return nil, wrong("contractRole", NotComputed, "posting of "+string(t.ContractType)+" "+string(t.ContractRole))
	}
	var e Evaluator
	events, err := e.Events(t, o)
	if err != nil {
		return nil, err
	}
	b := &bookkeeper{e: &e, r: r, since: t.StatusDate, rate: t.NominalInterestRate}
	if err := b.open(); err != nil {
		return nil, err
	}
	for i := range events {
		if err := b.post(&events[i]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// open starts from the state at the status date.
func (b *bookkeeper) open() error {
	e := b.e
	e.upcoming = 0
	if err := e.begin(); err != nil {
		return err
	}
	b.balance = money.Round(e.s.Notional, b.r)
	b.accrued, b.rate, b.since = e.s.Accrued*100, e.s.Rate, e.s.Since
	b.instalment = money.Round(e.s.Payment, b.r)
	e.upcoming = 0
	return nil
}

func (b *bookkeeper) accrue(to Time) {
	b.accrued += float64(b.balance) * b.rate * b.e.year(b.since, to)
	b.since = to
}

// fen rounds interest that was computed on whole fen: a value counts as a half
// where it is one but for the last digits of the arithmetic.
func (b *bookkeeper) fen(x float64) money.Fen {
	down := math.Floor(math.Abs(x))
	rest, near := math.Abs(x)-down, 1e-9+math.Abs(x)*1e-14
	if rest > 0.5+near || rest >= 0.5-near && (b.r == money.HalfUp || int64(down)%2 == 1) {
		down++
	}
	return money.Fen(math.Copysign(down, x))
}

// row is the row of a date, a new one where the last is of another.
func (b *bookkeeper) row(at Time) *Booked {
	if n := len(b.rows); n == 0 || b.rows[n-1].At != at {
		b.rows = append(b.rows, Booked{At: at})
	}
	return &b.rows[len(b.rows)-1]
}

func (b *bookkeeper) post(x *Event) error {
	e := b.e
	calc := e.calculated(x.At, x.Schedule())
	if x.Type != IED {
		b.accrue(calc)
	}
	row := b.row(x.At)
	switch x.Type {
	case IED:
		b.balance, b.since, b.rate = money.Round(x.Notional, b.r), calc, x.Rate
		b.accrued = x.Accrued * 100
		row.Principal = money.Round(x.Payoff, b.r)
	case PRF:
		e.s.Notional, e.s.Rate, e.s.Accrued = b.balance.Yuan(), x.Rate, b.accrued/100
		b.instalment = money.Round(e.annuity(calc, x.At == e.firstRedemption), b.r)
		row.Instalment = b.instalment
	case PR, PI:
		b.redeem(row, x)
	case IP:
		row.Interest += b.fen(b.accrued)
		b.accrued = 0
	case IPCI:
		row.Added += b.fen(b.accrued)
		b.balance, b.accrued = b.balance+b.fen(b.accrued), 0
	case PP:
		b.pay(row, min(money.Round(x.Payoff, b.r), b.balance))
		if e.terms.PrepaymentEffect == KeepMaturity && b.instalment != 0 {
			b.spread(row, calc)
		}
	case FP, PY:
		row.Fee += money.Round(x.Payoff, b.r)
	case MD, STD:
		b.pay(row, b.balance)
	case TD:
		row.Interest += b.fen(b.accrued)
		row.Principal, b.balance, b.accrued = row.Principal+money.Round(e.terms.PriceAtTerminationDate, b.r), 0, 0
	}
	b.rate = x.Rate
	row.Balance = b.balance
	return nil
}

func (b *bookkeeper) pay(row *Booked, principal money.Fen) {
	row.Principal += principal
	b.balance -= principal
}

// redeem posts a part of principal: the engine's, rounded, or the instalment
// less the posted interest.
func (b *bookkeeper) redeem(row *Booked, x *Event) {
	principal := money.Round(x.Payoff, b.r)
	if kind := b.e.terms.ContractType; kind == ANN || kind == NAM {
		principal = b.instalment - b.fen(b.accrued)
	}
	b.pay(row, min(principal, b.balance))
}

// spread solves the instalment anew after an early repayment.
func (b *bookkeeper) spread(row *Booked, calc Time) {
	e := b.e
	if e.terms.ContractType == ANN {
		e.s.Notional, e.s.Rate, e.s.Accrued = b.balance.Yuan(), b.rate, b.accrued/100
		b.instalment = money.Round(e.annuity(calc, false), b.r)
		row.Instalment = b.instalment
	}
}
