// Package id makes the identifiers of rows: UUIDv7, whose order is the order
// of their making, so that indexes grow at one end.
package id

import (
	"io"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Source makes identifiers. Clock and randomness are given, so that a
// simulation makes the same identifiers for the same seed.
type Source struct {
	mu     sync.Mutex
	now    func() time.Time
	random io.Reader
}

// New makes a Source.
func New(now func() time.Time, random io.Reader) *Source {
	return &Source{now: now, random: random}
}

// Next is a fresh identifier in its canonical lower-case text. It panics when
// the source of randomness fails: nothing can be stored safely after that.
func (s *Source) Next() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var u uuid.UUID
	if _, err := io.ReadFull(s.random, u[:]); err != nil {
		panic("id: no randomness: " + err.Error())
	}
	ms := uint64(s.now().UnixMilli())
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	u[6] = 0x70 | u[6]&0x0f
	u[8] = 0x80 | u[8]&0x3f
	return u.String()
}

// Valid reports whether s has the form that Next makes. Edges use it before
// they ask the database for what a person put into an address.
func Valid(s string) bool {
	return len(s) == 36 && uuid.Validate(s) == nil
}
