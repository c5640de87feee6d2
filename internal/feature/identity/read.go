package identity

// What administrators see of their people, and enterprises of their consents.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Member is a membership with its person's name.
type Member struct {
	Membership Membership `json:"membership"`
	Name       i18n.Text  `json:"name"`
	SignIn     string     `json:"sign_in"`
	Current    bool       `json:"current"`
}

// People are the members of a party and who is invited.
type People struct {
	Party       Party        `json:"party"`
	Members     []Member     `json:"members"`
	Invitations []Invitation `json:"invitations"`
}

// People lists the members of the own organisation.
func (s *Service) People(ctx context.Context) (v People, err error) {
	v = People{Members: []Member{}, Invitations: []Invitation{}}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "identity.people", people(party)); err != nil {
			return err
		}
		if v.Party, err = partyByID(ctx, tx, party); err != nil {
			return err
		}
		members, err := db.All(ctx, tx, scanMembership, `
			SELECT `+membershipColumns+` FROM identity_membership WHERE party_id = $1 ORDER BY from_on DESC, id DESC LIMIT $2`, party, maxMembers)
		if err != nil {
			return err
		}
		for _, m := range members {
			p, err := personByID(ctx, tx, m.Person)
			if err != nil {
				return err
			}
			v.Members = append(v.Members, Member{Membership: m, Name: p.Name, SignIn: p.SignIn, Current: m.On(s.today())})
		}
		open, err := db.All(ctx, tx, scanInvitation, `
			SELECT `+invitationColumns+` FROM identity_invitation WHERE party_id = $1 AND used_us = 0 AND expires_us > $2
			ORDER BY expires_us DESC LIMIT 100`, party, db.Micros(s.System()))
		v.Invitations = append(v.Invitations, open...)
		return err
	})
	return v, err
}

// Member shows one membership of the own organisation.
func (s *Service) Member(ctx context.Context, id string) (m Member, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if m.Membership, err = membershipByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "identity.leave", people(m.Membership.Party)); err != nil {
			return err
		}
		p, err := personByID(ctx, tx, m.Membership.Person)
		m.Name, m.SignIn, m.Current = p.Name, p.SignIn, m.Membership.On(s.today())
		return err
	})
	return m, err
}

// ConsentView is a consent with the grantee's name, and whether it holds now.
type ConsentView struct {
	Consent
	GranteeName i18n.Text `json:"grantee_name"`
	Holds       bool      `json:"holds"`
}

// DisclosureView is a reading with who read.
type DisclosureView struct {
	Disclosure
	GranteeName i18n.Text `json:"grantee_name"`
	PersonName  i18n.Text `json:"person_name"`
}

// Consents are what a party gave, and who read what.
type Consents struct {
	Given       []ConsentView    `json:"given"`
	Disclosures []DisclosureView `json:"disclosures"`
}

// Consents lists what the own enterprise consented to and who read under it.
func (s *Service) Consents(ctx context.Context) (v Consents, err error) {
	v = Consents{Given: []ConsentView{}, Disclosures: []DisclosureView{}}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		subject := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "identity.consents", given(subject)); err != nil {
			return err
		}
		consents, err := consentsOf(ctx, tx, subject)
		if err != nil {
			return err
		}
		for _, c := range consents {
			p, err := partyByID(ctx, tx, c.Grantee)
			if err != nil {
				return err
			}
			v.Given = append(v.Given, s.consentView(c, p))
		}
		v.Disclosures, err = s.disclosures(ctx, tx, subject)
		return err
	})
	return v, err
}

func (s *Service) consentView(c Consent, grantee Party) ConsentView {
	now := s.Now()
	return ConsentView{Consent: c, GranteeName: grantee.Short, Holds: c.State == Given && !now.Before(c.From) && now.Before(c.To)}
}

func (s *Service) disclosures(ctx context.Context, tx db.Tx, subject string) ([]DisclosureView, error) {
	all, err := disclosuresOf(ctx, tx, subject)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, d := range all {
		ids[i] = d.Person
	}
	names, err := s.PeopleNames(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	parties, out := map[string]i18n.Text{}, []DisclosureView{}
	for _, d := range all {
		if _, ok := parties[d.Grantee]; !ok {
			p, err := partyByID(ctx, tx, d.Grantee)
			if err != nil {
				return nil, err
			}
			parties[d.Grantee] = p.Short
		}
		out = append(out, DisclosureView{Disclosure: d, GranteeName: parties[d.Grantee], PersonName: names[d.Person]})
	}
	return out, nil
}

// Consent shows one consent to its subject.
func (s *Service) Consent(ctx context.Context, id string) (v ConsentView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := consentByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "identity.read_consent", c.resource()); err != nil {
			return err
		}
		p, err := partyByID(ctx, tx, c.Grantee)
		v = s.consentView(c, p)
		return err
	})
	return v, err
}
