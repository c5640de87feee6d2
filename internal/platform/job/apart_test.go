package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestApartGoesOn: of seven cases in pages of three, one fails and one panics;
// the others are done, once each, and the answer names the two.
func TestApartGoesOn(t *testing.T) {
	all := []string{"a", "b", "c", "d", "e", "f", "g"}
	next := func(_ context.Context, after string) ([]string, error) {
		at, found := slices.BinarySearch(all, after)
		if found {
			at++
		}
		return all[at:min(at+3, len(all))], nil
	}
	broken := errors.New("broken")
	var done []string
	err := Apart(context.Background(), next, func(_ context.Context, id string) error {
		switch id {
		case "a":
			return broken
		case "e":
			panic("nothing here")
		}
		done = append(done, id)
		return nil
	})
	var failed Failures
	if !errors.As(err, &failed) || len(failed) != 2 || !errors.Is(err, broken) || !strings.HasPrefix(failed[1].Error(), "case e: panic: nothing here") {
		t.Errorf("answered %v", err)
	}
	if fmt.Sprint(done) != "[b c d f g]" {
		t.Errorf("done: %v", done)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Apart(ctx, next, func(context.Context, string) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := Apart(context.Background(), func(context.Context, string) ([]string, error) { return nil, broken }, nil); !errors.Is(err, broken) {
		t.Errorf("a list that fails: %v", err)
	}
}
