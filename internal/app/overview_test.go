package app_test

// The overview counted a second time, from the entries of the transparency log
// and their opened fields, by loops that share nothing with the first count. On
// the whole story of the park and on worlds that seeds tell.

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/overview"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/sim"
)

// census is the second count of a window.
type census struct {
	t     *testing.T
	apps  map[string]*retold
	cal   *clock.Calendar
	w     overview.Window
	wrong int
}

func (c *census) in(at time.Time, w overview.Window) bool {
	day := at.In(c.cal.Zone()).Format("2006-01-02")
	return !at.IsZero() && day >= w.From.String() && day < w.To.String()
}

func (c *census) inDay(on string) bool {
	return on != "" && on >= c.w.From.String() && on < c.w.To.String()
}

// worked counts working time day by day.
func (c *census) worked(from, to time.Time) (sum time.Duration) {
	zone := c.cal.Zone()
	for d := from.In(zone); ; d = d.AddDate(0, 0, 1) {
		y, m, day := d.Date()
		open, shut := time.Date(y, m, day, 9, 0, 0, 0, zone), time.Date(y, m, day, 17, 0, 0, 0, zone)
		if open.After(to) {
			return sum
		}
		if c.cal.IsWorkday(y, int(m), day) && from.Before(shut) {
			sum += min64(shut, to).Sub(max64(open, from))
		}
	}
}

