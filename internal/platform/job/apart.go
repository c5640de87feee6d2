package job

// Sweepers take each case by itself: one that fails must not stop the others.

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"
)

// Failures are the cases that a sweep could not move. Each error names its case.
type Failures []error

// Error says all of them, a line each.
func (f Failures) Error() string {
	lines := make([]string, len(f))
	for i, err := range f {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As look into each.
func (f Failures) Unwrap() []error { return f }

// Apart does something for each case, one after the other; do opens a transaction
// for its case alone. A case that fails, or panics, does not stop the others. next
// lists some cases after an id, in the order of ids, and none when there are no
// more. The answer is nil, Failures, or why listing or ctx ended.
func Apart(ctx context.Context, next func(ctx context.Context, after string) ([]string, error), do func(ctx context.Context, id string) error) error {
	var failed Failures
	for after := ""; ; {
		batch, err := next(ctx, after)
		if err != nil {
			return err
		}
		for _, id := range batch {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := guarded(ctx, id, do); err != nil {
				failed = append(failed, fmt.Errorf("case %s: %w", id, err))
			}
		}
		if len(batch) == 0 && len(failed) > 0 {
			return failed
		}
		if len(batch) == 0 {
			return nil
		}
		after = batch[len(batch)-1]
	}
}

func guarded(ctx context.Context, id string, do func(ctx context.Context, id string) error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("panic: %v\n%s", x, debug.Stack())
		}
	}()
	return do(ctx, id)
}

// note counts and logs what periodic work could not do.
func (q *Queue) note(name string, err error) {
	each := []error{err}
	if f, ok := err.(Failures); ok {
		each = f
	}
	for _, err := range each {
		q.stuck.Add(1)
		q.Log.Error("periodic work failed", "name", name, "err", err)
	}
}

// Stuck is how often periodic work failed since the start, counting each case.
func (q *Queue) Stuck() int64 { return q.stuck.Load() }
