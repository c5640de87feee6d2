package relief_test

// A second computation of what falls due before and after a relief, in exact
// fractions and to the fen. It is written from the rules of the domain alone and
// shares no code with the engine, the loan's account or the plan: it has its own
// calendar, its own day counts, its own rounding and its own solution of an equal
// instalment.

import (
	"math/big"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
)

// second is a loan as it goes through its life: it is paid out, rows fall due
// and are paid, and new terms go on from the end of a day.
type second struct {
	out, ends   string
	ppm         int64
	kind, count string
	even        bool // halves go to the even fen, otherwise up
	rows        []owed
	sum, part   int64 // the equal instalment, or the equal part of principal
	keeps       bool  // the instalment stays and the end comes earlier
	resumes     string
	interest    bool // of a deferral: interest rests too
	spreads     bool
}

// span is a balance that bears interest at a rate from a day to another.
type span struct {
	balance, ppm int64
	from, to     string
}

// owed is one due date.
type owed struct {
	on                           string
	spans                        []span
	fixed, share                 int64 // of its interest: fixed before, and a share of what is spread
	principal, interest, balance int64
	paid, paidInterest           int64
}

func (r owed) open() int64 { return r.principal - r.paid + r.interest - r.paidInterest }

// calendar days are those of the proleptic Gregorian calendar.
func ymd(on string) (y, m, d int64) {
	t, err := time.Parse(time.DateOnly, on)
	if err != nil {
		panic(err)
	}
	return int64(t.Year()), int64(t.Month()), int64(t.Day())
}

func between(from, to string) int64 {
	a, _ := time.Parse(time.DateOnly, from)
	b, _ := time.Parse(time.DateOnly, to)
	return int64(b.Sub(a) / (24 * time.Hour))
}

// months later, on the same day or the last of a shorter month.
func months(on string, k int) string {
	y, m, d := ymd(on)
	first := time.Date(int(y), time.Month(m)+time.Month(k), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, min(int(d), first.AddDate(0, 1, -1).Day())-1).Format(time.DateOnly)
}

