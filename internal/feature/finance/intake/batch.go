package intake

// A Batch is one file on its way into the books, with the report of what its
// lines would come to.

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/sheet"
)

// Kinds of batches.
const (
	Loans_   = "loans"
	Receipts = "receipts"
)

// Batch is one file.
type Batch struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"`
	Kind      string     `json:"kind"`
	Lender    string     `json:"lender"`
	State     flow.State `json:"state"`
	Version   int64      `json:"version"`
	FileName  string     `json:"file_name"`
	FileHash  string     `json:"file_hash"` // SHA-256 of the file
	StatedFen money.Fen  `json:"stated_fen" doc:"The total that the uploader states beside the file; 0 for none"`
	Grid      sheet.Grid `json:"-"`
	Report    Report     `json:"report"`
	Hash      string     `json:"hash" doc:"Of file and report: what an approver confirms"`
	Changed   bool       `json:"changed" doc:"The report differs from the one that was accepted"`
	MadeBy    string     `json:"made_by"`
	Made      time.Time  `json:"made"`
	DecidedBy string     `json:"decided_by"`
	Decided   time.Time  `json:"decided,omitzero"`
	Reason    string     `json:"reason,omitempty" doc:"Why it was refused"`
}

// Report is what a file would come to.
type Report struct {
	Lines    []Outcome       `json:"lines"`
	Problems []sheet.Problem `json:"problems"`
	More     int             `json:"more,omitempty" doc:"Problems that are not listed"`
	SumFen   money.Fen       `json:"sum_fen" doc:"Of the amounts: receipts, or principal owed"`
}

// Outcome is what one line comes to.
type Outcome struct {
	Line     int       `json:"line"`
	Number   string    `json:"number" doc:"Of the contract, as the file has it"`
	Borrower i18n.Text `json:"borrower"`
	On       string    `json:"on" doc:"The day of the balance, or on which money came in"`
	// Of a loan.
	BalanceFen money.Fen `json:"balance_fen" doc:"Principal owed afterwards"`
	AccruedFen money.Fen `json:"accrued_fen,omitempty"`
	Dates      int       `json:"dates,omitempty"`
	NextOn     string    `json:"next_on,omitempty"`
	NextFen    money.Fen `json:"next_fen,omitempty"`
	EndsOn     string    `json:"ends_on,omitempty"`
	// Of a receipt.
	Receipt      string    `json:"receipt,omitempty"`
	AmountFen    money.Fen `json:"amount_fen,omitempty"`
	PrincipalFen money.Fen `json:"principal_fen,omitempty"`
	InterestFen  money.Fen `json:"interest_fen,omitempty"`
	PenaltyFen   money.Fen `json:"penalty_fen,omitempty"`
	OtherFen     money.Fen `json:"other_fen,omitempty"`
	WaitsFen     money.Fen `json:"waits_fen,omitempty"`
	PostedOn     string    `json:"posted_on,omitempty" doc:"The day in the ledger, where the month of the receipt is closed"`
	Contract     string    `json:"contract,omitempty" doc:"Identifier, once a loan is booked"`
}

// sound reports whether nothing is wrong with the lines.
func (r Report) sound() bool { return len(r.Problems) == 0 }

// hash is the SHA-256 of what an approver confirms. Identifiers that only a
// booking makes are left out.
func (b *Batch) hash() (string, error) {
	r := b.Report
	r.Lines = append([]Outcome(nil), r.Lines...)
	for i := range r.Lines {
		r.Lines[i].Contract = ""
	}
	text, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "kaigong-intake-v1\nkind %s\nfile %s\nstated_fen %d\nreport %s\n", b.Kind, b.FileHash, b.StatedFen, text))
	return hex.EncodeToString(sum[:]), nil
}
