package sim

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

func load(t testing.TB, d *db.DB) (*World, Data) {
	t.Helper()
	ctx := context.Background()
	a, err := Open(ctx, Options{DB: d, BaseURL: "http://localhost"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := Fenghe()
	if err != nil {
		t.Fatal(err)
	}
	w := NewWorld(a, nil)
	if err := w.Load(ctx, data, Present()); err != nil {
		t.Fatal(err)
	}
	return w, data
}

// The loans of the demo come to what a second computation found, the log agrees
// with the tables, and the books with each other.
func TestDemoComesToWhatIsExpected(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, data := load(t, d)
		ctx := context.Background()
		diff, err := w.Compare(ctx, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range diff {
			t.Error(x)
		}
		r, err := w.App.Verify(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Differences {
			t.Error(x)
		}
		t.Logf("%d entries, %d facts", r.Entries, r.Facts)
		states(t, w, data)
		offers(t, w, data)
	})
}

// arrives names the state of an application whose data says something else:
// one that every lender declined rests with the town.
var arrives = map[string]string{"declined": "referred"}

func states(t *testing.T, w *World, data Data) {
	t.Helper()
	ctx, err := w.As(context.Background(), Liaison, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range data.Applications {
		v, err := w.App.Origination.View(ctx, w.ID(a.ID))
		if want := cmp.Or(arrives[a.Status], a.Status); err != nil || string(v.Application.State) != want {
			t.Errorf("%s is %s (%v), expected %s", a.ID, v.Application.State, err, want)
		}
	}
}

// offers looks at each offer as its enterprise sees it, and at the consents.
func offers(t *testing.T, w *World, data Data) {
	t.Helper()
	seen, expired, revoked := 0, []string{}, []string{}
	for _, a := range data.Applications {
		ctx, err := w.As(context.Background(), data.enterprise(a.Enterprise).Contact, "")
		if err != nil {
			t.Fatal(err)
		}
		_, views, err := w.App.Origination.Offers(ctx, w.ID(a.ID))
		if err != nil && len(data.offers(a.ID)) > 0 {
			t.Fatal(a.ID, err)
		}
		for _, want := range data.offers(a.ID) {
			i := slices.IndexFunc(views, func(o origination.OfferView) bool { return o.Offer.ID == w.ID("offer of "+want.ID) })
			if i < 0 || string(views[i].Offer.State) != want.Status {
				t.Errorf("%s is not %s", want.ID, want.Status)
				continue
			}
			seen++
			// BP07 is guaranteed by GUAR-1 for 0.8 % a year, every other product by nobody.
			terms := views[i].Offer.Terms
			if by := want.Product == "BP07"; by != (terms.Guarantor == w.ID("GUAR-1")) || by != (terms.GuaranteeFeePPM == 8_000) || by != (views[i].Guarantor.En != "") || !by && terms.Guarantor != "" {
				t.Errorf("%s of %s: guarantor %q (%s), fee %d", want.ID, want.Product, terms.Guarantor, views[i].Guarantor.En, terms.GuaranteeFeePPM)
			}
			if views[i].Offer.State == origination.Expired {
				expired = append(expired, want.ID)
			}
		}
		given, err := w.App.Identity.Consents(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range given.Given {
			if c.State == identity.Revoked && c.Reason == changedMind { // the end of an application ends its consents too
				revoked = append(revoked, "CN"+strings.TrimPrefix(a.ID, "AP"))
			}
		}
	}
	if seen != 21 || !slices.Equal(expired, data.Expected.ExpiredOffers) || !slices.Equal(revoked, data.Expected.RevokedConsents) {
		t.Errorf("%d offers, %v expired, consents %v revoked", seen, expired, revoked)
	}
}
