package dunning

import (
	"context"
	"strings"
	"testing"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// desk stands for the loans and the notices around.
type desk struct {
	dues []Due
	told []string
}

func (d *desk) Upcoming(_ context.Context, _ db.Tx, from, to string) (out []Due, err error) {
	for _, x := range d.dues {
		if x.CollectOn >= from && x.CollectOn <= to {
			out = append(out, x)
		}
	}
	return out, nil
}

func (d *desk) Tell(_ context.Context, _ db.Tx, party string, _ kernel.Role, key, _, _ string, args map[string]any) error {
	d.told = append(d.told, strings.TrimPrefix(key, "dunning.notice.")+" "+party+" "+args["ref"].(string))
	return nil
}

// One instalment is collected on 20 April; on the 22nd there is another, of which
// money that waits pays all.
func TestRemindersComeOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Migrate(context.Background(), db.Source{Name: Name, Files: Files}); err != nil {
			t.Fatal(err)
		}
		around := &desk{dues: []Due{
			{Contract: "c1", Ref: "A", Borrower: "firm", Lender: "bank", DueOn: "2020-04-18", CollectOn: "2020-04-20", OpenFen: money.Fen(100)},
			{Contract: "c2", Ref: "B", Borrower: "firm", Lender: "bank", DueOn: "2020-04-22", CollectOn: "2020-04-22", OpenFen: 0},
		}}
		now := clock.Standing(time.Date(2020, 4, 12, 2, 0, 0, 0, time.UTC))
		s := &Service{DB: d, Loans: around, Notices: around, Zone: time.UTC, Now: now.Now, Before: Usual}
		for _, x := range []struct {
			day  int
			want string
		}{
			{12, ""}, {13, "soon firm A, soon bank A"}, {15, ""}, {19, "soon firm A, soon bank A"}, {20, "today firm A, today bank A"}, {21, ""},
		} {
			if err := now.Advance(time.Date(2020, 4, x.day, 2, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(err)
			}
			around.told = nil
			for range 2 {
				if err := s.Sweep(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			if got := strings.Join(around.told, ", "); got != x.want {
				t.Errorf("on the %dth: %q, want %q", x.day, got, x.want)
			}
		}
	})
}

// Whoever looks again after days of absence sends what is right now, alone.
func TestAfterAnAbsence(t *testing.T) {
	s := &Service{Before: Usual}
	for left, want := range map[int]int{0: 0, 1: 1, 2: 7, 7: 7} {
		d := Due{CollectOn: clock.Date{Year: 2020, Month: 4, Day: 1 + left}.String()}
		if got := s.step(d, clock.Date{Year: 2020, Month: 4, Day: 1}); got != want {
			t.Errorf("%d days left: the reminder of %d days, want %d", left, got, want)
		}
	}
}
