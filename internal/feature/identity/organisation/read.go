package organisation

// What readers see of rights: those that wait for them, and those of their own
// organisation.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// GrantView is a grant with the names around it.
type GrantView struct {
	Grant
	Name      i18n.Text `json:"name"`
	ByName    i18n.Text `json:"by_name"`
	Decider   i18n.Text `json:"decider"`
	PartyName i18n.Text `json:"party_name"`
	May       bool      `json:"may"`     // the reader may agree or refuse
	Foreign   bool      `json:"foreign"` // of another organisation, which asks the park
	Sure      bool      `json:"sure"`    // the reader has confirmed freshly for it
}

// Rights shows what waits for a second person and what was decided: of the own
// organisation, and of those that ask the park where the reader is its manager.
func (s *Service) Rights(ctx context.Context) (all []GrantView, err error) {
	all = []GrantView{}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		own := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "organisation.rights", rights(own)); err != nil {
			return err
		}
		waiting, err := s.waiting(ctx, tx)
		if err != nil {
			return err
		}
		mine, err := grantsOf(ctx, tx, own)
		if err != nil {
			return err
		}
		for _, g := range mine {
			v, err := s.view(ctx, tx, g)
			if err != nil {
				return err
			}
			all = append(all, v)
		}
		for _, v := range waiting {
			if v.Foreign {
				all = append(all, v)
			}
		}
		return nil
	})
	return all, err
}

// waiting are the grants that the reader may decide now.
func (s *Service) waiting(ctx context.Context, tx db.Tx) (out []GrantView, err error) {
	all, err := openGrants(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, g := range all {
		v, err := s.view(ctx, tx, g)
		if err != nil {
			return nil, err
		}
		if v.May {
			out = append(out, v)
		}
	}
	return out, nil
}

func (s *Service) view(ctx context.Context, tx db.Tx, g Grant) (v GrantView, err error) {
	who := kernel.From(ctx)
	v = GrantView{Grant: g, Foreign: g.Party != who.Party, Sure: who.StepUpFor == g.Purpose()}
	if g.State == AskedFor {
		res, err := s.resource(ctx, tx, g)
		if err != nil {
			return v, err
		}
		v.May = s.Guard.Allowed(ctx, "organisation.refuse", res)
	}
	names, err := s.Identity.PeopleNames(ctx, tx, []string{g.Person, g.By, g.DecidedBy})
	if err != nil {
		return v, err
	}
	v.Name, v.ByName, v.Decider = names[g.Person], names[g.By], names[g.DecidedBy]
	p, err := s.Identity.PartyByID(ctx, tx, g.Party)
	v.PartyName = p.Short
	return v, err
}
