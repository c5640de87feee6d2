package bound

import (
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/arcroutetest"
)

// TestNeverAboveBestKnown compares with what others found: a bound above a
// known plan would be wrong, and on gdb and val it must prove 40 of 57.
func TestNeverAboveBestKnown(t *testing.T) {
	proven, known := 0, 0
	for _, set := range []string{"kshs", "gdb", "val", "bmcv"} {
		for i, in := range arcroutetest.Published(t, set+"/*") {
			known++
			if set == "bmcv" && i%5 != 0 {
				continue // the benchmark compares all of them
			}
			b := Lower(in, in.Required(), Options{Reached: in.KnownUpper})
			if b.Value > in.KnownUpper {
				t.Errorf("%s: bound %d, but a plan of %d is known", in.Name, b.Value, in.KnownUpper)
			}
			if set != "bmcv" && set != "kshs" && b.Value == in.KnownUpper {
				proven++
			}
		}
	}
	if known > 0 && proven < 40 {
		t.Errorf("%d of 57 proven, want 40", proven)
	}
}

func read(t *testing.T, text string) *arcroute.Instance {
	in, err := arcroute.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// TestByHand holds the bound against small networks that are solved on paper.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       int64
	}{
		// A street of three parts with the depot at one end: all of it is driven
		// back, 2 × (3+4+5).
		{"dead end", `{"vertices":4,"depot":0,"capacity":9,"edges":[{"u":0,"v":1,"cost":3,"demand":1},{"u":1,"v":2,"cost":4,"demand":1},{"u":2,"v":3,"cost":5,"demand":1}]}`, 24},
		// The same street when a tank holds one part: 2×3 + 2×(3+4) + 2×(3+4+5).
		{"a load each", `{"vertices":4,"depot":0,"capacity":1,"edges":[{"u":0,"v":1,"cost":3,"demand":1},{"u":1,"v":2,"cost":4,"demand":1},{"u":2,"v":3,"cost":5,"demand":1}]}`, 44},
		// A closed ring is driven once.
		{"ring", `{"vertices":3,"depot":0,"capacity":9,"edges":[{"u":0,"v":1,"cost":3,"demand":1},{"u":1,"v":2,"cost":4,"demand":1},{"u":2,"v":0,"cost":5,"demand":1}]}`, 12},
		// A ring far from the depot, two loads: the way of 10 four times. Each load
		// is a closed walk: treating the side of 3 alone and coming back costs 3
		// more, the other load drives it once more between the two others.
		{"far ring", `{"vertices":4,"depot":3,"capacity":2,"edges":[{"u":0,"v":1,"cost":3,"demand":1},{"u":1,"v":2,"cost":4,"demand":1},{"u":2,"v":0,"cost":5,"demand":1},{"u":3,"v":0,"cost":10,"demand":0}]}`, 58},
	} {
		if got := Lower(read(t, c.text), []int{0, 1, 2}, Options{}).Value; got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
