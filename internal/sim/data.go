package sim

// The data of Fenghe Park, a fictional park: people, firms, banks and places
// are invented.

import (
	"embed"
	"encoding/json"
	"slices"

	"kaigong.example/kaigong/internal/platform/i18n"
)

//go:embed fenghe
var fenghe embed.FS

// Data is what the demo loads.
type Data struct {
	Parties []struct {
		ID, Kind, Parent, Uscc string
		Name, Short            i18n.Text
	}
	People []struct {
		ID, Role, Org string
		Name          i18n.Text
	}
	Buildings []struct {
		ID, Kind string
		Name     i18n.Text
		Floors   int64
		GrossM2  int64 `json:"gross_area_m2"`
	}
	Units []struct {
		ID, Building, Use string
		Floor             int64
		AreaM2            int64   `json:"area_m2"`
		Rent              float64 `json:"rent_cny_m2_month"`
		HoistT            *int64  `json:"hoist_t"`
	}
	Enterprises []Enterprise
	Leases      []struct {
		ID, Enterprise, Start, End string
		Units                      []string
		Rent                       float64 `json:"monthly_rent_cny"`
	}
	Progress []struct {
		Enterprise, Quarter string
		Employees           int64
	} `json:"enterprise_progress"`
	Products     []Product
	Applications []Application
	Offers       []Offer
	Loans        []Loan
	Existing     []Existing `json:"existing_loans"`
	Relief       []Granted
	Expected     Expected
}

// Enterprise is a tenant of the data.
type Enterprise struct {
	ID, Uscc, Contact, Joined string
	Name, Short               i18n.Text
	Industry                  struct {
		Code string
		Name i18n.Text
	}
	Employees  int64
	RevenueWan int64  `json:"revenue_2019_wan"`
	SizeClass  string `json:"size_class"`
	Stage      string `json:"incubation_stage"`
	HighTech   bool   `json:"high_tech"`
}

// Product is a loan that a lender of the data sells.
type Product struct {
	ID, Bank, Secured, Repayment string
	Name, Purpose                i18n.Text
	MaxCNY                       int64       `json:"max_cny"`
	Terms                        []int       `json:"term_months"`
	RatePct                      json.Number `json:"rate_apr_pct"`
	DayCount                     string      `json:"day_count"`
	Rounding                     string
	Industries                   []string `json:"eligible_industries"`
	Guarantor                    string
	GuaranteePct                 json.Number `json:"guarantee_fee_pct"`
}

// Application is a need of the data with its consent.
type Application struct {
	ID, Enterprise, Submitted, Status string
	AmountCNY                         int64 `json:"amount_cny"`
	Consent                           struct {
		To      []string
		Expires string
		Revoked *string
	}
}

// Offer is a lender's answer of the data.
type Offer struct {
	ID, Application, Product string
	AmountCNY                int64       `json:"amount_cny"`
	Term                     int         `json:"term_months"`
	RatePct                  json.Number `json:"rate_apr_pct"`
	ValidTo                  string      `json:"valid_to"`
	Status                   string
}

// Loan is an offer of the data that was accepted and paid out.
type Loan struct {
	ID, Application, Offer, Bank, Disbursed string
	PrincipalCNY                            int64 `json:"principal_cny"`
}

// enterprise finds a tenant by its reference.
func (d Data) enterprise(id string) Enterprise {
	i := slices.IndexFunc(d.Enterprises, func(e Enterprise) bool { return e.ID == id })
	return d.Enterprises[max(i, 0)]
}

// offers are the answers to an application.
func (d Data) offers(application string) (out []Offer) {
	for _, o := range d.Offers {
		if o.Application == application {
			out = append(out, o)
		}
	}
	return out
}

// term is what the first answer to an application offers, a year without one.
func (d Data) term(application string) int {
	for _, o := range d.offers(application) {
		return o.Term
	}
	return 12
}

// lender is the bank that sells a product.
func (d Data) lender(product string) string {
	i := slices.IndexFunc(d.Products, func(p Product) bool { return p.ID == product })
	return d.Products[max(i, 0)].Bank
}

// lenders are those that lend: the first one, and whoever else is asked.
func (d Data) lenders() []string {
	out := []string{Lender}
	for _, a := range d.Applications {
		for _, l := range a.Consent.To {
			if !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out
}

// Of is the data with the applications that went to one lender alone: the small
// stage on which most tests play.
func (d Data) Of(lender string) Data {
	asked := map[string]bool{}
	d.Applications = kept(d.Applications, func(a Application) bool {
		asked[a.ID] = slices.Equal(a.Consent.To, []string{lender})
		return asked[a.ID]
	})
	d.Offers = kept(d.Offers, func(o Offer) bool { return asked[o.Application] })
	d.Loans = kept(d.Loans, func(l Loan) bool { return asked[l.Application] })
	d.Existing, d.Relief = nil, nil
	return d
}

func kept[T any](all []T, keep func(T) bool) (out []T) {
	for _, x := range all {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

// Expected is what a second computation found, as of a day.
type Expected struct {
	AsOf            string `json:"as_of"`
	Loans           map[string]ExpectedLoan
	Existing        map[string]ExpectedExisting
	ExpiredOffers   []string `json:"expired_offers"`
	RevokedConsents []string `json:"revoked_consents"`
}

// ExpectedLoan is what is posted of a loan, in yuan.
type ExpectedLoan struct {
	InterestPaid  string `json:"interest_paid"`
	PrincipalPaid string `json:"principal_paid"`
	Balance       string
	TotalInterest string `json:"total_interest"`
	NextDue       string `json:"next_due"`
	Instalment    string
}

// Fenghe reads the embedded data.
func Fenghe() (d Data, err error) {
	for _, name := range []string{"people", "premises", "finance"} {
		text, err := fenghe.ReadFile("fenghe/" + name + ".json")
		if err != nil {
			return d, err
		}
		if err := json.Unmarshal(text, &d); err != nil {
			return d, err
		}
	}
	return d, nil
}
