package solve_test

import (
	"context"
	"fmt"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/say"
	"kaigong.example/kaigong/engine/roster/solve"
	"kaigong.example/kaigong/engine/roster/verify"
)

// twoDays is a weekend at one gate for two volunteers.
func twoDays() *roster.Instance {
	return &roster.Instance{
		Name: "gate", Days: 2, Weekday: 5,
		Types: []roster.ShiftType{{ID: "day", Start: 8 * 60, Minutes: 480}},
		People: []roster.Person{
			{ID: "王", MaxWeekends: roster.None, MaxRun: 1},
			{ID: "李", MaxWeekends: roster.None},
		},
		Cover:  []roster.Cover{{Day: 0, Need: 1, Under: 100, Over: 5}, {Day: 1, Need: 1, Under: 100, Over: 5}},
		Wishes: []roster.Wish{{Person: 1, Day: 0, Type: roster.Any, Weight: 20}},
	}
}

func ExampleSolve() {
	in := twoDays()
	r, err := solve.Solve(context.Background(), in, solve.Options{Seed: 1, Iterations: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", r.Cost, "bound", r.Bound, "broken", len(verify.Check(in, r.Roster).Violations))
	fmt.Println(in.Named(r.Roster)["王"], in.Named(r.Roster)["李"])
	// Output:
	// cost 0 bound 0 broken 0
	// [day -] [- day]
}

func ExampleExplain() {
	in := twoDays()
	e, _ := solve.Explain(in, roster.Roster{Days: [][]int{{0, roster.Off}, {roster.Off, 0}}}, 0, 0)
	fmt.Println(say.Why(in, e).Zh)
	fmt.Println(say.Why(in, e).En)
	// Output:
	// 王在第1天排“day”：不这样排，最好的办法要改动1天，代价多100（岗位缺员或超员+100）。
	// 王 has day on day 1: the best roster without it differs on 1 days and costs 100 more (cover +100).
}

func ExampleReplan() {
	in := twoDays()
	old := roster.Roster{Days: [][]int{{0, roster.Off}, {roster.Off, 0}}}
	r, err := solve.Replan(context.Background(), in, old, []solve.Call{{Person: 0, From: 0, To: 0}}, 0, 0, solve.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range r.Changes {
		fmt.Println(say.Changed(in, c).En)
	}
	// Output:
	// 王 on day 1: a day off instead of day.
	// 李 on day 1: day instead of a day off.
}
