package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/sim"
)

type simCmd struct {
	Seed uint64 `help:"What chance is made from; the same seed does the same." default:"1"`
	Days int    `help:"Working days." default:"20"`
}

// Run lets seeded actors work in a fresh copy of Fenghe Park.
func (c simCmd) Run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "kaigong-sim-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	d, err := db.Open(ctx, filepath.Join(dir, "sim.db"))
	if err != nil {
		return err
	}
	defer d.Close()
	r, err := sim.Run(ctx, d, c.Seed, c.Days)
	fmt.Printf("seed %d: %d steps on %d days, %d refused as they should be, %d applications, %d contracts\n", c.Seed, r.Steps, r.Days, r.Refused, r.Applications, r.Contracts)
	if err != nil {
		return fmt.Errorf("step %d: %w\nagain with: kaigong sim --seed %d --days %d", r.Steps, err, c.Seed, c.Days)
	}
	return nil
}
