package courier

// Addresses as people type them, read into the one form that is stored.

import (
	"errors"
	"net/mail"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/width"
)

// Why an address cannot be used.
var (
	ErrEmpty   = errors.New("courier: no address")
	ErrControl = errors.New("courier: an address of one line, without line breaks or control characters")
	ErrLong    = errors.New("courier: an address is too long")
	ErrShape   = errors.New("courier: not an address")
	ErrLocal   = errors.New("courier: before the @ only letters without accents, digits and signs are understood by every server")
	ErrDomain  = errors.New("courier: the part after the @ is not a domain")
)

// Bounds of RFC 5321, 4.5.3.1, in octets.
const (
	maxLocal = 64
	maxMail  = 254
)

// clean takes an address off its margins and out of full-width forms, which
// Chinese keyboards type, and refuses control characters instead of dropping
// them.
func clean(typed string) (string, error) {
	typed = strings.Trim(typed, " \u3000")
	if strings.ContainsFunc(typed, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' }) {
		return "", ErrControl
	}
	typed = strings.TrimSpace(width.Fold.String(typed))
	if typed == "" {
		return "", ErrEmpty
	}
	return typed, nil
}

// Mail reads an e-mail address: "name@domain" without a display name. The
// domain becomes lower case, and one in other letters its ASCII form (RFC 5891).
func Mail(typed string) (string, error) {
	typed, err := clean(typed)
	if err != nil {
		return "", err
	}
	if len(typed) > 4*maxMail {
		return "", ErrLong
	}
	at := strings.LastIndexByte(typed, '@')
	if at < 1 || at == len(typed)-1 {
		return "", ErrShape
	}
	local := typed[:at]
	domain, err := idna.Lookup.ToASCII(strings.TrimSuffix(typed[at+1:], "."))
	if err != nil || !strings.Contains(domain, ".") {
		return "", ErrDomain
	}
	switch {
	case strings.ContainsFunc(local, func(r rune) bool { return r > 0x7e }):
		return "", ErrLocal
	case len(local) > maxLocal || len(local)+1+len(domain) > maxMail:
		return "", ErrLong
	}
	out := local + "@" + strings.ToLower(domain)
	if a, err := mail.ParseAddress(out); err != nil || a.Address != out || strings.ContainsAny(out, " \"<>(),;:\\[]") {
		return "", ErrShape
	}
	return out, nil
}

// Phone reads a number for SMS into E.164: "+8613800000000". A number of eleven
// digits that begins with 1 is one of the mainland.
func Phone(typed string) (string, error) {
	typed, err := clean(typed)
	if err != nil {
		return "", err
	}
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -().", r) {
			return -1
		}
		return r
	}, typed)
	whole := strings.HasPrefix(digits, "+")
	digits = strings.TrimPrefix(digits, "+")
	if strings.Trim(digits, "0123456789") != "" {
		return "", ErrShape
	}
	switch {
	case !whole && len(digits) == 11 && digits[0] == '1':
		return "+86" + digits, nil
	case whole && strings.HasPrefix(digits, "86") && (len(digits) != 13 || digits[2] != '1'):
		return "", ErrShape // a landline takes no SMS
	case whole && len(digits) >= 8 && len(digits) <= 15 && digits[0] != '0':
		return "+" + digits, nil
	case len(digits) > 15:
		return "", ErrLong
	}
	return "", ErrShape
}

// maxHandle bounds a name in a chat, in bytes.
const maxHandle = 64

// Handle reads the name by which a chat's robot calls somebody: a user id or the
// number of a phone.
func Handle(typed string) (string, error) {
	typed, err := clean(typed)
	switch {
	case err != nil:
		return "", err
	case len(typed) > maxHandle:
		return "", ErrLong
	case strings.ContainsFunc(typed, func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("._-@+", r))
	}):
		return "", ErrShape
	case strings.EqualFold(typed, "@all") || strings.EqualFold(typed, "all"):
		return "", ErrShape // everybody is nobody's address
	}
	return typed, nil
}

// Masked is an address that its owner recognises and nobody else reads:
// "l…@example.org", "+86…3321".
func Masked(address string) string {
	if at := strings.LastIndexByte(address, '@'); at > 0 {
		return address[:1] + "…" + address[at:]
	}
	if len(address) > 8 {
		return address[:3] + "…" + address[len(address)-4:]
	}
	return address[:min(1, len(address))] + "…"
}
