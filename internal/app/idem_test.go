package app_test

// The same intent arriving many times: at once, again later, after a restart.
// One effect, and the same answer to the byte. The routes come from the router,
// so that a new one without an intent fails.

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/app/apptest"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/web"
)

func TestIdem(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := &idem{Stage: apptest.Demo(t, d), unused: maps.Clone(intents)}
		furnish(t, x.Stage)
		for _, route := range x.App.Router.Routes() {
			if route.Method != "GET" && route.Gate.Repeatable == "" {
				t.Run(strings.ReplaceAll(route.Method+route.Path, "/", " "), func(t *testing.T) { x.try(t, route) })
			}
		}
		for name := range x.unused {
			t.Errorf("%s: an intent, but no such route", name)
		}
		t.Run("after a restart", x.again)
	})
}

// idem is the stage with what was sent and answered.
type idem struct {
	*apptest.Stage
	unused map[string]intent
	cases  int
	sent   []sent
}

// sent is one request that was answered.
type sent struct {
	client apptest.Client
	route  web.Route
	path   string
	body   string
	key    string
	answer apptest.Answer
}

func (s sent) do(c apptest.Client) apptest.Answer {
	switch {
	case s.route.API && s.body == "":
		return c.Operation(s.route.Method, s.path, s.key, nil)
	case s.route.API:
		return c.Operation(s.route.Method, s.path, s.key, json.RawMessage(s.body))
	case s.body == "FILE":
		return c.Upload(s.path, "营业执照.txt", []byte("营业执照"), map[string]string{"_key": s.key, "kind": "licence"})
	}
	if content, ok := strings.CutPrefix(s.body, "LIST "); ok {
		return c.Upload(s.path, "清单.csv", []byte(content), map[string]string{"_key": s.key, "stated": "1"})
	}
	if content, ok := strings.CutPrefix(s.body, "STATEMENT "); ok {
		return c.Upload(s.path, "对账单.csv", []byte(content), map[string]string{"_key": s.key, "from_on": "2019-12-01", "to_on": "2019-12-31"})
	}
	return c.Form(s.path, s.body, "_key="+s.key)
}

// try sends one intent as often as a bad line would.
func (x *idem) try(t *testing.T, route web.Route) {
	name := route.Method + " " + route.Path
	in, ok := intents[name]
	if !ok {
		t.Fatalf("%s changes something and has no intent; write one into intents_test.go", name)
	}
	delete(x.unused, name)
	names := x.set(t, name, &in)
	in.watch = strings.Trim(x.named(in.watch, names), "«»")
	q := sent{client: x.Client(t, in.who), route: route, path: x.filled(t, route.Path, names), key: x.App.Identity.NewID()}
	x.confirm(t, q, names)
	template := x.filled(t, in.body, names)
	q.body = strings.ReplaceAll(template, "~", "")
	if a := (sent{route: route, path: q.path, body: q.body}).do(q.client); a.Status != 422 {
		t.Errorf("without a key: %v", a)
	}
	one, start := x.once(t, q, in), x.look(t, in)
	answers := five(q)
	q.answer = answers[0]
	for _, a := range answers {
		if a.Status >= 400 || a != answers[0] {
			t.Fatalf("copies differ or failed: %v, %v", a, answers[0])
		}
	}
	many := x.look(t, in).since(start)
	if !maps.Equal(one, many) {
		t.Errorf("one request does %v, five copies did %v", one, many)
	}
	if len(many) == 0 {
		t.Error("no effect")
	}
	if other := strings.ReplaceAll(template, "~", "5"); other != q.body {
		x.refuse(t, sent{route: route, path: q.path, body: other, key: q.key}, q.client)
	} else if !route.API && q.body != "FILE" && !strings.HasPrefix(q.body, "LIST ") && !strings.HasPrefix(q.body, "STATEMENT ") {
		x.refuse(t, sent{route: route, path: q.path, body: q.body + "&more=1", key: q.key}, q.client)
	}
	x.sent = append(x.sent, q)
}

// refuse expects another intent under a key that was used to be turned away.
func (x *idem) refuse(t *testing.T, q sent, c apptest.Client) {
	t.Helper()
	if a := q.do(c); a.Status != 422 || q.route.API && !strings.Contains(a.Body, "web.key_reused") {
		t.Errorf("another intent under the same key: %v", a)
	}
}

// again sends everything once more to a second program on the same database.
func (x *idem) again(t *testing.T) {
	next := restarted(t, x.Stage).Handler
	start := x.look(t, intent{})
	for _, q := range x.sent {
		c := q.client
		c.Handler = next
		if a := q.do(c); a != q.answer {
			t.Errorf("%s %s: %v, before: %v", q.route.Method, q.path, a, q.answer)
		}
	}
	if changed := x.look(t, intent{}).since(start); len(changed) > 0 {
		t.Errorf("after a restart the same requests did %v", changed)
	}
	t.Logf("%d intents", len(x.sent))
}

