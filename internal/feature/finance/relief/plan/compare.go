package plan

// Before and after: two futures of one loan beside each other.

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/relief"
	"kaigong.example/kaigong/engine/money"
)

// Side is one future in figures. What is paid by now is left out.
type Side struct {
	NextOn        string    `json:"next_on"` // the first date on which something is open
	NextFen       money.Fen `json:"next_fen"`
	InstalmentFen money.Fen `json:"instalment_fen"` // a usual date's sum
	PrincipalFen  money.Fen `json:"principal_fen"`  // still to be paid
	InterestFen   money.Fen `json:"interest_fen"`   // still to be paid
	PenaltyFen    money.Fen `json:"penalty_fen"`
	PausedFen     money.Fen `json:"paused_fen"` // of it, due before a deferral ends
	Dates         int       `json:"dates"`
	EndsOn        string    `json:"ends_on"`
}

// Due is what one date asks for on one side; nothing where it is no due date.
type Due struct {
	PrincipalFen money.Fen `json:"principal_fen"`
	InterestFen  money.Fen `json:"interest_fen"`
	BalanceFen   money.Fen `json:"balance_fen"`
	Falls        bool      `json:"falls"`
}

// TotalFen is what the date asks for.
func (d Due) TotalFen() money.Fen { return d.PrincipalFen + d.InterestFen }

// Line is one date with both sides.
type Line struct {
	On     string `json:"on"`
	Before Due    `json:"before"`
	After  Due    `json:"after"`
}

// Comparison is what an action changes.
type Comparison struct {
	Before      Side      `json:"before"`
	After       Side      `json:"after"`
	RatePPM     money.PPM `json:"rate_ppm"`    // before it
	PresentFen  money.Fen `json:"present_fen"` // by how much the lender's receipts change, discounted at the old rate
	Lines       []Line    `json:"lines"`
	First       Row       `json:"first"` // the date after a deferral, or the first that changes
	Fingerprint string    `json:"fingerprint"`
}

// MonthFen is by how much the usual sum of a date changes.
func (c Comparison) MonthFen() money.Fen { return c.After.InstalmentFen - c.Before.InstalmentFen }

// InterestFen is by how much the interest that is still to be paid changes.
func (c Comparison) InterestFen() money.Fen { return c.After.InterestFen - c.Before.InterestFen }

// Compare sets the rows of a loan before and after an action beside each other.
// rate is the yearly rate before it.
func Compare(a Action, rate money.PPM, before, after []Row) (c Comparison, err error) {
	until := a.ResumesOn
	c.RatePPM = rate
	c.Before, c.After = side(before, until), side(after, until)
	c.Lines, c.First = lines(before, after), first(a, before, after)
	was, err := present(a.FromOn, rate, before)
	if err != nil {
		return c, err
	}
	will, err := present(a.FromOn, rate, after)
	c.PresentFen, c.Fingerprint = will-was, fingerprint(after)
	return c, err
}

func side(rows []Row, until string) (s Side) {
	var open []Row
	for _, r := range rows {
		if r.OpenFen() == 0 {
			continue
		}
		open = append(open, r)
		s.PrincipalFen, s.InterestFen, s.PenaltyFen = s.PrincipalFen+r.OpenPrincipal, s.InterestFen+r.OpenInterest, s.PenaltyFen+r.PenaltyFen
		if r.DueOn < until {
			s.PausedFen += r.OpenFen()
		}
	}
	if s.Dates = len(open); s.Dates == 0 {
		return s
	}
	s.NextOn, s.NextFen, s.EndsOn = open[0].DueOn, open[0].OpenFen(), open[len(open)-1].DueOn
	s.InstalmentFen = usual(open)
	return s
}

// usual is what a usual date asks for: the second that repays principal, or else
// the second of all, since the first may hold the interest of a pause. The last
// date is no usual one.
func usual(open []Row) money.Fen {
	regular := open[:max(1, len(open)-1)]
	pays := slices.DeleteFunc(slices.Clone(regular), func(r Row) bool { return r.OpenPrincipal == 0 })
	if len(pays) > 0 {
		regular = pays
	}
	return regular[min(1, len(regular)-1)].OpenFen()
}

// lines are all dates of either side on which something is open, in order.
func lines(before, after []Row) []Line {
	at := map[string]*Line{}
	for i, rows := range [][]Row{before, after} {
		for _, r := range rows {
			if r.OpenFen() == 0 {
				continue
			}
			l := at[r.DueOn]
			if l == nil {
				l = &Line{On: r.DueOn}
				at[r.DueOn] = l
			}
			d := Due{r.OpenPrincipal, r.OpenInterest, r.BalanceFen, true}
			if i == 0 {
				l.Before = d
			} else {
				l.After = d
			}
		}
	}
	out := make([]Line, 0, len(at))
	for _, l := range at {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(x, y Line) int { return cmp.Compare(x.On, y.On) })
	return carried(out)
}

// carried shows the balance also on dates on which one side has none.
func carried(all []Line) []Line {
	for i := 1; i < len(all); i++ {
		last := all[i-1]
		for _, d := range []struct{ now, was *Due }{{&all[i].Before, &last.Before}, {&all[i].After, &last.After}} {
			if !d.now.Falls {
				d.now.BalanceFen = d.was.BalanceFen
			}
		}
	}
	if len(all) > 0 && !all[0].After.Falls {
		all[0].After.BalanceFen = all[0].Before.BalanceFen + all[0].Before.PrincipalFen
		for i := 1; i < len(all) && !all[i].After.Falls; i++ {
			all[i].After.BalanceFen = all[0].After.BalanceFen
		}
	}
	return all
}

// first is the date after the action that its sentence is about.
func first(a Action, before, after []Row) Row {
	for i, r := range after {
		if a.Kind.Defers() && r.DueOn >= a.ResumesOn {
			return r
		}
		if !a.Kind.Defers() && (i >= len(before) || r.TotalFen() != before[i].TotalFen() || r.DueOn != before[i].DueOn) {
			return r
		}
	}
	return Row{}
}

// present is what the lender is still to receive, discounted to a day.
func present(on string, rate money.PPM, rows []Row) (money.Fen, error) {
	at, err := loan.ParseTime(on)
	if err != nil {
		return 0, err
	}
	var flows []loan.Event
	for _, r := range rows {
		due, err := loan.ParseTime(r.DueOn)
		if err != nil {
			return 0, err
		}
		flows = append(flows, loan.Event{At: max(due, at), Payoff: r.OpenFen().Yuan()})
	}
	return money.Round(relief.PresentValue(at, rate.Fraction(), flows), money.HalfUp), nil
}

// fingerprint is the SHA-256 of every date with what falls due on it. What has
// been paid on a date changes nothing about it.
func fingerprint(rows []Row) string {
	type due struct {
		On                                                     string
		Principal, Interest, Balance, Carried, Deferred, Moved money.Fen
	}
	all := make([]due, len(rows))
	for i, r := range rows {
		all[i] = due{r.DueOn, r.PrincipalFen, r.InterestFen, r.BalanceFen, r.CarriedFen, r.DeferredFen, r.MovedFen}
	}
	text, _ := json.Marshal(all) // plain values: it cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
