package origination

// What origination asks of a lender's product; how a version is kept is in
// package shelf.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/feature/finance/origination/shelf"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// Products are what lenders sell.
type Products = shelf.Products

// wish is the product that an application asks for; a draft follows what is sold.
func (a *Application) wish() shelf.Wish {
	if a.Editable() {
		return shelf.Wish{Product: a.Need.Product}
	}
	return shelf.Wish{Product: a.Need.Product, Version: a.ProductVersion}
}

// checkProduct judges a need against the product that it names, and notes the
// version.
func (s *Service) checkProduct(ctx context.Context, tx db.Tx, a *Application) error {
	p, err := a.wish().Find(ctx, tx, s.Products)
	if a.ProductVersion = p.Version; err != nil {
		return err
	}
	return a.wish().Check(p, a.Need.AmountFen, a.Need.TermMonths)
}

// onSale lists what an enterprise may choose from while it prepares its need.
func (s *Service) onSale(ctx context.Context) (list []Product, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		list, err = s.Products.OnSale(ctx, tx)
		return err
	})
	return list, err
}

// sellers are the organisations that an enterprise may invite: those that have
// a product on sale.
func sellers(products []Product) []PartyFacts {
	var out []PartyFacts
	for _, p := range products {
		if !p.Leaving && !slices.ContainsFunc(out, func(f PartyFacts) bool { return f.ID == p.Lender }) {
			out = append(out, PartyFacts{ID: p.Lender, Kind: kernel.Bank, Short: p.LenderName})
		}
	}
	return out
}
