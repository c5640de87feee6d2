// Package web holds the two edges of every use case: pages for people and
// operations for programs. Both are adapters of a few lines over one service
// method; neither decides anything.
//
// A route cannot exist without saying which action it is and how its resource
// is found, or why everybody may use it. The edge asks for permission before
// it reads a body; the service asks again inside the transaction that changes.
package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
)

// Params answers the wildcard parts of a route's path.
type Params func(name string) string

// Loader finds the resource of a route: a child always through its parent.
type Loader func(ctx context.Context, tx db.Tx, p Params) (authz.Resource, error)

// Gate says who may pass: an action on a resource, or a reason to let
// everybody through.
type Gate struct {
	Action authz.Action
	Load   Loader
	Public string // why no permission is needed, e.g. "sign-in happens here"

	// Repeatable says why a route that changes something keeps no idempotency
	// record, e.g. "signing out twice is signing out". Empty for nearly all.
	Repeatable string

	// Discreet is what logs and metrics call the route where its own pattern
	// would tell what somebody did: several routes then count as one.
	Discreet string
}

// Route is one registered route, for the tests that expand over all of them.
type Route struct {
	Method, Path string
	API          bool
	Page         bool // a GET that people read
	Gate         Gate
}

// Router registers routes on one mux.
type Router struct {
	DB     *db.DB
	Guard  *authz.Guard
	Once   *Once
	Layout Layout
	Mux    *http.ServeMux
	API    huma.API

	routes []Route
}

// Routes lists what has been registered, in order.
func (r *Router) Routes() []Route { return r.routes }

// add notes a route, and refuses one whose gate is not closed. It panics: a
// route without permission is a mistake of the program, found at start-up.
func (r *Router) add(method, path string, api bool, g Gate) {
	closed := g.Action != "" && g.Load != nil
	if !closed && g.Public == "" {
		panic(fmt.Sprintf("web: %s %s has neither action and loader nor a reason to be public", method, path))
	}
	r.routes = append(r.routes, Route{Method: method, Path: path, API: api, Gate: g})
}

// pass asks for permission in one snapshot.
func (r *Router) pass(ctx context.Context, g Gate, p Params) error {
	if t, ok := ctx.Value(ticketKey{}).(ticket); ok {
		*t.route = g.Discreet
	}
	if g.Public != "" {
		return nil
	}
	return r.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		res, err := g.Load(ctx, tx, p)
		if err != nil {
			return err
		}
		return r.Guard.Require(ctx, g.Action, res)
	})
}

// Fixed is the loader of a route without a case: a list, a new application.
func Fixed(res authz.Resource) Loader {
	return func(context.Context, db.Tx, Params) (authz.Resource, error) { return res, nil }
}

func split(pattern string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	return method, path
}

// Passes asks the gate of a registered GET page about a path, inside a
// snapshot: whether a row or a notice that leads there may be shown.
func (r *Router) Passes(ctx context.Context, tx db.Tx, pattern, path string) bool {
	for _, x := range r.routes {
		if x.Method+" "+x.Path != pattern || x.API {
			continue
		}
		if x.Gate.Public != "" {
			return true
		}
		res, err := x.Gate.Load(ctx, tx, wildcards(x.Path, path))
		return err == nil && r.Guard.Allowed(ctx, x.Gate.Action, res)
	}
	return false
}

// wildcards reads the parts of a path that a pattern leaves open.
func wildcards(pattern, path string) Params {
	names, parts := strings.Split(pattern, "/"), strings.Split(path, "/")
	found := map[string]string{}
	for i, n := range names {
		if strings.HasPrefix(n, "{") && i < len(parts) {
			found[strings.Trim(n, "{}")] = parts[i]
		}
	}
	return func(name string) string { return found[name] }
}
