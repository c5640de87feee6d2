package main

// The compact mixed-integer program of a public instance, written for CBC and
// HiGHS, which stand beside our own search in `make bench-roster`.

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/verify"
)

// writeMIP writes the program in the LP format: x (person, day, type), k (person,
// weekend), u and o (missing and surplus of a cover). Runs are kept by forbidding
// patterns: too long windows, and short blocks with both neighbours.
func writeMIP(w io.Writer, in *roster.Instance) error {
	m := mip{w: bufio.NewWriter(w), in: in}
	m.objective()
	fmt.Fprintln(m.w, "Subject To")
	for p := range in.People {
		m.days(p)
		m.totals(p)
		m.runs(p)
		m.weekends(p)
	}
	for i, c := range in.Cover {
		for p := range in.People {
			fmt.Fprintf(m.w, "+ %s ", x(p, c.Day, c.Type))
		}
		m.row("+ u%d - o%d = %d", i, i, c.Need)
	}
	m.bounds()
	return m.w.Flush()
}

type mip struct {
	w    *bufio.Writer
	in   *roster.Instance
	rows int
}

func x(p, d, t int) string { return fmt.Sprintf("x_%d_%d_%d", p, d, t) }

func (m *mip) row(format string, args ...any) { fmt.Fprintf(m.w, format+"\n", args...) }

func (m *mip) objective() {
	fmt.Fprintln(m.w, "Minimize\n obj: 0 const")
	for i, c := range m.in.Cover {
		m.row("+ %d u%d + %d o%d", c.Under, i, c.Over, i)
	}
	constant := 0
	for _, q := range m.in.Wishes {
		if q.On {
			constant += q.Weight
			m.row("- %d %s", q.Weight, x(q.Person, q.Day, q.Type))
		} else {
			m.row("+ %d %s", q.Weight, x(q.Person, q.Day, q.Type))
		}
	}
	m.row("+ %d one", constant)
}

// works adds the sum of a day's types with a sign.
func (m *mip) works(p, d int, sign string) {
	for t := range m.in.Types {
		fmt.Fprintf(m.w, "%s %s ", sign, x(p, d, t))
	}
}

func (m *mip) days(p int) {
	for d := range m.in.Days {
		m.works(p, d, "+")
		m.row("<= 1")
		for t, kind := range m.in.Types {
			for _, b := range kind.Bars {
				if d+1 < m.in.Days {
					m.row("%s + %s <= 1", x(p, d, t), x(p, d+1, b))
				}
			}
		}
	}
	for _, a := range m.in.People[p].Absences {
		m.works(p, a.Day, "+")
		m.row("= 0")
	}
}

func (m *mip) totals(p int) {
	person := &m.in.People[p]
	for t, limit := range person.MaxShifts {
		for d := range m.in.Days {
			fmt.Fprintf(m.w, "+ %s ", x(p, d, t))
		}
		m.row("<= %d", limit)
	}
	for _, bound := range []string{fmt.Sprintf("<= %d", person.MaxMinutes), fmt.Sprintf(">= %d", person.MinMinutes)} {
		for d := range m.in.Days {
			for t, kind := range m.in.Types {
				fmt.Fprintf(m.w, "+ %d %s ", kind.Minutes, x(p, d, t))
			}
			fmt.Fprintln(m.w)
		}
		m.row("%s", bound)
	}
}

func (m *mip) runs(p int) {
	person := &m.in.People[p]
	for d := 0; d+person.MaxRun < m.in.Days; d++ {
		for k := range person.MaxRun + 1 {
			m.works(p, d+k, "+")
		}
		m.row("<= %d", person.MaxRun)
	}
	for n := 1; n < person.MinRun; n++ {
		m.block(p, n, "-", "+", n-1) // off, n days of work, off
	}
	for n := 1; n < person.MinOff; n++ {
		m.block(p, n, "+", "-", 1) // work, n days off, work
	}
}

