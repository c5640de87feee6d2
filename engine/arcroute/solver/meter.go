package solver

// How much of the budget is used, and what is told about it on the way.

import "context"

// meter reads 0 at the beginning and 1 when the budget is used up.
type meter struct {
	ctx        context.Context
	iterations int64
	limit      int64          // of iterations, 0 for none
	spent      func() float64 // of another budget, nil for none
	reading    float64
	target     int64 // no need to find less
	best       int64 // reported so far, 0 for nothing
	others     int64 // what the parts cost that are not searched now
	report     func(cost, iterations int64)
}

func (m *meter) read() float64 { return m.reading }

// tick counts iterations and reads again. A context that ends uses the budget up.
func (m *meter) tick(iterations int64) float64 {
	m.iterations += iterations
	if m.limit > 0 {
		m.reading = max(m.reading, float64(m.iterations)/float64(m.limit))
	}
	if m.spent != nil {
		m.reading = max(m.reading, m.spent())
	}
	if m.ctx.Err() != nil {
		m.reading = max(m.reading, 1)
	}
	return m.reading
}

// found tells of a better solution of the part that is searched.
func (m *meter) found(cost int64) {
	cost += m.others
	if m.best > 0 && cost >= m.best {
		return
	}
	m.best = cost
	if m.report != nil {
		m.report(cost, m.iterations)
	}
}

// met reports whether a cost of this part needs no improvement.
func (m *meter) met(cost int64) bool { return cost+m.others <= m.target }
