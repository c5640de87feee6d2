package id

import (
	"crypto/rand"
	mathrand "math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestNextSortsByTimeAndIsVersion7(t *testing.T) {
	now := time.Date(2020, 2, 3, 10, 0, 0, 0, time.UTC)
	s := New(func() time.Time { now = now.Add(time.Millisecond); return now }, rand.Reader)
	var ids []string
	for range 100 {
		ids = append(ids, s.Next())
	}
	if !slices.IsSorted(ids) {
		t.Fatal("later identifiers must sort after earlier ones")
	}
	for _, x := range ids {
		if !Valid(x) || x[14] != '7' {
			t.Fatalf("%q is not a UUIDv7", x)
		}
	}
}

func TestNextRepeatsWithTheSameSeed(t *testing.T) {
	make := func() string {
		return New(func() time.Time { return time.UnixMilli(1) }, mathrand.NewChaCha8([32]byte{7})).Next()
	}
	if make() != make() {
		t.Fatal("the same clock and seed must make the same identifier")
	}
}

func TestNextGrowsWithinAMillisecondAndWhenTheClockGoesBack(t *testing.T) {
	now := time.Date(2020, 2, 3, 10, 0, 0, 0, time.UTC)
	s := New(func() time.Time { return now }, rand.Reader)
	var ids []string
	for i := range 10_000 {
		if i == 5_000 {
			now = now.Add(-time.Hour)
		}
		ids = append(ids, s.Next())
	}
	if !slices.IsSorted(ids) || len(slices.Compact(ids)) != 10_000 {
		t.Fatal("identifiers must grow, whatever the clock does")
	}
}
