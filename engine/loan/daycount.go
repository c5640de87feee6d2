package loan

// Day counts: the share of a year between two dates, always from whole days.

import "fmt"

// DayCount names a convention of the standard.
type DayCount string

// The day counts of the standard.
const (
	AA      DayCount = "AA"         // actual days over the actual length of each year
	A360    DayCount = "A360"       // actual days over 360
	A365    DayCount = "A365"       // actual days over 365
	E30360  DayCount = "30E360"     // months of 30 days, day numbers capped at 30
	E30ISDA DayCount = "30E360ISDA" // months of 30 days, month ends count as the 30th, but not a maturity in February
	E28336  DayCount = "28E336"     // months of 28 days, day numbers capped at 28
)

// counting is a DayCount made ready for the inner loop.
type counting uint8

const (
	countAA counting = iota + 1
	countA360
	countA365
	count30
	count30ISDA
	count28
)

func (c DayCount) counting() counting {
	switch c {
	case AA:
		return countAA
	case A360:
		return countA360
	case A365:
		return countA365
	case E30360:
		return count30
	case E30ISDA:
		return count30ISDA
	case E28336:
		return count28
	}
	return 0
}

// Valid reports whether the standard knows the convention.
func (c DayCount) Valid() bool { return c.counting() != 0 }

// Ratio is a year fraction as an exact quotient of whole numbers.
type Ratio struct{ Num, Den int64 }

// Float is the fraction as a number.
func (r Ratio) Float() float64 { return float64(r.Num) / float64(r.Den) }

// String is "31/360".
func (r Ratio) String() string { return fmt.Sprintf("%d/%d", r.Num, r.Den) }

// Between is the share of a year from s to t under the convention, for a
// contract without maturity in February; see BetweenUntil.
func (c DayCount) Between(s, t Time) Ratio { return c.BetweenUntil(s, t, 0) }

// BetweenUntil is the share of a year from s to t of a contract with the given
// maturity, which 30E360ISDA looks at alone.
func (c DayCount) BetweenUntil(s, t, maturity Time) Ratio {
	return c.counting().ratio(s.whole(), t.whole(), maturity.whole())
}

func (c counting) ratio(a, b, maturity int32) Ratio {
	switch c {
	case countA360:
		return Ratio{int64(b - a), 360}
	case countA365:
		return Ratio{int64(b - a), 365}
	case count30:
		return Ratio{monthly(a, b, 30), 360}
	case count30ISDA:
		return Ratio{isda(a, b, maturity), 360}
	case count28:
		return Ratio{monthly(a, b, 28), 336}
	}
	return actual(a, b)
}

// denominator is what actual days are divided by, 0 where that is not all.
func (c counting) denominator() float64 {
	switch c {
	case countA365:
		return 365
	case countA360:
		return 360
	}
	return 0
}

// fraction is the year fraction as the engine multiplies with it.
func (c counting) fraction(a, b, maturity int32) float64 {
	switch c {
	case countA365:
		return float64(b-a) / 365
	case countA360:
		return float64(b-a) / 360
	}
	return c.ratio(a, b, maturity).Float()
}

func monthly(a, b int32, dom int64) int64 {
	y1, m1, d1 := civil(a)
	y2, m2, d2 := civil(b)
	months := int64(y2-y1)*12 + int64(m2-m1)
	return months*dom + min(int64(d2), dom) - min(int64(d1), dom)
}

// isda moves month ends to the 30th on both sides, but leaves an end that is
// the maturity in February where it is.
func isda(a, b, maturity int32) int64 {
	y1, m1, d1 := civil(a)
	y2, m2, d2 := civil(b)
	if d1 == monthDays(y1, m1) {
		d1 = 30
	}
	if d2 == monthDays(y2, m2) && !(b == maturity && m2 == 2) {
		d2 = 30
	}
	return int64(y2-y1)*360 + int64(m2-m1)*30 + int64(d2-d1)
}

// actual sums the days of each calendar year over its own length.
func actual(a, b int32) Ratio {
	y1, _, _ := civil(a)
	y2, _, _ := civil(b)
	if y1 == y2 {
		return Ratio{int64(b - a), yearDays(y1)}
	}
	if y2 < y1 {
		r := actual(b, a)
		return Ratio{-r.Num, r.Den}
	}
	const den = 365 * 366
	num := int64(dayNumber(y1+1, 1, 1)-a) * (den / yearDays(y1))
	num += int64(y2-y1-1) * den
	num += int64(b-dayNumber(y2, 1, 1)) * (den / yearDays(y2))
	return Ratio{num, den}
}

func yearDays(y int) int64 {
	if leap(y) {
		return 366
	}
	return 365
}
