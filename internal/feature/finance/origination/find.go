package origination

// What a search finds of origination: the applications of one's own list, and
// for a lender its cases, under the names that it may know.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Find looks through what the reader may list.
func (s *Service) Find(ctx context.Context, text string) ([]module.Hit, error) {
	party := kernel.From(ctx).Party
	switch {
	case s.Guard.Allowed(ctx, "origination.list_cases", collection(party, "LenderCases")):
		return s.findCases(ctx, text)
	case s.Guard.Allowed(ctx, "origination.list", collection(party, "Applications")):
		return s.findApplications(ctx, text)
	}
	return nil, nil
}

func (s *Service) findApplications(ctx context.Context, text string) (hits []module.Hit, err error) {
	rows, err := s.List(ctx)
	for _, r := range rows {
		if a := r.Application; module.Matches(text, a.Ref, r.Borrower.Zh, r.Borrower.En) {
			hits = append(hits, module.Hit{Kind: i18n.T(ctx, "origination.hit.application"), Title: a.Ref, Note: r.Borrower.In(ctx) + " · " + i18n.Wan(ctx, a.Need.AmountFen), Href: "/applications/" + a.ID, State: ui.Status(ApplicationMachine.Name, string(a.State))})
		}
	}
	return hits, err
}

func (s *Service) findCases(ctx context.Context, text string) (hits []module.Hit, err error) {
	rows, err := s.Cases(ctx)
	for _, r := range rows {
		if module.Matches(text, r.Ref, r.Subject.Zh, r.Subject.En) {
			hits = append(hits, module.Hit{Kind: i18n.T(ctx, "origination.hit.application"), Title: r.Ref, Note: r.Subject.In(ctx) + " · " + i18n.Wan(ctx, r.AmountFen), Href: "/cases/" + r.Case.ID, State: ui.Status(LenderCaseMachine.Name, string(r.Case.State))})
		}
	}
	return hits, err
}
