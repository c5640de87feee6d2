package grading

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Lender is the only side of a rule.
const Lender = "lender"

// States of a Rule.
const (
	Proposed  flow.State = "proposed"
	Agreed    flow.State = "agreed"
	Refused   flow.State = "refused"
	Withdrawn flow.State = "withdrawn"
)

var (
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	postLoan = flow.Duty{Side: Lender, Role: string(kernel.PostLoan)}
)

// RuleMachine is the life of a version of a lender's thresholds. It begins when it
// is proposed, and once agreed to it stays as it was.
var RuleMachine = &flow.Machine{
	Name: "class_rule", Feature: Name,
	Rows: []flow.Row{
		{State: Proposed, Turn: approver, Next: "agree"},
		{State: Agreed},
		{State: Refused},
		{State: Withdrawn},
	},
	Moves: []flow.Move{
		{Name: "agree", From: []flow.State{Proposed}, To: Agreed, By: []flow.Duty{approver}, When: "not by who proposed it; before its first day is over; confirmed with step-up"},
		{Name: "refuse", From: []flow.State{Proposed}, To: Refused, By: []flow.Duty{approver}, When: "not by who proposed it; with a reason"},
		{Name: "withdraw", From: []flow.State{Proposed}, To: Withdrawn, By: []flow.Duty{approver, postLoan}, When: "by who proposed it"},
	},
}
