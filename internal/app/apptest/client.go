package apptest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// Client asks the program by HTTP as one person; without a token, as a guest.
type Client struct {
	Handler  http.Handler
	Token    string
	within   context.Context
	language string
}

// In is the same client, who reads another language than English.
func (c Client) In(language string) Client {
	c.language = language
	return c
}

// Within is the same client, whose requests happen inside the transaction of ctx.
func (c Client) Within(ctx context.Context) Client {
	c.within = ctx
	return c
}

// Client signs a person of the story in.
func (s *Stage) Client(t testing.TB, who string) Client {
	t.Helper()
	if who == "" {
		return Client{Handler: s.App.Handler}
	}
	token, err := s.App.Identity.Become(context.Background(), s.ID(who), "test")
	if err != nil {
		t.Fatalf("%s: %v", who, err)
	}
	return Client{Handler: s.App.Handler, Token: token}
}

// Answer is what came back.
type Answer struct {
	Status int
	Where  string // of a redirect
	Body   string
}

// JSON decodes the body.
func (a Answer) JSON(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.Body), &v); err != nil {
		t.Fatalf("%d %s: %v", a.Status, a.Body, err)
	}
	return v
}

// Operation calls the JSON door with a key, "" for none.
func (c Client) Operation(method, path, key string, body any) Answer {
	text, _ := json.Marshal(body) // test data always encodes
	if body == nil {
		text = nil
	}
	q := httptest.NewRequest(method, path, strings.NewReader(string(text)))
	q.Header.Set("Content-Type", "application/json")
	if key != "" {
		q.Header.Set("Idempotency-Key", key)
	}
	return c.send(q)
}

// Form posts a form; Page opens a page.
func (c Client) Form(path string, fields ...string) Answer {
	q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(strings.Join(fields, "&")))
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(q)
}

// Upload posts a form that carries a file in the field "file".
func (c Client) Upload(path, name string, content []byte, fields map[string]string) Answer {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	w.SetBoundary("the-same-boundary-each-time")
	for _, k := range slices.Sorted(maps.Keys(fields)) {
		w.WriteField(k, fields[k])
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || w.Close() != nil {
		panic("a buffer takes everything")
	}
	q := httptest.NewRequest(http.MethodPost, path, &body)
	q.Header.Set("Content-Type", w.FormDataContentType())
	return c.send(q)
}

// Page opens a page or a download.
func (c Client) Page(path string) Answer {
	return c.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (c Client) send(q *http.Request) Answer {
	if c.Token != "" {
		q.Header.Set("Authorization", "Bearer "+c.Token)
	}
	q.Header.Set("Accept-Language", cmp.Or(c.language, "en"))
	if c.within != nil {
		q = q.WithContext(c.within)
	}
	w := httptest.NewRecorder()
	c.Handler.ServeHTTP(w, q)
	return Answer{w.Code, w.Header().Get("Location"), w.Body.String()}
}

// Refused reports whether the program turned the asker away: not signed in,
// not confirmed, not allowed, or told that there is nothing.
func (a Answer) Refused() bool {
	switch a.Status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return true
	}
	return a.Status == http.StatusSeeOther && (strings.HasPrefix(a.Where, "/signin") || strings.HasPrefix(a.Where, "/step-up"))
}

// String is short enough for a failure.
func (a Answer) String() string {
	body := a.Body
	if len(body) > 300 {
		body = body[:300] + "…"
	}
	return fmt.Sprintf("%d %s %s", a.Status, a.Where, body)
}
