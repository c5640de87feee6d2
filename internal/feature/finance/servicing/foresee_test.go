package servicing

// New terms that are only looked at.

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// What is foreseen is what a restatement then makes, and foreseeing changes
// nothing. A day that lies ahead can be foreseen and not restated.
func TestForeseenIsWhatComes(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	c := k.funded(million(), "2020-03-16")
	k.payNext(c)
	lower := million()
	lower.RatePPM = 40_500
	foresee := func(at string) (before, after []Installment) {
		must(t, k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
			before, after, err = k.Foresee(ctx, tx, c.ID, kernel.NewTerms{Terms: lower}, at)
			return err
		}))
		return before, after
	}
	was := k.view(c)
	before, after := foresee("2020-05-16")
	if before[2].InterestFen != was.Installments[2].InterestFen || after[1] != before[1] || after[2].InterestFen >= before[2].InterestFen {
		t.Errorf("ahead: %+v, before %+v", after[2], before[2])
	}
	_, err := k.restate(c, "2020-05-16", kernel.NewTerms{Terms: lower})
	wants(t, err, "at: servicing.date.future")
	k.payNext(c)
	before, after = foresee("2020-05-16")
	if got := k.view(c); len(got.Versions) != 1 || got.Installments[2] != before[2] {
		t.Errorf("foreseeing changed %+v to %+v", before[2], got.Installments[2])
	}
	_, err = k.restate(c, "2020-05-16", kernel.NewTerms{Terms: lower})
	must(t, err)
	for i, row := range k.view(c).Installments {
		if row != after[i] {
			t.Errorf("row %d is %+v, foreseen %+v", row.No, row, after[i])
		}
	}
	k.whole()
}
