package app_test

// Each policy is changed a little, in every way that a slip of the pen could,
// and a cell of the matrix must change with it.

import (
	"fmt"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/authz"
)

// mutation tries every mutant. A cell must change, or the file of equivalents
// says why none can.
func (m *matrix) mutation(t *testing.T) {
	excused := reasons(t, "testdata/equivalent.txt")
	mutants, err := m.App.Guard.Mutants()
	if err != nil {
		t.Fatal(err)
	}
	cells := m.questions()
	for _, x := range mutants {
		name := x.Policy + " " + x.Change
		if seen := notices(cells, x); seen == (excused[name] != "") {
			t.Errorf("%s: a cell changes: %v; excused: %v", name, seen, excused[name] != "")
		}
		delete(excused, name)
	}
	for name := range excused {
		t.Errorf("%s: excused, but there is no such policy or change", name)
	}
	t.Logf("%d changes of policies, %d questions", len(mutants), len(cells))
}

// question is a cell with the answer of the policies as they are.
type question struct {
	cell
	answer bool
}

// questions are the cells that differ in what policies see.
func (m *matrix) questions() (all []question) {
	asked := map[string]bool{}
	for _, c := range m.cells {
		key := fmt.Sprint(c.who.name, c.action, c.res)
		if c.found && !asked[key] {
			asked[key] = true
			all = append(all, question{c, c.allowed(m.App.Guard)})
		}
	}
	return all
}

// notices reports whether any answer of the policy's feature changes; a shared
// policy belongs to all.
func notices(all []question, x authz.Mutant) bool {
	feature, _, _ := strings.Cut(x.Policy, ".")
	for _, q := range all {
		if (feature == "base" || strings.HasPrefix(string(q.action), feature+".")) && q.allowed(x.Guard) != q.answer {
			return true
		}
	}
	return false
}
