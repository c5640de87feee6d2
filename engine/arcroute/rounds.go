package arcroute

// The richer format, "kaigong.rounds/1": a park with vehicles, lanes, refill
// points and turns, in metres, litres, seconds and kilometres per hour.

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
)

// RoundsFormat names the format in its files.
const RoundsFormat = "kaigong.rounds/1"

// Measure says what the costs of a file in the richer format count.
type Measure string

const (
	Length Measure = "length" // tenths of a metre
	Time   Measure = "time"   // tenths of a second
)

// Units of cost, as Instance.Unit names them.
const (
	UnitLength = "0.1 m"
	UnitTime   = "0.1 s"
)

// RoundsFile is a file in the richer format. Read docs/routes.md for an
// example; ReadRounds turns it into an Instance.
type RoundsFile struct {
	Format     string           `json:"format"`
	Name       string           `json:"name"`
	Objective  Objective        `json:"objective,omitempty"` // total (the default) or longest
	Measure    Measure          `json:"measure,omitempty"`   // length (the default) or time
	Depot      string           `json:"depot"`
	Refills    []string         `json:"refills,omitempty"`
	LitresPer  float64          `json:"litres_per_m2,omitempty"` // where segments give no litres
	UTurn      float64          `json:"u_turn,omitempty"`        // metres or seconds, as the measure
	Vehicles   []RoundsVehicle  `json:"vehicles"`
	Junctions  []RoundsJunction `json:"junctions,omitempty"` // needed only for places on a map
	Segments   []RoundsSegment  `json:"segments"`
	Turns      []RoundsTurn     `json:"turns,omitempty"`
	KnownLower int64            `json:"known_lower,omitempty"`
	KnownUpper int64            `json:"known_upper,omitempty"`
}

// RoundsVehicle is a type of vehicle of the richer format.
type RoundsVehicle struct {
	ID        string   `json:"id"`
	Tank      float64  `json:"tank_l"`
	Crews     int      `json:"crews,omitempty"`
	Access    []string `json:"access,omitempty"`     // classes of segments it fits on; all when left out
	Treats    []string `json:"treats,omitempty"`     // of them, those it treats; all when left out
	TravelKmh float64  `json:"travel_kmh,omitempty"` // needed when time is measured
	TreatKmh  float64  `json:"treat_kmh,omitempty"`
	Fill      float64  `json:"fill,omitempty"` // metres or seconds for filling the tank once
}

// RoundsJunction is a vertex of the richer format.
type RoundsJunction struct {
	ID  string  `json:"id"`
	Lon float64 `json:"lon"`
	Lat float64 `json:"lat"`
}

