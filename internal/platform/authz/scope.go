package authz

import "context"

// Scope says whose rows a list may hold. Only Guard.Scope makes one that
// matches anything, so a store that asks for a Scope cannot be called by
// somebody who forgot to ask permission.
type Scope struct {
	party string
	all   bool
}

// Scope asks permission to list, and answers whose rows the list may hold: all
// rows where wide is allowed, those of the principal's own party otherwise.
func (g *Guard) Scope(ctx context.Context, own, wide Action, collection Resource) (Scope, error) {
	if wide != "" && g.Allowed(ctx, wide, collection) {
		return Scope{all: true}, nil
	}
	if err := g.Require(ctx, own, collection); err != nil {
		return Scope{}, err
	}
	party, _ := From(ctx).Principal().Attrs["party"].(Ref)
	return Scope{party: party.ID}, nil
}

// Party is the only party whose rows may be listed; it matches no row when the
// scope was never granted.
func (s Scope) Party() string { return s.party }

// All reports whether rows of every party may be listed.
func (s Scope) All() bool { return s.all }
