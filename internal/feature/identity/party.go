package identity

// Organisations, people, and who acts for whom.

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Party is an organisation.
type Party struct {
	ID         string            `json:"id"`
	Ref        string            `json:"ref"`
	Kind       kernel.PartyKind  `json:"kind"`
	Name       i18n.Text         `json:"name"`
	Short      i18n.Text         `json:"short"`
	CreditCode kernel.CreditCode `json:"credit_code"`
	Parent     string            `json:"parent"`
}

// Person is somebody who may act.
type Person struct {
	ID     string    `json:"id"`
	Ref    string    `json:"ref"`
	Name   i18n.Text `json:"name"`
	SignIn string    `json:"sign_in"`

	enrolledBy string
}

// Membership lets a person act for a party from From until the day before To.
type Membership struct {
	ID      string        `json:"id"`
	Person  string        `json:"person"`
	Party   string        `json:"party"`
	Roles   []kernel.Role `json:"roles"`
	From    clock.Date    `json:"from"`
	To      clock.Date    `json:"to"`
	By      string        `json:"by"`
	Version int64         `json:"version"`
}

// On reports whether the membership holds on a day.
func (m Membership) On(day clock.Date) bool {
	return !day.Before(m.From) && (m.To.IsZero() || day.Before(m.To))
}

// RegisterParty makes an organisation known.
type RegisterParty struct {
	Ref        string           `json:"ref"`
	Kind       kernel.PartyKind `json:"kind"`
	NameZh     string           `json:"name_zh"`
	NameEn     string           `json:"name_en"`
	ShortZh    string           `json:"short_zh"`
	ShortEn    string           `json:"short_en"`
	CreditCode string           `json:"credit_code"`
	Parent     string           `json:"parent"`
}

// EnrolPerson makes somebody known. SignIn may be empty.
type EnrolPerson struct {
	Ref    string `json:"ref" form:"ref"`
	NameZh string `json:"name_zh" form:"name_zh"`
	NameEn string `json:"name_en,omitempty" form:"name_en"`
	SignIn string `json:"sign_in,omitempty" form:"sign_in"`
}

// JoinParty lets a person act for a party from a day on; "" is today.
type JoinParty struct {
	Person string        `json:"person"`
	Party  string        `json:"-"`
	Roles  []kernel.Role `json:"roles"`
	From   string        `json:"from,omitempty"`
}

// LeaveParty ends a membership: To is the first day without it, today by default.
type LeaveParty struct {
	Membership string `json:"-" form:"-"`
	To         string `json:"to,omitempty" form:"to"`
}

// Roles are those that a kind of organisation has. An administrator can give
// no others, so that nobody becomes a bank's approver inside an enterprise.
func Roles(kind kernel.PartyKind) []kernel.Role {
	own := map[kernel.PartyKind][]kernel.Role{
		kernel.Enterprise:   {kernel.Owner, kernel.FinanceClerk},
		kernel.ParkOperator: {kernel.Liaison, kernel.ParkManager},
		kernel.Bank:         {kernel.Officer, kernel.Approver, kernel.PostLoan},
		kernel.TownOffice:   {kernel.TownLead, kernel.Convenor},
		kernel.CountyBureau: {kernel.Convenor},
		kernel.Guarantor:    {kernel.GuaranteeOfficer, kernel.GuaranteeApprover},
		kernel.Auditor:      {kernel.Inspector},
	}
	return append(own[kind], kernel.OrgAdmin)
}

var kinds = []kernel.PartyKind{
	kernel.ParkOperator, kernel.Enterprise, kernel.Bank, kernel.TownOffice, kernel.CountyBureau,
	kernel.Guarantor, kernel.BranchParty, kernel.Village, kernel.HealthCentre, kernel.Auditor,
}

const (
	maxName = 100 // characters
	maxRef  = 60
)

func checkText(c *fault.Check, name, text string, limit int) {
	c.That(strings.TrimSpace(text) != "", name, "identity.text.missing")
	c.That(utf8.RuneCountInString(text) <= limit, name, "identity.text.long", fault.Args{"limit": limit})
}

// Check refuses what Register would, but for what only the database can judge.
func (in RegisterParty) Check() (err error) { _, err = in.check(); return err }

func (in RegisterParty) check() (Party, error) {
	var c fault.Check
	p := Party{Ref: in.Ref, Kind: in.Kind, Name: i18n.Text{Zh: in.NameZh, En: in.NameEn}, Short: i18n.Text{Zh: in.ShortZh, En: in.ShortEn}, Parent: in.Parent}
	checkText(&c, "ref", in.Ref, maxRef)
	checkText(&c, "name_zh", in.NameZh, maxName)
	c.That(slices.Contains(kinds, in.Kind), "kind", "identity.kind.unknown")
	if in.CreditCode != "" {
		code, err := kernel.ParseCreditCode(in.CreditCode)
		if f := fault.Of(err); err != nil {
			c.That(false, "credit_code", f.Key, f.Args)
		}
		p.CreditCode = code
	}
	if p.Short.Zh == "" {
		p.Short = p.Name
	}
	return p, c.Err()
}

// account is how sign-in names are compared: people mix cases.
func account(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

func (in EnrolPerson) check() (Person, error) {
	var c fault.Check
	p := Person{Ref: in.Ref, Name: i18n.Text{Zh: in.NameZh, En: in.NameEn}, SignIn: account(in.SignIn)}
	checkText(&c, "ref", in.Ref, maxRef)
	checkText(&c, "name_zh", in.NameZh, maxName)
	if p.SignIn != "" {
		checkSignIn(&c, p.SignIn)
	}
	return p, c.Err()
}

func checkSignIn(c *fault.Check, name string) {
	plain := strings.IndexFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("._-@+", r))
	}) < 0
	c.That(len(name) >= 3 && len(name) <= 80 && plain, "sign_in", "identity.sign_in.shape")
}

func checkRoles(c *fault.Check, kind kernel.PartyKind, roles []kernel.Role) {
	c.That(len(roles) > 0, "roles", "identity.roles.missing")
	allowed := Roles(kind)
	for _, r := range roles {
		c.That(slices.Contains(allowed, r), "roles", "identity.roles.foreign")
	}
}

func joinRoles(roles []kernel.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), ",")
}

func splitRoles(text string) []kernel.Role {
	var roles []kernel.Role
	for _, w := range strings.Split(text, ",") {
		if w != "" {
			roles = append(roles, kernel.Role(w))
		}
	}
	return roles
}
