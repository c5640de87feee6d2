package authz

// The words that services and policies share: who asks, what is acted on.

import (
	"fmt"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

// Action is a use case as policies name it: "origination.submit". The part
// before the dot says whose policies decide.
type Action string

// Ref names an entity: Ref{"Party", "…"}.
type Ref struct{ Type, ID string }

// Attrs are what policies may look at: string, bool, int64, Ref, []string or []Ref.
type Attrs map[string]any

// Resource is what is acted on, as policies see it.
type Resource struct {
	Ref
	Attrs Attrs

	// Read is the action that lets a reader know that the resource exists.
	// Whoever may not even read it is told that there is nothing.
	Read Action

	// Related are further entities that policies look at, such as a consent.
	Related []Resource
}

// Principal is who asks. Its entity carries party, roles and step-up.
type Principal interface{ Principal() Resource }

// Nobody is the principal of a request without a session.
type Nobody struct{}

// Principal makes the entity of a guest, without party and without roles.
func (Nobody) Principal() Resource {
	return Resource{Ref: Ref{"Guest", "guest"}, Attrs: Attrs{"roles": []string{}}}
}

func (r Ref) uid() cedar.EntityUID {
	return cedar.NewEntityUID(cedar.EntityType(r.Type), cedar.String(r.ID))
}

func (r Resource) entity() (cedar.Entity, error) {
	m := cedar.RecordMap{}
	for k, v := range r.Attrs {
		x, err := value(v)
		if err != nil {
			return cedar.Entity{}, fmt.Errorf("authz: %s.%s: %w", r.Type, k, err)
		}
		m[cedar.String(k)] = x
	}
	return cedar.Entity{UID: r.uid(), Attributes: cedar.NewRecord(m)}, nil
}

func value(v any) (types.Value, error) {
	switch x := v.(type) {
	case string:
		return cedar.String(x), nil
	case bool:
		return cedar.Boolean(x), nil
	case int64:
		return cedar.Long(x), nil
	case Ref:
		return x.uid(), nil
	case []string:
		return set(x, func(s string) types.Value { return cedar.String(s) }), nil
	case []Ref:
		return set(x, func(r Ref) types.Value { return r.uid() }), nil
	}
	return nil, fmt.Errorf("%T is not something a policy can look at", v)
}

func set[T any](xs []T, one func(T) types.Value) types.Value {
	vs := make([]types.Value, len(xs))
	for i, x := range xs {
		vs[i] = one(x)
	}
	return cedar.NewSet(vs...)
}

// entities gathers principal, resource and what they relate to.
func entities(all ...Resource) (cedar.EntityMap, error) {
	m := cedar.EntityMap{}
	for _, r := range all {
		e, err := r.entity()
		if err != nil {
			return nil, err
		}
		m[e.UID] = e
		for _, x := range r.Related {
			if e, err = x.entity(); err != nil {
				return nil, err
			}
			m[e.UID] = e
		}
	}
	return m, nil
}
