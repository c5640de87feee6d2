package setup

// What this package needs from the rest of the house, in its own words.
// internal/app satisfies these.

import (
	"context"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Calendar knows which years were announced.
type Calendar interface {
	Notice(year int) i18n.Text
	Provisional(year int) bool
}

// Way is a way out of the house: its channel, and the folder into which it
// writes while nothing is sent.
type Way struct{ Channel, Folder string }

// Letters are the ways out, and a test of the mail.
type Letters interface {
	Ways() []Way
	Test(ctx context.Context, address string) error
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}
