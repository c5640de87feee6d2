package geo

// Rounds for navigators (GPX 1.1) and for maps (GeoJSON).

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strconv"

	"kaigong.example/kaigong/engine/arcroute"
)

type drawing struct {
	Type     string  `json:"type"`
	Features []drawn `json:"features"`
}

type drawn struct {
	Type       string         `json:"type"`
	Geometry   lineString     `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

type lineString struct {
	Type        string       `json:"type"`
	Coordinates [][2]float64 `json:"coordinates"`
}

// leg is a stretch of a route on which one thing is done.
type leg struct {
	act   arcroute.Act
	load  int // tank load, from 1
	edges []string
	line  [][2]float64
}

// legs cuts a route where driving and treating change, and where the tank is
// filled.
func legs(in *arcroute.Instance, r *arcroute.Route) []leg {
	var out []leg
	load := 1
	for _, s := range r.Steps {
		if s.Act == arcroute.Fill {
			load++
			continue
		}
		last := len(out) - 1
		if last < 0 || out[last].act != s.Act || out[last].load != load {
			out = append(out, leg{act: s.Act, load: load})
			last++
		}
		out[last].edges = append(out[last].edges, in.Label(s.Edge))
		for i, p := range shape(in, s) {
			if n := len(out[last].line); i == 0 && n > 0 && out[last].line[n-1] == p {
				continue
			}
			out[last].line = append(out[last].line, p)
		}
	}
	return out
}

// shape is the line of a step in the direction in which it is driven.
func shape(in *arcroute.Instance, s arcroute.Step) [][2]float64 {
	e := &in.Edges[s.Edge]
	line := append([][2]float64(nil), e.Shape...)
	if len(line) < 2 {
		a, b := in.Vertices[e.From], in.Vertices[e.To]
		line = [][2]float64{{a.Lon, a.Lat}, {b.Lon, b.Lat}}
	}
	if s.Reverse {
		for i, j := 0, len(line)-1; i < j; i, j = i+1, j-1 {
			line[i], line[j] = line[j], line[i]
		}
	}
	return line
}

// placed finds junctions without a place; a plan over them cannot be drawn.
func placed(in *arcroute.Instance) error {
	f := fault("arcroute.geo.no_places", "")
	for i, v := range in.Vertices {
		if v.Lon == 0 && v.Lat == 0 {
			id := v.ID
			if id == "" {
				id = strconv.Itoa(i)
			}
			f.Elements = append(f.Elements, id)
		}
	}
	if f.Elements != nil {
		return f
	}
	return nil
}

// title names a route: the vehicle and its number among all routes.
func title(in *arcroute.Instance, p *arcroute.Plan, i int) string {
	r := &p.Routes[i]
	if in.Fleet[r.Vehicle].Crews > 1 {
		return fmt.Sprintf("%d %s/%d", i+1, in.Fleet[r.Vehicle].ID, r.Crew+1)
	}
	return fmt.Sprintf("%d %s", i+1, in.Fleet[r.Vehicle].ID)
}

// GeoJSON draws a plan: one feature per stretch that is driven or treated, with
// route (from 1), vehicle, crew, load, act, segments and order as properties.
// The plan was verified before. Errors are *arcroute.Fault.
func GeoJSON(in *arcroute.Instance, p *arcroute.Plan) ([]byte, error) {
	if err := placed(in); err != nil {
		return nil, err
	}
	out := drawing{Type: "FeatureCollection", Features: []drawn{}}
	for i := range p.Routes {
		r := &p.Routes[i]
		for k, l := range legs(in, r) {
			out.Features = append(out.Features, drawn{"Feature", lineString{"LineString", l.line}, map[string]any{
				"route": i + 1, "title": title(in, p, i), "vehicle": in.Fleet[r.Vehicle].ID, "crew": r.Crew + 1, "load": l.load, "act": l.act, "segments": l.edges, "order": k + 1}})
		}
	}
	return json.Marshal(out)
}

type gpx struct {
	XMLName xml.Name `xml:"http://www.topografix.com/GPX/1/1 gpx"`
	Version string   `xml:"version,attr"`
	Creator string   `xml:"creator,attr"`
	Name    string   `xml:"metadata>name"`
	Tracks  []track  `xml:"trk"`
}

type track struct {
	Name     string    `xml:"name"`
	Desc     string    `xml:"desc"`
	Number   int       `xml:"number"`
	Segments []segment `xml:"trkseg"`
}

type segment struct {
	Points []trackPoint `xml:"trkpt"`
}

type trackPoint struct {
	Lat string `xml:"lat,attr"`
	Lon string `xml:"lon,attr"`
}

// GPX writes a plan as GPX 1.1: one track per route, one track segment per tank
// load. The plan was verified before. Errors are *arcroute.Fault.
func GPX(in *arcroute.Instance, p *arcroute.Plan) ([]byte, error) {
	if err := placed(in); err != nil {
		return nil, err
	}
	out := gpx{Version: "1.1", Creator: "Kaigong", Name: in.Name}
	for i := range p.Routes {
		t := track{Name: title(in, p, i), Number: i + 1, Desc: fmt.Sprintf("treats %d segments with %d tank loads", len(p.Routes[i].Treated()), p.Routes[i].Loads())}
		for _, l := range legs(in, &p.Routes[i]) {
			if len(t.Segments) < l.load {
				t.Segments = append(t.Segments, segment{})
			}
			s := &t.Segments[len(t.Segments)-1]
			for _, at := range l.line {
				point := trackPoint{degrees(at[1]), degrees(at[0])}
				if n := len(s.Points); n == 0 || s.Points[n-1] != point {
					s.Points = append(s.Points, point)
				}
			}
		}
		out.Tracks = append(out.Tracks, t)
	}
	text, err := xml.MarshalIndent(out, "", " ")
	if err != nil {
		return nil, fault("arcroute.input.unreadable", err.Error())
	}
	return append([]byte(xml.Header), text...), nil
}

func degrees(x float64) string { return strconv.FormatFloat(x, 'f', 6, 64) }
