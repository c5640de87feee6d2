package reconciliation

// What both sides move, less each other, is what the differences come to: of random
// statements of random books.

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
)

// someBooks are loans with movements in February and beside it.
func someBooks(t *rapid.T) (loans []Loan) {
	for i := range rapid.IntRange(1, 3).Draw(t, "loans") {
		l := Loan{ID: fmt.Sprint("loan-", i), Ref: fmt.Sprint("KG-", i), Numbers: []string{fmt.Sprint("OWN-", i)}}
		for j := range rapid.IntRange(0, 5).Draw(t, "movements") {
			m := Movement{ID: fmt.Sprint(l.ID, "-", j), Contract: l.ID, Kind: rapid.SampledFrom([]string{Repayment, Repayment, Fee, Disbursement}).Draw(t, "kind"),
				On: fmt.Sprintf("2020-02-%02d", rapid.IntRange(1, 28).Draw(t, "day")), Number: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "number"), AmountFen: rapid.SampledFrom([]money.Fen{100, 250, 999}).Draw(t, "sum")}
			if rapid.IntRange(0, 9).Draw(t, "beside") == 0 {
				m.On = "2020-03-02"
			}
			l.Moves = append(l.Moves, m)
			if m.Kind == Repayment && rapid.IntRange(0, 4).Draw(t, "taken back") == 0 {
				back := m
				back.ID, back.Kind, back.Back = m.ID+"-back", Reversal, m.ID
				l.Moves = append(l.Moves, back)
			}
		}
		loans = append(loans, l)
	}
	return loans
}

// someStatement is what a careless bank makes of the books.
func someStatement(t *rapid.T, loans []Loan) (lines []Line) {
	add := func(l Line) {
		l.No = len(lines) + 2
		lines = append(lines, l)
	}
	for _, l := range loans {
		for _, m := range l.Moves {
			x := Line{Contract: l.ID, Number: l.Ref, On: m.On, Kind: m.Kind, AmountFen: m.AmountFen, Reference: m.Number}
			switch rapid.IntRange(0, 5).Draw(t, "mistake") {
			case 0:
				continue
			case 1:
				x.AmountFen += 7
			case 2:
				x.Reference = ""
			case 3:
				add(x)
			}
			if x.On <= "2020-02-29" {
				add(x)
			}
		}
		add(Line{Contract: l.ID, Number: l.Ref, On: "2020-02-29", Kind: Closing, BalanceFen: new(money.Fen)})
	}
	if rapid.Bool().Draw(t, "unknown") {
		add(Line{Number: "X", On: "2020-02-09", Kind: Repayment, AmountFen: 33})
	}
	return lines
}

func TestTotalsAreWhatTheDifferencesComeTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loans := someBooks(t)
		r := compared(someStatement(t, loans), loans, "2020-02-01", "2020-02-29")
		between := map[string]money.Fen{}
		for _, d := range r.Differences {
			between[d.Moved] += d.TheirsFen - d.OursFen
		}
		for _, no := range r.Offset.Lines {
			for _, l := range r.Lines {
				if l.No == no {
					between[l.Kind] += l.AmountFen
				}
			}
		}
		for _, id := range r.Offset.Movements {
			for _, m := range r.Movements {
				if m.ID == id {
					between[m.Kind] -= m.AmountFen
				}
			}
		}
		for _, x := range r.Totals {
			if x.TheirsFen-x.OursFen != between[x.Kind] {
				t.Fatalf("%s: %d and %d, the differences come to %d: %+v", x.Kind, x.TheirsFen, x.OursFen, between[x.Kind], r.Differences)
			}
		}
		seen := map[string]bool{}
		for _, p := range r.Pairs {
			for _, name := range []string{fmt.Sprint("line ", p.Line), p.Movement} {
				if seen[name] {
					t.Fatalf("%s is met twice", name)
				}
				seen[name] = true
			}
		}
		keys := map[string]bool{}
		for _, d := range r.Differences {
			if keys[d.Key] {
				t.Fatalf("two differences are called %q", d.Key)
			}
			keys[d.Key] = true
		}
	})
}

// TestALoanThatWasTakenOver: what a statement says of the time before our books
// begin is no difference.
func TestALoanThatWasTakenOver(t *testing.T) {
	owed := money.Fen(500)
	loans := []Loan{{ID: "one", Ref: "KG-1", BooksFrom: "2020-02-10", OpeningFen: 600, ClosingFen: owed, Moves: []Movement{{ID: "m", Contract: "one", Kind: Repayment, On: "2020-02-20", AmountFen: 100}}}}
	before := money.Fen(700)
	lines := []Line{
		{No: 2, Contract: "one", Number: "KG-1", On: "2020-01-31", Kind: Opening, BalanceFen: &before, Before: true},
		{No: 3, Contract: "one", Number: "KG-1", On: "2020-02-10", Kind: Repayment, AmountFen: 100, Before: true},
		{No: 4, Contract: "one", Number: "KG-1", On: "2020-02-20", Kind: Repayment, AmountFen: 100, BalanceFen: &owed},
	}
	if r := compared(lines, loans, "2020-02-01", "2020-02-29"); len(r.Differences) != 0 || len(r.Pairs) != 1 || r.Totals[0].TheirsFen != 100 {
		t.Errorf("%+v", r)
	}
	loans[0].BooksFrom = "2020-03-03"
	loans[0].Moves = nil
	for i := range lines {
		lines[i].Before = true
	}
	if r := compared(lines, loans, "2020-02-01", "2020-02-29"); len(r.Differences) != 0 || len(r.Accounts) != 0 {
		t.Errorf("our books begin later: %+v", r)
	}
}
