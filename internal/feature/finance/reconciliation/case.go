package reconciliation

// A Reconciliation is a statement with what our books say beside it.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation/match"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// Reconciliation is one statement of a lender.
type Reconciliation struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"`
	Lender    string     `json:"lender"`
	State     flow.State `json:"state"`
	Version   int64      `json:"version"`
	FromOn    string     `json:"from_on"`
	ToOn      string     `json:"to_on" doc:"The last day, which counts"`
	FileName  string     `json:"file_name"`
	FileHash  string     `json:"file_hash" doc:"SHA-256 of the file"`
	Grid      sheet.Grid `json:"-"`
	Report    Report     `json:"report"`
	Notes     []Note     `json:"notes" doc:"Explanations, those that hold no more among them"`
	Hash      string     `json:"hash" doc:"Of report and explanations: what the second person confirms"`
	Changed   bool       `json:"changed" doc:"Matching again came out otherwise than before"`
	MadeBy    string     `json:"made_by"`
	Made      time.Time  `json:"made"`
	SentBy    string     `json:"sent_by"`
	Sent      time.Time  `json:"sent,omitzero"`
	DecidedBy string     `json:"decided_by"`
	Decided   time.Time  `json:"decided,omitzero"`
	Reason    string     `json:"reason,omitempty" doc:"Why the second person sent it back"`
}

// Report is what a statement and our books come to.
type Report struct {
	Lines       []Line          `json:"lines"`
	Movements   []Movement      `json:"movements" doc:"Of our books: those of the period, and those beside it that a line meets"`
	Pairs       []Pair          `json:"pairs"`
	Offset      Offset          `json:"offset" doc:"What was taken back in the same books, and stands in the other not at all"`
	Accounts    []Account       `json:"accounts"`
	Totals      []Total         `json:"totals"`
	Differences []Difference    `json:"differences"`
	Problems    []sheet.Problem `json:"problems"`
	More        int             `json:"more,omitempty" doc:"Problems that are not listed"`
}

// Line is a line of the statement.
type Line struct {
	No         int        `json:"line"`
	Contract   string     `json:"contract" doc:"Identifier; empty where the lender has no such loan here"`
	Number     string     `json:"number" doc:"As the file has it"`
	On         string     `json:"on"`
	Kind       string     `json:"kind"`
	AmountFen  money.Fen  `json:"amount_fen"`
	BalanceFen *money.Fen `json:"balance_fen,omitempty"`
	Reference  string     `json:"reference,omitempty"`
	Before     bool       `json:"before,omitempty" doc:"On or before the day on which our books of the loan begin"`
}

// moves reports whether a line is about a movement.
func (l Line) moves() bool { return l.Kind != Opening && l.Kind != Closing }

// Pair is a line and a movement that belong together.
type Pair struct {
	Line     int       `json:"line"`
	Movement string    `json:"movement"`
	How      match.How `json:"how" enum:"exact,other_day,other_amount"`
	Days     int       `json:"days,omitempty" doc:"By which our day is later; below zero for earlier"`
	ByRef    bool      `json:"by_reference,omitempty"`
}

// Offset is what was taken back in the same books.
type Offset struct {
	Lines     []int    `json:"lines,omitempty"`
	Movements []string `json:"movements,omitempty"`
}

// Account is a loan with its balances on both sides.
type Account struct {
	Contract    string     `json:"contract"`
	Ref         string     `json:"ref"`
	Number      string     `json:"number" doc:"As the file has it; empty where the statement does not have the loan"`
	Borrower    i18n.Text  `json:"borrower"`
	OpeningFen  money.Fen  `json:"opening_fen" doc:"In our books, at the end of the day before the period"`
	OpeningTold *money.Fen `json:"opening_told_fen,omitempty" doc:"In the statement, where it states one"`
	ClosingFen  money.Fen  `json:"closing_fen"`
	ClosingTold *money.Fen `json:"closing_told_fen,omitempty"`
	OutFen      money.Fen  `json:"out_fen" doc:"Paid out in our books within the period"`
	InFen       money.Fen  `json:"in_fen" doc:"Came in in our books within the period, less what was taken back and paid back"`
	Matched     int        `json:"matched" doc:"Lines that a movement meets"`
	Lines       int        `json:"lines"`
}

