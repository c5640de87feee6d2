package organisation

// Grants: rights that wait for a second person.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// States of a Grant.
const (
	AskedFor  flow.State = "asked"
	Confirmed flow.State = "confirmed"
	Refused   flow.State = "refused"
	Withdrawn flow.State = "withdrawn"
	Lapsed    flow.State = "lapsed"
)

var admin, second, sweeper = flow.Duty{Side: "organisation", Role: string(kernel.OrgAdmin)}, flow.Duty{Side: "second", Role: "second_person"}, flow.Duty{Role: string(kernel.System)}

// GrantMachine is the life of a Grant. Whose turn it is depends on people, not
// on a role: the home page asks for each reader.
var GrantMachine = &flow.Machine{
	Name: "grant", Feature: Name,
	Rows: []flow.Row{{State: AskedFor}, {State: Confirmed}, {State: Refused}, {State: Withdrawn}, {State: Lapsed}},
	Moves: []flow.Move{
		{Name: "confirm", From: []flow.State{AskedFor}, To: Confirmed, By: []flow.Duty{second}, When: "neither who asked nor who gets it; confirmed with step-up"},
		{Name: "refuse", From: []flow.State{AskedFor}, To: Refused, By: []flow.Duty{second}},
		{Name: "withdraw", From: []flow.State{AskedFor}, To: Withdrawn, By: []flow.Duty{admin}},
		{Name: "lapse", From: []flow.State{AskedFor}, To: Lapsed, By: []flow.Duty{sweeper}, When: "who asked or who would get it leaves"},
	},
}

// Grant is a right that somebody asked for a colleague.
type Grant struct {
	ID        string        `json:"id"`
	Party     string        `json:"party"`
	Person    string        `json:"person"`
	Roles     []kernel.Role `json:"roles"`
	By        string        `json:"by"`
	At        time.Time     `json:"at"`
	State     flow.State    `json:"state"`
	DecidedBy string        `json:"decided_by"`
	DecidedAt time.Time     `json:"decided_at"`
	Seen      string        `json:"seen"` // the paper that the park saw
	Version   int64         `json:"version"`
}

// Purpose is what confirming a grant asks a fresh confirmation for.
func (g Grant) Purpose() string { return "right:" + g.ID }

// resource is the grant as policies see it: who else of the organisation may
// agree decides whether the park is asked.
func (s *Service) resource(ctx context.Context, tx db.Tx, g Grant) (authz.Resource, error) {
	seconds, err := s.seconds(ctx, tx, g)
	if err != nil {
		return authz.Resource{}, err
	}
	park, err := s.Identity.Operator(ctx, tx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return authz.Resource{}, err
	}
	return authz.Resource{Ref: authz.Ref{Type: "Grant", ID: g.ID}, Attrs: authz.Attrs{
		"party": kernel.PartyRef(g.Party), "person": kernel.PersonRef(g.Person), "asked_by": kernel.PersonRef(g.By),
		"park": kernel.PartyRef(park), "to_park": len(seconds) == 0,
	}}, nil
}

// seconds are the colleagues who may agree to a grant.
func (s *Service) seconds(ctx context.Context, tx db.Tx, g Grant) (out []identity.Membership, err error) {
	all, err := s.Identity.MembersOn(ctx, tx, g.Party, s.Identity.Today())
	for _, m := range all {
		if m.Weighs() && m.Person != g.By && m.Person != g.Person {
			out = append(out, m)
		}
	}
	return out, err
}

// stands reports whether who asked may still ask, and for whom: both are of the
// organisation today, and who asked is its administrator.
func (s *Service) stands(ctx context.Context, tx db.Tx, g Grant) (m identity.Membership, ok bool, err error) {
	all, err := s.Identity.MembersOn(ctx, tx, g.Party, s.Identity.Today())
	asked := false
	for _, x := range all {
		if x.Person == g.Person {
			m, ok = x, true
		}
		asked = asked || x.Person == g.By && x.HoldsAny(kernel.OrgAdmin)
	}
	return m, ok && asked, err
}

// move takes a grant to its next state, stores and records it.
func (s *Service) move(ctx context.Context, tx db.Tx, g *Grant, what, seen string) (err error) {
	before := g.State
	if g.State, err = GrantMachine.Take(g.State, what); err != nil {
		return err
	}
	g.DecidedBy, g.DecidedAt, g.Seen, g.Version = kernel.From(ctx).Person, s.Now(), seen, g.Version+1
	n, err := tx.Exec(ctx, `
		UPDATE organisation_grant SET state = $1, decided_by = $2, decided_us = $3, seen = $4, version = $5 WHERE id = $6 AND version = $7`,
		g.State, g.DecidedBy, db.Micros(g.DecidedAt), g.Seen, g.Version, g.ID, g.Version-1)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	if err != nil {
		return err
	}
	return s.record(ctx, tx, auditlog.Entry{Kind: "organisation.grant." + what, Case: g.ID, CaseVersion: g.Version, Before: string(before), After: string(g.State),
		Parties: []string{g.Party}, Fields: g.facts()})
}

// facts of a grant by name.
func (g Grant) facts() []auditlog.Field {
	return []auditlog.Field{{Name: "grant.of", Value: g.of()}, {Name: "grant.state", Value: string(g.State)}, {Name: "grant.decided", Value: g.decided()}}
}

const grantColumns = `id, party_id, person_id, roles, by_id, at_us, state, decided_by, decided_us, seen, version`

func scanGrant(scan db.Scan) (g Grant, err error) {
	var roles string
	var at, decided int64
	err = scan(&g.ID, &g.Party, &g.Person, &roles, &g.By, &at, &g.State, &g.DecidedBy, &decided, &g.Seen, &g.Version)
	g.Roles, g.At, g.DecidedAt = identity.SplitRoles(roles), db.Instant(at), db.Instant(decided)
	return g, err
}

func grantByID(ctx context.Context, tx db.Tx, id string) (Grant, error) {
	g, err := db.One(ctx, tx, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant WHERE id = $1`, id)
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return g, err
}

// grantsOf are the newest grants of a party.
func grantsOf(ctx context.Context, tx db.Tx, party string) ([]Grant, error) {
	return db.All(ctx, tx, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant WHERE party_id = $1 ORDER BY at_us DESC, id DESC LIMIT 100`, party)
}

// openGrants are those of all parties that nobody decided yet, the oldest first.
func openGrants(ctx context.Context, tx db.Tx) ([]Grant, error) {
	return db.All(ctx, tx, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant WHERE state = 'asked' ORDER BY at_us, id LIMIT 500`)
}

func insertGrant(ctx context.Context, tx db.Tx, g Grant) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO organisation_grant (`+grantColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		g.ID, g.Party, g.Person, identity.JoinRoles(g.Roles), g.By, db.Micros(g.At), g.State, g.DecidedBy, db.Micros(g.DecidedAt), g.Seen, g.Version)
	return err
}
