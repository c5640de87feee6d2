package origination

// The file: what an enterprise lets a lender read. Each class is shown only
// under a live consent, or from acceptance on as part of the contract file, and
// every reading leaves a record that names the ground.

import (
	"context"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/origination/form"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// File is what a lender sees; a part that it may not read is nil.
type File struct {
	Ground    string      `json:"ground"`
	Classes   []string    `json:"classes"`
	Borrower  *PartyFacts `json:"borrower,omitempty"`
	Company   *Company    `json:"company,omitempty"`
	Verdict   *Verdict    `json:"verdict,omitempty"`
	Need      Need        `json:"need"`
	Operation *Operation  `json:"operation,omitempty"`
	Documents []FileRow   `json:"documents,omitempty"`
}

// ReadFile shows a lender the file, class by class, and records the reading.
func (s *Service) ReadFile(ctx context.Context, id string) (f File, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, c, err := s.reading(ctx, tx, id)
		if err != nil {
			return err
		}
		if f.Ground, err = s.ground(ctx, tx, &a, &c); err != nil {
			return err
		}
		if err := s.disclose(ctx, tx, &a, &c, &f); err != nil {
			return err
		}
		return s.fill(ctx, tx, &a, &f)
	})
	return f, err
}

// FileOf answers the given classes of an application's file. It authorises nothing:
// who calls knows the right under which they are read, and writes the reading down.
func (s *Service) FileOf(ctx context.Context, tx db.Tx, id string, classes []string) (f File, err error) {
	a, err := applicationByID(ctx, tx, id)
	if err != nil {
		return f, err
	}
	f.Classes = classes
	return f, s.fill(ctx, tx, &a, &f)
}

// reading loads a case for reading its file.
func (s *Service) reading(ctx context.Context, tx db.Tx, id string) (Application, LenderCase, error) {
	c, err := caseByID(ctx, tx, id)
	if err != nil {
		return Application{}, c, err
	}
	a, err := applicationByID(ctx, tx, c.Application)
	if err != nil {
		return a, c, err
	}
	ground, err := s.ground(ctx, tx, &a, &c)
	if err != nil {
		return a, c, err
	}
	err = s.Guard.Require(ctx, "origination.read_file", c.resource(&a, ground))
	if fault.Is(err, fault.Denied) {
		err = fault.New(fault.Denied, "origination.consent.gone")
	}
	return a, c, err
}

// disclose finds the readable classes and records the reading of each.
func (s *Service) disclose(ctx context.Context, tx db.Tx, a *Application, c *LenderCase, f *File) error {
	who := kernel.From(ctx)
	for _, class := range form.Classes {
		consent, ok, err := s.Consents.Live(ctx, tx, a.ID, c.Lender, class, s.Now())
		if err != nil {
			return err
		}
		if f.Ground == GroundContract && slices.Contains(a.Sharing.Classes, class) {
			consent, ok = "", true
		}
		if !ok {
			continue
		}
		f.Classes = append(f.Classes, class)
		if err := s.Consents.Disclose(ctx, tx, Disclosure{Case: a.ID, Consent: consent, Grantee: c.Lender, Person: who.Person, Class: class, Ground: f.Ground}); err != nil {
			return err
		}
	}
	_, err := s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "origination.file_read", Case: c.ID, CaseVersion: c.Version, Person: who.Person, Party: who.Party,
		Before: string(c.State), After: string(c.State), Parties: []string{a.Borrower, c.Lender},
		Fields: []auditlog.Field{{Name: "ground", Value: f.Ground}, {Name: "classes", Value: strings.Join(f.Classes, " ")}},
	})
	return err
}

func (f *File) may(class string) bool { return slices.Contains(f.Classes, class) }

func (s *Service) fill(ctx context.Context, tx db.Tx, a *Application, f *File) error {
	f.Need = a.Need
	p, err := s.Parties.Party(ctx, tx, a.Borrower)
	if err != nil {
		return err
	}
	f.Borrower = &PartyFacts{ID: p.ID, Kind: p.Kind, Name: p.Name, Short: p.Short}
	if f.may("identity") {
		f.Borrower.CreditCode = p.CreditCode
	}
	if f.may("headcount") {
		f.Company = &Company{HeadcountNow: a.Company.HeadcountNow, HeadcountFull: a.Company.HeadcountFull, Contact: a.Company.Contact}
	}
	f.Verdict = f.found(a.Verdict)
	f.Operation = f.of(a.Operation)
	if f.may("documents") {
		f.Documents, err = s.Documents.List(ctx, tx, a.ID)
	}
	return err
}

// found is the park's verdict without what the lender may not read.
func (f *File) found(v Verdict) *Verdict {
	out := Verdict{At: v.At, Note: v.Note, Industry: v.Industry, SizeClass: v.SizeClass}
	if f.may("lease") {
		out.Units, out.LeaseUntil, out.RentFen = v.Units, v.LeaseUntil, v.RentFen
	}
	if f.may("headcount") {
		out.HeadcountNow, out.HeadcountFull, out.HeadcountAsOf = v.HeadcountNow, v.HeadcountFull, v.HeadcountAsOf
	}
	return &out
}

// of is what the enterprise said of its operation, by class.
func (f *File) of(o Operation) *Operation {
	out := Operation{Source: o.Source, Security: o.Security, FirstLoan: o.FirstLoan, JobsKept: o.JobsKept}
	if f.may("tax_summary") || f.may("financials") {
		out.SalesFen, out.SalesYearFen = o.SalesFen, o.SalesYearFen
	}
	if f.may("orders") {
		out.OrdersFen = o.OrdersFen
	}
	if f.may("financials") {
		out.DebtFen = o.DebtFen
	}
	return &out
}
