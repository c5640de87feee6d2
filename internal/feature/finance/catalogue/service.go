package catalogue

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API and the simulator come this way.
type Service struct {
	DB         *db.DB
	Guard      *authz.Guard
	Audit      AuditLog
	Parties    Parties
	Applicants Applicants
	NewID      func() string
}

// collection is what lists and beginnings are asked about: the products of a
// lender. Whoever works in a branch's separate workspace sees none of it.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Products", ID: party}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(party), "enterprise": kernel.PartyRef(party)}}
}

// Define puts a product on sale, or changes it. Offers made before keep their
// terms.
func (s *Service) Define(ctx context.Context, in DefineProduct) (p Product, err error) {
	if err := in.check(); err != nil {
		return p, err
	}
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "catalogue.define", collection(who.Party)); err != nil {
			return err
		}
		if err := s.checkGuarantor(ctx, tx, in); err != nil {
			return err
		}
		old, err := productByCode(ctx, tx, who.Party, in.Code)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		p = Product{
			ID: old.ID, Code: in.Code, Lender: who.Party, Name: i18n.Text{Zh: in.NameZh, En: in.NameEn}, Purpose: i18n.Text{Zh: in.PurposeZh, En: in.PurposeEn},
			Security: in.Security, MaxFen: in.MaxFen, Terms: in.Terms, RatePPM: in.RatePPM, Repayment: in.Repayment, DayCount: in.DayCount, Rounding: in.Rounding, Late: in.Late, Rules: in.Rules,
			Guarantor: in.Guarantor, GuaranteeFeePPM: in.GuaranteeFeePPM, Version: old.Version + 1,
		}
		if p.ID == "" {
			p.ID = s.NewID()
		}
		if err := saveProduct(ctx, tx, p); err != nil {
			return err
		}
		return s.record(ctx, tx, p)
	})
	return p, err
}

// checkGuarantor looks up whom a product names as its guarantor.
func (s *Service) checkGuarantor(ctx context.Context, tx db.Tx, in DefineProduct) error {
	if in.Guarantor == "" {
		return nil
	}
	p, err := s.Parties.Party(ctx, tx, in.Guarantor)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	var c fault.Check
	c.That(err == nil && p.Kind == kernel.Guarantor, "guarantor", "catalogue.product.guarantor.unknown")
	return c.Err()
}

// record writes down what the product promises from now on.
func (s *Service) record(ctx context.Context, tx db.Tx, p Product) error {
	facts, err := p.facts()
	if err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "catalogue.product.define", Case: p.ID, CaseVersion: p.Version, Person: who.Person, Party: who.Party, Parties: []string{p.Lender}, Fields: facts,
	})
	return err
}

// ProductRow is a product with the names around it.
type ProductRow struct {
	Product   Product   `json:"product"`
	Lender    i18n.Text `json:"lender"`
	Guarantor i18n.Text `json:"guarantor"` // empty where nobody guarantees
	// Verdict and findings say how the reader's own enterprise stands; "" and
	// nothing for other readers.
	Verdict  string           `json:"verdict"`
	Findings []kernel.Finding `json:"findings"`
}

// Products lists what lenders sell, for everybody who signed in. An enterprise
// reads beside each product whether it fits.
func (s *Service) Products(ctx context.Context) (rows []ProductRow, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "catalogue.read", collection("")); err != nil {
			return err
		}
		if rows, err = s.OnSale(ctx, tx); err != nil {
			return err
		}
		own := kernel.From(ctx).Party
		if !s.Guard.Allowed(ctx, "catalogue.compare_own", collection(own)) {
			return nil
		}
		known, err := s.Applicants.Applicant(ctx, tx, own)
		for i := range rows {
			rows[i].Findings = Judge(rows[i].Product.Rules, known)
			rows[i].Verdict = kernel.Fit(rows[i].Findings)
		}
		return err
	})
	return rows, err
}

// Findings lays every product on sale beside an applicant, by product. It
// authorises nothing.
func (s *Service) Findings(ctx context.Context, tx db.Tx, known kernel.Applicant) (map[string][]kernel.Finding, error) {
	list, err := allProducts(ctx, tx)
	out := map[string][]kernel.Finding{}
	for _, p := range list {
		out[p.ID] = Judge(p.Rules, known)
	}
	return out, err
}

// OnSale lists all products in the order of their codes. It authorises nothing:
// the feature that asks decides on its own case who may see the answer.
func (s *Service) OnSale(ctx context.Context, tx db.Tx) ([]ProductRow, error) {
	list, err := allProducts(ctx, tx)
	var rows []ProductRow
	for _, p := range list {
		row, err := s.row(ctx, tx, p)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, err
}

// Sells reports whether a lender has a product on sale. It reads one row, for
// those who ask inside a transaction that writes.
func (s *Service) Sells(ctx context.Context, tx db.Tx, lender string) (bool, error) {
	return sells(ctx, tx, lender)
}

// Product answers one product as it is now, or NotFound. Like OnSale it
// authorises nothing.
func (s *Service) Product(ctx context.Context, tx db.Tx, id string) (ProductRow, error) {
	p, err := productByID(ctx, tx, id)
	if err != nil {
		return ProductRow{}, err
	}
	return s.row(ctx, tx, p)
}

func (s *Service) row(ctx context.Context, tx db.Tx, p Product) (ProductRow, error) {
	lender, err := s.Parties.Party(ctx, tx, p.Lender)
	if err != nil || p.Guarantor == "" {
		return ProductRow{Product: p, Lender: lender.Short}, err
	}
	guarantor, err := s.Parties.Party(ctx, tx, p.Guarantor)
	return ProductRow{Product: p, Lender: lender.Short, Guarantor: guarantor.Short}, err
}
