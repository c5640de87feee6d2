package overview

// What came of the cases of each lender that was asked in a window.

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/overview/disclosure"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Columns of the table by lenders.
const (
	asked    = iota // in the window
	inTime          // answered before it was due
	offering        // with an offer that has opened
	declining
	lending // contracts paid out in the window
	lenderColumns
)

// LenderKeys name the columns of the table by lenders.
var LenderKeys = [lenderColumns]string{"asked", "in_time", "offering", "declining", "lending"}

// Lender is a row of the table by lenders.
type Lender struct {
	ID        string               `json:"id"`
	Name      i18n.Text            `json:"name"`
	Counts    [lenderColumns]Count `json:"counts" doc:"asked in the window; of these answered in time, with an open offer, declined; contracts paid out in the window"`
	Reasons   []Reason             `json:"reasons" doc:"Of the declines"`
	Response  Hours                `json:"response" doc:"Working time from the invitation to the file request or the decline"`
	Disbursed Sum                  `json:"disbursed"`
}

// Reason is how often a lender declined for a reason.
type Reason struct {
	Code  string `json:"code"`
	Count Count  `json:"count"`
}

// lenderTally is a lender's row before it is decided what is told of it.
type lenderTally struct {
	id      string
	counts  [lenderColumns]int64
	reasons map[string]int64
	took    []time.Duration
	fen     money.Fen
}

// lenders counts the cases of each lender. Lenders of which nothing is to be
// said are left out.
func lenders(apps []Application, names map[string]i18n.Text, w Window, cal Calendar, least int64) (rows []Lender, all [lenderColumns]Count) {
	byLender := map[string]*lenderTally{}
	of := func(id string) *lenderTally {
		if byLender[id] == nil {
			byLender[id] = &lenderTally{id: id, reasons: map[string]int64{}}
		}
		return byLender[id]
	}
	for _, a := range apps {
		for _, x := range a.Asked {
			if in(w, x.Invited, cal) {
				of(x.Lender).ask(x)
			}
		}
		for _, l := range a.Loans {
			if l.paidIn(w) {
				t := of(l.Lender)
				t.counts[lending], t.fen = t.counts[lending]+1, t.fen+l.AmountFen
			}
		}
	}
	list := slices.SortedFunc(maps.Values(byLender), func(a, b *lenderTally) int {
		return cmp.Or(cmp.Compare(names[a.id].Zh, names[b.id].Zh), cmp.Compare(a.id, b.id))
	})
	shown := protectLenders(list, least)
	for i, t := range list {
		rows = append(rows, t.row(names[t.id], shown.Cells[i], least))
		for c := range all {
			all[c].N += t.counts[c]
		}
	}
	for c := range all {
		m := disclosure.Told
		if len(list) > 0 {
			m = shown.Totals[c]
		}
		all[c] = counted(all[c].N, m)
	}
	return rows, all
}

func (t *lenderTally) ask(x Asked) {
	t.counts[asked]++
	if !x.Answered.IsZero() && !x.Answered.After(x.Due) {
		t.counts[inTime]++
	}
	if !x.Opened.IsZero() {
		t.counts[offering]++
	}
	if x.Declined != "" {
		t.counts[declining]++
		t.reasons[x.Declined]++
	}
	if x.Responded {
		t.took = append(t.took, x.Response)
	}
}

// answers holds where nobody answered more often than it was asked, nor in time
// more often than it answered.
func answers(cells [][]int64) bool {
	return !slices.ContainsFunc(cells, func(r []int64) bool {
		return r[offering]+r[declining] > r[asked] || r[inTime] > r[offering]+r[declining]
	})
}

func protectLenders(list []*lenderTally, least int64) disclosure.Shown {
	g := disclosure.Grid{Valid: answers}
	for _, t := range list {
		g.Cells = append(g.Cells, t.counts[:])
	}
	if least == 0 {
		return disclosure.Exact(g)
	}
	return disclosure.Protect(g, least)
}

func (t *lenderTally) row(name i18n.Text, m []disclosure.Mark, least int64) Lender {
	l := Lender{ID: t.id, Name: name, Response: median(t.took, least)}
	for c, n := range t.counts {
		l.Counts[c] = counted(n, m[c])
	}
	if rest := t.counts[asked] - int64(len(t.took)); !l.Counts[asked].Told() || !few(rest, least).Told() {
		l.Response = Hours{Cases: counted(0, disclosure.Kept)}
	}
	l.Disbursed = summed(t.fen, l.Counts[lending])
	l.Reasons = t.why(l.Counts[declining], least)
	return l
}

// why lists the reasons. They add up to the declines, so they are told only
// where these are, and not where that would tell a small one.
func (t *lenderTally) why(declines Count, least int64) (out []Reason) {
	codes := slices.Sorted(maps.Keys(t.reasons))
	g := disclosure.Grid{}
	for _, code := range codes {
		g.Cells = append(g.Cells, []int64{t.reasons[code]})
	}
	shown := disclosure.Exact(g)
	if least > 0 {
		shown = disclosure.Protect(g, least)
	}
	closed := !declines.Told() || slices.ContainsFunc(shown.Totals, func(m disclosure.Mark) bool { return m != disclosure.Told })
	for i, code := range codes {
		if !closed {
			out = append(out, Reason{code, counted(t.reasons[code], shown.Cells[i][0])})
		}
	}
	return out
}

// of is what a lender may know of the applications: its own cases, and what came
// of them.
func of(lender string, apps []Application) (own []Application) {
	for _, a := range apps {
		i := slices.IndexFunc(a.Asked, func(x Asked) bool { return x.Lender == lender })
		if i < 0 {
			continue
		}
		x := a.Asked[i]
		mine := Application{ID: a.ID, Ref: a.Ref, Borrower: a.Borrower, Industry: a.Industry, Trade: a.Trade, AmountFen: a.AmountFen, FirstLoan: a.FirstLoan, Asked: []Asked{x}}
		mine.Came[Received], mine.Came[Published], mine.Came[Answered], mine.Came[Offered] = x.Invited, x.Invited, x.Answered, x.Opened
		for _, l := range a.Loans {
			if l.Lender == lender {
				mine.Loans = append(mine.Loans, l)
				mine.Came[Chosen], mine.Came[Contracted], mine.Came[Funded] = l.Prepared, l.Effective, l.Booked
			}
		}
		own = append(own, mine)
	}
	return own
}
