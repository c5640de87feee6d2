package sim

// When an application of the data takes its turns: one a working day at 10:00
// where the days suffice; where they do not, the earlier turns share the first
// working day, an hour apart.

import (
	"slices"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
)

type turns struct{ submit, verify, answer, choose, pay time.Time }

func (t *Timeline) turns(d Data, a Application) (x turns, err error) {
	day, err := clock.ParseDate(a.Submitted)
	if err != nil {
		return x, err
	}
	days, err := t.daysOf(d, a, day)
	if err != nil {
		return x, err
	}
	for len(days) < 4 {
		days = slices.Insert(days, 0, days[0])
	}
	x.submit = t.at(day, 10, 0)
	hour := 10
	for i, turn := range []*time.Time{&x.verify, &x.answer, &x.choose, &x.pay} {
		if hour++; i == 0 || days[i] != days[i-1] {
			hour = 10
		}
		*turn = t.at(days[i], hour, 0)
	}
	return x, nil
}

// daysOf are the working days of the four turns, the last one as the data has
// it; fewer than four where too few lie before that.
func (t *Timeline) daysOf(d Data, a Application, submitted clock.Date) (days []clock.Date, err error) {
	last := submitted.AddDays(365)
	i := slices.IndexFunc(d.Loans, func(l Loan) bool { return l.Application == a.ID })
	if i >= 0 {
		if last, err = clock.ParseDate(d.Loans[i].Disbursed); err != nil {
			return nil, err
		}
	}
	for next := submitted; len(days) < 3; {
		if next = t.world.App.Calendar.OnOrAfter(next.AddDays(1)); !next.Before(last) {
			break
		}
		days = append(days, next)
	}
	return append(days, last), nil
}
