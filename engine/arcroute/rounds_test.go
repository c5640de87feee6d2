package arcroute

import (
	"errors"
	"strings"
	"testing"
)

// lane has one of everything that the richer format knows.
const lane = `{"format":"kaigong.rounds/1","name":"lane","objective":"longest","measure":"time","depot":"A","refills":["C"],"litres_per_m2":0.2,"u_turn":30,
 "vehicles":[{"id":"truck","tank_l":1000,"crews":2,"access":["road"],"travel_kmh":25,"treat_kmh":8,"fill":600}],
 "junctions":[{"id":"A","lon":119.85,"lat":28.36},{"id":"B","lon":119.851,"lat":28.36},{"id":"C","lon":119.851,"lat":28.361}],
 "segments":[{"id":"s1","from":"A","to":"B","length_m":98.1,"width_m":7,"treat":true,"access":"road"},
  {"id":"s2","from":"B","to":"C","length_m":111.2,"litres":50,"treat":true,"oneway":true},
  {"id":"s3","from":"C","to":"A","length_m":150,"width_m":5,"no_treat":true}],
 "turns":[{"at":"B","from":"s1","to":"s2","cost":5},{"at":"C","from":"s2","to":"s3","forbidden":true}]}`

func TestReadRounds(t *testing.T) {
	in, err := Read(strings.NewReader(lane))
	if err != nil {
		t.Fatal(err)
	}
	v := in.Fleet[0]
	// 8 km/h are 0.45 s a metre, 25 km/h are 0.144 s a metre.
	if v.Capacity != 1_000_000 || v.TreatRate != 450 || v.TravelRate != 144 || v.LoadCost != 6000 || in.UTurn != 300 || in.Unit != UnitTime {
		t.Errorf("vehicle %+v, u-turn %d, unit %s", v, in.UTurn, in.Unit)
	}
	// 98.1 m × 7 m × 0.2 l/m² = 137.34 l; 98.1 m at 8 km/h take 44.145 s.
	if e := in.Edges[0]; e.Demand != 137_340 || v.TreatCost(&e) != 441 || v.TravelCost(&e) != 141 {
		t.Errorf("first segment %+v: treating takes %d, driving %d", e, v.TreatCost(&e), v.TravelCost(&e))
	}
	if e := in.Edges[1]; e.Demand != 50_000 || !e.OneWay {
		t.Errorf("second segment %+v", e)
	}
	if len(in.Turns) != 2 || in.Turns[0].Cost != 50 || !in.Turns[1].Forbidden || in.Refills[0] != 2 {
		t.Errorf("turns %+v, refills %v", in.Turns, in.Refills)
	}
}

func TestReadRoundsRefuses(t *testing.T) {
	for _, c := range []struct{ name, change, into, key, elements string }{
		{"unknown depot", `"depot":"A"`, `"depot":"Z"`, "arcroute.depot.missing", ""},
		{"unknown refill", `"refills":["C"]`, `"refills":["Z"]`, "arcroute.refill.unknown", ""},
		{"unknown junction", `"from":"B"`, `"from":"Z"`, "arcroute.input.junction", "s2"},
		{"same segment twice", `"id":"s2"`, `"id":"s1"`, "arcroute.input.twice", "s1"},
		{"same junction twice", `"id":"C"`, `"id":"B"`, "arcroute.input.twice", "B"},
		{"zero length", `"length_m":150`, `"length_m":0`, "arcroute.edge.cost", "s3"},
		{"endless length", `"length_m":150`, `"length_m":1e99`, "arcroute.input.number", "s3"},
		{"both at once", `"treat":true,"oneway":true`, `"treat":true,"no_treat":true`, "arcroute.edge.both", "s2"},
		{"nobody fits", `"access":"road"}`, `"access":"narrow"}`, "arcroute.edge.no_vehicle", "s1"},
		{"no speed", `"treat_kmh":8`, `"treat_kmh":0`, "arcroute.fleet.rate", "truck"},
		{"no crews", `"crews":2,`, ``, "arcroute.fleet.crews_needed", "truck"},
		{"unknown aim", `"objective":"longest"`, `"objective":"nicest"`, "arcroute.fleet.objective", ""},
		{"turn elsewhere", `{"at":"B"`, `{"at":"A"`, "arcroute.turn.ends", "0"},
		{"tank too small", `"tank_l":1000`, `"tank_l":100`, "arcroute.demand.above_capacity", "s1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadRounds(strings.NewReader(strings.Replace(lane, c.change, c.into, 1)))
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
