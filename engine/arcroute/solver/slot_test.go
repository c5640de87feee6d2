package solver

import (
	"fmt"
	"slices"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

// TestWith compares the price of a task at a place, of tables that meet, with
// the split of the whole tour with the task in it.
func TestWith(t *testing.T) {
	in := streets(5, 4, 40)
	in.Refills, in.Fleet[0].LoadCost, in.UTurn = []int{7, 12}, 13, 9
	for i := range in.Edges {
		in.Edges[i].OneWay = i%7 == 3
	}
	if err := in.Check(); err != nil {
		t.Fatal(err)
	}
	s := share(in)
	b, err := newBeat(t.Context(), in, 0, s.treated, func(int) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	rnd := newChance(5)
	for range 200 {
		order := make([]int32, b.m)
		for i := range order {
			order[i] = int32(i)
			j := rnd.below(i + 1)
			order[i], order[j] = order[j], order[i]
		}
		c := &crew{beat: b, order: order[:rnd.below(b.m)]}
		task := order[b.m-1]
		c.table()
		if n := len(c.order); n > 0 {
			e, r := c.enter(0, c.order[0]), c.rest[0]
			if got := int64(min(e[0]+r[0], e[1]+r[1])); got != c.cost {
				t.Fatalf("backwards %d, forwards %d", got, c.cost)
			}
		}
		for at := range len(c.order) + 1 {
			if got, want := c.with(task, at), b.cost(slices.Insert(slices.Clone(c.order), at, task)); got != want {
				t.Fatalf("task %d before place %d of %v: %d, want %d", task, at, c.order, got, want)
			}
		}
	}
}

// TestSharedTypes plans streets that two types may treat, by the fast search,
// and wants every plan no dearer than where each type keeps to its half.
func TestSharedTypes(t *testing.T) {
	in := streets(6, 5, 60)
	for i := range in.Edges {
		in.Edges[i].Access = []string{"road", "lane"}[i%2]
	}
	in.Fleet = []arcroute.Vehicle{{ID: "truck", Capacity: 90, Treats: []string{"road"}}, {ID: "trike", Capacity: 40, TravelRate: 800, TreatRate: 1200, Treats: []string{"lane"}}}
	apart, err := Solve(t.Context(), in, Options{Iterations: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	in.Fleet[0].Treats, in.Fleet[1].Treats = nil, nil
	shared, err := Solve(t.Context(), in, Options{Iterations: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if shared.Plan.Cost >= apart.Plan.Cost {
		t.Errorf("shared %d, apart %d", shared.Plan.Cost, apart.Plan.Cost)
	}
	t.Logf("shared %d, apart %d", shared.Plan.Cost, apart.Plan.Cost)
}

// TestGroups joins types of vehicles by the streets they share, by way of others
// too, and leaves out who treats nothing.
func TestGroups(t *testing.T) {
	s := &shares{able: [][]int{{0, 3}, {3, 2}, {2}, {1}}, treated: []int{0, 3, 2, 1}}
	if got := fmt.Sprint(s.groups()); got != "[[0 2 3] [1]]" {
		t.Error(got)
	}
}
