package origination

// Acceptance: one offer wins, or several that together meet the need; the others
// end, and each that won becomes a contract, all in one transaction.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// retention is how many years a contract file is kept after acceptance.
const retention = 10

// AcceptOffers names what an enterprise takes: one offer, or several of
// different lenders that together lend no more than it asked for.
type AcceptOffers struct {
	Offers    []string `json:"offers" form:"offer"`
	TermsHash string   `json:"terms_hash" form:"terms_hash" doc:"The hash of the terms that were read and confirmed; of several offers the SHA-256 of their hashes in order, one a line"`
}

// maxWinning bounds how many offers are taken together.
const maxWinning = 10

// WinningHash is one hash for the terms of all offers that are taken together.
func WinningHash(terms ...string) string {
	if len(terms) == 1 {
		return terms[0]
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(terms)), "\n") + "\n"))
	return hex.EncodeToString(sum[:])
}

// Accept takes offers for the enterprise; each becomes a contract of its own.
// The actor has confirmed freshly, for these very terms. Of two acceptances at
// once one wins and the other is told.
func (s *Service) Accept(ctx context.Context, application string, in AcceptOffers) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if a, err = applicationByID(ctx, tx, application); err != nil {
			return err
		}
		chosen, err := s.winning(ctx, tx, &a, in)
		if err != nil {
			return err
		}
		if err := sure(ctx, "accept:"+in.TermsHash); err != nil {
			return err
		}
		for i := range chosen {
			if err := s.agree(ctx, tx, &a, &chosen[i]); err != nil {
				return err
			}
		}
		if err := s.releaseOffers(ctx, tx, &a); err != nil {
			return err
		}
		if err := s.lapseOthers(ctx, tx, &a); err != nil {
			return err
		}
		if err := s.Vault.Forget(ctx, tx, a.ID); err != nil {
			return err
		}
		return s.advance(ctx, tx, &a, "choose", field("application.terms_hash", in.TermsHash))
	})
	return a, err
}

// winning loads what is to be taken and refuses what cannot be taken together.
func (s *Service) winning(ctx context.Context, tx db.Tx, a *Application, in AcceptOffers) ([]Offer, error) {
	var chosen []Offer
	var hashes []string
	var sum money.Fen
	for _, id := range in.Offers {
		o, err := offerByID(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		if o.Application != a.ID {
			return nil, fault.New(fault.NotFound, "fault.not_found")
		}
		if err := s.Guard.Require(ctx, "origination.accept", o.resource(a)); err != nil {
			return nil, err
		}
		if err := errors.Join(s.acceptable(a, &o), s.member(ctx, tx, o.Lender)); err != nil {
			return nil, err
		}
		chosen, hashes, sum = append(chosen, o), append(hashes, o.TermsHash), sum+o.Terms.AmountFen
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(in.Offers)))
	var c fault.Check
	c.That(len(chosen) > 0 && len(chosen) <= maxWinning, "offers", "origination.accept.some", fault.Args{"max": maxWinning})
	c.That(len(distinct) == len(chosen), "offers", "origination.accept.twice")
	c.That(sum <= a.Need.AmountFen, "offers", "origination.accept.above_need", fault.Args{"sum": sum, "need": a.Need.AmountFen})
	if err := c.Err(); err != nil {
		return nil, err
	}
	if WinningHash(hashes...) != in.TermsHash {
		return nil, fault.New(fault.Conflict, "origination.offer.terms_changed")
	}
	return chosen, nil
}

// agree makes the contract of one offer that is taken.
func (s *Service) agree(ctx context.Context, tx db.Tx, a *Application, o *Offer) error {
	agreement, err := s.agreement(ctx, tx, a, o)
	if err != nil {
		return err
	}
	if o.Contract, err = s.Contracts.Prepare(ctx, tx, agreement); err != nil {
		return err
	}
	a.Contracts = append(a.Contracts, o.Contract)
	return s.advanceOffer(ctx, tx, a, o, "accept")
}

// sure checks that the actor has confirmed for exactly this: a confirmation that
// was given for another offer or for a signature opens nothing here.
func sure(ctx context.Context, purpose string) error {
	if confirmed(ctx, purpose) {
		return nil
	}
	return fault.New(fault.StepUp, "fault.step_up")
}

func (s *Service) acceptable(a *Application, o *Offer) error {
	switch {
	case o.State == Accepted:
		return fault.New(fault.Conflict, "origination.offer.accepted_already")
	case a.State == OfferChosen, a.State == Contracted, a.State == Funded:
		return fault.New(fault.Conflict, "origination.offer.other_chosen")
	case o.State == Expired || o.State == Issued && !o.Open(s.Now(), s.Calendar.Zone()):
		return fault.New(fault.WrongTurn, "origination.offer.expired", fault.Args{"valid_to": o.ValidTo})
	}
	return nil
}

// agreement freezes what the contract is made from.
func (s *Service) agreement(ctx context.Context, tx db.Tx, a *Application, o *Offer) (kernel.Agreement, error) {
	borrower, err := s.Parties.Party(ctx, tx, a.Borrower)
	if err != nil {
		return kernel.Agreement{}, err
	}
	lender, err := s.Parties.Party(ctx, tx, o.Lender)
	if err != nil {
		return kernel.Agreement{}, err
	}
	product, err := s.Products.Version(ctx, tx, o.Product, o.ProductVersion)
	if err != nil {
		return kernel.Agreement{}, err
	}
	return kernel.Agreement{
		Application: a.ID, ApplicationRef: a.Ref, Offer: o.ID, Borrower: a.Borrower, BorrowerName: borrower.Name, BorrowerCode: borrower.CreditCode,
		Lender: o.Lender, LenderName: lender.Name, Park: a.Park, ProductName: product.Name, Purpose: PurposeText(a.Need.Purpose),
		Conditions: o.Conditions, Terms: o.Terms, TermsHash: o.TermsHash, DraftedBy: o.DraftedBy, AcceptedBy: kernel.From(ctx).Person, AcceptedAt: s.Now(),
		RetainUntil: s.today().AddMonths(12 * retention).String(),
	}, nil
}

// PurposeText words a purpose for the contract, which carries both languages.
func PurposeText(purpose string) i18n.Text {
	return map[string]i18n.Text{
		"resumption": {Zh: "复工复产流动资金", En: "working capital for reopening"},
		"payroll":    {Zh: "发放工资", En: "payroll"},
		"materials":  {Zh: "采购原材料", En: "raw materials"},
		"rent":       {Zh: "支付租金", En: "rent"},
		"order":      {Zh: "履行订单", En: "fulfilling orders"},
	}[purpose]
}
