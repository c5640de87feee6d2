package setup

// Founding: the operator and its first person come into being together.

import (
	"context"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Operator is the organisation that runs the park. Short names may be empty: then
// the names stand for them.
type Operator struct {
	NameZh     string `json:"name_zh" form:"name_zh"`
	NameEn     string `json:"name_en" form:"name_en"`
	ShortZh    string `json:"short_zh" form:"short_zh"`
	ShortEn    string `json:"short_en" form:"short_en"`
	CreditCode string `json:"credit_code" form:"credit_code"`
}

// First is the first person of an organisation.
type First struct {
	PersonZh string `json:"person_zh" form:"person_zh"`
	PersonEn string `json:"person_en" form:"person_en"`
}

// Begin is the second step: the first person, with the account that is made. Seen
// is the mark of the operator as that page showed it.
type Begin struct {
	First    `form:"-"`
	Account  string `form:"sign_in"`
	Password string `form:"-"`
	Seen     string `form:"seen"`
	Agent    string `form:"-"`
}

const (
	maxName  = 100 // characters
	maxShort = 20
)

func filled(c *fault.Check, name, text string, limit int) {
	c.That(text != "", name, "identity.text.missing")
	c.That(utf8.RuneCountInString(text) <= limit, name, "identity.text.long", fault.Args{"limit": limit})
}

// party is an organisation as identity registers it.
func (o Operator) party(kind kernel.PartyKind, ref string) identity.RegisterParty {
	p := identity.RegisterParty{Ref: ref, Kind: kind, NameZh: o.NameZh, NameEn: o.NameEn, ShortZh: o.ShortZh, ShortEn: o.ShortEn, CreditCode: o.CreditCode}
	if p.ShortZh == "" {
		p.ShortZh = p.NameZh
	}
	if p.ShortEn == "" {
		p.ShortEn = p.NameEn
	}
	return p
}

// check refuses what a page must know of an organisation.
func (o Operator) check() error {
	var c fault.Check
	filled(&c, "name_zh", o.NameZh, maxName)
	filled(&c, "name_en", o.NameEn, maxName)
	for name, short := range map[string]string{"short_zh": o.ShortZh, "short_en": o.ShortEn} {
		c.That(utf8.RuneCountInString(short) <= maxShort, name, "identity.text.long", fault.Args{"limit": maxShort})
	}
	c.That(o.CreditCode != "", "credit_code", "identity.text.missing")
	if err := o.party(kernel.ParkOperator, operatorRef).Check(); err != nil {
		c.Join(err)
	}
	return c.Err()
}

func (p First) check(c *fault.Check) {
	filled(c, "person_zh", p.PersonZh, maxName)
	filled(c, "person_en", p.PersonEn, maxName)
}

// operatorRef is the operator's key from outside. There is one operator.
const operatorRef = "operator"

// firstRoles are those of the first person: they run the park and admit the others.
var firstRoles = []kernel.Role{kernel.ParkManager, kernel.OrgAdmin}

// Found registers the operator and answers the code of its first person's
// invitation. It is for the program.
func (s *Service) Found(ctx context.Context, o Operator, p First) (code string, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		code, err = s.found(ctx, tx, o, p, "")
		return err
	})
	return code, err
}

func (s *Service) found(ctx context.Context, tx db.Tx, o Operator, p First, link string) (string, error) {
	if err := s.mayFound(ctx, tx); err != nil {
		return "", err
	}
	party, err := s.Identity.Register(ctx, o.party(kernel.ParkOperator, operatorRef))
	if err != nil {
		return "", err
	}
	_, code, err := s.Identity.Invite(ctx, identity.Invite{Party: party.ID, NameZh: p.PersonZh, NameEn: p.PersonEn, Roles: firstRoles})
	if err != nil {
		return "", err
	}
	f := Founding{Operator: party.ID, Link: link, FoundedAt: s.Identity.System()}
	if err := insertFounding(ctx, tx, f); err != nil {
		return "", err
	}
	return code, s.record(ctx, tx, auditlog.Entry{Kind: "setup.found", Case: f.Operator, CaseVersion: 1, Parties: []string{f.Operator}, Fields: f.fact()})
}

// Begin uses a link up: operator, person, account and session are one
// transaction. It answers the token of the session.
func (s *Service) Begin(ctx context.Context, secret, source string, in Begin) (token string, err error) {
	if _, err := s.Open(ctx, secret, source); err != nil {
		return "", err
	}
	var c fault.Check
	in.First.check(&c)
	accept := identity.Accept{Account: in.Account, Password: in.Password, Agent: in.Agent}
	accept.CheckNew(&c)
	if err := c.Err(); err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.openLink(ctx, tx, secret)
		if err != nil {
			return err
		}
		if l.Draft == (Operator{}) {
			return fault.New(fault.WrongTurn, "setup.operator.missing")
		}
		if l.Draft.mark() != in.Seen {
			return fault.New(fault.Conflict, "setup.operator.changed")
		}
		ctx = kernel.With(ctx, kernel.Program())
		if accept.Code, err = s.found(ctx, tx, l.Draft, in.First, l.ID); err != nil {
			return err
		}
		if err := s.use(ctx, tx, l); err != nil {
			return err
		}
		token, err = s.Identity.Accept(kernel.With(ctx, kernel.Actor{}), accept)
		return err
	})
	return token, err
}

func (s *Service) use(ctx context.Context, tx db.Tx, l Link) error {
	l.UsedAt = s.Identity.System()
	n, err := putLink(ctx, tx, l)
	if err == nil && n == 0 {
		err = nothing()
	}
	if err != nil {
		return err
	}
	return s.record(ctx, tx, auditlog.Entry{Kind: "setup.link.use", Case: l.ID, CaseVersion: 2, Fields: l.fact()})
}
