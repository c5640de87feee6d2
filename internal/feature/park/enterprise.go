package park

// Enterprises: the profile that the park keeps of a tenant.

import (
	"regexp"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Enterprise is a tenant of the park. Its id is the id of its party.
type Enterprise struct {
	ID             string            `json:"id"`
	Park           string            `json:"park"`
	Name           i18n.Text         `json:"name"`
	Short          i18n.Text         `json:"short"`
	CreditCode     kernel.CreditCode `json:"credit_code"`
	IndustryCode   string            `json:"industry_code"` // GB/T 4754, "C19"
	IndustryName   i18n.Text         `json:"industry_name"`
	SizeClass      string            `json:"size_class"`
	Revenue2019Fen money.Fen         `json:"revenue_2019_fen"`
	Joined         clock.Date        `json:"joined"`
	Stage          string            `json:"stage"`
	HighTech       bool              `json:"high_tech"`
	Contact        string            `json:"contact,omitempty"` // person
	RegisteredAt   time.Time         `json:"registered_at"`
	Version        int64             `json:"version"`
}

// SizeClasses and Stages are the words that a profile may have.
var (
	SizeClasses = []string{"micro", "small", "medium", "large"}
	Stages      = []string{"seed", "incubating", "accelerating", "graduated", "exited"}
)

// EnterpriseProfile is what the park enters about an enterprise.
type EnterpriseProfile struct {
	NameZh         string    `json:"name_zh" form:"name_zh"`
	NameEn         string    `json:"name_en" form:"name_en"`
	ShortZh        string    `json:"short_zh" form:"short_zh"`
	ShortEn        string    `json:"short_en" form:"short_en"`
	CreditCode     string    `json:"credit_code" form:"credit_code"`
	IndustryCode   string    `json:"industry_code" form:"industry_code"`
	IndustryNameZh string    `json:"industry_name_zh" form:"industry_name_zh"`
	IndustryNameEn string    `json:"industry_name_en" form:"industry_name_en"`
	SizeClass      string    `json:"size_class" form:"size_class"`
	Revenue2019Fen money.Fen `json:"revenue_2019_fen" form:"revenue_2019_fen"`
	Joined         string    `json:"joined" form:"joined"`
	Stage          string    `json:"stage" form:"stage"`
	HighTech       bool      `json:"high_tech,omitempty" form:"high_tech"`
	Contact        string    `json:"contact,omitempty" form:"contact"` // person id
}

// RegisterEnterprise takes an enterprise into the park. Party names it where it
// is known already; otherwise a party is made for it.
type RegisterEnterprise struct {
	Party             string `json:"party,omitempty" form:"party"`
	EnterpriseProfile `form:"profile"`
}

// ReviseEnterprise changes the profile as it stood at Version.
type ReviseEnterprise struct {
	ID                string `json:"-" form:"-"`
	Version           int64  `json:"version" form:"version"`
	EnterpriseProfile `form:"profile"`
}

// industryShape is a section of GB/T 4754 with two to four digits.
var industryShape = regexp.MustCompile(`^[A-T][0-9]{2,4}$`)

// maxRevenueFen is 100 billion yuan: no small enterprise has it.
const maxRevenueFen = 100_000_000_000_00

// check answers the parts that have a form of their own.
func (in EnterpriseProfile) check(today clock.Date) (code kernel.CreditCode, joined clock.Date, err error) {
	var c fault.Check
	for field, name := range map[string]string{
		"name_zh": in.NameZh, "name_en": in.NameEn, "short_zh": in.ShortZh, "short_en": in.ShortEn,
		"industry_name_zh": in.IndustryNameZh, "industry_name_en": in.IndustryNameEn,
	} {
		checkName(&c, field, name)
	}
	code, err = kernel.ParseCreditCode(in.CreditCode)
	if err != nil {
		f := fault.Of(err)
		c.That(false, "credit_code", f.Key, f.Args)
	}
	c.That(industryShape.MatchString(in.IndustryCode), "industry_code", "park.industry.shape")
	c.That(slices.Contains(SizeClasses, in.SizeClass), "size_class", "park.choice.missing")
	c.That(slices.Contains(Stages, in.Stage), "stage", "park.choice.missing")
	c.That(in.Revenue2019Fen >= 0, "revenue_2019_fen", "park.revenue.negative")
	c.That(in.Revenue2019Fen <= maxRevenueFen, "revenue_2019_fen", "park.revenue.large", fault.Args{"max": money.Fen(maxRevenueFen)})
	joined = checkDate(&c, "joined", in.Joined)
	c.That(!joined.After(today), "joined", "park.joined.future")
	return code, joined, inOrder(c.Err(), profileOrder)
}

// profileOrder is the order of the form, so that the summary reads downwards.
var profileOrder = []string{
	"name_zh", "name_en", "short_zh", "short_en", "credit_code", "industry_code", "industry_name_zh",
	"industry_name_en", "size_class", "stage", "revenue_2019_fen", "joined", "high_tech", "contact",
}

// inOrder sorts the messages of a fault like the inputs of its form.
func inOrder(err error, order []string) error {
	if err == nil {
		return nil
	}
	f := fault.Of(err)
	slices.SortStableFunc(f.Fields, func(a, b fault.Field) int {
		return slices.Index(order, a.Name) - slices.Index(order, b.Name)
	})
	return f
}

func (e *Enterprise) describe(in EnterpriseProfile, code kernel.CreditCode, joined clock.Date) {
	e.Name, e.Short = i18n.Text{Zh: in.NameZh, En: in.NameEn}, i18n.Text{Zh: in.ShortZh, En: in.ShortEn}
	e.CreditCode, e.IndustryCode = code, in.IndustryCode
	e.IndustryName = i18n.Text{Zh: in.IndustryNameZh, En: in.IndustryNameEn}
	e.SizeClass, e.Revenue2019Fen, e.Joined = in.SizeClass, in.Revenue2019Fen, joined
	e.Stage, e.HighTech, e.Contact = in.Stage, in.HighTech, in.Contact
}
