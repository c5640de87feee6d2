package reconciliation

// The lines of a statement, and what is wrong with them.

import (
	"cmp"
	"fmt"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// reader turns rows into lines.
type reader struct {
	from, to string
	before   string // the day before the period
	known    map[string]*Loan
	seen     map[string]int // lines that stand there already, with their numbers
	rows     map[int]sheet.Row
	lines    []Line
}

// read answers the lines of a file; what is wrong with them is told to the table.
func read(t *sheet.Table, from, to string, loans []Loan) []Line {
	r := &reader{from: from, to: to, before: beside(from, -1), known: numbered(loans), seen: map[string]int{}, rows: map[int]sheet.Row{}}
	for _, row := range t.Rows {
		if row.Sound() {
			r.row(row)
		}
	}
	r.balances()
	r.total(t)
	return r.lines
}

// numbered finds a loan by any of its numbers; a number of two loans finds none.
func numbered(loans []Loan) map[string]*Loan {
	known, twice := map[string]*Loan{}, map[string]bool{}
	for i := range loans {
		for _, number := range slices.Compact(append([]string{loans[i].Ref}, loans[i].Numbers...)) {
			twice[number] = known[number] != nil
			known[number] = &loans[i]
		}
	}
	for number, is := range twice {
		if is {
			delete(known, number)
		}
	}
	return known
}

// row takes one line.
func (r *reader) row(row sheet.Row) {
	l := Line{No: row.No, Number: row.Text("number"), On: row.Value("on").On, Kind: kindOf(row.Text("kind")), AmountFen: row.Value("amount").Fen, Reference: row.Text("reference")}
	if b := row.Value("balance"); b.Given {
		l.BalanceFen = &b.Fen
	}
	if l.Kind == Reversal || l.Kind == Refund { // some systems write what goes back below zero
		l.AmountFen = max(l.AmountFen, -l.AmountFen)
	}
	if field, key := r.wrong(l); key != "" {
		row.Wrong(field, "reconciliation.file."+key, fault.Args{"from": r.from, "to": r.to})
		return
	}
	if twin := r.twin(l); twin > 0 {
		row.Wrong("reference", "reconciliation.file.twice", fault.Args{"line": twin})
		return
	}
	if loan := r.known[l.Number]; loan != nil {
		l.Contract = loan.ID
		l.Before = l.On <= loan.BooksFrom
	}
	r.rows[l.No] = row
	r.lines = append(r.lines, l)
}

// wrong finds what a line cannot say: the field and the ending of its message.
func (r *reader) wrong(l Line) (field, key string) {
	first := r.from
	if l.Kind == Opening {
		first = r.before
	}
	switch {
	case l.Kind == "":
		return "kind", "kind"
	case l.On < first || l.On > r.to:
		return "on", "outside"
	case l.moves() && l.AmountFen < 0:
		return "amount", "below_zero"
	case l.moves() && l.AmountFen == 0:
		return "amount", "no_amount"
	case !l.moves() && l.AmountFen != 0:
		return "amount", "an_amount"
	case !l.moves() && l.BalanceFen == nil:
		return "balance", "no_balance"
	case l.BalanceFen != nil && *l.BalanceFen < 0:
		return "balance", "balance_below"
	}
	return "", ""
}

// twin is the line that says the same under the same reference, 0 for none.
func (r *reader) twin(l Line) int {
	if l.Reference == "" && l.moves() {
		return 0
	}
	name := fmt.Sprintf("%q %s %s %d %q", l.Number, l.On, l.Kind, l.AmountFen, l.Reference)
	if at, ok := r.seen[name]; ok {
		return at
	}
	r.seen[name] = l.No
	return 0
}

// balances wants a balance at the end for each loan of ours that the file speaks
// of, and one alone.
func (r *reader) balances() {
	for _, own := range byContract(r.lines) {
		last := own[len(own)-1]
		closing, running := endOf(own)
		switch {
		case closing == nil && running == nil:
			r.rows[last.No].Wrong("balance", "reconciliation.file.no_closing", nil)
		case closing != nil && running != nil && *closing.BalanceFen != *running.BalanceFen:
			r.rows[closing.No].Wrong("balance", "reconciliation.file.two_balances", fault.Args{"line": running.No, "closing": *closing.BalanceFen, "running": *running.BalanceFen})
		}
	}
}

// byContract groups the lines of our loans, each group in the order of time: a file
// may run from its end.
func byContract(lines []Line) (groups [][]Line) {
	at := map[string]int{}
	for _, l := range lines {
		if l.Contract == "" {
			continue
		}
		i, ok := at[l.Contract]
		if !ok {
			i = len(groups)
			at[l.Contract] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], l)
	}
	for _, g := range groups {
		if g[0].On > g[len(g)-1].On {
			slices.Reverse(g)
		}
		slices.SortStableFunc(g, func(a, b Line) int { return cmp.Compare(a.On, b.On) })
	}
	return groups
}

// endOf are the line that states the balance at the end, and the last movement with
// a balance beside it, where the last movement has one.
func endOf(own []Line) (closing, running *Line) {
	for i := range own {
		switch {
		case own[i].Kind == Closing:
			closing = &own[i]
		case own[i].moves():
			running = nil
			if own[i].BalanceFen != nil {
				running = &own[i]
			}
		}
	}
	return closing, running
}

// total compares the last line of a file, where it states a sum, with the lines.
func (r *reader) total(t *sheet.Table) {
	if t.Total == nil || !t.Total.Value("amount").Given {
		return
	}
	var sum money.Fen
	for _, row := range t.Rows {
		sum += row.Value("amount").Fen
	}
	if told := t.Total.Value("amount").Fen; told != sum {
		t.Total.Wrong("amount", "reconciliation.file.total", fault.Args{"stated": told, "sum": sum, "rows": len(t.Rows)})
	}
}
