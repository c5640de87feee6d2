// Package event lets features react to each other without importing each
// other. Publishing writes one job per subscriber in the publisher's
// transaction; handlers run later, at least once, and must not mind that.
package event

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/job"
)

// Bus connects publishers with subscribers. Subscriptions are made at wiring
// time.
type Bus struct {
	Jobs *job.Queue

	subscribers map[string][]string // event -> kinds of jobs
}

// New makes a bus without subscribers.
func New(jobs *job.Queue) *Bus { return &Bus{Jobs: jobs, subscribers: map[string][]string{}} }

// Subscribe lets a named subscriber handle an event.
func (b *Bus) Subscribe(event, subscriber string, h job.Handler) {
	kind := "event/" + event + "/" + subscriber
	b.subscribers[event] = append(b.subscribers[event], kind)
	b.Jobs.Handle(kind, h)
}

// Publish tells the subscribers of an event, in the caller's transaction.
func (b *Bus) Publish(ctx context.Context, tx db.Tx, event string, payload any) error {
	for _, kind := range b.subscribers[event] {
		if err := b.Jobs.Enqueue(ctx, tx, kind, payload); err != nil {
			return err
		}
	}
	return nil
}
