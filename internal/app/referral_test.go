package app_test

// A declined application on the stage, before a guarantor and the town.

import (
	"context"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/sim"
)

// The guarantee company's people: who proposes, and who signs.
const (
	guarantor   = "P022"
	underwriter = "P087"
)

// officers of the lenders by their bank.
var officers = map[string]string{sim.Lender: apptest.Officer, "BANK-DY": apptest.OtherOfficer, "BANK-HM": "P021"}

// askedOn brings an application of an enterprise, which lenders declined and the
// liaison referred, before the guarantor until a state, and before the town. "letter
// on" and "words on" its reference name the two requests.
func askedOn(t *testing.T, s *apptest.Stage, e sim.Enterprise, ref string, need sim.Need, until flow.State) {
	t.Helper()
	need.Enterprise = e
	s.By(t, e.Contact, func(ctx context.Context) error { return s.Apply(ctx, ref, need) })
	s.By(t, apptest.Liaison, func(ctx context.Context) error { return s.Verify(ctx, ref) })
	for _, l := range need.Lenders {
		s.By(t, officers[l], func(ctx context.Context) error { return s.Decline(ctx, ref, "capacity") })
	}
	s.By(t, apptest.Liaison, func(ctx context.Context) error {
		_, err := s.App.Origination.Refer(ctx, s.ID(ref))
		return err
	})
	s.By(t, e.Contact, func(ctx context.Context) error {
		g, err := s.App.Referral.AskGuarantor(ctx, s.ID(ref), referral.AskGuarantor{Guarantor: s.ID("GUAR-1"), Classes: []string{"identity", "headcount", "documents"}, Until: "2020-09-30", Message: "订单恢复 / orders are back"})
		if err != nil {
			return err
		}
		s.Know("letter on "+ref, g.ID)
		r, err := s.App.Referral.AskTown(ctx, s.ID(ref), referral.AskTown{Until: "2020-09-30", Message: "请推荐 / please"})
		s.Know("words on "+ref, r.ID)
		return err
	})
	if until == referral.Asked {
		return
	}
	letter := s.ID("letter on " + ref)
	s.By(t, guarantor, func(ctx context.Context) error {
		if _, err := s.App.Referral.RequestFile(ctx, letter); err != nil {
			return err
		}
		_, err := s.App.Referral.Propose(ctx, letter, referral.Letter{CoveragePPM: 800_000, MaxFen: need.AmountFen, FeePPM: 10_000, ValidTo: "2020-09-30", Conditions: "负责人担保 / a guarantee of its owner"})
		return err
	})
	if until == referral.Stated {
		stated(t, s, letter)
	}
}

// stated lets the approver sign what was proposed.
func stated(t *testing.T, s *apptest.Stage, letter string) {
	t.Helper()
	ctx, err := s.As(context.Background(), underwriter, "")
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.App.Referral.Guarantee(ctx, letter)
	if err == nil {
		ctx, err = s.As(context.Background(), underwriter, "state:"+v.Seal)
	}
	if err == nil {
		_, err = s.App.Referral.State(ctx, letter, v.Seal)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// recommended lets the town answer, and the owner publish the application again.
func recommended(t *testing.T, s *apptest.Stage, e sim.Enterprise, ref string, lenders ...string) {
	t.Helper()
	s.By(t, apptest.Town, func(ctx context.Context) error {
		_, err := s.App.Referral.Recommend(ctx, s.ID("words on "+ref), "复工较早 / back to work early")
		return err
	})
	s.By(t, e.Contact, func(ctx context.Context) error {
		in := origination.ReshareApplication{Until: "2020-09-30"}
		for _, l := range lenders {
			in.Lenders = append(in.Lenders, s.ID(l))
		}
		_, err := s.App.Origination.Reshare(ctx, s.ID(ref), in)
		return err
	})
}

// TestRevokedBeforeAGuarantor: from the next request after a revocation a guarantor
// and the town read neither name nor file, on pages that they had open, in lists,
// searches, notices and operations.
func TestRevokedBeforeAGuarantor(t *testing.T) {
	s := apptest.Demo(t, dbtest.SQLite(t))
	e := s.Data.Enterprises[21]
	askedOn(t, s, e, "seen", sim.Need{AmountFen: 100_000_00, Until: "2020-09-30", Lenders: []string{sim.Lender}, Purpose: "rent"}, referral.Proposed)
	own := "/guarantees/" + s.ID("letter on seen")
	document := first(t, s, `SELECT MIN(id) FROM document_file WHERE case_id = '`+s.ID("seen")+`'`)
	paths := []string{"/", "/guarantees", own, own + "/file", own + "/file/" + document, "/notices", "/search?q=2020", "/api/v1/guarantees", "/api/v1" + own, "/api/v1" + own + "/file"}
	read := func(who string) (seen []string) {
		c := s.Client(t, who)
		for _, path := range paths {
			if body := c.Page(path).Body; strings.Contains(body, e.Short.En) || strings.Contains(body, e.Uscc) {
				seen = append(seen, path)
			}
		}
		return seen
	}
	if n := read(guarantor); len(n) < 5 {
		t.Fatalf("under the consent the officer reads the name at %v alone", n)
	}
	s.By(t, e.Contact, func(ctx context.Context) error {
		v, err := s.App.Identity.Consents(ctx)
		for _, c := range v.Given {
			if err == nil && c.Holds && c.Case == s.ID("seen") && slices.Contains([]string{s.ID("GUAR-1"), s.ID("ORG-TOWN")}, c.Grantee) {
				err = s.App.Identity.Revoke(ctx, c.ID, "changed our mind")
			}
		}
		return err
	})
	if a := s.Client(t, guarantor).Page(own + "/file"); !a.Refused() {
		t.Errorf("the file after the revocation: %v", a)
	}
	if a := s.Client(t, apptest.Town).Operation("GET", "/api/v1/recommendations/"+s.ID("words on seen"), "", nil); strings.Contains(a.Body, "headcount_now") && !strings.Contains(a.Body, `"headcount_now":0`) {
		t.Errorf("the town after the revocation: %v", a)
	}
	if err := s.App.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{guarantor, underwriter} {
		if n := read(who); len(n) > 0 {
			t.Errorf("%s still reads the name at %v", who, n)
		}
	}
}
