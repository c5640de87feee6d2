package courier

// What goes out, and what may come back.

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Courier takes messages to one kind of address. Send answers nil once the
// other side accepted the message, a *Refusal where it answered otherwise, and
// any other error where nobody answered. Check looks whether the other side is
// there, without sending anything.
type Courier interface {
	Send(ctx context.Context, m Message) error
	Check(ctx context.Context) error
}

// Message is one message to one address.
type Message struct {
	ID      string    // the same each time that it is tried; letters, digits, - and .
	To      string    // as Mail, Phone or Handle wrote it
	Subject string    // of letters
	Text    string    // all that is said, in plain text
	HTML    string    // the same in HTML, "" for none
	Stop    string    // the address at which its reader stops such messages, "" for none
	At      time.Time // when it was written
}

// Refusal is an answer that a message was not taken.
type Refusal struct {
	Final bool   // another try is useless
	Gone  bool   // because there is no such address, or it takes nothing
	Code  int    // of SMTP or HTTP
	Words string // of the other side, short and without the address
}

// Error says what the other side said.
func (r *Refusal) Error() string { return fmt.Sprintf("refused with %d: %s", r.Code, r.Words) }

// maxWords bounds what is kept of an answer, in bytes.
const maxWords = 160

// spoken is an answer without the address, in one short line.
func spoken(words, to string) string {
	if to != "" {
		words = strings.ReplaceAll(words, to, "…")
	}
	words = strings.Join(strings.FieldsFunc(words, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	if len(words) > maxWords {
		words = strings.ToValidUTF8(words[:maxWords], "")
	}
	return words
}

// checked refuses what would write headers of its own. The program makes ids,
// and addresses were read by Mail, so this is the second lock on the same door.
func (m Message) checked() error {
	for _, s := range []string{m.ID, m.To, m.Subject, m.Stop} {
		if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return &Refusal{Final: true, Words: "control characters in a header"}
		}
	}
	if m.ID == "" || m.To == "" {
		return &Refusal{Final: true, Words: "a message without id or address"}
	}
	return nil
}

// Nowhere takes every message and forgets it: for tests and simulations.
type Nowhere struct{}

// Send forgets a message.
func (Nowhere) Send(_ context.Context, m Message) error { return m.checked() }

// Check finds nothing wrong.
func (Nowhere) Check(context.Context) error { return nil }
