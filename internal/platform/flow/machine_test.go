package flow

import (
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/fault"
)

var (
	clerk   = Duty{"borrower", "clerk"}
	officer = Duty{"lender", "officer"}
)

// request is a small machine: written, answered within three working days
// unless the lender waits for the borrower, then done.
func request() *Machine {
	return &Machine{
		Name: "request", Feature: "lending",
		Rows: []Row{
			{State: "draft", Turn: clerk, Next: "submit"},
			{State: "review", Turn: officer, Next: "answer"},
			{State: "asked", Turn: clerk, Next: "reply"},
			{State: "returned", Turn: clerk, Next: "submit"},
			{State: "done"},
		},
		Moves: []Move{
			{Name: "submit", From: []State{"draft", "returned"}, To: "review", By: []Duty{clerk}},
			{Name: "ask", From: []State{"review"}, To: "asked", By: []Duty{officer}},
			{Name: "reply", From: []State{"asked"}, To: "review", By: []Duty{clerk}},
			{Name: "return", From: []State{"review"}, To: "returned", By: []Duty{officer}},
			{Name: "answer", From: []State{"review"}, To: "done", By: []Duty{officer}},
		},
		Clocks: []Clock{{Name: "answer", Days: 3, Runs: []State{"review"}, Pauses: []State{"asked"}}},
	}
}

func TestCheckFindsBrokenTables(t *testing.T) {
	if err := request().Check(); err != nil {
		t.Fatal("the sound table is refused:", err)
	}
	for says, spoil := range map[string]func(*Machine){
		`names unknown state "gone"`:   func(m *Machine) { m.Moves[0].To = "gone" },
		`names unknown state "before"`: func(m *Machine) { m.Moves[0].From = []State{"before"} },
		`no move reaches "island"`:     func(m *Machine) { m.Rows = append(m.Rows, Row{State: "island"}) },
		`which does not leave it`:      func(m *Machine) { m.Rows[1].Next = "reply" },
		`leads to "vanish"`:            func(m *Machine) { m.Rows[1].Next = "vanish" },
	} {
		m := request()
		spoil(m)
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}

// TestTakeWalksEveryCell compares the table with the list of what may happen.
func TestTakeWalksEveryCell(t *testing.T) {
	leads := map[string]State{
		"draft submit": "review", "returned submit": "review", "review ask": "asked", "asked reply": "review",
		"review return": "returned", "review answer": "done",
	}
	m := request()
	for _, r := range m.Rows {
		var open []string
		for _, v := range m.Moves {
			want, allowed := leads[string(r.State)+" "+v.Name]
			got, err := m.Take(r.State, v.Name)
			if allowed && (err != nil || got != want) {
				t.Errorf("%s in %s: %s, %v; want %s", v.Name, r.State, got, err, want)
			}
			if !allowed && (!fault.Is(err, fault.WrongTurn) || got != r.State) {
				t.Errorf("%s in %s: %s, %v; want WrongTurn and the same state", v.Name, r.State, got, err)
			}
			if allowed {
				open = append(open, v.Name)
			}
		}
		var listed []string
		for _, v := range m.Open(r.State) {
			listed = append(listed, v.Name)
		}
		if !slices.Equal(open, listed) {
			t.Errorf("%s: open moves %v, want %v", r.State, listed, open)
		}
		if m.Final(r.State) != (r.State == "done") {
			t.Errorf("%s: final is %v", r.State, m.Final(r.State))
		}
	}
	if _, err := m.Take("review", "vanish"); !fault.Is(err, fault.WrongTurn) {
		t.Error("an unknown move:", err)
	}
	if m.Initial() != "draft" || m.Row("gone") != (Row{}) {
		t.Error("initial or unknown row")
	}
}

func TestMermaidDrawsEveryMove(t *testing.T) {
	want := `stateDiagram-v2
    [*] --> draft
    draft --> review: submit (clerk)
    returned --> review: submit (clerk)
    review --> asked: ask (officer)
    asked --> review: reply (clerk)
    review --> returned: return (officer)
    review --> done: answer (officer)
    done --> [*]
`
	if got := request().Mermaid(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestKeysNameTheMachine(t *testing.T) {
	m := request()
	if k := StateKey(m, "review"); k != "flow.request.review" {
		t.Error(k)
	}
	if k := MoveKey(m, "ask"); k != "flow.request.move.ask" {
		t.Error(k)
	}
}
