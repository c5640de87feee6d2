package referral

// A Recommendation: what an owner asks the town for, and what the town answers.

import (
	"fmt"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Recommendation is one application before the town.
type Recommendation struct {
	ID          string     `json:"id"`
	Application string     `json:"application"`
	Ref         string     `json:"ref" doc:"Of the application"`
	Borrower    string     `json:"borrower"`
	Park        string     `json:"-"`
	Town        string     `json:"town"`
	AmountFen   money.Fen  `json:"amount_fen" doc:"That lenders were asked for"`
	Message     string     `json:"message"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	AskedBy     string     `json:"asked_by"`
	Asked       time.Time  `json:"asked"`
	DecidedBy   string     `json:"decided_by"`
	Decided     time.Time  `json:"decided"`
	Answer      string     `json:"answer" doc:"The recommendation, or why not"`
	Facts       Premises   `json:"facts" doc:"What the park knew when it was answered"`
}

// AskTown is what an owner asks the town for, and until when it may look.
type AskTown struct {
	Until   string `json:"until" form:"until" format:"date" doc:"The last day of the consent"`
	Message string `json:"message,omitempty" form:"message"`
}

// classesOfTown are what the park knows and the town may be told; no class of the
// file that lenders read is among them.
var classesOfTown = []string{"lease", "headcount"}

// checkAnswer wants words; where lenders will read them, words without the name.
func checkAnswer(text string, firm Party, shown bool) error {
	var c fault.Check
	c.That(text != "", "answer", "referral.answer.needed")
	checkLength(&c, "answer", text)
	c.That(!shown || !names(firm, text), "answer", "referral.text.names")
	return c.Err()
}

// resource is a request as policies see it. ground says under which right the
// park's facts may be read now, "" for none.
func (r *Recommendation) resource(ground string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Recommendation", ID: r.ID}, Read: "referral.read_recommendation", Attrs: authz.Attrs{
		"credit": true, "state": string(r.State), "ground": ground,
		"borrower": kernel.PartyRef(r.Borrower), "park": kernel.PartyRef(r.Park), "town": kernel.PartyRef(r.Town),
	}}
}

// facts are what the log says of a request, and what its row must agree with.
func (r *Recommendation) facts() []auditlog.Field {
	return []auditlog.Field{
		{Name: "recommendation.state", Value: string(r.State)},
		{Name: "recommendation.of", Value: fmt.Sprintf("%s %s %s %s %s %d %q", r.Application, r.Ref, r.Borrower, r.Park, r.Town, int64(r.AmountFen), r.Message)},
		{Name: "recommendation.asked", Value: fmt.Sprint(r.AskedBy, " ", db.Micros(r.Asked))},
		{Name: "recommendation.decided", Value: fmt.Sprintf("%s %d %q", r.DecidedBy, db.Micros(r.Decided), strings.TrimSpace(r.Answer))},
		{Name: "recommendation.facts", Value: fmt.Sprintf("%+v", r.Facts)},
	}
}
