package origination

// What the home page shows of origination: an enterprise sees how far its own
// application is.

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Home gives the reader's blocks.
func (s *Service) Home(ctx context.Context, _ string) ([]module.Block, error) {
	if kernel.From(ctx).Kind != kernel.Enterprise {
		return nil, nil
	}
	return s.homeOfEnterprise(ctx)
}

// homeOfEnterprise shows the newest application that is still under way.
func (s *Service) homeOfEnterprise(ctx context.Context) ([]module.Block, error) {
	if !s.Guard.Allowed(ctx, "origination.list", collection(kernel.From(ctx).Party, "Applications")) {
		return nil, nil
	}
	rows, err := s.List(ctx)
	i := slices.IndexFunc(rows, func(r Row) bool { return r.Application.State == Draft || slices.Contains(open, r.Application.State) })
	if err != nil || i < 0 {
		return nil, err
	}
	v, err := s.View(ctx, rows[i].Application.ID)
	return []module.Block{{Rank: module.RankWay, Body: s.wayCard(v)}}, err
}

// wayButton leads to what comes next on an application.
func (s *Service) wayButton(ctx context.Context, v View, h ui.CaseHead) templ.Component {
	b := h.Next.Button
	if b.Label == "" {
		b = ui.Button{Label: i18n.T(ctx, "origination.home.open"), Href: "/applications/" + v.Application.ID}
	}
	if v.Application.State == Draft {
		b.Label = i18n.T(ctx, "origination.tasks.go")
	}
	return ui.Btn(b)
}
