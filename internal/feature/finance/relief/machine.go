package relief

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
	Requested    flow.State = "requested"
	Proposed     flow.State = "proposed"
	AcceptedBoth flow.State = "accepted_both"
	Approved     flow.State = "approved"
	Effective    flow.State = "effective"
	Noticed      flow.State = "noticed"
	Breached     flow.State = "breached"
	Completed    flow.State = "completed"
	Rejected     flow.State = "rejected"
	Withdrawn    flow.State = "withdrawn"
	Revoked      flow.State = "revoked"
)

var (
	owner    = flow.Duty{Side: Borrower, Role: string(kernel.Owner)}
	clerk    = flow.Duty{Side: Borrower, Role: string(kernel.FinanceClerk)}
	officer  = flow.Duty{Side: Lender, Role: string(kernel.Officer)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// CaseMachine is the life of a Case. It begins with the borrower's request.
var CaseMachine = &flow.Machine{
	Name: "relief", Feature: "relief",
	Rows: []flow.Row{
		{State: Requested, Turn: officer, Next: "propose"},
		{State: Proposed, Turn: owner, Next: "agree"},
		{State: AcceptedBoth, Turn: approver, Next: "approve"},
		{State: Approved},
		{State: Effective},
		{State: Noticed},
		{State: Breached, Turn: approver, Next: "revoke"},
		{State: Completed},
		{State: Rejected},
		{State: Withdrawn},
		{State: Revoked},
	},
	Moves: []flow.Move{
		{Name: "propose", From: []flow.State{Requested, Proposed, AcceptedBoth, Approved}, To: Proposed, By: []flow.Duty{officer}, When: "an action that the loan allows; it replaces an earlier proposal"},
		{Name: "reject", From: []flow.State{Requested, Proposed}, To: Rejected, By: []flow.Duty{officer}, When: "with a reason"},
		{Name: "counter", From: []flow.State{Proposed}, To: Requested, By: []flow.Duty{owner}, When: "the borrower asks for other terms and says which"},
		{Name: "agree", From: []flow.State{Proposed}, To: AcceptedBoth, By: []flow.Duty{owner}, When: "to the hash of the proposal on the table; confirmed with step-up"},
		{Name: "send_back", From: []flow.State{AcceptedBoth}, To: Requested, By: []flow.Duty{approver}, When: "with a reason"},
		{Name: "approve", From: []flow.State{AcceptedBoth}, To: Approved, By: []flow.Duty{approver}, When: "not by who proposed it; to the hash that the borrower agreed to; confirmed with step-up"},
		{Name: "take_effect", From: []flow.State{Approved}, To: Effective, By: []flow.Duty{program}, When: "its day has come: the contract's terms are restated"},
		{Name: "lose_ground", From: []flow.State{Approved}, To: Requested, By: []flow.Duty{program}, When: "its day has come, and the loan is no longer as it was agreed upon"},
		{Name: "notice", From: []flow.State{Effective}, To: Noticed, By: []flow.Duty{officer}, When: "the promise is broken: with a reason and a day by which to mend it"},
		{Name: "cure", From: []flow.State{Noticed, Breached}, To: Effective, By: []flow.Duty{officer}, When: "mended"},
		{Name: "lapse", From: []flow.State{Noticed}, To: Breached, By: []flow.Duty{program}, When: "the day by which to mend it is over"},
		{Name: "revoke", From: []flow.State{Breached}, To: Revoked, By: []flow.Duty{approver}, When: "not by who gave notice; with a reason; confirmed with step-up; the terms are restated"},
		{Name: "complete", From: []flow.State{Effective}, To: Completed, By: []flow.Duty{program}, When: "the deferral and the promise are over, or the loan is"},
		{Name: "withdraw", From: []flow.State{Requested, Proposed, AcceptedBoth}, To: Withdrawn, By: []flow.Duty{owner, clerk}, When: "before it is approved"},
	},
	Clocks: []flow.Clock{{Name: "relief_reply", Days: 5, Runs: []flow.State{Requested}}},
}
