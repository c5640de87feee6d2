package loan

// Streams: the dates of one kind of event, already in order. The fold merges
// them by time and by the sequence within an instant, so that nothing is
// sorted.

import "math"

const (
	maxStreams = 16 // kinds of events that recur
	maxSingles = 8  // and that happen once
)

// stream is one kind of event over its dates, or, with kinds, a few single
// events of different kinds in order.
type stream struct {
	at       []Time // when they happen
	schedule []Time // before any shift
	values   []float64
	kinds    []EventType
	kind     EventType
	i        int
}

const exhausted = math.MaxInt64

func (x *stream) key() int64 {
	if x.i >= len(x.at) {
		return exhausted
	}
	kind := x.kind
	if x.kinds != nil {
		kind = x.kinds[x.i]
	}
	return int64(x.at[x.i])<<5 | int64(kind)
}

// add puts a stream on, past the status date. The caller's may be thrown away.
func (e *Evaluator) add(x *stream) {
	for x.i < len(x.at) && x.at[x.i] <= e.terms.StatusDate {
		if x.kind == IP {
			e.lastInterest = e.calculated(x.at[x.i], x.schedule[x.i])
		}
		x.i++
	}
	if x.i < len(x.at) && e.n < maxStreams {
		e.streams[e.n], e.keys[e.n] = *x, x.key()
		e.n++
	}
}

// next is the stream whose event comes first, and its key; -1 after the last.
func (e *Evaluator) next() (best int, key int64) {
	best, key = -1, exhausted
	for i, k := range e.keys[:e.n] {
		if k < key {
			best, key = i, k
		}
	}
	return best, key
}

// single adds one event that no convention moves, in order among the others.
func (e *Evaluator) single(kind EventType, at Time) {
	if at <= e.terms.StatusDate || e.singles == maxSingles {
		return
	}
	i := e.singles
	for ; i > 0 && (e.singleAt[i-1] > at || e.singleAt[i-1] == at && e.singleKind[i-1] > kind); i-- {
		e.singleAt[i], e.singleKind[i] = e.singleAt[i-1], e.singleKind[i-1]
	}
	e.singleAt[i], e.singleKind[i] = at, kind
	e.singles++
}

// addSingles puts the single events on as one stream.
func (e *Evaluator) addSingles() {
	dates := e.singleAt[:e.singles]
	e.add(&stream{at: dates, schedule: dates, kinds: e.singleKind[:e.singles]})
}

// scheduled adds events that the business-day convention moves, but never
// beyond the end of the contract.
func (e *Evaluator) scheduled(kind EventType, dates []Time) {
	e.scheduledValues(kind, dates, nil)
}

func (e *Evaluator) scheduledValues(kind EventType, dates []Time, values []float64) {
	if len(dates) > 0 {
		e.add(&stream{kind: kind, at: e.shifted(dates), schedule: dates, values: values})
	}
}

func (e *Evaluator) shifted(dates []Time) []Time {
	t := e.terms
	if !e.moves {
		return dates
	}
	begin := len(e.arena)
	for _, d := range dates {
		at := e.closes
		if d != e.maturity || at == 0 {
			at = t.BusinessDayConvention.Shift(d, t.Calendar)
		}
		if e.closes != 0 {
			at = min(at, e.closes)
		}
		e.arena = append(e.arena, at)
	}
	return e.arena[begin:]
}

// grid makes the dates of a recurrence up to an end.
func (e *Evaluator) grid(term string, r Recurrence, end Time, last bool) ([]Time, error) {
	begin := len(e.arena)
	origin, k := e.origin(r)
	var err error
	e.arena, err = e.terms.EndOfMonthConvention.Dates(e.arena, origin, r.Cycle, k, end, last)
	if err != nil {
		return nil, wrong(term, TooMany)
	}
	return e.arena[begin:len(e.arena):len(e.arena)], nil
}

// origin is what a recurrence counts from, and the number of its first date.
func (e *Evaluator) origin(r Recurrence) (Time, int) {
	switch {
	case r.Anchor != 0:
		return r.Anchor, 0
	case e.terms.open():
		return e.terms.InitialExchangeDate, 0
	}
	return e.terms.InitialExchangeDate, 1
}

// first is the first date of a recurrence.
func (e *Evaluator) first(r Recurrence) Time {
	origin, k := e.origin(r)
	return e.terms.EndOfMonthConvention.step(origin, r.Cycle, k)
}

// calculated is the date that interest is computed to: under the conventions
// that calculate after shifting, it is moved for every event, those too that
// happen on their own day.
func (e *Evaluator) calculated(at, schedule Time) Time {
	switch {
	case !e.moves:
		return at
	case e.calc:
		return schedule
	}
	return e.terms.BusinessDayConvention.Shift(at, e.terms.Calendar)
}

// calculatedAll is the same for a grid.
func (e *Evaluator) calculatedAll(dates []Time) []Time {
	if !e.moves || e.calc {
		return dates
	}
	begin := len(e.arena)
	for _, d := range dates {
		e.arena = append(e.arena, e.calculated(d, d))
	}
	return e.arena[begin:]
}
