package app_test

// The cells of the matrix: what each route asks about at each place, what
// somebody else's question would ask about, actions that only services ask
// about, and resources whose loader forgot to say anything.

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/web"
)

// cell is one question to the policies. Nothing may be done where nothing is found.
type cell struct {
	action authz.Action
	at     string // the place and its state, as the matrix names them
	from   string // the route, "" when only services ask
	who    role
	res    authz.Resource
	found  bool
}

func (c cell) key() string { return fmt.Sprintf("%s @ %s", c.action, c.at) }

func (c cell) allowed(g *authz.Guard) bool {
	if !c.found {
		return false
	}
	ok, _ := g.Decide(c.who.who, c.action, c.res)
	return ok
}

// fill makes all cells, once; any guard can then decide them.
func (m *matrix) fill(t *testing.T) {
	t.Helper()
	for _, route := range m.App.Router.Routes() {
		if route.Gate.Public != "" {
			continue
		}
		rels := m.places[place(route.Path)]
		if len(rels) == 0 {
			t.Fatalf("%s %s: the stage has no %q; every route needs its cells", route.Method, route.Path, place(route.Path))
		}
		for _, rel := range rels {
			m.cells = append(m.cells, m.ofRoute(t, route, rel)...)
		}
	}
	asked := m.cells
	for _, feature := range m.App.Guard.Features() {
		actions, err := m.App.Guard.Actions(feature)
		if err != nil {
			t.Fatal(err)
		}
		for _, action := range actions {
			if !slices.ContainsFunc(asked, func(c cell) bool { return c.action == action }) {
				m.unrouted(asked, feature, action)
			}
			m.everybody(cell{action: action, at: "something bare", res: authz.Resource{Ref: authz.Ref{Type: "Bare", ID: "bare"}}, found: true})
		}
	}
}

// ofRoute is a row of a route. Where what is found depends on who asks, there
// are more rows: everybody asks about what the others would find.
func (m *matrix) ofRoute(t *testing.T, route web.Route, rel relation) []cell {
	t.Helper()
	var own, others []cell
	for _, r := range m.roles {
		own = append(own, m.load(t, route, rel, r))
	}
	for _, c := range own {
		if !slices.Contains([]string{"owner", "approver", "manager"}, c.who.name) || reflect.DeepEqual(c.res, own[0].res) {
			continue
		}
		c.at += " of " + c.who.name
		for _, r := range m.roles {
			c.who = r
			others = append(others, c)
		}
	}
	return append(own, others...)
}

func (m *matrix) load(t *testing.T, route web.Route, rel relation, who role) cell {
	t.Helper()
	c := cell{action: route.Gate.Action, at: place(route.Path) + " " + rel.name, from: route.Method + " " + route.Path, who: who}
	err := m.App.DB.Read(authz.With(context.Background(), who.who), func(ctx context.Context, tx db.Tx) (err error) {
		c.res, err = route.Gate.Load(ctx, tx, func(name string) string { return rel.parts[name] })
		c.found = err == nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// unrouted asks an action without a route about everything of its feature that
// the routes lead to.
func (m *matrix) unrouted(asked []cell, feature string, action authz.Action) {
	taken := map[string]bool{}
	for _, c := range asked {
		at := c.res.Type + ", " + c.at
		if !c.found || !strings.HasPrefix(string(c.action), feature+".") || c.who.name != "owner" || taken[at] {
			continue
		}
		taken[at] = true
		m.everybody(cell{action: action, at: at, res: c.res, found: true})
	}
}

func (m *matrix) everybody(c cell) {
	for _, r := range m.roles {
		c.who = r
		m.cells = append(m.cells, c)
	}
}

// rows is the matrix as text: an action at a place, and who may. Every route of
// one action at one place must give the same answer.
func (m *matrix) rows(t *testing.T) (rows []string) {
	t.Helper()
	may, first := map[string]string{}, map[string]cell{}
	for i := 0; i < len(m.cells); i += len(m.roles) {
		c, who := m.cells[i], m.may(m.cells[i:i+len(m.roles)])
		before, ok := first[c.key()]
		if ok && before.found && c.found && may[c.key()] != who {
			t.Errorf("%s: %s to %s, but %s to %s", c.key(), may[c.key()], before.from, who, c.from)
		}
		if !ok || !before.found {
			may[c.key()], first[c.key()] = who, c
		}
	}
	for key, who := range may {
		rows = append(rows, key+": "+who)
	}
	return rows
}

// open are the routes that ask nobody, with their reason.
func (m *matrix) open() (rows []string) {
	for _, route := range m.App.Router.Routes() {
		if route.Gate.Public != "" {
			rows = append(rows, fmt.Sprintf("public %s %s: %s", route.Method, route.Path, route.Gate.Public))
		}
	}
	return rows
}

func (m *matrix) may(cells []cell) string {
	var who []string
	for _, c := range cells {
		if c.allowed(m.App.Guard) {
			who = append(who, c.who.name)
		}
	}
	return cmp.Or(strings.Join(who, " "), "nobody")
}
