package servicing

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

var everyAction = []authz.Action{
	"servicing.read", "servicing.list", "servicing.talk", "servicing.follow", "servicing.sign_borrower", "servicing.sign_lender", "servicing.cancel", "servicing.disburse",
	"servicing.repay", "servicing.reverse", "servicing.ask_prepay", "servicing.prepay", "servicing.fund",
}

// sample is a contract that the officer drafted, with a receipt that the
// bank's combined clerk booked.
func sample() authz.Resource {
	c := Contract{ID: "c", Borrower: firm, Lender: bank, Park: host, State: Performing}
	c.Agreement.DraftedBy = "officer"
	r := resource(&c)
	r.Attrs["booked_by"] = kernel.PersonRef("both")
	return r
}

// crowd is everybody who might ask, with what they may do to the sample: the
// first letters of actions, in the order of everyAction.
var crowd = []struct {
	name string
	who  context.Context
	may  string
}{
	{"owner", owning(), "read list talk cancel ask_prepay"},
	{"owner, sure", sure(owning(), "x"), "read list talk sign_borrower cancel ask_prepay"},
	{"clerk", sure(clerking(), "x"), "read list talk"},
	{"another firm", sure(as("o2", "firm-2", kernel.Enterprise, kernel.Owner), "x"), ""},
	{"officer", sure(lending(), "x"), "read list talk disburse repay prepay"},
	{"officer only", sure(as("o3", bank, kernel.Bank, kernel.Officer), "x"), "read list talk"},
	{"approver", approving(), "read list talk reverse fund"},
	{"approver, sure", sure(approving(), "x"), "read list talk sign_lender reverse fund"},
	{"drafter who approves", sure(as("officer", bank, kernel.Bank, kernel.Approver), "x"), "read list talk reverse fund"},
	{"booker who approves", sure(as("both", bank, kernel.Bank, kernel.Approver, kernel.PostLoan), "x"), "read list talk sign_lender disburse repay prepay fund"},
	{"another bank", sure(as("a2", "bank-2", kernel.Bank, kernel.Approver, kernel.PostLoan), "x"), ""},
	{"owner at a bank's desk", sure(as("o4", bank, kernel.Enterprise, kernel.Owner), "x"), ""},
	{"town", overseeing(), "follow"},
	{"liaison", liaising(), "follow"},
	{"convenor", as("c", "alliance", kernel.CountyBureau, kernel.Convenor), ""},
	{"park manager", as("m", host, kernel.ParkOperator, kernel.ParkManager), "follow"},
	{"liaison in the branch", as("liaison", host, kernel.BranchParty, kernel.Liaison), ""},
	{"auditor", as("i", "audit", kernel.Auditor, kernel.Inspector), ""},
	{"guest", context.Background(), ""},
}

func TestWhoMayDoWhat(t *testing.T) {
	g := policies(t)
	for _, x := range crowd {
		may := strings.Fields(x.may)
		var got []string
		for _, action := range everyAction {
			if g.Allowed(x.who, action, sample()) {
				got = append(got, strings.TrimPrefix(string(action), "servicing."))
			}
		}
		if strings.Join(got, " ") != strings.Join(may, " ") {
			t.Errorf("%s may %v, want %v", x.name, got, may)
		}
	}
}

// answers asks every action of everyone, about the sample and what is theirs.
func answers(g *authz.Guard) string {
	var out strings.Builder
	for _, x := range append(crowd, struct {
		name string
		who  context.Context
		may  string
	}{"program", kernel.With(context.Background(), kernel.Program()), ""}) {
		for _, action := range everyAction {
			fmt.Fprintln(&out, x.name, action, g.Allowed(x.who, action, sample()), g.Allowed(x.who, action, collection(kernel.From(x.who).Party)))
		}
	}
	return out.String()
}

func TestEveryPolicyMatters(t *testing.T) {
	g := policies(t)
	whole := answers(g)
	for _, id := range g.Policies(Name) {
		without, err := g.Without(Name, id)
		must(t, err)
		if answers(without) == whole {
			t.Errorf("nobody notices that %s is gone", id)
		}
	}
}

// A signature needs a confirmation for exactly this file, by a person who did
// not draft the offer.
func TestSigning(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c, other := k.prepared(equal()), k.prepared(equal())
	borrower := func(who context.Context) error { _, err := k.SignBorrower(who, c.ID); return err }
	lender := func(who context.Context) error { _, err := k.SignLender(who, c.ID); return err }
	wants(t, borrower(owning()), "fault.step_up")
	wants(t, borrower(sure(owning(), "sign:"+other.FileHash)), "fault.step_up")
	wants(t, borrower(sure(owning(), "accept:"+c.FileHash)), "fault.step_up")
	wants(t, borrower(sure(clerking(), "sign:"+c.FileHash)), "fault.denied")
	wants(t, borrower(sure(approving(), "sign:"+c.FileHash)), "fault.denied")
	wants(t, borrower(sure(overseeing(), "sign:"+c.FileHash)), "fault.not_found")
	must(t, borrower(sure(owning(), "sign:"+c.FileHash)))
	drafter := as("officer", bank, kernel.Bank, kernel.Officer, kernel.Approver)
	wants(t, lender(sure(drafter, "sign:"+c.FileHash)), "fault.denied")
	wants(t, lender(approving()), "fault.step_up")
	must(t, lender(sure(approving(), "sign:"+c.FileHash)))
	got := k.contract(c.ID)
	if got.ByBorrower.By != "owner" || got.ByLender.By != "approver" || got.ByBorrower.At.IsZero() || got.State != Effective {
		t.Errorf("signed as %+v, %+v", got.ByBorrower, got.ByLender)
	}
	var hashes []string
	for _, e := range k.view(c).Events {
		if h := e.Value("file_hash"); h != "" {
			hashes = append(hashes, strings.TrimPrefix(e.Kind, "servicing.")+" "+e.Person)
			if h != c.FileHash {
				t.Errorf("%s names %s", e.Kind, h)
			}
		}
	}
	if len(hashes) != 3 {
		t.Errorf("the hash stands in %v, want three entries", hashes)
	}
	k.whole()
}
