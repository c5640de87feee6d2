package reconciliation

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Lender is the only side of a reconciliation.
const Lender = "lender"

// States of a Reconciliation.
const (
	Open      flow.State = "open"
	Faulty    flow.State = "faulty"
	Sent      flow.State = "sent"
	Agreed    flow.State = "agreed"
	Discarded flow.State = "discarded"
)

var (
	postLoan = flow.Duty{Side: Lender, Role: string(kernel.PostLoan)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// Machine is the life of a Reconciliation. It begins when the statement was read
// and matched; a file with problems is faulty.
var Machine = &flow.Machine{
	Name: "reconciliation", Feature: Name,
	Rows: []flow.Row{
		{State: Open, Turn: postLoan, Next: "match"},
		{State: Faulty},
		{State: Sent, Turn: approver, Next: "confirm"},
		{State: Agreed},
		{State: Discarded},
	},
	Moves: []flow.Move{
		{Name: "match", From: []flow.State{Open}, To: Open, By: []flow.Duty{postLoan}, When: "with the books as they are now"},
		{Name: "explain", From: []flow.State{Open}, To: Open, By: []flow.Duty{postLoan}, When: "one difference, in words"},
		{Name: "send", From: []flow.State{Open}, To: Sent, By: []flow.Duty{postLoan}, When: "matched again; every difference that is left is explained"},
		{Name: "agree", From: []flow.State{Open}, To: Agreed, By: []flow.Duty{postLoan}, When: "matched again; no difference is left; no agreed period overlaps"},
		{Name: "confirm", From: []flow.State{Sent}, To: Agreed, By: []flow.Duty{approver}, When: "not by who brought, explained or sent it; to the hash of report and explanations; confirmed with step-up; matched again, and nothing came out otherwise"},
		{Name: "return", From: []flow.State{Sent}, To: Open, By: []flow.Duty{approver}, When: "with a reason"},
		{Name: "differ", From: []flow.State{Sent}, To: Open, By: []flow.Duty{program}, When: "matched again, and it came out otherwise"},
		{Name: "discard", From: []flow.State{Open, Faulty, Sent}, To: Discarded, By: []flow.Duty{postLoan}, When: "before it is agreed"},
		{Name: "fail", From: []flow.State{Open}, To: Faulty, By: []flow.Duty{program}, When: "the file has problems"},
		{Name: "reopen", From: []flow.State{Agreed}, To: Open, By: []flow.Duty{postLoan}, When: "the books of the period have changed since"},
	},
}