func daysLater(on string, n int) string {
	t, _ := time.Parse(time.DateOnly, on)
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// year is the part of a year between two days.
func (l *second) year(from, to string) *big.Rat {
	switch l.count {
	case "A360":
		return big.NewRat(between(from, to), 360)
	case "A365":
		return big.NewRat(between(from, to), 365)
	case "30E360":
		y, m, d := ymd(from)
		Y, M, D := ymd(to)
		return big.NewRat((Y-y)*360+(M-m)*30+min(D, 30)-min(d, 30), 360)
	}
	sum := new(big.Rat) // AA: the days of each calendar year over its length
	for from < to {
		y, _, _ := ymd(from)
		begin := time.Date(int(y), 1, 1, 0, 0, 0, 0, time.UTC)
		next := begin.AddDate(1, 0, 0).Format(time.DateOnly)
		sum.Add(sum, big.NewRat(between(from, min(next, to)), between(begin.Format(time.DateOnly), next)))
		from = min(next, to)
	}
	return sum
}

func (l *second) bears(s span) *big.Rat {
	x := new(big.Rat).Mul(big.NewRat(s.balance, 1), big.NewRat(s.ppm, 1_000_000))
	return x.Mul(x, l.year(s.from, s.to))
}

func (l *second) sumOf(all []span) *big.Rat {
	sum := new(big.Rat)
	for _, s := range all {
		sum.Add(sum, l.bears(s))
	}
	return sum
}

// round is a fraction to the nearest whole, a half away from zero or to the even
// neighbour.
func (l *second) round(x *big.Rat) int64 {
	if x.Sign() < 0 {
		return -l.round(new(big.Rat).Neg(x))
	}
	twice := new(big.Int).Lsh(x.Num(), 1)
	q, rest := new(big.Int).DivMod(twice.Add(twice, x.Denom()), new(big.Int).Lsh(x.Denom(), 1), new(big.Int))
	if l.even && rest.Sign() == 0 && q.Bit(0) == 1 {
		return q.Int64() - 1
	}
	return q.Int64()
}

// moving is what the rows to come are made from.
type moving struct {
	balance, fixed, spread int64
	spans                  []span // since the last due date, closed
	from                   string // the span that is open begins here
}

// lent is a loan on the day on which it is paid out.
func lent(out string, amount, ppm int64, term int, kind, count string, even bool) *second {
	l := &second{out: out, ends: months(out, term), ppm: ppm, kind: kind, count: count, even: even}
	l.derive(moving{balance: amount, from: out}, out, true)
	return l
}

// pay pays every row that is due by a day, in full.
func (l *second) pay(until string) *second {
	for i := range l.rows {
		if r := &l.rows[i]; r.on <= until {
			r.paid, r.paidInterest = r.principal, r.interest
		}
	}
	return l
}

// dates are those of the rows after a day, and how many of them ask for interest
// alone.
func (l *second) dates(after string) (all []string, idle int) {
	if l.kind == "bullet" {
		return []string{l.ends}, 0
	}
	rests := l.resumes > after
	anchor, begins := l.out, after
	if rests {
		if !l.interest { // interest goes on on the old dates
			for k := 1; months(l.out, k) < l.resumes; k++ {
				if on := months(l.out, k); on > after {
					all = append(all, on)
				}
			}
			idle = len(all)
		}
		begins = daysLater(l.resumes, -1)
	}
	if l.resumes != "" && begins >= daysLater(l.resumes, -1) && !l.hits(l.resumes) {
		anchor = l.resumes
	}
	for k := 0; months(anchor, k) < l.ends; k++ {
		if on := months(anchor, k); on > begins && on > l.out {
			all = append(all, on)
		}
	}
	all = append(all, l.ends)
	if l.kind == "interest_monthly_principal_end" {
		idle = len(all) - 1
	}
	return all, idle
}

// hits reports whether a day is one of those that count from the payout.
func (l *second) hits(day string) bool {
	for k := 0; months(l.out, k) <= day; k++ {
		if months(l.out, k) == day {
			return true
		}
	}
	return false
}

// derive makes the rows after a day from what is owed then.
func (l *second) derive(m moving, after string, solve bool) {
	l.rows = slices.DeleteFunc(l.rows, func(r owed) bool { return r.on > after })
	all, idle := l.dates(after)
	if l.spreads && all[0] == l.resumes {
		m = l.split(m, months(all[0], -1))
	}
	if solve {
		l.keeps = false
		l.part = l.round(big.NewRat(m.balance, int64(len(all)-idle)))
		l.sum = max(1, l.equal(m, all, idle))
	}
	for i, on := range all {
		r := owed{on: on, spans: append(slices.Clone(m.spans), span{m.balance, l.ppm, m.from, on}), fixed: m.fixed}
		own, last := l.round(l.sumOf(r.spans))+r.fixed, i == len(all)-1
		switch {
		case last:
			r.principal = m.balance
		case i < idle:
		case l.kind == "equal_instalment":
			r.principal = max(0, min(l.sum-own, m.balance))
		case l.kind == "equal_principal":
			r.principal = min(l.part, m.balance)
		}
		ended := last || l.keeps && i >= idle && r.principal == m.balance
		r.share = m.spread
		if !ended {
			r.share = l.round(big.NewRat(m.spread, int64(len(all)-i)))
		}
		r.interest, r.balance = own+r.share, m.balance-r.principal
		m = moving{balance: r.balance, from: on, spread: m.spread - r.share}
		l.rows = append(l.rows, r)
		if ended {
			break
		}
	}
}

// split fixes the interest up to a day and lets it be spread; what comes after it
// stays with the first row.
func (l *second) split(m moving, begin string) moving {
	all := slices.Clone(m.spans)
	if m.from < begin {
		m.close(begin, l.ppm)
		all = m.spans
	}
	m.spans = nil
	var before []span
	for _, s := range all {
		switch {
		case s.to <= begin:
			before = append(before, s)
		case s.from >= begin:
			m.spans = append(m.spans, s)
		default:
			before = append(before, span{s.balance, s.ppm, s.from, begin})
			m.spans = append(m.spans, span{s.balance, s.ppm, begin, s.to})
		}
	}
	m.spread, m.fixed = m.spread+m.fixed+l.round(l.sumOf(before)), 0
	return m
}

// equal solves the instalment: what is owed after the last date is a line in it,
// and two points of the line give where it is zero.
func (l *second) equal(m moving, all []string, idle int) int64 {
	if l.kind != "equal_instalment" {
		return 0
	}
	left := func(x int64) *big.Rat {
		balance, from := big.NewRat(m.balance, 1), m.from
		bears := new(big.Rat).Add(l.sumOf(m.spans), big.NewRat(m.fixed, 1))
		if idle > 0 {
			from, bears = all[idle-1], new(big.Rat) // interest is paid by then
		}
		for _, on := range all[idle:] {
			rate := new(big.Rat).Mul(big.NewRat(l.ppm, 1_000_000), l.year(from, on))
			bears.Add(bears, rate.Mul(rate, balance))
			balance = new(big.Rat).Sub(new(big.Rat).Add(balance, bears), big.NewRat(x, 1))
			from, bears = on, new(big.Rat)
		}
		return balance
	}
	a, b := left(0), left(1)
	return l.round(a.Quo(a, new(big.Rat).Sub(a, b)))
}

// standing is what is not due by the end of a day.
func (l *second) standing(at string) (m moving) {
	m.from = l.out
	next := slices.IndexFunc(l.rows, func(r owed) bool { return r.on > at })
	if next < 0 {
		return moving{from: at}
	}
	if next > 0 {
		m.from = l.rows[next-1].on
	}
	r := l.rows[next]
	m.balance, m.fixed = r.balance+r.principal, r.fixed
	m.spans, m.from = r.spans[:len(r.spans)-1], r.spans[len(r.spans)-1].from
	for _, r := range l.rows[next:] {
		m.spread += r.share
	}
	return m
}

// after is the loan with an action in force from the end of a day. The reference
// rate of a repricing is given.
func (l *second) after(a plan.Action, reference int64) *second {
	n := *l
	n.rows = slices.Clone(l.rows)
	m := n.standing(a.FromOn)
	solve := true
	switch a.Kind {
	case plan.CutRate, plan.Reprice:
		if ppm := int64(a.RatePPM); a.Kind == plan.CutRate {
			n.cut(&m, a.FromOn, ppm)
		} else {
			n.cut(&m, a.FromOn, reference+int64(a.SpreadPPM))
		}
		if n.ppm == l.ppm {
			return &n
		}
		if a.Keep == plan.KeepInstalment {
			n.keeps, solve = true, false
		}
	case plan.Extend:
		n.ends = a.EndsOn
	default:
		n.resumes, n.interest, n.spreads = a.ResumesOn, a.Kind != plan.DeferPrincipal, a.Kind == plan.Spread
		if a.EndsOn != "" {
			n.ends = a.EndsOn
		}
		if a.SinceOn != "" {
			n.cover(&m, a.SinceOn, a.FromOn)
		}
	}
	n.derive(m, a.FromOn, solve)
	return &n
}

// revoked is the loan with a deferral taken back from the end of a day: what was
// agreed before it goes on.
func (l *second) revoked(at, ends string) *second {
	n := *l
	n.rows = slices.Clone(l.rows)
	n.resumes, n.interest, n.spreads, n.ends = "", false, false, ends
	n.derive(n.standing(at), at, true)
	return &n
}

// cut lets another rate run from a day.
func (l *second) cut(m *moving, at string, ppm int64) {
	if ppm != l.ppm {
		m.close(at, l.ppm)
	}
	l.ppm = ppm
}

// close ends the span that is open on a day.
func (m *moving) close(at string, ppm int64) {
	if at > m.from {
		m.spans, m.from = append(slices.Clone(m.spans), span{m.balance, ppm, m.from, at}), at
	}
}

// cover takes back what fell due from a day on and is unpaid: principal bears the
// rate of its row from its due date; a period whose interest rests goes on, less
// what was paid of it.
func (l *second) cover(m *moving, since, at string) {
	var going, back []span
	var moved int64
	for i := range l.rows {
		r := &l.rows[i]
		if r.on > at {
			break
		}
		if r.on >= since && r.open() != 0 {
			if p := r.principal - r.paid; p > 0 {
				m.close(at, l.ppm)
				if at > r.on {
					back = append(back, span{p, r.spans[len(r.spans)-1].ppm, r.on, at})
				}
				r.principal, moved = r.paid, moved+p
			}
			if l.interest {
				going = append(going, r.spans...)
				m.fixed += r.fixed + r.share - r.paidInterest
				r.interest = r.paidInterest
			}
		}
		r.balance += moved
	}
	m.spans = append(going, append(slices.Clone(m.spans), back...)...)
	m.balance += moved
}
