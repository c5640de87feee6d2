package pipeline

import (
	"slices"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// TestEveryStateStandsInOneColumn: a state that origination's table gets and the
// board does not know would be a case that nobody sees.
func TestEveryStateStandsInOneColumn(t *testing.T) {
	known := map[flow.State]int{}
	for _, st := range stages {
		for _, s := range st.states {
			known[s]++
		}
	}
	for _, row := range origination.LenderCaseMachine.Rows {
		if known[row.State] != 1 {
			t.Errorf("%s stands in %d columns", row.State, known[row.State])
		}
		delete(known, row.State)
	}
	for s := range known {
		t.Errorf("there is no state %s", s)
	}
	if got := (Case{State: "offered"}).stage(); got != ended {
		t.Errorf("an offer whose application is over stands in %s", got)
	}
}

// TestWhoseMove: the words of a card, for its reader.
func TestWhoseMove(t *testing.T) {
	officer := kernel.Actor{Party: "bank", Roles: []kernel.Role{kernel.Officer}}
	for name, x := range map[string]struct {
		row  Row
		want string
	}{
		"own":                  {Row{Case: Case{State: "invited"}, Move: "request_file", Role: kernel.Officer}, You},
		"the approver's":       {Row{Case: Case{State: "assessing"}, Move: "issue", Role: kernel.Approver}, Colleague},
		"consent":              {Row{Case: Case{State: "file_requested"}}, Enterprise},
		"sealed":               {Row{Case: Case{State: "offered", Application: "in_review"}}, Opening},
		"to be chosen":         {Row{Case: Case{State: "offered", Application: "offers_open"}}, Enterprise},
		"chosen":               {Row{Case: Case{State: "offered", Application: "offer_chosen"}}, ""},
		"nobody after the end": {Row{Case: Case{State: "declined", Application: "declined_by_all"}}, ""},
	} {
		if got := whose(officer, x.row); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// TestADraftIsTheApproversMove: the case keeps its clock and its person, while
// the move is that of the drafted offer.
func TestADraftIsTheApproversMove(t *testing.T) {
	due := time.Date(2020, 3, 1, 9, 0, 0, 0, time.UTC)
	turns, people := byPath([]flow.Turn{
		{Machine: "lender_case", Path: "/cases/1", Move: "offer", Role: "lender_officer", Clock: "decision", Due: due, Person: "p"},
		{Machine: "lender_case", Path: "/cases/2", Move: "assess", Role: "lender_officer", Clock: "decision", Due: due},
		{Machine: "offer", Path: "/cases/1", Move: "issue", Role: "lender_approver"},
	})
	one := turns["/cases/1"]
	if one.Move != "issue" || one.Role != "lender_approver" || one.Machine != "offer" || !one.Due.Equal(due) || one.Person != "p" || turns["/cases/2"].Move != "assess" || !slices.Equal(people, []string{"p"}) {
		t.Errorf("%+v, %v", turns, people)
	}
}
