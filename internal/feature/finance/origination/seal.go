package origination

// Sealed offers. From its draft on, what an offer says is stored closed under
// the key of its application. The two people at the lender read the draft; once
// it is issued nobody does, until all offers open together. The commitment is in
// the log from the beginning, so that everybody can see afterwards that what
// opened is what was closed.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/record/sealed"
)

// contentForm is the form of a content as it is closed.
const contentForm = "offer-v1"

func (o *Offer) label() sealed.Label {
	return sealed.Label{Case: o.Application, Party: o.Lender, ID: o.ID, Version: contentForm}
}

// stored is the offer as it may lie in a table: without its content until it
// was opened.
func (o *Offer) stored() Offer {
	c := *o
	if c.Opened.IsZero() {
		c.Content = Content{}
	}
	return c
}

// seal closes the content of a new offer.
func (s *Service) seal(ctx context.Context, tx db.Tx, o *Offer) error {
	text, err := json.Marshal(o.Content)
	if err != nil {
		return err
	}
	o.Sealed, err = s.Vault.Seal(ctx, tx, o.label(), text)
	return err
}

// unseal reads the content of an offer and answers the salt of its commitment.
// It asks nobody's permission: the caller says why it may.
func (s *Service) unseal(ctx context.Context, tx db.Tx, o *Offer) (sealed.Opened, error) {
	closed, err := s.Vault.Open(ctx, tx, o.label(), o.Sealed)
	if err != nil {
		return closed, err
	}
	if err := json.Unmarshal(closed.Content, &o.Content); err != nil {
		return closed, fmt.Errorf("%w: %w", sealed.ErrSpoiled, err)
	}
	if o.Terms.Hash() != o.TermsHash {
		return closed, fmt.Errorf("%w: the terms have another hash", sealed.ErrSpoiled)
	}
	return closed, nil
}

// proposal reads the content of a draft for the people of its lender.
func (s *Service) proposal(ctx context.Context, tx db.Tx, o *Offer) error {
	_, err := s.unseal(ctx, tx, o)
	if errors.Is(err, sealed.ErrSpoiled) {
		return fault.New(fault.Conflict, "origination.offer.spoiled").Because(err)
	}
	return err
}

// openOffers opens all issued offers of an application and answers how many
// did. One whose content does not fit its commitment is taken off the table; the
// others open all the same.
func (s *Service) openOffers(ctx context.Context, tx db.Tx, a *Application) (opened int, err error) {
	offers, err := offersOf(ctx, tx, a.ID)
	if err != nil {
		return 0, err
	}
	ctx = kernel.With(ctx, kernel.Program())
	for i := range offers {
		o := &offers[i]
		if o.State != Issued || !o.Closed() {
			continue
		}
		err := s.openOffer(ctx, tx, a, o)
		if errors.Is(err, sealed.ErrSpoiled) {
			err = s.spoil(ctx, tx, a, o)
		} else {
			opened++
		}
		if err != nil {
			return opened, err
		}
	}
	return opened, nil
}

// openOffer reads a content, checks it against its commitment and writes both
// down. Whoever has the entry can work the commitment out again.
func (s *Service) openOffer(ctx context.Context, tx db.Tx, a *Application, o *Offer) error {
	closed, err := s.unseal(ctx, tx, o)
	if err != nil {
		return err
	}
	if o.Terms.AmountFen != o.ReservedFen {
		return fmt.Errorf("%w: another amount was set aside than is offered", sealed.ErrSpoiled)
	}
	if o.Ref, err = id.Reference(ctx, tx, "KG-OF", s.today().Year); err != nil {
		return err
	}
	o.Opened = s.Now()
	return s.advanceOffer(ctx, tx, a, o, "open", field("sealed.salt", closed.Salt), field("sealed.content", string(closed.Content)), field("amount_fen", int64(o.Terms.AmountFen)))
}

// spoil ends an offer that does not open to what was closed, and tells its
// lender.
func (s *Service) spoil(ctx context.Context, tx db.Tx, a *Application, o *Offer) error {
	o.Content = Content{}
	if err := s.advanceOffer(ctx, tx, a, o, "spoil"); err != nil {
		return err
	}
	if err := s.Capacity.Release(ctx, tx, o.Lender, o.ID, o.ReservedFen); err != nil {
		return err
	}
	return s.Notices.Tell(ctx, tx, o.Lender, kernel.Approver, "origination.notice.spoiled", "/cases/"+o.Case, o.Case, map[string]any{"ref": a.Ref})
}
