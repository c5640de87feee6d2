package origination

// Offers to choose from, as the comparison needs them, and how long they stay
// open.

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/origination/comparison"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// compare works every offer out. An offer whose terms the engine refuses cannot
// have been issued.
func (s *Service) compare(ctx context.Context, a Application, offers []OfferView) ([]comparison.Worked, error) {
	list := make([]comparison.Offer, len(offers))
	for i, o := range offers {
		list[i] = comparison.Offer{Ref: o.Offer.Ref, Lender: o.Lender, Product: o.Product, Terms: o.Offer.Terms, Guarantor: o.Guarantor, Subsidy: o.Subsidy, Conditions: o.Offer.Conditions,
			ValidTo: o.Offer.ValidTo, Open: o.Open, Late: o.Late, Action: offerAction(ctx, a, o, len(offers) == 1)}
	}
	return comparison.Work(comparison.Need{AmountFen: a.Need.AmountFen, RateCapPPM: a.Need.RateCapPPM}, list, s.today())
}

// offerAction leads to the acceptance. Of several offers none is preferred by
// its button.
func offerAction(ctx context.Context, a Application, o OfferView, alone bool) templ.Component {
	if o.Open && a.State == OffersOpen {
		return ui.Btn(ui.Button{Label: i18n.T(ctx, "origination.accept"), Href: acceptHref(a, o), Block: !alone, Primary: alone})
	}
	return ui.Status(OfferMachine.Name, string(o.Offer.State))
}

// acceptHref is the page that accepts offers together.
func acceptHref(a Application, offers ...OfferView) string {
	q := url.Values{}
	for _, o := range offers {
		q.Add("offer", o.Offer.ID)
	}
	return "/applications/" + a.ID + "/accept?" + q.Encode()
}

// combinable are the open offers where some two of them together lend no more
// than was asked, none otherwise.
func combinable(a Application, offers []OfferView) []OfferView {
	open := slices.DeleteFunc(slices.Clone(offers), func(o OfferView) bool { return !o.Open || a.State != OffersOpen })
	slices.SortStableFunc(open, func(x, y OfferView) int { return cmp.Compare(x.Offer.Terms.AmountFen, y.Offer.Terms.AmountFen) })
	if len(open) < 2 || open[0].Offer.Terms.AmountFen+open[1].Offer.Terms.AmountFen > a.Need.AmountFen {
		return nil
	}
	return open
}

// winningOf is the hash that confirms offers taken together, and what they lend.
func winningOf(chosen []OfferView) (hash string, sum money.Fen) {
	var hashes []string
	for _, o := range chosen {
		hashes, sum = append(hashes, o.Offer.TermsHash), sum+o.Offer.Terms.AmountFen
	}
	return WinningHash(hashes...), sum
}

func offerOptions(ctx context.Context, offers []OfferView) []ui.Option {
	var out []ui.Option
	for _, o := range offers {
		out = append(out, ui.Option{Value: o.Offer.ID, Label: o.Lender.In(ctx) + " · " + i18n.Wan(ctx, o.Offer.Terms.AmountFen), Hint: o.Product.In(ctx)})
	}
	return out
}

// closing is when the first of the open offers ends, the zero time when none is
// open.
func (s *Service) closing(offers []Offer) (first time.Time) {
	for _, o := range offers {
		if end := o.end(s.Calendar.Zone()); o.Open(s.Now(), s.Calendar.Zone()) && (first.IsZero() || end.Before(first)) {
			first = end
		}
	}
	return first
}

// closingClock is the time left to choose.
func (s *Service) closingClock(ctx context.Context, a Application, views []OfferView) ui.Clock {
	var offers []Offer
	for _, v := range views {
		offers = append(offers, v.Offer)
	}
	end := s.closing(offers)
	if a.State != OffersOpen || end.IsZero() {
		return ui.Clock{}
	}
	return s.reader().Countdown(ctx, offers[0].Issued, end)
}

// answersClock is the time until the answers are due: all that anybody learns of
// them before they open.
func (s *Service) answersClock(ctx context.Context, a Application) ui.Clock {
	c := s.reader().Countdown(ctx, a.Published, a.AnswersBy)
	if s.Calendar.Provisional(clock.DateOf(a.AnswersBy, s.Calendar.Zone()).Year) {
		c.Due += " · " + i18n.T(ctx, "shown.provisional")
	}
	return c
}
