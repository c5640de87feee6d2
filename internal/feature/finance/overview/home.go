package overview

// What the home page shows of the overview: where applications stand, and the
// figures of the year so far.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Home shows those who oversee the alliance where it stands.
func (s *Service) Home(ctx context.Context, _ string) ([]module.Block, error) {
	if kernel.From(ctx).Kind == kernel.Bank || !s.Guard.Allowed(ctx, "overview.see", resource(ctx)) {
		return nil, nil
	}
	w, err := ParseWindow(nil, s.today())
	if err != nil {
		return nil, err
	}
	o, err := s.See(ctx, w)
	if err != nil {
		return nil, err
	}
	note := i18n.T(ctx, "overview.as_of", i18n.Args{"at": s.moment(ctx, o.AsOf)})
	return []module.Block{
		{Rank: module.RankPipe, Body: pipeCard(i18n.T(ctx, "overview.standing"), note, o.pipe(ctx))},
		{Rank: module.RankFigures, Body: ui.Figs(i18n.T(ctx, "overview.figures"), o.figs(ctx)[:3])},
	}, nil
}
