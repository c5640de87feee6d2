package proof

// How long whoever guesses has to wait, and who counts as the same guesser.

import (
	"net/netip"
	"time"
)

const (
	freeTries = 5                // before the first pause
	firstWait = 30 * time.Second // then twice as long each time
	longest   = 15 * time.Minute
)

// Wait is the pause after a number of failures.
func Wait(failures int64) time.Duration {
	if failures < freeTries {
		return 0
	}
	return min(firstWait<<min(failures-freeTries, 10), longest)
}

// Net is the part of an address that one customer gets: all of IPv4, the first
// half of IPv6. What is no address stays as it is.
func Net(host string) string {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	p, err := ip.Prefix(64)
	if err != nil {
		return ip.String()
	}
	return p.String()
}
