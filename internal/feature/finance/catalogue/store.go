package catalogue

// SQL beside its scanners: what is searched is a column, what a version promises
// is JSON.

import (
	"context"
	"encoding/json"
	"errors"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// itemColumns end with how many versions were ever approved.
const itemColumns = `p.id, p.code, p.lender_id,
	(SELECT COUNT(*) FROM catalogue_version v WHERE v.product_id = p.id AND v.state IN ('approved', 'withdrawn'))`

// item is a product without its versions: whose it is, and whether anybody
// beside its lender may know of it.
type item struct {
	id, code, lender string
	agreed           bool
}

func scanItem(scan db.Scan) (p item, err error) {
	var agreed int64
	err = scan(&p.id, &p.code, &p.lender, &agreed)
	p.agreed = agreed > 0
	return p, err
}

func insertItem(ctx context.Context, tx db.Tx, p item) error {
	_, err := tx.Exec(ctx, `INSERT INTO catalogue_product (id, code, lender_id) VALUES ($1, $2, $3)`, p.id, p.code, p.lender)
	return err
}

func itemByID(ctx context.Context, tx db.Tx, id string) (item, error) {
	return found(db.One(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM catalogue_product p WHERE p.id = $1`, id))
}

func itemByCode(ctx context.Context, tx db.Tx, lender, code string) (item, error) {
	return found(db.One(ctx, tx, scanItem, `SELECT `+itemColumns+` FROM catalogue_product p WHERE p.lender_id = $1 AND p.code = $2`, lender, code))
}

func found[T any](x T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		return x, fault.New(fault.NotFound, "fault.not_found")
	}
	return x, err
}

// A version is read with its product, whose columns say whose it is.
const (
	versionTables  = `catalogue_version v JOIN catalogue_product p ON p.id = v.product_id`
	versionColumns = `v.id, v.product_id, p.code, p.lender_id, v.number, v.state, v.body, v.hash, v.drafted_by, v.drafted_us,
	v.decided_by, v.decided_us, v.valid_from_on, v.withdrawn_by, v.withdrawn_us, v.reason`
)

func scanVersion(scan db.Scan) (v Version, err error) {
	var product, code, lender string
	var number, drafted, decided, withdrawn int64
	err = scan(&v.ID, &product, &code, &lender, &number, &v.State, &v.body, &v.Hash, &v.DraftedBy, &drafted,
		&v.DecidedBy, &decided, &v.ValidFrom, &v.WithdrawnBy, &withdrawn, &v.Reason)
	if err != nil {
		return v, err
	}
	v.Drafted, v.Decided, v.Withdrawn = db.Instant(drafted), db.Instant(decided), db.Instant(withdrawn)
	err = json.Unmarshal([]byte(v.body), &v.Product)
	v.Product.ID, v.Product.Code, v.Product.Lender, v.Product.Version = product, code, lender, number
	return v, err
}

func insertVersion(ctx context.Context, tx db.Tx, v *Version) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO catalogue_version (id, product_id, number, state, body, hash, drafted_by, drafted_us,
			decided_by, decided_us, valid_from_on, withdrawn_by, withdrawn_us, reason)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, '', '', 0, '')`,
		v.ID, v.Product.ID, v.Product.Version, v.State, v.body, v.Hash, v.DraftedBy, db.Micros(v.Drafted))
	return err
}

// updateVersion stores a move, and refuses to pass over one that it has not
// seen: the state from which it leads.
func updateVersion(ctx context.Context, tx db.Tx, v *Version, before string) error {
	n, err := tx.Exec(ctx, `
		UPDATE catalogue_version SET state = $1, decided_by = $2, decided_us = $3, valid_from_on = $4,
			withdrawn_by = $5, withdrawn_us = $6, reason = $7
		WHERE id = $8 AND state = $9`,
		v.State, v.DecidedBy, db.Micros(v.Decided), v.ValidFrom, v.WithdrawnBy, db.Micros(v.Withdrawn), v.Reason, v.ID, before)
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// maxVersions bounds how often a product may be drafted.
const maxVersions = 500

// versionsOf lists the versions of a product, the newest first.
func versionsOf(ctx context.Context, tx db.Tx, product string) ([]Version, error) {
	return db.All(ctx, tx, scanVersion, `
		SELECT `+versionColumns+` FROM `+versionTables+` WHERE v.product_id = $1 ORDER BY v.number DESC LIMIT $2`, product, maxVersions)
}

func versionOf(ctx context.Context, tx db.Tx, product string, number int64) (Version, error) {
	return found(db.One(ctx, tx, scanVersion, `
		SELECT `+versionColumns+` FROM `+versionTables+` WHERE v.product_id = $1 AND v.number = $2`, product, number))
}

// newestOf lists the newest version of each product of a lender, in the order of
// their codes.
func newestOf(ctx context.Context, tx db.Tx, lender string) ([]Version, error) {
	return db.All(ctx, tx, scanVersion, `
		SELECT `+versionColumns+` FROM `+versionTables+`
		WHERE p.lender_id = $1 AND NOT EXISTS (
			SELECT 1 FROM catalogue_version n WHERE n.product_id = v.product_id AND n.number > v.number)
		ORDER BY p.code, p.id LIMIT 500`, lender)
}

// inForce is the newest version of each product that counts on a day ($1), while
// it is on sale: a version that was withdrawn hides those before it.
const inForce = `v.state = 'approved' AND v.valid_from_on <= $1 AND NOT EXISTS (
	SELECT 1 FROM catalogue_version n WHERE n.product_id = v.product_id AND n.number > v.number
		AND n.state IN ('approved', 'withdrawn') AND n.valid_from_on <= $1)`

// onSale lists what is sold on a day, in the order of the codes. It is bounded
// by the number of products an alliance has.
func onSale(ctx context.Context, tx db.Tx, day clock.Date) ([]Version, error) {
	return db.All(ctx, tx, scanVersion, `
		SELECT `+versionColumns+` FROM `+versionTables+` WHERE `+inForce+` ORDER BY p.code, p.id LIMIT 500`, day.String())
}

// onSaleOf is the version of a product that is sold on a day, or NotFound.
func onSaleOf(ctx context.Context, tx db.Tx, product string, day clock.Date) (Version, error) {
	return found(db.One(ctx, tx, scanVersion, `
		SELECT `+versionColumns+` FROM `+versionTables+` WHERE `+inForce+` AND v.product_id = $2`, day.String(), product))
}

// sells reports whether a lender has a product on sale on a day.
func sells(ctx context.Context, tx db.Tx, lender string, day clock.Date) (bool, error) {
	_, err := db.One(ctx, tx, db.Value[string], `
		SELECT v.id FROM `+versionTables+` WHERE `+inForce+` AND p.lender_id = $2 LIMIT 1`, day.String(), lender)
	if errors.Is(err, db.ErrNoRow) {
		return false, nil
	}
	return err == nil, err
}
