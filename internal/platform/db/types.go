package db

// How the few Go types of the house are stored on both databases.

import "time"

// Micros stores an instant as microseconds UTC; the zero time is 0.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Instant reads what Micros stored.
func Instant(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// Flag stores a truth as 0 or 1.
func Flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
