package roster

// Our own format: JSON with names and dates where the public format has indices,
// and with the rules that the public format does not know. docs/roster.md has an
// example.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Document is the JSON form of an instance. Days are given as numbers from 0 or,
// when Start is set, as dates YYYY-MM-DD; times of day as HH:MM.
type Document struct {
	Format  string         `json:"format"` // FormatName
	Name    string         `json:"name,omitempty"`
	Start   string         `json:"start,omitempty"`
	Weekday int            `json:"weekday,omitempty"` // of day 0 without Start: 0 Monday
	Days    int            `json:"days"`
	Rules   RulesDoc       `json:"rules"`
	Types   []ShiftTypeDoc `json:"shift_types"`
	People  []PersonDoc    `json:"people"`
	Cover   []CoverDoc     `json:"cover"`
	Wishes  []WishDoc      `json:"wishes,omitempty"`
	Pairs   []PairDoc      `json:"pairs,omitempty"`
	Pins    []PinDoc       `json:"pins,omitempty"`
}

// FormatName is what Document.Format must say.
const FormatName = "kaigong-roster/1"

// RulesDoc is Rules in JSON.
type RulesDoc struct {
	RestMinutes   int         `json:"rest_minutes,omitempty"`
	MaxDayMinutes int         `json:"max_day_minutes,omitempty"`
	Fairness      FairnessDoc `json:"fairness,omitzero"`
	Guide         GuideDoc    `json:"guide,omitzero"`
}

// FairnessDoc is Fairness in JSON.
type FairnessDoc struct {
	Minutes  int `json:"minutes,omitempty"`
	Nights   int `json:"nights,omitempty"`
	Weekends int `json:"weekends,omitempty"`
	Quantum  int `json:"quantum,omitempty"`
}

// GuideDoc is Guide in JSON.
type GuideDoc struct {
	Weight int  `json:"weight,omitempty"`
	Hard   bool `json:"hard,omitempty"`
}

// ShiftTypeDoc is ShiftType in JSON; Start is "" when there is no time of day.
type ShiftTypeDoc struct {
	ID      string   `json:"id"`
	Post    string   `json:"post,omitempty"`
	Slot    string   `json:"slot,omitempty"`
	Start   string   `json:"start,omitempty"`
	Minutes int      `json:"minutes"`
	Night   bool     `json:"night,omitempty"`
	Skills  []string `json:"skills,omitempty"`
	Bars    []string `json:"not_before,omitempty"`
}

// PersonDoc is Person in JSON. MaxWeekends is nil for no limit.
type PersonDoc struct {
	ID             string         `json:"id"`
	MaxShifts      map[string]int `json:"max_shifts,omitempty"`
	MinMinutes     int            `json:"min_minutes,omitempty"`
	MaxMinutes     int            `json:"max_minutes,omitempty"`
	MaxRun         int            `json:"max_run,omitempty"`
	MinRun         int            `json:"min_run,omitempty"`
	MinOff         int            `json:"min_off,omitempty"`
	MaxWeekends    *int           `json:"max_weekends,omitempty"`
	MaxWeekMinutes int            `json:"max_week_minutes,omitempty"`
	MaxWeekShifts  int            `json:"max_week_shifts,omitempty"`
	Skills         []SkillDoc     `json:"skills,omitempty"`
	Absences       []AbsenceDoc   `json:"absences,omitempty"`
	Busy           []BusyDoc      `json:"busy,omitempty"`
	New            bool           `json:"new,omitempty"`
	Experienced    bool           `json:"experienced,omitempty"`
	Before         *BeforeDoc     `json:"before,omitempty"`
}

// SkillDoc is Skill in JSON; Until is the last day on which it counts, nil for
// one that does not expire.
type SkillDoc struct {
	Name  string  `json:"name"`
	Until *DayRef `json:"until,omitempty"`
}

// AbsenceDoc is Absence in JSON; without Type the whole day.
type AbsenceDoc struct {
	Day    DayRef `json:"day"`
	Type   string `json:"type,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// BusyDoc is other work or on-call duty, from and to as YYYY-MM-DDTHH:MM. Shifts
// that overlap it, or lie nearer to it than the rest, are forbidden.
type BusyDoc struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// BeforeDoc is Before in JSON.
type BeforeDoc struct {
	Type   string `json:"type,omitempty"`
	Worked int    `json:"worked,omitempty"`
	Off    int    `json:"off,omitempty"`
}

// CoverDoc is Cover in JSON. Instead of Day, Days may say "all", "weekdays" or
// "weekends".
type CoverDoc struct {
	Day   *DayRef `json:"day,omitempty"`
	Days  string  `json:"days,omitempty"`
	Type  string  `json:"type"`
	Need  int     `json:"need"`
	Under int     `json:"under"`
	Over  int     `json:"over"`
}

// WishDoc is Wish in JSON; without Type any work.
type WishDoc struct {
	Person string `json:"person"`
	Day    DayRef `json:"day"`
	Type   string `json:"type,omitempty"`
	On     bool   `json:"on"`
	Weight int    `json:"weight"`
}

// PairDoc is Pair in JSON.
type PairDoc struct {
	Kind     string `json:"kind"`
	A        string `json:"a"`
	B        string `json:"b"`
	SamePost bool   `json:"same_post,omitempty"`
	Hard     bool   `json:"hard,omitempty"`
	Weight   int    `json:"weight"`
}

// PinDoc is Pin in JSON; without Type a day off.
type PinDoc struct {
	Person string `json:"person"`
	Day    DayRef `json:"day"`
	Type   string `json:"type,omitempty"`
}

// DayRef is a day as a number from 0 or as a date.
type DayRef struct {
	Number int
	Date   string
}

// UnmarshalJSON reads a number or a string.
func (d *DayRef) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &d.Date)
	}
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return fmt.Errorf("%q is neither the number of a day nor a date", b)
	}
	d.Number = n
	return nil
}

// MarshalJSON writes what was read.
func (d DayRef) MarshalJSON() ([]byte, error) {
	if d.Date != "" {
		return json.Marshal(d.Date)
	}
	return json.Marshal(d.Number)
}

// Read reads an instance in either format: JSON when it begins with a brace. The
// error is nil or Faults; the instance is nil only when nothing can be planned.
func Read(name string, text []byte) (*Instance, error) {
	if t := bytes.TrimLeft(text, " \t\r\n\ufeff"); len(t) > 0 && t[0] == '{' {
		return ReadJSON(name, t)
	}
	return ReadText(name, text)
}

// ReadJSON reads our own format. name is used when the document has none.
func ReadJSON(name string, text []byte) (*Instance, error) {
	if len(text) > MaxText {
		return nil, Faults{{Key: BadSize, Day: None, Detail: "file"}}
	}
	var doc Document
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		return nil, Faults{{Key: BadSyntax, Day: None, Line: lineOf(text, dec.InputOffset(), err), Detail: clip(err.Error())}}
	}
	if doc.Format != FormatName {
		return nil, Faults{{Key: BadSyntax, Day: None, Line: 1, Detail: "format " + clip(doc.Format)}}
	}
	if doc.Name == "" {
		doc.Name = name
	}
	return doc.Instance()
}

func lineOf(text []byte, offset int64, err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = syntax.Offset
	}
	return 1 + bytes.Count(text[:min(max(offset, 0), int64(len(text)))], []byte("\n"))
}

const (
	dateForm   = "2006-01-02"
	minuteForm = "2006-01-02T15:04"
)

// dayNumber is the distance of a date from another in days.
func dayNumber(from, date time.Time) int { return int(date.Sub(from).Hours() / 24) }
