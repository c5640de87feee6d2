package geo

// GeoJSON as it comes from surveys and map exports.

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/arcroute"
)

// Options of Read.
type Options struct {
	// Site is a place in the park, longitude and latitude; what lies farther
	// away than Far is refused. A zero Site stands for the middle of the network.
	Site [2]float64
	// Far is in kilometres; 0 means 50.
	Far float64
	// Join is how close two ends must lie to be one junction, in metres, where
	// segments name no junctions; 0 means 1.5.
	Join float64
}

// maxFile bounds what is read, in bytes.
const maxFile = 64 << 20

type collection struct {
	Type     string            `json:"type"`
	Features []json.RawMessage `json:"features"`
}

type feature struct {
	Type       string          `json:"type"`
	ID         json.RawMessage `json:"id,omitempty"`
	Geometry   geometry        `json:"geometry"`
	Properties properties      `json:"properties"`
}

type geometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// properties of a segment or a junction; the rest is left aside.
type properties struct {
	ID       string          `json:"id"`
	From     string          `json:"from"`
	To       string          `json:"to"`
	Name     json.RawMessage `json:"name"` // a string, or one for each language
	Length   float64         `json:"length_m"`
	Width    float64         `json:"width_m"`
	OneWay   bool            `json:"oneway"`
	Required bool            `json:"spray_required"`
	Access   string          `json:"access"`
	Reason   any             `json:"no_spray_reason"`
}

// Network is what was read: junctions and segments in the richer format, ready
// for depot and vehicles, and what is wrong with it.
type Network struct {
	File     *arcroute.RoundsFile
	Findings []Finding
}

// Finding is one thing that is wrong, with the segments concerned.
type Finding struct {
	Fault *arcroute.Fault
	Lines [][][2]float64 // of the offenders, in the order of Fault.Elements
}

// Refused reports whether anything was found.
func (n *Network) Refused() bool { return len(n.Findings) > 0 }

// Read reads a FeatureCollection. The error is an *arcroute.Fault where the
// text is no such collection; what is wrong with the network itself stands in
// Network.Findings.
func Read(r io.Reader, o Options) (*Network, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return nil, fault("arcroute.input.unreadable", err.Error())
	case len(data) > maxFile:
		return nil, fault("arcroute.input.too_large", strconv.Itoa(maxFile))
	}
	var c collection
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fault("arcroute.input.syntax", err.Error())
	}
	if c.Type != "FeatureCollection" {
		return nil, fault("arcroute.geo.no_collection", c.Type)
	}
	if len(c.Features) > arcroute.MaxEdges+arcroute.MaxVertices {
		return nil, fault("arcroute.size.edges", strconv.Itoa(len(c.Features)))
	}
	b := &builder{o: o.filled(), at: map[string][2]float64{}, cells: map[[2]int][]int{}, file: &arcroute.RoundsFile{Format: arcroute.RoundsFormat}}
	if err := b.read(&c); err != nil {
		return nil, err
	}
	return &Network{b.file, b.diagnose()}, nil
}

func (o Options) filled() Options {
	if o.Far <= 0 {
		o.Far = 50
	}
	if o.Join <= 0 {
		o.Join = 1.5
	}
	return o
}

func fault(key, detail string, elements ...string) *arcroute.Fault {
	return &arcroute.Fault{Key: key, Detail: detail, Elements: elements}
}

// builder turns features into junctions and segments.
type builder struct {
	o     Options
	file  *arcroute.RoundsFile
	at    map[string][2]float64 // by junction
	cells map[[2]int][]int      // junctions by square, for joining
	lines [][][2]float64        // by segment
	bad   []string              // features that are no road
	odd   []string              // features with a property of another type
}

