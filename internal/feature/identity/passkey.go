package identity

// Passkeys (WebAuthn): a key in the owner's device signs a challenge, for this
// site alone, after the device knows its owner. Nothing can be guessed, so
// nothing is braked. A challenge works once and for five minutes.

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"kaigong.example/kaigong/internal/feature/identity/proof"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	challengeTime = 5 * time.Minute
	maxPasskeys   = 20
	maxKeyName    = 60 // characters
)

// Passkey is a key that lets its owner in.
type Passkey struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"` // the owner's word for the device
	MadeAt time.Time `json:"made_at"`
	UsedAt time.Time `json:"used_at"`

	person string
	key    proof.Key
}

// Challenge is what a browser hands to the device; Ceremony names it in the
// answer.
type Challenge struct {
	Ceremony string          `json:"ceremony"`
	Options  json.RawMessage `json:"options"`
}

// Signed is a device's answer to a challenge, as the browser encodes it.
type Signed struct {
	Ceremony string `json:"ceremony" form:"ceremony"`
	Response string `json:"response" form:"response"`
	Agent    string `json:"-" form:"-"`
}

// AddPasskey is the answer of a new key, with a name for it.
type AddPasskey struct {
	Ceremony string `json:"ceremony" form:"ceremony"`
	Response string `json:"response" form:"response"`
	Name     string `json:"name" form:"name"`
}

// ConfirmPassword asks for the own password before a change.
type ConfirmPassword struct {
	Password string `json:"password" form:"password"`
	Source   string `json:"-" form:"-"`
}

type ceremonyKind string

const (
	registering ceremonyKind = "register"
	signingIn   ceremonyKind = "sign_in"
	steppingUp  ceremonyKind = "step_up"
)

// ceremony is a challenge that waits for its answer.
type ceremony struct {
	id      string
	kind    ceremonyKind
	person  string
	session string
	purpose string
	state   string
	expires time.Time
}

// keyring is a person with the own keys.
type keyring struct {
	person Person
	keys   []Passkey
}

func (h keyring) holder() proof.Holder {
	out := proof.Holder{ID: h.person.ID, Name: h.person.SignIn, Shown: h.person.Name.Zh}
	for _, k := range h.keys {
		out.Keys = append(out.Keys, k.key)
	}
	return out
}

func keyringOf(ctx context.Context, tx db.Tx, person string) (h keyring, err error) {
	if h.person, err = personByID(ctx, tx, person); err != nil {
		return h, err
	}
	h.keys, err = passkeysOf(ctx, tx, person)
	return h, err
}

// errKey is the one answer to an answer that does not fit.
func errKey(cause error) error {
	if errors.Is(cause, proof.ErrCopied) {
		return fault.New(fault.Invalid, "identity.passkey.copied")
	}
	return fault.New(fault.Invalid, "identity.passkey.refused").Because(cause)
}

// challenge stores what was asked and answers what the browser needs.
func (s *Service) challenge(ctx context.Context, tx db.Tx, c ceremony, asked proof.Challenge) (Challenge, error) {
	c.id, c.state, c.expires = s.NewID(), asked.State, s.System().Add(challengeTime)
	return Challenge{c.id, asked.Options}, insertCeremony(ctx, tx, c, s.System())
}

// answered takes a challenge away, whatever the answer is worth.
func (s *Service) answered(ctx context.Context, id string, kind ceremonyKind) (c ceremony, h keyring, err error) {
	who := kernel.From(ctx)
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if c, err = takeCeremony(ctx, tx, id); err != nil {
			return err
		}
		if c.kind == signingIn {
			return nil
		}
		h, err = keyringOf(ctx, tx, c.person)
		return err
	})
	if err != nil && !fault.Is(err, fault.NotFound) {
		return c, h, err
	}
	own := kind == signingIn || c.person == who.Person && c.session == who.Session
	if err != nil || c.kind != kind || !own || !s.System().Before(c.expires) {
		return c, h, fault.New(fault.Invalid, "identity.passkey.over")
	}
	return c, h, nil
}

// BeginPasskey challenges the owner's device to make a key.
func (s *Service) BeginPasskey(ctx context.Context, in ConfirmPassword) (out Challenge, err error) {
	p, err := s.prove(ctx, kernel.From(ctx), in.Password, in.Source)
	if err != nil {
		return out, err
	}
	site, err := proof.NewSite(s.BaseURL)
	if err != nil {
		return out, err
	}
	return out, s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		if err := s.welcome(ctx, tx, p.SignIn, in.Source); err != nil {
			return err
		}
		h, err := keyringOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		if len(h.keys) >= maxPasskeys {
			return fault.New(fault.WrongTurn, "identity.passkey.many", fault.Args{"n": maxPasskeys})
		}
		asked, err := site.AskNew(h.holder())
		if err != nil {
			return err
		}
		out, err = s.challenge(ctx, tx, ceremony{kind: registering, person: who.Person, session: who.Session}, asked)
		return err
	})
}

