package instalment

// One fingerprint for a schedule, so that two who worked it out apart need to
// compare one line.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Fingerprint is the SHA-256 of instalments in a canonical text, as 64 hex
// digits: the line "kaigong-schedule-v1", then for each instalment a line of
// number, due date, principal, interest and balance, the sums in fen, parted by
// single blanks. Every line ends with a line feed.
func Fingerprint(rows []Installment) string {
	var text strings.Builder
	text.WriteString("kaigong-schedule-v1\n")
	for _, r := range rows {
		fmt.Fprintf(&text, "%d %s %d %d %d\n", r.No, r.Due, r.Principal, r.Interest, r.Balance)
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}
