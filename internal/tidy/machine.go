package tidy

// State machines meet their words: every state has a chip, every turn has a
// button, and the docs draw what the code runs.

import (
	"fmt"
	"strings"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Machines checks tables against the words of states and the message keys.
func Machines(all []*flow.Machine, status []ui.StatusRow, has func(key string) bool) (out []Problem) {
	wordOf := map[string]i18n.Text{}
	for _, r := range status {
		wordOf[r.Machine+"."+r.State] = r.Word
	}
	for _, m := range all {
		if err := m.Check(); err != nil {
			out = append(out, Problem{m.Feature, 0, err.Error()})
		}
		for _, r := range m.Rows {
			if w := wordOf[m.Name+"."+string(r.State)]; w.Zh == "" || w.En == "" {
				out = append(out, Problem{m.Feature, 0, fmt.Sprintf("state %s.%s has no word in ui.StatusTable", m.Name, r.State)})
			}
			if key := flow.MoveKey(m, r.Next); r.Next != "" && !has(key) {
				out = append(out, Problem{m.Feature, 0, fmt.Sprintf("turn %s.%s has no message %s", m.Name, r.State, key)})
			}
		}
	}
	return out
}

// FlowPage is docs/flows/NAME.md: the diagram and the table of a machine.
func FlowPage(m *flow.Machine) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nFeature `%s`. Generated from the table in the code; `make generate` rewrites this page.\n\n", m.Name, m.Feature)
	fmt.Fprintf(&b, "```mermaid\n%s```\n\n## States\n\n| state | zh | en | whose turn | leads to |\n|---|---|---|---|---|\n", m.Mermaid())
	for _, r := range m.Rows {
		w := ui.StatusOf(m.Name, string(r.State)).Word
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.State, w.Zh, w.En, r.Turn.Role, r.Next)
	}
	b.WriteString("\n## Moves\n\n| move | from | to | by | when |\n|---|---|---|---|---|\n")
	for _, v := range m.Moves {
		var from, by []string
		for _, s := range v.From {
			from = append(from, string(s))
		}
		for _, d := range v.By {
			by = append(by, d.Role)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", v.Name, strings.Join(from, ", "), v.To, strings.Join(by, ", "), v.When)
	}
	if len(m.Clocks) > 0 {
		b.WriteString("\n## Clocks\n\n| clock | working days | runs in | stands in |\n|---|---|---|---|\n")
	}
	for _, c := range m.Clocks {
		fmt.Fprintf(&b, "| %s | %d | %s | %s |\n", c.Name, c.Days, list(c.Runs), list(c.Pauses))
	}
	return b.String()
}

func list(states []flow.State) string {
	var out []string
	for _, s := range states {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}
