package sim

// The schemes of the demo's first lender: two published texts as structured rules.
// Their figures are excerpts, to be confirmed before anybody relies on them.

import (
	"context"
	"encoding/json"

	"kaigong.example/kaigong/internal/feature/finance/scheme"
	"kaigong.example/kaigong/internal/platform/clock"
)

// schemes are written down by the officer on their day and put in force by the
// approver an hour later.
func (t *Timeline) schemes() error {
	var all []struct {
		Day   string       `json:"day"`
		Rules scheme.Rules `json:"rules"`
	}
	text, err := fenghe.ReadFile("fenghe/schemes.json")
	if err == nil {
		err = json.Unmarshal(text, &all)
	}
	if err != nil {
		return err
	}
	for _, x := range all {
		day, err := clock.ParseDate(x.Day)
		if err != nil {
			return err
		}
		ref := "scheme of " + x.Day
		t.add(t.at(day, 10, 0), Officer, "writes down "+x.Rules.Document, func(ctx context.Context) error {
			v, err := t.world.App.Scheme.Draft(ctx, "", x.Rules)
			t.world.know(ref, v.ID)
			t.world.know("rules of "+ref, v.Hash)
			return err
		})
		t.add(t.at(day, 11, 0), Approver, "puts "+x.Rules.Document+" in force", func(ctx context.Context) error {
			_, err := t.world.App.Scheme.Approve(confirmed(ctx, "approve:"+t.world.ID("rules of "+ref)), t.world.ID(ref))
			return err
		})
	}
	return nil
}
