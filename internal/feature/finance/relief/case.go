package relief

// A Case is one request for relief on one contract, and what became of it.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Case is one request for relief.
type Case struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	Contract    string     `json:"contract"`
	ContractRef string     `json:"contract_ref"`
	Borrower    string     `json:"borrower"`
	Lender      string     `json:"lender"`
	Park        string     `json:"park"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	AmountFen   money.Fen  `json:"amount_fen"` // of the loan
	Ask         Ask        `json:"ask"`
	AskedBy     string     `json:"asked_by"`
	Asked       time.Time  `json:"asked"`
	Proposal    int        `json:"proposal"` // the number of the one on the table, 0 for none
	Answer      Answer     `json:"answer"`
	EffectiveOn string     `json:"effective_on"`
	EndsOn      string     `json:"ends_on"` // the day on which it is over
	Breach      Breach     `json:"breach"`
	UnderWay    bool       `json:"under_way"`
}

// Ask is what a borrower asks for.
type Ask struct {
	Kind   plan.Kind `json:"kind" form:"kind"`
	Reason string    `json:"reason" form:"reason" doc:"Why it cannot pay as agreed"`
	Until  string    `json:"until" form:"until" format:"date" doc:"Until when it needs relief"`
	Jobs   int       `json:"jobs,omitempty" form:"jobs" doc:"How many jobs it promises to keep; 0 for no promise"`
	Scheme string    `json:"scheme,omitempty" form:"scheme" doc:"The scheme that it asks under; empty for none"`
	// Watched is the consent that a promise on jobs names: until it ends the lender
	// is told when a headcount that was reported to the park falls below it.
	Watched bool `json:"watched,omitempty" form:"watched" doc:"The lender may be told when a reported headcount falls below the promise"`
}

// Answer is an answer that is no proposal: a rejection, another wish.
type Answer struct {
	Code string    `json:"code,omitempty"`
	Note string    `json:"note,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Breach is a notice that the condition of a relief is broken.
type Breach struct {
	Reason  string    `json:"reason,omitempty"`
	CureBy  string    `json:"cure_by,omitempty"`
	By      string    `json:"by,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Outcome string    `json:"outcome,omitempty"` // how it was mended, or why the relief was revoked
	// What the park was told of the jobs, where the promise lets the lender know.
	SeenOn string `json:"seen_on,omitempty"` // the day of the headcount of which the lender was told last
	Seen   int    `json:"seen,omitempty"`    // that headcount
}

// Proposal is an action that the lender's officer proposed, with both futures as
// they were shown.
type Proposal struct {
	No           int                 `json:"no"`
	Action       plan.Action         `json:"action"`
	Terms        kernel.TermsVersion `json:"terms" doc:"The version of the contract's terms that it asks for"`
	Comparison   plan.Comparison     `json:"comparison"`
	PromiseUntil string              `json:"promise_until"`
	Cites        Citation            `json:"cites,omitzero" doc:"The scheme under which it is granted"`
	Note         string              `json:"note"`
	Hash         string              `json:"hash" doc:"What both agree to"`
	MadeBy       string              `json:"made_by"`
	Made         time.Time           `json:"made"`
	AgreedBy     string              `json:"agreed_by"`
	Agreed       time.Time           `json:"agreed"`
	ApprovedBy   string              `json:"approved_by"`
	Approved     time.Time           `json:"approved"`
}

// seal is the hash of a proposal: its case and number, the version of the terms
// with the one before, every due date, and the promise.
func (p Proposal) seal(caseID string, jobs int) string {
	text := fmt.Sprintf("kaigong-relief-proposal-v1\ncase %s\nno %d\nterms %s\nschedule %s\njobs %d\npromise_until %s\n", caseID, p.No, p.Terms.Hash(), p.Comparison.Fingerprint, jobs, p.PromiseUntil)
	if p.Cites.ID != "" {
		text += fmt.Sprintf("scheme %s\nscheme_hash %s\n", p.Cites.ID, p.Cites.Hash)
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Citation is how a proposal names a scheme.
type Citation struct {
	ID       string    `json:"id"`
	No       int       `json:"no"`
	Name     i18n.Text `json:"name"`
	Document string    `json:"document"`
	Hash     string    `json:"hash"`
	DueOn    string    `json:"due_on"` // the first due date that the scheme is about
}

// Bounds of what people write.
const (
	maxNote = 300
	maxJobs = 100_000
)

// note trims a text and checks that it says something.
func note(k *fault.Check, text *string, name, key string) {
	*text = strings.TrimSpace(*text)
	k.That(*text != "" && len([]rune(*text)) <= maxNote, name, key, fault.Args{"max": maxNote})
}

func (in *Ask) check(today clock.Date) error {
	var k fault.Check
	k.That(slices.Contains(plan.Kinds, in.Kind), "kind", "relief.ask.kind")
	note(&k, &in.Reason, "reason", "relief.ask.reason")
	until, err := clock.ParseDate(in.Until)
	k.That(err == nil, "until", "relief.plan.date")
	k.That(err != nil || until.After(today), "until", "relief.ask.until.past")
	k.That(in.Jobs >= 0 && in.Jobs <= maxJobs, "jobs", "relief.ask.jobs")
	return k.Err()
}

// Rejections are the structured reasons of a refusal.
var Rejections = []string{"not_hit", "outside_rules", "term_too_long", "documents", "misuse", "other"}

// Refusal is how an officer rejects a request.
type Refusal struct {
	Code string `json:"code" form:"code" enum:"not_hit,outside_rules,term_too_long,documents,misuse,other"`
	Note string `json:"note" form:"note" doc:"What would help; the borrower reads it"`
}

func (in *Refusal) check() error {
	var k fault.Check
	k.That(slices.Contains(Rejections, in.Code), "code", "relief.reject.code")
	note(&k, &in.Note, "note", "relief.note")
	return k.Err()
}

// Notice is how an officer says that a promise is broken.
type Notice struct {
	Reason string `json:"reason" form:"reason" doc:"What was promised and what was found"`
	CureBy string `json:"cure_by" form:"cure_by" format:"date" doc:"The day by which to mend it"`
}

// minCure is how many days a borrower has at least to mend what is broken.
const minCure = 10

func (in *Notice) check(today clock.Date) error {
	var k fault.Check
	note(&k, &in.Reason, "reason", "relief.note")
	by, err := clock.ParseDate(in.CureBy)
	k.That(err == nil, "cure_by", "relief.plan.date")
	k.That(err != nil || !by.Before(today.AddDays(minCure)), "cure_by", "relief.notice.short", fault.Args{"days": minCure})
	return k.Err()
}
