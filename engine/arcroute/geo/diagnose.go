package geo

// What is wrong with a network, before anybody plans with it.

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"kaigong.example/kaigong/engine/arcroute"
)

// diagnose looks for every kind of mistake; one segment may be found for one
// kind only, the gravest first.
func (b *builder) diagnose() []Finding {
	d := &diagnosis{builder: b, found: make([]string, len(b.lines))}
	d.names()
	d.places()
	d.lengths()
	d.twice()
	d.parts()
	return d.findings()
}

type diagnosis struct {
	*builder
	found []string // by segment, the key of what is wrong with it
	ids   []string // names that stand twice
}

func (d *diagnosis) mark(i int, key string) {
	if d.found[i] == "" {
		d.found[i] = key
	}
}

// kinds are the keys of findings in the order in which they are told.
var kinds = []string{"arcroute.geo.swapped", "arcroute.geo.far", "arcroute.geo.zero_length", "arcroute.geo.length", "arcroute.geo.duplicate", "arcroute.geo.disconnected"}

func (d *diagnosis) findings() []Finding {
	var all []Finding
	if len(d.bad) > 0 {
		all = append(all, Finding{Fault: fault("arcroute.geo.no_line", "", d.bad...)})
	}
	if len(d.odd) > 0 {
		all = append(all, Finding{Fault: fault("arcroute.geo.property", "", d.odd...)})
	}
	if len(d.ids) > 0 {
		all = append(all, Finding{Fault: fault("arcroute.input.twice", "", d.ids...)})
	}
	for _, key := range kinds {
		f := Finding{Fault: fault(key, strconv.FormatFloat(d.o.Far, 'f', -1, 64))}
		for i, k := range d.found {
			if k == key {
				f.Fault.Elements = append(f.Fault.Elements, d.file.Segments[i].ID)
				f.Lines = append(f.Lines, d.lines[i])
			}
		}
		if f.Lines != nil {
			all = append(all, f)
		}
	}
	return all
}

func (d *diagnosis) names() {
	seen := map[string]bool{}
	for _, s := range d.file.Segments {
		if seen[s.ID] {
			d.ids = append(d.ids, s.ID)
		}
		seen[s.ID] = true
	}
}

// places finds coordinates that cannot be, that make sense only when swapped,
// or that lie far from the site.
func (d *diagnosis) places() {
	site := d.site()
	far := func(p [2]float64) bool { return !onEarth(p) || metres(site, p) > d.o.Far*1000 }
	for i, line := range d.lines {
		for _, p := range line {
			switch back := [2]float64{p[1], p[0]}; {
			case !far(p):
			case onEarth(back) && (!onEarth(p) || !far(back)):
				d.mark(i, "arcroute.geo.swapped")
			default:
				d.mark(i, "arcroute.geo.far")
			}
		}
	}
}

func onEarth(p [2]float64) bool {
	return math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90
}

// site is the place given, or the median of all places that can be.
func (d *diagnosis) site() [2]float64 {
	if d.o.Site != [2]float64{} {
		return d.o.Site
	}
	var lon, lat []float64
	for _, line := range d.lines {
		for _, p := range line {
			if onEarth(p) {
				lon, lat = append(lon, p[0]), append(lat, p[1])
			}
		}
	}
	if lon == nil {
		return [2]float64{}
	}
	slices.Sort(lon)
	slices.Sort(lat)
	return [2]float64{lon[len(lon)/2], lat[len(lat)/2]}
}

// Lengths that differ from the line by more than half and more than this many
// metres are mistakes of typing.
const lengthSlack = 20

func (d *diagnosis) lengths() {
	for i, s := range d.file.Segments {
		drawn := measured(d.lines[i])
		switch {
		case !(s.Length >= 0.05) || math.IsInf(s.Length, 0): // less than a tenth of a metre, or no number
			d.mark(i, "arcroute.geo.zero_length")
		case math.Abs(s.Length-drawn) > max(lengthSlack, drawn/2):
			d.mark(i, "arcroute.geo.length")
		}
	}
}

// twice finds segments that join the same junctions on the same way. Two roads
// between two junctions are no mistake as long as their lines differ.
func (d *diagnosis) twice() {
	type ends struct{ a, b string }
	seen := map[ends][]int{}
	for i, s := range d.file.Segments {
		e := ends{min(s.From, s.To), max(s.From, s.To)}
		for _, k := range seen[e] {
			if d.alike(i, k) {
				d.mark(i, "arcroute.geo.duplicate")
			}
		}
		seen[e] = append(seen[e], i)
	}
}

// alike reports whether two lines are nearly as long and pass the same middle.
func (d *diagnosis) alike(i, k int) bool {
	return math.Abs(measured(d.lines[i])-measured(d.lines[k])) < 2 && metres(middle(d.lines[i]), middle(d.lines[k])) < 2
}

// middle is the place half-way along a line.
func middle(line [][2]float64) [2]float64 {
	left := measured(line) / 2
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if step := metres(a, b); step > 0 && step >= left {
			x := left / step
			return [2]float64{a[0] + (b[0]-a[0])*x, a[1] + (b[1]-a[1])*x}
		} else {
			left -= step
		}
	}
	return line[len(line)-1]
}

// parts finds what hangs together with anything but the largest part.
func (d *diagnosis) parts() {
	up := map[string]string{}
	var root func(x string) string
	root = func(x string) string {
		for up[x] != "" && up[x] != x {
			x = up[x]
		}
		return x
	}
	count := map[string]int{}
	for _, s := range d.file.Segments {
		a, b := root(s.From), root(s.To)
		if count[a] < count[b] {
			a, b = b, a
		}
		if a != b {
			up[b] = a
			count[a] += count[b]
		}
		count[a]++
	}
	main, most := "", 0
	for _, s := range d.file.Segments {
		if r := root(s.From); count[r] > most {
			main, most = r, count[r]
		}
	}
	for i, s := range d.file.Segments {
		if root(s.From) != main {
			d.mark(i, "arcroute.geo.disconnected")
		}
	}
}

// Map draws the offenders of all findings as a GeoJSON FeatureCollection, each
// with its name and the message key.
func Map(findings []Finding) ([]byte, error) {
	out := drawing{Type: "FeatureCollection", Features: []drawn{}}
	for _, f := range findings {
		for i, line := range f.Lines {
			out.Features = append(out.Features, drawn{Type: "Feature", Geometry: lineString{"LineString", line},
				Properties: map[string]any{"id": f.Fault.Elements[i], "finding": f.Fault.Key}})
		}
	}
	slices.SortStableFunc(out.Features, func(a, b drawn) int {
		return cmp.Compare(a.Properties["id"].(string), b.Properties["id"].(string))
	})
	return json.Marshal(out)
}

// Problems lists the faults of all findings.
func (n *Network) Problems() []*arcroute.Fault {
	var out []*arcroute.Fault
	for _, f := range n.Findings {
		out = append(out, f.Fault)
	}
	return out
}
