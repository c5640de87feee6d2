package verify_test

import (
	"fmt"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/verify"
)

func ExampleCheck() {
	in := &roster.Instance{Days: 3, Types: []roster.ShiftType{{ID: "D", Start: roster.Unknown, Minutes: 480}},
		People: []roster.Person{{ID: "A", MaxRun: 2, MaxWeekends: roster.None}}, Cover: []roster.Cover{{Day: 0, Need: 2, Under: 100}}}
	s := verify.Check(in, roster.Roster{Days: [][]int{{0, 0, 0}}})
	fmt.Println(s.Cost, s.Missing, s.Violations)
	// Output:
	// 100 1 [max_run: A day 0: 3, limit 2]
}
