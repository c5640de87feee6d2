package subledger

// One fingerprint for the account of a loan on a day, so that two who worked it
// out apart need to compare one line.

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Fingerprint is the SHA-256 of a state in a canonical text, as 64 hex digits:
// the line "kaigong-account-v1"; the line "on" with the day, what was paid out,
// what is owed, what waits, what of it waits for a refund and what was written
// off; then for each row a line of number, version of the terms, due date,
// collection day, principal, interest, balance, what a deferral took out,
// principal and interest paid, penalty interest, what of it is paid and what is
// waived. Where more may be drawn, the line "line" with the last day and what is
// undrawn comes before the rows; a row with fees is followed by the line "fees" with
// those for drawings, the commitment fee, what is paid and what is waived. Sums are in fen, parted by single blanks. Every line ends with a line
// feed.
func (s *State) Fingerprint() string {
	var text strings.Builder
	fmt.Fprintf(&text, "kaigong-account-v1\non %s %d %d %d %d %d\n", s.On, s.Drawn, s.Balance, s.Unapplied, s.Held, s.WrittenOff)
	if s.Until != 0 {
		fmt.Fprintf(&text, "line %s %d\n", s.Until, s.Undrawn)
	}
	for _, r := range s.Rows {
		fmt.Fprintf(&text, "%d %d %s %s %d %d %d %d %d %d %d %d %d\n", r.No, r.Version, r.Due, r.Collect, r.Principal, r.Interest, r.Balance, r.Moved,
			r.PaidPrincipal, r.PaidInterest, r.Penalty.Fen, r.Penalty.Paid, r.Penalty.Waived)
		if r.Fees() != 0 {
			fmt.Fprintf(&text, "fees %d %d %d %d\n", r.Drawing, r.Commitment, r.PaidFees, r.WaivedFees)
		}
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:])
}
