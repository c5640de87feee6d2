package proof

// How long whoever guesses has to wait, and who counts as the same guesser.

import (
	"net/netip"
	"time"
)

// Tries before the first pause.
const (
	FreeTries int64 = 5  // of one account from one source
	FreeBroad int64 = 30 // of all accounts from one source
)

const (
	firstWait = 30 * time.Second // then twice as long each time
	longest   = 15 * time.Minute
)

// Wait is the pause after a number of failures, of which some are free.
func Wait(failures, free int64) time.Duration {
	if failures < free {
		return 0
	}
	return min(firstWait<<min(failures-free, 10), longest)
}

// relief is how long it takes until one failure of a whole source is forgotten:
// many people share one, and slips of the pen add up.
const relief = 2 * time.Minute

// Relieved is what is left of a source's failures after some time.
func Relieved(failures int64, passed time.Duration) int64 {
	return max(0, failures-int64(max(0, passed)/relief))
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
