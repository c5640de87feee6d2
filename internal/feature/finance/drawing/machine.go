package drawing

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Sides of a request.
const (
	Borrower = "borrower"
	Lender   = "lender"
)

// States of a Request and of a Waiver.
const (
	Scheduled flow.State = "scheduled"
	Asked     flow.State = "asked"
	Recorded  flow.State = "recorded"
	Paid      flow.State = "paid"
	Proposed  flow.State = "proposed"
	Agreed    flow.State = "agreed"
	Refused   flow.State = "refused"
	Withdrawn flow.State = "withdrawn"
	Lapsed    flow.State = "lapsed"
)

var (
	owner    = flow.Duty{Side: Borrower, Role: string(kernel.Owner)}
	clerk    = flow.Duty{Side: Borrower, Role: string(kernel.FinanceClerk)}
	officer  = flow.Duty{Side: Lender, Role: string(kernel.Officer)}
	postLoan = flow.Duty{Side: Lender, Role: string(kernel.PostLoan)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// RequestMachine is the life of a Request.
var RequestMachine = &flow.Machine{
	Name: "drawing", Feature: Name,
	Rows: []flow.Row{
		{State: Scheduled},
		{State: Asked, Turn: postLoan, Next: "record"},
		{State: Recorded, Turn: approver, Next: "agree"},
		{State: Paid},
		{State: Refused},
		{State: Withdrawn},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "call", From: []flow.State{Scheduled}, To: Asked, By: []flow.Duty{program}, When: "its day has come; at once where it is today"},
		{Name: "record", From: []flow.State{Asked}, To: Recorded, By: []flow.Duty{officer, postLoan}, When: "with the day and the number of the payout"},
		{Name: "agree", From: []flow.State{Recorded}, To: Paid, By: []flow.Duty{approver}, When: "not by who recorded it; within the limit, while the loan runs well"},
		{Name: "refuse", From: []flow.State{Scheduled, Asked, Recorded}, To: Refused, By: []flow.Duty{officer, postLoan, approver}, When: "with a reason"},
		{Name: "withdraw", From: []flow.State{Scheduled, Asked}, To: Withdrawn, By: []flow.Duty{owner, clerk}, When: "before anybody recorded it"},
		{Name: "lapse", From: []flow.State{Scheduled, Asked, Recorded}, To: Lapsed, By: []flow.Duty{program}, When: "nothing may be drawn any more"},
	},
	Clocks: []flow.Clock{{Name: "payout", Days: 2, Runs: []flow.State{Asked, Recorded}}},
}

// WaiverMachine is the life of a Waiver. It begins when it is proposed.
var WaiverMachine = &flow.Machine{
	Name: "waiver", Feature: Name,
	Rows: []flow.Row{
		{State: Proposed, Turn: approver, Next: "agree"},
		{State: Agreed},
		{State: Refused},
		{State: Withdrawn},
		{State: Lapsed},
	},
	Moves: []flow.Move{
		{Name: "agree", From: []flow.State{Proposed}, To: Agreed, By: []flow.Duty{approver}, When: "not by who proposed it; of fees that are still open"},
		{Name: "refuse", From: []flow.State{Proposed}, To: Refused, By: []flow.Duty{approver}, When: "not by who proposed it; with a reason"},
		{Name: "withdraw", From: []flow.State{Proposed}, To: Withdrawn, By: []flow.Duty{officer, postLoan}, When: "by who proposed it"},
		{Name: "lapse", From: []flow.State{Proposed}, To: Lapsed, By: []flow.Duty{program}, When: "the fees were paid"},
	},
}
