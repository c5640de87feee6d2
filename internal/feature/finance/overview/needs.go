package overview

// What figures are made of, in their own words. internal/app satisfies these.

import (
	"context"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Alliance knows the applications of everybody, and the names in the figures.
// Nothing that is sealed stands in its answers.
type Alliance interface {
	Applications(ctx context.Context, tx db.Tx) ([]Application, error)
	// Lenders lists every bank by its party.
	Lenders(ctx context.Context, tx db.Tx) (map[string]i18n.Text, error)
}

// Stage is how far an application came.
type Stage int

// Stages in their order.
const (
	Received   Stage = iota // handed in for the first time
	Published               // shown to lenders for the first time
	Answered                // offers opened, or all lenders declined
	Offered                 // offers opened
	Chosen                  // the enterprise took one
	Contracted              // both sides signed
	Funded                  // paid out
	stageCount
)

var stageKeys = [stageCount]string{"received", "published", "answered", "offered", "chosen", "contracted", "funded"}

// String is the stage as addresses and messages have it.
func (s Stage) String() string { return stageKeys[s] }

// Application is an application as figures count it: nothing of its file.
type Application struct {
	ID        string
	Ref       string
	Borrower  string
	Name      i18n.Text
	Industry  string // code, "" where the park does not know
	Trade     i18n.Text
	State     flow.State
	AmountFen money.Fen
	FirstLoan bool
	Came      [stageCount]time.Time // when it first came to each stage, zero where it did not
	Asked     []Asked
	Loans     []Loan
}

// Asked is a lender that was asked.
type Asked struct {
	Lender     string
	Invited    time.Time
	Due        time.Time // until when answers are due
	Answered   time.Time // zero while nobody else may know of an answer
	Opened     time.Time // of its offer
	OfferedFen money.Fen
	Declined   string        // the reason's code
	Response   time.Duration // working time to the file request or the decline
	Responded  bool
}

// Loan is a contract that was made of an application.
type Loan struct {
	Lender    string
	AmountFen money.Fen
	RatePPM   money.PPM
	Unsecured bool
	Prepared  time.Time
	Effective time.Time // zero until both sides signed
	Booked    time.Time // when the payout was booked
	PaidOn    string    // civil date of the payout, "" until then
}

// Calendar counts working time.
type Calendar interface {
	Worked(from, to time.Time) time.Duration
	Zone() *time.Location
}
