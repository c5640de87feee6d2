package origination

import (
	"testing"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
)

// TestADraftStaysWithItsBank: while other offers lie open, a bank's draft is
// nothing to the enterprise, on every way that leads to it; a sealed offer is
// nothing to anybody.
func TestADraftStaysWithItsBank(t *testing.T) {
	text, err := files.ReadFile("policy.cedar")
	if err != nil {
		t.Fatal(err)
	}
	g, err := authz.NewGuard(authz.Source{Feature: Name, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	owner := kernel.Actor{Person: "owner", Party: "firm", Kind: kernel.Enterprise, Roles: []kernel.Role{kernel.Owner}, SteppedUp: true}
	officer := kernel.Actor{Person: "officer", Party: "bank", Kind: kernel.Bank, Roles: []kernel.Role{kernel.Officer}}
	a := &Application{ID: "a", Borrower: "firm", State: OffersOpen}
	draft := (&Offer{ID: "draft", Lender: "bank", State: Drafted, DraftedBy: "officer"}).resource(a)
	sealed := (&Offer{ID: "sealed", Lender: "bank", State: Issued, DraftedBy: "officer", Issued: time.Unix(1, 0)}).resource(a)
	opened := (&Offer{ID: "opened", Lender: "bank", State: Issued, DraftedBy: "officer", Issued: time.Unix(1, 0), Opened: time.Unix(2, 0)}).resource(a)
	for _, action := range []authz.Action{"origination.read_offers", "origination.read_own_offer", "origination.accept"} {
		if ok, _ := g.Decide(owner, action, draft); ok {
			t.Errorf("the enterprise may %s a draft", action)
		}
		if ok, _ := g.Decide(owner, action, sealed); ok {
			t.Errorf("the enterprise may %s a sealed offer", action)
		}
		if ok, by := g.Decide(owner, action, opened); !ok {
			t.Errorf("the enterprise may not %s an opened offer: %v", action, by)
		}
	}
	if ok, _ := g.Decide(officer, "origination.read_own_offer", draft); !ok {
		t.Error("the bank does not see its own draft")
	}
	if ok, _ := g.Decide(officer, "origination.read_own_offer", sealed); ok {
		t.Error("the bank reads its own sealed offer")
	}
}
