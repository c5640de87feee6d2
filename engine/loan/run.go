package loan

// The run: instalments between two other events. Most of a loan's life is
// principal and interest in turn, so that these two are evaluated here with the
// state at hand; fold meets everything else.

import "slices"

// steady reports whether principal and interest need nothing but the state:
// no date is moved, nothing is called, hidden or about to end early.
func (e *Evaluator) steady() bool {
	return !e.tracing && !e.moves && e.called == 0 && e.listed && !e.shortens && e.terms.FeeBasis != FeeNotional
}

// runs finds the streams of principal and interest, the first of each, and the
// key of the first event that is neither.
func (e *Evaluator) runs() (pr, ip *stream, until int64) {
	until = exhausted
	if e.observed.To != 0 {
		until = int64(e.observed.To+1) << 5
	}
	if e.stop != 0 {
		until = min(until, int64(e.stop+1)<<5)
	}
	for i := range e.n {
		switch x := &e.streams[i]; {
		case x.kind == PR && pr == nil:
			pr = x
		case x.kind == IP && ip == nil:
			ip = x
		default:
			until = min(until, e.keys[i])
		}
	}
	return pr, ip, until
}

// run evaluates principal and interest up to the first event that is neither,
// and reports whether there were any.
func (e *Evaluator) run() bool {
	pr, ip, until := e.runs()
	var prs, ips []Time
	if pr != nil {
		prs = pr.at[pr.i:]
	}
	if ip != nil {
		ips = ip.at[ip.i:]
	}
	both := e.instalments(prs, ips, until)
	p, i := e.turns(prs[both:], ips[both:], until)
	p, i = p+both, i+both
	if pr != nil {
		pr.i += p
	}
	if ip != nil {
		ip.i += i
	}
	for k := range e.n {
		e.keys[k] = e.streams[k].key()
	}
	return p+i > 0
}

// instalments evaluates redemptions as long as interest is due on the same
// dates, and counts them.
func (e *Evaluator) instalments(prs, ips []Time, until int64) (n int) {
	notional, accrued, rate, since := e.s.Notional, e.s.Accrued, e.s.Rate, e.s.Since.whole()
	payment, sign, den := e.s.Payment, e.sign, e.count.denominator()
	scaling, interestScaling := e.s.NotionalScaling, e.s.InterestScaling
	net := e.terms.ContractType == NAM || e.terms.ContractType == ANN // the instalment contains the interest
	most := min(len(prs), len(ips))
	if !e.follows || den == 0 || most == 0 || prs[0] != ips[0] {
		return 0
	}
	prs, ips = prs[:most], ips[:most]
	e.events = slices.Grow(e.events, 2*most)
	events := e.events[len(e.events) : len(e.events)+2*most]
	for i, at := range prs {
		if at != ips[i] || int64(at)<<5|int64(IP) >= until {
			break
		}
		day := at.whole()
		interest := float64(day-since) / den * rate * notional
		if since = day; accrued != 0 {
			interest, accrued = interest+accrued, 0
		}
		principal := payment
		if net {
			principal -= interest
		}
		if sign*principal > sign*notional {
			principal = notional
		}
		notional -= principal
		x, y := &events[2*i], &events[2*i+1]
		x.At, x.Payoff, x.Notional, x.Rate, x.Accrued, x.Moved, x.Type = at, principal*scaling, notional, rate, interest, 0, PR
		y.At, y.Payoff, y.Notional, y.Rate, y.Accrued, y.Moved, y.Type = at, interest*interestScaling, notional, rate, 0, 0, IP
		n++
	}
	if n > 0 {
		e.events = e.events[:len(e.events)+2*n]
		e.s.Since, e.s.Notional, e.s.Accrued, e.s.Base = prs[n-1], notional, 0, notional
	}
	return n
}

// turns evaluates redemptions and interest payments in turn, and counts how
// many of each. A date that is redeemed on goes before one that pays interest.
func (e *Evaluator) turns(prs, ips []Time, until int64) (p, i int) {
	notional, accrued, rate, base, since := e.s.Notional, e.s.Accrued, e.s.Rate, e.s.Base, e.s.Since.whole()
	payment, sign, follows := e.s.Payment, e.sign, e.follows
	net := e.terms.ContractType == NAM || e.terms.ContractType == ANN
	den := e.count.denominator()
	begin := len(e.events)
	e.events = slices.Grow(e.events, len(prs)+len(ips))
	events := e.events[begin : begin+len(prs)+len(ips)]
	for p+i < len(events) {
		kind, at := IP, Time(0)
		if i < len(ips) {
			at = ips[i]
		}
		if p < len(prs) && (prs[p] <= at || at == 0) {
			kind, at = PR, prs[p]
		}
		if int64(at)<<5|int64(kind) >= until {
			break
		}
		if day := at.whole(); day != since {
			if follows {
				base = notional
			}
			if y := float64(day - since); den != 0 {
				accrued += y / den * rate * base
			} else {
				accrued += e.count.fraction(since, day, e.ends) * rate * base
			}
			since = day
		}
		x := &events[p+i]
		if kind == PR {
			principal := payment
			if net {
				principal -= accrued
			}
			if sign*principal > sign*notional {
				principal = notional
			}
			notional -= principal
			x.Payoff = principal * e.s.NotionalScaling
			p++
		} else {
			x.Payoff = accrued * e.s.InterestScaling
			accrued = 0
			i++
		}
		x.At, x.Notional, x.Rate, x.Accrued, x.Moved, x.Type = at, notional, rate, accrued, 0, kind
	}
	if e.events = e.events[:begin+p+i]; p+i > 0 {
		e.s.Since = events[p+i-1].At
		e.s.Notional, e.s.Accrued = notional, accrued
		if follows {
			e.s.Base = notional
		}
	}
	return p, i
}
