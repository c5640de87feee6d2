package web

// Reading what a person typed: bounded, and decoded into the same input struct
// that JSON fills, while the raw values stay for showing the form again.

import (
	"errors"
	"hash"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-playground/form/v4"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	keyField  = "_key"
	maxForm   = 1 << 20  // a form without files
	maxUpload = 12 << 20 // a form with one file of at most 10 MiB
)

// parse reads the body within its bound. After it PostForm holds the fields of
// both encodings.
func parse(q *http.Request) error {
	limit := int64(maxForm)
	multi := strings.HasPrefix(q.Header.Get("Content-Type"), "multipart/form-data")
	if multi {
		limit = maxUpload
	}
	q.Body = http.MaxBytesReader(nil, q.Body, limit)
	var err error
	if multi {
		err = q.ParseMultipartForm(limit)
	} else {
		err = q.ParseForm()
	}
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return fault.New(fault.Invalid, "web.body_large", fault.Args{"mib": limit >> 20})
	case err != nil:
		return fault.New(fault.Invalid, "web.body_broken").Because(err)
	}
	return nil
}

// Decode fills an input from the form fields named by its `form` tags. What
// cannot be read becomes a message beside its field; other fields are kept.
func Decode[T any](values url.Values) (T, error) {
	var in T
	err := decoder().Decode(&in, trimmed(values))
	var broken form.DecodeErrors
	if !errors.As(err, &broken) {
		return in, err
	}
	var c fault.Check
	for name, cause := range broken {
		key := "web.field_broken"
		if f := fault.Of(cause); f.Kind == fault.Invalid {
			key = f.Key
		}
		c.That(false, name, key)
	}
	return in, c.Err()
}

func decoder() *form.Decoder {
	d := form.NewDecoder()
	d.SetMode(form.ModeExplicit)
	d.RegisterCustomTypeFunc(func(v []string) (any, error) {
		fen, err := money.Parse(v[0])
		if err != nil && v[0] != "" {
			return nil, fault.New(fault.Invalid, "web.amount_broken")
		}
		return fen, nil
	}, money.Fen(0))
	d.RegisterCustomTypeFunc(func(v []string) (any, error) {
		ppm, err := money.ParsePercent(v[0])
		if err != nil && v[0] != "" {
			return nil, fault.New(fault.Invalid, "web.rate_broken")
		}
		return ppm, nil
	}, money.PPM(0))
	return d
}

func trimmed(values url.Values) url.Values {
	out := url.Values{}
	for name, vs := range values {
		for _, v := range vs {
			out[name] = append(out[name], strings.TrimSpace(v))
		}
	}
	return out
}

// hashFiles lets the content of uploads take part in a form's identity.
func hashFiles(h hash.Hash, m *multipart.Form) {
	names := make([]string, 0, len(m.File))
	for name := range m.File {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, head := range m.File[name] {
			h.Write([]byte(name + "\x00" + head.Filename + "\x00"))
			if f, err := head.Open(); err == nil {
				io.Copy(h, f)
				f.Close()
			}
		}
	}
}

// returnTo is the page to come back to after signing in: the page itself for a
// GET, the page that held the form otherwise.
func returnTo(q *http.Request) string {
	to := q.URL.RequestURI()
	if q.Method != http.MethodGet {
		to = q.URL.Path
		if ref, err := url.Parse(q.Referer()); err == nil && ref.Host == q.Host {
			to = ref.RequestURI()
		}
	}
	return url.QueryEscape(to)
}

// Local cleans a "next" address: only a path of this site is followed.
func Local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(next, "\\") {
		return "/"
	}
	return u.RequestURI()
}

// Back is the page of this site that a request came from, or the home page.
func Back(q *http.Request) string {
	ref, err := url.Parse(q.Referer())
	if err != nil || ref.Host != q.Host {
		return "/"
	}
	return Local(ref.RequestURI())
}
