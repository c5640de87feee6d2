package solver_test

import (
	"context"
	"fmt"
	"strings"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/bound"
	"kaigong.example/kaigong/engine/arcroute/solver"
	"kaigong.example/kaigong/engine/arcroute/verify"
)

// A street of three parts with the depot at one end; a tank holds two of them.
func Example() {
	in, err := arcroute.Read(strings.NewReader(`{"name":"street","vertices":4,"depot":0,"capacity":2,"edges":[
		{"u":0,"v":1,"cost":30,"demand":1},{"u":1,"v":2,"cost":40,"demand":1},{"u":2,"v":3,"cost":50,"demand":1}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	edges, _ := solver.Treated(in)
	lower := bound.Lower(in, edges, bound.Options{})
	r, err := solver.Solve(context.Background(), in, solver.Options{Seed: 1, Iterations: 1000, Target: lower.Value})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", r.Plan.Cost, "bound", lower.Value, "faults", len(verify.Check(in, r.Plan)))
	for _, route := range r.Plan.Routes {
		fmt.Println("a load of", len(route.Treated()), "streets, cost", route.Cost)
	}
	// Output:
	// cost 300 bound 300 faults 0
	// a load of 2 streets, cost 240
	// a load of 1 streets, cost 60
}

// A street is blocked: the rest of yesterday's plan stays as it is.
func ExampleReplan() {
	in, err := arcroute.Read(strings.NewReader(`{"name":"square","vertices":4,"depot":0,"capacity":10,"edges":[
		{"u":0,"v":1,"cost":3,"demand":4},{"u":1,"v":2,"cost":4,"demand":5},{"u":2,"v":3,"cost":3,"demand":4},{"u":3,"v":0,"cost":4,"demand":5}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	yesterday, err := solver.First(in)
	if err != nil {
		fmt.Println(err)
		return
	}
	in.Edges[2].Blocked = true
	r, moved, err := solver.Replan(context.Background(), in, yesterday, solver.Options{Seed: 1, Iterations: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", yesterday.Cost, "then", r.Plan.Cost, "moved", moved)
	fmt.Println(r.Plan.Skipped[0].Reason)
	// Output:
	// cost 28 then 22 moved 0
	// Segment 2-3 is blocked today.
}