// set brings an application to where the intent begins, and answers what the
// wildcards stand for.
func (x *idem) set(t *testing.T, ref string, in *intent) map[string]string {
	t.Helper()
	names := map[string]string{"ref": fmt.Sprint("R-", len(x.sent))}
	if in.from > 0 {
		e := x.Data.Enterprises[1+x.cases%38] // the last one is tardy's
		x.ApplicationOf(t, e, ref, []string{"payroll", "materials", "rent", "order"}[x.cases/38], in.from-1)
		x.cases++
		if in.who == "" {
			in.who = e.Contact
		}
		names["code"], names["owner"] = e.Uscc, e.Contact
		x.known(t, names, ref)
		for _, step := range strings.Fields(in.after) {
			x.step(t, step, names, ref)
		}
	}
	for part := range strings.SplitSeq(in.path, ";") {
		if name, value, ok := strings.Cut(part, "="); ok {
			names[name] = x.filled(t, value, names)
		}
	}
	if in.from > 0 && in.path == "" {
		names["id"] = names[map[string]string{"applications": "application", "cases": "case", "contracts": "contract"}[place(strings.Fields(ref)[1])]]
	}
	return names
}

// known collects the ids of an application and what has come of it.
func (x *idem) known(t *testing.T, names map[string]string, ref string) {
	t.Helper()
	names["application"], names["offer"], names["terms"], names["seal"] = x.ID(ref), x.ID("offer of "+ref), x.ID("terms of "+ref), x.ID("seal of "+ref)
	of := func(query string) string {
		return first(t, x.Stage, `SELECT COALESCE(MAX(id), '') FROM `+query+` = '`+x.ID(ref)+`'`)
	}
	names["case"], names["contract"] = of(`origination_lender_case WHERE application_id`), of(`servicing_contract WHERE application_id`)
}

// step does what must come first.
func (x *idem) step(t *testing.T, name string, names map[string]string, ref string) {
	t.Helper()
	b, who := before[name], before[name].who
	if who == "" {
		who = names["owner"]
	}
	q := sent{client: x.Client(t, who), route: web.Route{Method: b.method, Path: b.path, API: true}, path: x.filled(t, b.path, names), body: x.filled(t, b.body, names), key: x.App.Identity.NewID()}
	x.confirm(t, q, names)
	if a := q.do(q.client); a.Status >= 300 {
		t.Fatalf("%s: %v", name, a)
	}
	x.known(t, names, ref)
}

// confirm confirms freshly for what the path signs, approves or accepts.
func (x *idem) confirm(t *testing.T, q sent, names map[string]string) {
	t.Helper()
	purpose := ""
	switch {
	case strings.Contains(q.route.Path, "/recoveries/"):
		purpose = "recovery:" + names["id"]
	case strings.Contains(q.route.Path, "/rights/"):
		purpose = "right:" + names["id"]
	case strings.Contains(q.route.Path, "/schemes/{id}/approve"):
		purpose = "approve:" + x.ID("rules "+names["id"])
	case strings.Contains(q.route.Path, "/renewals/") && (strings.HasSuffix(q.route.Path, "/agree") || strings.HasSuffix(q.route.Path, "/approve")):
		purpose = "sign:" + first(t, x.Stage, `SELECT file_hash FROM renewal_proposal p, renewal_case c WHERE p.case_id = c.id AND c.contract_id = '`+names["contract"]+`'`)
	case strings.Contains(q.route.Path, "/sign"):
		purpose = "sign:" + first(t, x.Stage, `SELECT file_hash FROM servicing_contract WHERE id = '`+names["contract"]+`'`)
	case strings.Contains(q.route.Path, "/intake/{id}/approve"):
		purpose = "approve:" + first(t, x.Stage, `SELECT hash FROM intake_batch WHERE id = '`+names["id"]+`'`)
	case strings.Contains(q.route.Path, "/reconciliations/{id}/confirm"):
		purpose = "confirm:" + first(t, x.Stage, `SELECT hash FROM reconciliation_case WHERE id = '`+names["id"]+`'`)
	case strings.Contains(q.route.Path, "/workouts/{id}/agree"):
		purpose = "agree:" + first(t, x.Stage, `SELECT p.id || '-' || c.version FROM workout_proposal p, servicing_contract c WHERE c.id = p.contract_id AND p.id = '`+names["id"]+`'`)
	case strings.Contains(q.route.Path, "/classes/rules/{id}/agree"):
		purpose = "agree:" + names["id"]
	case strings.Contains(q.route.Path, "/guarantees/") && strings.HasSuffix(q.route.Path, "/state"):
		purpose = "state:" + first(t, x.Stage, `SELECT id || '-' || version FROM referral_guarantee WHERE application_id = '`+names["application"]+`'`)
	case strings.HasSuffix(q.route.Path, "/accept"):
		purpose = "accept:" + names["terms"]
	case strings.HasSuffix(q.route.Path, "/issue"):
		purpose = "approve:" + names["seal"]
	case strings.Contains(q.route.Path, "/reliefs/") && strings.HasSuffix(q.route.Path, "/agree"):
		purpose = "agree:" + first(t, x.Stage, hashOf(names))
	case strings.Contains(q.route.Path, "/reliefs/") && strings.HasSuffix(q.route.Path, "/approve"):
		purpose = "approve:" + first(t, x.Stage, hashOf(names))
	case strings.Contains(q.route.Path, "/reliefs/{id}/revoke"):
		purpose = "revoke:" + x.ID("revocation "+names["id"])
	default:
		return
	}
	if a := q.client.Operation("POST", "/api/v1/session/step-up", "", map[string]any{"purpose": purpose, "demo": true}); a.Status != 200 {
		t.Fatal(a)
	}
}

