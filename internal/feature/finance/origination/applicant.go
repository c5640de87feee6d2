package origination

// An application as a lender's rules see it: what the enterprise says and what
// the park verified. Rules inform, the enterprise about what is missing, a
// lender in bands before it has the file.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Fitness is one product beside one application.
type Fitness struct {
	Product  string           `json:"product"`
	Code     string           `json:"code"`
	Name     i18n.Text        `json:"name"`
	Lender   i18n.Text        `json:"lender"`
	Verdict  string           `json:"verdict" enum:"open,met,short,unknown"`
	Findings []kernel.Finding `json:"findings"`
}

// Fits tells the enterprise, product by product, whether it fits and what is
// missing.
func (s *Service) Fits(ctx context.Context, id string) (list []Fitness, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := applicationByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "origination.edit", a.resource()); err != nil {
			return err
		}
		known, err := s.applicant(ctx, tx, &a)
		if err != nil {
			return err
		}
		products, err := s.Products.OnSale(ctx, tx)
		if err != nil {
			return err
		}
		list, err = s.beside(ctx, tx, products, known)
		return err
	})
	return list, err
}

func (s *Service) beside(ctx context.Context, tx db.Tx, products []Product, known kernel.Applicant) ([]Fitness, error) {
	findings, err := s.Products.Findings(ctx, tx, known)
	var list []Fitness
	for _, p := range products {
		list = append(list, Fitness{p.ID, p.Code, p.Name, p.LenderName, kernel.Fit(findings[p.ID]), findings[p.ID]})
	}
	return list, err
}

// Applicant is what is known of an enterprise through its newest application,
// or through the park alone. It authorises nothing: the feature that asks
// decides who may see the answer.
func (s *Service) Applicant(ctx context.Context, tx db.Tx, enterprise string) (kernel.Applicant, error) {
	a, err := newestOf(ctx, tx, enterprise)
	if fault.Is(err, fault.NotFound) {
		a = Application{Borrower: enterprise}
		a.Company, err = s.known(ctx, tx, enterprise)
	}
	if err != nil {
		return kernel.Applicant{}, err
	}
	return s.applicant(ctx, tx, &a)
}

// applicant takes what the park verified while the application is open, and
// otherwise what the park's records say today.
func (s *Service) applicant(ctx context.Context, tx db.Tx, a *Application) (kernel.Applicant, error) {
	v := a.Verdict
	if v.At.IsZero() || !a.Open() {
		f, err := s.Premises.Facts(ctx, tx, a.Borrower, s.today().String())
		if err != nil && !fault.Is(err, fault.NotFound) {
			return kernel.Applicant{}, err
		}
		v = Verdict{LeaseUntil: f.LeaseUntil, Industry: f.Industry, SizeClass: f.SizeClass, HeadcountNow: f.HeadcountNow, HeadcountFull: f.HeadcountFull}
		if a.Open() || a.Editable() {
			v.HeadcountNow, v.HeadcountFull = a.Company.HeadcountNow, a.Company.HeadcountFull
		}
	}
	return applicantOf(v, a.Operation, s.today()), nil
}

// anonymous is what a lender may know without the file: bands, as of the day on
// which the park verified. It stands still, so that no day on which an answer
// turns gives a figure away.
func (s *Service) anonymous(a *Application) kernel.Applicant {
	return applicantOf(a.Verdict, a.Operation, clock.DateOf(a.Verdict.At, s.Calendar.Zone())).Roughly()
}

// applicantOf works the figures out. Shares are rounded against the enterprise,
// so that nobody is told to fit who does not.
func applicantOf(v Verdict, o Operation, today clock.Date) kernel.Applicant {
	code, _, _ := strings.Cut(v.Industry.Zh, " ")
	known := kernel.Applicant{Figures: map[string]kernel.Span{}, Industry: code, SizeClass: v.SizeClass}
	if share, ok := (Company{HeadcountNow: v.HeadcountNow, HeadcountFull: v.HeadcountFull}).Resumption(); ok {
		known.Figures[kernel.FigureResumption] = kernel.Exactly(int64(share))
		if o.Source != "" {
			known.Figures[kernel.FigureJobs] = kernel.Exactly(min(100, int64(o.JobsKept)*100/int64(v.HeadcountFull)))
		}
	}
	if o.SalesYearFen > 0 {
		known.Figures[kernel.FigureSales] = kernel.Exactly(int64(o.SalesYearFen))
		known.Figures[kernel.FigureDebt] = kernel.Exactly((int64(o.DebtFen)*100 + int64(o.SalesYearFen) - 1) / int64(o.SalesYearFen))
	}
	if until, err := clock.ParseDate(v.LeaseUntil); err == nil {
		known.Figures[kernel.FigureLease] = kernel.Exactly(int64(today.FullMonths(until.AddDays(1))))
	}
	return known
}
