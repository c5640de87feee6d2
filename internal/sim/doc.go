// Package sim drives the services as people would.
//
// A Timeline is a list of steps: an instant, who acts, and what they do. Play
// merges the steps of every feature, sets the business clock to each instant,
// acts as that person through authorisation, and lets follow what follows. The
// demo is one timeline (fenghe*.go); a simulation is another, made from a seed.
//
// Two things live by seeds. Run lets the people of the park work for some days.
// A Stage holds a loan that is paid out, and each Live is two years of luck with
// it, from which a thousand seeds make a thousand lives.
//
// Steps that the data of Fenghe Park leaves out follow one rule. A date without
// a time is 10:00. After submission come four turns, one working day each: the
// liaison verifies and publishes; the lender requests the file and answers,
// officer then approver; the enterprise chooses and signs; the lender
// countersigns and pays on the given day. In AP12 nobody chooses, and the
// application expires with its offer. AP16's bank is still assessing when the
// consent is revoked; the enterprise withdraws the same day. Repayments are
// booked on the due date itself.
package sim