// RoundsSegment is an edge of the richer format.
type RoundsSegment struct {
	ID      string       `json:"id"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Name    string       `json:"name,omitempty"`
	Length  float64      `json:"length_m"`
	Width   float64      `json:"width_m,omitempty"`
	Litres  *float64     `json:"litres,omitempty"` // length × width × litres_per_m2 when left out
	Treat   bool         `json:"treat,omitempty"`
	Forbid  bool         `json:"no_treat,omitempty"` // may be driven, never treated
	OneWay  bool         `json:"oneway,omitempty"`
	Blocked bool         `json:"blocked,omitempty"`
	Access  string       `json:"access,omitempty"`
	Shape   [][2]float64 `json:"shape,omitempty"` // longitude, latitude
}

// RoundsTurn prices or forbids a turn.
type RoundsTurn struct {
	At        string  `json:"at"`
	From      string  `json:"from"`
	To        string  `json:"to"`
	Cost      float64 `json:"cost,omitempty"` // metres or seconds
	Forbidden bool    `json:"forbidden,omitempty"`
}

// Read reads either format and tells them apart by the field "format".
func Read(r io.Reader) (*Instance, error) {
	data, err := limited(r)
	if err != nil {
		return nil, err
	}
	var head struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fault("arcroute.input.syntax", err.Error())
	}
	switch head.Format {
	case "":
		return ReadUniform(bytes.NewReader(data))
	case RoundsFormat:
		return ReadRounds(bytes.NewReader(data))
	}
	return nil, fault("arcroute.input.format", head.Format)
}

// ReadRounds reads the richer format. Errors are *Fault; the instance was
// checked.
func ReadRounds(r io.Reader) (*Instance, error) {
	data, err := limited(r)
	if err != nil {
		return nil, err
	}
	var f RoundsFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fault("arcroute.input.syntax", err.Error())
	}
	return f.Instance()
}

// Instance turns the file into a checked instance. Costs are tenths of a metre
// or of a second, demands millilitres. Errors are *Fault.
func (f *RoundsFile) Instance() (*Instance, error) {
	if f.Format != RoundsFormat {
		return nil, fault("arcroute.input.format", f.Format)
	}
	b := &roundsReader{file: f, vertex: map[string]int{}, edge: map[string]int{},
		in: &Instance{Name: f.Name, Objective: f.Objective, Unit: UnitLength, KnownLower: f.KnownLower, KnownUpper: f.KnownUpper}}
	if f.Measure == Time {
		b.in.Unit = UnitTime
	}
	for _, part := range []func() *Fault{b.numbers, b.junctions, b.segments, b.places, b.vehicles, b.turns} {
		if bad := part(); bad != nil {
			return nil, bad
		}
	}
	return b.in, b.in.Check()
}

// roundsReader builds an instance from a file.
type roundsReader struct {
	file   *RoundsFile
	in     *Instance
	vertex map[string]int
	edge   map[string]int
}

// tenths rounds to whole tenths.
func tenths(x float64) int64 { return int64(math.Round(x * 10)) }

// possible reports whether a number may be a length, a width or an amount.
func possible(x float64) bool { return x >= 0 && x <= 1e6 }

// numbers finds what would not survive the turn into whole numbers.
func (b *roundsReader) numbers() *Fault {
	f := b.file
	bad := fault("arcroute.input.number", "")
	for _, s := range f.Segments {
		if !possible(s.Length) || !possible(s.Width) || s.Litres != nil && !possible(*s.Litres) {
			bad.Elements = append(bad.Elements, s.ID)
		}
	}
	for _, t := range f.Turns {
		if !possible(t.Cost) {
			bad.Elements = append(bad.Elements, t.From)
		}
	}
	if !possible(f.UTurn) || !possible(f.LitresPer) {
		bad.Elements = append(bad.Elements, "u_turn, litres_per_m2")
	}
	if bad.Elements == nil {
		return nil
	}
	return bad
}

func (b *roundsReader) junctions() *Fault {
	twice := fault("arcroute.input.twice", "")
	for _, j := range b.file.Junctions {
		if _, known := b.vertex[j.ID]; known {
			twice.Elements = append(twice.Elements, j.ID)
		}
		b.vertex[j.ID] = len(b.in.Vertices)
		b.in.Vertices = append(b.in.Vertices, Vertex{j.ID, j.Lon, j.Lat})
	}
	if twice.Elements != nil {
		return twice
	}
	return nil
}

// junction finds a vertex. Without a list of junctions, the ends of segments
// are the list.
func (b *roundsReader) junction(id string) int {
	v, known := b.vertex[id]
	switch {
	case known:
		return v
	case len(b.file.Junctions) > 0:
		return -1
	}
	b.vertex[id] = len(b.in.Vertices)
	b.in.Vertices = append(b.in.Vertices, Vertex{ID: id})
	return b.vertex[id]
}

func (b *roundsReader) segments() *Fault {
	twice, loose := fault("arcroute.input.twice", ""), fault("arcroute.input.junction", "")
	for _, s := range b.file.Segments {
		if _, known := b.edge[s.ID]; known {
			twice.Elements = append(twice.Elements, s.ID)
		}
		b.edge[s.ID] = len(b.in.Edges)
		litres := s.Length * s.Width * b.file.LitresPer
		if s.Litres != nil {
			litres = *s.Litres
		}
		e := Edge{ID: s.ID, From: b.junction(s.From), To: b.junction(s.To), Travel: tenths(s.Length), Demand: int64(math.Round(litres * 1000)),
			Required: s.Treat, OneWay: s.OneWay, NoTreat: s.Forbid, Blocked: s.Blocked, Access: s.Access, Name: s.Name, Shape: s.Shape}
		if e.From < 0 || e.To < 0 {
			loose.Elements = append(loose.Elements, s.ID)
		}
		b.in.Edges = append(b.in.Edges, e)
	}
	switch {
	case twice.Elements != nil:
		return twice
	case loose.Elements != nil:
		return loose
	}
	return nil
}

func (b *roundsReader) places() *Fault {
	v, known := b.vertex[b.file.Depot]
	if !known {
		return fault("arcroute.depot.missing", b.file.Depot)
	}
	b.in.Depot = v
	for _, id := range b.file.Refills {
		v, known := b.vertex[id]
		if !known {
			return fault("arcroute.refill.unknown", id)
		}
		b.in.Refills = append(b.in.Refills, v)
	}
	return nil
}

func (b *roundsReader) vehicles() *Fault {
	names := map[string]bool{}
	for _, v := range b.file.Vehicles {
		if names[v.ID] {
			return fault("arcroute.input.twice", "", v.ID)
		}
		names[v.ID] = true
		if !possible(v.Tank) || !possible(v.Fill) {
			return fault("arcroute.fleet.capacity", "", v.ID)
		}
		out := Vehicle{ID: v.ID, Capacity: int64(math.Round(v.Tank * 1000)), Crews: v.Crews, Access: v.Access, Treats: v.Treats, LoadCost: tenths(v.Fill)}
		if b.file.Measure == Time {
			out.TravelRate, out.TreatRate = pace(v.TravelKmh), pace(v.TreatKmh)
			if out.TravelRate == 0 || out.TreatRate == 0 {
				return fault("arcroute.fleet.rate", "", v.ID)
			}
		}
		b.in.Fleet = append(b.in.Fleet, out)
	}
	return nil
}

// pace is thousandths of a second per metre, 0 for an impossible speed.
func pace(kmh float64) int64 {
	if !(kmh > 0.01 && kmh < 200) {
		return 0
	}
	return int64(math.Round(3600 / kmh))
}

func (b *roundsReader) turns() *Fault {
	b.in.UTurn = tenths(b.file.UTurn)
	for i, t := range b.file.Turns {
		at, okA := b.vertex[t.At]
		from, okF := b.edge[t.From]
		to, okT := b.edge[t.To]
		if !okA || !okF || !okT {
			return fault("arcroute.turn.ends", "", itoa(i))
		}
		b.in.Turns = append(b.in.Turns, Turn{at, from, to, tenths(t.Cost), t.Forbidden})
	}
	return nil
}
