package authz

// Mutants: the same policies with one small change each, for the test that must
// see an answer change every time. A rule whose change nobody would notice is
// either superfluous or not tried.

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
)

// Mutant is a guard in which one policy says something else.
type Mutant struct {
	Policy string // its @id
	Change string // "taken away", "without resource has lender", "for any action"
	Guard  *Guard
}

// Mutants lists every small change of the policies: each taken away; each
// operand of its conditions left out, which widens a permit or weakens a forbid,
// or narrows it where the operand was one of several ways; each action of
// several left out; and each of principal, action and resource set free.
func (g *Guard) Mutants() ([]Mutant, error) {
	var all []Mutant
	for _, feature := range g.Features() {
		for _, policy := range g.Policies(feature) {
			if slices.ContainsFunc(all, func(m Mutant) bool { return m.Policy == policy }) {
				continue // a shared policy, which changes in every feature at once
			}
			changes, err := variants(g.sets[feature].Get(cedar.PolicyID(policy)))
			if err != nil {
				return nil, fmt.Errorf("authz: %s: %w", policy, err)
			}
			for _, c := range append(changes, variant{change: "taken away"}) {
				all = append(all, Mutant{policy, c.change, g.with(policy, c.policy)})
			}
		}
	}
	return all, nil
}

// Actions lists the actions that a feature's own policies speak of.
func (g *Guard) Actions(feature string) ([]Action, error) {
	var all []Action
	for id, p := range g.sets[feature].All() {
		t, err := jsonForm(p)
		if err != nil {
			return nil, fmt.Errorf("authz: %s: %w", id, err)
		}
		scope := t["action"].(tree)
		named, _ := scope["entities"].([]any)
		if one := scope["entity"]; one != nil {
			named = append(named, one)
		}
		for _, a := range named {
			all = append(all, Action(a.(tree)["id"].(string)))
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// with is a copy of the guard in which a policy, wherever it stands, is another
// one, or is missing for nil.
func (g *Guard) with(policy string, other *cedar.Policy) *Guard {
	sets := map[string]*cedar.PolicySet{}
	for f, s := range g.sets {
		if sets[f] = s; s.Get(cedar.PolicyID(policy)) == nil {
			continue
		}
		sets[f] = cedar.NewPolicySet()
		for id, p := range s.All() {
			if string(id) == policy {
				p = other
			}
			if p != nil {
				sets[f].Add(id, p)
			}
		}
	}
	return &Guard{sets: sets}
}

// Without is a guard that lacks one policy.
func (g *Guard) Without(feature, policy string) (*Guard, error) {
	if !slices.Contains(g.Policies(feature), policy) {
		return nil, fmt.Errorf("authz: %s has no policy %s", feature, policy)
	}
	return g.with(policy, nil), nil
}

type variant struct {
	change string
	policy *cedar.Policy
}

// tree is a policy, or a part of one, in Cedar's JSON form.
type tree = map[string]any

// variants works on Cedar's JSON form, which is a published format, unlike the
// library's syntax tree.
func variants(p *cedar.Policy) ([]variant, error) {
	whole, err := jsonForm(p)
	if err != nil {
		return nil, err
	}
	var all []variant
	for change, other := range changed(whole) {
		v := variant{change: change, policy: &cedar.Policy{}}
		text, err := json.Marshal(other)
		if err == nil {
			err = v.policy.UnmarshalJSON(text)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", change, err)
		}
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b variant) int { return strings.Compare(a.change, b.change) })
	return all, nil
}

func jsonForm(p *cedar.Policy) (t tree, err error) {
	text, err := p.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return t, json.Unmarshal(text, &t)
}

// changed names every changed copy of a policy.
func changed(whole tree) map[string]tree {
	all := map[string]tree{}
	for _, part := range []string{"principal", "action", "resource"} {
		if whole[part].(tree)["op"] != "All" {
			all["for any "+part] = but(whole, part, tree{"op": "All"})
		}
	}
	actions, _ := whole["action"].(tree)["entities"].([]any)
	for i, a := range actions {
		rest := slices.Delete(slices.Clone(actions), i, i+1)
		all[fmt.Sprint("without action ", a.(tree)["id"])] = but(whole, "action", tree{"op": "in", "entities": rest})
	}
	conditions, _ := whole["conditions"].([]any)
	for i, c := range conditions {
		for _, s := range smaller(c.(tree)["body"].(tree)) {
			others := slices.Clone(conditions)
			if others[i] = but(c.(tree), "body", s.rest); s.rest == nil {
				others = slices.Delete(others, i, i+1)
			}
			all["without "+said(s.dropped)] = but(whole, "conditions", others)
		}
	}
	return all
}

// but is a copy of a tree with one branch replaced.
func but(t tree, branch string, value any) tree {
	other := tree{}
	for k, v := range t {
		other[k] = v
	}
	other[branch] = value
	return other
}

type less struct{ dropped, rest tree }

// smaller lists what is left of a condition when one operand is dropped: nil
// when that was all of it. Several ways together are also one operand.
func smaller(body tree) []less {
	all := []less{{body, nil}}
	for _, op := range []string{"&&", "||"} {
		pair, ok := body[op].(tree)
		if !ok {
			continue
		}
		if op == "&&" {
			all = nil
		}
		for side, other := range map[string]string{"left": "right", "right": "left"} {
			for _, s := range smaller(pair[side].(tree)) {
				switch {
				case s.rest != nil:
					s.rest = tree{op: but(pair, side, s.rest)}
				case op == "||" && s.dropped["||"] != nil:
					continue // each way is dropped by itself
				default:
					s.rest = pair[other].(tree)
				}
				all = append(all, s)
			}
		}
	}
	return all
}

// said is a condition as Cedar writes it.
func said(body tree) string {
	everybody := tree{"op": "All"}
	text, err := json.Marshal(tree{"effect": "permit", "principal": everybody, "action": everybody, "resource": everybody,
		"conditions": []any{tree{"kind": "when", "body": body}}})
	var p cedar.Policy
	if err == nil {
		err = p.UnmarshalJSON(text)
	}
	if err != nil {
		return err.Error()
	}
	_, after, _ := strings.Cut(string(p.MarshalCedar()), "when {")
	return strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimSpace(after), "};")), " ")
}
