package catalogue

// SQL beside its scanners: what is searched is a column, the rest of a product
// is JSON.

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const productColumns = `id, code, lender_id, body, version`

func scanProduct(scan db.Scan) (p Product, err error) {
	r, err := scanStored(scan)
	if err != nil {
		return p, err
	}
	err = json.Unmarshal([]byte(r.body), &p)
	p.ID, p.Code, p.Lender, p.Version = r.id, r.code, r.lender, r.version
	return p, err
}

// stored is a product as it lies in its table.
type stored struct {
	id, code, lender, body string
	version                int64
}

func scanStored(scan db.Scan) (r stored, err error) {
	return r, scan(&r.id, &r.code, &r.lender, &r.body, &r.version)
}

// row is a product as it is stored.
func (p Product) row() (stored, error) {
	body, err := json.Marshal(p)
	return stored{p.ID, p.Code, p.Lender, string(body), p.Version}, err
}

// saveProduct stores the next version of a product, and refuses to pass over
// one that it has not seen.
func saveProduct(ctx context.Context, tx db.Tx, p Product) error {
	r, err := p.row()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		INSERT INTO catalogue_product (`+productColumns+`) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (lender_id, code) DO UPDATE SET body = excluded.body, version = excluded.version
		WHERE catalogue_product.version = excluded.version - 1`,
		r.id, r.code, r.lender, r.body, r.version)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func one(p Product, err error) (Product, error) {
	if errors.Is(err, db.ErrNoRow) {
		return p, fault.New(fault.NotFound, "fault.not_found")
	}
	return p, err
}

func productByID(ctx context.Context, tx db.Tx, id string) (Product, error) {
	return one(db.One(ctx, tx, scanProduct, `SELECT `+productColumns+` FROM catalogue_product WHERE id = $1`, id))
}

func productByCode(ctx context.Context, tx db.Tx, lender, code string) (Product, error) {
	return one(db.One(ctx, tx, scanProduct, `SELECT `+productColumns+` FROM catalogue_product WHERE lender_id = $1 AND code = $2`, lender, code))
}

func sells(ctx context.Context, tx db.Tx, lender string) (bool, error) {
	_, err := db.One(ctx, tx, db.Value[string], `SELECT id FROM catalogue_product WHERE lender_id = $1 LIMIT 1`, lender)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}

// allProducts is bounded by the number of products an alliance has.
func allProducts(ctx context.Context, tx db.Tx) ([]Product, error) {
	return db.All(ctx, tx, scanProduct, `SELECT `+productColumns+` FROM catalogue_product ORDER BY code, id LIMIT 500`)
}