func min64(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func max64(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	switch n := len(all); {
	case n == 0:
		return 0
	case n%2 == 1:
		return all[n/2]
	default:
		return (all[n/2-1] + all[n/2]) / 2
	}
}

func (c *census) same(what string, got overview.Count, want int) {
	if got.Told() && got.N != int64(want) || !got.Told() && got.N != 0 || got.Mark == "few" && (want < 1 || want >= overview.Threshold) {
		c.wrong++
		c.t.Errorf("%v: %s is %+v, the log says %d", c.w, what, got, want)
	}
}

func (c *census) sum(what string, got overview.Sum, want int64) {
	if got.Told && int64(got.Fen) != want || !got.Told && got.Fen != 0 {
		c.wrong++
		c.t.Errorf("%v: %s is %+v, the log says %d", c.w, what, got, want)
	}
}

var stageOrder = []string{"received", "published", "answered", "offered", "chosen", "contracted", "funded"}

func (c *census) stages(what string, got [7]overview.Count, w overview.Window, pick func(*retold) bool) {
	for i, stage := range stageOrder {
		n := 0
		for _, x := range c.apps {
			if pick(x) && c.in(x.came[stage], w) {
				n++
			}
		}
		c.same(what+" "+stage, got[i], n)
	}
}

func (c *census) amounts(what string, got [3]overview.Sum, pick func(*retold) bool) {
	var asked, offered, lent int64
	for _, x := range c.apps {
		if !pick(x) {
			continue
		}
		if c.in(x.came["received"], c.w) {
			asked += x.fen
		}
		for _, y := range x.asked {
			if c.in(y.opened, c.w) {
				offered += y.offered
			}
		}
		for _, l := range x.loans {
			if c.inDay(l.on) {
				lent += l.fen
			}
		}
	}
	for i, want := range []int64{asked, offered, lent} {
		c.sum(fmt.Sprint(what, " amount ", i), got[i], want)
	}
}

func (c *census) hours(what string, got [5]overview.Hours, pick func(*retold) bool) {
	for i, leg := range [][2]string{{"received", "published"}, {"published", "answered"}, {"offered", "chosen"}, {"chosen", "contracted"}, {"contracted", "funded"}} {
		var took []time.Duration
		for _, x := range c.apps {
			if from, to := x.came[leg[0]], x.came[leg[1]]; pick(x) && !from.IsZero() && c.in(to, c.w) {
				took = append(took, c.worked(from, to))
			}
		}
		c.same(what+" cases of "+leg[1], got[i].Cases, len(took))
		if want := middle(took); got[i].Cases.Told() && got[i].Median != want {
			c.wrong++
			c.t.Errorf("%v: %s hours to %s are %v, the log says %v", c.w, what, leg[1], got[i].Median, want)
		}
	}
}

func everybody(*retold) bool { return true }

// check counts all that an overview tells.
func (c *census) check(o overview.Overview) {
	f := o.Figures
	c.w = f.Window
	c.stages("total", f.Totals, c.w, everybody)
	c.amounts("total", f.Sums, everybody)
	c.hours("total", f.Hours, everybody)
	for _, d := range f.Days {
		c.stages("row "+d.Window.From.String(), d.Counts, d.Window, everybody)
		c.stages("up to "+d.Window.To.String(), d.So, overview.Window{From: c.w.From, To: d.Window.To}, everybody)
	}
	seen := map[string]bool{}
	for _, x := range f.Industries {
		of := func(r *retold) bool { return r.industry == x.Code }
		seen[x.Code] = true
		c.stages(x.Code, x.Counts, c.w, of)
		c.amounts(x.Code, x.Sums, of)
		c.hours(x.Code, x.Hours, of)
	}
	for _, r := range c.apps {
		for _, at := range r.came {
			if c.in(at, c.w) && !seen[r.industry] {
				c.t.Errorf("%v: industry %s is left out", c.w, r.industry)
			}
		}
	}
	c.indicators(f.Indicators)
	for _, b := range o.Lenders {
		c.w = b.Window
		c.lenders(b)
	}
}

func (c *census) indicators(x overview.Indicators) {
	borrowers, first := map[string]bool{}, map[string]bool{}
	var lent, weighted, unsecured int64
	answered, offered := 0, 0
	for _, r := range c.apps {
		if c.in(r.came["answered"], c.w) {
			answered++
		}
		if c.in(r.came["offered"], c.w) {
			offered++
		}
		for _, l := range r.loans {
			if !c.inDay(l.on) {
				continue
			}
			borrowers[r.borrower] = true
			if r.first {
				first[r.borrower] = true
			}
			lent, weighted = lent+l.fen, weighted+l.fen*l.rate
			if l.unsecured {
				unsecured += l.fen
			}
		}
	}
	c.same("borrowers", x.Borrowers, len(borrowers))
	c.same("first-time borrowers", x.First, len(first))
	c.sum("disbursed", x.Disbursed, lent)
	if x.RatePPM != 0 && int64(x.RatePPM) != (weighted+lent/2)/lent {
		c.t.Errorf("%v: rate %d of %d over %d", c.w, x.RatePPM, weighted, lent)
	}
	if x.Approval.Told && (x.Approval.Part != int64(offered) || x.Approval.Whole != int64(answered)) || x.Unsecured.Told && (x.Unsecured.Part != unsecured || x.Unsecured.Whole != lent) {
		c.t.Errorf("%v: %+v, the log says %d of %d, and %d of %d", c.w, x, offered, answered, unsecured, lent)
	}
}

func (c *census) lenders(b overview.ByLender) {
	var all [5]int
	for _, l := range b.Rows {
		var n [5]int
		var lent int64
		var took []time.Duration
		codes := map[string]int{}
		for _, x := range c.apps {
			for _, y := range x.asked {
				if y.lender != l.ID || !c.in(y.invited, c.w) {
					continue
				}
				n[0]++
				if y.code != "" {
					n[3]++
					codes[y.code]++
				}
				if !y.opened.IsZero() {
					n[2]++
				}
				if !y.response.IsZero() {
					took = append(took, c.worked(y.invited, y.response))
				}
				n[1] += c.inTime(x, y)
			}
			for _, loan := range x.loans {
				if loan.lender == l.ID && c.inDay(loan.on) {
					n[4], lent = n[4]+1, lent+loan.fen
				}
			}
		}
		for i, want := range n {
			c.same(l.Name.En+" "+overview.LenderKeys[i], l.Counts[i], want)
			all[i] += want
		}
		c.sum(l.Name.En+" disbursed", l.Disbursed, lent)
		c.same(l.Name.En+" responses", l.Response.Cases, len(took))
		if want := middle(took); l.Response.Cases.Told() && l.Response.Median != want {
			c.t.Errorf("%s responds in %v, the log says %v", l.Name.En, l.Response.Median, want)
		}
		for _, r := range l.Reasons {
			c.same(l.Name.En+" "+r.Code, r.Count, codes[r.Code])
		}
		if b.Least == 0 && len(l.Reasons) != len(codes) {
			c.t.Errorf("%s: reasons %v, the log says %v", l.Name.En, l.Reasons, codes)
		}
	}
	for i, want := range all {
		c.same("all lenders "+overview.LenderKeys[i], b.All[i], want)
	}
}

// inTime compares an answer with the day on which answers are due.
func (c *census) inTime(x *retold, y *retoldCase) int {
	if y.answered.IsZero() || y.answered.After(x.due) {
		return 0
	}
	return 1
}

// windows are spans of every step, whole and broken.
func windows(t *testing.T, today clock.Date) (all []overview.Window) {
	t.Helper()
	for _, address := range []string{"", "from=2020-02-01&to=2020-06-30", "from=2020-03-09&to=2020-03-29", "from=2020-02-12&to=2020-05-20", "from=2019-01-01&to=2020-12-31", "from=2020-03-05&to=2020-03-05"} {
		v, _ := url.ParseQuery(address)
		w, err := overview.ParseWindow(v, today)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, w)
	}
	return all
}

