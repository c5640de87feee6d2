package geo_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"math"
	"os"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/geo"
	"kaigong.example/kaigong/engine/arcroute/solver"
)

func roads(t testing.TB) string {
	text, err := os.ReadFile("testdata/fenghe.geojson")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t testing.TB, text string) *geo.Network {
	n, err := geo.Read(strings.NewReader(text), geo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFenghe imports the roads of Fenghe Park and compares with the file that
// the solver's tests read: 40 junctions, 65 segments, 6,861.0 m.
func TestFenghe(t *testing.T) {
	n := read(t, roads(t))
	for _, f := range n.Problems() {
		t.Error(f)
	}
	f, err := os.Open("../testdata/fenghe.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var want arcroute.RoundsFile
	if err := json.NewDecoder(f).Decode(&want); err != nil {
		t.Fatal(err)
	}
	if len(n.File.Junctions) != 40 || len(n.File.Segments) != 65 || len(want.Segments) != 65 {
		t.Fatalf("%d junctions, %d segments", len(n.File.Junctions), len(n.File.Segments))
	}
	sum := 0.0
	for i, s := range n.File.Segments {
		w := want.Segments[i]
		if s.ID != w.ID || s.From != w.From || s.To != w.To || s.Length != w.Length || s.Width != w.Width || s.Treat != w.Treat || s.Forbid != w.Forbid || s.OneWay != w.OneWay || s.Access != w.Access || s.Name != w.Name {
			t.Errorf("read %+v, want %+v", s, w)
		}
		sum += s.Length
	}
	if math.Abs(sum-6861) > 0.01 {
		t.Errorf("%.1f m of road", sum)
	}
}

// TestMeasured leaves the lengths out: what is measured along the lines must
// come close to what the survey says.
func TestMeasured(t *testing.T) {
	text := roads(t)
	n := read(t, strings.ReplaceAll(text, `"length_m"`, `"length_of_survey"`))
	for i, s := range read(t, text).File.Segments {
		if got := n.File.Segments[i].Length; math.Abs(got-s.Length) > 0.5 {
			t.Errorf("%s: measured %.1f m, surveyed %.1f m", s.ID, got, s.Length)
		}
	}
}

// TestJoinedEnds leaves out the names of junctions at the ends: the same number
// of junctions must come of the places alone.
func TestJoinedEnds(t *testing.T) {
	text := strings.NewReplacer(`"from"`, `"a"`, `"to"`, `"b"`).Replace(roads(t))
	if n := read(t, text); len(n.File.Junctions) != 40 || n.Refused() {
		t.Errorf("%d junctions, %v", len(n.File.Junctions), n.Problems())
	}
	lines := strings.Split(text, "\n")
	var alone []string
	for _, l := range lines {
		if !strings.Contains(l, `"Point"`) {
			alone = append(alone, l)
		}
	}
	if n := read(t, strings.Join(alone, "\n")); len(n.File.Junctions) != 40 || n.Refused() {
		t.Errorf("without points: %d junctions, %v", len(n.File.Junctions), n.Problems())
	}
}

// TestPlantedMistakes spoils the roads in every way that the diagnosis knows.
func TestPlantedMistakes(t *testing.T) {
	const s02 = `[[119.84593,28.358455],[119.845999,28.359256]]`
	text := roads(t)
	if !strings.Contains(text, s02) {
		t.Fatal("the second segment is drawn otherwise")
	}
	add := func(feature string) string { return strings.Replace(text, "\n]}", ",\n"+feature+"\n]}", 1) }
	line := func(id, coordinates, more string) string {
		return `{"type":"Feature","id":"` + id + `","geometry":{"type":"LineString","coordinates":` + coordinates + `},"properties":{"width_m":5` + more + `}}`
	}
	for _, c := range []struct{ name, text, key, elements string }{
		{"swapped", strings.Replace(text, s02, `[[28.358455,119.84593],[28.359256,119.845999]]`, 1), "arcroute.geo.swapped", "S02"},
		{"swapped, without latitudes above 90", strings.NewReplacer("119.8", "79.8").Replace(strings.Replace(text, s02, `[[28.358455,79.84593],[28.359256,79.845999]]`, 1)), "arcroute.geo.swapped", "S02"},
		{"far", strings.Replace(text, s02, `[[119.84593,28.358455],[119.845999,29.359256]]`, 1), "arcroute.geo.far", "S02"},
		{"no length", add(line("S66", `[[119.84593,28.358455],[119.84593,28.358455]]`, "")), "arcroute.geo.zero_length", "S66"},
		{"negative length", strings.Replace(text, `"length_m":122.8`, `"length_m":-122.8`, 1), "arcroute.geo.zero_length", "S01"},
		{"a slip of the comma", strings.Replace(text, `"length_m":122.8`, `"length_m":1228`, 1), "arcroute.geo.length", "S01"},
		{"drawn twice, the other way", add(line("S66", `[[119.845999,28.359256],[119.84593,28.358455]]`, "")), "arcroute.geo.duplicate", "S66"},
		{"an island", add(line("S66", `[[119.85,28.37],[119.851,28.37]]`, "")), "arcroute.geo.disconnected", "S66"},
		{"a name twice", strings.Replace(text, `"id":"S02","from"`, `"id":"S01","from"`, 1), "arcroute.input.twice", "S01"},
		{"a length in quotes", strings.Replace(text, `"length_m":122.8`, `"length_m":"122.8"`, 1), "arcroute.geo.property", "S01 (length_m)"},
		{"an area", add(`{"type":"Feature","id":"P1","geometry":{"type":"Polygon","coordinates":[]},"properties":{}}`), "arcroute.geo.no_line", "P1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := read(t, c.text)
			if len(n.Findings) != 1 || n.Findings[0].Fault.Key != c.key || n.Findings[0].Fault.Params()["elements"] != c.elements {
				t.Fatalf("found %v, want %s of %s", n.Problems(), c.key, c.elements)
			}
			drawn, err := geo.Map(n.Findings)
			if err != nil || n.Findings[0].Lines != nil && !strings.Contains(string(drawn), `"id":"`+c.elements+`"`) {
				t.Errorf("the map of offenders: %v %s", err, drawn)
			}
		})
	}
}

// TestReasonLeftEmpty reads a segment that need not be treated, without a
// reason why it must not be: an empty reason is none.
func TestReasonLeftEmpty(t *testing.T) {
	for reason, want := range map[string]bool{`null`: false, `""`: false, `"water"`: true, `{"en":"water"}`: true} {
		n := read(t, `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString","coordinates":[[119.85,28.36],[119.851,28.36]]},"properties":{"no_spray_reason":`+reason+`}}]}`)
		if got := n.File.Segments[0].Forbid; got != want {
			t.Errorf("%s: %v, want %v", reason, got, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for text, key := range map[string]string{
		`[`:                  "arcroute.input.syntax",
		`{"type":"Feature"}`: "arcroute.geo.no_collection",
		`{"type":"FeatureCollection","features":[]}`: "arcroute.size.empty",
	} {
		_, err := geo.Read(strings.NewReader(text), geo.Options{})
		if f := new(arcroute.Fault); !errors.As(err, &f) || f.Key != key {
			t.Errorf("%s: got %v, want %s", text, err, key)
		}
	}
}

// planned is a plan of Fenghe Park.
func planned(t testing.TB) (*arcroute.Instance, *arcroute.Plan) {
	f := read(t, roads(t)).File
	f.Name, f.Depot, f.LitresPer = "Fenghe", "J19", 0.2
	f.Vehicles = []arcroute.RoundsVehicle{{ID: "VH1", Tank: 3000, Access: []string{"vehicle"}}, {ID: "VH2", Tank: 400, Treats: []string{"narrow"}}}
	in, err := f.Instance()
	if err != nil {
		t.Fatal(err)
	}
	p, err := solver.First(in)
	if err != nil {
		t.Fatal(err)
	}
	return in, p
}

// TestGPX reads the tracks back: as many as routes, each from the depot to the
// depot, and as long on the ground as the plan says.
func TestGPX(t *testing.T) {
	in, p := planned(t)
	text, err := geo.GPX(in, p)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		XMLName xml.Name `xml:"http://www.topografix.com/GPX/1/1 gpx"`
		Version string   `xml:"version,attr"`
		Tracks  []struct {
			Segments []struct {
				Points []struct {
					Lat float64 `xml:"lat,attr"`
					Lon float64 `xml:"lon,attr"`
				} `xml:"trkpt"`
			} `xml:"trkseg"`
		} `xml:"trk"`
	}
	if err := xml.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if back.Version != "1.1" || len(back.Tracks) != len(p.Routes) {
		t.Fatalf("version %s, %d tracks of %d routes", back.Version, len(back.Tracks), len(p.Routes))
	}
	depot := in.Vertices[in.Depot]
	for i, track := range back.Tracks {
		points := track.Segments[0].Points
		first, last, sum := points[0], points[len(points)-1], 0.0
		if first.Lon != depot.Lon || first.Lat != depot.Lat || last != first {
			t.Errorf("track %d runs from %v to %v, the depot is %v", i+1, first, last, depot)
		}
		for k := 1; k < len(points); k++ { // flat earth will do over a park
			x := (points[k].Lon - points[k-1].Lon) * math.Cos(depot.Lat*math.Pi/180)
			sum += math.Hypot(x, points[k].Lat-points[k-1].Lat) * 111_195
		}
		if want := float64(p.Routes[i].Cost) / 10; math.Abs(sum-want) > 0.005*want {
			t.Errorf("track %d is %.0f m long, the route %.0f m", i+1, sum, want)
		}
	}
}

func TestGeoJSON(t *testing.T) {
	in, p := planned(t)
	text, err := geo.GeoJSON(in, p)
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Features []struct {
			Geometry   struct{ Coordinates [][2]float64 }
			Properties struct {
				Route    int
				Act      string
				Segments []string
			}
		}
	}
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	treated := map[string]int{}
	for i, f := range back.Features {
		if f.Properties.Act == "treat" {
			for _, s := range f.Properties.Segments {
				treated[s]++
			}
		}
		if i > 0 && back.Features[i-1].Properties.Route == f.Properties.Route {
			line := back.Features[i-1].Geometry.Coordinates
			if line[len(line)-1] != f.Geometry.Coordinates[0] {
				t.Errorf("feature %d does not begin where the one before ends", i)
			}
		}
	}
	for _, e := range in.Required() {
		if treated[in.Edges[e].ID] != 1 {
			t.Errorf("%s is drawn as treated %d times", in.Edges[e].ID, treated[in.Edges[e].ID])
		}
	}
}

func TestNoPlaces(t *testing.T) {
	in, p := planned(t)
	in.Vertices[3].Lon, in.Vertices[3].Lat = 0, 0
	for _, write := range []func(*arcroute.Instance, *arcroute.Plan) ([]byte, error){geo.GPX, geo.GeoJSON} {
		_, err := write(in, p)
		if f := new(arcroute.Fault); !errors.As(err, &f) || f.Key != "arcroute.geo.no_places" || f.Elements[0] != "J04" {
			t.Errorf("got %v", err)
		}
	}
}

func FuzzRead(f *testing.F) {
	text := roads(f)
	f.Add([]byte(text[:strings.Index(text, "},\n")+1] + "]}"))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"LineString","coordinates":[[1e308,-1e308],[0,0,5]]},"properties":{"name":{"zh":"路"},"length_m":-0}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"geometry":{"type":"LineString","coordinates":[[0,0],[0,0],[181,91]]},"properties":{"from":"a","to":"a"}},{"geometry":{"type":"Point","coordinates":[1]}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := geo.Read(bytes.NewReader(data), geo.Options{})
		if err != nil {
			return
		}
		if _, err := geo.Map(n.Findings); err != nil {
			t.Fatal(err)
		}
		for _, p := range n.Problems() {
			if p.Error() == p.Key {
				t.Fatalf("%s has no text", p.Key)
			}
		}
	})
}
