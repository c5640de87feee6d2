package roster

import (
	"encoding/json"
	"errors"
	"testing"
)

const rich = `{
 "format": "kaigong-roster/1", "name": "rich", "start": "2020-02-10", "days": 7,
 "rules": {"rest_minutes": 660, "max_day_minutes": 600, "fairness": {"minutes": 2, "nights": 3}, "guide": {"weight": 5, "hard": true}},
 "shift_types": [
  {"id": "D", "post": "P1", "slot": "day", "start": "08:00", "minutes": 480},
  {"id": "N", "post": "P1", "slot": "night", "start": "22:00", "minutes": 480, "night": true, "skills": ["gate"], "not_before": ["D"]}],
 "people": [
  {"id": "A", "max_shifts": {"N": 2}, "max_run": 5, "max_weekends": 1, "skills": [{"name": "gate", "until": "2020-02-12"}], "absences": [{"day": "2020-02-11", "reason": "leave"}],
   "busy": [{"from": "2020-02-14T09:00", "to": "2020-02-14T12:00"}], "before": {"type": "N", "worked": 2}},
  {"id": "B", "new": true, "absences": [{"day": 3, "type": "D"}]}],
 "cover": [{"days": "weekends", "type": "D", "need": 2, "under": 100, "over": 1}, {"day": 0, "type": "N", "need": 1, "under": 100, "over": 1}],
 "wishes": [{"person": "B", "day": "2020-02-15", "on": false, "weight": 4}],
 "pairs": [{"kind": "together", "a": "A", "b": "B", "weight": 3}],
 "pins": [{"person": "A", "day": 0}, {"person": "B", "day": 1, "type": "D"}]
}`

func TestReadJSON(t *testing.T) {
	in, err := Read("rich", []byte(rich))
	if err != nil {
		t.Fatal(err)
	}
	a := in.People[0]
	if in.Weekday != 0 || in.Types[1].Start != 1320 || in.Types[1].Bars[0] != 0 || a.MaxShifts[0] != None || a.MaxShifts[1] != 2 || a.Skills[0].Until != 2 || a.Before.Worked != 2 || in.People[1].MaxWeekends != None {
		t.Errorf("read %+v", in)
	}
	// Busy from 9 to 12 on day 4 with 11 hours of rest bars whatever touches 22:00
	// of day 3 to 23:00 of day 4: D on day 4, and the nights that begin on both.
	want := []Absence{{1, Any, "leave"}, {3, 1, "busy"}, {4, 0, "busy"}, {4, 1, "busy"}}
	if len(a.Absences) != len(want) {
		t.Fatalf("absences %+v", a.Absences)
	}
	for i := range want {
		if a.Absences[i] != want[i] {
			t.Errorf("absence %d is %+v, want %+v", i, a.Absences[i], want[i])
		}
	}
	if len(in.Cover) != 3 || in.Cover[0].Day != 5 || in.Cover[1].Day != 6 || in.Wishes[0] != (Wish{1, 5, Any, false, 4}) || in.Pins[0] != (Pin{0, 0, Off}) {
		t.Errorf("cover %+v wishes %+v pins %+v", in.Cover, in.Wishes, in.Pins)
	}
	if !in.Rules.Guide.Hard || in.Rules.Fair.Nights != 3 || in.Rules.RestMinutes != 660 {
		t.Errorf("rules %+v", in.Rules)
	}
}

func TestReadJSONFaults(t *testing.T) {
	for text, key := range map[string]Key{
		`{"format": "other"}`:                          BadSyntax,
		`{"format": "kaigong-roster/1", "day": 3}`:     BadSyntax,
		`{"format": "kaigong-roster/1", "days": "x"}`:  BadSyntax,
		`{"format": "kaigong-roster/1", "days": -3}`:   BadSize,
		`{"format": "kaigong-roster/1", "days": 3}`:    BadSize,
		`{"format": "kaigong-roster/1", "days": 1e99}`: BadSyntax,
		`{"format"`: BadSyntax,
	} {
		in, err := Read("x", []byte(text))
		var faults Faults
		if in != nil || !errors.As(err, &faults) || faults[0].Key != key {
			t.Errorf("%s: %v, want %s", text, err, key)
		}
	}
}

// TestNamedRosters: written and read again, a roster is the same.
func TestNamedRosters(t *testing.T) {
	in, err := Read("rich", []byte(rich))
	if err != nil {
		t.Fatal(err)
	}
	r := NewRoster(2, 7)
	r.Days[0][3], r.Days[1][6] = 1, 0
	text, err := json.Marshal(map[string]any{"roster": in.Named(r)})
	if err != nil {
		t.Fatal(err)
	}
	back, err := in.ReadRoster(text)
	if err != nil || back.Days[0][3] != 1 || back.Days[1][6] != 0 || back.Days[1][5] != Off {
		t.Errorf("%v %v", back, err)
	}
	_, err = in.ReadRoster([]byte(`{"A": ["D", "X"], "Z": ["D"], "B": ["D","D","D","D","D","D","D","D"]}`))
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 3 || faults[0].Key != UnknownType || faults[1].Key != DayOutside || faults[2].Key != UnknownPerson {
		t.Errorf("faults %v", err)
	}
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte(rich))
	f.Add([]byte(`{"format": "kaigong-roster/1", "days": 3, "shift_types": [{"id": "D", "minutes": 0}], "people": [{"id": "A", "max_weekends": -9}]}`))
	f.Fuzz(func(t *testing.T, text []byte) { readable(t, text, ReadJSON) })
}
