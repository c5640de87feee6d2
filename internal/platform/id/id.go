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
	ms     int64  // millisecond of the last identifier
	count  uint16 // identifiers within it: the 12 bits after the version
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
	s.tick()
	for i := range 6 {
		u[i] = byte(uint64(s.ms) >> (40 - 8*i))
	}
	u[6], u[7] = 0x70|byte(s.count>>8), byte(s.count)
	u[8] = 0x80 | u[8]&0x3f
	return u.String()
}

// tick moves on so that identifiers never go back: within a millisecond, and
// when the clock is set back, a counter grows, and runs over into the next.
func (s *Source) tick() {
	if ms := s.now().UnixMilli(); ms > s.ms {
		s.ms, s.count = ms, 0
		return
	}
	if s.count++; s.count == 1<<12 {
		s.ms, s.count = s.ms+1, 0
	}
}

// Valid reports whether s has the form that Next makes. Edges use it before
// they ask the database for what a person put into an address.
func Valid(s string) bool {
	return len(s) == 36 && uuid.Validate(s) == nil
}
