package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func TestOnlyKnownProxiesAreBelieved(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		why, peer string
		header    []string
		want      string
	}{
		{"no proxy between", "198.51.100.7:4000", []string{"203.0.113.9"}, "198.51.100.7:4000"},
		{"one proxy", "10.0.0.5:4000", []string{"203.0.113.9"}, "203.0.113.9:0"},
		{"what the asker wrote in front does not count", "10.0.0.5:4000", []string{"192.0.2.1, 203.0.113.9"}, "203.0.113.9:0"},
		{"two proxies, two headers", "10.0.0.5:4000", []string{"192.0.2.1, 203.0.113.9", "10.0.0.6"}, "203.0.113.9:0"},
		{"six bytes of another kind", "[fd00::1]:4000", []string{"2001:db8::7"}, "[2001:db8::7]:0"},
		{"an old address in a new coat", "[::ffff:10.0.0.5]:4000", []string{"::ffff:203.0.113.9"}, "203.0.113.9:0"},
		{"nonsense ends the search", "10.0.0.5:4000", []string{"203.0.113.9, unknown"}, "10.0.0.5:4000"},
		{"nonsense behind a proxy", "10.0.0.5:4000", []string{"x, 10.0.0.9"}, "10.0.0.9:0"},
		{"no header", "10.0.0.5:4000", nil, "10.0.0.5:4000"},
	} {
		q := httptest.NewRequest(http.MethodGet, "/", nil)
		q.RemoteAddr = c.peer
		for _, h := range c.header {
			q.Header.Add("X-Forwarded-For", h)
		}
		got := ""
		Behind(proxies)(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) { got = q.RemoteAddr })).ServeHTTP(nil, q)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
}

func TestWithoutProxiesTheHeaderIsNothing(t *testing.T) {
	q := httptest.NewRequest(http.MethodGet, "/", nil)
	q.Header.Set("X-Forwarded-For", "203.0.113.9")
	before := q.RemoteAddr
	Behind(nil)(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		if q.RemoteAddr != before {
			t.Error(q.RemoteAddr)
		}
	})).ServeHTTP(nil, q)
}
