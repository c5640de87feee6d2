package db

// A part of a transaction that may be taken back: to see what something would
// come to, with every rule and every table, and then decide.

import (
	"context"
	"errors"
)

// Attempt runs do inside the transaction and keeps what it changed only where it
// answers so. An error takes its changes back too and is handed on: whoever
// expects it may go on in the same transaction. Attempts nest.
func (t Tx) Attempt(ctx context.Context, do func(context.Context) (keep bool, err error)) error {
	if _, err := t.tx.ExecContext(ctx, `SAVEPOINT attempt`); err != nil {
		return err
	}
	keep, err := do(ctx)
	if !keep || err != nil {
		if _, back := t.tx.ExecContext(ctx, `ROLLBACK TO SAVEPOINT attempt`); back != nil {
			return errors.Join(err, back)
		}
	}
	_, done := t.tx.ExecContext(ctx, `RELEASE SAVEPOINT attempt`)
	return errors.Join(err, done)
}
