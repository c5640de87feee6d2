package renewal

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Sides of a case.
const (
	Borrower = "borrower"
	Lender   = "lender"
)

// States of a Case.
const (
	Requested flow.State = "requested"
	Reviewed  flow.State = "reviewed"
	Proposed  flow.State = "proposed"
	Agreed    flow.State = "agreed"
	Approved  flow.State = "approved"
	Effective flow.State = "effective"
	Rejected  flow.State = "rejected"
	Withdrawn flow.State = "withdrawn"
	Lapsed    flow.State = "lapsed"
)

var (
	owner    = flow.Duty{Side: Borrower, Role: string(kernel.Owner)}
	clerk    = flow.Duty{Side: Borrower, Role: string(kernel.FinanceClerk)}
	officer  = flow.Duty{Side: Lender, Role: string(kernel.Officer)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// open are the states in which not both have signed.
var open = []flow.State{Requested, Reviewed, Proposed, Agreed}

// CaseMachine is the life of a Case. It begins with the borrower's request.
var CaseMachine = &flow.Machine{
	Name: "renewal", Feature: "renewal",
	Rows: []flow.Row{
		{State: Requested, Turn: officer, Next: "review"},
		{State: Reviewed, Turn: officer, Next: "propose"},
		{State: Proposed, Turn: owner, Next: "agree"},
		{State: Agreed, Turn: approver, Next: "approve"},
		{State: Approved},
		{State: Effective},
		{State: Rejected},
		{State: Withdrawn},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "review", From: []flow.State{Requested, Reviewed}, To: Reviewed, By: []flow.Duty{officer}, When: "every line of the checklist is answered with a note"},
		{Name: "propose", From: []flow.State{Reviewed, Proposed, Agreed}, To: Proposed, By: []flow.Duty{officer}, When: "a contract of at most the principal that falls due; it replaces an earlier proposal"},
		{Name: "reject", From: []flow.State{Requested, Reviewed, Proposed}, To: Rejected, By: []flow.Duty{officer}, When: "with a reason"},
		{Name: "counter", From: []flow.State{Proposed}, To: Reviewed, By: []flow.Duty{owner}, When: "the borrower asks for other terms and says which"},
		{Name: "agree", From: []flow.State{Proposed}, To: Agreed, By: []flow.Duty{owner}, When: "before the old loan falls due; signs the file on the table with step-up"},
		{Name: "send_back", From: []flow.State{Agreed}, To: Reviewed, By: []flow.Duty{approver}, When: "with a reason"},
		{Name: "approve", From: []flow.State{Agreed}, To: Approved, By: []flow.Duty{approver}, When: "before the old loan falls due; neither reviewed nor proposed it; signs the same file with step-up"},
		{Name: "take_effect", From: []flow.State{Approved}, To: Effective, By: []flow.Duty{program}, When: "the old loan falls due, and all but the proceeds has been paid"},
		{Name: "lapse", From: []flow.State{Requested, Reviewed, Proposed, Agreed, Approved}, To: Lapsed, By: []flow.Duty{program}, When: "the old loan has fallen due, is over, is late, or is no longer as agreed"},
		{Name: "withdraw", From: open, To: Withdrawn, By: []flow.Duty{owner, clerk}, When: "before both have signed"},
	},
	Clocks: []flow.Clock{{Name: "renewal_reply", Days: 5, Runs: []flow.State{Requested, Reviewed}}},
}
