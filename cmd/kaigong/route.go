package main

// Rounds along roads on the command line: plans with a proof of how good they
// are, and the verifier.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/arcroute"
	"kaigong.example/kaigong/engine/arcroute/verify"
)

type routeCmd struct {
	Solve  routeSolveCmd  `cmd:"" help:"Plan rounds for road networks, and say how far from the optimum each plan can be."`
	Verify routeVerifyCmd `cmd:"" help:"Check a plan against its road network, step by step."`
	Import routeImportCmd `cmd:"" help:"Read roads from GeoJSON, and name what is wrong with them."`
}

type routeSolveCmd struct {
	Files      []string      `arg:"" help:"Road networks: kaigong.rounds/1 or the uniform JSON of published instances." placeholder:"FILE"`
	CPU        time.Duration `help:"CPU time for each file, bound included. Without it and without iterations, 10s."`
	Iterations int64         `help:"Iterations for each file; equal seeds and iterations give equal plans."`
	Seed       uint64        `help:"What chance is made from." default:"1"`
	Start      string        `help:"Begin with this plan, such as yesterday's." placeholder:"PLAN"`
	Leaving    int64         `help:"What each segment that leaves its route of --start has to save at least, in units of cost."`
	GPX        string        `help:"Write the rounds of a single network for navigators." placeholder:"FILE"`
	GeoJSON    string        `name:"geojson" help:"Write the rounds of a single network for maps." placeholder:"FILE"`
	Lang       string        `help:"Language of messages." enum:"en,zh-CN" default:"en"`
	Rounds     bool          `help:"List the rounds under the table, junction by junction; what is only driven stands in brackets."`
	JSON       bool          `help:"Print one JSON object a line, which verify reads."`
}

// defaultCPU is the budget of a file where none is named.
const defaultCPU = 10 * time.Second

// Run plans each file. A file that cannot be planned is named and the next one
// follows; the exit code then is 1.
func (c routeSolveCmd) Run(ctx context.Context) error {
	if c.CPU == 0 && c.Iterations == 0 {
		c.CPU = defaultCPU
	}
	if len(c.Files) > 1 && c.GPX+c.GeoJSON != "" {
		return errors.New("--gpx and --geojson take a single network")
	}
	failed := false
	for i, name := range c.Files {
		r, err := c.plan(ctx, name)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %s\n", name, said(err, c.Lang))
			failed = true
			continue
		}
		if err := c.print(os.Stdout, r, i == 0); err != nil {
			return err
		}
	}
	if failed {
		return exitError{1}
	}
	return nil
}

// planned is a network with its plan, and how that is written.
type planned struct {
	in   *arcroute.Instance
	plan *arcroute.Plan
	file *arcroute.PlanFile
}

// plan reads one file and plans it.
func (c routeSolveCmd) plan(ctx context.Context, name string) (*planned, error) {
	in, err := readNetwork(name)
	if err != nil {
		return nil, err
	}
	w := &roundsWork{in: in, cpu: c.CPU, iterations: c.Iterations, seed: c.Seed, leaving: c.Leaving}
	if terminal(os.Stderr) {
		w.progress = os.Stderr
	}
	if c.Start != "" {
		if w.start, err = readPlan(c.Start, in); err != nil {
			return nil, fmt.Errorf("--start: %w", err)
		}
	}
	f, p, err := w.run(ctx)
	if err != nil {
		return nil, err
	}
	return &planned{in, p, f}, c.draw(in, p)
}

// print writes one plan as JSON, or its row of a table under the header.
func (c routeSolveCmd) print(w io.Writer, r *planned, first bool) error {
	f := r.file
	if c.JSON {
		return json.NewEncoder(w).Encode(f)
	}
	if first {
		fmt.Fprintf(w, "%-20s %12s %12s %8s %7s %9s %12s\n", "instance", "cost", "bound", "gap", "routes", "best at", "iterations")
	}
	_, err := fmt.Fprintf(w, "%-20s %12s %12s %7.2f%% %7d %8.2fs %12d\n", f.Instance, inUnit(f.Cost, f.Unit), inUnit(f.Bound, f.Unit), f.Gap, len(f.Routes), f.SecondsToBest, f.Iterations)
	for _, s := range f.Skipped {
		reason := arcroute.Fault{Key: s.Reason, Elements: []string{s.Edge}}
		fmt.Fprintf(w, "  %s\n", reason.Text(c.Lang))
	}
	if c.Start != "" {
		fmt.Fprintf(w, "  %d segments stand in another round than in %s\n", f.Moved, c.Start)
	}
	if c.Rounds {
		for i := range r.plan.Routes {
			listRound(w, r.in, &r.plan.Routes[i], i+1)
		}
	}
	return err
}

