package origination

// What origination asks of a lender's product. The catalogue keeps products; an
// offer copies what it needs of one.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

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
		if !slices.ContainsFunc(out, func(f PartyFacts) bool { return f.ID == p.Lender }) {
			out = append(out, PartyFacts{ID: p.Lender, Kind: kernel.Bank, Short: p.LenderName})
		}
	}
	return out
}

func (s *Service) lenderProducts(ctx context.Context, tx db.Tx, lender string) ([]Product, error) {
	all, err := s.Products.OnSale(ctx, tx)
	return slices.DeleteFunc(all, func(p Product) bool { return p.Lender != lender }), err
}
