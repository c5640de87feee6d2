package feed

import (
	"context"

	"kaigong.example/kaigong/internal/platform/i18n"
)

func yes(ctx context.Context, told bool) string {
	if told {
		return i18n.T(ctx, "feed.told")
	}
	return i18n.T(ctx, "feed.untold")
}

// newTitle heads the form: with an address there, it makes another.
func newTitle(l Link) string {
	if l.ID != "" {
		return "feed.again"
	}
	return "feed.new"
}
