package actus

// Single values: a string or a number, padded or not, alone or in a list.

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/loan"
)

// value is one term as it was written, with its name for errors.
type value struct {
	term string
	raw  json.RawMessage
}

func (v value) wrong(p loan.Problem) error {
	return &loan.TermError{Term: v.term, Problem: p, Value: v.shown()}
}

// shown is the beginning of what was written.
func (v value) shown() string {
	s := v.text()
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// text is a string without its padding, or a number as it stands.
func (v value) text() string {
	var s string
	if json.Unmarshal(v.raw, &s) == nil {
		return strings.TrimSpace(s)
	}
	return string(bytes.TrimSpace(v.raw))
}

// empty reports a term that is named and not given.
func (v value) empty() bool {
	t := v.text()
	return t == "" || t == "null"
}

func (v value) number() (float64, error) {
	x, err := strconv.ParseFloat(v.text(), 64)
	if err != nil {
		return 0, v.wrong(loan.NotNumber)
	}
	return x, nil
}

func (v value) time() (loan.Time, error) {
	t, err := loan.ParseTime(v.text())
	if err != nil {
		return 0, v.wrong(loan.NotReadable)
	}
	return t, nil
}

func (v value) cycle() (loan.Cycle, error) {
	c, err := loan.ParseCycle(v.text())
	if err != nil {
		return c, v.wrong(loan.NotReadable)
	}
	return c, nil
}

func (v value) period() (loan.Period, error) {
	p, err := loan.ParsePeriod(v.text())
	if err != nil {
		return p, v.wrong(loan.NotReadable)
	}
	return p, nil
}

// list reads a list, or one value as a list of one.
func (v value) list() ([]value, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(v.raw), []byte("[")) {
		return []value{v}, nil
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(v.raw, &raws); err != nil {
		return nil, v.wrong(loan.NotReadable)
	}
	out := make([]value, len(raws))
	for i, r := range raws {
		out[i] = value{v.term, r}
	}
	return out, nil
}

// listOf reads every entry of a list.
func listOf[T any](v value, read func(value) (T, error)) ([]T, error) {
	entries, err := v.list()
	if err != nil {
		return nil, err
	}
	out := make([]T, len(entries))
	for i, x := range entries {
		if out[i], err = read(x); err != nil {
			return nil, err
		}
	}
	return out, nil
}
