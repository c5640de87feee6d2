package intake

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Lender is the only side of a batch.
const Lender = "lender"

// States of a Batch.
const (
	Checked   flow.State = "checked"
	Ready     flow.State = "ready"
	Faulty    flow.State = "faulty"
	Accepted  flow.State = "accepted"
	Booked    flow.State = "booked"
	Refused   flow.State = "refused"
	Discarded flow.State = "discarded"
)

var (
	postLoan = flow.Duty{Side: Lender, Role: string(kernel.PostLoan)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// BatchMachine is the life of a Batch. Loans that nothing is wrong with begin as
// checked, repayments as ready, and a file with problems as faulty.
var BatchMachine = &flow.Machine{
	Name: "batch", Feature: "intake",
	Rows: []flow.Row{
		{State: Checked, Turn: postLoan, Next: "accept"},
		{State: Ready, Turn: postLoan, Next: "book"},
		{State: Faulty},
		{State: Accepted, Turn: approver, Next: "approve"},
		{State: Booked},
		{State: Refused},
		{State: Discarded},
	},
	Moves: []flow.Move{
		{Name: "read_receipts", From: []flow.State{Checked}, To: Ready, By: []flow.Duty{program}, When: "the file lists repayments"},
		{Name: "accept", From: []flow.State{Checked}, To: Accepted, By: []flow.Duty{postLoan}, When: "loans: as the report says"},
		{Name: "approve", From: []flow.State{Accepted}, To: Booked, By: []flow.Duty{approver}, When: "not by who uploaded it; to the hash of the report; confirmed with step-up; every line comes out as the report said"},
		{Name: "book", From: []flow.State{Ready}, To: Booked, By: []flow.Duty{postLoan}, When: "repayments: every line comes out as the report said"},
		{Name: "refuse", From: []flow.State{Accepted}, To: Refused, By: []flow.Duty{approver}, When: "with a reason"},
		{Name: "discard", From: []flow.State{Checked, Ready, Faulty, Accepted}, To: Discarded, By: []flow.Duty{postLoan}, When: "before it is booked"},
		{Name: "differ", From: []flow.State{Checked, Accepted}, To: Checked, By: []flow.Duty{program}, When: "lines come out otherwise: the new report stands"},
		{Name: "differ_receipts", From: []flow.State{Ready}, To: Ready, By: []flow.Duty{program}, When: "lines come out otherwise: the new report stands"},
		{Name: "fail", From: []flow.State{Checked, Ready, Accepted}, To: Faulty, By: []flow.Duty{program}, When: "lines have problems: the new report stands"},
	},
}
