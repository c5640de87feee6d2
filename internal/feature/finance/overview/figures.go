package overview

// The figures: applications in, counts out. Everything here is a function of
// its arguments.

import (
	"cmp"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/overview/disclosure"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Count is a number as its reader may know it.
type Count struct {
	N    int64  `json:"n" doc:"0 unless it is told"`
	Mark string `json:"mark" doc:"told; few: at least one and fewer than the threshold; kept: kept back so that others cannot be computed"`
}

// Told reports whether the number may be shown.
func (c Count) Told() bool { return c.Mark == "told" }

var marks = map[disclosure.Mark]string{disclosure.Told: "told", disclosure.Few: "few", disclosure.Kept: "kept"}

func counted(n int64, m disclosure.Mark) Count {
	if m != disclosure.Told {
		n = 0
	}
	return Count{n, marks[m]}
}

// Sum is an amount as its reader may know it.
type Sum struct {
	Fen  money.Fen `json:"fen" doc:"0 unless it is told"`
	Told bool      `json:"told"`
}

func summed(fen money.Fen, by Count) Sum {
	if !by.Told() {
		fen = 0
	}
	return Sum{fen, by.Told()}
}

// Hours is the median working time over a number of cases.
type Hours struct {
	Median time.Duration `json:"median_ns"`
	Cases  Count         `json:"cases"`
}

// median tells the median of durations, of an even number the mean of the middle
// two, where there are enough.
func median(took []time.Duration, least int64) Hours {
	n := int64(len(took))
	switch {
	case n == 0:
		return Hours{Cases: counted(0, disclosure.Told)}
	case n < least:
		return Hours{Cases: counted(0, disclosure.Few)}
	}
	sorted := slices.Sorted(slices.Values(took))
	return Hours{(sorted[(n-1)/2] + sorted[n/2]) / 2, counted(n, disclosure.Told)}
}

// Figures are the tables of a window, and their totals.
type Figures struct {
	Window     Window            `json:"window"`
	Step       Step              `json:"step"`
	Days       []Day             `json:"days"`
	Industries []Industry        `json:"industries"`
	Totals     [stageCount]Count `json:"totals" doc:"received, published, answered, offered, chosen, contracted, funded"`
	Sums       [3]Sum            `json:"sums" doc:"asked for, offered, disbursed"`
	Hours      [legs]Hours       `json:"hours" doc:"received to published, to answered, to chosen, to contracted, to funded"`
	Indicators Indicators        `json:"indicators"`
	Least      int64             `json:"least" doc:"The threshold of small cells; 0 where every cell is told"`
}

// Day is a row of the table by days, weeks or months.
type Day struct {
	Window Window            `json:"window"`
	Counts [stageCount]Count `json:"counts"`
	So     [stageCount]Count `json:"so_far" doc:"From the first day of the window on"`
}

// Industry is a row of the table by industries.
type Industry struct {
	Code   string            `json:"code"`
	Name   i18n.Text         `json:"name"`
	Counts [stageCount]Count `json:"counts"`
	Sums   [3]Sum            `json:"sums" doc:"asked for, offered, disbursed"`
	Hours  [legs]Hours       `json:"hours"`
}

// legs are the ways from one stage to the next that take time. Answered and
// offered are one: choosing begins when the offers open.
const legs = 5

var legEnds = [legs][2]Stage{{Received, Published}, {Published, Answered}, {Offered, Chosen}, {Chosen, Contracted}, {Contracted, Funded}}

// tally is a row before it is decided what is told of it.
type tally struct {
	counts [stageCount]int64
	sums   [3]money.Fen
	took   [legs][]time.Duration
}

// figures counts what came in a window. least is 0 for readers who are told all.
func figures(apps []Application, w Window, cal Calendar, least int64) Figures {
	step, spans := w.steps()
	f := Figures{Window: w, Step: step, Least: least}
	days, all := make([]tally, len(spans)), tally{}
	trades, names := map[string]*tally{}, map[string]i18n.Text{}
	for _, a := range apps {
		own := a.tally(w, cal)
		if own.empty() {
			continue
		}
		if trades[a.Industry] == nil {
			trades[a.Industry], names[a.Industry] = &tally{}, a.Trade
		}
		trades[a.Industry].add(own)
		all.add(own)
		for s, at := range a.Came {
			if i := spanOf(spans, at, cal); i >= 0 {
				days[i].counts[s]++
			}
		}
	}
	codes := make([]string, 0, len(trades))
	for code := range trades {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	industries := make([]tally, len(codes))
	for i, code := range codes {
		industries[i] = *trades[code]
	}
	byDay, byTrade := protect(days, least, running), protect(industries, least, nested)
	together(byDay, byTrade)
	f.Totals = totals(all, byDay, byTrade)
	f.Sums = sums(all.sums, f.Totals)
	f.Hours = hours(all.took, f.Totals, least)
	f.Days = dayRows(spans, days, byDay)
	for i, code := range codes {
		row := Industry{Code: code, Name: names[code], Counts: countsOf(industries[i], byTrade.Cells[i])}
		row.Hours = hours(industries[i].took, row.Counts, least)
		row.Sums = sums(industries[i].sums, row.Counts)
		f.Industries = append(f.Industries, row)
	}
	f.Indicators = indicators(apps, f)
	return f
}

// tally is what an application adds to a window.
func (a Application) tally(w Window, cal Calendar) (t tally) {
	for s, at := range a.Came {
		if in(w, at, cal) {
			t.counts[s]++
		}
	}
	if in(w, a.Came[Received], cal) {
		t.sums[0] = a.AmountFen
	}
	for _, x := range a.Asked {
		if in(w, x.Opened, cal) {
			t.sums[1] += x.OfferedFen
		}
	}
	for _, l := range a.Loans {
		if l.paidIn(w) {
			t.sums[2] += l.AmountFen
		}
	}
	for i, leg := range legEnds {
		if from, to := a.Came[leg[0]], a.Came[leg[1]]; in(w, to, cal) && !from.IsZero() {
			t.took[i] = append(t.took[i], cal.Worked(from, to))
		}
	}
	return t
}

func (t *tally) add(x tally) {
	for s, n := range x.counts {
		t.counts[s] += n
	}
	for i, fen := range x.sums {
		t.sums[i] += fen
	}
	for i, took := range x.took {
		t.took[i] = append(t.took[i], took...)
	}
}

func (t tally) empty() bool { return t.counts == [stageCount]int64{} && t.sums == [3]money.Fen{} }

func in(w Window, at time.Time, cal Calendar) bool {
	return !at.IsZero() && w.holds(clock.DateOf(at, cal.Zone()))
}

func (l Loan) paidIn(w Window) bool {
	d, err := clock.ParseDate(l.PaidOn)
	return err == nil && w.holds(d)
}

func spanOf(spans []Window, at time.Time, cal Calendar) int {
	if at.IsZero() {
		return -1
	}
	d := clock.DateOf(at, cal.Zone())
	i, found := slices.BinarySearchFunc(spans, d, func(w Window, d clock.Date) int {
		if w.holds(d) {
			return 0
		}
		return cmp.Compare(d.DaysUntil(w.From), 0)
	})
	if !found {
		return -1
	}
	return i
}

// protect decides what is told of a table.
func protect(rows []tally, least int64, known func([][]int64) bool) disclosure.Shown {
	g := disclosure.Grid{}
	for _, r := range rows {
		g.Cells = append(g.Cells, r.counts[:])
	}
	if least == 0 {
		return disclosure.Exact(g)
	}
	if known(g.Cells) { // else nobody can know it
		g.Valid = known
	}
	return disclosure.Protect(g, least)
}

// nested holds where no row has more in a later stage than in an earlier one.
func nested(cells [][]int64) bool {
	for _, row := range cells {
		for s := Published; s < stageCount; s++ {
			if row[s] > row[s-1] {
				return false
			}
		}
	}
	return true
}

// running holds where the sums so far are nested, row by row.
func running(cells [][]int64) bool {
	var so [stageCount]int64
	for _, row := range cells {
		for s, n := range row {
			so[s] += n
		}
		if !nested([][]int64{so[:]}) {
			return false
		}
	}
	return true
}

func countsOf(t tally, m []disclosure.Mark) (out [stageCount]Count) {
	for s, n := range t.counts {
		out[s] = counted(n, m[s])
	}
	return out
}

// totals are told where both tables allow it.
func totals(all tally, tables ...disclosure.Shown) (out [stageCount]Count) {
	for s, n := range all.counts {
		m := disclosure.Told
		for _, t := range tables {
			if len(t.Totals) > 0 {
				m = max(m, t.Totals[s])
			}
		}
		out[s] = counted(n, m)
	}
	return out
}

// sums are told with the counts of those who they are made of.
func sums(fen [3]money.Fen, by [stageCount]Count) [3]Sum {
	return [3]Sum{summed(fen[0], by[Received]), summed(fen[1], by[Offered]), summed(fen[2], by[Funded])}
}

// hours are told with the counts of those whose way ended: the number of cases
// is the same number.
func hours(took [legs][]time.Duration, by [stageCount]Count, least int64) (out [legs]Hours) {
	for i, t := range took {
		out[i] = median(t, least)
		if end := by[legEnds[i][1]]; !end.Told() {
			out[i] = Hours{Cases: end}
		}
	}
	return out
}

// together closes a column in both tables where one of them has to keep its total
// back: the other would tell it.
func together(a, b disclosure.Shown) {
	for s := range stageCount {
		if len(a.Totals) == 0 || len(b.Totals) == 0 || max(a.Totals[s], b.Totals[s]) != disclosure.Kept {
			continue
		}
		for _, t := range []disclosure.Shown{a, b} {
			t.Totals[s] = disclosure.Kept
			for i := range t.Cells {
				t.Cells[i][s], t.Sums[i][s] = disclosure.Kept, disclosure.Kept
			}
		}
	}
}

func dayRows(spans []Window, days []tally, s disclosure.Shown) (rows []Day) {
	var so tally
	for i, w := range spans {
		so.add(days[i])
		rows = append(rows, Day{Window: w, Counts: countsOf(days[i], s.Cells[i]), So: countsOf(so, s.Sums[i])})
	}
	return rows
}
