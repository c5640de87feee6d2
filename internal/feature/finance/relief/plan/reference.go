package plan

// The reference rate: what was published, from which day, and where it stands
// written. A loan that is repriced takes the rate in force and its own spread.

import (
	_ "embed"
	"encoding/json"
	"sync"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

//go:embed reference.json
var published []byte

// Reference is one publication of a reference rate.
type Reference struct {
	Name    string    `json:"name"` // "LPR 1Y"
	FromOn  string    `json:"from_on"`
	RatePPM money.PPM `json:"rate_ppm"`
	Source  i18n.Text `json:"source"`
}

// references are read once; the file is embedded, and a test reads it.
var references = sync.OnceValues(func() (all []Reference, err error) {
	return all, json.Unmarshal(published, &all)
})

// LPR is the name of the reference rate for loans of up to one year, and for all
// loans here.
const LPR = "LPR 1Y"

// InForce is the publication of a reference rate that counts on a day, and false
// where none is known that early.
func InForce(name, on string) (found Reference, ok bool) {
	all, err := references()
	for _, r := range all {
		if err == nil && r.Name == name && r.FromOn <= on && r.FromOn > found.FromOn {
			found, ok = r, true
		}
	}
	return found, ok
}
