package courier

// The wall between hooks and the operator's own network. It is asked for the
// very address that is dialled, after names were resolved, so that a name which
// points inwards, or comes to do so, gets nobody in.

import (
	"context"
	"fmt"
	"net/netip"
	"syscall"
)

// WallError says that a hook would go where it may not.
type WallError struct{ Address netip.Addr }

// Error names the address and the setting.
func (e *WallError) Error() string {
	return fmt.Sprintf("%s is no public address; --hook-networks allows networks by name", e.Address)
}

// wall lets through what is public, and what is inside one of its networks.
type wall struct{ inside []netip.Prefix }

// reserved are networks that netip knows no word for: of this host (RFC 1122),
// shared by carriers (6598), for protocols and examples (6890), for tests (2544),
// reserved (1112); and those that carry an IPv4 address inside an IPv6 one (6052,
// 8215, 3056, 4380), which could lead anywhere.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("::/96"), netip.MustParsePrefix("fec0::/10"), netip.MustParsePrefix("100::/64"),
}

func (w wall) lets(ip netip.Addr) error {
	ip = ip.Unmap().WithZone("")
	for _, p := range w.inside {
		if p.Contains(ip) {
			return nil
		}
	}
	closed := !ip.IsGlobalUnicast() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast()
	for _, p := range reserved {
		closed = closed || p.Contains(ip)
	}
	if closed {
		return &WallError{ip}
	}
	return nil
}

// control is asked by the dialler with the address of each attempt.
func (w wall) control(_ context.Context, _, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	return w.lets(to.Addr())
}
