package id

// Reference numbers that people read to each other: gapless within a year.

import (
	"context"
	"embed"
	"fmt"

	"kaigong.example/kaigong/internal/platform/db"
)

// Files holds the migration of the counters.
//
//go:embed migrations
var Files embed.FS

// Reference is the next number of a series in a year: "KG-AP-2020-0004". It is
// taken in the caller's transaction, so a refused use case leaves no gap.
func Reference(ctx context.Context, tx db.Tx, series string, year int) (string, error) {
	n, err := db.One(ctx, tx, db.Value[int64], `
		INSERT INTO id_counter (series, year, last) VALUES ($1, $2, 1)
		ON CONFLICT (series, year) DO UPDATE SET last = id_counter.last + 1
		RETURNING last`, series, year)
	return fmt.Sprintf("%s-%d-%04d", series, year, n), err
}
