package origination

// An application as a lender's rules see it: what the enterprise says and what
// the park verified. Rules inform, the enterprise about what is missing, a
// lender in bands before it has the file.

import (
	"context"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Fitness is one product beside one application.
type Fitness = form.Fitness

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
		list = append(list, Fitness{Product: p.ID, Code: p.Code, Name: p.Name, Lender: p.LenderName, Verdict: kernel.Fit(findings[p.ID]), Findings: findings[p.ID]})
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
	return form.ApplicantOf(v, a.Operation, s.today()), nil
}

// anonymous is what a lender may know without the file: bands, as of the day on
// which the park verified. It stands still, so that no day on which an answer
// turns gives a figure away.
func (s *Service) anonymous(a *Application) kernel.Applicant {
	return form.ApplicantOf(a.Verdict, a.Operation, clock.DateOf(a.Verdict.At, s.Calendar.Zone())).Roughly()
}
