package origination

// The three state machines of an alliance case, as tables. Pages, API, docs,
// clocks and tests all read these.

import (
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Sides of an alliance case.
const (
	Borrower = "borrower"
	Park     = "park"
	Lender   = "lender"
)

// States of an Application.
const (
	Draft         flow.State = "draft"
	Submitted     flow.State = "submitted"
	Returned      flow.State = "returned"
	Verified      flow.State = "verified"
	Published     flow.State = "published"
	InReview      flow.State = "in_review"
	OffersOpen    flow.State = "offers_open"
	OfferChosen   flow.State = "offer_chosen"
	Contracted    flow.State = "contracted"
	Funded        flow.State = "funded"
	Closed        flow.State = "closed"
	Withdrawn     flow.State = "withdrawn"
	Expired       flow.State = "expired"
	DeclinedByAll flow.State = "declined_by_all"
	Referred      flow.State = "referred"
)

// States of a LenderCase.
const (
	Invited        flow.State = "invited"
	Interested     flow.State = "interested"
	FileRequested  flow.State = "file_requested"
	ConsentGranted flow.State = "consent_granted"
	Assessing      flow.State = "assessing"
	Offered        flow.State = "offered"
	Declined       flow.State = "declined"
	Lapsed         flow.State = "lapsed"
	Frozen         flow.State = "frozen"
	Left           flow.State = "left"
)

// States of an Offer; Withdrawn and Expired are shared words.
const (
	Drafted  flow.State = "drafted"
	Issued   flow.State = "issued"
	Accepted flow.State = "accepted"
	Rejected flow.State = "rejected"
)

var (
	owner    = flow.Duty{Side: Borrower, Role: string(kernel.Owner)}
	clerk    = flow.Duty{Side: Borrower, Role: string(kernel.FinanceClerk)}
	liaison  = flow.Duty{Side: Park, Role: string(kernel.Liaison)}
	officer  = flow.Duty{Side: Lender, Role: string(kernel.Officer)}
	approver = flow.Duty{Side: Lender, Role: string(kernel.Approver)}
	program  = flow.Duty{Side: "", Role: string(kernel.System)}
)

// open are the states in which an application occupies its enterprise and
// purpose, and in which it can still be withdrawn.
var open = []flow.State{Submitted, Returned, Verified, Published, InReview, OffersOpen, OfferChosen}

// ApplicationMachine is the life of an Application.
var ApplicationMachine = &flow.Machine{
	Name: "application", Feature: "origination",
	Rows: []flow.Row{
		{State: Draft, Turn: owner, Next: "submit"},
		{State: Submitted, Turn: liaison, Next: "verify"},
		{State: Returned, Turn: owner, Next: "submit"},
		{State: Verified, Turn: liaison, Next: "publish"},
		{State: Published},
		{State: InReview},
		{State: OffersOpen, Turn: owner, Next: "choose"},
		{State: OfferChosen},
		{State: Contracted},
		{State: Funded},
		{State: Closed},
		{State: Withdrawn},
		{State: Expired},
		{State: DeclinedByAll, Turn: liaison, Next: "refer"},
		{State: Referred, Turn: owner, Next: "reshare"},
	},
	Moves: []flow.Move{
		{Name: "submit", From: []flow.State{Draft, Returned}, To: Submitted, By: []flow.Duty{owner}, When: "every section complete, consent ready"},
		{Name: "discard", From: []flow.State{Draft}, To: Withdrawn, By: []flow.Duty{owner, clerk}},
		{Name: "return", From: []flow.State{Submitted}, To: Returned, By: []flow.Duty{liaison}, When: "a note says what is missing"},
		{Name: "verify", From: []flow.State{Submitted}, To: Verified, By: []flow.Duty{liaison}},
		{Name: "publish", From: []flow.State{Verified}, To: Published, By: []flow.Duty{liaison}},
		{Name: "review", From: []flow.State{Published}, To: InReview, By: []flow.Duty{program}, When: "a lender requests the file"},
		{Name: "open_offers", From: []flow.State{Published, InReview}, To: OffersOpen, By: []flow.Duty{program}, When: "there is an offer, and every lender has answered or the answers were due"},
		{Name: "decline_all", From: []flow.State{Published, InReview, OffersOpen}, To: DeclinedByAll, By: []flow.Duty{program}, When: "every lender has declined, or taken its offer back; of open offers, when the last lender left the alliance"},
		{Name: "choose", From: []flow.State{OffersOpen}, To: OfferChosen, By: []flow.Duty{owner}, When: "the offer is open; confirmed with step-up"},
		{Name: "contract", From: []flow.State{OfferChosen}, To: Contracted, By: []flow.Duty{program}, When: "both parties signed"},
		{Name: "fund", From: []flow.State{Contracted}, To: Funded, By: []flow.Duty{program}, When: "the money was paid out"},
		{Name: "close", From: []flow.State{Funded}, To: Closed, By: []flow.Duty{program}, When: "the loan is repaid"},
		{Name: "withdraw", From: append(slices.Clone(open), DeclinedByAll, Referred), To: Withdrawn, By: []flow.Duty{owner}, When: "not after both parties signed"},
		{Name: "expire", From: []flow.State{OffersOpen}, To: Expired, By: []flow.Duty{program}, When: "the last open offer ran out"},
		{Name: "refer", From: []flow.State{DeclinedByAll}, To: Referred, By: []flow.Duty{liaison}},
		{Name: "reshare", From: []flow.State{Referred}, To: Published, By: []flow.Duty{owner}, When: "further lenders are named and consent is given anew"},
	},
	Clocks: []flow.Clock{
		{Name: "acknowledge", Days: 1, Runs: []flow.State{Submitted}},
		{Name: "referral", Days: 1, Runs: []flow.State{DeclinedByAll}},
	},
}

// unanswered are the states in which a lender still owes an answer.
var unanswered = []flow.State{Invited, Interested, FileRequested, ConsentGranted, Assessing}

// LenderCaseMachine is one lender's work on one application.
var LenderCaseMachine = &flow.Machine{
	Name: "lender_case", Feature: "origination",
	Rows: []flow.Row{
		{State: Invited, Turn: officer, Next: "request_file"},
		{State: Interested, Turn: officer, Next: "request_file"},
		{State: FileRequested, Turn: owner, Next: "grant"},
		{State: ConsentGranted, Turn: officer, Next: "assess"},
		{State: Assessing, Turn: officer, Next: "offer"},
		{State: Offered},
		{State: Declined},
		{State: Lapsed},
		{State: Frozen},
		{State: Left},
	},
	Moves: []flow.Move{
		{Name: "interest", From: []flow.State{Invited}, To: Interested, By: []flow.Duty{officer}},
		{Name: "request_file", From: []flow.State{Invited, Interested}, To: FileRequested, By: []flow.Duty{officer}},
		{Name: "grant", From: []flow.State{FileRequested}, To: ConsentGranted, By: []flow.Duty{owner, program}, When: "at once where the application came with a consent for this lender"},
		{Name: "assess", From: []flow.State{ConsentGranted}, To: Assessing, By: []flow.Duty{officer}},
		{Name: "offer", From: []flow.State{Assessing}, To: Offered, By: []flow.Duty{approver}, When: "somebody else drafted the offer"},
		{Name: "decline", From: unanswered, To: Declined, By: []flow.Duty{officer, approver}, When: "with a structured reason"},
		{Name: "invite_again", From: []flow.State{Declined}, To: Invited, By: []flow.Duty{owner}, When: "the application was referred and comes back with a letter of intent or a recommendation"},
		{Name: "lapse", From: unanswered, To: Lapsed, By: []flow.Duty{program}, When: "the application ended"},
		{Name: "freeze", From: []flow.State{FileRequested, ConsentGranted, Assessing, Offered}, To: Frozen, By: []flow.Duty{program}, When: "the consent was revoked or ran out; not once its offer is open"},
		{Name: "leave", From: append(slices.Clone(unanswered), Offered), To: Left, By: []flow.Duty{program}, When: "the lender left the alliance; not once its offer was accepted"},
	},
	Clocks: []flow.Clock{
		{Name: "first_response", Days: 3, Runs: []flow.State{Invited, Interested}},
		{Name: "decision", Days: 5, Runs: []flow.State{ConsentGranted, Assessing}},
	},
}

// OfferMachine is the life of an Offer.
var OfferMachine = &flow.Machine{
	Name: "offer", Feature: "origination",
	Rows: []flow.Row{
		{State: Drafted, Turn: approver, Next: "issue"},
		{State: Issued},
		{State: Accepted},
		{State: Rejected},
		{State: Withdrawn},
		{State: Expired},
	},
	Moves: []flow.Move{
		{Name: "issue", From: []flow.State{Drafted}, To: Issued, By: []flow.Duty{approver}, When: "not by its drafter; capacity is reserved"},
		{Name: "discard", From: []flow.State{Drafted}, To: Withdrawn, By: []flow.Duty{officer, approver, program}},
		{Name: "open", From: []flow.State{Issued}, To: Issued, By: []flow.Duty{program}, When: "every lender has answered or the answers were due; what opens fits its commitment"},
		{Name: "spoil", From: []flow.State{Issued}, To: Withdrawn, By: []flow.Duty{program}, When: "what was closed does not fit its commitment"},
		{Name: "accept", From: []flow.State{Issued}, To: Accepted, By: []flow.Duty{owner}, When: "opened and not expired; confirmed with step-up"},
		{Name: "reject", From: []flow.State{Issued}, To: Rejected, By: []flow.Duty{program}, When: "another offer was accepted, or the application ended"},
		{Name: "withdraw", From: []flow.State{Issued}, To: Withdrawn, By: []flow.Duty{approver, program}, When: "before it is accepted; the program, when consent ends before the offer opens"},
		{Name: "expire", From: []flow.State{Issued}, To: Expired, By: []flow.Duty{program}, When: "its last day has passed, 17:00"},
	},
}
