package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/fault"
)

func faultFields(err error) map[string]string {
	out := map[string]string{}
	for _, f := range fault.Of(err).Fields {
		out[f.Name] = f.Key
	}
	return out
}

// TestEveryFaultIsAProblem is the one mapping from faults to HTTP, written out
// a second time, through both languages.
func TestEveryFaultIsAProblem(t *testing.T) {
	s := one(t)
	for kind, want := range map[fault.Kind]struct {
		status int
		title  string
	}{
		fault.Internal: {500, "系统出错"}, fault.Invalid: {422, "内容需要修改"}, fault.Unsigned: {401, "需要登录"}, fault.StepUp: {403, "需要确认身份"},
		fault.Denied: {403, "这一步不归你办"}, fault.NotFound: {404, "没有找到"}, fault.Conflict: {409, "内容已被别人更新"},
		fault.WrongTurn: {409, "现在不能做这一步"}, fault.TooMany: {429, "太频繁了"}, fault.Full: {507, "磁盘已满"}, fault.Unknown: {503, "结果未知"},
	} {
		w := s.ask("GET", "/api/v1/fail/"+string(kind), "")
		p := decoded[Problem](t, w)
		if w.Code != want.status || p.Status != want.status || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d, %d, %s", kind, w.Code, p.Status, w.Header().Get("Content-Type"))
		}
		if p.Title != want.title || p.Key != "fault.denied" || p.Detail == p.Key || p.Ref == "" {
			t.Errorf("%s: %+v", kind, p)
		}
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s shows its cause: %s", kind, w.Body)
		}
		en := decoded[Problem](t, s.ask("GET", "/api/v1/fail/"+string(kind), "", "Accept-Language: en"))
		if en.Title == p.Title || en.Title == "" || strings.HasPrefix(en.Title, "fault.") {
			t.Errorf("%s in English: %q", kind, en.Title)
		}
	}
	if p := decoded[Problem](t, s.ask("GET", "/api/v1/fail/plain", "")); p.Status != 500 || p.Key != "fault.internal" {
		t.Errorf("any other error: %+v", p)
	}
	if len(statuses) != 11 {
		t.Errorf("%d kinds have a status; the table above knows 11", len(statuses))
	}
}

func TestAProblemNamesEachField(t *testing.T) {
	s := one(t)
	w := s.ask("POST", "/api/v1/shops/E01/orders", `{"name":"","amount":1,"rate":1}`, asJSON, e01, "Idempotency-Key: key-00001")
	p := decoded[Problem](t, w)
	if w.Code != 422 || p.Key != "fault.invalid" || len(p.Errors) != 1 || p.Errors[0].Location != "body.name" || p.Errors[0].Key != "web.field_broken" || p.Errors[0].Message == p.Errors[0].Key {
		t.Errorf("%d %+v", w.Code, p)
	}
}

func TestAnOperationAnswersWhomTheGateLetsThrough(t *testing.T) {
	s := one(t)
	for who, want := range map[string]int{"X-Who: E01": 200, "X-Who: E02": 404, "X-None: ": 401} {
		w := s.ask("GET", "/api/v1/shops/E01", "", who)
		if w.Code != want || strings.Contains(w.Body.String(), `"number"`) != (want == 200) {
			t.Errorf("%s: %d %s", who, w.Code, w.Body)
		}
		if want != 200 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %s", who, w.Header().Get("Content-Type"))
		}
	}
}

func TestAKeyIsNeededAndUsedForOneContent(t *testing.T) {
	each(t, func(s *site) {
		for _, key := range []string{"", "short", strings.Repeat("k", 101)} {
			if w := s.post("/shops/E01/orders", ordering(key, "flour"), e01); w.Code != 422 || !strings.Contains(w.Body.String(), "web.key_missing") {
				s.Errorf("form with key %q: %d %s", key, w.Code, w.Body)
			}
			if p := decoded[Problem](s.T, s.ask("POST", "/api/v1/shops/E01/orders", `{"name":"flour","amount":1,"rate":1}`, asJSON, e01, "Idempotency-Key: "+key)); p.Status != 422 {
				s.Errorf("operation with key %q: %+v", key, p)
			}
		}
		if s.orders() != 0 {
			s.Fatal("an effect without a key")
		}
		s.post("/shops/E01/orders", ordering("key-00001", "flour"), e01)
		if w := s.post("/shops/E01/orders", ordering("key-00001", "salt"), e01); w.Code != 422 || !strings.Contains(w.Body.String(), "web.key_reused") {
			s.Errorf("other content: %d %s", w.Code, w.Body)
		}
		if s.orders() != 1 {
			s.Errorf("%d orders", s.orders())
		}
		// The same key of somebody else is another intent.
		if w := s.post("/shops/E02/orders", ordering("key-00001", "salt"), "X-Who: E02"); w.Code != 303 || s.orders() != 2 {
			s.Errorf("somebody else: %d, %d orders", w.Code, s.orders())
		}
		// The same key and content on another route is another intent.
		again := func(route string) error {
			_, err := s.Once.Do(context.Background(), Request{Key: "key-00009", Route: route, Sum: "same"}, func(context.Context) (Answer, error) { return Answer{}, nil })
			return err
		}
		if again("POST /a") != nil || again("POST /a") != nil || !fault.Is(again("POST /b"), fault.Invalid) {
			s.Error("a key went on to another route")
		}
	})
}

