package setup

// What the first person does next: the town office and the lenders are registered
// and their first administrators invited; then the setup is finished.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// maxInvited bounds how many organisations one setup invites.
const maxInvited = 100

// Reasons why these changes keep no record of their answer.
const (
	againInvite = "an organisation is registered once: the second time its credit code is taken"
	againLink   = "each press makes a link of its own; the one before stops working"
	againStep   = "a step that is done twice is done"
	againTest   = "each press sends a test letter; brakes keep them few"
)

// Invited is an organisation with where its first administrator's invitation stands.
type Invited struct {
	Party     identity.Party      `json:"party"`
	Open      identity.Invitation `json:"invitation"`
	Accepted  bool                `json:"accepted"`
	Lapsed    bool                `json:"lapsed"`
	InvitedAt time.Time           `json:"invited_at"`
}

// invitable are the kinds of organisations that a setup registers.
var invitable = []kernel.PartyKind{kernel.TownOffice, kernel.Bank, kernel.Guarantor}

// InviteOrganisation registers a lender, a guarantee company or the town office with
// its first administrator.
type InviteOrganisation struct {
	Kind     kernel.PartyKind `json:"kind" form:"kind"`
	Operator `form:"-"`
	First    `form:"-"`
}

func (in InviteOrganisation) check() error {
	var c fault.Check
	c.That(slices.Contains(invitable, in.Kind), "kind", "setup.kind.missing")
	if err := in.Operator.check(); err != nil {
		c.Join(err)
	}
	in.First.check(&c)
	return c.Err()
}

// Code is that of an invitation, for the link that is shown once.
type Code struct {
	Party string `json:"party"`
	Code  string `json:"code"`
}

// Invite registers an organisation and answers the code of its first
// administrator, who invites everybody else there.
func (s *Service) Invite(ctx context.Context, in InviteOrganisation) (c Code, err error) {
	if err := in.check(); err != nil {
		return c, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := s.going(ctx, tx, "setup.invite"); err != nil {
			return err
		}
		if err := s.room(ctx, tx, in.Kind); err != nil {
			return err
		}
		p, err := s.Identity.Register(kernel.With(ctx, kernel.Program()), in.party(in.Kind, s.NewID()))
		if err != nil {
			return err
		}
		c, err = s.send(ctx, tx, invited{Party: p.ID}, in.First)
		return err
	})
	return c, err
}

// room refuses a second town office, and more organisations than a setup has.
func (s *Service) room(ctx context.Context, tx db.Tx, kind kernel.PartyKind) error {
	all, err := allInvited(ctx, tx)
	if err != nil {
		return err
	}
	if len(all) >= maxInvited {
		return fault.New(fault.Full, "setup.full", fault.Args{"limit": maxInvited})
	}
	if kind != kernel.TownOffice {
		return nil
	}
	_, err = s.Identity.PartyOfKind(ctx, tx, kernel.TownOffice)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil {
		var c fault.Check
		c.That(false, "kind", "setup.town.there")
		err = c.Err()
	}
	return err
}

// send invites the first administrator in the name of the program, since nobody
// of that organisation is there yet, and notes who pressed.
func (s *Service) send(ctx context.Context, tx db.Tx, i invited, p First) (Code, error) {
	v, code, err := s.Identity.Invite(kernel.With(ctx, kernel.Program()), identity.Invite{Party: i.Party, NameZh: p.PersonZh, NameEn: p.PersonEn, Roles: []kernel.Role{kernel.OrgAdmin}})
	if err != nil {
		return Code{}, err
	}
	i.Invitation, i.By, i.At, i.Version = v.ID, kernel.From(ctx).Person, s.Identity.System(), i.Version+1
	if err := putInvited(ctx, tx, i); err != nil {
		return Code{}, err
	}
	return Code{i.Party, code}, s.record(ctx, tx, auditlog.Entry{Kind: "setup.invite", Case: i.Party, CaseVersion: i.Version, Parties: []string{i.Party}, Fields: i.fact()})
}

// Again answers a new link for an organisation whose first administrator has not
// come yet; the one before stops working.
func (s *Service) Again(ctx context.Context, party string) (c Code, err error) {
	if party == "" {
		var check fault.Check
		check.That(false, "party", "setup.party.missing")
		return c, check.Err()
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := s.going(ctx, tx, "setup.invite"); err != nil {
			return err
		}
		i, err := invitedBy(ctx, tx, party)
		if err != nil {
			return err
		}
		v, err := s.Identity.InvitationByID(ctx, tx, i.Invitation)
		if err != nil {
			return err
		}
		if v.Taken() {
			return fault.New(fault.WrongTurn, "setup.accepted")
		}
		if s.Identity.System().Before(v.ExpiresAt) {
			if _, err := s.Identity.Withdraw(kernel.With(ctx, kernel.Program()), v.ID); err != nil {
				return err
			}
		}
		c, err = s.send(ctx, tx, i, First{v.Name.Zh, v.Name.En})
		return err
	})
	return c, err
}

// Step is a step of the first person that is done by saying so.
type Step string

// The steps.
const (
	Holidays Step = "holidays"
	Lettered Step = "letters"
	Finish   Step = "finish"
)

// Done notes that a step is done. Finish is the last: after it nothing more can be
// set up this way.
func (s *Service) Done(ctx context.Context, step Step) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		f, err := s.going(ctx, tx, "setup.change")
		if err != nil {
			return err
		}
		now, e := s.Identity.System(), auditlog.Entry{Kind: "setup." + string(step), Case: f.Operator, CaseVersion: 2, Parties: []string{f.Operator}}
		switch step {
		case Holidays:
			f.HolidaysAt = now
		case Lettered:
			f.LettersAt = now
		case Finish:
			f.DoneAt = now
			e.Fields = f.fact()
		default:
			return nothing()
		}
		if err := putFounding(ctx, tx, f); err != nil {
			return err
		}
		return s.record(ctx, tx, e)
	})
}

// TestLetter sends a letter to an address and, when it was accepted, notes that
// step as done.
func (s *Service) TestLetter(ctx context.Context, address, source string) error {
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := s.going(ctx, tx, "setup.change")
		return err
	})
	if err != nil {
		return err
	}
	if err := s.Identity.Brake(ctx, "setup letter", kernel.From(ctx).Person, source); err != nil {
		return err
	}
	if err := s.Letters.Test(ctx, address); err != nil {
		var c fault.Check
		c.That(false, "address", "setup.letter.refused", fault.Args{"answer": err.Error()})
		return c.Err()
	}
	return s.Done(ctx, Lettered)
}
