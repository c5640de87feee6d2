package db

// How stores ask: Exec for changes, One and All with one scanner per entity.

import (
	"context"
	"database/sql"
	"errors"
)

// ErrNoRow is what One answers when nothing matches.
var ErrNoRow = errors.New("db: no row")

// Scan is the row reader that a scanner receives.
type Scan = func(dest ...any) error

// Exec runs a statement and returns how many rows it touched.
func (t Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := t.exec(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// All reads every row with one function, so each entity has one scanner, which
// asks nothing itself. Callers bound the number of rows in the query.
func All[T any](ctx context.Context, t Tx, scan func(Scan) (T, error), query string, args ...any) ([]T, error) {
	rows, err := t.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// One reads the first row, or answers ErrNoRow.
func One[T any](ctx context.Context, t Tx, scan func(Scan) (T, error), query string, args ...any) (T, error) {
	var zero T
	rows, err := t.query(ctx, query, args...)
	if err != nil {
		return zero, err
	}
	defer rows.Close()
	if !rows.Next() {
		return zero, errors.Join(rows.Err(), ErrNoRow)
	}
	return scan(rows.Scan)
}

// Value scans a single column.
func Value[T any](scan Scan) (v T, err error) { return v, scan(&v) }

// Count runs a query whose only column is a number; no row and NULL are 0.
func Count(ctx context.Context, t Tx, query string, args ...any) (int64, error) {
	n, err := One(ctx, t, Value[sql.NullInt64], query, args...)
	if errors.Is(err, ErrNoRow) {
		return 0, nil
	}
	return n.Int64, err
}
