package auditlog

// Receipts, as a partner reads them: with the log's public key and nothing
// else.

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// ErrReceipt means that a receipt does not show what it claims.
var ErrReceipt = errors.New("auditlog: the receipt does not hold")

// maxReceipt bounds a receipt; a real one has less than 1 KB.
const maxReceipt = 16 << 10

// Receipt is the log's signed word that an entry will be in the tree in time.
// A receipt without inclusion by Latest is proof against the operator.
type Receipt struct {
	Hash     string    // of the record, as a proof of the entry has it
	Recorded time.Time // when the entry was recorded, business time
	Latest   time.Time // when it must be in the tree
}

// CheckReceipt checks a receipt with the log's public key alone.
func CheckReceipt(text []byte, vkey string) (Receipt, error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return Receipt{}, err
	}
	if len(text) > maxReceipt {
		return Receipt{}, ErrReceipt
	}
	n, err := note.Open(text, note.VerifierList(v))
	if err != nil {
		return Receipt{}, fmt.Errorf("%w: %v", ErrReceipt, err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 6 || lines[0] != "kaigong receipt v1" || lines[1] != v.Name() || lines[5] != "" {
		return Receipt{}, fmt.Errorf("%w: not a receipt of this log", ErrReceipt)
	}
	hash, ok := strings.CutPrefix(lines[2], "entry ")
	if !ok || len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return Receipt{}, fmt.Errorf("%w: broken hash", ErrReceipt)
	}
	recorded, err1 := receiptTime(lines[3], "recorded ")
	latest, err2 := receiptTime(lines[4], "included by ")
	return Receipt{hash, recorded, latest}, errors.Join(err1, err2)
}

func receiptTime(line, prefix string) (time.Time, error) {
	text, ok := strings.CutPrefix(line, prefix)
	at, err := time.Parse(time.RFC3339Nano, text)
	if !ok || err != nil || at.UTC().Format(time.RFC3339Nano) != text {
		return time.Time{}, fmt.Errorf("%w: broken time", ErrReceipt)
	}
	return at.UTC(), nil
}
