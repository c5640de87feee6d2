package park

// Leases: which enterprise has which units, from when to when.

import (
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Lease gives an enterprise some units for [From, To).
type Lease struct {
	ID             string     `json:"id"`
	Ref            string     `json:"ref"`
	Park           string     `json:"park"`
	Enterprise     string     `json:"enterprise"`
	Units          []string   `json:"units"` // ids
	From           clock.Date `json:"from"`
	To             clock.Date `json:"to"` // the first day after it
	AgreedTo       clock.Date `json:"agreed_to"`
	MonthlyRentFen money.Fen  `json:"monthly_rent_fen"`
	Previous       string     `json:"previous,omitempty"` // the lease that this one renews
	EndReason      string     `json:"end_reason,omitempty"`
	SignedBy       string     `json:"signed_by"` // person at the park who entered it
	SignedAt       time.Time  `json:"signed_at"`
	Version        int64      `json:"version"`
}

// LeaseState is derived from the dates of a lease.
type LeaseState string

const (
	Upcoming LeaseState = "upcoming"  // 未开始
	Active   LeaseState = "active"    // 履行中
	Expiring LeaseState = "expiring"  // 将到期
	Ended    LeaseState = "ended"     // 已到期
	CutShort LeaseState = "cut_short" // 提前终止
)

// expiringDays is how long before its end a lease is shown as expiring.
const expiringDays = 90

// State is where the lease stands on a day.
func (l Lease) State(on clock.Date) LeaseState {
	switch {
	case on.Before(l.From):
		return Upcoming
	case !on.Before(l.To) && l.EndReason != "":
		return CutShort
	case !on.Before(l.To):
		return Ended
	case on.DaysUntil(l.To) <= expiringDays:
		return Expiring
	}
	return Active
}

// Holds reports whether the lease is in force on a day.
func (l Lease) Holds(on clock.Date) bool { return !on.Before(l.From) && on.Before(l.To) }

// LastDay is the last day of the lease as paper writes it.
func (l Lease) LastDay() clock.Date { return l.To.AddDays(-1) }

// Overlaps reports whether two half-open intervals share a day.
func Overlaps(aFrom, aTo, bFrom, bTo clock.Date) bool {
	return aFrom.Before(bTo) && bFrom.Before(aTo)
}

// SignLease enters a lease that was signed on paper.
type SignLease struct {
	Enterprise     string    `json:"-" form:"-"`
	Units          []string  `json:"units" form:"units"`
	From           string    `json:"from" form:"from"`
	To             string    `json:"to" form:"-"` // the first day after it
	MonthlyRentFen money.Fen `json:"monthly_rent_fen" form:"monthly_rent_fen"`
	RentConfirmed  bool      `json:"rent_confirmed,omitempty" form:"rent_confirmed"` // far from the list rent, and meant
}

// maxLeaseYears is what the law allows a lease to last.
const maxLeaseYears = 20

const maxUnits = 50

// check answers the interval that was typed.
func (in SignLease) check() (from, to clock.Date, err error) {
	var c fault.Check
	c.That(len(in.Units) > 0, "units", "park.lease.no_units")
	c.That(len(in.Units) <= maxUnits, "units", "park.lease.many_units", fault.Args{"max": maxUnits})
	c.That(distinct(in.Units), "units", "park.lease.unit_twice")
	from = checkDate(&c, "from", in.From)
	to = checkDate(&c, "to", in.To)
	checkTerm(&c, from, to)
	checkRent(&c, in.MonthlyRentFen)
	return from, to, c.Err()
}

// RenewLease lets a lease go on from its end until To.
type RenewLease struct {
	Lease          string    `json:"-" form:"-"`
	Version        int64     `json:"version" form:"version"`
	To             string    `json:"to" form:"-"`
	MonthlyRentFen money.Fen `json:"monthly_rent_fen" form:"monthly_rent_fen"`
	RentConfirmed  bool      `json:"rent_confirmed,omitempty" form:"rent_confirmed"`
}

func (in RenewLease) check(from clock.Date) (to clock.Date, err error) {
	var c fault.Check
	to = checkDate(&c, "to", in.To)
	checkTerm(&c, from, to)
	checkRent(&c, in.MonthlyRentFen)
	return to, c.Err()
}

// EndLease ends a lease before its agreed end; To is the first day without it.
type EndLease struct {
	Lease   string `json:"-" form:"-"`
	Version int64  `json:"version" form:"version"`
	To      string `json:"to" form:"-"`
	Reason  string `json:"reason" form:"reason"`
}

func (in EndLease) check(l Lease) (to clock.Date, err error) {
	var c fault.Check
	to = checkDate(&c, "to", in.To)
	if !to.IsZero() {
		c.That(to.After(l.From), "to", "park.lease.ends_before_start")
		c.That(to.Before(l.To), "to", "park.lease.ends_later", fault.Args{"last": l.LastDay().String()})
	}
	checkReason(&c, in.Reason)
	return to, c.Err()
}

func checkDate(c *fault.Check, field, typed string) clock.Date {
	c.That(typed != "", field, "park.date.missing")
	d, err := clock.ParseDate(typed)
	c.That(err == nil, field, "park.date.broken")
	c.That(err != nil || d.Year >= 1990 && d.Year <= 2100, field, "park.date.far")
	if err != nil || c.Failed(field) {
		return clock.Date{}
	}
	return d
}

func checkTerm(c *fault.Check, from, to clock.Date) {
	if from.IsZero() || to.IsZero() {
		return
	}
	c.That(from.Before(to), "to", "park.lease.ends_before_start")
	c.That(!to.After(from.AddMonths(12*maxLeaseYears)), "to", "park.lease.long", fault.Args{"years": maxLeaseYears})
}

// maxRentFen is 100 million yuan a month: beyond it the amount is a slip.
const maxRentFen = 100_000_000_00

func checkRent(c *fault.Check, rent money.Fen) {
	c.That(rent > 0, "monthly_rent_fen", "park.rent.positive")
	c.That(rent <= maxRentFen, "monthly_rent_fen", "park.rent.large", fault.Args{"max": money.Fen(maxRentFen)})
}

func checkReason(c *fault.Check, reason string) {
	c.That(strings.TrimSpace(reason) != "", "reason", "park.reason.missing")
	c.That(len([]rune(reason)) <= 500, "reason", "park.reason.long")
}

// oddRent catches yuan typed as 万元 and a zero too many: a rent more than ten
// times the list rent, or less than a tenth of it, must be confirmed.
func oddRent(rent, listed money.Fen, confirmed bool) error {
	var c fault.Check
	odd := listed > 0 && (rent/10 > listed || rent < listed/10)
	c.That(!odd || confirmed, "monthly_rent_fen", "park.lease.rent_odd", fault.Args{"typed": rent, "listed": listed})
	return c.Err()
}

func distinct(ids []string) bool {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	return len(slices.Compact(sorted)) == len(ids)
}
