package main

// A visitor is one person of the demo who uses the program from outside: by
// HTTP, with a session of their own.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"

	"kaigong.example/kaigong/internal/platform/id"
)

type visitor struct {
	name, base, token string
	http              *http.Client
	ids               *id.Source
}

// answer is what came back, with the JSON in Fields.
type answer struct {
	Status int
	Body   string
	Fields map[string]any
}

// get answers a field by a path of keys: "application", "state".
func (a answer) get(path ...string) any {
	var v any = a.Fields
	for _, p := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[p]
	}
	return v
}

func (a answer) text(path ...string) string { s, _ := a.get(path...).(string); return s }

func (a answer) number(path ...string) int64 { f, _ := a.get(path...).(float64); return int64(f) }

// become signs a person of the demo in.
func become(ctx context.Context, ids *id.Source, base, person, name string) (*visitor, error) {
	v := &visitor{name: name, base: base, http: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, ids: ids}
	a, err := v.api(ctx, "POST", "/demo/as", map[string]any{"persona": person})
	if err != nil {
		return nil, err
	}
	if v.token = a.text("token"); v.token == "" {
		return nil, fmt.Errorf("%s could not sign in: %d %s", name, a.Status, a.Body)
	}
	return v, nil
}

// api calls an operation; every change carries a key of its own.
func (v *visitor) api(ctx context.Context, method, path string, body any) (answer, error) {
	var in io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return answer{}, err
		}
		in = bytes.NewReader(text)
	}
	return v.send(ctx, method, "/api/v1"+path, "application/json", in)
}

func (v *visitor) send(ctx context.Context, method, path, kind string, body io.Reader) (answer, error) {
	q, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		return answer{}, err
	}
	q.Header.Set("Content-Type", kind)
	q.Header.Set("Accept-Language", "en")
	q.Header.Set("Idempotency-Key", v.ids.Next())
	if v.token != "" {
		q.Header.Set("Authorization", "Bearer "+v.token)
	}
	r, err := v.http.Do(q)
	if err != nil {
		return answer{}, err
	}
	defer r.Body.Close()
	text, err := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	a := answer{Status: r.StatusCode, Body: string(text)}
	if strings.Contains(r.Header.Get("Content-Type"), "json") && strings.HasPrefix(a.Body, "{") {
		err = json.Unmarshal(text, &a.Fields)
	}
	return a, err
}

// page opens a page and answers its text without tags.
func (v *visitor) page(ctx context.Context, path string) (answer, error) {
	return v.send(ctx, "GET", path, "text/html", nil)
}

// upload attaches a file as the form does.
func (v *visitor) upload(ctx context.Context, path, kind, name, content string) (answer, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	form.WriteField("_key", v.ids.Next())
	form.WriteField("kind", kind)
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		return answer{}, err
	}
	io.WriteString(part, content)
	form.Close()
	return v.send(ctx, "POST", path, form.FormDataContentType(), &b)
}

// confirm steps up for a purpose, with the demo's one button.
func (v *visitor) confirm(ctx context.Context, purpose string) error {
	a, err := v.api(ctx, "POST", "/session/step-up", map[string]any{"purpose": purpose, "demo": true})
	if err == nil && a.Status >= 300 {
		err = fmt.Errorf("%s could not confirm: %d %s", v.name, a.Status, a.Body)
	}
	return err
}

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

// visible is what a reader of a page sees.
func (a answer) visible() string {
	return strings.Join(strings.Fields(tags.ReplaceAllString(a.Body, " ")), " ")
}
