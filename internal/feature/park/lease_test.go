package park

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

func date(t testing.TB, s string) clock.Date {
	t.Helper()
	d, err := clock.ParseDate(s)
	must(t, err)
	return d
}

func TestLeaseStateFollowsItsDates(t *testing.T) {
	l := Lease{From: date(t, "2019-11-01"), To: date(t, "2022-11-01")}
	for day, want := range map[string]LeaseState{
		"2019-10-31": Upcoming, "2019-11-01": Active, "2022-08-02": Active, "2022-08-03": Expiring,
		"2022-10-31": Expiring, "2022-11-01": Ended,
	} {
		if got := l.State(date(t, day)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	l.EndReason = "搬迁"
	if got := l.State(l.To); got != CutShort {
		t.Errorf("a lease with a reason to end was cut short, got %s", got)
	}
}

func TestSigningRefusesBadInput(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		b := k.building()
		u, e := k.unit(b), k.tenant(codes[0])
		k.sign(lease(e, "2019-11-01", "2022-11-01", u))
		other := k.unit(b)
		for name, c := range map[string]struct {
			change func(*SignLease)
			want   string
		}{
			"no unit":                {func(in *SignLease) { in.Units = nil }, "units: park.lease.no_units"},
			"a unit twice":           {func(in *SignLease) { in.Units = append(in.Units, in.Units[0]) }, "units: park.lease.unit_twice"},
			"an unknown unit":        {func(in *SignLease) { in.Units = []string{"nowhere"} }, "units: park.lease.unit_unknown"},
			"no start":               {func(in *SignLease) { in.From = "" }, "from: park.date.missing"},
			"a day that is none":     {func(in *SignLease) { in.To = "2021-02-30" }, "to: park.date.broken"},
			"a year mistyped":        {func(in *SignLease) { in.From = "0202-01-01" }, "from: park.date.far"},
			"it ends as it starts":   {func(in *SignLease) { in.To = in.From }, "to: park.lease.ends_before_start"},
			"it ends before":         {func(in *SignLease) { in.To = "2019-01-01" }, "to: park.lease.ends_before_start"},
			"20 years":               {func(in *SignLease) { in.To = "2040-03-01" }, ""},
			"20 years and a day":     {func(in *SignLease) { in.To = "2040-03-02" }, "to: park.lease.long"},
			"no rent":                {func(in *SignLease) { in.MonthlyRentFen = 0 }, "monthly_rent_fen: park.rent.positive"},
			"rent typed as 万元":       {func(in *SignLease) { in.MonthlyRentFen = 1_76 }, "monthly_rent_fen: park.lease.rent_odd"},
			"zeros too many":         {func(in *SignLease) { in.MonthlyRentFen = 1_766_400_00 }, "monthly_rent_fen: park.lease.rent_odd"},
			"the same, and meant":    {func(in *SignLease) { in.MonthlyRentFen, in.RentConfirmed = 1_766_400_00, true }, ""},
			"beyond any rent":        {func(in *SignLease) { in.MonthlyRentFen, in.RentConfirmed = 100_000_000_01, true }, "monthly_rent_fen: park.rent.large"},
			"a unit that is taken":   {func(in *SignLease) { in.Units = []string{u.ID} }, "units: park.lease.unit_taken"},
			"taken on the last day":  {func(in *SignLease) { in.Units, in.From, in.To = []string{u.ID}, "2022-10-31", "2023-10-31" }, "units: park.lease.unit_taken"},
			"free on the next day":   {func(in *SignLease) { in.Units, in.From, in.To = []string{u.ID}, "2022-11-01", "2023-11-01" }, ""},
			"taken on the first":     {func(in *SignLease) { in.Units, in.From, in.To = []string{u.ID}, "2018-11-01", "2019-11-02" }, "units: park.lease.unit_taken"},
			"free on the day before": {func(in *SignLease) { in.Units, in.From, in.To = []string{u.ID}, "2018-11-01", "2019-11-01" }, ""},
		} {
			t.Run(name, func(t *testing.T) {
				in := lease(e, "2020-03-01", "2021-03-01", other)
				c.change(&in)
				err := undo(d, manager(), func(ctx context.Context) error { _, err := k.Sign(ctx, in); return err })
				wants(t, err, c.want)
			})
		}
	})
}

