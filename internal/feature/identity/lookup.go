package identity

// What other features ask about parties and people, in their transactions.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// PartyByID answers an organisation, or NotFound.
func (s *Service) PartyByID(ctx context.Context, tx db.Tx, id string) (Party, error) {
	return partyByID(ctx, tx, id)
}

// PartyByRef answers an organisation by its key from outside, or NotFound.
func (s *Service) PartyByRef(ctx context.Context, tx db.Tx, ref string) (Party, error) {
	return notFound(db.One(ctx, tx, scanParty, `SELECT `+partyColumns+` FROM identity_party WHERE ref = $1`, ref))
}

// PartyByCreditCode answers the enterprise with a credit code, or NotFound.
func (s *Service) PartyByCreditCode(ctx context.Context, tx db.Tx, code kernel.CreditCode) (Party, error) {
	return notFound(db.One(ctx, tx, scanParty, `SELECT `+partyColumns+` FROM identity_party WHERE kind = $1 AND credit_code = $2 AND credit_code <> ''`, kernel.Enterprise, code))
}

// PersonByRef answers a person by their key from outside, or NotFound.
func (s *Service) PersonByRef(ctx context.Context, tx db.Tx, ref string) (Person, error) {
	return notFound(db.One(ctx, tx, scanPerson, `SELECT `+personColumns+` FROM identity_person WHERE ref = $1`, ref))
}

// PeopleNames names persons by id; an unknown id is left out.
func (s *Service) PeopleNames(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error) {
	names := map[string]i18n.Text{}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	for part := range slices.Chunk(ids, 200) {
		args := make([]any, len(part))
		holes := make([]string, len(part))
		for i, x := range part {
			args[i], holes[i] = x, fmt.Sprintf("$%d", i+1)
		}
		found, err := db.All(ctx, tx, scanPerson, `SELECT `+personColumns+` FROM identity_person WHERE id IN (`+strings.Join(holes, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			names[p.ID] = p.Name
		}
	}
	return names, nil
}

// Operator is the party of the park's operator: the first that was registered.
func (s *Service) Operator(ctx context.Context, tx db.Tx) (string, error) {
	return s.PartyOfKind(ctx, tx, kernel.ParkOperator)
}

// PartyOfKind is the first organisation of a kind, or NotFound. A deployment has
// one operator and one town office.
func (s *Service) PartyOfKind(ctx context.Context, tx db.Tx, kind kernel.PartyKind) (string, error) {
	return notFound(db.One(ctx, tx, db.Value[string], `SELECT id FROM identity_party WHERE kind = $1 ORDER BY id LIMIT 1`, kind))
}

// Establish answers the enterprise with a credit code, and makes it when there
// is none. The caller has asked permission.
func (s *Service) Establish(ctx context.Context, tx db.Tx, p Party) (string, error) {
	known, err := s.PartyByCreditCode(ctx, tx, p.CreditCode)
	if err == nil || !fault.Is(err, fault.NotFound) {
		return known.ID, err
	}
	p.ID, p.Kind = s.NewID(), kernel.Enterprise
	p.Ref = cmp.Or(p.Ref, string(p.CreditCode), p.ID)
	return p.ID, insertParty(ctx, tx, p)
}

// ActorFor is a person acting through the oldest membership that holds today:
// for loading data and for simulations. The zero Actor means that there is
// none.
func (s *Service) ActorFor(ctx context.Context, personRef string) (a kernel.Actor, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := s.PersonByRef(ctx, tx, personRef)
		if err != nil {
			return err
		}
		current, err := currentOf(ctx, tx, p.ID, s.today())
		if err != nil {
			return err
		}
		if len(current) == 0 {
			return errNoMembership()
		}
		party, err := partyByID(ctx, tx, current[0].Party)
		a = actor(p, party, current[0])
		return err
	})
	return a, err
}

// ActorsOf is a person through each membership that holds today.
func (s *Service) ActorsOf(ctx context.Context, tx db.Tx, person string) (all []kernel.Actor, err error) {
	p, err := personByID(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	current, err := currentOf(ctx, tx, person, s.today())
	for _, m := range current {
		party, err := partyByID(ctx, tx, m.Party)
		if err != nil {
			return nil, err
		}
		all = append(all, actor(p, party, m))
	}
	return all, err
}

func actor(p Person, party Party, m Membership) kernel.Actor {
	return kernel.Actor{Person: p.ID, Party: party.ID, Kind: party.Kind, Roles: m.Roles, Name: p.Name, PartyName: party.Short}
}
