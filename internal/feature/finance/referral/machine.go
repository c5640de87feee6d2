package referral

import (
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Sides of a request.
const (
	Borrower  = "borrower"
	Guarantor = "guarantor"
	Town      = "town"
)

// States of a GuaranteeRequest, and of a Recommendation.
const (
	Asked       flow.State = "asked"
	Reading     flow.State = "reading"
	Proposed    flow.State = "proposed"
	Stated      flow.State = "stated"
	Declined    flow.State = "declined"
	Withdrawn   flow.State = "withdrawn"
	Frozen      flow.State = "frozen"
	Lapsed      flow.State = "lapsed"
	TakenBack   flow.State = "taken_back"
	Expired     flow.State = "expired"
	Recommended flow.State = "recommended"
	Refused     flow.State = "refused"
)

// replyDays is how many working days a guarantor and the town have.
const replyDays = 3

var (
	owner    = flow.Duty{Side: Borrower, Role: string(kernel.Owner)}
	officer  = flow.Duty{Side: Guarantor, Role: string(kernel.GuaranteeOfficer)}
	approver = flow.Duty{Side: Guarantor, Role: string(kernel.GuaranteeApprover)}
	town     = flow.Duty{Side: Town, Role: string(kernel.TownLead)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// pending are the states in which a guarantor owes an answer.
var pending = []flow.State{Asked, Reading, Proposed}

// GuaranteeMachine is the life of a GuaranteeRequest.
var GuaranteeMachine = &flow.Machine{
	Name: "guarantee_request", Feature: Name,
	Rows: []flow.Row{
		{State: Asked, Turn: officer, Next: "request_file"},
		{State: Reading, Turn: officer, Next: "propose"},
		{State: Proposed, Turn: approver, Next: "state"},
		{State: Stated},
		{State: Declined},
		{State: Withdrawn},
		{State: Frozen},
		{State: Lapsed},
		{State: TakenBack},
		{State: Expired},
	},
	Moves: []flow.Move{
		{Name: "request_file", From: []flow.State{Asked}, To: Reading, By: []flow.Duty{officer}, When: "the consent that came with the request is live"},
		{Name: "propose", From: []flow.State{Reading}, To: Proposed, By: []flow.Duty{officer}, When: "within what was asked for, and valid today"},
		{Name: "return", From: []flow.State{Proposed}, To: Reading, By: []flow.Duty{approver}, When: "not by who proposed it; with a note"},
		{Name: "state", From: []flow.State{Proposed}, To: Stated, By: []flow.Duty{approver}, When: "not by who proposed it; of the letter as it was shown; confirmed with step-up"},
		{Name: "decline", From: pending, To: Declined, By: []flow.Duty{officer, approver}, When: "with a structured reason; a proposal not by who made it"},
		{Name: "withdraw", From: pending, To: Withdrawn, By: []flow.Duty{owner}},
		{Name: "freeze", From: pending, To: Frozen, By: []flow.Duty{program}, When: "the consent was revoked"},
		{Name: "lapse", From: append(slices.Clone(pending), Stated), To: Lapsed, By: []flow.Duty{program}, When: "the application was published again or ended; a letter only when it ended"},
		{Name: "take_back", From: []flow.State{Stated}, To: TakenBack, By: []flow.Duty{approver}, When: "with a reason; while no lender sees the letter"},
		{Name: "expire", From: []flow.State{Stated}, To: Expired, By: []flow.Duty{program}, When: "its last day has passed, 17:00"},
	},
	Clocks: []flow.Clock{{Name: "guarantee", Days: replyDays, Runs: pending}},
}

// RecommendationMachine is the life of a Recommendation.
var RecommendationMachine = &flow.Machine{
	Name: "recommendation", Feature: Name,
	Rows: []flow.Row{
		{State: Asked, Turn: town, Next: "recommend"},
		{State: Recommended},
		{State: Refused},
		{State: Withdrawn},
		{State: Frozen},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "recommend", From: []flow.State{Asked}, To: Recommended, By: []flow.Duty{town}, When: "in words that do not name the enterprise"},
		{Name: "refuse", From: []flow.State{Asked}, To: Refused, By: []flow.Duty{town}, When: "with a reason"},
		{Name: "withdraw", From: []flow.State{Asked}, To: Withdrawn, By: []flow.Duty{owner}},
		{Name: "freeze", From: []flow.State{Asked}, To: Frozen, By: []flow.Duty{program}, When: "the consent was revoked"},
		{Name: "lapse", From: []flow.State{Asked}, To: Lapsed, By: []flow.Duty{program}, When: "the application was published again or ended"},
	},
	Clocks: []flow.Clock{{Name: "recommendation", Days: replyDays, Runs: []flow.State{Asked}}},
}