func (b *builder) read(c *collection) error {
	features := b.features(c)
	for i := range features {
		if f := &features[i]; f.Geometry.Type == "Point" {
			b.point(f, i)
		}
	}
	for i := range features {
		if f := &features[i]; f.Geometry.Type != "Point" && f.Geometry.Type != unread {
			b.line(f, i)
		}
	}
	if f := fault("arcroute.geo.property", "", b.odd...); len(b.odd) > 0 && len(b.file.Segments) == 0 {
		return f
	}
	if len(b.file.Segments) == 0 {
		return fault("arcroute.size.empty", "")
	}
	if len(b.file.Segments) > arcroute.MaxEdges {
		return fault("arcroute.size.edges", strconv.Itoa(len(b.file.Segments)))
	}
	return nil
}

// unread is the type of a feature that was found odd.
const unread = "unread"

// features reads them one by one, so that an odd one can be named, with the
// property that is not of the type expected.
func (b *builder) features(c *collection) []feature {
	all := make([]feature, len(c.Features))
	for i, raw := range c.Features {
		err := json.Unmarshal(raw, &all[i])
		if err == nil {
			continue
		}
		all[i].Geometry.Type = unread
		odd := all[i].name(i)
		if t := new(json.UnmarshalTypeError); errors.As(err, &t) && t.Field != "" {
			odd += " (" + t.Field[strings.LastIndexByte(t.Field, '.')+1:] + ")"
		}
		b.odd = append(b.odd, odd)
	}
	return all
}

// name is how a feature is called: by its properties, its id, or its number.
func (f *feature) name(i int) string {
	if f.Properties.ID != "" {
		return f.Properties.ID
	}
	var text string
	if json.Unmarshal(f.ID, &text) == nil && text != "" {
		return text
	}
	if len(f.ID) > 0 && string(f.ID) != "null" {
		return string(f.ID)
	}
	return "#" + strconv.Itoa(i+1)
}

func (b *builder) point(f *feature, i int) {
	var p []float64
	if json.Unmarshal(f.Geometry.Coordinates, &p) != nil || len(p) < 2 {
		b.bad = append(b.bad, f.name(i))
		return
	}
	b.junction(f.name(i), [2]float64{p[0], p[1]})
}

// junction adds a vertex once.
func (b *builder) junction(id string, p [2]float64) {
	if _, known := b.at[id]; known {
		return
	}
	b.at[id] = p
	cell := b.cell(p)
	b.cells[cell] = append(b.cells[cell], len(b.file.Junctions))
	b.file.Junctions = append(b.file.Junctions, arcroute.RoundsJunction{ID: id, Lon: p[0], Lat: p[1]})
}

func (b *builder) line(f *feature, i int) {
	var raw [][]float64
	if f.Geometry.Type != "LineString" || json.Unmarshal(f.Geometry.Coordinates, &raw) != nil || len(raw) < 2 {
		b.bad = append(b.bad, f.name(i))
		return
	}
	var line [][2]float64
	for _, p := range raw {
		if len(p) < 2 {
			b.bad = append(b.bad, f.name(i))
			return
		}
		line = append(line, [2]float64{p[0], p[1]})
	}
	p := &f.Properties
	s := arcroute.RoundsSegment{ID: f.name(i), Name: text(p.Name), From: p.From, To: p.To, Length: p.Length, Width: p.Width,
		Treat: p.Required, Forbid: !p.Required && p.Reason != nil && p.Reason != "", OneWay: p.OneWay, Access: p.Access}
	if s.Length == 0 {
		s.Length = math.Round(measured(line)*10) / 10
	}
	if len(line) > 2 {
		s.Shape = line
	}
	s.From = b.end(s.From, line[0])
	s.To = b.end(s.To, line[len(line)-1])
	b.file.Segments = append(b.file.Segments, s)
	b.lines = append(b.lines, line)
}

// text reads a name that is a string, or an object by language.
func text(raw json.RawMessage) string {
	var plain string
	if json.Unmarshal(raw, &plain) == nil {
		return plain
	}
	var by map[string]string
	if json.Unmarshal(raw, &by) == nil {
		for _, language := range []string{"zh", "zh-CN", "en"} {
			if by[language] != "" {
				return by[language]
			}
		}
	}
	return ""
}
