package i18n

// Amounts, rates, dates and clocks as each language writes them.

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
)

// Wan is an overview amount: 60.00 万元, ¥600,000.
func Wan(ctx context.Context, f money.Fen) string {
	n, unit := WanParts(ctx, f)
	if unit == "" {
		return n
	}
	return n + " " + unit
}

// WanParts is an overview amount as number and unit, to set them apart in type.
// Under one 万 Chinese shows yuan.
func WanParts(ctx context.Context, f money.Fen) (number, unit string) {
	if IsEn(ctx) {
		return sign(f) + "¥" + group(strconv.FormatInt(int64(money.Div(abs(f), 100, money.HalfUp)), 10)), ""
	}
	if abs(f) < 10_000_00 {
		return sign(f) + abs(f).Text(), "元"
	}
	wan := money.Div(abs(f), 10_000, money.HalfUp) // hundredths of a 万
	return sign(f) + money.Fen(wan).Text(), "万元"
}

// Exact is an amount to the fen: 17,746.27 元, ¥17,746.27.
func Exact(ctx context.Context, f money.Fen) string {
	n, unit := ExactParts(ctx, f)
	if unit == "" {
		return n
	}
	return n + " " + unit
}

// ExactParts is Exact as number and unit.
func ExactParts(ctx context.Context, f money.Fen) (number, unit string) {
	if IsEn(ctx) {
		return sign(f) + "¥" + abs(f).Text(), ""
	}
	return sign(f) + abs(f).Text(), "元"
}

// Column is an amount in a table whose header carries the unit.
func Column(f money.Fen) string { return sign(f) + abs(f).Text() }

// Change is an amount with its sign: +3,648.21 元, −¥53,238.81.
func Change(ctx context.Context, f money.Fen) string {
	if f > 0 {
		return "+" + Exact(ctx, f)
	}
	return Exact(ctx, f)
}

// Percent is a rate: 6.10%.
func Percent(r money.PPM) string {
	hundredths := money.Div(money.Fen(r), 100, money.HalfUp)
	return sign(hundredths) + abs(hundredths).Text() + "%"
}

// Rate is a share as a contract says it, to the ppm where it needs to: 4.85%,
// 7.275%.
func Rate(r money.PPM) string {
	if r%100 == 0 {
		return Percent(r)
	}
	whole := abs(money.Fen(r))
	return sign(money.Fen(r)) + strings.TrimRight(fmt.Sprintf("%d.%04d", whole/10_000, whole%10_000), "0") + "%"
}

// Points is a difference between rates: 0.80 个百分点, 0.80 points.
func Points(ctx context.Context, r money.PPM) string {
	number := strings.TrimSuffix(Percent(r), "%")
	if IsEn(ctx) {
		return number + " points"
	}
	return number + " 个百分点"
}

// Share is a part of a whole: "3 / 4 75.0%".
func Share(part, whole int64) string {
	if whole == 0 {
		return fmt.Sprintf("%d / %d", part, whole)
	}
	return fmt.Sprintf("%d / %d %.1f%%", part, whole, float64(part)*100/float64(whole))
}

func sign(f money.Fen) string {
	if f < 0 {
		return "−"
	}
	return ""
}

func abs(f money.Fen) money.Fen {
	if f < 0 {
		return -f
	}
	return f
}

func group(s string) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

var (
	months   = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	weekZh   = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
	weekEn   = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	isoShort = "2006-01-02"
)

// Date is a civil date in full: 2020年3月24日, 24 Mar 2020. It takes the table
// form "2020-03-24"; anything else is shown as it is.
func Date(ctx context.Context, iso string) string {
	d, err := time.Parse(isoShort, iso)
	if err != nil {
		return iso
	}
	if IsEn(ctx) {
		return fmt.Sprintf("%d %s %d", d.Day(), months[d.Month()-1], d.Year())
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year(), d.Month(), d.Day())
}

// Day is a date within the year, with its weekday: 3月24日 周二, Tue 24 Mar.
func Day(ctx context.Context, iso string) string {
	d, err := time.Parse(isoShort, iso)
	if err != nil {
		return iso
	}
	if IsEn(ctx) {
		return fmt.Sprintf("%s %d %s", weekEn[d.Weekday()], d.Day(), months[d.Month()-1])
	}
	return fmt.Sprintf("%d月%d日 %s", d.Month(), d.Day(), weekZh[d.Weekday()])
}

// Month is a month of a year, from the table form of one of its days:
// 2020年3月, Mar 2020.
func Month(ctx context.Context, iso string) string {
	d, err := time.Parse(isoShort, iso)
	if err != nil {
		return iso
	}
	if IsEn(ctx) {
		return fmt.Sprintf("%s %d", months[d.Month()-1], d.Year())
	}
	return fmt.Sprintf("%d年%d月", d.Year(), d.Month())
}

// Moment is an instant at a place: 3月24日 16:00, 24 Mar, 16:00; today shows as
// 今天 16:00, today, 16:00; another year shows the year.
func Moment(ctx context.Context, at, now time.Time, zone *time.Location) string {
	at, now = at.In(zone), now.In(zone)
	clock := at.Format("15:04")
	switch {
	case at.Format(isoShort) == now.Format(isoShort):
		if IsEn(ctx) {
			return "today, " + clock
		}
		return "今天 " + clock
	case at.Year() != now.Year():
		return at.Format(isoShort) + " " + clock
	case IsEn(ctx):
		return fmt.Sprintf("%d %s, %s", at.Day(), months[at.Month()-1], clock)
	}
	return fmt.Sprintf("%d月%d日 %s", at.Month(), at.Day(), clock)
}

// Civil is a date in the table form that a message shows as its reader writes
// dates.
type Civil string

// show gives an argument the reader's form: money as an exact amount with its
// overview beside it where that helps against a zero too many.
func show(ctx context.Context, v any) string {
	switch x := v.(type) {
	case money.Fen:
		return Exact(ctx, x)
	case money.PPM:
		return Percent(x)
	case Text:
		return x.In(ctx)
	case Civil:
		return Date(ctx, string(x))
	case time.Time:
		return x.Format(isoShort + " 15:04")
	}
	return fmt.Sprint(v)
}
