package park

// SQL of buildings, units and enterprises, beside its scanners. Updates refuse
// to overwrite a version that they have not seen.

import (
	"context"
	"errors"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

func notFound[T any](v T, err error) (T, error) {
	if errors.Is(err, db.ErrNoRow) {
		return v, fault.New(fault.NotFound, "fault.not_found")
	}
	return v, err
}

// oneRow turns "no row of that version" into a conflict.
func oneRow(n int64, err error, version *int64) error {
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	*version++
	return nil
}

// exists reports whether a query finds a row.
func exists(ctx context.Context, tx db.Tx, query string, args ...any) (bool, error) {
	n, err := db.Count(ctx, tx, query, args...)
	return n > 0, err
}

const buildingColumns = `id, park_id, code, name_zh, name_en, kind, floors, gross_area_dm2, version`

func scanBuilding(scan db.Scan) (b Building, err error) {
	return b, scan(&b.ID, &b.Park, &b.Code, &b.Name.Zh, &b.Name.En, &b.Kind, &b.Floors, &b.GrossAreaDM2, &b.Version)
}

func buildingByID(ctx context.Context, tx db.Tx, id string) (Building, error) {
	return notFound(db.One(ctx, tx, scanBuilding, `SELECT `+buildingColumns+` FROM park_building WHERE id = $1`, id))
}

func insertBuilding(ctx context.Context, tx db.Tx, b Building) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO park_building (`+buildingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		b.ID, b.Park, b.Code, b.Name.Zh, b.Name.En, b.Kind, b.Floors, b.GrossAreaDM2, b.Version)
	return err
}

func updateBuilding(ctx context.Context, tx db.Tx, b *Building) error {
	n, err := tx.Exec(ctx, `
		UPDATE park_building SET code = $1, name_zh = $2, name_en = $3, kind = $4, floors = $5, gross_area_dm2 = $6, version = version + 1
		WHERE id = $7 AND version = $8`,
		b.Code, b.Name.Zh, b.Name.En, b.Kind, b.Floors, b.GrossAreaDM2, b.ID, b.Version)
	return oneRow(n, err, &b.Version)
}

// maxBuildings and maxParkUnits bound what one park may hold.
const (
	maxBuildings = 1000
	maxParkUnits = 20000
)

func allBuildings(ctx context.Context, tx db.Tx) ([]Building, error) {
	return db.All(ctx, tx, scanBuilding, `
		SELECT `+buildingColumns+` FROM park_building ORDER BY length(code), code LIMIT $1`, maxBuildings)
}

const unitColumns = `id, building_id, park_id, code, floor, use, area_dm2, rent_per_m2_fen, hoist_t, version`

func scanUnit(scan db.Scan) (u Unit, err error) {
	return u, scan(&u.ID, &u.Building, &u.Park, &u.Code, &u.Floor, &u.Use, &u.AreaDM2, &u.RentPerM2Fen, &u.HoistT, &u.Version)
}

func unitByID(ctx context.Context, tx db.Tx, id string) (Unit, error) {
	return notFound(db.One(ctx, tx, scanUnit, `SELECT `+unitColumns+` FROM park_unit WHERE id = $1`, id))
}

func insertUnit(ctx context.Context, tx db.Tx, u Unit) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO park_unit (`+unitColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		u.ID, u.Building, u.Park, u.Code, u.Floor, u.Use, u.AreaDM2, u.RentPerM2Fen, u.HoistT, u.Version)
	return err
}

func updateUnit(ctx context.Context, tx db.Tx, u *Unit) error {
	n, err := tx.Exec(ctx, `
		UPDATE park_unit SET code = $1, floor = $2, use = $3, area_dm2 = $4, rent_per_m2_fen = $5, hoist_t = $6, version = version + 1
		WHERE id = $7 AND version = $8`,
		u.Code, u.Floor, u.Use, u.AreaDM2, u.RentPerM2Fen, u.HoistT, u.ID, u.Version)
	return oneRow(n, err, &u.Version)
}

func allUnits(ctx context.Context, tx db.Tx) ([]Unit, error) {
	return db.All(ctx, tx, scanUnit, `
		SELECT `+unitColumns+` FROM park_unit ORDER BY building_id, floor, code LIMIT $1`, maxParkUnits)
}

const enterpriseColumns = `id, park_id, name_zh, name_en, short_zh, short_en, credit_code, industry_code, industry_zh, industry_en,
	size_class, revenue_2019_fen, joined_on, stage, high_tech, contact_id, registered_us, version`

func scanEnterprise(scan db.Scan) (e Enterprise, err error) {
	var registered, highTech int64
	err = scan(&e.ID, &e.Park, &e.Name.Zh, &e.Name.En, &e.Short.Zh, &e.Short.En, &e.CreditCode, &e.IndustryCode, &e.IndustryName.Zh, &e.IndustryName.En,
		&e.SizeClass, &e.Revenue2019Fen, &e.Joined, &e.Stage, &highTech, &e.Contact, &registered, &e.Version)
	e.HighTech, e.RegisteredAt = highTech != 0, db.Instant(registered)
	return e, err
}

func enterpriseByID(ctx context.Context, tx db.Tx, id string) (Enterprise, error) {
	return notFound(db.One(ctx, tx, scanEnterprise, `SELECT `+enterpriseColumns+` FROM park_enterprise WHERE id = $1`, id))
}

func insertEnterprise(ctx context.Context, tx db.Tx, e Enterprise) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO park_enterprise (`+enterpriseColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		e.ID, e.Park, e.Name.Zh, e.Name.En, e.Short.Zh, e.Short.En, e.CreditCode, e.IndustryCode, e.IndustryName.Zh, e.IndustryName.En,
		e.SizeClass, e.Revenue2019Fen, e.Joined, e.Stage, db.Flag(e.HighTech), e.Contact, db.Micros(e.RegisteredAt), e.Version)
	return err
}

func updateEnterprise(ctx context.Context, tx db.Tx, e *Enterprise) error {
	n, err := tx.Exec(ctx, `
		UPDATE park_enterprise SET name_zh = $1, name_en = $2, short_zh = $3, short_en = $4, credit_code = $5, industry_code = $6,
			industry_zh = $7, industry_en = $8, size_class = $9, revenue_2019_fen = $10, joined_on = $11, stage = $12,
			high_tech = $13, contact_id = $14, version = version + 1
		WHERE id = $15 AND version = $16`,
		e.Name.Zh, e.Name.En, e.Short.Zh, e.Short.En, e.CreditCode, e.IndustryCode, e.IndustryName.Zh, e.IndustryName.En,
		e.SizeClass, e.Revenue2019Fen, e.Joined, e.Stage, db.Flag(e.HighTech), e.Contact, e.ID, e.Version)
	return oneRow(n, err, &e.Version)
}