// AddPasskey keeps the key that the device made.
func (s *Service) AddPasskey(ctx context.Context, in AddPasskey) (k Passkey, err error) {
	if err := s.Guard.Require(ctx, "identity.change_account", ownAccount(kernel.From(ctx).Person)); err != nil {
		return k, err
	}
	var check fault.Check
	checkText(&check, "name", in.Name, maxKeyName)
	if err := check.Err(); err != nil {
		return k, err
	}
	c, h, err := s.answered(ctx, in.Ceremony, registering)
	if err != nil {
		return k, err
	}
	site, err := proof.NewSite(s.BaseURL)
	if err != nil {
		return k, err
	}
	key, err := site.New(h.holder(), c.state, in.Response)
	if err != nil {
		return k, errKey(err)
	}
	k = Passkey{ID: s.NewID(), Name: in.Name, MadeAt: s.System(), person: h.person.ID, key: key}
	return k, s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, _ kernel.Actor) error { return s.addPasskey(ctx, tx, k) })
}

// DropPasskey removes one of the own keys.
func (s *Service) DropPasskey(ctx context.Context, id string, in ConfirmPassword) error {
	p, err := s.prove(ctx, kernel.From(ctx), in.Password, in.Source)
	if err != nil {
		return err
	}
	return s.ownWrite(ctx, func(ctx context.Context, tx db.Tx, who kernel.Actor) error {
		if err := s.welcome(ctx, tx, p.SignIn, in.Source); err != nil {
			return err
		}
		return s.dropPasskey(ctx, tx, who.Person, id)
	})
}

// BeginPasskeySignIn challenges whoever comes: the key says who it is.
func (s *Service) BeginPasskeySignIn(ctx context.Context) (out Challenge, err error) {
	site, err := proof.NewSite(s.BaseURL)
	if err != nil {
		return out, err
	}
	asked, err := site.AskAnybody()
	if err != nil {
		return out, err
	}
	return out, s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		out, err = s.challenge(ctx, tx, ceremony{kind: signingIn}, asked)
		return err
	})
}

// PasskeySignIn begins a session and answers its token.
func (s *Service) PasskeySignIn(ctx context.Context, in Signed) (token string, err error) {
	c, _, err := s.answered(ctx, in.Ceremony, signingIn)
	if err != nil {
		return "", err
	}
	site, err := proof.NewSite(s.BaseURL)
	if err != nil {
		return "", err
	}
	claimed, err := proof.Claimed(in.Response)
	if err != nil {
		return "", errKey(err)
	}
	var h keyring
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		h, err = keyringOf(ctx, tx, claimed)
		return err
	})
	if err != nil {
		return "", errKey(err)
	}
	key, err := site.Answered(h.holder(), c.state, in.Response)
	if err != nil {
		return "", errKey(err)
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.useKey(ctx, tx, h, key); err != nil {
			return err
		}
		token, err = s.beginAny(ctx, tx, h.person.ID, in.Agent)
		return err
	})
	return token, err
}

// useKey notes a use.
func (s *Service) useKey(ctx context.Context, tx db.Tx, h keyring, used proof.Key) error {
	for _, k := range h.keys {
		if k.key.Is(used) {
			k.key, k.UsedAt = used, s.System()
			return updatePasskey(ctx, tx, k)
		}
	}
	return fault.New(fault.Invalid, "identity.passkey.refused")
}

// BeginPasskeyStepUp challenges one of the own keys to confirm a purpose.
func (s *Service) BeginPasskeyStepUp(ctx context.Context, purpose string) (out Challenge, err error) {
	if err := checkPurpose(purpose); err != nil {
		return out, err
	}
	site, err := proof.NewSite(s.BaseURL)
	if err != nil {
		return out, err
	}
	return out, s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "identity.step_up", ownAccount(who.Person)); err != nil {
			return err
		}
		h, err := keyringOf(ctx, tx, who.Person)
		if err != nil {
			return err
		}
		if len(h.keys) == 0 {
			return fault.New(fault.WrongTurn, "identity.passkey.none")
		}
		asked, err := site.Ask(h.holder())
		if err != nil {
			return err
		}
		out, err = s.challenge(ctx, tx, ceremony{kind: steppingUp, person: who.Person, session: who.Session, purpose: purpose}, asked)
		return err
	})
}

// PasskeyStepUp confirms the purpose that the challenge was for.
func (s *Service) PasskeyStepUp(ctx context.Context, in Signed) error {
	c, h, err := s.answered(ctx, in.Ceremony, steppingUp)
	if err != nil {
		return err
	}
	site, err := proof.NewSite(s.BaseURL)
	if err != nil {
		return err
	}
	key, err := site.Answered(h.holder(), c.state, in.Response)
	if err != nil {
		return errKey(err)
	}
	return s.stepUp(ctx, c.purpose, func(ctx context.Context, tx db.Tx) error { return s.useKey(ctx, tx, h, key) })
}
