package geo

// Distances on the ground, and ends of segments that are one junction.

import (
	"math"
	"strconv"
)

// earth is the mean radius in metres.
const earth = 6_371_008.8

// metres between two places along the great circle.
func metres(a, b [2]float64) float64 {
	rad := math.Pi / 180
	x := math.Sin((b[1] - a[1]) * rad / 2)
	y := math.Sin((b[0] - a[0]) * rad / 2)
	h := x*x + math.Cos(a[1]*rad)*math.Cos(b[1]*rad)*y*y
	return 2 * earth * math.Asin(math.Sqrt(min(1, h)))
}

// measured is the length of a line in metres.
func measured(line [][2]float64) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		sum += metres(line[i-1], line[i])
	}
	return sum
}

// cell is the square in which a place lies; squares are a little larger than
// the distance within which ends are joined.
func (b *builder) cell(p [2]float64) [2]int {
	size := b.o.Join / 50_000 // degrees; one of longitude is 50 km or more up to 63° north
	return [2]int{floor(p[0] / size), floor(p[1] / size)}
}

func floor(x float64) int {
	return int(math.Floor(max(-1e15, min(1e15, x))))
}

// end is the junction of a segment's end: the one it names, the nearest close
// one, or a new one.
func (b *builder) end(named string, p [2]float64) string {
	if named != "" {
		b.junction(named, p)
		return named
	}
	c := b.cell(p)
	best, least := -1, b.o.Join
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			for _, k := range b.cells[[2]int{c[0] + dx, c[1] + dy}] {
				j := b.file.Junctions[k]
				if d := metres(p, [2]float64{j.Lon, j.Lat}); d <= least {
					best, least = k, d
				}
			}
		}
	}
	if best >= 0 {
		return b.file.Junctions[best].ID
	}
	id := "J" + strconv.Itoa(len(b.file.Junctions)+1)
	for _, known := b.at[id]; known; _, known = b.at[id] {
		id += "x"
	}
	b.junction(id, p)
	return id
}