func TestTakenUnitIsNamedWithItsLease(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	e := k.tenant(codes[0])
	u := k.unit(k.building(), func(in *DescribeUnit) { in.Code = "B1-1A" })
	l := k.sign(lease(e, "2019-11-01", "2022-11-01", u))
	_, err := k.Sign(manager(), lease(e, "2020-01-01", "2021-01-01", u))
	f := wants(t, err, "units: park.lease.unit_taken")
	if a := f.Fields[0].Args; a["unit"] != "B1-1A" || a["ref"] != l.Ref || a["last"] != "2022-10-31" {
		t.Fatalf("the message must name unit, lease and last day: %v", a)
	}
}

func TestRenewalChainsAndEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		e, u := k.tenant(codes[0]), k.unit(k.building())
		first := k.sign(lease(e, "2019-04-01", "2020-04-01", u))
		renew := RenewLease{Lease: first.ID, Version: 1, To: "2021-04-01", MonthlyRentFen: 1_766_400}
		second, err := k.Renew(manager(), renew)
		must(t, err)
		if second.From != first.To || second.Previous != first.ID || second.Units[0] != u.ID {
			t.Fatalf("a renewal begins where the lease ends, with its units: %+v", second)
		}
		_, err = k.Renew(manager(), renew)
		wants(t, err, "park.lease.was_renewed")
		_, err = k.End(manager(), EndLease{Lease: first.ID, Version: 1, To: "2020-03-01", Reason: "搬迁"})
		wants(t, err, "park.lease.was_renewed")
		end := EndLease{Lease: second.ID, Version: 1, To: "2020-07-01", Reason: "订单减少，退租"}
		ended, err := k.End(manager(), end)
		must(t, err)
		if ended.To.String() != "2020-07-01" || ended.AgreedTo.String() != "2021-04-01" || ended.Version != 2 {
			t.Fatalf("got %+v", ended)
		}
		_, err = k.End(manager(), end)
		wants(t, err, "to: park.stale.value")
		_, err = k.Renew(manager(), RenewLease{Lease: second.ID, Version: 2, To: "2022-04-01", MonthlyRentFen: 1_766_400})
		wants(t, err, "park.lease.was_cut_short")
		if _, err := k.Sign(manager(), lease(k.tenant(codes[1]), "2020-07-01", "2021-07-01", u)); err != nil {
			t.Fatalf("a unit is free from the day its lease was cut short: %v", err)
		}
	})
}

func TestEndingRefusesBadInput(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	e, u := k.tenant(codes[0]), k.unit(k.building())
	l := k.sign(lease(e, "2019-04-01", "2020-04-01", u))
	for want, in := range map[string]EndLease{
		"to: park.lease.ends_before_start": {To: "2019-04-01", Reason: "x"},
		"to: park.lease.ends_later":        {To: "2020-04-01", Reason: "x"},
		"reason: park.reason.missing":      {To: "2020-03-01", Reason: " "},
		"to: park.date.missing":            {Reason: "x"},
	} {
		in.Lease, in.Version = l.ID, 1
		_, err := k.End(manager(), in)
		wants(t, err, want)
	}
}

// Two desks lease the same unit at the same moment: one wins, the other is
// told which lease has it.
func TestTwoLeasesForOneUnitAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		b := k.building()
		for round := range 5 {
			u := k.unit(b)
			tenants := []Enterprise{k.tenantNamed(round * 2), k.tenantNamed(round*2 + 1)}
			errs := make([]error, 2)
			var all sync.WaitGroup
			for i, e := range tenants {
				all.Go(func() { _, errs[i] = k.Sign(manager(), lease(e, "2020-03-01", "2021-03-01", u)) })
			}
			all.Wait()
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("exactly one must win: %v, %v", errs[0], errs[1])
			}
			lost := errs[0]
			if lost == nil {
				lost = errs[1]
			}
			wants(t, lost, "units: park.lease.unit_taken")
		}
	})
}

