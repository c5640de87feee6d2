// Package lifecycle is the life of a contract as a table: its states, who is on turn, and
// which move leads where.
package lifecycle

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Sides of a contract.
const (
	Borrower = "borrower"
	Lender   = "lender"
)

// States of a Contract.
const (
	Prepared       flow.State = "prepared"
	SignedBorrower flow.State = "signed_borrower"
	Effective      flow.State = "effective"
	Disbursing     flow.State = "disbursing"
	Performing     flow.State = "performing"
	InGrace        flow.State = "in_grace"
	Delayed        flow.State = "delayed"
	Delinquent     flow.State = "delinquent"
	ReliefActive   flow.State = "relief_active"
	Defaulted      flow.State = "defaulted"
	Recovered      flow.State = "recovered"
	WrittenOff     flow.State = "written_off"
	Renewed        flow.State = "renewed"
	Prepaid        flow.State = "prepaid"
	Matured        flow.State = "matured"
	Closed         flow.State = "closed"
	Cancelled      flow.State = "cancelled"
)

var (
	owner    = flow.Duty{Side: Borrower, Role: string(kernel.Owner)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	postLoan = flow.Duty{Side: Lender, Role: string(kernel.PostLoan)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// Paying are the states in which instalments fall due and are paid.
var Paying = []flow.State{Disbursing, Performing, InGrace, Delayed, Delinquent, ReliefActive}

// late are those in which something is overdue.
var late = []flow.State{InGrace, Delayed, Delinquent}

// Machine is the life of a Contract. The lender's signature makes it
// effective at once, so "signed by the lender" is no state of its own.
var Machine = &flow.Machine{
	Name: "contract", Feature: "servicing",
	Rows: []flow.Row{
		{State: Prepared, Turn: owner, Next: "sign_borrower"},
		{State: SignedBorrower, Turn: approver, Next: "sign_lender"},
		{State: Effective, Turn: postLoan, Next: "disburse"},
		{State: Disbursing, Turn: postLoan, Next: "repay"},
		{State: Performing, Turn: postLoan, Next: "repay"},
		{State: InGrace, Turn: postLoan, Next: "repay"},
		{State: Delayed, Turn: postLoan, Next: "repay"},
		{State: Delinquent, Turn: postLoan, Next: "repay"},
		{State: ReliefActive, Turn: postLoan, Next: "repay"},
		{State: Defaulted, Turn: postLoan, Next: "repay_defaulted"},
		{State: WrittenOff},
		{State: Recovered},
		{State: Renewed},
		{State: Prepaid},
		{State: Matured},
		{State: Closed},
		{State: Cancelled},
	},
	Moves: []flow.Move{
		{Name: "sign_borrower", From: []flow.State{Prepared}, To: SignedBorrower, By: []flow.Duty{owner}, When: "confirmed with step-up for the file's hash"},
		{Name: "sign_lender", From: []flow.State{SignedBorrower}, To: Effective, By: []flow.Duty{approver}, When: "not by the drafter of the offer; confirmed with step-up"},
		{Name: "cancel", From: []flow.State{Prepared, SignedBorrower}, To: Cancelled, By: []flow.Duty{owner, program}, When: "before both have signed"},
		{Name: "take_over", From: []flow.State{Prepared}, To: Performing, By: []flow.Duty{approver}, When: "a loan of the lender's own books: not by who uploaded it; the program makes and takes it over at once"},
		{Name: "disburse", From: []flow.State{Effective}, To: Performing, By: []flow.Duty{postLoan}, When: "once, not before the contract is effective"},
		{Name: "disburse_part", From: []flow.State{Effective}, To: Disbursing, By: []flow.Duty{postLoan}, When: "the first payout of a loan that is drawn in parts"},
		{Name: "draw", From: []flow.State{Disbursing}, To: Disbursing, By: []flow.Duty{approver}, When: "two people at the lender agree to what the borrower asked for"},
		{Name: "draw_last", From: []flow.State{Disbursing}, To: Performing, By: []flow.Duty{approver}, When: "likewise, and nothing more may be drawn"},
		{Name: "end_drawing", From: []flow.State{Disbursing}, To: Performing, By: []flow.Duty{program}, When: "the last day of drawing is over; what is undrawn lapses"},
		{Name: "repay_drawing", From: []flow.State{Disbursing, InGrace, Delayed, Delinquent, ReliefActive}, To: Disbursing, By: []flow.Duty{postLoan}, When: "nothing overdue is left, and more may be drawn"},
		{Name: "reverse_drawing", From: Paying, To: Disbursing, By: []flow.Duty{approver}, When: "a receipt was wrong, and more may be drawn"},
		{Name: "restate_drawing", From: Paying, To: Disbursing, By: []flow.Duty{program}, When: "both parties agreed to new terms, and more may be drawn"},
		{Name: "resume_drawing", From: []flow.State{ReliefActive}, To: Disbursing, By: []flow.Duty{program}, When: "the deferral is over, and more may be drawn"},
		{Name: "repay", From: Paying, To: Performing, By: []flow.Duty{postLoan}, When: "nothing overdue is left"},
		{Name: "repay_in_relief", From: []flow.State{InGrace, Delayed, Delinquent, ReliefActive}, To: ReliefActive, By: []flow.Duty{postLoan}, When: "nothing overdue is left, and a deferral is in force"},
		{Name: "repay_in_grace", From: late, To: InGrace, By: []flow.Duty{postLoan}, When: "something overdue is left, within the days of grace"},
		{Name: "repay_part", From: late, To: Delayed, By: []flow.Duty{postLoan}, When: "something overdue is left"},
		{Name: "repay_late", From: []flow.State{Delinquent}, To: Delinquent, By: []flow.Duty{postLoan}, When: "something is left that is overdue for more than 30 days"},
		{Name: "reverse", From: Paying, To: Performing, By: []flow.Duty{approver}, When: "a receipt was wrong; not by who booked it"},
		{Name: "restate", From: Paying, To: Performing, By: []flow.Duty{program}, When: "both parties agreed to new terms"},
		{Name: "relieve", From: []flow.State{Disbursing, Performing}, To: ReliefActive, By: []flow.Duty{program}, When: "a deferral is in force, and nothing is overdue"},
		{Name: "resume", From: []flow.State{ReliefActive}, To: Performing, By: []flow.Duty{program}, When: "the deferral is over"},
		{Name: "grace", From: []flow.State{Disbursing, Performing, ReliefActive}, To: InGrace, By: []flow.Duty{program}, When: "overdue within the days of grace"},
		{Name: "delay", From: []flow.State{Disbursing, Performing, InGrace, ReliefActive}, To: Delayed, By: []flow.Duty{program}, When: "overdue beyond them"},
		{Name: "default_notice", From: []flow.State{Delayed}, To: Delinquent, By: []flow.Duty{program}, When: "overdue for more than 30 days"},
		{Name: "default", From: []flow.State{Delinquent}, To: Defaulted, By: []flow.Duty{approver}, When: "two people at the lender agree"},
		{Name: "repay_defaulted", From: []flow.State{Defaulted}, To: Defaulted, By: []flow.Duty{postLoan}, When: "something is left"},
		{Name: "reverse_defaulted", From: []flow.State{Defaulted}, To: Defaulted, By: []flow.Duty{approver}, When: "a receipt was wrong; not by who booked it"},
		{Name: "recover", From: []flow.State{Defaulted}, To: Recovered, By: []flow.Duty{postLoan}, When: "all that is owed is paid"},
		{Name: "write_off", From: []flow.State{Defaulted}, To: WrittenOff, By: []flow.Duty{approver}, When: "two people at the lender agree, with a reason"},
		{Name: "recovery", From: []flow.State{WrittenOff}, To: WrittenOff, By: []flow.Duty{postLoan}, When: "money comes in after all"},
		{Name: "prepay", From: []flow.State{Disbursing, Performing, ReliefActive}, To: Prepaid, By: []flow.Duty{postLoan}, When: "the quoted sum was received on the quoted day"},
		{Name: "take_effect", From: []flow.State{Prepared}, To: Performing, By: []flow.Duty{program}, When: "both signed it to renew a loan, and the last due date of that has come"},
		{Name: "renew", From: []flow.State{Performing}, To: Renewed, By: []flow.Duty{program}, When: "the contract that renews it settles it on its last due date"},
		{Name: "mature", From: Paying, To: Matured, By: []flow.Duty{postLoan}, When: "the last instalment is paid"},
		{Name: "close", From: []flow.State{Prepaid, Matured, Recovered}, To: Closed, By: []flow.Duty{program, postLoan}, When: "at once"},
	},
	Clocks: []flow.Clock{
		{Name: "contract", Days: 3, Runs: []flow.State{Prepared, SignedBorrower}},
		{Name: "payout", Days: 2, Runs: []flow.State{Effective}},
	},
}

// drawing are the moves that lead to Disbursing where more may be drawn.
var drawing = map[string]string{"disburse": "disburse_part", "repay": "repay_drawing", "reverse": "reverse_drawing", "restate": "restate_drawing", "resume": "resume_drawing"}

// After is the state to which a move leads; more says whether more may be drawn.
func After(from flow.State, move string, more bool) (flow.State, error) {
	if part := drawing[move]; part != "" && more {
		move = part
	}
	return Machine.Take(from, move)
}
