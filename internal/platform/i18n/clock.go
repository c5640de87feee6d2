package i18n

// Clocks in words: how much of an allowed time is left.

import (
	"context"
	"fmt"
	"time"
)

// Remaining is how much of a clock is left, as the working-day calendar
// measures it: whole working days after today, else the time left on the last
// day, else the working days by which it is over.
type Remaining struct {
	Days  int
	Today time.Duration
	Over  int
}

// Left words what remains: 剩 2 个工作日, 剩 6 小时 20 分, 超时 1 个工作日;
// 2 working days left, 6 h 20 min left, 1 working day over.
func Left(ctx context.Context, r Remaining) string {
	switch {
	case r.Over > 0 && IsEn(ctx):
		return plural(r.Over, "working day") + " over"
	case r.Over > 0:
		return fmt.Sprintf("超时 %d 个工作日", r.Over)
	case r.Days > 0 && IsEn(ctx):
		return plural(r.Days, "working day") + " left"
	case r.Days > 0:
		return fmt.Sprintf("剩 %d 个工作日", r.Days)
	}
	return leftToday(IsEn(ctx), r.Today)
}

// leftToday drops what is below a minute, so that nobody is promised it.
func leftToday(en bool, d time.Duration) string {
	h, m := int(d.Hours()), int(d.Minutes())%60
	switch {
	case en && h > 0:
		return fmt.Sprintf("%d h %d min left", h, m)
	case en:
		return fmt.Sprintf("%d min left", m)
	case h > 0:
		return fmt.Sprintf("剩 %d 小时 %d 分", h, m)
	}
	return fmt.Sprintf("剩 %d 分", m)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// Due says when a clock ends: 今天 17:30, 3月26日 周四 17:30; today, 17:30,
// Thu 26 Mar, 17:30.
func Due(ctx context.Context, at, now time.Time, zone *time.Location) string {
	at, now = at.In(zone), now.In(zone)
	day := Day(ctx, at.Format(isoShort))
	switch {
	case at.Format(isoShort) == now.Format(isoShort):
		return Moment(ctx, at, now, zone)
	case at.Year() != now.Year():
		day = Date(ctx, at.Format(isoShort))
	}
	if IsEn(ctx) {
		return day + ", " + at.Format("15:04")
	}
	return day + " " + at.Format("15:04")
}