// Whatever leases are tried, a unit never has two on one day, and a lease is
// refused only when it truly meets another. The oracle counts days.
func TestLeasesOfAUnitNeverOverlap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		e, b := k.tenant(codes[0]), k.building()
		start := date(t, "2020-01-01")
		rapid.Check(t, func(r *rapid.T) {
			units := []Unit{k.unit(b), k.unit(b)}
			taken := map[string]bool{}
			for range rapid.IntRange(1, 6).Draw(r, "leases") {
				from := rapid.IntRange(0, 12).Draw(r, "from")
				to := from + rapid.IntRange(1, 8).Draw(r, "days")
				chosen := units[rapid.IntRange(0, 1).Draw(r, "first"):]
				if rapid.Bool().Draw(r, "one") {
					chosen = chosen[:1]
				}
				clash, days := false, []string{}
				for day := from; day < to; day++ {
					for _, u := range chosen {
						key := fmt.Sprint(u.ID, day)
						clash = clash || taken[key]
						days = append(days, key)
					}
				}
				_, err := k.Sign(manager(), lease(e, start.AddDays(from).String(), start.AddDays(to).String(), chosen...))
				if (err != nil) != clash {
					r.Fatalf("days %d to %d: clash %v, answered %v", from, to, clash, err)
				}
				if !clash {
					for _, key := range days {
						taken[key] = true
					}
				}
			}
		})
	})
}

func TestOverlapAgreesWithDays(t *testing.T) {
	start := clock.Date{Year: 2020, Month: 2, Day: 25}
	rapid.Check(t, func(r *rapid.T) {
		draw := func(name string) (int, int) {
			from := rapid.IntRange(0, 12).Draw(r, name)
			return from, from + rapid.IntRange(1, 8).Draw(r, name+" days")
		}
		a, b := draw("a")
		c, d := draw("b")
		share := false
		for day := range 24 {
			share = share || day >= a && day < b && day >= c && day < d
		}
		if got := Overlaps(start.AddDays(a), start.AddDays(b), start.AddDays(c), start.AddDays(d)); got != share {
			r.Fatalf("[%d,%d) and [%d,%d): %v, want %v", a, b, c, d, got, share)
		}
	})
}

func TestLeaseEntriesAgreeWithTheTables(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		e, u := k.tenant(codes[0]), k.unit(k.building())
		l := k.sign(lease(e, "2019-04-01", "2020-04-01", u))
		_, err := k.End(manager(), EndLease{Lease: l.ID, Version: 1, To: "2020-03-01", Reason: "搬迁"})
		must(t, err)
		_, err = k.ReportHeadcount(owner(e.ID), ReportHeadcount{Enterprise: e.ID, AsOf: "2020-02-03", Now: 21, Normal: 86})
		must(t, err)
		_, err = k.log.Sequence(context.Background())
		must(t, err)
		report, err := k.log.Verify(context.Background(), Sources()...)
		must(t, err)
		if len(report.Differences) != 0 || report.Facts != 3 {
			t.Fatalf("the log and the tables differ: %+v", report)
		}
		must(t, d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE park_lease SET monthly_rent_fen = 1`)
			return err
		}))
		if report, _ = k.log.Verify(context.Background(), Sources()...); len(report.Differences) != 1 {
			t.Fatalf("a rent changed behind the log must be found: %+v", report)
		}
	})
}

func TestStrangersSeeNoLease(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	e, u := k.tenant(codes[0]), k.unit(k.building())
	l := k.sign(lease(e, "2019-04-01", "2020-04-01", u))
	for name, c := range map[string]struct {
		ctx  context.Context
		want fault.Kind
	}{
		"its own enterprise": {owner(e.ID), ""}, "the manager": {manager(), ""}, "the liaison": {liaison(), ""},
		"another enterprise": {owner("party-9"), fault.NotFound}, "a bank": {officer(), fault.NotFound},
		"the town": {town(), fault.NotFound}, "a guest": {context.Background(), fault.Unsigned},
	} {
		if _, _, err := k.Lease(c.ctx, l.ID); (err == nil) != (c.want == "") || err != nil && !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	_, err := k.End(liaison(), EndLease{Lease: l.ID, Version: 1, To: "2020-03-01", Reason: "x"})
	wants(t, err, "fault.denied")
}
