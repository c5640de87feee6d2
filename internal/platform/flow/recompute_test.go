package flow_test

// A clock into a year that nobody knows yet, and what becomes of it.

import (
	"context"
	"testing"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/flow"
)

// of2031 are notices as they may come: the second and third of January are off, and
// the Saturday after is worked.
const of2031 = `{"years":{"2030":{"notice":{"zh":"关于2030年部分节假日安排的通知","en":"Public holidays of 2030"},"off":["2030-01-01"]},"2031":{"notice":{"zh":"关于2031年部分节假日安排的通知","en":"Public holidays of 2031"},"off":["2031-01-01","2031-01-02","2031-01-03"],"makeup":["2031-01-04"]}}}`

// Three working days after Tuesday 31 December 2030, of which no notice is out, are
// Thursday, Friday and Monday the 6th; with the notice Saturday, Monday and Tuesday
// the 7th. A pause of a working day comes on top, before and after.
func TestAClockIsWorkedOutAnewWhenTheNoticeComes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		b := newBench(t, d)
		b.now = b.at("2030-12-31 10:00")
		b.keep.Now = func() time.Time { return b.now }
		write := func(do func(ctx context.Context, tx db.Tx) error) {
			t.Helper()
			if err := d.Write(context.Background(), do); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range []string{"plain", "paused"} {
			write(func(ctx context.Context, tx db.Tx) error {
				return b.keep.Enter(ctx, tx, flow.Case{Machine: machine(), ID: id, State: "review", Sides: map[string]string{"borrower": "E01", "lender": "RCB"}})
			})
		}
		write(func(ctx context.Context, tx db.Tx) error {
			_, err := b.keep.Pause(ctx, tx, "request", "paused", flow.Pause{Until: b.at("2031-01-06 10:00"), Reason: "away", AskedBy: "a", AgreedBy: "b"})
			return err
		})
		b.now = b.at("2031-01-06 11:00")
		write(func(ctx context.Context, tx db.Tx) error { return b.keep.Resume(ctx, tx, "request", "paused") })
		look := func(id, want string, provisional bool) {
			t.Helper()
			c := b.clocks(id)[0]
			if !c.Due.Equal(b.at(want)) || c.Provisional != provisional || c.Days != 3 || c.Parties != "E01,RCB" {
				t.Errorf("%s: %+v, want %s", id, c, want)
			}
		}
		look("plain", "2031-01-06 17:00", true)
		look("paused", "2031-01-09 17:00", true) // Tuesday, Thursday, Friday stood still
		settle := func(id string) (s flow.Settled, done bool) {
			t.Helper()
			write(func(ctx context.Context, tx db.Tx) (err error) {
				s, done, err = b.keep.Settle(ctx, tx, "request", id)
				return err
			})
			return s, done
		}
		if _, done := settle("plain"); done {
			t.Error("settled without a notice")
		}
		known, err := clock.NewCalendar(b.zone, []byte(of2031))
		if err != nil {
			t.Fatal(err)
		}
		b.keep.Calendar = known
		if s, done := settle("plain"); !done || !s.Was.Equal(b.at("2031-01-06 17:00")) || s.Turn.Party != "RCB" || !s.Turn.Due.Equal(b.at("2031-01-07 17:00")) || s.Turn.Provisional {
			t.Errorf("%v %+v", done, s)
		}
		settle("paused")
		look("plain", "2031-01-07 17:00", false)
		look("paused", "2031-01-09 17:00", false) // Tuesday and the worked Saturday stood still
		if _, done := settle("plain"); done {
			t.Error("settled twice")
		}
	})
}

func TestANoticeIsChecked(t *testing.T) {
	for _, text := range []string{
		`{`, `{"years":{"soon":{}}}`, `{"years":{"2031":{"off":["2031-01-01"]}}}`,
		`{"years":{"2031":{"notice":{"zh":"一","en":"one"},"off":["2030-01-01"]}}}`, `{"years":{"2031":{"notice":{"zh":"一","en":"one"},"off":["2031-13-01"]}}}`,
	} {
		if _, err := clock.NewCalendar(time.UTC, []byte(text)); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}
