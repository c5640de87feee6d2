package lender

// A Profile is what a lender says about itself, and who there may decide up to
// which amount.

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Profile is what a lender says.
type Profile struct {
	Contact i18n.Text `json:"contact"` // who answers
	Phone   string    `json:"phone"`
	Address i18n.Text `json:"address"`
	Hours   i18n.Text `json:"hours"`
	Policy  i18n.Text `json:"policy"` // what it does for enterprises beyond its products
	Limits  []Limit   `json:"limits"`
	Payee   Payee     `json:"payee"` // where repayments go

	Lender    string    `json:"lender"`
	Version   int64     `json:"version"` // 0 while it has said nothing
	Published time.Time `json:"published"`
	By        string    `json:"-"`

	body string // as it is stored
}

// Payee is the account that repayments go to, all of it or nothing.
type Payee struct {
	Holder  string `json:"holder"`
	Bank    string `json:"bank"`
	Account string `json:"account"`
}

// Limit is an authority limit: up to which amount a level of the lender decides
// on a product without asking the next.
type Limit struct {
	Product string    `json:"product"`
	Level   string    `json:"level" enum:"outlet,branch,head_office"`
	UpToFen money.Fen `json:"up_to_fen"`
}

// Levels of a lender that decide, from the counter up.
var Levels = []string{"outlet", "branch", "head_office"}

// PublishProfile is what a lender wants to say from now on.
type PublishProfile struct {
	Base      int64   `json:"base,omitempty" form:"base" doc:"The version that it was made from; 0 where the caller does not mind"`
	ContactZh string  `json:"contact_zh" form:"contact_zh"`
	ContactEn string  `json:"contact_en" form:"contact_en"`
	Phone     string  `json:"phone" form:"phone"`
	AddressZh string  `json:"address_zh" form:"address_zh"`
	AddressEn string  `json:"address_en" form:"address_en"`
	HoursZh   string  `json:"hours_zh,omitempty" form:"hours_zh"`
	HoursEn   string  `json:"hours_en,omitempty" form:"hours_en"`
	PolicyZh  string  `json:"policy_zh,omitempty" form:"policy_zh"`
	PolicyEn  string  `json:"policy_en,omitempty" form:"policy_en"`
	Holder    string  `json:"payee_holder,omitempty" form:"payee_holder" doc:"Account for repayments: holder, bank and number, all or none"`
	Bank      string  `json:"payee_bank,omitempty" form:"payee_bank"`
	Account   string  `json:"payee_account,omitempty" form:"payee_account" doc:"Digits"`
	Limits    []Limit `json:"limits,omitempty" form:"-"`
}

// Bounds of what a lender says, in characters.
const (
	maxLine = 120
	maxText = 2000
)

// phone is digits with the marks that people put between them.
var phone = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{4,24}$`)

// account is what a bank account is numbered by, without the blanks that people
// put between the digits.
var account = regexp.MustCompile(`^[0-9]{8,32}$`)

// checkPayee wants the account for repayments whole.
func (in *PublishProfile) checkPayee(c *fault.Check) {
	in.Holder, in.Bank, in.Account = strings.TrimSpace(in.Holder), strings.TrimSpace(in.Bank), strings.Join(strings.Fields(in.Account), "")
	if in.Holder+in.Bank+in.Account == "" {
		return
	}
	c.That(in.Holder != "", "payee_holder", "lender.payee.whole")
	c.That(in.Bank != "", "payee_bank", "lender.payee.whole")
	c.That(utf8.RuneCountInString(in.Holder) <= maxLine, "payee_holder", "lender.field.long", fault.Args{"max": maxLine})
	c.That(utf8.RuneCountInString(in.Bank) <= maxLine, "payee_bank", "lender.field.long", fault.Args{"max": maxLine})
	c.That(account.MatchString(in.Account), "payee_account", "lender.payee.account")
}

// pair is a text in both languages, by the names of its inputs.
type pair struct {
	name   string
	zh, en *string
	max    int
	needed bool
}

func (in *PublishProfile) pairs() []pair {
	return []pair{
		{"contact", &in.ContactZh, &in.ContactEn, maxLine, true}, {"address", &in.AddressZh, &in.AddressEn, maxLine, true},
		{"hours", &in.HoursZh, &in.HoursEn, maxLine, false}, {"policy", &in.PolicyZh, &in.PolicyEn, maxText, false},
	}
}

// check judges what is said by itself and against what the lender sells.
func (in *PublishProfile) check(sold []Product) error {
	in.Phone = strings.TrimSpace(in.Phone)
	var c fault.Check
	for _, p := range in.pairs() {
		*p.zh, *p.en = strings.TrimSpace(*p.zh), strings.TrimSpace(*p.en)
		c.That(!p.needed || *p.zh != "", p.name+"_zh", "lender.field.needed")
		c.That(!p.needed || *p.en != "", p.name+"_en", "lender.field.needed")
		c.That(*p.zh != "" || *p.en == "", p.name+"_zh", "lender.field.both")
		c.That(*p.en != "" || *p.zh == "", p.name+"_en", "lender.field.both")
		c.That(utf8.RuneCountInString(*p.zh) <= p.max, p.name+"_zh", "lender.field.long", fault.Args{"max": p.max})
		c.That(utf8.RuneCountInString(*p.en) <= p.max, p.name+"_en", "lender.field.long", fault.Args{"max": p.max})
	}
	c.That(phone.MatchString(in.Phone), "phone", "lender.phone.form")
	in.checkPayee(&c)
	in.checkLimits(&c, sold)
	return c.Err()
}

// checkLimits wants each limit on a product that the lender sells, not above
// what the product lends, and no level below the one under it.
func (in *PublishProfile) checkLimits(c *fault.Check, sold []Product) {
	slices.SortStableFunc(in.Limits, func(a, b Limit) int { return slices.Index(Levels, a.Level) - slices.Index(Levels, b.Level) })
	highest := map[string]money.Fen{}
	seen := map[string]bool{}
	for _, l := range in.Limits {
		at := slices.IndexFunc(sold, func(p Product) bool { return p.ID == l.Product })
		known := at >= 0 && slices.Contains(Levels, l.Level) && !seen[l.input()]
		if c.That(known, l.input(), "lender.limit.unknown"); !known {
			continue
		}
		c.That(l.UpToFen > 0 && l.UpToFen <= sold[at].MaxFen, l.input(), "lender.limit.range", fault.Args{"max_fen": sold[at].MaxFen})
		c.That(l.UpToFen >= highest[l.Product], l.input(), "lender.limit.falls")
		seen[l.input()], highest[l.Product] = true, max(highest[l.Product], l.UpToFen)
	}
}

// input is the name of the form's input for a limit.
func (l Limit) input() string { return "limit_" + l.Product + "_" + l.Level }

func (in *PublishProfile) profile() Profile {
	return Profile{
		Contact: i18n.Text{Zh: in.ContactZh, En: in.ContactEn}, Phone: in.Phone, Address: i18n.Text{Zh: in.AddressZh, En: in.AddressEn},
		Hours: i18n.Text{Zh: in.HoursZh, En: in.HoursEn}, Policy: i18n.Text{Zh: in.PolicyZh, En: in.PolicyEn}, Limits: in.Limits,
		Payee: Payee{in.Holder, in.Bank, in.Account},
	}
}

// limit is up to which amount a level decides on a product, 0 where the lender
// names none.
func (p *Profile) limit(product, level string) money.Fen {
	for _, l := range p.Limits {
		if l.Product == product && l.Level == level {
			return l.UpToFen
		}
	}
	return 0
}