// listRound writes one round: how full each load is, and the way from junction
// to junction, with what is only driven in brackets.
func listRound(w io.Writer, in *arcroute.Instance, r *arcroute.Route, number int) {
	v := &in.Fleet[r.Vehicle]
	title := v.ID
	if v.Crews > 1 {
		title = fmt.Sprintf("%s, crew %d", v.ID, r.Crew+1)
	}
	used, at := int64(0), in.Depot
	way := in.VertexLabel(at)
	line := func() {
		fmt.Fprintf(w, "     load %3.0f %%: %s\n", 100*float64(used)/float64(v.Capacity), way)
	}
	fmt.Fprintf(w, "  %d. %s %s\n", number, strings.TrimSpace(title), inUnit(r.Cost, in.Unit))
	for _, s := range r.Steps {
		if s.Act == arcroute.Fill {
			line()
			used, way = 0, in.VertexLabel(at)
			continue
		}
		e, label := &in.Edges[s.Edge], in.Label(s.Edge)
		if s.Act == arcroute.Drive {
			label = "(" + label + ")"
		} else {
			used += e.Demand
		}
		if at = e.To; s.Reverse {
			at = e.From
		}
		way += " " + label + " " + in.VertexLabel(at)
	}
	line()
}

// inUnit writes tenths of a metre or of a second as such.
func inUnit(cost int64, unit string) string {
	switch unit {
	case arcroute.UnitLength:
		return fmt.Sprintf("%.1f m", float64(cost)/10)
	case arcroute.UnitTime:
		return fmt.Sprintf("%.1f s", float64(cost)/10)
	}
	return fmt.Sprint(cost)
}

// said is an error in the language asked for where it has one.
func said(err error, lang string) string {
	var f *arcroute.Fault
	if errors.As(err, &f) {
		return f.Text(lang)
	}
	return err.Error()
}

func readNetwork(name string) (*arcroute.Instance, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in, err := arcroute.Read(f)
	if err == nil && in.Name == "" {
		in.Name = name
	}
	return in, err
}

// readPlan finds the plan of an instance in a file with one plan a line.
func readPlan(name string, in *arcroute.Instance) (*arcroute.Plan, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for d := json.NewDecoder(f); ; {
		var line json.RawMessage
		if err := d.Decode(&line); err == io.EOF {
			return nil, fmt.Errorf("%s holds no plan of %s", name, in.Name)
		} else if err != nil {
			return nil, err
		}
		var head struct {
			Instance string `json:"instance"`
		}
		if err := json.Unmarshal(line, &head); err == nil && head.Instance == in.Name {
			return arcroute.ReadPlan(in, line)
		}
	}
}

type routeVerifyCmd struct {
	File string `arg:"" help:"The road network."`
	Plan string `arg:"" help:"A plan as solve --json prints it; of several lines, the one of this network."`
	Lang string `help:"Language of messages." enum:"en,zh-CN" default:"en"`
}

// Run follows every step of the plan and names what is wrong; the exit code is
// 1 when anything is.
func (c routeVerifyCmd) Run() error {
	in, err := readNetwork(c.File)
	if err != nil {
		return errors.New(said(err, c.Lang))
	}
	p, err := readPlan(c.Plan, in)
	if err != nil {
		return errors.New(said(err, c.Lang))
	}
	faults := verify.Check(in, p)
	for _, f := range faults {
		fmt.Println(f.Text(c.Lang))
	}
	if len(faults) > 0 {
		return exitError{1}
	}
	fmt.Printf("%s: the plan holds: %d routes, %s\n", in.Name, len(p.Routes), inUnit(p.Cost, in.Unit))
	return nil
}
