package scheme

// A Scheme of a lender in its versions.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Version is a scheme as it was written down once. It never changes; what comes
// after it is a version of its own.
type Version struct {
	ID      string     `json:"id"`
	Scheme  string     `json:"scheme"` // shared by its versions
	No      int        `json:"no"`
	Lender  string     `json:"lender"`
	State   flow.State `json:"state"`
	Version int64      `json:"version"` // counts updates
	Rules   Rules      `json:"rules"`
	Hash    string     `json:"hash"`
	MadeBy  string     `json:"made_by"`
	Made    time.Time  `json:"made"`
	InForce string     `json:"in_force"` // the day from which it counts, "" before
	PutBy   string     `json:"put_by"`
	EndedOn string     `json:"ended_on"`
}

// hash is the SHA-256 of the rules as JSON, with the scheme and the number.
func (v *Version) hash() string {
	text, _ := json.Marshal(struct {
		Scheme string
		No     int
		Rules  Rules
	}{v.Scheme, v.No, v.Rules}) // plain values: it cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Lender is the side of a scheme.
const Lender = "lender"

// States of a Version.
const (
	Drafted    flow.State = "drafted"
	InForce    flow.State = "in_force"
	Superseded flow.State = "superseded"
	Ended      flow.State = "ended"
	Discarded  flow.State = "discarded"
)

var (
	officer  = flow.Duty{Side: Lender, Role: string(kernel.Officer)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// VersionMachine is the life of a Version.
var VersionMachine = &flow.Machine{
	Name: "scheme", Feature: "scheme",
	Rows: []flow.Row{
		{State: Drafted, Turn: approver, Next: "approve"},
		{State: InForce},
		{State: Superseded},
		{State: Ended},
		{State: Discarded},
	},
	Moves: []flow.Move{
		{Name: "approve", From: []flow.State{Drafted}, To: InForce, By: []flow.Duty{approver}, When: "not by who wrote it; confirmed with step-up; the version before is superseded"},
		{Name: "supersede", From: []flow.State{InForce}, To: Superseded, By: []flow.Duty{program}, When: "a later version is in force"},
		{Name: "discard", From: []flow.State{Drafted}, To: Discarded, By: []flow.Duty{officer, approver}},
		{Name: "end", From: []flow.State{InForce}, To: Ended, By: []flow.Duty{approver}, When: "no relief can cite it any more; those that do go on"},
	},
}