// Total is what moved by kind. What lies between the two is what the differences of
// the kind come to.
type Total struct {
	Kind      string    `json:"kind"`
	TheirsFen money.Fen `json:"theirs_fen"`
	OursFen   money.Fen `json:"ours_fen"`
}

// Kinds of differences, in the order in which they are listed.
const (
	OtherAmount = "other_amount"
	OnlyTheirs  = "only_theirs"
	OnlyOurs    = "only_ours"
	Unknown     = "unknown"
	Absent      = "absent"
	OpeningOff  = "opening_off"
	ClosingOff  = "closing_off"
)

// Difference is what the two do not agree in.
type Difference struct {
	Key       string    `json:"key" doc:"Names it within the reconciliation"`
	Kind      string    `json:"kind" enum:"other_amount,only_theirs,only_ours,unknown,absent,opening_off,closing_off"`
	Contract  string    `json:"contract,omitempty"`
	Ref       string    `json:"ref" doc:"Of the contract, or the number that nobody knows here"`
	Moved     string    `json:"moved,omitempty" doc:"The kind of the movement"`
	On        string    `json:"on"`
	Line      int       `json:"line,omitempty"`
	Number    string    `json:"number,omitempty" doc:"The lender's reference"`
	TheirsFen money.Fen `json:"theirs_fen"`
	OursFen   money.Fen `json:"ours_fen"`
	Digest    string    `json:"digest" doc:"Of all of it: an explanation holds while it stays the same"`
}

// sealed is a difference with its digest.
func (d Difference) sealed() Difference {
	d.Digest = ""
	d.Digest = digest(d)[:16]
	return d
}

// digest is the SHA-256 of plain values as JSON.
func digest(all ...any) string {
	text, _ := json.Marshal(all) // plain values: it cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Note is an explanation of a difference.
type Note struct {
	Item   string    `json:"item" doc:"Key of the difference"`
	Digest string    `json:"digest" doc:"Of the difference when it was written"`
	Text   string    `json:"text"`
	By     string    `json:"by"`
	Made   time.Time `json:"made"`
}

// note is the explanation of a difference that holds, nil for none.
func (r *Reconciliation) note(d Difference) *Note {
	for i, n := range r.Notes {
		if n.Item == d.Key && n.Digest == d.Digest {
			return &r.Notes[i]
		}
	}
	return nil
}

// unexplained counts the differences that nobody has explained.
func (r *Reconciliation) unexplained() (n int) {
	for _, d := range r.Report.Differences {
		if r.note(d) == nil {
			n++
		}
	}
	return n
}

// hands are the people who had to do with it before it is confirmed.
func (r *Reconciliation) hands() (all []authz.Ref) {
	people := []string{r.MadeBy, r.SentBy}
	for _, n := range r.Notes {
		people = append(people, n.By)
	}
	slices.Sort(people)
	for _, p := range slices.Compact(people) {
		if p != "" {
			all = append(all, kernel.PersonRef(p))
		}
	}
	return all
}

// seal is what the second person confirms: the file, its period, the report, and
// the explanations that hold.
func (r *Reconciliation) seal() string {
	notes := []string{}
	for _, d := range r.Report.Differences {
		if n := r.note(d); n != nil {
			notes = append(notes, d.Key, n.Text)
		}
	}
	return digest("kaigong-reconciliation-v1", r.FileHash, r.FromOn, r.ToOn, r.Report, notes)
}

// ours is the fingerprint of what our books say of the period.
func (r Report) ours() string {
	type account struct {
		Contract         string
		Opening, Closing money.Fen
	}
	var all []account
	for _, a := range r.Accounts {
		all = append(all, account{a.Contract, a.OpeningFen, a.ClosingFen})
	}
	return digest(r.Movements, all)
}

// resource is a reconciliation as policies see it.
func (r *Reconciliation) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Reconciliation", ID: r.ID}, Read: "reconciliation.read", Attrs: authz.Attrs{
		"credit": true, "state": string(r.State), "lender": kernel.PartyRef(r.Lender), "hands": r.hands(),
	}}
}

// collection is what lists and uploads are asked about: all that a lender has here.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Reconciliations", ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party)}}
}

// purpose is what the second person freshly confirms for.
func (r *Reconciliation) purpose() string { return fmt.Sprint("confirm:", r.Hash) }
