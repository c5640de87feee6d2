package loan

// Day counts: the share of a year between two dates, always from whole days.

import "fmt"

// DayCount names a convention of the standard.
type DayCount string

const (
	AA     DayCount = "AA"     // actual days over the actual length of each year
	A360   DayCount = "A360"   // actual days over 360
	A365   DayCount = "A365"   // actual days over 365
	E30360 DayCount = "30E360" // months of 30 days, day numbers capped at 30
	E28336 DayCount = "28E336" // months of 28 days, day numbers capped at 28
)

func (c DayCount) valid() bool {
	switch c {
	case AA, A360, A365, E30360, E28336:
		return true
	}
	return false
}

// Ratio is a year fraction as an exact quotient of whole numbers.
type Ratio struct{ Num, Den int64 }

// Float is the fraction as a number.
func (r Ratio) Float() float64 { return float64(r.Num) / float64(r.Den) }

// String is "31/360".
func (r Ratio) String() string { return fmt.Sprintf("%d/%d", r.Num, r.Den) }

// Between is the share of a year from s to t under the convention.
func (c DayCount) Between(s, t Time) Ratio {
	a, b := s.whole(), t.whole()
	switch c {
	case A360:
		return Ratio{b - a, 360}
	case A365:
		return Ratio{b - a, 365}
	case E30360:
		return Ratio{monthly(a, b, 30), 360}
	case E28336:
		return Ratio{monthly(a, b, 28), 336}
	}
	return actual(a, b)
}

func monthly(a, b, dom int64) int64 {
	y1, m1, d1 := civil(a)
	y2, m2, d2 := civil(b)
	months := int64(y2-y1)*12 + int64(m2-m1)
	return months*dom + min(int64(d2), dom) - min(int64(d1), dom)
}

// actual sums the days of each calendar year over its own length.
func actual(a, b int64) Ratio {
	y1, _, _ := civil(a)
	y2, _, _ := civil(b)
	if y1 == y2 {
		return Ratio{b - a, yearDays(y1)}
	}
	const den = 365 * 366
	num := (dayNumber(y1+1, 1, 1) - a) * (den / yearDays(y1))
	num += int64(y2-y1-1) * den
	num += (b - dayNumber(y2, 1, 1)) * (den / yearDays(y2))
	return Ratio{num, den}
}

func yearDays(y int) int64 {
	if leap(y) {
		return 366
	}
	return 365
}
