package kernel

// What the actor may do now, as pages and operations offer it.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/flow"
)

// AsConfirmed is the context of the same actor as if freshly confirmed: for asking
// what may be offered, where the button leads through the confirmation.
func AsConfirmed(ctx context.Context) context.Context {
	who := From(ctx)
	who.SteppedUp = true
	return With(ctx, who)
}

// Moves are the names of the moves open in a state that a feature's policies allow
// the actor about a resource, asked as if confirmed.
func Moves(ctx context.Context, g *authz.Guard, feature string, m *flow.Machine, state flow.State, r authz.Resource) (out []string) {
	sure := AsConfirmed(ctx)
	for _, v := range m.Open(state) {
		if g.Allowed(sure, authz.Action(feature+"."+v.Name), r) {
			out = append(out, v.Name)
		}
	}
	return out
}