// recount compares what each reader is told with the log.
func recount(t *testing.T, w *sim.World) (shown int) {
	t.Helper()
	c := &census{t: t, apps: retell(t, w.App), cal: w.App.Calendar}
	maps.DeleteFunc(c.apps, func(_ string, x *retold) bool { return x.came["received"].IsZero() })
	for _, who := range []string{apptest.Town, apptest.Liaison, apptest.Convenor} {
		ctx, err := w.As(context.Background(), who, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, window := range windows(t, clock.DateOf(w.App.Now(), w.App.Calendar.Zone())) {
			o, err := w.App.Overview.See(ctx, window)
			if err != nil {
				t.Fatal(err)
			}
			c.check(o)
			if who != apptest.Liaison {
				alone(t, o, who == apptest.Convenor)
			}
			shown += int(o.Figures.Totals[0].N)
		}
	}
	return shown
}

// alone: in no column does a count that is not told stand alone beside a total
// that is, so that one subtraction would tell it.
func alone(t *testing.T, o overview.Overview, counts bool) {
	t.Helper()
	hidden := func(what string, total overview.Count, cells []overview.Count) {
		n := 0
		for _, c := range cells {
			if !c.Told() {
				n++
			}
		}
		if total.Told() && n == 1 {
			t.Errorf("%v: a cell of %s stands alone: %v of %v", o.Figures.Window, what, cells, total)
		}
	}
	for s := range stageOrder {
		if !counts {
			break
		}
		var days, trades []overview.Count
		for _, d := range o.Figures.Days {
			days = append(days, d.Counts[s])
		}
		for _, x := range o.Figures.Industries {
			trades = append(trades, x.Counts[s])
		}
		hidden("days, "+stageOrder[s], o.Figures.Totals[s], days)
		hidden("industries, "+stageOrder[s], o.Figures.Totals[s], trades)
	}
	if f := o.Figures; counts {
		for s, total := range f.Totals {
			if n := len(f.Days); n > 0 && f.Days[n-1].So[s].Told() && !total.Told() {
				t.Errorf("%v: the last running total of %s tells the total", f.Window, stageOrder[s])
			}
		}
		for leg, end := range []int{1, 2, 4, 5, 6} {
			if f.Hours[leg].Cases.Told() && !f.Totals[end].Told() {
				t.Errorf("%v: the cases of the way to %s tell their total", f.Window, stageOrder[end])
			}
			for _, x := range f.Industries {
				if x.Hours[leg].Cases.Told() && !x.Counts[end].Told() {
					t.Errorf("%v: the cases of %s on the way to %s tell what is kept back", f.Window, x.Code, stageOrder[end])
				}
			}
		}
	}
	for _, b := range o.Lenders {
		for i, key := range overview.LenderKeys {
			var cells []overview.Count
			for _, l := range b.Rows {
				cells = append(cells, l.Counts[i])
			}
			hidden("lenders, "+key, b.All[i], cells)
		}
	}
}

// story is the park until its present, with every lender.
func story(t *testing.T, d *db.DB) *sim.World {
	t.Helper()
	ctx := context.Background()
	a, err := sim.Open(ctx, sim.Options{DB: d, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := sim.Fenghe()
	w := sim.NewWorld(a, nil)
	if err == nil {
		err = w.Load(ctx, data, sim.Present())
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestOverviewIsWhatTheLogSays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := story(t, d)
		if recount(t, w) == 0 {
			t.Error("nothing was counted")
		}
	})
}

func TestOverviewOfRandomWorlds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, err := sim.RunWorld(context.Background(), d, 5, 14)
		if err != nil {
			t.Fatal(err)
		}
		if recount(t, w) == 0 {
			t.Error("nothing was counted")
		}
	})
}
