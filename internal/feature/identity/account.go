package identity

// What a person sees and changes of the own account.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Workspace is a membership of one's own that holds today.
type Workspace struct {
	Membership string        `json:"membership"`
	Party      i18n.Text     `json:"party"`
	Roles      []kernel.Role `json:"roles"`
	Current    bool          `json:"current"`

	partyID string
}

// Account is what somebody sees of themselves.
type Account struct {
	Person      Person      `json:"person"`
	Workspaces  []Workspace `json:"workspaces"`
	Sessions    []Session   `json:"sessions"`
	HasPassword bool        `json:"has_password"`
	HasCodes    bool        `json:"has_codes"`
	Passkeys    int         `json:"passkeys"`

	pending string // the secret that waits for its first code
}

// Account shows the own account.
func (s *Service) Account(ctx context.Context) (a Account, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "identity.read_account", ownAccount(who.Person)); err != nil {
			return err
		}
		if a.Person, err = personByID(ctx, tx, who.Person); err != nil {
			return err
		}
		if a.Workspaces, err = s.workspaces(ctx, tx, who); err != nil {
			return err
		}
		if a.Sessions, err = s.ownSessions(ctx, tx, who); err != nil {
			return err
		}
		hash, err := passwordOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		keys, err := passkeysOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		a.Passkeys = len(keys)
		codes, err := totpOf(ctx, tx, who.Person)
		a.HasPassword, a.HasCodes, a.pending = hash != "", codes.secret != "", codes.pending
		return err
	})
	return a, err
}

func (s *Service) workspaces(ctx context.Context, tx db.Tx, who kernel.Actor) ([]Workspace, error) {
	current, err := currentOf(ctx, tx, who.Person, s.today())
	var out []Workspace
	for _, m := range current {
		p, err := partyByID(ctx, tx, m.Party)
		if err != nil {
			return nil, err
		}
		out = append(out, Workspace{Membership: m.ID, Party: p.Name, Roles: m.Roles, Current: m.Party == who.Party, partyID: p.ID})
	}
	return out, err
}

func (s *Service) ownSessions(ctx context.Context, tx db.Tx, who kernel.Actor) ([]Session, error) {
	all, err := sessionsOf(ctx, tx, who.Person)
	live := []Session{}
	for _, x := range all {
		if x.live(s.System()) {
			x.Current = x.ID == who.Session
			live = append(live, x)
		}
	}
	return live, err
}

// ChangePassword replaces the own password. Old is the present one.
type ChangePassword struct {
	Old    string `json:"old" form:"old"`
	New    string `json:"new" form:"new"`
	Source string `json:"-" form:"-"`
}

// ChangePassword replaces the password and ends every other session.
func (s *Service) ChangePassword(ctx context.Context, in ChangePassword) error {
	var c fault.Check
	proof.CheckPassword(&c, "new", in.New)
	if err := c.Err(); err != nil {
		return err
	}
	p, err := s.prove(ctx, kernel.From(ctx), in.Old, in.Source)
	if err != nil {
		if f := fault.Of(err); len(f.Fields) == 1 && f.Fields[0].Name == "password" {
			return fieldFault("old", f.Fields[0].Key)
		}
		return err
	}
	hash, err := s.hashPassword(in.New)
	if err != nil {
		return err
	}
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		if err := s.welcome(ctx, tx, p.SignIn, in.Source); err != nil {
			return err
		}
		if err := s.setPassword(ctx, tx, who.Person, hash); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM identity_session WHERE person_id = $1 AND id <> $2`, who.Person, who.Session)
		return err
	})
}
