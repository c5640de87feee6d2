package lender

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API and the simulator come this way.
type Service struct {
	DB       *db.DB
	Guard    *authz.Guard
	Audit    AuditLog
	Parties  Parties
	Products Products
	Answers  Answers
	Zone     *time.Location
	Now      func() time.Time // the business clock
	NewID    func() string
}

// resource is a lender's page as policies see it.
func resource(lender string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Lender", ID: lender}, Attrs: authz.Attrs{"credit": true, "lender": kernel.PartyRef(lender)}}
}

// Entry is a lender in the index.
type Entry struct {
	Lender   Party `json:"lender"`
	Products int   `json:"products"` // on sale
}

// Index lists the alliance's lenders for everybody. It asks for no permission:
// nothing in it is about anybody but the lenders.
func (s *Service) Index(ctx context.Context) (list []Entry, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		all, err := s.Parties.Lenders(ctx, tx)
		if err != nil {
			return err
		}
		sold, err := s.Products.Sold(ctx, tx)
		for _, p := range all {
			list = append(list, Entry{p, len(soldBy(sold, p.ID))})
		}
		return err
	})
	return list, err
}

func soldBy(all []Product, lender string) []Product {
	return slices.DeleteFunc(slices.Clone(all), func(p Product) bool { return p.Lender != lender })
}

// Page is a lender's public page.
type Page struct {
	Lender   Party     `json:"lender"`
	Profile  Profile   `json:"profile"`
	Products []Product `json:"products"`
	Window   Window    `json:"window"`   // of the measures
	First    Measure   `json:"first"`    // invitation to first response
	Decision Measure   `json:"decision"` // consent to offer or decline

	MayPublish bool `json:"-"`
}

// Page shows a lender to everybody. Like Index it asks for no permission.
func (s *Service) Page(ctx context.Context, lender string) (p Page, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if p.Lender, err = s.Parties.Lender(ctx, tx, lender); err != nil {
			return err
		}
		if p.Profile, err = profileOf(ctx, tx, p.Lender.ID); err != nil {
			return err
		}
		sold, err := s.Products.Sold(ctx, tx)
		if err != nil {
			return err
		}
		p.Products = soldBy(sold, p.Lender.ID)
		p.MayPublish = s.Guard.Allowed(ctx, "lender.publish", resource(p.Lender.ID))
		p.Window = window(clock.DateOf(s.Now(), s.Zone))
		first, decision, err := s.Answers.Times(ctx, tx, p.Lender.ID, p.Window.From.At(0, 0, s.Zone), p.Window.To.At(0, 0, s.Zone))
		p.First, p.Decision = measure(first), measure(decision)
		return err
	})
	return p, err
}

// Publish replaces what a lender says about itself.
func (s *Service) Publish(ctx context.Context, lender string, in PublishProfile) (p Profile, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		party, err := s.Parties.Lender(ctx, tx, lender)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "lender.publish", resource(party.ID)); err != nil {
			return err
		}
		sold, err := s.Products.Sold(ctx, tx)
		if err != nil {
			return err
		}
		if err := in.check(soldBy(sold, party.ID)); err != nil {
			return err
		}
		old, err := profileOf(ctx, tx, party.ID)
		if err != nil {
			return err
		}
		if in.Base != 0 && in.Base != old.Version {
			return fault.New(fault.Conflict, "lender.stale")
		}
		p = in.profile()
		p.Lender, p.Version, p.By, p.Published = party.ID, old.Version+1, kernel.From(ctx).Person, s.Now()
		return s.store(ctx, tx, &p)
	})
	return p, err
}

// store keeps a profile and writes down what it says.
func (s *Service) store(ctx context.Context, tx db.Tx, p *Profile) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	p.body = string(body)
	if err := saveProfile(ctx, tx, p); err != nil {
		return err
	}
	who := kernel.From(ctx)
	_, err = s.Audit.Append(ctx, tx, auditlog.Entry{
		Kind: "lender.profile.publish", Case: p.Lender, CaseVersion: p.Version, Person: who.Person, Party: who.Party, Parties: []string{p.Lender}, Fields: p.facts(),
	})
	return err
}

// Payee answers the account that a lender wants repayments on, and since when.
// It authorises nothing: the account stands on the lender's public page.
func (s *Service) Payee(ctx context.Context, tx db.Tx, lender string) (Payee, time.Time, error) {
	p, err := profileOf(ctx, tx, lender)
	return p.Payee, p.Published, err
}