func TestACopyGetsTheSameAnswerAndHasNoEffect(t *testing.T) {
	each(t, func(s *site) {
		for range 3 {
			w := s.post("/shops/E01/orders", ordering("key-00001", "flour"), e01)
			if w.Code != 303 || w.Header().Get("Location") != "/orders/1" {
				s.Errorf("form: %d %s", w.Code, w.Header().Get("Location"))
			}
			w = s.ask("POST", "/api/v1/shops/E01/orders", `{"name":"salt","amount":1,"rate":1}`, asJSON, e01, "Idempotency-Key: key-00002")
			if w.Code != 201 || decoded[made](s.T, w).Number != 2 {
				s.Errorf("operation: %d %s", w.Code, w.Body)
			}
		}
		if s.orders() != 2 {
			s.Errorf("%d orders", s.orders())
		}
		// A restarted server still knows.
		s.Once = &Once{DB: s.DB, Now: s.Once.Now}
		if w := s.post("/shops/E01/orders", ordering("key-00001", "flour"), e01); w.Header().Get("Location") != "/orders/1" || s.orders() != 2 {
			s.Errorf("after a restart: %s, %d orders", w.Header().Get("Location"), s.orders())
		}
	})
}

// TestCopiesAtOnceHaveOneEffect sends each request eight times at the same
// moment, through both doors.
func TestCopiesAtOnceHaveOneEffect(t *testing.T) {
	each(t, func(s *site) {
		const rounds, copies = 4, 8
		for round := range rounds {
			answers := make([]string, copies)
			var wg sync.WaitGroup
			for i := range copies {
				wg.Go(func() {
					if round%2 == 0 {
						w := s.post("/shops/E01/orders", ordering(fmt.Sprintf("key-%05d", round), "flour"), e01)
						answers[i] = fmt.Sprint(w.Code, w.Header().Get("Location"))
						return
					}
					w := s.ask("POST", "/api/v1/shops/E01/orders", `{"name":"salt","amount":1,"rate":1}`, asJSON, e01, fmt.Sprintf("Idempotency-Key: key-%05d", round))
					answers[i] = fmt.Sprint(w.Code, w.Body)
				})
			}
			wg.Wait()
			for _, a := range answers {
				if a != answers[0] {
					s.Errorf("round %d: answers differ: %q", round, answers)
					break
				}
			}
			if !strings.HasPrefix(answers[0], "303") && !strings.HasPrefix(answers[0], "201") {
				s.Errorf("round %d: %s", round, answers[0])
			}
		}
		if s.orders() != rounds {
			s.Errorf("%d orders from %d intents", s.orders(), rounds)
		}
	})
}

func TestAnswersAreForgottenAfterThirtyDays(t *testing.T) {
	each(t, func(s *site) {
		s.post("/shops/E01/orders", ordering("key-00001", "flour"), e01)
		for _, c := range []struct {
			after  time.Duration
			orders int64
		}{{30 * 24 * time.Hour, 1}, {time.Second, 2}} {
			s.now = s.now.Add(c.after)
			if err := s.Once.Forget(context.Background()); err != nil {
				s.Fatal(err)
			}
			if s.post("/shops/E01/orders", ordering("key-00001", "flour"), e01); s.orders() != c.orders {
				s.Errorf("after %s: %d orders, want %d", c.after, s.orders(), c.orders)
			}
		}
	})
}

func TestAPanicIsMended(t *testing.T) {
	s := one(t)
	w := s.ask("GET", "/boom/E01", "", e01)
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	lines := strings.Split(strings.TrimSpace(s.log.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "panic: secret cause") || !strings.Contains(lines[0], "kit_test.go") {
		t.Fatalf("the operator sees %q", lines)
	}
	var failed, request struct{ Ref string }
	json.Unmarshal([]byte(lines[0]), &failed)
	json.Unmarshal([]byte(lines[1]), &request)
	if failed.Ref == "" || failed.Ref != request.Ref || !strings.Contains(w.Body.String(), failed.Ref) {
		t.Errorf("page and log must share a reference: %q, %q, %s", failed.Ref, request.Ref, w.Body)
	}
	if w := s.ask("GET", "/shops/E01", "", e01); w.Code != 200 {
		t.Errorf("the next request: %d", w.Code)
	}
}

// TestALogLineHoldsThePatternAndNoID: a path holds the id of a case, a query
// what somebody looked for, a body what somebody typed.
func TestALogLineHoldsThePatternAndNoID(t *testing.T) {
	s := one(t)
	s.ask("GET", "/shops/E01?q=canary", "", e01)
	s.post("/shops/E01/orders", ordering("key-00001", "canary"), e01)
	s.ask("GET", "/api/v1/shops/E01", "", e01)
	log := s.log.String()
	for _, want := range []string{`"route":"GET /shops/{owner}"`, `"route":"POST /shops/{owner}/orders"`, `"route":"GET /api/v1/shops/{owner}"`, `"status":303`, `"ref":"E-`} {
		if !strings.Contains(log, want) {
			t.Errorf("no %s in %s", want, log)
		}
	}
	for _, leak := range []string{"E01", "canary", "key-0000"} {
		if strings.Contains(log, leak) {
			t.Errorf("%s stands in the log: %s", leak, log)
		}
	}
}