// hashOf finds the one proposal of a contract.
func hashOf(names map[string]string) string {
	return `SELECT hash FROM relief_proposal p, relief_case c WHERE p.case_id = c.id AND c.contract_id = '` + names["contract"] + `'`
}

var (
	blank = regexp.MustCompile(`\{[A-Za-z0-9 _-]+\}`)
	query = regexp.MustCompile(`«[^»]+»`)
)

// filled puts ids and what queries find into a text.
func (x *idem) filled(t *testing.T, text string, names map[string]string) string {
	t.Helper()
	return query.ReplaceAllStringFunc(x.named(text, names), func(q string) string { return first(t, x.Stage, strings.Trim(q, "«»")) })
}

func (x *idem) named(text string, names map[string]string) string {
	return blank.ReplaceAllStringFunc(text, func(b string) string {
		name := strings.Trim(b, "{}")
		return cmp.Or(names[name], x.ID(name), b)
	})
}

// view is how many rows each table has, and what the intent watches.
type view map[string]string

// look counts the rows of every table but those of answers and sessions' marks.
func (x *idem) look(t *testing.T, in intent) view {
	t.Helper()
	v := view{}
	err := x.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		return v.fill(ctx, tx, x.App.DB.Engine, in)
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (v view) fill(ctx context.Context, tx db.Tx, engine db.Engine, in intent) error {
	tables := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if engine == db.Postgres {
		tables = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	names, err := db.All(ctx, tx, db.Value[string], tables)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == "web_once" {
			continue
		}
		if v[name], err = db.One(ctx, tx, db.Value[string], `SELECT CAST(COUNT(*) AS TEXT) FROM `+name); err != nil {
			return err
		}
	}
	if in.watch != "" {
		v["watched"], err = db.One(ctx, tx, db.Value[string], in.watch)
	}
	return err
}

// since is what grew, shrank or changed.
func (v view) since(start view) map[string]string {
	changed := map[string]string{}
	for name, now := range v {
		if was := start[name]; was != now {
			n, errN := strconv.Atoi(now)
			w, errW := strconv.Atoi(was)
			changed[name] = strconv.Itoa(n - w)
			if errN != nil || errW != nil {
				changed[name] = now
			}
		}
	}
	return changed
}

// once is what one request does, in a transaction that is undone.
func (x *idem) once(t *testing.T, q sent, in intent) (changed map[string]string) {
	t.Helper()
	start, undo := x.look(t, in), errors.New("as it was")
	err := x.App.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		if a := q.do(q.client.Within(ctx)); a.Status >= 400 {
			t.Fatalf("refused: %v", a)
		}
		now := view{}
		if err := now.fill(ctx, tx, x.App.DB.Engine, in); err != nil {
			return err
		}
		changed = now.since(start)
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return changed
}

// five sends copies at the same moment.
func five(q sent) []apptest.Answer {
	answers := make([]apptest.Answer, 5)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = q.do(q.client) })
	}
	all.Wait()
	return answers
}

func first(t *testing.T, s *apptest.Stage, query string) (found string) {
	t.Helper()
	err := s.App.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		found, err = db.One(ctx, tx, db.Value[string], query)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return found
}

// restarted is a second program on the same database.
func restarted(t *testing.T, s *apptest.Stage) *app.App {
	t.Helper()
	a, err := app.New(context.Background(), s.App.Config)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
