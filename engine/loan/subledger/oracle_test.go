package subledger

// A second computation: a teller who goes through a loan's life day by day with
// exact fractions, knows nothing of rows that are derived anew, and rounds where
// the books do.

import (
	"math/big"
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/instalment"
	"kaigong.example/kaigong/engine/money"
)

// claim is what fell due on a day.
type claim struct {
	due, collect                loan.Time
	principal, interest         money.Fen
	paidP, paidI, paidX, waived money.Fen
	exact                       *big.Rat // penalty interest
	days                        []earned // of its period
	brought                     money.Fen
	t                           Terms
}

func (c *claim) penalty() money.Fen { return half(c.exact, c.t.Rounding) - c.waived }

func (c *claim) open() money.Fen {
	return c.principal - c.paidP + c.interest - c.paidI + c.penalty() - c.paidX
}

// earned is the interest of one day.
type earned struct {
	on  loan.Time
	fen *big.Rat
}

// teller is the loan as of the day that was gone through last.
type teller struct {
	l                      Loan
	v                      Version
	begin, today           loan.Time
	balance, pool, held    money.Fen
	owed, fixed, deferred  money.Fen // principal owed; interest of a deferral; interest spread over the dates to come
	days                   []earned
	instalment, part       money.Fen
	keeps, over            bool
	claims                 []*claim
	early, fees, recovered money.Fen
}

func half(x *big.Rat, r money.Rounding) money.Fen {
	twice := new(big.Rat).Mul(x, big.NewRat(2, 1))
	n := new(big.Int).Add(twice.Num(), twice.Denom()) // floor((2x + 1) / 2)
	d := new(big.Int).Mul(twice.Denom(), big.NewInt(2))
	q, rest := new(big.Int).DivMod(n, d, new(big.Int))
	if r == money.HalfEven && rest.Sign() == 0 && q.Bit(0) == 1 {
		q.Sub(q, big.NewInt(1))
	}
	return money.Fen(q.Int64())
}

func day(c loan.DayCount, on loan.Time) *big.Rat {
	y, _, _ := on.Date()
	switch {
	case c == "A365" || c == "AA" && loan.Civil(y+1, 1, 1).Days(loan.Civil(y, 1, 1)) == 365:
		return big.NewRat(1, 365)
	case c == "AA":
		return big.NewRat(1, 366)
	}
	return big.NewRat(1, 360)
}

func of(f money.Fen, ppm money.PPM) *big.Rat {
	return new(big.Rat).Mul(big.NewRat(int64(f), 1), big.NewRat(int64(ppm), 1_000_000))
}

// told goes through the life of a loan up to a day.
func toldByHand(l Loan, on loan.Time) *teller {
	t := &teller{l: l, v: l.Versions[0], begin: l.Versions[0].From}
	t.today = t.begin
	t.happen()
	for t.today < on {
		t.night()
		t.today = t.today.AddDays(1)
		t.morning()
		t.happen()
	}
	return t
}

func (t *teller) earn(balance money.Fen, x Terms, on loan.Time) {
	t.days = append(t.days, earned{on, new(big.Rat).Mul(of(balance, x.Rate), day(x.DayCount, on))})
}

// accrued is the interest of the days from one on that are not due yet.
func (t *teller) accrued(from loan.Time) *big.Rat {
	sum := new(big.Rat)
	for _, d := range t.days {
		if d.on >= from {
			sum.Add(sum, d.fen)
		}
	}
	return sum
}

// night is the passing from today to tomorrow.
func (t *teller) night() {
	if t.over {
		return
	}
	t.earn(t.balance, t.v.Terms, t.today)
	for _, c := range t.claims {
		if c.collect > t.today || c.t.Uplift == 0 {
			continue
		}
		bears := c.principal - c.paidP
		if c.t.UpliftOnInterest {
			bears += c.interest - c.paidI
		}
		x := new(big.Rat).Mul(of(bears, c.t.Rate), big.NewRat(1_000_000+int64(c.t.Uplift), 1_000_000))
		c.exact.Add(c.exact, x.Mul(x, day(c.t.DayCount, t.today)))
	}
}

