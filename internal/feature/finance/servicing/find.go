package servicing

// What a search finds of contracts: those of the reader's own party.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Find looks through the contracts that the reader may open.
func (s *Service) Find(ctx context.Context, text string) (hits []module.Hit, err error) {
	if !s.Guard.Allowed(ctx, "servicing.list", collection(kernel.From(ctx).Party)) {
		return nil, nil
	}
	rows, err := s.List(ctx)
	for _, r := range rows {
		if c := r.Contract; r.Linked && module.Matches(text, c.Ref, r.Borrower.Zh, r.Borrower.En, r.Lender.Zh, r.Lender.En) {
			hits = append(hits, module.Hit{Kind: i18n.T(ctx, "servicing.hit.contract"), Title: c.Ref, Note: r.Borrower.In(ctx) + " · " + r.Lender.In(ctx), Href: "/contracts/" + c.ID, State: ui.Status(ContractMachine.Name, string(c.State))})
		}
	}
	return hits, err
}
