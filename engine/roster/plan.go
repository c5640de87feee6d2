package roster

// A roster by names, as files and programs exchange it.

import (
	"encoding/json"
	"maps"
	"slices"
)

// Free is how a day off is written in a roster by names.
const Free = "-"

// Named writes a roster with the ids of people and types, Free for a day off.
func (in *Instance) Named(r Roster) map[string][]string {
	out := make(map[string][]string, len(r.Days))
	for p, row := range r.Days {
		ids := make([]string, len(row))
		for d, t := range row {
			if ids[d] = Free; t != Off {
				ids[d] = in.Types[t].ID
			}
		}
		out[in.People[p].ID] = ids
	}
	return out
}

// ReadRoster reads a roster by names, either bare or as the member "roster" of an
// object, as the command prints it. Who is not named is off. The error is Faults.
func (in *Instance) ReadRoster(text []byte) (Roster, error) {
	var wrapped struct {
		Roster map[string][]string `json:"roster"`
	}
	named := map[string][]string{}
	if err := json.Unmarshal(text, &wrapped); err == nil && wrapped.Roster != nil {
		named = wrapped.Roster
	} else if err := json.Unmarshal(text, &named); err != nil {
		return Roster{}, Faults{{Key: BadSyntax, Day: None, Detail: clip(err.Error())}}
	}
	return in.indexed(named)
}

func (in *Instance) indexed(named map[string][]string) (Roster, error) {
	types, people := map[string]int{Free: Off, "": Off}, map[string]int{}
	for t := range in.Types {
		types[in.Types[t].ID] = t
	}
	for p := range in.People {
		people[in.People[p].ID] = p
	}
	var faults Faults
	r := NewRoster(len(in.People), in.Days)
	for _, id := range slices.Sorted(maps.Keys(named)) {
		p, ok := people[id]
		if !ok {
			faults = append(faults, &Fault{Key: UnknownPerson, Day: None, Person: clip(id)})
			continue
		}
		for d, kind := range named[id] {
			t, ok := types[kind]
			switch {
			case d >= in.Days:
				faults = append(faults, &Fault{Key: DayOutside, Day: d, Person: id})
			case !ok:
				faults = append(faults, &Fault{Key: UnknownType, Day: d, Person: id, Type: clip(kind)})
			default:
				r.Days[p][d] = t
			}
		}
	}
	return r, faults.OrNil()
}
