package origination

// Acceptance: one offer wins, the others end, and the terms become a contract,
// all in one transaction.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// retention is how many years a contract file is kept after acceptance.
const retention = 10

// Accept takes an offer for the enterprise. The actor has confirmed freshly,
// for these very terms. Of two acceptances at once one wins and the other is
// told which.
func (s *Service) Accept(ctx context.Context, id, termsHash string) (a Application, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		found, _, o, err := s.decideOffer(ctx, tx, id, "origination.accept")
		if err != nil {
			return err
		}
		a = found
		if err := s.acceptable(&a, &o, termsHash); err != nil {
			return err
		}
		if err := sure(ctx, "accept:"+o.TermsHash); err != nil {
			return err
		}
		if err := s.advanceOffer(ctx, tx, &a, &o, "accept"); err != nil {
			return err
		}
		if err := s.releaseOffers(ctx, tx, &a, o.ID); err != nil {
			return err
		}
		if err := s.lapseOthers(ctx, tx, &a); err != nil {
			return err
		}
		a.Chosen = o.ID
		agreement, err := s.agreement(ctx, tx, &a, &o)
		if err != nil {
			return err
		}
		if a.Contract, err = s.Contracts.Prepare(ctx, tx, agreement); err != nil {
			return err
		}
		if err := s.Vault.Forget(ctx, tx, a.ID); err != nil {
			return err
		}
		return s.advance(ctx, tx, &a, "choose", field("application.terms_hash", o.TermsHash))
	})
	return a, err
}

// sure checks that the actor has confirmed for exactly this: a confirmation that
// was given for another offer or for a signature opens nothing here.
func sure(ctx context.Context, purpose string) error {
	if confirmed(ctx, purpose) {
		return nil
	}
	return fault.New(fault.StepUp, "fault.step_up")
}

func (s *Service) acceptable(a *Application, o *Offer, termsHash string) error {
	switch {
	case a.State == OfferChosen && a.Chosen != o.ID, a.State == Contracted, a.State == Funded:
		return fault.New(fault.Conflict, "origination.offer.other_chosen")
	case o.State == Accepted:
		return fault.New(fault.Conflict, "origination.offer.accepted_already")
	case o.State == Expired || o.State == Issued && !o.Open(s.Now(), s.Calendar.Zone()):
		return fault.New(fault.WrongTurn, "origination.offer.expired", fault.Args{"valid_to": o.ValidTo})
	case termsHash != o.TermsHash:
		return fault.New(fault.Conflict, "origination.offer.terms_changed")
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
	product, err := s.Products.Product(ctx, tx, o.Product)
	if err != nil {
		return kernel.Agreement{}, err
	}
	return kernel.Agreement{
		Application: a.ID, ApplicationRef: a.Ref, Offer: o.ID, Borrower: a.Borrower, BorrowerName: borrower.Name, BorrowerCode: borrower.CreditCode,
		Lender: o.Lender, LenderName: lender.Name, Park: a.Park, ProductName: product.Name, Purpose: purposeText(a.Need.Purpose),
		Conditions: o.Conditions, Terms: o.Terms, TermsHash: o.TermsHash, DraftedBy: o.DraftedBy, AcceptedBy: kernel.From(ctx).Person, AcceptedAt: s.Now(),
		RetainUntil: s.today().AddMonths(12 * retention).String(),
	}, nil
}

// purposeText words a purpose for the contract, which carries both languages.
func purposeText(purpose string) i18n.Text {
	return map[string]i18n.Text{
		"resumption": {Zh: "复工复产流动资金", En: "working capital for reopening"},
		"payroll":    {Zh: "发放工资", En: "payroll"},
		"materials":  {Zh: "采购原材料", En: "raw materials"},
		"rent":       {Zh: "支付租金", En: "rent"},
		"order":      {Zh: "履行订单", En: "fulfilling orders"},
	}[purpose]
}
