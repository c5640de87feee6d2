// Package shelf is what lenders sell, as an application meets it. The catalogue
// keeps products and their versions; an application that was handed in, and an
// offer, stay on the version they were made on.
//
// A draft follows what is sold; handing in freezes the version of its product,
// and an offer names the one it was made on. So a product that changes, or goes
// from sale, leaves both as they were.
package shelf

import (
	"context"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Products are what lenders sell. Every answer is of the transaction that asks.
type Products interface {
	// Product answers a product as it is sold today, or NotFound.
	Product(ctx context.Context, tx db.Tx, id string) (Product, error)
	// Version answers a product in a version that was sold once, or NotFound.
	Version(ctx context.Context, tx db.Tx, id string, version int64) (Product, error)
	// OnSale lists what is sold today in the order of the codes.
	OnSale(ctx context.Context, tx db.Tx) ([]Product, error)
	// Sells reports whether a lender has a product on sale.
	Sells(ctx context.Context, tx db.Tx, lender string) (bool, error)
	// Findings lays the rules of every product beside an applicant, by product.
	Findings(ctx context.Context, tx db.Tx, known kernel.Applicant) (map[string][]kernel.Finding, error)
}

// Product is what origination must know of a lender's product.
type Product = form.Product

// Pick finds a product in a list, the zero Product where it is not there.
func Pick(list []Product, id string) Product {
	if i := slices.IndexFunc(list, func(p Product) bool { return p.ID == id }); i >= 0 {
		return list[i]
	}
	return Product{}
}

// Wish is the product that an application asks for, "" where the choice is left
// to lenders, and the version with which it was handed in, 0 while it is prepared.
type Wish struct {
	Product string
	Version int64
}

// Find is the product that is wished for; the zero Product where none is, or
// what a draft had chosen is no longer sold.
func (w Wish) Find(ctx context.Context, tx db.Tx, products Products) (Product, error) {
	switch {
	case w.Product == "":
		return Product{}, nil
	case w.Version > 0:
		return products.Version(ctx, tx, w.Product, w.Version)
	}
	p, err := products.Product(ctx, tx, w.Product)
	if fault.Is(err, fault.NotFound) {
		return Product{}, nil
	}
	return p, err
}

// Check judges an amount and a term against the product that is wished for.
func (w Wish) Check(p Product, amount money.Fen, months int) error {
	var c fault.Check
	c.That(w.Product == "" || p.ID != "", "product", "origination.product.gone")
	c.That(p.ID == "" || amount <= p.MaxFen, "amount", "origination.offer.above_product", fault.Args{"amount_fen": amount, "max_fen": p.MaxFen})
	c.That(p.ID == "" || months == 0 || slices.Contains(p.Terms, months), "term_months", "origination.offer.term", fault.Args{"terms": form.JoinInts(p.Terms)})
	return c.Err()
}

// Offerable lists what a lender may offer on a wish: what was asked of it, in the
// version of the asking, and what it sells today, alone as sold.
func Offerable(ctx context.Context, tx db.Tx, products Products, w Wish, lender string) (list, sold []Product, err error) {
	wanted, err := w.Find(ctx, tx, products)
	if err != nil {
		return nil, nil, err
	}
	sold, err = products.OnSale(ctx, tx)
	sold = slices.DeleteFunc(sold, func(p Product) bool { return p.Lender != lender })
	if wanted.Lender != lender {
		return sold, sold, err
	}
	list = slices.DeleteFunc(slices.Clone(sold), func(p Product) bool { return p.ID == wanted.ID })
	return append(list, wanted), sold, err
}
