package relief

// What the home page and the search know of relief.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Find looks through the cases that the reader may open.
func (s *Service) Find(ctx context.Context, text string) (hits []module.Hit, err error) {
	if !s.Guard.Allowed(ctx, "relief.list", collection(kernel.From(ctx).Party)) {
		return nil, nil
	}
	rows, err := s.List(ctx)
	for _, r := range rows {
		if c := r.Case; r.Linked && module.Matches(text, c.Ref, c.ContractRef, r.Borrower.Zh, r.Borrower.En, r.Lender.Zh, r.Lender.En) {
			hits = append(hits, module.Hit{Kind: i18n.T(ctx, "relief.hit"), Title: c.Ref, Note: r.Borrower.In(ctx) + " · " + c.ContractRef, Href: "/reliefs/" + c.ID, State: ui.Status(CaseMachine.Name, string(c.State))})
		}
	}
	return hits, err
}
