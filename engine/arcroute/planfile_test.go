package arcroute

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// TestPlanFile writes a plan with one of everything and reads it back.
func TestPlanFile(t *testing.T) {
	in, err := Read(strings.NewReader(lane))
	if err != nil {
		t.Fatal(err)
	}
	p := &Plan{Cost: 7, Routes: []Route{{Crew: 1, Cost: 7, Steps: []Step{{Treat, 0, false}, {Fill, -1, false}, {Drive, 2, true}}}},
		Skipped: []Skipped{{1, &Fault{Key: "arcroute.skip.blocked", Elements: []string{"s2"}}}}}
	data, err := json.Marshal(p.File(in))
	if err != nil {
		t.Fatal(err)
	}
	back, err := ReadPlan(in, data)
	if err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("%v\nwrote %+v\nread  %+v\nas %s", err, p, back, data)
	}
}

func TestReadPlanRefuses(t *testing.T) {
	in, err := Read(strings.NewReader(lane))
	if err != nil {
		t.Fatal(err)
	}
	for text, key := range map[string]string{
		`{`: "arcroute.input.syntax",
		`{"routes":[{"vehicle":"truck","steps":[{"act":"drive","edge":"s9"}]}]}`: "arcroute.input.unknown",
		`{"routes":[{"vehicle":"boat","steps":[]}]}`:                             "arcroute.input.unknown",
		`{"routes":[{"vehicle":"truck","steps":[{"act":"drive","edge":"1"}]}]}`:  "arcroute.input.unknown",
		`{"skipped":[{"edge":"-1","reason":"x"}]}`:                               "arcroute.input.unknown",
	} {
		if _, err := ReadPlan(in, []byte(text)); !errors.As(err, new(*Fault)) || err.(*Fault).Key != key {
			t.Errorf("%s: got %v, want %s", text, err, key)
		}
	}
}

func FuzzReadPlan(f *testing.F) {
	f.Add([]byte(`{"instance":"lane","routes":[{"vehicle":"truck","cost":3,"steps":[{"act":"treat","edge":"s1"},{"act":"fill"}]}]}`))
	f.Add([]byte(`{"skipped":[{"edge":"s2","reason":"arcroute.skip.blocked"}]}`))
	in, err := Read(strings.NewReader(lane))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPlan(in, data)
		if err != nil {
			return
		}
		for _, r := range p.Routes {
			for _, s := range r.Steps {
				if s.Act != Fill && (s.Edge < 0 || s.Edge >= len(in.Edges)) {
					t.Fatalf("edge %d", s.Edge)
				}
			}
		}
	})
}
