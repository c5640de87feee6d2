package identity

// Letting people in, and letting them confirm who they are: by password and
// code here, by passkey in passkey.go, by a button in the demo.

import (
	"context"
	"errors"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// SignIn is what somebody types to come in. Code is asked of those who set
// codes up.
type SignIn struct {
	Account  string `json:"sign_in" form:"sign_in"`
	Password string `json:"password" form:"password"`
	Code     string `json:"code,omitempty" form:"code"`
	Source   string `json:"-" form:"-"` // address of the request, for the brakes
	Agent    string `json:"-" form:"-"` // the program's words about itself
}

// StepUp is a fresh confirmation for a purpose, such as "sign:" and a hash.
// Demo asks for the button of the demonstration.
type StepUp struct {
	Purpose  string `json:"purpose" form:"purpose"`
	Password string `json:"password,omitempty" form:"password"`
	Code     string `json:"code,omitempty" form:"code"`
	Demo     bool   `json:"demo,omitempty" form:"demo"`
	Source   string `json:"-" form:"-"`
}

// errWrong is the one answer to whatever was wrong: an account that does not
// exist, a password, a code.
func errWrong() error { return fault.New(fault.Invalid, "identity.sign_in.wrong") }

// claim is what checks somebody who says who they are.
type claim struct {
	person Person
	stored string
}

func claimOf(ctx context.Context, tx db.Tx, person string) (c claim, err error) {
	if c.person, err = personByID(ctx, tx, person); err != nil {
		return c, err
	}
	c.stored, err = passwordOf(ctx, tx, person)
	return c, err
}

// claimBy finds an account by its name; the zero claim is nobody's.
func claimBy(ctx context.Context, tx db.Tx, name string) (claim, error) {
	p, err := personBySignIn(ctx, tx, name)
	if errors.Is(err, db.ErrNoRow) {
		return claim{}, nil
	}
	if err != nil {
		return claim{}, err
	}
	return claimOf(ctx, tx, p.ID)
}

// SignIn begins a session and answers its token.
func (s *Service) SignIn(ctx context.Context, in SignIn) (token string, err error) {
	if err := s.attempt(ctx, in.Account, in.Source); err != nil {
		return "", err
	}
	var c claim
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		c, err = claimBy(ctx, tx, account(in.Account))
		return err
	})
	if err != nil {
		return "", err
	}
	if !s.matches(in.Password, c.stored) {
		return "", errWrong()
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.checkCode(ctx, tx, c.person.ID, in.Code, false); err != nil {
			return err
		}
		if err := s.welcome(ctx, tx, in.Account, in.Source); err != nil {
			return err
		}
		token, err = s.beginAny(ctx, tx, c.person.ID, in.Agent)
		return err
	})
	return token, err
}

// checkCode uses a code up, in the transaction of what it allows. Who never set
// codes up needs none, unless one is a must.
func (s *Service) checkCode(ctx context.Context, tx db.Tx, person, typed string, must bool) error {
	c, err := totpOf(ctx, tx, person)
	if err != nil || c.secret == "" && !must {
		return err
	}
	ok, err := s.takeCode(ctx, tx, person, c, typed)
	if err == nil && !ok {
		return errWrong()
	}
	return err
}

const maxPurpose = 200 // bytes

func checkPurpose(purpose string) error {
	if purpose == "" || len(purpose) > maxPurpose || !utf8.ValidString(purpose) {
		return fault.New(fault.Invalid, "identity.step_up.purpose")
	}
	return nil
}

// Confirm steps the present session up for a purpose, for five minutes: by
// password and code, or in the demonstration by its button.
func (s *Service) Confirm(ctx context.Context, in StepUp) error {
	who := kernel.From(ctx)
	if err := s.Guard.Require(ctx, "identity.step_up", ownAccount(who.Person)); err != nil {
		return err
	}
	if err := checkPurpose(in.Purpose); err != nil {
		return err
	}
	if in.Demo {
		if err := s.demoOnly(); err != nil {
			return err
		}
		return s.stepUp(ctx, in.Purpose, func(context.Context, db.Tx) error { return nil })
	}
	var c claim
	err := s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		if c, err = claimOf(ctx, tx, who.Person); err != nil {
			return err
		}
		own, err := totpOf(ctx, tx, who.Person)
		if err == nil && own.secret == "" {
			return fault.New(fault.WrongTurn, "identity.step_up.no_code")
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := s.attempt(ctx, c.person.SignIn, in.Source); err != nil {
		return err
	}
	if !s.matches(in.Password, c.stored) {
		return errWrong()
	}
	return s.stepUp(ctx, in.Purpose, func(ctx context.Context, tx db.Tx) error {
		if err := s.checkCode(ctx, tx, who.Person, in.Code, true); err != nil {
			return err
		}
		return s.welcome(ctx, tx, c.person.SignIn, in.Source)
	})
}

// stepUp notes a confirmation on the present session, after what proves it.
func (s *Service) stepUp(ctx context.Context, purpose string, proof func(context.Context, db.Tx) error) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "identity.step_up", ownAccount(who.Person)); err != nil {
			return err
		}
		if err := proof(ctx, tx); err != nil {
			return err
		}
		return stepSession(ctx, tx, who.Session, purpose, s.System())
	})
}