// block forbids a block of n days between two days of the other kind.
func (m *mip) block(p, n int, outer, inner string, limit int) {
	for d := 0; d+n+1 < m.in.Days; d++ {
		m.works(p, d, outer)
		for k := range n {
			m.works(p, d+1+k, inner)
		}
		m.works(p, d+n+1, outer)
		m.row("<= %d", limit)
	}
}

func (m *mip) weekends(p int) {
	n := 0
	for d := 5; d < m.in.Days; d += 7 {
		for _, day := range []int{d, d + 1} {
			if day < m.in.Days {
				m.works(p, day, "+")
				m.row("- k_%d_%d <= 0", p, d)
			}
		}
		n++
	}
	if n == 0 {
		return
	}
	for d := 5; d < m.in.Days; d += 7 {
		fmt.Fprintf(m.w, "+ k_%d_%d ", p, d)
	}
	m.row("<= %d", m.in.People[p].MaxWeekends)
}

func (m *mip) bounds() {
	fmt.Fprintln(m.w, "Bounds\n one = 1\n const = 0\nBinary")
	for p := range m.in.People {
		for d := range m.in.Days {
			for t := range m.in.Types {
				m.row("%s", x(p, d, t))
			}
			if d%7 == 5 {
				m.row("k_%d_%d", p, d)
			}
		}
	}
	fmt.Fprintln(m.w, "End")
}

// peer is a program that solves mixed-integer programs.
type peer struct {
	name string
	args func(model, answer string, seconds int) []string // the command and what follows it
}

var peers = []peer{
	{"cbc", func(model, answer string, seconds int) []string {
		return []string{"cbc", model, "sec", strconv.Itoa(seconds), "solve", "solution", answer}
	}},
	{"highs", func(model, answer string, seconds int) []string {
		if _, err := exec.LookPath("highs"); err != nil {
			return []string{"node", filepath.Join("..", "..", "scripts", "highs.cjs"), model, answer, strconv.Itoa(seconds)}
		}
		return []string{"highs", "--time_limit", strconv.Itoa(seconds), "--parallel", "off", "--solution_file", answer, model}
	}},
}

// run gives the program CPU seconds and judges what it answers; -1 when it has no
// feasible roster.
func (q peer) run(dir string, in *roster.Instance, seconds int) (cost int64, cpu float64, err error) {
	model, answer := filepath.Join(dir, in.Name+".lp"), filepath.Join(dir, in.Name+"."+q.name)
	f, err := os.Create(model)
	if err != nil {
		return 0, 0, err
	}
	if err = writeMIP(f, in); err != nil {
		return 0, 0, err
	}
	f.Close()
	args := q.args(model, answer, seconds)
	cmd := exec.Command(args[0], args[1:]...)
	timer := time.AfterFunc(time.Duration(seconds)*10*time.Second, func() { cmd.Process.Kill() })
	err = cmd.Run()
	timer.Stop()
	if cmd.ProcessState != nil {
		cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	}
	if err != nil {
		return -1, cpu, err
	}
	text, err := os.ReadFile(answer)
	if err != nil {
		return -1, cpu, nil
	}
	s := verify.Check(in, readAnswer(in, string(text)))
	if len(s.Violations) > 0 {
		return -1, cpu, nil
	}
	return s.Cost, cpu, nil
}

// readAnswer looks for a name of an x and its value on each line.
func readAnswer(in *roster.Instance, text string) roster.Roster {
	r := roster.NewRoster(len(in.People), in.Days)
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		for i, word := range f[:max(0, len(f)-1)] {
			var p, d, t int
			if n, _ := fmt.Sscanf(word, "x_%d_%d_%d", &p, &d, &t); n != 3 {
				continue
			}
			if v, err := strconv.ParseFloat(f[i+1], 64); err == nil && v > 0.5 && p < len(r.Days) && d < in.Days {
				r.Days[p][d] = t
			}
			break
		}
	}
	return r
}
