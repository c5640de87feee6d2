package solver

// Chance from a seed, cheap enough for the innermost loop.

import "math"

// chance is Marsaglia's xorshift with Vigna's multiplier.
type chance uint64

// newChance spreads a seed over all bits; no seed gives the state zero.
func newChance(seed uint64) chance {
	z := seed + 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return chance(z ^ z>>31 | 1)
}

func (c *chance) next() uint64 {
	x := uint64(*c)
	x ^= x >> 12
	x ^= x << 25
	x ^= x >> 27
	*c = chance(x)
	return x * 0x2545f4914f6cdd1d
}

// below is a whole number from 0 to n-1.
func (c *chance) below(n int) int {
	return int((c.next() >> 32) * uint64(n) >> 32)
}

// unit is a real in (0, 1].
func (c *chance) unit() float64 {
	return float64(c.next()>>11+1) / (1 << 53)
}

// patience is what a worse solution may cost more, at temperature 1.
func (c *chance) patience() float64 { return -math.Log(c.unit()) }
