// Package flow holds state machines as tables.
//
// A Machine says once which states a case has, which moves lead from one to
// another, whose turn it is in each state and how many working days that turn
// may take. Pages draw the buttons from it, the API lists the open moves, the
// docs draw the diagram, tests walk every cell, clocks raise what is late, and
// the list "Waiting for you" is the rows that a Keeper writes in the same
// transaction as the state.
package flow

import (
	"fmt"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/platform/fault"
)

// State is a stage of a case, as stored: "in_review".
type State string

// Duty names whose turn it is: a role at one side of the case. Sides are the
// machine's own words ("borrower", "lender"); the case says which party each is.
type Duty struct{ Side, Role string }

// Row is one state of the table.
type Row struct {
	State State
	Turn  Duty   // whose move it is; zero when nobody is waited for
	Next  string // the move that the turn leads to: the primary button
}

// Move leads from one of several states to another.
type Move struct {
	Name string
	From []State
	To   State
	By   []Duty // who may; authorisation says the last word
	When string // the guard in words of the docs, "" when there is none
}

// Clock counts working days over one or more states. It starts when a case
// enters a state of Runs from outside, goes on while the case stays within,
// and stops when it leaves. In states of Pauses it stands still.
type Clock struct {
	Name   string
	Days   int
	Runs   []State
	Pauses []State
}

// Machine is a whole table.
type Machine struct {
	Name    string // "application"; the prefix of its message keys
	Feature string
	Rows    []Row // the first is where a case begins
	Moves   []Move
	Clocks  []Clock
}

// Initial is the state in which a case begins.
func (m *Machine) Initial() State { return m.Rows[0].State }

// Row finds a state; the zero Row when there is no such state.
func (m *Machine) Row(s State) Row {
	for _, r := range m.Rows {
		if r.State == s {
			return r
		}
	}
	return Row{}
}

// Open lists the moves that the table allows from a state.
func (m *Machine) Open(s State) []Move {
	var open []Move
	for _, v := range m.Moves {
		if slices.Contains(v.From, s) {
			open = append(open, v)
		}
	}
	return open
}

// Take answers where a move leads from a state, or WrongTurn.
func (m *Machine) Take(s State, move string) (State, error) {
	for _, v := range m.Moves {
		if v.Name == move && slices.Contains(v.From, s) {
			return v.To, nil
		}
	}
	return s, fault.New(fault.WrongTurn, "flow.wrong_turn")
}

// Final reports whether no move leaves a state.
func (m *Machine) Final(s State) bool { return len(m.Open(s)) == 0 }

// clock finds the clock that runs or pauses in a state.
func (m *Machine) clock(s State) (c Clock, paused, ok bool) {
	for _, c := range m.Clocks {
		if slices.Contains(c.Runs, s) {
			return c, false, true
		}
		if slices.Contains(c.Pauses, s) {
			return c, true, true
		}
	}
	return Clock{}, false, false
}

// StateKey is the message key of a state's word.
func StateKey(m *Machine, s State) string { return "flow." + m.Name + "." + string(s) }

// MoveKey is the message key of a move's button.
func MoveKey(m *Machine, move string) string { return "flow." + m.Name + ".move." + move }

// Check finds mistakes in a table: unknown states, unreachable states, a turn
// whose move does not leave its state. Tests of every feature call it.
func (m *Machine) Check() error {
	known, reached := map[State]bool{}, map[State]bool{m.Initial(): true}
	for _, r := range m.Rows {
		known[r.State] = true
	}
	for _, v := range m.Moves {
		for _, s := range append(slices.Clone(v.From), v.To) {
			if !known[s] {
				return fmt.Errorf("flow: %s: move %s names unknown state %q", m.Name, v.Name, s)
			}
		}
		reached[v.To] = true
	}
	for _, r := range m.Rows {
		if !reached[r.State] {
			return fmt.Errorf("flow: %s: no move reaches %q", m.Name, r.State)
		}
		if r.Next == "" {
			continue
		}
		if _, err := m.Take(r.State, r.Next); err != nil {
			return fmt.Errorf("flow: %s: the turn in %q leads to %q, which does not leave it", m.Name, r.State, r.Next)
		}
	}
	return nil
}

// Mermaid draws the machine for the docs.
func (m *Machine) Mermaid() string {
	var b strings.Builder
	fmt.Fprintf(&b, "stateDiagram-v2\n    [*] --> %s\n", m.Initial())
	for _, v := range m.Moves {
		for _, from := range v.From {
			fmt.Fprintf(&b, "    %s --> %s: %s%s\n", from, v.To, v.Name, by(v.By))
		}
	}
	for _, r := range m.Rows {
		if m.Final(r.State) {
			fmt.Fprintf(&b, "    %s --> [*]\n", r.State)
		}
	}
	return b.String()
}

func by(duties []Duty) string {
	var roles []string
	for _, d := range duties {
		roles = append(roles, d.Role)
	}
	if roles == nil {
		return ""
	}
	return " (" + strings.Join(roles, ", ") + ")"
}
