package app_test

// The matrix asked live: every route, at every place, as everybody who can sign
// in. What changes something is asked inside a transaction that is undone, so
// that every question meets the stage as it was set.

import (
	"context"
	"errors"
	"maps"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/web"
)

// elsewhere are routes whose answer to somebody who may is not the gate's word,
// with the reason. They are asked not to fail.
var elsewhere = map[string]string{
	"POST /account/switch":              "a membership that one does not hold is not found; the form sent here names none",
	"POST /account/sign-out-everywhere": "leads to the page where one signs in",
	"POST /contracts/{id}/sign":         "one form for both signatures, open to whoever reads the contract; the service asks for the one whose turn it is, as the operations sign-borrower and sign-lender show",
}

// live asks every route as everybody who can sign in: the answer must agree with
// the policies in both directions. Each route that changes something is passed
// by somebody.
func (m *matrix) live(t *testing.T) {
	asked, passed, excused := 0, map[string]bool{}, maps.Clone(elsewhere)
	for _, r := range m.roles {
		if r.name != "guest" && r.ref == "" {
			continue
		}
		c := m.Client(t, r.ref)
		for _, route := range m.App.Router.Routes() {
			for _, rel := range m.places[place(route.Path)] {
				asked++
				if m.ask(t, c, r, route, rel) {
					passed[route.Method+" "+route.Path] = true
				}
			}
		}
	}
	for _, route := range m.App.Router.Routes() {
		name := route.Method + " " + route.Path
		if !passed[name] {
			t.Errorf("nobody passes %s; the stage lacks who may", name)
		}
		delete(excused, name)
	}
	for name := range excused {
		t.Errorf("%s is excused, but there is no such route", name)
	}
	t.Logf("%d requests by %d people", asked, len(m.roles))
}

// ask reports whether the program let the asker pass, as the policies say.
func (m *matrix) ask(t *testing.T, c apptest.Client, r role, route web.Route, rel relation) (passed bool) {
	path := strings.TrimSuffix(route.Path, "{$}")
	for name, value := range rel.parts {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	if strings.HasSuffix(path, "/early") && route.Method == "GET" {
		path += "?on=2020-07-10"
	}
	public := route.Gate.Public != "" || elsewhere[route.Method+" "+route.Path] != "" && r.name != "guest"
	allowed := public || m.load(t, route, rel, r).allowed(m.App.Guard)
	a := m.undone(t, func(ctx context.Context) apptest.Answer {
		c := c.Within(ctx)
		if r.confirmed() {
			m.confirm(t, c, r, rel, route)
		}
		if route.Method == "GET" {
			return m.read(c, route, path)
		}
		return m.change(c, route, path)
	})
	if a.Status >= 500 || !public && allowed == a.Refused() && !missing(rel, route, a) {
		t.Errorf("%s (%s): %s %s: the policies say %v, the program answered %v", r.name, rel.name, route.Method, path, allowed, a)
	}
	return allowed && !a.Refused() || public
}

// undone answers a request whose effect is taken back.
func (m *matrix) undone(t *testing.T, ask func(context.Context) apptest.Answer) (a apptest.Answer) {
	t.Helper()
	again := errors.New("as it was")
	err := m.App.DB.Write(context.Background(), func(ctx context.Context, _ db.Tx) error {
		a = ask(ctx)
		return again
	})
	if !errors.Is(err, again) {
		t.Fatal(err)
	}
	return a
}

// confirm steps the session up for what the place wants confirmed.
func (m *matrix) confirm(t *testing.T, c apptest.Client, r role, rel relation, route web.Route) {
	t.Helper()
	purpose := "accept:" + rel.confirm
	switch {
	case place(route.Path) == "recoveries":
		purpose = "recovery:" + rel.confirm
	case place(route.Path) == "rights":
		purpose = "right:" + rel.confirm
	case place(route.Path) == "contracts":
		purpose = "sign:" + rel.confirm
	case place(route.Path) == "reconciliations":
		purpose = "confirm:" + rel.seal
	case place(route.Path) == "rules":
		purpose = "agree:" + rel.parts["id"]
	case place(route.Path) == "guarantees":
		purpose = "state:" + rel.seal
	case r.ref == apptest.Approver:
		purpose = "approve:" + rel.seal
	}
	if a := c.Operation("POST", "/api/v1/session/step-up", "", map[string]any{"purpose": purpose, "demo": true}); a.Status != 200 {
		t.Fatalf("%s cannot confirm: %v", r.name, a)
	}
}

// missing excuses "nothing here" where a place has no such child, for example a
// draft without a document.
func missing(rel relation, route web.Route, a apptest.Answer) bool {
	for name, value := range rel.parts {
		if strings.HasPrefix(value, "01890000-") && strings.Contains(route.Path, "{"+name+"}") {
			return a.Status == 404
		}
	}
	return false
}

func (m *matrix) read(c apptest.Client, route web.Route, path string) apptest.Answer {
	if route.API {
		return c.Operation(route.Method, path, "", nil)
	}
	return c.Page(path)
}

func (m *matrix) change(c apptest.Client, route web.Route, path string) apptest.Answer {
	if route.API {
		return c.Operation(route.Method, path, m.App.Identity.NewID(), map[string]any{})
	}
	return c.Form(path, "_key="+m.App.Identity.NewID())
}
