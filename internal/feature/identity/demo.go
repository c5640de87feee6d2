package identity

// The demonstration: visitors become people of the story by a click, and
// confirm by a button. Outside of it none of this exists.

import (
	"cmp"
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Persona is somebody of the story that a visitor can become.
type Persona struct {
	Person string        `json:"person"`
	Name   i18n.Text     `json:"name"`
	Roles  []kernel.Role `json:"roles"`
}

// PersonaGroup are the personas of an organisation.
type PersonaGroup struct {
	Party    i18n.Text        `json:"party"`
	Kind     kernel.PartyKind `json:"kind"`
	Personas []Persona        `json:"personas"`

	id string
}

func (s *Service) demoOnly() error {
	if !s.Demo {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return nil
}

// stage is the order in which organisations appear. The branch has no rooms
// here yet.
var stage = []kernel.PartyKind{kernel.Enterprise, kernel.ParkOperator, kernel.Bank, kernel.Guarantor, kernel.TownOffice, kernel.CountyBureau, kernel.Auditor}

// Personas are the people who can be tried, by organisation.
func (s *Service) Personas(ctx context.Context) (all []PersonaGroup, err error) {
	if err := s.demoOnly(); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		all, err = personas(ctx, tx, s.today())
		return err
	})
	all = slices.DeleteFunc(all, func(g PersonaGroup) bool { return !slices.Contains(stage, g.Kind) })
	slices.SortStableFunc(all, func(a, b PersonaGroup) int {
		return cmp.Compare(slices.Index(stage, a.Kind), slices.Index(stage, b.Kind))
	})
	return all, err
}

func personas(ctx context.Context, tx db.Tx, day clock.Date) (all []PersonaGroup, err error) {
	rows, err := db.All(ctx, tx, func(scan db.Scan) (g PersonaGroup, err error) {
		var p Persona
		var roles string
		err = scan(&g.id, &g.Kind, &g.Party.Zh, &g.Party.En, &p.Person, &p.Name.Zh, &p.Name.En, &roles)
		p.Roles = splitRoles(roles)
		g.Personas = []Persona{p}
		return g, err
	}, `
		SELECT o.id, o.kind, o.name_zh, o.name_en, p.id, p.name_zh, p.name_en, m.roles
		FROM identity_membership m JOIN identity_person p ON p.id = m.person_id JOIN identity_party o ON o.id = m.party_id
		WHERE m.from_on <= $1 AND (m.to_on = '' OR m.to_on > $1) ORDER BY o.ref, p.ref LIMIT 500`, day)
	for _, g := range rows {
		if n := len(all); n > 0 && all[n-1].id == g.id {
			all[n-1].Personas = append(all[n-1].Personas, g.Personas...)
			continue
		}
		all = append(all, g)
	}
	return all, err
}

// Become begins a session as a person of the story and answers its token.
func (s *Service) Become(ctx context.Context, person, agent string) (token string, err error) {
	if err := s.demoOnly(); err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		token, err = s.beginAny(ctx, tx, person, agent)
		return err
	})
	return token, err
}

// castOf sets one enterprise and every office beside it in front; the other
// enterprises stand behind a fold.
func castOf(groups []PersonaGroup) (cast, others []PersonaGroup) {
	for i, g := range groups {
		if i > 0 && g.Kind == kernel.Enterprise {
			others = append(others, g)
		} else {
			cast = append(cast, g)
		}
	}
	return cast, others
}
