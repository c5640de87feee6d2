package solve

// Which rules clash when a person has no roster: rules are taken away one after
// the other as long as there is still none; those that are left clash, and any
// one of them fewer would do (a deletion filter).

import (
	"slices"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/dp"
)

// loosen takes one rule away from an instance with a single person.
type loosen struct {
	rule roster.Rule
	drop func(in *roster.Instance, p *roster.Person)
}

var looser = []loosen{
	{roster.RuleMaxShifts, func(in *roster.Instance, p *roster.Person) { p.MaxShifts = nil }},
	{roster.RuleWeekTime, func(in *roster.Instance, p *roster.Person) { p.MaxWeekMinutes = 0 }},
	{roster.RuleWeekShifts, func(in *roster.Instance, p *roster.Person) { p.MaxWeekShifts = 0 }},
	{roster.RuleMinRun, func(in *roster.Instance, p *roster.Person) { p.MinRun = 0 }},
	{roster.RuleMinOff, func(in *roster.Instance, p *roster.Person) { p.MinOff = 0 }},
	{roster.RuleMaxRun, func(in *roster.Instance, p *roster.Person) { p.MaxRun = 0 }},
	{roster.RuleWeekends, func(in *roster.Instance, p *roster.Person) { p.MaxWeekends = roster.None }},
	{roster.RuleMaxMinutes, func(in *roster.Instance, p *roster.Person) { p.MaxMinutes = 0 }},
	{roster.RuleMinMinutes, func(in *roster.Instance, p *roster.Person) { p.MinMinutes = 0 }},
	{roster.RuleFollow, func(in *roster.Instance, p *roster.Person) {
		for t := range in.Types {
			in.Types[t].Bars = nil
		}
	}},
	{roster.RuleRest, func(in *roster.Instance, p *roster.Person) { in.Rules.RestMinutes = 0 }},
	{roster.RuleDayMinutes, func(in *roster.Instance, p *roster.Person) { in.Rules.MaxDayMinutes = 0 }},
	{roster.RuleSkill, func(in *roster.Instance, p *roster.Person) {
		for t := range in.Types {
			in.Types[t].Skills = nil
		}
	}},
	{roster.RuleAbsence, func(in *roster.Instance, p *roster.Person) { p.Absences = nil }},
	{roster.RulePin, func(in *roster.Instance, p *roster.Person) { in.Pins = nil }},
}

// impossible names everybody without a roster and the rules that clash.
func (s *search) impossible() (out roster.Faults) {
	for i, idle := range s.idle {
		if idle {
			out = append(out, &roster.Fault{Key: roster.ImpossiblePerson, Day: roster.None, Person: s.p.in.People[i].ID, Rules: clash(s.p.in, i)})
		}
	}
	return out
}

func clash(in *roster.Instance, i int) (rules []string) {
	kept := slices.Clone(looser)
	for _, l := range looser {
		fewer := slices.DeleteFunc(slices.Clone(kept), func(k loosen) bool { return k.rule == l.rule })
		if !possible(in, i, fewer) {
			kept = fewer
		}
	}
	for _, k := range kept {
		rules = append(rules, string(k.rule))
	}
	return rules
}

// possible reports whether a person has a roster under some of the rules.
func possible(in *roster.Instance, i int, kept []loosen) bool {
	one := *in
	one.Types = slices.Clone(in.Types)
	one.People = []roster.Person{in.People[i]}
	one.Cover, one.Wishes, one.Pairs, one.Pins = nil, nil, nil, nil
	for _, pin := range in.Pins {
		if pin.Person == i {
			pin.Person = 0
			one.Pins = append(one.Pins, pin)
		}
	}
	one.Rules.Fair, one.Rules.Guide = roster.Fairness{}, roster.Guide{}
	for _, l := range looser {
		if !slices.ContainsFunc(kept, func(k loosen) bool { return k.rule == l.rule }) {
			l.drop(&one, &one.People[0])
		}
	}
	p := compile(&one)
	var w dp.Workspace
	must := p.must[0]
	_, _, ok := w.Best(p.people[0], p.base[0], must)
	return ok
}
