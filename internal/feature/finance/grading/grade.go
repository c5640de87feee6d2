package grading

// A loan's class on a day: the worst of what is known of it.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

// Grade is the class of a loan on a day, and where it comes from.
type Grade struct {
	Class     kernel.Class `json:"class"`
	Days      int          `json:"days_past_due"`
	ByDays    kernel.Class `json:"by_days" doc:"By days past due alone"`
	Defaulted bool         `json:"defaulted" doc:"In default, and so at least substandard"`
	Written   bool         `json:"written_off" doc:"Written off, and so a loss"`
	Held      kernel.Class `json:"held,omitempty" doc:"Of a relief in its observation: no better than before it"`
	HeldSince string       `json:"held_since,omitempty"`
	HeldUntil string       `json:"held_until,omitempty"`
	Agreed    kernel.Class `json:"agreed,omitempty" doc:"The one that two people agreed on last"`
	AgreedOn  string       `json:"agreed_on,omitempty"`
}

// Relief is a change of terms that holds the class of a loan.
type Relief struct {
	On   string // the day on which it came into force
	Days int    // past due on that day, had it not
}

// Standing is what the class of a loan on a day follows from.
type Standing struct {
	Days      int // past due
	Defaulted bool
	Written   bool
	Reliefs   []Relief
	Agreed    kernel.Class
	AgreedOn  string
}

// grade is the class of a loan on a day under the rules of its lender.
func (all Rules) grade(st Standing, on string) Grade {
	g := Grade{Days: st.Days, ByDays: all.On(on).Thresholds.Of(st.Days), Defaulted: st.Defaulted, Written: st.Written, Agreed: st.Agreed, AgreedOn: st.AgreedOn}
	for _, r := range st.Reliefs {
		until := all.On(r.On).observed(r.On)
		if held := all.On(r.On).Thresholds.Of(r.Days); r.On <= on && on < until && held != kernel.ClassNormal && g.Held.Worse(held) != g.Held {
			g.Held, g.HeldSince, g.HeldUntil = held, r.On, until
		}
	}
	g.Class = g.Rule().Worse(g.Agreed)
	return g
}

// observed is the day from which a relief of a day no longer holds a class.
func (r Rule) observed(on string) string {
	day, err := clock.ParseDate(on)
	if err != nil {
		return on
	}
	return day.AddMonths(r.WatchMonths).String()
}

// bucket is a stretch of days past due that reports count.
type bucket struct {
	Key  string
	From int
}

// buckets are the usual ones: not late, up to 30, 60 and 90 days, and beyond.
var buckets = []bucket{{"current", 0}, {"d1", 1}, {"d31", 31}, {"d61", 61}, {"d91", 91}}

func bucketOf(days int) (at int) {
	for i, b := range buckets {
		if days >= b.From {
			at = i
		}
	}
	return at
}

// share is a part of a whole in millionths, rounded half up; nothing of nothing.
func share(part, whole money.Fen) money.PPM {
	if whole == 0 {
		return 0
	}
	x, err := money.MulDiv(part, 1_000_000, int64(whole), money.HalfUp)
	if err != nil {
		return 0
	}
	return money.PPM(x)
}

// Rule is the class without what two people agreed on.
func (g Grade) Rule() kernel.Class {
	c := g.ByDays.Worse(g.Held)
	if g.Defaulted {
		c = c.Worse(kernel.ClassSubstandard)
	}
	if g.Written {
		c = kernel.ClassLoss
	}
	return c
}
