package identity

// Organisations by what they are to the park.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// PartiesOfKind lists the organisations of a kind, the first registered first,
// at most 500. It authorises nothing.
func (s *Service) PartiesOfKind(ctx context.Context, tx db.Tx, kind kernel.PartyKind) ([]Party, error) {
	return db.All(ctx, tx, scanParty, `SELECT `+partyColumns+` FROM identity_party WHERE kind = $1 ORDER BY id LIMIT 500`, kind)
}
