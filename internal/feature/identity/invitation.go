package identity

// Invitations: how somebody gets an account. The code works once, for three
// days, and only its hash is stored. Whoever has an account already accepts
// while signed in to it; an invitation never attaches to one by its name.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

const invitationTime = 72 * time.Hour

// AgainInvite is why inviting keeps no record of its answer.
const AgainInvite = "each press makes an invitation of its own; unused ones lapse"

// Invitation waits for somebody to join a party.
type Invitation struct {
	ID        string        `json:"id"`
	Party     string        `json:"party"`
	Name      i18n.Text     `json:"name"`
	Roles     []kernel.Role `json:"roles"`
	By        string        `json:"by"`
	ExpiresAt time.Time     `json:"expires_at"`
	usedAt    time.Time
}

// Taken reports whether somebody accepted it.
func (v Invitation) Taken() bool { return !v.usedAt.IsZero() }

func (v Invitation) open(now time.Time) bool { return v.usedAt.IsZero() && now.Before(v.ExpiresAt) }

// Invite asks somebody to join the own organisation. Party is for the program,
// which invites the first administrator of an organisation.
type Invite struct {
	NameZh string        `json:"name_zh" form:"name_zh"`
	NameEn string        `json:"name_en,omitempty" form:"name_en"`
	Roles  []kernel.Role `json:"roles" form:"roles"`
	Party  string        `json:"-" form:"-"`
}

// Invite makes an invitation and answers its code, which is shown once.
func (s *Service) Invite(ctx context.Context, in Invite) (v Invitation, code string, err error) {
	who := kernel.From(ctx)
	if !who.Has(kernel.System) {
		in.Party = who.Party
	}
	code, err = proof.InviteCode(s.Random)
	if err != nil {
		return v, "", err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "identity.invite", people(in.Party)); err != nil {
			return err
		}
		party, err := partyByID(ctx, tx, in.Party)
		if err != nil {
			return err
		}
		var c fault.Check
		checkText(&c, "name_zh", in.NameZh, maxName)
		checkRoles(&c, party.Kind, in.Roles)
		if err := c.Err(); err != nil {
			return err
		}
		v = Invitation{ID: s.NewID(), Party: party.ID, Name: i18n.Text{Zh: in.NameZh, En: in.NameEn},
			Roles: splitRoles(joinRoles(in.Roles)), By: who.Person, ExpiresAt: s.System().Add(invitationTime)}
		if err := insertInvitation(ctx, tx, v, hashed(proof.CleanInvite(code))); err != nil {
			return err
		}
		return s.record(ctx, tx, auditlog.Entry{Kind: "identity.invitation.make", Case: v.ID, CaseVersion: 1, Parties: []string{v.Party},
			Fields: []auditlog.Field{{Name: "invitation.roles", Value: joinRoles(v.Roles)}}})
	})
	if err != nil {
		return Invitation{}, "", err
	}
	return v, code, nil
}

// Invitation shows whom a code invites to what. Used, lapsed and unknown codes
// get the same answer.
func (s *Service) Invitation(ctx context.Context, code string) (v Invitation, p Party, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v, err = s.openInvitation(ctx, tx, code); err != nil {
			return err
		}
		p, err = partyByID(ctx, tx, v.Party)
		return err
	})
	return v, p, err
}

// InvitationByID answers an invitation, whatever became of it, or NotFound.
func (s *Service) InvitationByID(ctx context.Context, tx db.Tx, id string) (Invitation, error) {
	return invitationByID(ctx, tx, id)
}

func (s *Service) openInvitation(ctx context.Context, tx db.Tx, code string) (Invitation, error) {
	v, err := notFound(invitationBy(ctx, tx, hashed(proof.CleanInvite(code))))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return v, err
	}
	if err != nil || !v.open(s.System()) {
		return v, fault.New(fault.NotFound, "identity.invitation.over")
	}
	return v, s.inviterStays(ctx, tx, v)
}

// inviterStays refuses what an administrator left behind who is none any more.
func (s *Service) inviterStays(ctx context.Context, tx db.Tx, v Invitation) error {
	if v.By == "" {
		return nil // the program invited
	}
	current, err := currentOf(ctx, tx, v.By, s.today())
	for _, m := range current {
		if m.Party == v.Party && slices.Contains(m.Roles, kernel.OrgAdmin) {
			return nil
		}
	}
	if err == nil {
		err = fault.New(fault.NotFound, "identity.invitation.over")
	}
	return err
}

// Accept takes an invitation: with a new account, or, for whoever is signed
// in, with that one; then account and password stay empty.
type Accept struct {
	Code     string `json:"-" form:"-"`
	Account  string `json:"sign_in,omitempty" form:"sign_in"`
	Password string `json:"password,omitempty" form:"password"`
	Agent    string `json:"-" form:"-"`
}

// CheckNew refuses what is no name or no password of a new account.
func (in Accept) CheckNew(c *fault.Check) {
	checkSignIn(c, account(in.Account))
	proof.CheckPassword(c, "password", in.Password)
}

