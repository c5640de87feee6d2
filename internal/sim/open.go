package sim

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"kaigong.example/kaigong/internal/app"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/config"
	"kaigong.example/kaigong/internal/platform/courier"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Origin is the name of the demo's transparency log.
const Origin = "fenghe.example/log"

// Options of a program that is loaded rather than served.
type Options struct {
	DB      *db.DB
	LogKey  string // "" makes one
	CaseKey []byte // nil makes one
	BaseURL string
	Letters string       // folder for letters; "" sends them nowhere
	Log     *slog.Logger // nil for silence
	Random  io.Reader    // nil for the machine's own
}

// Open builds the program in demo mode, its business clock standing at the
// first instant of the demo.
func Open(ctx context.Context, o Options) (*app.App, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.LogKey == "" {
		var err error
		if o.LogKey, _, err = auditlog.NewKey(rand.Reader, Origin); err != nil {
			return nil, err
		}
	}
	if o.CaseKey == nil {
		o.CaseKey = make([]byte, 32)
		if _, err := io.ReadFull(rand.Reader, o.CaseKey); err != nil {
			return nil, err
		}
	}
	ways := map[string]courier.Courier{"mail": courier.Nowhere{}, "sms": courier.Nowhere{}, "chat": courier.Nowhere{}}
	if o.Letters != "" {
		ways = config.Folder(o.Letters)
	}
	zone, err := clock.Zone(app.ParkZone)
	if err != nil {
		return nil, err
	}
	return app.New(ctx, app.Config{
		DB: o.DB, Business: clock.Standing(begin.At(7, 0, zone)), System: func() time.Time { return clock.System() },
		LogKey: o.LogKey, CaseKey: o.CaseKey, BaseURL: o.BaseURL, Demo: true, Ways: ways, Random: o.Random, Log: o.Log,
	})
}
