package park

// The industry of every enterprise, for figures.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Industry is what an enterprise does, by the national classification.
type Industry struct {
	Code string
	Name i18n.Text
}

// Industries answers the industry of each enterprise by its party. It authorises
// nothing: the feature that asks decides what may be told.
func (s *Service) Industries(ctx context.Context, tx db.Tx) (map[string]Industry, error) {
	type row struct {
		party string
		Industry
	}
	all, err := db.All(ctx, tx, func(scan db.Scan) (r row, err error) {
		return r, scan(&r.party, &r.Code, &r.Name.Zh, &r.Name.En)
	}, `SELECT id, industry_code, industry_zh, industry_en FROM park_enterprise ORDER BY id LIMIT 20000`)
	out := map[string]Industry{}
	for _, r := range all {
		out[r.party] = r.Industry
	}
	return out, err
}
