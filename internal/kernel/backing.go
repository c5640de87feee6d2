package kernel

// What speaks for an application that every lender had declined, as the feature
// that keeps it tells those who show it.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Kinds of a Backing.
const (
	BackedByGuarantor = "guarantee"
	BackedByTown      = "recommendation"
)

// States of a Backing.
const (
	BackingAsked = "asked" // nothing speaks for it yet
	BackingLive  = "live"
	BackingOver  = "ran_out"
	BackingTaken = "taken_back"
)

// Backing is a guarantor's letter of intent, or a recommendation of the town.
type Backing struct {
	Kind  string    `json:"kind" enum:"guarantee,recommendation"`
	Party string    `json:"party"` // whose word it is
	By    i18n.Text `json:"by"`
	State string    `json:"state" enum:"asked,live,ran_out,taken_back"`
	// Of a letter of intent: the share of the loan that is covered, the largest loan
	// that it holds for, what it costs a year, its last day and what it depends on.
	CoveragePPM money.PPM `json:"coverage_ppm,omitempty"`
	MaxFen      money.Fen `json:"max_fen,omitempty"`
	FeePPM      money.PPM `json:"fee_ppm,omitempty"`
	ValidTo     string    `json:"valid_to,omitempty"`
	// Text is what a letter depends on, or what the town wrote.
	Text string `json:"text,omitempty"`
}

// Live reports whether it still speaks for the application.
func (b Backing) Live() bool { return b.State == BackingLive }

// In says it in one sentence: "Letter of intent of Chengchuan Guarantee: 80 % of
// a loan of up to 500,000 yuan, ...". A word that no longer counts says so.
func (b Backing) In(ctx context.Context) string {
	args := i18n.Args{"by": b.By, "share": i18n.Rate(b.CoveragePPM), "max": i18n.Wan(ctx, b.MaxFen), "fee": i18n.Rate(b.FeePPM), "until": i18n.Date(ctx, b.ValidTo)}
	if b.State == BackingAsked {
		return i18n.T(ctx, "kernel.backing.asked", args)
	}
	if b.Live() {
		return i18n.T(ctx, "kernel.backing."+b.Kind, args)
	}
	return i18n.T(ctx, "kernel.backing."+b.Kind, args) + " · " + i18n.T(ctx, "kernel.backing."+b.State)
}
