package app_test

// Four eyes, everywhere: each move of the product that two people make, tried by
// whoever made the first half, with every role of their organisation and a fresh
// confirmation, through both doors. Then somebody else makes it.

import (
	"maps"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/web"
	"kaigong.example/kaigong/internal/sim"
)

// pairs are the moves that need a second person, by their routes, with who made the
// first half in the intent of the route.
var pairs = []struct{ what, page, operation, maker string }{
	{"an offer, by who drafted it", "POST /cases/{id}/offers/{offer}/issue", "POST /api/v1/cases/{id}/offers/{offer}/issue", apptest.Officer},
	{"a product, by who drafted it", "POST /products/{id}/versions/{version}/approve", "POST /api/v1/products/{id}/versions/{version}/approve", apptest.Officer},
	{"a contract, by who drafted its offer", "POST /contracts/{id}/sign", "POST /api/v1/contracts/{id}/sign-lender", apptest.Officer},
	{"a receipt taken back, by who booked it", "POST /contracts/{id}/reverse", "POST /api/v1/contracts/{id}/reverse", apptest.Officer},
	{"a relief, by who proposed it", "POST /reliefs/{id}/approve", "POST /api/v1/reliefs/{id}/approve", apptest.Officer},
	{"the end of a relief, by who gave notice", "POST /reliefs/{id}/revoke", "POST /api/v1/reliefs/{id}/revoke", apptest.Officer},
	{"a renewal, by who proposed it", "POST /renewals/{id}/approve", "POST /api/v1/renewals/{id}/approve", apptest.Officer},
	{"a list of loans, by who brought it in", "POST /intake/{id}/approve", "POST /api/v1/intake/{id}/approve", apptest.Officer},
	{"what a statement differs in, by who explained it", "POST /reconciliations/{id}/confirm", "POST /api/v1/reconciliations/{id}/confirm", apptest.Officer},
	{"the return of it, by who sent it", "POST /reconciliations/{id}/return", "POST /api/v1/reconciliations/{id}/return", apptest.Officer},
	{"a relief scheme, by who drafted it", "POST /schemes/{id}/approve", "POST /api/v1/schemes/{id}/approve", apptest.Officer},
	{"what becomes of a loan, by who proposed it", "POST /workouts/{id}/agree", "POST /api/v1/workouts/{id}/agree", apptest.Officer},
	{"the refusal of it, by who proposed it", "POST /workouts/{id}/refuse", "POST /api/v1/workouts/{id}/refuse", apptest.Officer},
	{"a drawing, by who recorded it", "POST /drawings/{id}/agree", "POST /api/v1/drawings/{id}/agree", apptest.Officer},
	{"a waiver of fees, by who proposed it", "POST /waivers/{id}/agree", "POST /api/v1/waivers/{id}/agree", apptest.Officer},
	{"the refusal of a waiver, by who proposed it", "POST /waivers/{id}/refuse", "POST /api/v1/waivers/{id}/refuse", apptest.Officer},
	{"thresholds of classes, by who proposed them", "POST /classes/rules/{id}/agree", "POST /api/v1/classes/rules/{id}/agree", apptest.Officer},
	{"the refusal of them, by who proposed them", "POST /classes/rules/{id}/refuse", "POST /api/v1/classes/rules/{id}/refuse", apptest.Officer},
	{"a letter of intent, by who proposed it", "POST /guarantees/{id}/state", "POST /api/v1/guarantees/{id}/state", guarantor},
	{"the return of it, by who proposed it", "POST /guarantees/{id}/return", "POST /api/v1/guarantees/{id}/return", guarantor},
	{"the decline of it, by who proposed it", "POST /guarantees/{id}/decline", "POST /api/v1/guarantees/{id}/decline", guarantor},
	{"a right, by who asked for it", "POST /rights/{id}/confirm", "POST /api/v1/rights/{id}/confirm", "boss of " + sim.Lender},
	{"a lender's departure, by who asked for it", "POST /alliance/{id}/confirm", "POST /api/v1/alliance/{id}/confirm", apptest.Convenor},
	{"a lender's return, by who asked for it", "POST /alliance/{id}/admit", "POST /api/v1/alliance/{id}/admit", apptest.Convenor},
}

// every role that an organisation's person can hold, as memberships store them.
var allAtABank, allAtTheTown, allAtAGuarantor = "lender_officer,lender_approver,lender_post_loan,organisation_admin", "town_office,alliance_convenor,organisation_admin", "guarantee_officer,guarantee_approver,organisation_admin"

func TestSodEverywhere(t *testing.T) {
	x := &idem{Stage: apptest.Demo(t, dbtest.SQLite(t)), unused: maps.Clone(intents)}
	furnish(t, x.Stage)
	for person, roles := range map[string]string{apptest.Officer: allAtABank, "boss of " + sim.Lender: allAtABank, apptest.Convenor: allAtTheTown, guarantor: allAtAGuarantor} {
		run(t, x.Stage, `UPDATE identity_membership SET roles = $1 WHERE person_id = $2 AND party_id <> $3`, roles, x.ID(person), x.ID("E02"))
	}
	routes := map[string]web.Route{}
	for _, r := range x.App.Router.Routes() {
		routes[r.Method+" "+r.Path] = r
	}
	for _, p := range pairs {
		for _, name := range []string{p.page, p.operation} {
			t.Run(strings.ReplaceAll(p.what+" "+name, "/", " "), func(t *testing.T) { x.fourEyes(t, name, routes[name], p.maker) })
		}
	}
}

// fourEyes lets the maker try, and then whom the intent names.
func (x *idem) fourEyes(t *testing.T, name string, route web.Route, maker string) {
	in, ok := intents[name]
	if !ok || route.Path == "" {
		t.Fatalf("%s: no such route, or no intent", name)
	}
	names := x.set(t, name, &in)
	in.watch = strings.Trim(x.named(in.watch, names), "«»")
	q := sent{client: x.Client(t, maker), route: route, path: x.filled(t, route.Path, names), key: x.App.Identity.NewID()}
	q.body = strings.ReplaceAll(x.filled(t, in.body, names), "~", "")
	x.confirm(t, q, names)
	start := x.look(t, in)
	if a := q.do(q.client); a.Status != 403 && a.Status != 404 && a.Status != 409 {
		t.Errorf("%s made both halves: %v", maker, a)
	}
	if done := x.look(t, in).since(start); len(done) > 0 {
		t.Errorf("refused, and yet it did %v", done)
	}
	q.client, q.key = x.Client(t, in.who), x.App.Identity.NewID()
	x.confirm(t, q, names)
	if a := q.do(q.client); a.Status >= 400 {
		t.Errorf("nobody else can make it either: %v", a)
	}
}
