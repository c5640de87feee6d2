package web

// Behind a reverse proxy the connection's address is the proxy's, and the one
// that counts stands in a header that anybody can write. It is believed only as
// far as known proxies wrote it.

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Behind puts the address of who asks into RemoteAddr where the request came
// through one of the known proxies: the last address of X-Forwarded-For that is no
// known proxy. What cannot be read ends the search, so that nobody hides behind
// nonsense. Without proxies the header counts for nothing.
func Behind(proxies []netip.Prefix) Middleware {
	return func(next http.Handler) http.Handler {
		if len(proxies) == 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if from := asker(q, proxies); from != "" {
				q = q.Clone(q.Context())
				q.RemoteAddr = net.JoinHostPort(from, "0")
			}
			next.ServeHTTP(w, q)
		})
	}
}

// asker is the address that the proxies vouch for, "" to leave it as it is.
func asker(q *http.Request, proxies []netip.Prefix) (from string) {
	known := func(host string) bool {
		ip, err := netip.ParseAddr(host)
		return err == nil && slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(ip.Unmap().WithZone("")) })
	}
	host, _, err := net.SplitHostPort(q.RemoteAddr)
	if err != nil || !known(host) {
		return ""
	}
	hops := strings.Split(strings.Join(q.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		ip, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			return from
		}
		if from = ip.Unmap().WithZone("").String(); !known(from) {
			return from
		}
	}
	return from
}
