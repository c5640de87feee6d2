package i18n

import (
	"context"
	"testing"
	"testing/fstest"
	"time"

	"kaigong.example/kaigong/engine/money"
)

// spoken is a context in a language with the given messages.
func spoken(t testing.TB, l Lang, zh, en string) context.Context {
	t.Helper()
	b, err := Load(source(zh, en))
	if err != nil {
		t.Fatal(err)
	}
	return With(context.Background(), b, l)
}

func source(zh, en string) fstest.MapFS {
	return fstest.MapFS{"locales/zh-CN.json": {Data: []byte(zh)}, "locales/en.json": {Data: []byte(en)}}
}

// TestFormats holds the table "Numbers and dates" of the design guide, a row a
// line. Wants are copied from the guide, not from the code.
func TestFormats(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	now := time.Date(2020, 3, 24, 9, 40, 0, 0, shanghai)
	for _, x := range []struct {
		what, zh, en string
		say          func(ctx context.Context) string
	}{
		{"overview amount", "60.00 万元", "¥600,000", func(c context.Context) string { return Wan(c, 60_000_000) }},
		{"overview amount, large", "3,000.00 万元", "¥30,000,000", func(c context.Context) string { return Wan(c, 3_000_000_000) }},
		{"overview amount, rounded half up", "1.01 万元", "¥10,050", func(c context.Context) string { return Wan(c, 1_005_000) }},
		{"overview amount, from 1 万 on", "1.00 万元", "¥10,000", func(c context.Context) string { return Wan(c, 1_000_000) }},
		{"overview amount, less than 1 万", "9,999.99 元", "¥10,000", func(c context.Context) string { return Wan(c, 999_999) }},
		{"overview amount, negative", "−48.00 万元", "−¥480,000", func(c context.Context) string { return Wan(c, -48_000_000) }},
		{"exact amount", "17,746.27 元", "¥17,746.27", func(c context.Context) string { return Exact(c, 1_774_627) }},
		{"exact amount, nothing", "0.00 元", "¥0.00", func(c context.Context) string { return Exact(c, 0) }},
		{"exact amount, cents", "0.05 元", "¥0.05", func(c context.Context) string { return Exact(c, 5) }},
		{"table column", "1,000,000.00", "1,000,000.00", func(context.Context) string { return Column(100_000_000) }},
		{"table column, negative", "−53,238.81", "−53,238.81", func(context.Context) string { return Column(-5_323_881) }},
		{"change up", "+3,648.21 元", "+¥3,648.21", func(c context.Context) string { return Change(c, 364_821) }},
		{"change down", "−53,238.81 元", "−¥53,238.81", func(c context.Context) string { return Change(c, -5_323_881) }},
		{"no change", "0.00 元", "¥0.00", func(c context.Context) string { return Change(c, 0) }},
		{"rate", "6.10%", "6.10%", func(context.Context) string { return Percent(61_000) }},
		{"rate, rounded half up", "4.36%", "4.36%", func(context.Context) string { return Percent(43_550) }},
		{"rate of a contract", "7.275%", "7.275%", func(context.Context) string { return Rate(72_750) }},
		{"rate of a contract, round", "50.00%", "50.00%", func(context.Context) string { return Rate(500_000) }},
		{"points", "0.80 个百分点", "0.80 points", func(c context.Context) string { return Points(c, 8_000) }},
		{"points down", "−0.80 个百分点", "−0.80 points", func(c context.Context) string { return Points(c, -8_000) }},
		{"date", "2020年3月24日", "24 Mar 2020", func(c context.Context) string { return Date(c, "2020-03-24") }},
		{"date in the year", "3月24日 周二", "Tue 24 Mar", func(c context.Context) string { return Day(c, "2020-03-24") }},
		{"date, not one", "2020-02-30", "2020-02-30", func(c context.Context) string { return Date(c, "2020-02-30") }},
		{"month", "2020年3月", "Mar 2020", func(c context.Context) string { return Month(c, "2020-03-24") }},
		{"time today", "今天 16:00", "today, 16:00", func(c context.Context) string {
			return Moment(c, time.Date(2020, 3, 24, 8, 0, 0, 0, time.UTC), now, shanghai)
		}},
		{"time this year", "3月23日 16:48", "23 Mar, 16:48", func(c context.Context) string { return Moment(c, now.Add(-16*time.Hour-52*time.Minute), now, shanghai) }},
		{"time of another year", "2019-12-31 09:05", "2019-12-31 09:05", func(c context.Context) string {
			return Moment(c, time.Date(2019, 12, 31, 9, 5, 0, 0, shanghai), now, shanghai)
		}},
		{"due today", "今天 17:30", "today, 17:30", func(c context.Context) string {
			return Due(c, time.Date(2020, 3, 24, 17, 30, 0, 0, shanghai), now, shanghai)
		}},
		{"due this year", "3月26日 周四 17:30", "Thu 26 Mar, 17:30", func(c context.Context) string {
			return Due(c, time.Date(2020, 3, 26, 17, 30, 0, 0, shanghai), now, shanghai)
		}},
		{"due next year", "2021年1月4日 17:30", "4 Jan 2021, 17:30", func(c context.Context) string {
			return Due(c, time.Date(2021, 1, 4, 17, 30, 0, 0, shanghai), now, shanghai)
		}},
		{"clock in days", "剩 2 个工作日", "2 working days left", func(c context.Context) string { return Left(c, Remaining{Days: 2}) }},
		{"clock, one day", "剩 1 个工作日", "1 working day left", func(c context.Context) string { return Left(c, Remaining{Days: 1}) }},
		{"clock under a day", "剩 6 小时 20 分", "6 h 20 min left", func(c context.Context) string {
			return Left(c, Remaining{Today: 6*time.Hour + 20*time.Minute + 59*time.Second})
		}},
		{"clock under an hour", "剩 5 分", "5 min left", func(c context.Context) string { return Left(c, Remaining{Today: 5 * time.Minute}) }},
		{"clock over", "超时 1 个工作日", "1 working day over", func(c context.Context) string { return Left(c, Remaining{Over: 1}) }},
		{"clock long over", "超时 3 个工作日", "3 working days over", func(c context.Context) string { return Left(c, Remaining{Over: 3}) }},
		{"share", "3 / 4 75.0%", "3 / 4 75.0%", func(context.Context) string { return Share(3, 4) }},
		{"share of nothing", "0 / 0", "0 / 0", func(context.Context) string { return Share(0, 0) }},
	} {
		if got := x.say(spoken(t, Zh, "{}", "{}")); got != x.zh {
			t.Errorf("%s: %q, the guide says %q", x.what, got, x.zh)
		}
		if got := x.say(spoken(t, En, "{}", "{}")); got != x.en {
			t.Errorf("%s: %q, the guide says %q", x.what, got, x.en)
		}
	}
}

// TestPartsJoin holds that number and unit, set apart in type, say the same as
// the whole.
func TestPartsJoin(t *testing.T) {
	for _, l := range Langs {
		ctx := spoken(t, l, "{}", "{}")
		for _, f := range []money.Fen{0, 5, 999_999, 1_000_000, 60_000_000, -1_774_627} {
			for name, x := range map[string]struct {
				whole        string
				number, unit string
			}{"wan": three(Wan(ctx, f), ctx, f, WanParts), "exact": three(Exact(ctx, f), ctx, f, ExactParts)} {
				joined := x.number
				if x.unit != "" {
					joined += " " + x.unit
				}
				if joined != x.whole {
					t.Errorf("%s of %d in %s: parts %q, whole %q", name, f, l, joined, x.whole)
				}
			}
		}
	}
}

func three(whole string, ctx context.Context, f money.Fen, parts func(context.Context, money.Fen) (string, string)) (x struct {
	whole        string
	number, unit string
}) {
	x.whole = whole
	x.number, x.unit = parts(ctx, f)
	return x
}
