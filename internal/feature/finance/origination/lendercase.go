package origination

// A LenderCase is one lender's work on one application. Before the file is
// opened it shows a profile without names.

import (
	"slices"
	"time"

	"kaigong.example/kaigong/internal/platform/flow"
)

// LenderCase is one invitation and what became of it.
type LenderCase struct {
	ID          string     `json:"id"`
	Application string     `json:"application"`
	Lender      string     `json:"lender"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	Invited     time.Time  `json:"invited"`
	Answered    time.Time  `json:"answered"`
	Reason      Reason     `json:"reason"`
}

// Answered reports whether the lender has said its word, or can no longer.
func (c *LenderCase) Done() bool { return !slices.Contains(unanswered, c.State) }

// parties are those who may see the entry of a move of the case. Where it tells
// of an offer it is the lender's alone: nobody else learns of one before it
// opens.
func (c *LenderCase) parties(a *Application, move string) []string {
	if move == "offer" || c.State == Offered {
		return []string{c.Lender}
	}
	return []string{a.Borrower, c.Lender}
}

// quiet is until when nobody else is told that the lender is late with its
// decision: silence about one lender would tell that another has offered.
func (c *LenderCase) quiet(a *Application) time.Time {
	if c.State == ConsentGranted || c.State == Assessing {
		return a.AnswersBy
	}
	return time.Time{}
}

// seen is a lender's case as everybody but the lender sees it. An answer that is
// sealed looks like a case that is still worked on, and like one that lapsed
// where the application ended before the offers opened.
func (c LenderCase) seen(a *Application) LenderCase {
	c.Version = 0 // it would count the moves
	if c.State == Declined || c.State == Left || c.State == Offered && a.offersVisible() {
		return c
	}
	c.Answered = time.Time{}
	switch {
	case c.State == Offered && ApplicationMachine.Final(a.State):
		c.State = Lapsed
	case c.State == Offered:
		c.State = Assessing
	}
	return c
}
