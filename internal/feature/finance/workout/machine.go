package workout

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Lender is the only side of a proposal.
const Lender = "lender"

// States of a Proposal.
const (
	Proposed  flow.State = "proposed"
	Agreed    flow.State = "agreed"
	Refused   flow.State = "refused"
	Withdrawn flow.State = "withdrawn"
	Lapsed    flow.State = "lapsed"
)

var (
	officer  = flow.Duty{Side: Lender, Role: string(kernel.Officer)}
	postLoan = flow.Duty{Side: Lender, Role: string(kernel.PostLoan)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// ProposalMachine is the life of a Proposal. It begins when it is made.
var ProposalMachine = &flow.Machine{
	Name: "workout", Feature: Name,
	Rows: []flow.Row{
		{State: Proposed, Turn: approver, Next: "agree"},
		{State: Agreed},
		{State: Refused},
		{State: Withdrawn},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "agree", From: []flow.State{Proposed}, To: Agreed, By: []flow.Duty{approver}, When: "not by who proposed it; to the loan as it was shown; confirmed with step-up"},
		{Name: "refuse", From: []flow.State{Proposed}, To: Refused, By: []flow.Duty{approver}, When: "not by who proposed it; with a reason"},
		{Name: "withdraw", From: []flow.State{Proposed}, To: Withdrawn, By: []flow.Duty{officer, postLoan}, When: "by who proposed it"},
		{Name: "lapse", From: []flow.State{Proposed}, To: Lapsed, By: []flow.Duty{program}, When: "the state of the loan has moved"},
	},
}
