// Package authz decides who may do what.
//
// Rules are Cedar policies: one policy.cedar per feature and base.cedar with
// the prohibitions that hold everywhere. Nothing is allowed unless a policy
// permits it, and no permission outweighs a forbid. A service asks inside the
// transaction whose snapshot it is about to change.
package authz

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"

	"kaigong.example/kaigong/internal/platform/fault"
)

//go:embed base.cedar
var base []byte

// Guard holds one policy set per feature, since cost grows with the set.
type Guard struct{ sets map[string]*cedar.PolicySet }

// NewGuard loads the policies of every feature.
func NewGuard(sources ...Source) (*Guard, error) {
	shared, err := parse("base.cedar", base)
	if err != nil {
		return nil, err
	}
	g, taken := &Guard{sets: map[string]*cedar.PolicySet{}}, map[string]bool{}
	for _, s := range sources {
		list, err := parse(s.Feature, s.Text)
		if err != nil {
			return nil, err
		}
		set := cedar.NewPolicySet()
		if err := add(set, taken, s.Feature, list); err != nil {
			return nil, err
		}
		if err := add(set, map[string]bool{}, "base", shared); err != nil {
			return nil, err
		}
		g.sets[s.Feature] = set
	}
	return g, nil
}

type principalKey struct{}

// With puts who asks into the context.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// From is who asks, Nobody when nobody signed in.
func From(ctx context.Context) Principal {
	if p, ok := ctx.Value(principalKey{}).(Principal); ok {
		return p
	}
	return Nobody{}
}

// Allowed reports whether the principal of ctx may do action to r. An attribute
// that a policy cannot read is an error of the program and counts as no.
func (g *Guard) Allowed(ctx context.Context, action Action, r Resource) bool {
	ok, _ := g.Decide(From(ctx), action, r)
	return ok
}

// Decide answers for a given principal and names the policies that decided.
func (g *Guard) Decide(p Principal, action Action, r Resource) (allowed bool, by []string) {
	who := p.Principal()
	all, err := entities(who, r)
	if err != nil {
		return false, []string{err.Error()}
	}
	feature, _, _ := strings.Cut(string(action), ".")
	set := g.sets[feature]
	if set == nil {
		return false, []string{"no policies for " + feature}
	}
	decision, why := cedar.Authorize(set, all, cedar.Request{
		Principal: who.uid(), Resource: r.uid(),
		Action: cedar.NewEntityUID("Action", cedar.String(action)),
	})
	for _, x := range why.Reasons {
		by = append(by, string(x.PolicyID))
	}
	slices.Sort(by)
	return decision == cedar.Allow && len(why.Errors) == 0, by
}

// Require answers nil, or the fault that the principal of ctx is to see:
// Unsigned for a guest, NotFound where even reading is not allowed, StepUp
// where only a fresh confirmation is missing, and Denied otherwise.
func (g *Guard) Require(ctx context.Context, action Action, r Resource) error {
	p := From(ctx)
	if ok, _ := g.Decide(p, action, r); ok {
		return nil
	}
	if _, guest := p.(Nobody); guest {
		return fault.New(fault.Unsigned, "fault.unsigned")
	}
	if r.Read != "" && !g.Allowed(ctx, r.Read, r) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if g.wantsStepUp(p, action, r) {
		return fault.New(fault.StepUp, "fault.step_up")
	}
	return fault.New(fault.Denied, "fault.denied")
}

// wantsStepUp asks again as if the person had just confirmed.
func (g *Guard) wantsStepUp(p Principal, action Action, r Resource) bool {
	who := p.Principal()
	if who.Attrs["stepped_up"] != false {
		return false
	}
	attrs := Attrs{}
	for k, v := range who.Attrs {
		attrs[k] = v
	}
	attrs["stepped_up"] = true
	who.Attrs = attrs
	ok, _ := g.Decide(as{who}, action, r)
	return ok
}

type as struct{ r Resource }

func (a as) Principal() Resource { return a.r }

// Policies lists the ids of a feature's policies, the shared ones included.
func (g *Guard) Policies(feature string) []string {
	var ids []string
	for id := range g.sets[feature].All() {
		ids = append(ids, string(id))
	}
	slices.Sort(ids)
	return ids
}

// Features lists the features that have policies.
func (g *Guard) Features() []string {
	var all []string
	for f := range g.sets {
		all = append(all, f)
	}
	slices.Sort(all)
	return all
}
