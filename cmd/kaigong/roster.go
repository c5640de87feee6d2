package main

// Rosters on the command line: plan instances of either format, and judge a
// roster against its instance.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/solve"
	"kaigong.example/kaigong/engine/roster/verify"
)

type rosterCmd struct {
	Solve  rosterSolveCmd  `cmd:"" help:"Plan rosters: what they cost, a bound that none can beat, and who works when."`
	Verify rosterVerifyCmd `cmd:"" help:"Judge a roster: name each broken rule and add up the cost."`
}

type rosterSolveCmd struct {
	Files      []string      `arg:"" help:"Instances: the public text format or our JSON." placeholder:"FILE"`
	CPU        time.Duration `help:"CPU time for each instance." default:"60s"`
	Iterations int           `help:"Rosters of one person to compute for each instance; 0 for no limit." default:"0"`
	Seed       uint64        `help:"What chance is made from; the same seed and iterations do the same." default:"1"`
	JSON       bool          `help:"One object a line: instance, cost, bound, gap, seconds_to_best, iterations, roster." name:"json"`
}

// Run plans one file after the other. What is wrong with a file is said on
// standard error, and the rest of it is planned.
func (c rosterSolveCmd) Run(ctx context.Context) error {
	return c.run(ctx, os.Stdout, os.Stderr)
}

func (c rosterSolveCmd) run(ctx context.Context, out, say io.Writer) error {
	var bad error
	for _, name := range c.Files {
		if err := c.one(ctx, name, out, say); err != nil {
			fmt.Fprintf(say, "%s: %v\n", name, err)
			bad = exitError{1}
		}
	}
	return bad
}

// solved is one line of --json.
type solved struct {
	Instance      string              `json:"instance"`
	Cost          int64               `json:"cost"`
	Bound         int64               `json:"bound"`
	Gap           *float64            `json:"gap"` // share of the bound, null without one above 0
	SecondsToBest float64             `json:"seconds_to_best"`
	Iterations    int                 `json:"iterations"`
	Seed          uint64              `json:"seed"`
	Optimal       bool                `json:"optimal"`
	Violations    []verify.Violation  `json:"violations,omitempty"`
	Faults        roster.Faults       `json:"faults,omitempty"`
	Roster        map[string][]string `json:"roster"`
}

func (c rosterSolveCmd) one(ctx context.Context, name string, out, say io.Writer) error {
	in, faults := readInstance(name)
	if in == nil {
		return faults
	}
	begin, best := cpuSeconds(), 0.0
	show := progressOf(say)
	last := int64(math.MaxInt64)
	r, err := solve.Solve(ctx, in, solve.Options{
		Seed: c.Seed, Iterations: c.Iterations,
		Stop: func() bool { return c.CPU > 0 && cpuSeconds()-begin >= c.CPU.Seconds() },
		Progress: func(p solve.Progress) {
			if p.Cost < last {
				last, best = p.Cost, cpuSeconds()-begin
			}
			show(in.Name, p, cpuSeconds()-begin)
		},
	})
	show("", solve.Progress{}, 0)
	if err != nil {
		return err
	}
	score := verify.Check(in, r.Roster)
	all, _ := faults.(roster.Faults)
	s := solved{in.Name, score.Cost, r.Bound, nil, math.Round(best*1000) / 1000, r.Iterations, c.Seed, r.Optimal, score.Violations, append(all, r.Faults...), in.Named(r.Roster)}
	if g := r.Gap(); !math.IsNaN(g) {
		s.Gap = &g
	}
	for _, f := range s.Faults {
		fmt.Fprintf(say, "%s: %v\n", name, f)
	}
	if c.JSON {
		err = json.NewEncoder(out).Encode(s)
	} else {
		err = printRoster(out, in, r, s)
	}
	if err == nil && len(s.Faults) > 0 {
		err = fmt.Errorf("%d faults; what was left was planned", len(s.Faults))
	}
	return err
}

func readInstance(name string) (*roster.Instance, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return roster.Read(strings.TrimSuffix(filepath.Base(name), filepath.Ext(name)), text)
}

// cpuSeconds is the CPU time that the process has used.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

// progressOf writes one line over and over on a terminal, nothing elsewhere.
func progressOf(w io.Writer) func(string, solve.Progress, float64) {
	f, ok := w.(*os.File)
	if !ok {
		return func(string, solve.Progress, float64) {}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func(string, solve.Progress, float64) {}
	}
	return func(name string, p solve.Progress, seconds float64) {
		if name == "" {
			fmt.Fprint(f, "\r\033[K")
			return
		}
		fmt.Fprintf(f, "\r\033[K%s  cost %d  bound %d  %.1f s  %d iterations", name, p.Cost, p.Bound, seconds, p.Iterations)
	}
}

// printRoster draws the roster for a terminal: a row per person, a column per day.
func printRoster(w io.Writer, in *roster.Instance, r *solve.Result, s solved) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: cost %d, bound %d", s.Instance, s.Cost, s.Bound)
	switch {
	case s.Optimal:
		b.WriteString(", proven optimal")
	case s.Gap != nil:
		fmt.Fprintf(&b, ", at most %.1f %% from optimal", *s.Gap*100)
	}
	fmt.Fprintf(&b, "; best after %.1f s, %d iterations\n", s.SecondsToBest, s.Iterations)
	wide, name := 1, 1
	for _, t := range in.Types {
		wide = max(wide, len([]rune(t.ID)))
	}
	for _, p := range in.People {
		name = max(name, len([]rune(p.ID)))
	}
	for p, row := range r.Roster.Days {
		fmt.Fprintf(&b, "%-*s", name, in.People[p].ID)
		for _, t := range row {
			id := roster.Free
			if t != roster.Off {
				id = in.Types[t].ID
			}
			fmt.Fprintf(&b, " %-*s", wide, id)
		}
		b.WriteByte('\n')
	}
	for _, v := range s.Violations {
		fmt.Fprintln(&b, "broken:", v)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type rosterVerifyCmd struct {
	Instance string `arg:"" help:"The instance." placeholder:"FILE"`
	Roster   string `arg:"" help:"The roster: a line of solve --json, or an object of person to list of shift types." placeholder:"ROSTER"`
	JSON     bool   `help:"Print the score as one object." name:"json"`
}

// Run judges a roster; a broken rule is an error.
func (c rosterVerifyCmd) Run() error { return c.run(os.Stdout) }

func (c rosterVerifyCmd) run(out io.Writer) error {
	in, err := readInstance(c.Instance)
	if in == nil {
		return err
	}
	text, err2 := os.ReadFile(c.Roster)
	if err2 != nil {
		return err2
	}
	r, err2 := in.ReadRoster(text)
	if err = errors.Join(err, err2); err != nil {
		return err
	}
	s := verify.Check(in, r)
	if c.JSON {
		err = json.NewEncoder(out).Encode(s)
	} else {
		for _, v := range s.Violations {
			fmt.Fprintln(out, "broken:", v)
		}
		fmt.Fprintf(out, "cost %d: cover %d, wishes %d, fairness %d, pairs %d, guide %d; %d short, %d too many; %d rules broken\n",
			s.Cost, s.Cover, s.Wishes, s.Fairness, s.Pairs, s.Guide, s.Missing, s.Surplus, len(s.Violations))
	}
	if err == nil && len(s.Violations) > 0 {
		err = exitError{1}
	}
	return err
}
