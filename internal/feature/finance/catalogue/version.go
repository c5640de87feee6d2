package catalogue

// A Version is one wording of a product: drafted by one person, approved by
// another with the day from which it counts, withdrawn from sale one day. The
// body that was drafted is what is approved; nothing edits it.

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// States of a Version.
const (
	Drafted   flow.State = "drafted"
	Approved  flow.State = "approved"
	Discarded flow.State = "discarded"
	Withdrawn flow.State = "withdrawn"
)

// lenderSide is the only side of a version.
const lenderSide = "lender"

var (
	officerDuty  = flow.Duty{Side: lenderSide, Role: string(kernel.Officer)}
	approverDuty = flow.Duty{Side: lenderSide, Role: string(kernel.Approver)}
)

// VersionMachine is the life of a Version.
var VersionMachine = &flow.Machine{
	Name: "product_version", Feature: Name,
	Rows: []flow.Row{
		{State: Drafted, Turn: approverDuty, Next: "approve"},
		{State: Approved},
		{State: Discarded},
		{State: Withdrawn},
	},
	Moves: []flow.Move{
		{Name: "approve", From: []flow.State{Drafted}, To: Approved, By: []flow.Duty{approverDuty}, When: "not by its drafter; from a day on"},
		{Name: "discard", From: []flow.State{Drafted}, To: Discarded, By: []flow.Duty{officerDuty, approverDuty}},
		{Name: "withdraw", From: []flow.State{Approved}, To: Withdrawn, By: []flow.Duty{approverDuty}, When: "with all later versions; with a reason"},
	},
}

// Version is one version of a product. Product.Version is its number.
type Version struct {
	ID          string     `json:"id"`
	Product     Product    `json:"product"`
	Hash        string     `json:"hash"` // of what it promises
	State       flow.State `json:"state"`
	DraftedBy   string     `json:"drafted_by"`
	Drafted     time.Time  `json:"drafted"`
	DecidedBy   string     `json:"decided_by"` // who approved or discarded it
	Decided     time.Time  `json:"decided"`
	ValidFrom   string     `json:"valid_from"` // the day from which it counts, "" until it is approved
	WithdrawnBy string     `json:"withdrawn_by"`
	Withdrawn   time.Time  `json:"withdrawn"`
	Reason      string     `json:"reason"` // why it was withdrawn

	body string // the promise as it is stored
}

// Agreed reports whether the version was ever approved: whoever made something
// on it may go on reading it.
func (v *Version) Agreed() bool { return v.State == Approved || v.State == Withdrawn }

// ahead reports whether an approved version counts only from a later day.
func (v *Version) ahead(today clock.Date) bool {
	return v.State == Approved && v.ValidFrom > today.String()
}

// resource is a version as policies see it.
func (v *Version) resource() authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Version", ID: v.ID}, Read: "catalogue.read_drafts",
		Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(v.Product.Lender), "drafted_by": kernel.PersonRef(v.DraftedBy)},
	}
}

// fingerprint is the hash of a promise as it is stored.
func fingerprint(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// ApproveVersion says from when a drafted version counts.
type ApproveVersion struct {
	ValidFrom string `json:"valid_from" form:"valid_from" format:"date" doc:"The first day on which it is sold; today or later"`
}

// maxAhead is how many days before it counts a version may be approved.
const maxAhead = 365

// check judges the day by itself and against the versions that were approved.
func (in ApproveVersion) check(today clock.Date, versions []Version) error {
	var c fault.Check
	day, err := clock.ParseDate(in.ValidFrom)
	c.That(err == nil, "valid_from", "catalogue.version.day")
	c.That(err != nil || !day.Before(today), "valid_from", "catalogue.version.day.past")
	c.That(err != nil || !day.After(today.AddDays(maxAhead)), "valid_from", "catalogue.version.day.far", fault.Args{"days": maxAhead})
	for i := range versions {
		v := &versions[i]
		c.That(err != nil || !v.Agreed() || v.ValidFrom <= day.String(), "valid_from", "catalogue.version.day.earlier", fault.Args{"number": v.Product.Version, "day": v.ValidFrom})
	}
	return c.Err()
}
