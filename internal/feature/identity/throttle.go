package identity

// Brakes on guessing. They count per account and source, so that whoever
// guesses from elsewhere never locks the owner out; and passkeys, which cannot
// be guessed, know no brake.

import (
	"context"
	"net/netip"
	"time"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
)

const (
	freeTries = 5                // before the first pause
	firstWait = 30 * time.Second // then twice as long each time
	longest   = 15 * time.Minute
	forgotten = 24 * time.Hour // after which the count begins again
)

// wait is the pause after a number of failures.
func wait(failures int64) time.Duration {
	if failures < freeTries {
		return 0
	}
	return min(firstWait<<min(failures-freeTries, 10), longest)
}

// attempt counts a try before it is made, so that many at once count too, and
// refuses it during a pause. A try that succeeds is forgotten.
func (s *Service) attempt(ctx context.Context, name, source string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		key, now := hashed(account(name)), s.System()
		source := sourceNet(source)
		a, err := attemptsOf(ctx, tx, key, source)
		if err != nil {
			return err
		}
		if now.Sub(a.last) > forgotten {
			a = attempts{}
		}
		if left := a.last.Add(wait(a.failures)).Sub(now); left > 0 && a.failures > 0 {
			return fault.New(fault.TooMany, "identity.sign_in.wait", fault.Args{"n": int64(left/time.Second) + 1})
		}
		return putAttempts(ctx, tx, key, source, attempts{a.failures + 1, now})
	})
}

// sourceNet is the part of an address that one customer gets: all of IPv4, the
// first half of IPv6.
func sourceNet(host string) string {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
