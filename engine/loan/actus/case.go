package actus

// Cases: terms with what was observed, and what is expected of them.

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"kaigong.example/kaigong/engine/loan"
)

// Case is one published case, ready to be computed.
type Case struct {
	Name     string
	Terms    loan.Terms
	Observed loan.Observed
	Results  []Result
	Err      error // what could not be read; nothing else is then set
}

// Result is one expected event. Values that the case leaves out are nil.
type Result struct {
	At           loan.Time
	Type         loan.EventType
	Payoff       *float64
	Notional     *float64
	Rate         *float64
	Accrued      *float64
	Exercise     *float64
	ExerciseDate loan.Time
}

type published struct {
	Terms        map[string]json.RawMessage `json:"terms"`
	To           json.RawMessage            `json:"to"`
	DataObserved map[string]struct {
		Data []struct {
			Timestamp json.RawMessage `json:"timestamp"`
			Value     json.RawMessage `json:"value"`
		} `json:"data"`
	} `json:"dataObserved"`
	EventsObserved []struct {
		Time       json.RawMessage            `json:"time"`
		Type       json.RawMessage            `json:"type"`
		Value      json.RawMessage            `json:"value"`
		ContractID string                     `json:"contractId"`
		States     map[string]json.RawMessage `json:"states"`
	} `json:"eventsObserved"`
	Results []map[string]json.RawMessage `json:"results"`
}

// Read reads a file of cases, in the order of their names. A case that cannot
// be read is there with its error; a file that is none is an error.
func Read(data []byte) ([]Case, error) {
	var file map[string]published
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, &loan.TermError{Term: "cases", Problem: loan.NotReadable, Value: err.Error()}
	}
	out := make([]Case, 0, len(file))
	for _, name := range slices.Sorted(maps.Keys(file)) {
		c, err := readCase(file[name])
		if err != nil {
			c = Case{Err: err}
		}
		c.Name = name
		out = append(out, c)
	}
	return out, nil
}

func readCase(p published) (c Case, err error) {
	if c.Terms, err = readTerms(p.Terms); err != nil {
		return c, err
	}
	if to := (value{"to", p.To}); p.To != nil && !to.empty() {
		if c.Observed.To, err = to.time(); err != nil {
			return c, err
		}
	}
	if c.Observed.Market, err = readMarket(p); err != nil {
		return c, err
	}
	if c.Observed.Events, err = readEvents(p); err != nil {
		return c, err
	}
	for _, raw := range p.Results {
		r, err := readResult(raw)
		if err != nil {
			return c, err
		}
		c.Results = append(c.Results, r)
	}
	return c, nil
}

func readMarket(p published) (loan.Series, error) {
	s := loan.Series{}
	for code, o := range p.DataObserved {
		for _, point := range o.Data {
			at, err := value{"timestamp", point.Timestamp}.time()
			if err != nil {
				return nil, err
			}
			v, err := value{"value", point.Value}.number()
			if err != nil {
				return nil, err
			}
			s[code] = append(s[code], loan.Observation{At: at, Value: v})
		}
		slices.SortStableFunc(s[code], func(a, b loan.Observation) int { return cmp.Compare(a.At, b.At) })
	}
	return s, nil
}

func readEvents(p published) (out []loan.Occurrence, err error) {
	for _, raw := range p.EventsObserved {
		x := loan.Occurrence{ContractID: raw.ContractID, Performance: loan.Performance(value{"contractPerformance", raw.States["contractPerformance"]}.text())}
		if x.At, err = (value{"time", raw.Time}).time(); err != nil {
			return nil, err
		}
		if x.Type, err = loan.ParseEventType(value{"type", raw.Type}.text()); err != nil {
			return nil, err
		}
		if v := (value{"value", raw.Value}); raw.Value != nil && !v.empty() {
			if x.Value, err = v.number(); err != nil {
				return nil, err
			}
		}
		out = append(out, x)
	}
	return out, nil
}

func readResult(raw map[string]json.RawMessage) (r Result, err error) {
	if r.At, err = (value{"eventDate", raw["eventDate"]}).time(); err != nil {
		return r, err
	}
	if r.Type, err = loan.ParseEventType(value{"eventType", raw["eventType"]}.text()); err != nil {
		return r, err
	}
	for name, field := range map[string]**float64{
		"payoff": &r.Payoff, "notionalPrincipal": &r.Notional, "nominalInterestRate": &r.Rate, "accruedInterest": &r.Accrued, "exerciseAmount": &r.Exercise,
	} {
		v := value{name, raw[name]}
		if v.raw == nil || v.empty() {
			continue
		}
		x, err := v.number()
		if err != nil {
			return r, err
		}
		*field = &x
	}
	if v := (value{"exerciseDate", raw["exerciseDate"]}); v.raw != nil && !v.empty() {
		r.ExerciseDate, err = v.time()
	}
	return r, err
}

// ReadContract reads one contract: bare terms, or a case with what was observed
// and its end, whose results may be missing.
func ReadContract(data []byte) (Case, error) {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return Case{}, &loan.TermError{Term: "terms", Problem: loan.NotReadable, Value: err.Error()}
	}
	if whole["terms"] == nil {
		t, err := readTerms(whole)
		return Case{Terms: t}, err
	}
	var p published
	if err := json.Unmarshal(data, &p); err != nil {
		return Case{}, &loan.TermError{Term: "terms", Problem: loan.NotReadable, Value: err.Error()}
	}
	return readCase(p)
}
