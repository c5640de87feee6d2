package say

import (
	"strings"
	"testing"
	"unicode"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/solve"
)

// spoken: both sentences are there, each in its language, without open holes.
func spoken(t *testing.T, x Text) {
	t.Helper()
	han := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	if x.Zh == "" || x.En == "" || !han(x.Zh) || han(x.En) || strings.ContainsAny(x.Zh+x.En, "{}") {
		t.Errorf("%q / %q", x.Zh, x.En)
	}
}

func TestEveryKeyIsSpoken(t *testing.T) {
	in := &roster.Instance{Days: 3, Start: "2020-02-10", Types: []roster.ShiftType{{ID: "D"}}, People: []roster.Person{{ID: "A"}}}
	for key := range faults {
		spoken(t, Fault(in, &roster.Fault{Key: key, Person: "A", Type: "D", Day: 1, Detail: "x", Rules: []string{"min_run", "pin"}}))
		if (&roster.Fault{Key: key, Day: roster.None}).Error() == "roster: " {
			t.Errorf("%s has no advice", key)
		}
	}
	for name := range rules {
		spoken(t, Rule(name))
	}
	spoken(t, Why(in, solve.Explanation{Delta: 5, Cover: 5}))
	spoken(t, Why(in, solve.Explanation{Type: roster.Off}))
	spoken(t, Why(in, solve.Explanation{Only: true}))
	spoken(t, Short(in, solve.Shortage{Missing: 1, Reasons: []solve.Reason{{Why: solve.Busy, People: 2}}}))
	spoken(t, Changed(in, solve.Change{To: roster.Off}))
}

func TestDays(t *testing.T) {
	if x := Day(&roster.Instance{Start: "2020-02-10"}, 20); x != (Text{"3月1日", "1 March"}) {
		t.Errorf("%+v", x)
	}
	if x := Day(&roster.Instance{}, 0); x != (Text{"第1天", "day 1"}) {
		t.Errorf("%+v", x)
	}
}
