// Package money keeps amounts as whole fen and rates as whole parts per
// million, so that sums are exact and every division says how it rounds.
package money

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// Fen is an amount of money in hundredths of a yuan.
type Fen int64

// PPM is a rate in parts per million: 4.35 % a year is 43,500.
type PPM int64

// Rounding names what a division does with a rest.
type Rounding string

const (
	HalfUp   Rounding = "half_up"   // 四舍五入: a half goes away from zero
	HalfEven Rounding = "half_even" // a half goes to the even neighbour
)

// Faults of parsing and of arithmetic beyond 64 bits.
var (
	ErrSyntax   = errors.New("money: not an amount")
	ErrTooFine  = errors.New("money: more than two decimals")
	ErrOverflow = errors.New("money: amount too large")
)

// Div divides by a positive number and rounds the rest as named.
func Div(f Fen, by int64, r Rounding) Fen {
	q, rest := int64(f)/by, int64(f)%by
	if rest < 0 {
		return -Div(-f, by, r)
	}
	if roundsUp(uint64(q), uint64(rest), uint64(by), r) {
		q++
	}
	return Fen(q)
}

// MulDiv is f * mul / div with 128 bits in between, rounded once. mul must not
// be negative, div must be positive.
func MulDiv(f Fen, mul, div int64, r Rounding) (Fen, error) {
	if mul < 0 || div <= 0 {
		return 0, ErrOverflow
	}
	neg := f < 0
	hi, lo := bits.Mul64(magnitude(f), uint64(mul))
	if hi >= uint64(div) {
		return 0, ErrOverflow
	}
	q, rest := bits.Div64(hi, lo, uint64(div))
	if roundsUp(q, rest, uint64(div), r) {
		q++
	}
	if q > math.MaxInt64 {
		return 0, ErrOverflow
	}
	if neg {
		return -Fen(q), nil
	}
	return Fen(q), nil
}

func magnitude(f Fen) uint64 {
	if f < 0 {
		return uint64(-(f + 1)) + 1
	}
	return uint64(f)
}

func roundsUp(q, rest, div uint64, r Rounding) bool {
	twice := div - rest // compare rest with div/2 without doubling
	switch {
	case rest > twice:
		return true
	case rest < twice:
		return false
	}
	return r == HalfUp || q%2 == 1
}

// Round turns an engine's amount in yuan into fen. The engine computes in
// floating point, so a value within a hundred-millionth of a yuan of a half
// counts as that half.
func Round(yuan float64, r Rounding) Fen {
	cents := yuan * 100
	down := math.Floor(math.Abs(cents))
	rest := math.Abs(cents) - down
	const near = 1e-6
	up := rest > 0.5+near || rest >= 0.5-near && (r == HalfUp || int64(down)%2 == 1)
	if up {
		down++
	}
	return Fen(math.Copysign(down, cents))
}

// Yuan is the amount as a floating number of yuan, for the engine.
func (f Fen) Yuan() float64 { return float64(f) / 100 }

// Text is the amount in yuan with thousands and two decimals: "800,000.00".
func (f Fen) Text() string {
	m := magnitude(f)
	whole, cents := strconv.FormatUint(m/100, 10), m%100
	var b strings.Builder
	if f < 0 {
		b.WriteByte('-')
	}
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	b.WriteByte('.')
	b.WriteByte('0' + byte(cents/10))
	b.WriteByte('0' + byte(cents%10))
	return b.String()
}

// Parse reads an amount in yuan as people type it: digits, thousands commas
// (also the full-width one), at most two decimals, ¥ or 元 around it. The word
// 万 is understood, so that "80万" is not read as 80 yuan.
func Parse(typed string) (Fen, error) {
	s := strings.NewReplacer(",", "", "，", "", " ", "", "\u3000", "", "¥", "", "￥", "", "元", "").Replace(typed)
	s, wan := strings.CutSuffix(s, "万")
	scale := 2
	if wan {
		scale = 6
	}
	return decimal(s, scale)
}

// decimal reads a decimal number scaled by a power of ten, exactly.
func decimal(s string, scale int) (Fen, error) {
	body, neg := strings.CutPrefix(s, "-")
	whole, frac, _ := strings.Cut(body, ".")
	if whole == "" || len(frac) > 0 && strings.Trim(frac, "0123456789") != "" || strings.Trim(whole, "0123456789") != "" {
		return 0, ErrSyntax
	}
	if len(frac) > scale {
		if strings.Trim(frac[scale:], "0") != "" {
			return 0, ErrTooFine
		}
		frac = frac[:scale]
	}
	n, err := strconv.ParseInt(whole+frac+strings.Repeat("0", scale-len(frac)), 10, 64)
	if err != nil {
		return 0, ErrOverflow
	}
	if neg {
		n = -n
	}
	return Fen(n), nil
}

// ParsePercent reads a rate as people type it: "4.35" or "4.35%".
func ParsePercent(typed string) (PPM, error) {
	s := strings.NewReplacer("%", "", "％", "", " ", "").Replace(typed)
	n, err := decimal(s, 4)
	return PPM(n), err
}

// Fraction is the rate as a number: 0.0435.
func (p PPM) Fraction() float64 { return float64(p) / 1e6 }
