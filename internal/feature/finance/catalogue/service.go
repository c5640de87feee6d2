package catalogue

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Service is the only door: pages, API and the simulator come this way.
type Service struct {
	DB         *db.DB
	Guard      *authz.Guard
	Keeper     *flow.Keeper
	Audit      AuditLog
	Parties    Parties
	Applicants Applicants
	Alliance   Alliance
	Zone       *time.Location
	Now        func() time.Time // the business clock
	NewID      func() string
}

// today is the day at the park: a version counts from its beginning.
func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

// collection is what lists and beginnings are asked about: the products of a
// lender. Whoever works in a branch's separate workspace sees none of it.
func collection(party string) authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Products", ID: party}, Attrs: authz.Attrs{
		"credit": true, "agreed": true, "lender": kernel.PartyRef(party), "enterprise": kernel.PartyRef(party),
	}}
}

// resource is a product as policies see it; agreed says that a version of it was
// approved once, so that there is something to know.
func (p item) resource() authz.Resource {
	return authz.Resource{Ref: authz.Ref{Type: "Product", ID: p.id}, Read: "catalogue.read", Attrs: authz.Attrs{
		"credit": true, "agreed": p.agreed, "lender": kernel.PartyRef(p.lender),
	}}
}

// ProductRow is a product in one version, with the names around it.
type ProductRow struct {
	Product   Product   `json:"product"`
	Hash      string    `json:"hash"`
	ValidFrom string    `json:"valid_from"`
	Lender    i18n.Text `json:"lender"`
	Guarantor i18n.Text `json:"guarantor"` // empty where nobody guarantees
	// Verdict and findings say how the reader's own enterprise stands; "" and
	// nothing for other readers.
	Verdict  string           `json:"verdict"`
	Findings []kernel.Finding `json:"findings"`
}

// Products lists what lenders sell, for everybody who signed in. An enterprise
// reads beside each product whether it fits.
func (s *Service) Products(ctx context.Context) (rows []ProductRow, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "catalogue.read", collection("")); err != nil {
			return err
		}
		if rows, err = s.OnSale(ctx, tx); err != nil {
			return err
		}
		return s.stand(ctx, tx, rows)
	})
	return rows, err
}

// stand lays products beside the reader's own enterprise, where the reader may
// know how it stands.
func (s *Service) stand(ctx context.Context, tx db.Tx, rows []ProductRow) error {
	own := kernel.From(ctx).Party
	if !s.Guard.Allowed(ctx, "catalogue.compare_own", collection(own)) {
		return nil
	}
	known, err := s.Applicants.Applicant(ctx, tx, own)
	for i := range rows {
		rows[i].Findings = Judge(rows[i].Product.Rules, known)
		rows[i].Verdict = kernel.Fit(rows[i].Findings)
	}
	return err
}

// Findings lays every product on sale beside an applicant, by product. It
// authorises nothing.
func (s *Service) Findings(ctx context.Context, tx db.Tx, known kernel.Applicant) (map[string][]kernel.Finding, error) {
	list, err := onSale(ctx, tx, s.today())
	out := map[string][]kernel.Finding{}
	for _, v := range list {
		out[v.Product.ID] = Judge(v.Product.Rules, known)
	}
	return out, err
}

// OnSale lists what is sold today in the order of the codes. It authorises
// nothing: the feature that asks decides on its own case who may see the answer.
func (s *Service) OnSale(ctx context.Context, tx db.Tx) ([]ProductRow, error) {
	list, err := onSale(ctx, tx, s.today())
	var rows []ProductRow
	for i := range list {
		row, err := s.row(ctx, tx, &list[i])
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, err
}

// Sells reports whether a lender has a product on sale. It reads one row, for
// those who ask inside a transaction that writes.
func (s *Service) Sells(ctx context.Context, tx db.Tx, lender string) (bool, error) {
	return sells(ctx, tx, lender, s.today())
}

// Product answers one product as it is sold today, or NotFound. Like OnSale it
// authorises nothing.
func (s *Service) Product(ctx context.Context, tx db.Tx, id string) (ProductRow, error) {
	v, err := onSaleOf(ctx, tx, id, s.today())
	if err != nil {
		return ProductRow{}, err
	}
	return s.row(ctx, tx, &v)
}

// Version answers a product in a version that was approved once, whether it is
// still sold or not, or NotFound. Like OnSale it authorises nothing.
func (s *Service) Version(ctx context.Context, tx db.Tx, id string, number int64) (ProductRow, error) {
	v, err := versionOf(ctx, tx, id, number)
	if err == nil && !v.Agreed() {
		_, err = found(v, db.ErrNoRow)
	}
	if err != nil {
		return ProductRow{}, err
	}
	return s.row(ctx, tx, &v)
}

func (s *Service) row(ctx context.Context, tx db.Tx, v *Version) (ProductRow, error) {
	row := ProductRow{Product: v.Product, Hash: v.Hash, ValidFrom: v.ValidFrom}
	lender, err := s.Parties.Party(ctx, tx, v.Product.Lender)
	row.Lender = lender.Short
	if err != nil || v.Product.Guarantor == "" {
		return row, err
	}
	guarantor, err := s.Parties.Party(ctx, tx, v.Product.Guarantor)
	row.Guarantor = guarantor.Short
	return row, err
}