// dates are the due dates after today, and how many of them ask for interest
// alone.
func (t *teller) dates() (all []loan.Time, idle int) {
	if t.v.Repayment == instalment.Bullet {
		return []loan.Time{t.v.Ends}, 0
	}
	for k := 1; ; k++ {
		d := min(t.begin.AddMonths(k), t.v.Ends)
		if d > t.today {
			early := d < t.v.Pause.Resumes
			if !early || !t.v.Pause.Interest {
				all = append(all, d)
			}
			if early && !t.v.Pause.Interest {
				idle++
			}
		}
		if d == t.v.Ends {
			break
		}
	}
	if t.v.Repayment == instalment.InterestMonthly {
		idle = len(all) - 1
	}
	return all, idle
}

// morning lets fall due what is due, and gives it what waits.
func (t *teller) morning() {
	t.today = t.today.AddDays(-1)
	dates, idle := t.dates()
	t.today = t.today.AddDays(1)
	nothing := t.balance == 0 && t.accrued(0).Sign() == 0 && t.fixed == 0 && t.deferred == 0
	if t.over || nothing || len(dates) == 0 || dates[0] != t.today {
		return
	}
	if p := t.v.Pause; p.Spread && t.today == p.Resumes {
		t.spread()
	}
	c := &claim{due: t.today, collect: t.l.Collect(t.today), exact: new(big.Rat), t: t.v.Terms}
	own := half(t.accrued(0), t.v.Rounding) + t.fixed
	c.days, c.brought = t.days, t.fixed
	t.days, t.fixed = nil, 0
	if idle == 0 {
		c.principal = t.part1(own, len(dates) == 1)
	}
	t.balance -= c.principal
	share := money.Div(t.deferred, int64(len(dates)), t.v.Rounding)
	if len(dates) == 1 || t.balance == 0 && (t.keeps || c.principal == 0) {
		share = t.deferred
	}
	t.deferred -= share
	c.interest = own + share
	c.brought += share
	t.claims = append(t.claims, c)
	if t.pool > 0 {
		t.pay()
	}
}

// part1 is the principal of a date.
func (t *teller) part1(own money.Fen, last bool) money.Fen {
	switch {
	case last:
		return t.balance
	case t.v.Repayment == instalment.EqualInstalment:
		return max(0, min(t.balance, t.instalment-own))
	case t.v.Repayment == instalment.EqualPrincipal:
		return min(t.balance, t.part)
	}
	return 0
}

// spread splits the interest of a pause on its first date: what accrued up to a
// month before it is deferred, the last month's is its own.
func (t *teller) spread() {
	begin := t.today.AddMonths(-1)
	before := new(big.Rat).Sub(t.accrued(0), t.accrued(begin))
	t.deferred, t.fixed = t.deferred+half(before, t.v.Rounding)+t.fixed, 0
	t.days = slices.DeleteFunc(t.days, func(d earned) bool { return d.on < begin })
}

// solve finds the equal instalment: what is owed after the last date is a line
// in the instalment, and two points give its zero.
func (t *teller) solve() {
	t.keeps = false
	dates, idle := t.dates()
	dates = dates[idle:]
	t.part = money.Div(t.balance, int64(len(dates)), t.v.Rounding)
	from, first := t.today, new(big.Rat).Add(t.accrued(0), big.NewRat(int64(t.fixed), 1))
	if idle > 0 {
		all, _ := t.dates()
		from, first = all[idle-1], new(big.Rat)
	} else if p := t.v.Pause; p.Spread && dates[0] == p.Resumes {
		from = max(t.today, p.Resumes.AddMonths(-1))
		first = t.accrued(p.Resumes.AddMonths(-1))
	}
	end := func(x int64) *big.Rat {
		owed, at := big.NewRat(int64(t.balance), 1), from
		for i, d := range dates {
			grown := new(big.Rat)
			for ; at < d; at = at.AddDays(1) {
				grown.Add(grown, new(big.Rat).Mul(big.NewRat(int64(t.v.Rate), 1_000_000), day(t.v.DayCount, at)))
			}
			owed.Add(owed, grown.Mul(grown, owed))
			if i == 0 {
				owed.Add(owed, first)
			}
			owed.Sub(owed, big.NewRat(x, 1))
		}
		return owed
	}
	a, b := end(0), end(1)
	if t.instalment = half(a.Quo(a, new(big.Rat).Sub(a, b)), t.v.Rounding); t.instalment <= 0 && t.balance > 0 {
		t.instalment = 1
	}
}

