package arcroute

import (
	"errors"
	"strings"
	"testing"
)

// square is a block of four streets with a fifth across, depot in a corner.
const square = `{"name":"square","vertices":4,"depot":0,"capacity":10,"edges":[
 {"u":0,"v":1,"cost":3,"demand":4},{"u":1,"v":2,"cost":4,"demand":5},{"u":2,"v":3,"cost":3,"demand":4},
 {"u":3,"v":0,"cost":4,"demand":5},{"u":0,"v":2,"cost":5,"demand":0}]}`

func TestReadUniform(t *testing.T) {
	in, err := Read(strings.NewReader(square))
	if err != nil {
		t.Fatal(err)
	}
	if in.Name != "square" || len(in.Vertices) != 4 || len(in.Edges) != 5 || len(in.Required()) != 4 || in.Fleet[0].Capacity != 10 {
		t.Errorf("read %+v", in)
	}
	if e := in.Edges[1]; e.From != 1 || e.To != 2 || e.Travel != 4 || e.Demand != 5 || !e.Required {
		t.Errorf("second edge %+v", e)
	}
}

// refused lists files that cannot be computed, with the key and the offenders
// that the answer has to name.
var refused = []struct{ name, change, into, key, elements string }{
	{"not JSON", `"name"`, `name`, "arcroute.input.syntax", ""},
	{"no depot", `"depot":0,`, ``, "arcroute.depot.missing", ""},
	{"depot outside", `"depot":0`, `"depot":4`, "arcroute.depot.missing", ""},
	{"zero cost", `"cost":3,"demand":4},{"u":1`, `"cost":0,"demand":4},{"u":1`, "arcroute.edge.cost", "0-1"},
	{"negative costs", `"cost":4`, `"cost":-4`, "arcroute.edge.cost", "1-2, 3-0"},
	{"negative demand", `"demand":0`, `"demand":-1`, "arcroute.edge.demand", "0-2"},
	{"demand above the tank", `"capacity":10`, `"capacity":4`, "arcroute.demand.above_capacity", "1-2, 3-0"},
	{"no tank", `"capacity":10`, `"capacity":0`, "arcroute.fleet.capacity", "0"},
	{"end outside", `"u":3,"v":0`, `"u":3,"v":9`, "arcroute.edge.ends", "3-9"},
	{"nothing required", `"demand"`, `"d"`, "arcroute.size.nothing_required", ""},
	{"huge count", `"vertices":4`, `"vertices":400000000`, "arcroute.size.vertices", ""},
	{"unknown format", `"name"`, `"format":"kaigong.rounds/9","name"`, "arcroute.input.format", ""},
	{"wrong type", `"u":3`, `"u":"3"`, "arcroute.input.syntax", ""},
}

func TestReadRefuses(t *testing.T) {
	for _, c := range refused {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(strings.ReplaceAll(square, c.change, c.into)))
			var f *Fault
			if !errors.As(err, &f) {
				t.Fatalf("got %v, want a Fault", err)
			}
			if f.Key != c.key || f.Params()["elements"] != c.elements {
				t.Errorf("got %s with %q, want %s with %q", f.Key, f.Params()["elements"], c.key, c.elements)
			}
		})
	}
}

func TestReadRefusesTooMany(t *testing.T) {
	many := `{"vertices":2,"depot":0,"capacity":1,"edges":[` + strings.Repeat(`{"u":0,"v":1,"cost":1,"demand":1},`, 100_000) + `{"u":0,"v":1,"cost":1}]}`
	_, err := Read(strings.NewReader(many))
	if f := new(Fault); !errors.As(err, &f) || f.Key != "arcroute.size.edges" || f.Detail != "100001" {
		t.Errorf("got %v", err)
	}
}

// TestFaultTexts says every fault in both languages, with its offenders.
func TestFaultTexts(t *testing.T) {
	f := &Fault{Key: "arcroute.edge.cost", Elements: []string{"S1", "S2"}}
	if got := f.Error(); !strings.Contains(got, "S1, S2") || !strings.Contains(got, "positive length") {
		t.Error(got)
	}
	if got := f.Text("zh-CN"); !strings.Contains(got, "路段 S1, S2") {
		t.Error(got)
	}
	for range 20 {
		f.Elements = append(f.Elements, "S")
	}
	if got := f.Error(); !strings.Contains(got, "+12") {
		t.Errorf("a long list is not counted: %s", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(square)
	f.Add(lane)
	for _, c := range refused {
		f.Add(strings.ReplaceAll(square, c.change, c.into))
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, err := Read(strings.NewReader(text))
		if f := new(Fault); err != nil && !errors.As(err, &f) {
			t.Fatalf("not a Fault: %v", err)
		}
		if err == nil && in.Check() != nil {
			t.Fatalf("read an instance that does not pass its own check: %v", in.Check())
		}
	})
}
