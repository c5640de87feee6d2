package arcroute

// The uniform JSON in which the published instances are kept: one object with
// undirected edges whose demand makes them required, and an unlimited fleet of
// one type.

import (
	"encoding/json"
	"io"
)

type uniformFile struct {
	Name     string        `json:"name"`
	Set      string        `json:"set"`
	Vertices int           `json:"vertices"`
	Depot    *int          `json:"depot"`
	Vehicles int           `json:"vehicles"`
	Capacity int64         `json:"capacity"`
	Lower    int64         `json:"lb"`
	Upper    int64         `json:"ub"`
	Edges    []uniformEdge `json:"edges"`
}

type uniformEdge struct {
	U      int   `json:"u"`
	V      int   `json:"v"`
	Cost   int64 `json:"cost"`
	Demand int64 `json:"demand"`
}

// maxFile bounds what is read of one file, in bytes.
const maxFile = 16 << 20

// limited reads a file up to the bound.
func limited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return nil, fault("arcroute.input.unreadable", err.Error())
	case len(data) > maxFile:
		return nil, fault("arcroute.input.too_large", itoa(maxFile))
	}
	return data, nil
}

// ReadUniform reads the JSON {name, set, vertices, depot, vehicles, capacity,
// lb, ub, edges: [{u, v, cost, demand}]}: demand above 0 means required, the
// fleet is unlimited. Errors are *Fault; the instance was checked.
func ReadUniform(r io.Reader) (*Instance, error) {
	data, err := limited(r)
	if err != nil {
		return nil, err
	}
	var f uniformFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fault("arcroute.input.syntax", err.Error())
	}
	return f.instance()
}

func (f *uniformFile) instance() (*Instance, error) {
	switch {
	case f.Depot == nil:
		return nil, fault("arcroute.depot.missing", "?")
	case f.Vertices < 0 || f.Vertices > MaxVertices:
		return nil, fault("arcroute.size.vertices", itoa(f.Vertices))
	case len(f.Edges) > MaxEdges:
		return nil, fault("arcroute.size.edges", itoa(len(f.Edges)))
	}
	in := &Instance{Name: f.Name, Depot: *f.Depot, Vertices: make([]Vertex, f.Vertices), Edges: make([]Edge, len(f.Edges)),
		Fleet: []Vehicle{{Capacity: f.Capacity}}, KnownLower: f.Lower, KnownUpper: f.Upper}
	for i, e := range f.Edges {
		in.Edges[i] = Edge{From: e.U, To: e.V, Travel: e.Cost, Demand: e.Demand, Required: e.Demand > 0}
	}
	if err := in.Check(); err != nil {
		return nil, err
	}
	return in, nil
}