// happen goes through the facts of the day, then new terms.
func (t *teller) happen() {
	for rank := 1; rank < restated; rank++ {
		for _, f := range t.l.Facts {
			if f.On == t.today && order[f.Kind] == rank {
				t.fact(f)
			}
		}
	}
	for _, v := range t.l.Versions[1:] {
		if v.From == t.today {
			t.restate(v)
		}
	}
}

func (t *teller) fact(f Fact) {
	switch f.Kind {
	case Draw:
		t.balance, t.owed = t.balance+f.Amount, t.owed+f.Amount
		t.solve()
	case Receipt:
		t.pool += f.Amount
		t.pay()
	case KeepInstal, KeepMaturity:
		amount, charge := money.Fen(0), money.Fen(0)
		ppm := t.v.Charge
		if t.today >= t.v.Ends {
			ppm = 0
		}
		for step := money.Fen(1) << 50; step > 0; step >>= 1 { // the largest sum that can be paid
			fee := half(of(amount+step, ppm), t.v.Rounding)
			if amount+step <= min(f.Amount, t.balance) && amount+step+fee <= t.pool {
				amount, charge = amount+step, fee
			}
		}
		if amount == 0 {
			return
		}
		t.balance, t.owed, t.pool, t.early, t.fees = t.balance-amount, t.owed-amount, t.pool-amount-charge, t.early+amount, t.fees+charge
		if f.Kind == KeepMaturity {
			t.solve()
		} else {
			t.keeps = true
		}
	}
}

func (t *teller) restate(v Version) {
	old := t.v
	paused := v.Pause != old.Pause && (v.Pause.Resumes > t.today || old.Pause.Resumes > t.today) // one that is over is no matter
	again := paused || v.Rate != old.Rate || v.Ends != old.Ends || v.Repayment != old.Repayment
	if paused && v.Pause.Since != 0 {
		for _, c := range t.claims {
			if c.due < v.Pause.Since || c.open() == 0 {
				continue
			}
			back := c.principal - c.paidP
			for d := c.due; d < t.today; d = d.AddDays(1) {
				t.earn(back, c.t, d)
			}
			c.principal, t.balance = c.principal-back, t.balance+back
			if v.Pause.Interest {
				t.days = append(c.days, t.days...) // the period goes on
				t.fixed += c.brought - c.paidI
				c.interest = c.paidI
			}
			c.waived += c.penalty() - c.paidX
		}
	}
	t.v = v
	switch {
	case again && (paused || !v.KeepInstalment):
		t.solve()
	case again:
		t.keeps = true
	}
	t.keeps = t.keeps || again && v.KeepInstalment
}

// pay gives what waits to what is due, in the order of the terms.
func (t *teller) pay() {
	take := func(owed money.Fen, paid *money.Fen) money.Fen {
		x := max(0, min(t.pool, owed-*paid))
		*paid, t.pool = *paid+x, t.pool-x
		return x
	}
	for _, kind := range t.v.Order {
		for _, c := range t.claims {
			current := c.due == t.today
			switch {
			case kind == PenaltyInterest && !current:
				take(c.penalty(), &c.paidX)
			case kind == OverdueInterest && !current, kind == CurrentInterest && current:
				take(c.interest, &c.paidI)
			case kind == OverduePrincipal && !current, kind == CurrentPrincipal && current:
				t.owed -= take(c.principal, &c.paidP)
			}
		}
	}
}
