package solve

// Rules between people: pairs, and somebody experienced beside somebody new.
// They do not fit a program over one person's roster, so the search sees them as
// costs that depend on what the others do, and the bound leaves them out.

import (
	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

type tie struct {
	other    int
	together bool
	post     bool
	weight   int64 // scaled
	soft     int64 // the part of it that is cost, scaled
}

// ties are the pairs of each person and the rule of guides.
type ties struct {
	any   bool
	of    [][]tie
	slot  []int // per type
	guide int64 // scaled
	mild  int64 // the part of it that is cost, scaled
	fresh []bool
	guru  []bool
}

func bind(p *problem) ties {
	t := ties{of: make([][]tie, p.n), slot: make([]int, p.types), fresh: make([]bool, p.n), guru: make([]bool, p.n)}
	slots := map[string]int{}
	for k := range p.types {
		s := p.in.SlotOf(k)
		if _, ok := slots[s]; !ok {
			slots[s] = len(slots)
		}
		t.slot[k] = slots[s]
	}
	for _, pair := range p.in.Pairs {
		w := weighed(pair.Weight, pair.Hard)
		t.of[pair.A] = append(t.of[pair.A], tie{pair.B, pair.Kind == roster.Together, pair.SamePost, w, int64(pair.Weight) * scale})
		t.of[pair.B] = append(t.of[pair.B], tie{pair.A, pair.Kind == roster.Together, pair.SamePost, w, int64(pair.Weight) * scale})
		t.any = t.any || w > 0
	}
	t.guide = weighed(p.in.Rules.Guide.Weight, p.in.Rules.Guide.Hard)
	t.mild = int64(p.in.Rules.Guide.Weight) * scale
	for i := range p.in.People {
		t.fresh[i], t.guru[i] = p.in.People[i].New, p.in.People[i].Experienced
	}
	t.any = t.any || t.guide > 0
	return t
}

func weighed(weight int, hard bool) int64 {
	if hard {
		weight += heavy
	}
	return int64(weight) * scale
}

func (t *ties) agree(a, b int, post bool) bool {
	return a == b || !post && t.slot[a] == t.slot[b]
}

// broken is whether two assignments break a tie; dp.Off is a day off.
func (t *ties) broken(x tie, a, b int) bool {
	if a < 0 || b < 0 {
		return x.together && (a < 0) != (b < 0)
	}
	return t.agree(a, b, x.post) != x.together
}

// charge adds what ties cost person i on each day and type, given the others, as
// a difference to a day off. Cells that are not allowed stay so.
func (t *ties) charge(p *problem, s *state, i int, cost []int64) {
	if !t.any {
		return
	}
	for d := range p.days {
		row := cost[d*p.types : (d+1)*p.types]
		idle := t.pairs(s, i, d, int(dp.Off))
		for k := range row {
			if row[k] < dp.Never {
				row[k] += t.pairs(s, i, d, k) - idle + t.joining(s, i, d, k)
			}
		}
	}
}

// pairs is what the pairs of person i cost on day d if i works k.
func (t *ties) pairs(s *state, i, d, k int) (sum int64) {
	for _, x := range t.of[i] {
		if t.broken(x, k, int(s.path[x.other][d])) {
			sum += x.weight
		}
	}
	return sum
}

// joining is what the rule of guides costs more if i joins a type, less if i
// guides those who are there.
func (t *ties) joining(s *state, i, d, k int) int64 {
	if t.guide == 0 || !t.fresh[i] && !t.guru[i] {
		return 0
	}
	fresh, guru := t.crowd(s, i, d, k)
	without := fresh && !guru
	with := (fresh || t.fresh[i]) && !guru && !t.guru[i]
	switch {
	case with && !without:
		return t.guide
	case without && !with:
		return -t.guide
	}
	return 0
}

// crowd reports whether anybody new and anybody experienced but i works a type.
func (t *ties) crowd(s *state, i, d, kind int) (fresh, guru bool) {
	for q, path := range s.path {
		if q != i && int(path[d]) == kind {
			fresh, guru = fresh || t.fresh[q], guru || t.guru[q]
		}
	}
	return fresh, guru
}

// total is what all ties cost the search.
func (t *ties) total(p *problem, s *state) int64 {
	hard, _ := t.count(p, s)
	return hard
}

// soft is the part of it that is cost.
func (t *ties) soft(p *problem, s *state) int64 {
	_, soft := t.count(p, s)
	return soft
}

func (t *ties) count(p *problem, s *state) (all, soft int64) {
	if !t.any {
		return 0, 0
	}
	for d := range p.days {
		for i := range p.n {
			for _, x := range t.of[i] {
				if i < x.other && t.broken(x, int(s.path[i][d]), int(s.path[x.other][d])) {
					all, soft = all+x.weight, soft+x.soft
				}
			}
		}
		for kind := range p.types {
			if t.guide == 0 {
				break
			}
			if fresh, guru := t.crowd(s, -1, d, kind); fresh && !guru {
				all, soft = all+t.guide, soft+t.mild
			}
		}
	}
	return all, soft
}
