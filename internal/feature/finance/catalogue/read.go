package catalogue

// One product with its history, and what a lender has on its shelf.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Step is a version in the history of a product.
type Step struct {
	ProductRow
	State       flow.State           `json:"state"`
	Standing    string               `json:"standing" enum:"now,ahead,past,draft,discarded,withdrawn"`
	DraftedBy   string               `json:"drafted_by"`
	DecidedBy   string               `json:"decided_by"`
	Reason      string               `json:"reason"`
	MayApprove  bool                 `json:"-"`
	MayDiscard  bool                 `json:"-"`
	names       map[string]i18n.Text // of people
	version     Version
	previous    ProductRow // the version before it that was approved
	hasPrevious bool
}

// Sheet is a product with its versions, the newest first.
type Sheet struct {
	Now       *ProductRow `json:"now"` // what is sold today, absent while nothing is
	Steps     []Step      `json:"versions"`
	MayDraft  bool        `json:"-"`
	MayRetire bool        `json:"-"` // may withdraw it, and it is or will be sold
}

// Standings of a version today.
const (
	StandsNow       = "now"
	StandsAhead     = "ahead" // approved, counts from a later day
	StandsPast      = "past"  // a later one counts
	StandsDraft     = "draft"
	StandsDiscarded = "discarded"
	StandsWithdrawn = "withdrawn"
)

// Sheet shows a product: everybody who signed in the versions that were
// approved, its lender's people also what is drafted and was discarded.
func (s *Service) Sheet(ctx context.Context, product string) (out Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		p, err := itemByID(ctx, tx, product)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "catalogue.read", p.resource()); err != nil {
			return err
		}
		all, err := versionsOf(ctx, tx, p.id)
		if err != nil {
			return err
		}
		if !s.Guard.Allowed(ctx, "catalogue.read_drafts", p.resource()) {
			all = slices.DeleteFunc(all, func(v Version) bool { return !v.Agreed() })
		}
		out.MayDraft = s.Guard.Allowed(ctx, "catalogue.draft", p.resource())
		live, err := s.live(ctx, tx, p.id)
		if err != nil {
			return err
		}
		out.MayRetire = len(live) > 0 && s.Guard.Allowed(ctx, "catalogue.withdraw", p.resource())
		return s.steps(ctx, tx, &out, all)
	})
	return out, err
}

// steps words what each version is today and finds the one before it.
func (s *Service) steps(ctx context.Context, tx db.Tx, out *Sheet, all []Version) error {
	var people []string
	for i := range all {
		people = append(people, all[i].DraftedBy, all[i].DecidedBy)
	}
	names, err := s.Parties.People(ctx, tx, people)
	if err != nil {
		return err
	}
	for i := range all {
		row, err := s.row(ctx, tx, &all[i])
		if err != nil {
			return err
		}
		step := Step{ProductRow: row, State: all[i].State, Reason: all[i].Reason, DraftedBy: all[i].DraftedBy, DecidedBy: all[i].DecidedBy, version: all[i], names: names, Standing: s.standing(all, i)}
		step.MayApprove = all[i].State == Drafted && s.Guard.Allowed(ctx, "catalogue.approve", all[i].resource())
		step.MayDiscard = all[i].State == Drafted && s.Guard.Allowed(ctx, "catalogue.discard", all[i].resource())
		if before := slices.IndexFunc(all[i+1:], func(v Version) bool { return v.Agreed() }); before >= 0 {
			if step.previous, err = s.row(ctx, tx, &all[i+1+before]); err != nil {
				return err
			}
			step.hasPrevious = true
		}
		out.Steps = append(out.Steps, step)
	}
	return s.sold(ctx, tx, out)
}

// sold copies the version that is sold today, with how the reader stands.
func (s *Service) sold(ctx context.Context, tx db.Tx, out *Sheet) error {
	for _, x := range out.Steps {
		if x.Standing == StandsNow {
			rows := []ProductRow{x.ProductRow}
			out.Now = &rows[0]
			return s.stand(ctx, tx, rows)
		}
	}
	return nil
}

// standing is what a version is today among the others, the newest first.
func (s *Service) standing(all []Version, i int) string {
	v := &all[i]
	switch {
	case v.State == Drafted:
		return StandsDraft
	case v.State == Discarded:
		return StandsDiscarded
	case v.State == Withdrawn:
		return StandsWithdrawn
	case v.ahead(s.today()):
		return StandsAhead
	}
	for j := range all[:i] {
		if all[j].Agreed() && all[j].ValidFrom <= s.today().String() {
			return StandsPast
		}
	}
	return StandsNow
}

// Shelf lists the newest version of each product of the actor's lender, whatever
// became of it; nothing for anybody who is no lender.
func (s *Service) Shelf(ctx context.Context) (list []Version, err error) {
	own := kernel.From(ctx).Party
	if !s.Guard.Allowed(ctx, "catalogue.read_drafts", collection(own)) {
		return nil, nil
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		list, err = newestOf(ctx, tx, own)
		return err
	})
	return list, err
}

// Draftable is what the form for a product starts from: the draft that waits, or
// the newest version that was approved; and the guarantors to choose from. An
// empty id is a new product.
func (s *Service) Draftable(ctx context.Context, product string) (v Version, guarantors []PartyFacts, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if guarantors, err = s.Parties.Guarantors(ctx, tx); err != nil || product == "" {
			return err
		}
		p, err := itemByID(ctx, tx, product)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "catalogue.draft", p.resource()); err != nil {
			return err
		}
		all, err := versionsOf(ctx, tx, p.id)
		if err != nil || len(all) == 0 {
			return err
		}
		newest := all[0].Product.Version
		from := max(0, slices.IndexFunc(all, func(v Version) bool { return v.State != Discarded }))
		v = all[from]
		v.Product.Version = newest
		return nil
	})
	return v, guarantors, err
}
