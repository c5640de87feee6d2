package renewal

// A Case is one request to renew one loan, and what became of it.

import (
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Case is one request to renew a loan.
type Case struct {
	ID          string     `json:"id"`
	Ref         string     `json:"ref"`
	Contract    string     `json:"contract" doc:"The loan that is to be renewed"`
	ContractRef string     `json:"contract_ref"`
	Borrower    string     `json:"borrower"`
	Lender      string     `json:"lender"`
	Park        string     `json:"park"`
	State       flow.State `json:"state"`
	Version     int64      `json:"version"`
	Ask         Ask        `json:"ask"`
	AskedBy     string     `json:"asked_by"`
	Asked       time.Time  `json:"asked"`
	Review      Review     `json:"review"`
	Proposal    int        `json:"proposal" doc:"The number of the one on the table, 0 for none"`
	Answer      Answer     `json:"answer"`
	EffectiveOn string     `json:"effective_on" doc:"The last due date of the old loan"`
	NextRef     string     `json:"next_ref" doc:"Reference of the new contract"`
	Next        string     `json:"next" doc:"The new contract, once it is in force"`
	UnderWay    bool       `json:"under_way"`
}

// Ask is what a borrower asks for.
type Ask struct {
	AmountFen  money.Fen `json:"amount_fen" form:"amount" doc:"At most the principal that falls due"`
	TermMonths int       `json:"term_months" form:"term_months"`
	Reason     string    `json:"reason" form:"reason" doc:"Why it goes on, and what it will repay from"`
}

// Answer is an answer that is no proposal.
type Answer struct {
	Code string    `json:"code,omitempty"`
	Note string    `json:"note,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Items of the checklist: what a loan must keep to be renewed and to stay in its
// class of risk.
var Items = []string{"lawful_operation", "going_concern", "good_credit", "no_misuse", "lending_standard"}

// Finding is the officer's answer to one line of the checklist.
type Finding struct {
	Item  string `json:"item" enum:"lawful_operation,going_concern,good_credit,no_misuse,lending_standard"`
	Holds bool   `json:"holds"`
	Note  string `json:"note" doc:"What it rests on"`
}

// Review is the checklist as an officer answered it.
type Review struct {
	Findings []Finding `json:"findings,omitempty"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
}

// Keeps reports whether the class of risk may stay as it was: every line holds.
func (r Review) Keeps() bool {
	return len(r.Findings) == len(Items) && !slices.ContainsFunc(r.Findings, func(f Finding) bool { return !f.Holds })
}

// Proposal is a new contract that the lender's officer proposes, as one file.
type Proposal struct {
	No         int              `json:"no"`
	Agreement  kernel.Agreement `json:"agreement"`
	Basis      string           `json:"basis" doc:"Hash of the terms of the old loan on which it rests"`
	Note       string           `json:"note"`
	File       string           `json:"-"`
	FileHash   string           `json:"file_hash" doc:"What both sign"`
	MadeBy     string           `json:"made_by"`
	Made       time.Time        `json:"made"`
	AgreedBy   string           `json:"agreed_by"`
	Agreed     time.Time        `json:"agreed"`
	ApprovedBy string           `json:"approved_by"`
	Approved   time.Time        `json:"approved"`
}

// CashFen is what the borrower brings on the day: the interest of the old loan
// and what the new amount leaves open of its principal.
func (p Proposal) CashFen() money.Fen {
	r := p.Agreement.Renews
	if r == nil {
		return 0
	}
	return r.InterestFen + r.PrincipalFen - p.Agreement.Terms.AmountFen
}

// Bounds of what people write and agree to.
const (
	maxNote = 300
	maxTerm = 36 // months: a renewal stays a loan of short or middle term
	maxRate = money.PPM(240_000)
)

// note trims a text and checks that it says something.
func note(k *fault.Check, text *string, name, key string) {
	*text = strings.TrimSpace(*text)
	k.That(*text != "" && len([]rune(*text)) <= maxNote, name, key, fault.Args{"max": maxNote})
}

func (in *Ask) check(l *Loan) error {
	var k fault.Check
	checkSum(&k, in.AmountFen, in.TermMonths, l)
	note(&k, &in.Reason, "reason", "renewal.ask.reason")
	return k.Err()
}

// checkSum bounds what a renewal can be about.
func checkSum(k *fault.Check, amount money.Fen, months int, l *Loan) {
	k.That(amount > 0, "amount", "renewal.amount.none")
	k.That(amount <= l.PrincipalFen, "amount", "renewal.amount.above", fault.Args{"principal": l.PrincipalFen, "on": l.EndsOn})
	k.That(months >= 1 && months <= maxTerm, "term_months", "renewal.term", fault.Args{"max": maxTerm})
}

func (r *Review) check() error {
	var k fault.Check
	for _, item := range Items {
		i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Item == item })
		k.That(i >= 0, "note_"+item, "renewal.review.missing")
		if i >= 0 {
			note(&k, &r.Findings[i].Note, "note_"+item, "renewal.review.note")
		}
	}
	k.That(len(r.Findings) <= len(Items), "findings", "renewal.review.twice")
	return k.Err()
}

// Rejections are the structured reasons of a refusal.
var Rejections = []string{"not_lawful", "not_going", "credit", "misuse", "standard", "other"}

// Refusal is how an officer rejects a request.
type Refusal struct {
	Code string `json:"code" form:"code" enum:"not_lawful,not_going,credit,misuse,standard,other"`
	Note string `json:"note" form:"note" doc:"What would help; the borrower reads it"`
}

func (in *Refusal) check() error {
	var k fault.Check
	k.That(slices.Contains(Rejections, in.Code), "code", "renewal.reject.code")
	note(&k, &in.Note, "note", "renewal.note")
	return k.Err()
}
