package identity

// What is over is swept out: sessions that ran out, challenges that nobody
// answered, counts of tries that no longer count.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
)

// swept bounds one transaction, so that other writers are not kept waiting.
const swept = 500

// Sweep removes what is over by the machine's clock.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.System()
	at := func(ago time.Duration) int64 { return db.Micros(now.Add(-ago)) }
	for _, x := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM identity_session WHERE id IN (SELECT id FROM identity_session WHERE seen_us <= $1 OR begun_us <= $2 ORDER BY id LIMIT $3)`, []any{at(idle), at(lifetime)}},
		{`DELETE FROM identity_ceremony WHERE id IN (SELECT id FROM identity_ceremony WHERE expires_us <= $1 ORDER BY id LIMIT $2)`, []any{at(0)}},
		{`DELETE FROM identity_attempt WHERE (account, source) IN (SELECT account, source FROM identity_attempt WHERE last_us <= $1 AND known_us <= $2 ORDER BY last_us LIMIT $3)`, []any{at(forgotten), at(remembered)}},
	} {
		for n := int64(swept); n == swept; {
			err := s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
				n, err = tx.Exec(ctx, x.statement, append(x.args, int64(swept))...)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
