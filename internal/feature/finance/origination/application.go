package origination

// An Application is an enterprise's need for money, stated once for the whole
// alliance. It is prepared in sections, each saved on its own, so that nobody
// has to finish in one sitting.

import (
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/platform/flow"
)

// Application is one need, from draft to repaid.
type Application struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"` // "KG-AP-2020-0004", given when it is started
	Borrower  string     `json:"borrower"`
	Park      string     `json:"park"`
	State     flow.State `json:"state"`
	Version   int64      `json:"version"`
	Company   Company    `json:"company"`
	Need      Need       `json:"need"`
	Operation Operation  `json:"operation"`
	Sharing   Sharing    `json:"sharing"`
	Verdict   Verdict    `json:"verdict"`
	StartedBy string     `json:"started_by"`
	Started   time.Time  `json:"started"`
	Submitted time.Time  `json:"submitted"`
	Published time.Time  `json:"published"`
	AnswersBy time.Time  `json:"answers_by"`
	Contracts []string   `json:"contracts"` // of the offers that were taken; where one was taken or is shown

	ProductVersion int64 `json:"product_version"` // with which it was handed in; 0 where the choice is left to lenders
}

// What an enterprise fills in, what the park finds and why a lender declines are
// kept in package form with their rules and words.
type (
	Company   = form.Company
	Need      = form.Need
	Operation = form.Operation
	Sharing   = form.Sharing
	Reason    = form.Reason
	Verdict   = form.Verdict
	Profile   = form.Profile

	Product    = form.Product
	DraftOffer = form.DraftOffer
)

// Purposes that a need may have; one open application for each is allowed.
var Purposes = form.Purposes

// Complete lists the sections that still miss something, in their order.
func (a *Application) Complete(documents int) (missing []string) {
	if a.Company.HeadcountFull == 0 || a.Company.CreditCode == "" {
		missing = append(missing, SectionCompany)
	}
	if a.Need.AmountFen == 0 {
		missing = append(missing, SectionNeed)
	}
	if a.Operation.Source == "" {
		missing = append(missing, SectionOperation)
	}
	if documents == 0 {
		missing = append(missing, SectionDocuments)
	}
	if len(a.Sharing.Lenders) == 0 {
		missing = append(missing, SectionSharing)
	}
	return missing
}

// Sections of the task list.
const (
	SectionCompany   = "company"
	SectionNeed      = "need"
	SectionOperation = "operation"
	SectionDocuments = "documents" // the page of package dossier
	SectionSharing   = "sharing"
)

// Open reports whether the application occupies its enterprise and purpose.
func (a *Application) Open() bool { return slices.Contains(open, a.State) }

// offersVisible reports whether the offers have been opened.
func (a *Application) offersVisible() bool {
	return slices.Contains([]flow.State{OffersOpen, OfferChosen, Contracted, Funded, Closed, Expired}, a.State)
}

// Editable reports whether the enterprise may still change sections.
func (a *Application) Editable() bool { return a.State == Draft || a.State == Returned }
