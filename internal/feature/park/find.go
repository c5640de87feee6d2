package park

// What a search finds of the park: enterprises by name or credit code.

import (
	"context"
	"net/url"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// Find asks the list for the text, as its own filter does.
func (s *Service) Find(ctx context.Context, text string) (hits []module.Hit, err error) {
	all := collection("Enterprises", kernel.From(ctx).Party)
	if !s.Guard.Allowed(ctx, "park.list_own", all) && !s.Guard.Allowed(ctx, "park.list_enterprises", all) {
		return nil, nil
	}
	q, err := ParseList(url.Values{"q": {text}})
	if err != nil {
		return nil, err
	}
	l, err := s.List(ctx, q)
	for _, r := range l.Rows {
		h := module.Hit{Kind: i18n.T(ctx, "park.hit.enterprise"), Title: r.Name.In(ctx), Note: string(r.CreditCode)}
		if l.May.Open {
			h.Href = "/enterprises/" + r.ID
		}
		hits = append(hits, h)
	}
	return hits, err
}
