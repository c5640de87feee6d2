package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const gate = `SECTION_HORIZON
7
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=7,2400,960,5,2,2,1
B,D=7,2400,960,5,2,2,1
SECTION_DAYS_OFF
A,0
SECTION_COVER
0,D,1,100,1
1,D,1,100,1
`

func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRosterCommand plans two files, judges what was planned, and refuses a roster
// that was changed.
func TestRosterCommand(t *testing.T) {
	file := written(t, "gate.txt", gate)
	rich := written(t, "own.json", `{"format": "kaigong-roster/1", "days": 2, "rules": {}, "shift_types": [{"id": "D", "minutes": 60}], "people": [{"id": "A"}], "cover": [{"days": "all", "type": "D", "need": 1, "under": 5, "over": 1}]}`)
	var out, say bytes.Buffer
	c := rosterSolveCmd{Files: []string{file, rich}, CPU: time.Minute, Iterations: 500, Seed: 1, JSON: true}
	if err := c.run(context.Background(), &out, &say); err != nil {
		t.Fatal(err, say.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || say.Len() > 0 {
		t.Fatalf("printed %q, said %q", lines, say.String())
	}
	var first map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"instance", "cost", "bound", "gap", "seconds_to_best", "iterations", "roster"} {
		if _, ok := first[key]; !ok {
			t.Errorf("the line has no %s: %s", key, lines[0])
		}
	}
	if first["instance"] != "gate" {
		t.Errorf("instance %v", first["instance"])
	}
	var verdict bytes.Buffer
	if err := (rosterVerifyCmd{Instance: file, Roster: written(t, "r.json", lines[0])}).run(&verdict); err != nil {
		t.Fatal(err, verdict.String())
	}
	verdict.Reset()
	err := rosterVerifyCmd{Instance: file, Roster: written(t, "bad.json", `{"A": ["D","D","-","-","-","-","-"], "B": ["D","D","-","-","-","-","-"]}`)}.run(&verdict)
	if err == nil || !strings.Contains(verdict.String(), "absence: A day 0") {
		t.Errorf("%v: %s", err, verdict.String())
	}
	out.Reset()
	c.JSON = false
	if err := c.run(context.Background(), &out, &say); err != nil || !strings.Contains(out.String(), "gate: cost") {
		t.Error(err, out.String())
	}
}

// TestRosterCommandWithFaults: what is wrong is said, the rest is planned, and the
// program ends with a code.
func TestRosterCommandWithFaults(t *testing.T) {
	file := written(t, "gate.txt", strings.Replace(gate, "A,D=7,2400,960", "A,D=0,2400,960", 1)+"2,X,1,100,1\n")
	var out, say bytes.Buffer
	c := rosterSolveCmd{Files: []string{file, filepath.Join(t.TempDir(), "absent.txt")}, CPU: time.Minute, Iterations: 500, Seed: 1, JSON: true}
	if err := c.run(context.Background(), &out, &say); err == nil {
		t.Error("no error for a faulty file")
	}
	for _, want := range []string{"shift type X", "person A", "max_shifts, min_minutes", "absent.txt"} {
		if !strings.Contains(say.String(), want) {
			t.Errorf("%q is not said: %s", want, say.String())
		}
	}
	if !strings.Contains(out.String(), `"B":["D","D"`) {
		t.Errorf("the rest was not planned: %s", out.String())
	}
}
