package authz

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/fault"
)

// lending is a small feature: its owner reads and signs, signing wants a fresh
// confirmation, and whoever drafted a thing never signs it.
const lending = `
@id("lending.read")
permit (principal, action == Action::"lending.read", resource)
when { principal has party && resource.owner == principal.party };

@id("lending.sign")
permit (principal, action == Action::"lending.sign", resource)
when { principal has party && resource.owner == principal.party && principal.stepped_up };

@id("lending.maker_never_signs")
forbid (principal, action == Action::"lending.sign", resource)
when { resource.drafter == principal };

@id("lending.list")
permit (principal, action == Action::"lending.list", resource)
when { principal has party };

@id("lending.list_all")
permit (principal, action == Action::"lending.list_all", resource)
when { principal.roles.contains("auditor") };

@id("lending.limit")
permit (principal, action == Action::"lending.limit", resource)
when { resource.amount_fen < 100 };
`

func guard(t *testing.T, text string) *Guard {
	t.Helper()
	g, err := NewGuard(Source{"lending", []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// person is a principal of a party.
type person struct {
	id, party string
	roles     []string
	stepped   bool
}

func (p person) Principal() Resource {
	return Resource{Ref: Ref{"Person", p.id}, Attrs: Attrs{
		"party": Ref{"Party", p.party}, "roles": p.roles, "stepped_up": p.stepped, "kind": "enterprise"}}
}

func contract(drafter string) Resource {
	return Resource{Ref: Ref{"Contract", "c1"}, Read: "lending.read", Attrs: Attrs{
		"owner": Ref{"Party", "E01"}, "drafter": Ref{"Person", drafter}}}
}

func TestNothingIsAllowedUnlessAPolicySaysSo(t *testing.T) {
	g := guard(t, lending)
	ctx := With(context.Background(), person{id: "li", party: "E01"})
	for _, action := range []Action{"lending.delete", "lending", "", "elsewhere.read"} {
		if g.Allowed(ctx, action, contract("wu")) {
			t.Errorf("%q is allowed although no policy speaks of it", action)
		}
	}
	if !g.Allowed(ctx, "lending.read", contract("wu")) {
		t.Error("the owner may not read, so the test above proves nothing")
	}
}

func TestForbidBeatsPermit(t *testing.T) {
	g := guard(t, lending)
	li := person{id: "li", party: "E01", stepped: true}
	if ok, by := g.Decide(li, "lending.sign", contract("wu")); !ok || !slices.Equal(by, []string{"lending.sign"}) {
		t.Errorf("somebody else's draft: %v by %v", ok, by)
	}
	if ok, by := g.Decide(li, "lending.sign", contract("li")); ok || !slices.Equal(by, []string{"lending.maker_never_signs"}) {
		t.Errorf("one's own draft: %v by %v", ok, by)
	}
}

// TestSharedForbidsHoldInEveryFeature plants what base.cedar forbids into a
// feature that permits everything.
func TestSharedForbidsHoldInEveryFeature(t *testing.T) {
	g, err := NewGuard(Source{"open", []byte("@id(\"open.all\")\npermit (principal, action, resource);\n")})
	if err != nil {
		t.Fatal(err)
	}
	branch := as{Resource{Ref: Ref{"Person", "b"}, Attrs: Attrs{"kind": "branch"}}}
	credit := Resource{Ref: Ref{"Case", "1"}, Attrs: Attrs{"credit": true}}
	if ok, by := g.Decide(branch, "open.read", credit); ok || !slices.Contains(by, "base.branch_never_meets_credit") {
		t.Errorf("a branch workspace opened a credit case: %v by %v", ok, by)
	}
	if ok, _ := g.Decide(branch, "open.read", Resource{Ref: Ref{"News", "1"}}); !ok {
		t.Error("the prohibition reaches further than credit cases")
	}
}

func TestPoliciesThatCouldGetLostAreRefused(t *testing.T) {
	one := "@id(\"lending.a\")\npermit (principal, action, resource);\n"
	for name, c := range map[string]struct{ text, says string }{
		"two with the same id":  {one + one, `two policies with @id("lending.a")`},
		"one without an id":     {"permit (principal, action, resource);\n", "without @id"},
		"another feature's id":  {"@id(\"other.a\")\npermit (principal, action, resource);\n", "without @id"},
		"one the count missed":  {one + "@id(\"lending.b\") forbid (principal, action, resource);\n", "1 policies written, 2 loaded"},
		"an unfinished comment": {one + "//\n/*\n", "lending"},
		"what is not a policy":  {"permit everything", "lending"},
	} {
		_, err := NewGuard(Source{"lending", []byte(c.text)})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
	a, b := Source{"lending", []byte(one)}, Source{"other", []byte(strings.ReplaceAll(one, "lending.", "other."))}
	if _, err := NewGuard(a, b); err != nil {
		t.Error("two features with ids of their own:", err)
	}
	if _, err := NewGuard(a, a); err == nil {
		t.Error("one feature given twice")
	}
}

func TestRequireAnswersTheFaultThatThePersonMaySee(t *testing.T) {
	g := guard(t, lending)
	owner := person{id: "li", party: "E01"}
	fresh := person{id: "li", party: "E01", stepped: true}
	for _, c := range []struct {
		name   string
		who    Principal
		action Action
		what   Resource
		want   fault.Kind // "" for allowed
	}{
		{"owner reads", owner, "lending.read", contract("wu"), ""},
		{"guest reads", Nobody{}, "lending.read", contract("wu"), fault.Unsigned},
		{"stranger reads", person{id: "x", party: "E02"}, "lending.read", contract("wu"), fault.NotFound},
		{"stranger signs", person{id: "x", party: "E02", stepped: true}, "lending.sign", contract("wu"), fault.NotFound},
		{"owner signs without confirming", owner, "lending.sign", contract("wu"), fault.StepUp},
		{"owner signs", fresh, "lending.sign", contract("wu"), ""},
		{"drafter signs without confirming", owner, "lending.sign", contract("li"), fault.Denied},
		{"drafter signs", fresh, "lending.sign", contract("li"), fault.Denied},
		{"owner does what nobody may", fresh, "lending.delete", contract("wu"), fault.Denied},
		{"stranger, on what has no reading", person{id: "x", party: "E02"}, "lending.sign", Resource{Ref: Ref{"Contract", "c"}, Attrs: contract("wu").Attrs}, fault.Denied},
	} {
		err := g.Require(With(context.Background(), c.who), c.action, c.what)
		var f *fault.Fault
		if (err == nil) != (c.want == "") || errors.As(err, &f) && f.Kind != c.want {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, guest := From(context.Background()).(Nobody); !guest {
		t.Error("a context without a principal must be nobody's")
	}
}

// TestAnErrorInAPolicyCountsAsNo covers attributes that a policy looks at and a
// resource lacks or holds in another type, and attributes no policy can read.
func TestAnErrorInAPolicyCountsAsNo(t *testing.T) {
	g := guard(t, lending)
	ctx := With(context.Background(), person{id: "li", party: "E01"})
	for name, c := range map[string]struct {
		attrs Attrs
		want  bool
	}{
		"small":      {Attrs{"amount_fen": int64(99)}, true},
		"large":      {Attrs{"amount_fen": int64(100)}, false},
		"missing":    {Attrs{}, false},
		"a text":     {Attrs{"amount_fen": "99"}, false},
		"a float":    {Attrs{"amount_fen": 99.0}, false},
		"unreadable": {Attrs{"amount_fen": int64(99), "other": struct{}{}}, false},
	} {
		if got := g.Allowed(ctx, "lending.limit", Resource{Ref: Ref{"Loan", "1"}, Attrs: c.attrs}); got != c.want {
			t.Errorf("%s: allowed %v, want %v", name, got, c.want)
		}
	}
}

// TestAnErrorBesideAPermitStillCountsAsNo: one policy permits, another cannot
// be evaluated. The forbid that could not be read might have said no.
func TestAnErrorBesideAPermitStillCountsAsNo(t *testing.T) {
	g := guard(t, `
@id("lending.all")
permit (principal, action, resource);

@id("lending.frozen")
forbid (principal, action, resource)
when { resource.frozen };
`)
	ctx := With(context.Background(), person{id: "li", party: "E01"})
	if !g.Allowed(ctx, "lending.read", Resource{Ref: Ref{"Loan", "1"}, Attrs: Attrs{"frozen": false}}) {
		t.Error("a readable forbid that does not apply must not refuse")
	}
	if g.Allowed(ctx, "lending.read", Resource{Ref: Ref{"Loan", "1"}}) {
		t.Error("a forbid that could not be evaluated was taken for a yes")
	}
}

func TestWithoutRemovesOnePolicyFromACopy(t *testing.T) {
	g := guard(t, lending)
	less, err := g.Without("lending", "lending.maker_never_signs")
	if err != nil {
		t.Fatal(err)
	}
	maker := person{id: "li", party: "E01", stepped: true}
	if ok, _ := less.Decide(maker, "lending.sign", contract("li")); !ok {
		t.Error("the mutant still forbids")
	}
	if ok, _ := g.Decide(maker, "lending.sign", contract("li")); ok {
		t.Error("making a mutant changed the guard itself")
	}
	if len(less.Policies("lending")) != len(g.Policies("lending"))-1 {
		t.Errorf("mutant has %v", less.Policies("lending"))
	}
	if _, err := g.Without("lending", "lending.none"); err == nil {
		t.Error("removing a policy that does not exist must be an error: the mutation would test nothing")
	}
	if !slices.Equal(g.Features(), []string{"lending"}) || !slices.Contains(g.Policies("lending"), "base.branch_never_meets_credit") {
		t.Errorf("features %v, policies %v", g.Features(), g.Policies("lending"))
	}
}

// TestMutantsChangeOneThingEach writes down every change of two policies; what
// each does is asked below it.
func TestMutantsChangeOneThingEach(t *testing.T) {
	g := guard(t, `
@id("lending.read")
permit (principal is Person, action in [Action::"lending.read", Action::"lending.list"], resource)
when { resource.owner == principal.party && (principal.roles.contains("a") || principal.roles.contains("b") || principal.kind == "c") };

@id("lending.fresh")
forbid (principal, action == Action::"lending.read", resource)
unless { principal.stepped_up };
`)
	mutants, err := g.Mutants()
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]*Guard{}
	var names []string
	for _, m := range mutants {
		if name := m.Policy + " " + m.Change; !strings.HasPrefix(name, "base.") {
			names, byName[name] = append(names, name), m.Guard
		}
	}
	want := []string{
		"lending.fresh for any action", "lending.fresh without principal.stepped_up", "lending.fresh taken away",
		"lending.read for any action", "lending.read for any principal", "lending.read without action lending.list", "lending.read without action lending.read",
		`lending.read without principal.kind == "c"`, `lending.read without principal.roles.contains("a")`,
		`lending.read without principal.roles.contains("a") || principal.roles.contains("b") || principal.kind == "c"`,
		`lending.read without principal.roles.contains("b")`, "lending.read without resource.owner == principal.party", "lending.read taken away",
	}
	if !slices.Equal(names, want) {
		t.Errorf("changes:\n%s", strings.Join(names, "\n"))
	}
	li, stranger := person{id: "li", party: "E01", roles: []string{"a"}, stepped: true}, person{id: "x", party: "E02", roles: []string{"a"}, stepped: true}
	for _, c := range []struct {
		change string
		who    person
		want   bool
	}{
		{"lending.read without resource.owner == principal.party", stranger, true},
		{`lending.read without principal.roles.contains("a")`, li, false},
		{`lending.read without principal.roles.contains("b")`, li, true},
		{"lending.read without action lending.read", li, false},
		{"lending.fresh without principal.stepped_up", li, false},
		{"lending.fresh taken away", person{id: "li", party: "E01", roles: []string{"a"}}, true},
	} {
		if ok, _ := byName[c.change].Decide(c.who, "lending.read", contract("wu")); ok != c.want {
			t.Errorf("%s: %s of %s may read: %v, want %v", c.change, c.who.id, c.who.party, ok, c.want)
		}
	}
	if actions, err := g.Actions("lending"); err != nil || !slices.Equal(actions, []Action{"lending.list", "lending.read"}) {
		t.Errorf("actions %v, %v", actions, err)
	}
}

func TestScopeIsOwnRowsUnlessWideIsAllowed(t *testing.T) {
	g := guard(t, lending)
	list := Resource{Ref: Ref{"Loans", ""}}
	scope := func(p Principal) (Scope, error) {
		return g.Scope(With(context.Background(), p), "lending.list", "lending.list_all", list)
	}
	if s, err := scope(person{id: "li", party: "E01"}); err != nil || s.All() || s.Party() != "E01" {
		t.Errorf("an enterprise: %+v, %v", s, err)
	}
	if s, err := scope(person{id: "a", party: "A01", roles: []string{"auditor"}}); err != nil || !s.All() {
		t.Errorf("an auditor: %+v, %v", s, err)
	}
	if s, err := scope(Nobody{}); !fault.Is(err, fault.Unsigned) || s.All() || s.Party() != "" {
		t.Errorf("a guest: %+v, %v", s, err)
	}
	if s := (Scope{}); s.All() || s.Party() != "" {
		t.Error("the zero scope must match nothing")
	}
}

func TestRelatedEntitiesAreSeenByPolicies(t *testing.T) {
	g := guard(t, `
@id("lending.read_with_consent")
permit (principal, action == Action::"lending.read", resource)
when { resource has consent && resource.consent.grantee == principal.party && resource.consent.open };
`)
	ctx := With(context.Background(), person{id: "wu", party: "BANK"})
	file := func(open bool) Resource {
		return Resource{Ref: Ref{"File", "1"}, Attrs: Attrs{"consent": Ref{"Consent", "9"}},
			Related: []Resource{{Ref: Ref{"Consent", "9"}, Attrs: Attrs{"grantee": Ref{"Party", "BANK"}, "open": open}}}}
	}
	if !g.Allowed(ctx, "lending.read", file(true)) || g.Allowed(ctx, "lending.read", file(false)) {
		t.Error("a consent that was revoked must close the file at once")
	}
}
