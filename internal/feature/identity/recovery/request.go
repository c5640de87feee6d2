package recovery

// Requests and confirmations: states, rows, facts.

import (
	"context"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// States of a Request.
const (
	AskedFor flow.State = "asked"
	Waiting  flow.State = "waiting"
	Done     flow.State = "done"
	Stopped  flow.State = "stopped"
	Lapsed   flow.State = "lapsed"
)

var (
	confirmer = flow.Duty{Side: "organisation", Role: "second_person"}
	member    = flow.Duty{Side: "organisation", Role: "member"}
	claimant  = flow.Duty{Side: "person", Role: "person"}
	sweeper   = flow.Duty{Role: string(kernel.System)}
)

// Machine is the life of a Request. Who may confirm depends on people, not on a
// role, so no turn is kept; those concerned are told.
var Machine = &flow.Machine{
	Name: "recovery", Feature: Name,
	Rows: []flow.Row{{State: AskedFor}, {State: Waiting}, {State: Done}, {State: Stopped}, {State: Lapsed}},
	Moves: []flow.Move{
		{Name: "confirm", From: []flow.State{AskedFor}, To: AskedFor, By: []flow.Duty{confirmer}, When: "somebody is still missing; confirmed with step-up"},
		{Name: "enough", From: []flow.State{AskedFor}, To: Waiting, By: []flow.Duty{confirmer}, When: "nobody is missing any more; a working day begins"},
		{Name: "redeem", From: []flow.State{Waiting}, To: Done, By: []flow.Duty{claimant}, When: "the working day is over, and nobody who confirmed would gain a signature by now"},
		{Name: "stop", From: []flow.State{AskedFor, Waiting}, To: Stopped, By: []flow.Duty{member, claimant}},
		{Name: "lapse", From: []flow.State{AskedFor, Waiting}, To: Lapsed, By: []flow.Duty{sweeper}, When: "three working days go by unused"},
	},
}

// Lost is what somebody has to do without.
type Lost string

const (
	Password Lost = "password" // forgotten; device and codes are still asked for
	Device   Lost = "device"   // passkeys and codes are gone, and go
)

// Request is somebody's wish to come back in.
type Request struct {
	ID      string     `json:"id"`
	Ref     string     `json:"ref"`
	Person  string     `json:"person"`
	Party   string     `json:"party"`
	Lost    Lost       `json:"lost"`
	State   flow.State `json:"state"`
	AskedAt time.Time  `json:"asked_at"`
	ReadyAt time.Time  `json:"ready_at"`
	EndsAt  time.Time  `json:"ends_at"`
	EndedBy string     `json:"ended_by"`
	EndedAt time.Time  `json:"ended_at"`
	Version int64      `json:"version"`

	claim string // hash
}

// Purpose is what confirming a request asks a fresh confirmation for.
func (r Request) Purpose() string { return "recovery:" + r.ID }

// path is the page of a request.
func (r Request) path() string { return "/recoveries/" + r.ID }

// Confirmation is somebody's word that the person asked.
type Confirmation struct {
	ID      string    `json:"id"`
	Request string    `json:"request"`
	Person  string    `json:"person"`
	Party   string    `json:"party"`
	Seen    string    `json:"seen"`
	At      time.Time `json:"at"`
}

const requestColumns = `id, ref, claim_hash, person_id, party_id, lost, state, asked_us, ready_us, ends_us, ended_by, ended_us, version`

func scanRequest(scan db.Scan) (r Request, err error) {
	var asked, ready, ends, ended int64
	err = scan(&r.ID, &r.Ref, &r.claim, &r.Person, &r.Party, &r.Lost, &r.State, &asked, &ready, &ends, &r.EndedBy, &ended, &r.Version)
	r.AskedAt, r.ReadyAt, r.EndsAt, r.EndedAt = db.Instant(asked), db.Instant(ready), db.Instant(ends), db.Instant(ended)
	return r, err
}

func one(r Request, err error) (Request, error) {
	if errors.Is(err, db.ErrNoRow) {
		err = fault.New(fault.NotFound, "fault.not_found")
	}
	return r, err
}

func requestByID(ctx context.Context, tx db.Tx, id string) (Request, error) {
	return one(db.One(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM recovery_request WHERE id = $1`, id))
}

func requestByRef(ctx context.Context, tx db.Tx, ref string) (Request, error) {
	return one(db.One(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM recovery_request WHERE ref = $1`, ref))
}

func requestByClaim(ctx context.Context, tx db.Tx, hash string) (Request, error) {
	return one(db.One(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM recovery_request WHERE claim_hash = $1`, hash))
}

// requestsOf are a person's newest requests.
func requestsOf(ctx context.Context, tx db.Tx, person string) ([]Request, error) {
	return db.All(ctx, tx, scanRequest, `SELECT `+requestColumns+` FROM recovery_request WHERE person_id = $1 ORDER BY asked_us DESC, id DESC LIMIT 20`, person)
}

func insertRequest(ctx context.Context, tx db.Tx, r Request) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO recovery_request (`+requestColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		r.ID, r.Ref, r.claim, r.Person, r.Party, r.Lost, r.State, db.Micros(r.AskedAt), db.Micros(r.ReadyAt), db.Micros(r.EndsAt), r.EndedBy, db.Micros(r.EndedAt), r.Version)
	return err
}

const confirmationColumns = `id, request_id, person_id, party_id, seen, at_us`

func confirmationsOf(ctx context.Context, tx db.Tx, request string) ([]Confirmation, error) {
	return db.All(ctx, tx, func(scan db.Scan) (c Confirmation, err error) {
		var at int64
		err = scan(&c.ID, &c.Request, &c.Person, &c.Party, &c.Seen, &at)
		c.At = db.Instant(at)
		return c, err
	}, `SELECT `+confirmationColumns+` FROM recovery_confirmation WHERE request_id = $1 ORDER BY at_us, id LIMIT 20`, request)
}

func insertConfirmation(ctx context.Context, tx db.Tx, c Confirmation) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO recovery_confirmation (`+confirmationColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`, c.ID, c.Request, c.Person, c.Party, c.Seen, db.Micros(c.At))
	return err
}

// move takes a request to its next state, stores and records it.
func (s *Service) move(ctx context.Context, tx db.Tx, r *Request, what string) (err error) {
	before := r.State
	if r.State, err = Machine.Take(r.State, what); err != nil {
		return fault.New(fault.WrongTurn, "recovery.over")
	}
	if Machine.Final(r.State) {
		r.EndedBy, r.EndedAt = kernel.From(ctx).Person, s.Now()
	}
	r.Version++
	n, err := tx.Exec(ctx, `
		UPDATE recovery_request SET state = $1, ready_us = $2, ends_us = $3, ended_by = $4, ended_us = $5, version = $6 WHERE id = $7 AND version = $8`,
		r.State, db.Micros(r.ReadyAt), db.Micros(r.EndsAt), r.EndedBy, db.Micros(r.EndedAt), r.Version, r.ID, r.Version-1)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.conflict")
	}
	if err != nil {
		return err
	}
	return s.record(ctx, tx, *r, what, before)
}

// record writes an entry of the log. The parties are those that may see it; a
// request of nobody has none, and is written down all the same.
func (s *Service) record(ctx context.Context, tx db.Tx, r Request, what string, before flow.State, more ...auditlog.Field) error {
	who := kernel.From(ctx)
	e := auditlog.Entry{Kind: "recovery." + what, Case: r.ID, CaseVersion: r.Version, Person: who.Person, Party: who.Party,
		Before: string(before), After: string(r.State), Fields: append(r.facts(), more...)}
	if r.Party != "" {
		e.Parties = []string{r.Party}
	}
	_, err := s.Audit.Append(ctx, tx, e)
	return err
}