// Accept joins the party and answers the token of a session there.
func (s *Service) Accept(ctx context.Context, in Accept) (token string, err error) {
	who := kernel.From(ctx)
	name, hash := account(in.Account), ""
	if who.Person == "" {
		var c fault.Check
		in.CheckNew(&c)
		if err := c.Err(); err != nil {
			return "", err
		}
		if _, _, err := s.Invitation(ctx, in.Code); err != nil {
			return "", err // before the costly part
		}
		if hash, err = s.hashPassword(in.Password); err != nil {
			return "", err
		}
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		v, err := s.openInvitation(ctx, tx, in.Code)
		if err != nil {
			return err
		}
		person, err := s.invited(ctx, tx, v, name, hash)
		if err != nil {
			return err
		}
		token, err = s.useInvitation(kernel.With(ctx, kernel.Actor{Person: person, Party: v.Party}), tx, v, person, in.Agent)
		return err
	})
	return token, err
}

// invited is who takes an invitation: the account that is signed in, if it is
// the invited person's, and a new one otherwise.
func (s *Service) invited(ctx context.Context, tx db.Tx, v Invitation, name, hash string) (string, error) {
	who := kernel.From(ctx)
	if who.Person == "" {
		return s.newAccount(ctx, tx, v, name, hash)
	}
	p, err := personByID(ctx, tx, who.Person)
	if err == nil && p.Name.Zh != v.Name.Zh {
		err = fault.New(fault.WrongTurn, "identity.invitation.other", fault.Args{"name": v.Name})
	}
	return p.ID, err
}

func (s *Service) newAccount(ctx context.Context, tx db.Tx, v Invitation, name, hash string) (string, error) {
	n, err := db.Count(ctx, tx, `SELECT count(*) FROM identity_person WHERE sign_in = $1`, name)
	if err != nil {
		return "", err
	}
	if n > 0 {
		return "", fieldFault("sign_in", "identity.invitation.account_taken")
	}
	p := Person{ID: s.NewID(), Name: v.Name, SignIn: name}
	p.Ref = p.ID
	if err := insertPerson(ctx, tx, p); err != nil {
		return "", err
	}
	return p.ID, s.setPassword(ctx, tx, p.ID, hash)
}

// useInvitation marks it used before anything else, so that of two at once
// one finds it taken.
func (s *Service) useInvitation(ctx context.Context, tx db.Tx, v Invitation, person, agent string) (string, error) {
	n, err := tx.Exec(ctx, `UPDATE identity_invitation SET used_us = $1, used_by = $2 WHERE id = $3 AND used_us = 0`, db.Micros(s.System()), person, v.ID)
	if err != nil {
		return "", err
	}
	if n == 0 {
		return "", fault.New(fault.NotFound, "identity.invitation.over")
	}
	party, err := partyByID(ctx, tx, v.Party)
	if err != nil {
		return "", err
	}
	m, err := s.join(ctx, tx, party, Membership{Person: person, Roles: v.Roles, From: s.today(), By: v.By})
	if err != nil {
		return "", err
	}
	return s.begin(ctx, tx, m, agent)
}

// Withdraw ends an invitation that nobody took yet.
func (s *Service) Withdraw(ctx context.Context, id string) (v Invitation, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if v, err = invitationByID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "identity.invite", people(v.Party)); err != nil {
			return err
		}
		if !v.open(s.System()) {
			return fault.New(fault.WrongTurn, "identity.invitation.over")
		}
		v.ExpiresAt = s.System()
		if _, err := tx.Exec(ctx, `UPDATE identity_invitation SET expires_us = $1 WHERE id = $2`, db.Micros(v.ExpiresAt), v.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, auditlog.Entry{Kind: "identity.invitation.withdraw", Case: v.ID, CaseVersion: 2, Parties: []string{v.Party}})
	})
	return v, err
}

const invitationColumns = `id, party_id, name_zh, name_en, roles, by_id, expires_us, used_us`

func scanInvitation(scan db.Scan) (v Invitation, err error) {
	var roles string
	var expires, used int64
	err = scan(&v.ID, &v.Party, &v.Name.Zh, &v.Name.En, &roles, &v.By, &expires, &used)
	v.Roles, v.ExpiresAt, v.usedAt = splitRoles(roles), db.Instant(expires), db.Instant(used)
	return v, err
}

func invitationBy(ctx context.Context, tx db.Tx, codeHash string) (Invitation, error) {
	return db.One(ctx, tx, scanInvitation, `SELECT `+invitationColumns+` FROM identity_invitation WHERE code_hash = $1`, codeHash)
}

func invitationByID(ctx context.Context, tx db.Tx, id string) (Invitation, error) {
	return notFound(db.One(ctx, tx, scanInvitation, `SELECT `+invitationColumns+` FROM identity_invitation WHERE id = $1`, id))
}

func insertInvitation(ctx context.Context, tx db.Tx, v Invitation, codeHash string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO identity_invitation (`+invitationColumns+`, code_hash, used_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, '')`,
		v.ID, v.Party, v.Name.Zh, v.Name.En, joinRoles(v.Roles), v.By, db.Micros(v.ExpiresAt), codeHash)
	return err
}
