package proof

// Codes that people read from paper: eighty random bits as four groups of four
// characters, none of which looks like another.

import (
	"encoding/base32"
	"io"
	"strings"
)

const (
	inviteAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // without I, L, O and U
	inviteBytes    = 10
)

// InviteCode makes a code: "7K3M-09QX-AB2C-ZZ4D".
func InviteCode(random io.Reader) (string, error) {
	raw := make([]byte, inviteBytes)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", err
	}
	text := base32.NewEncoding(inviteAlphabet).WithPadding(base32.NoPadding).EncodeToString(raw)
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:], nil
}

// ReadAloudLen is the number of characters of a ReadAloud.
const ReadAloudLen = 8

// ReadAloud makes a name that people read to each other, in the same alphabet. It
// is no secret.
func ReadAloud(random io.Reader) (string, error) {
	raw := make([]byte, 5)
	_, err := io.ReadFull(random, raw)
	return base32.NewEncoding(inviteAlphabet).WithPadding(base32.NoPadding).EncodeToString(raw), err
}

// CleanInvite is a code however somebody typed it: without groups, in capitals,
// with letters that look like digits read as digits.
func CleanInvite(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'O':
			return '0'
		case r == 'I' || r == 'L':
			return '1'
		case strings.ContainsRune(inviteAlphabet, r):
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}
