package clock

// The two clocks: the machine's, and the one that business runs on.

import (
	"errors"
	"sync"
	"time"

	_ "time/tzdata" // the park's zone, on machines without a zone database
)

// System is the machine's time.
func System() time.Time { return time.Now() }

// Zone loads the park's time zone by its name.
func Zone(name string) (*time.Location, error) { return time.LoadLocation(name) }

// ErrBackward means that somebody tried to turn the business clock back.
var ErrBackward = errors.New("clock: business time only goes forward")

// Business is a clock that may be ahead of or behind the machine's, at the
// same pace. It is safe for concurrent use.
type Business struct {
	mu     sync.Mutex
	system func() time.Time
	offset time.Duration
	still  bool // stands at `at` until moved
	at     time.Time
}

// NewBusiness is a business clock equal to the system clock.
func NewBusiness(system func() time.Time) *Business { return &Business{system: system} }

// Standing is a clock that stands at an instant until it is moved: for tests,
// and for loading data as one timeline.
func Standing(at time.Time) *Business {
	return &Business{system: func() time.Time { return at }, still: true, at: at}
}

// Now is the business time.
func (b *Business) Now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now()
}

func (b *Business) now() time.Time {
	if b.still {
		return b.at
	}
	return b.system().Add(b.offset)
}

// Advance moves the clock forward to an instant; from there it runs on, or
// stands if it stood.
func (b *Business) Advance(to time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if to.Before(now) {
		return ErrBackward
	}
	b.at = to
	b.offset += to.Sub(now)
	return nil
}

// Start lets a standing clock run on from where it stands.
func (b *Business) Start(system func() time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.system, b.offset, b.still = system, b.at.Sub(system()), false
}
