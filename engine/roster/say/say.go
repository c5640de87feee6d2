// Package say puts faults, explanations, shortages and changes into a sentence, in
// Chinese and in English. The data stands in packages roster and solve; a program
// with texts of its own needs only the keys.
package say

import (
	"fmt"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/roster"
	"kaigong.example/kaigong/engine/roster/solve"
)

// Text is one sentence in both languages.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// faults has a sentence per key; the holes are person, day, type, detail, rules.
var faults = map[roster.Key]Text{
	roster.BadSyntax:        {"无法识别“{detail}”，请按说明中的格式更正。", "“{detail}” cannot be read; correct it as the manual shows."},
	roster.BadSize:          {"{person}{type}{detail}超出可排班的范围，请改小。", "{person} {type} {detail} lies outside what can be planned; use a smaller number."},
	roster.UnknownType:      {"班次“{type}”没有定义，已略去；请先定义或更正名称。", "Shift type {type} is not declared and was left out; declare it or correct the name."},
	roster.DoubleType:       {"班次“{type}”重复定义，只取第一条。", "Shift type {type} is declared twice; the first is kept."},
	roster.UnknownPerson:    {"查无此人“{person}”，已略去；请先登记或更正名称。", "{person} is nobody declared and was left out; declare the person or correct the name."},
	roster.DoublePerson:     {"“{person}”重复登记，只取第一条。", "{person} is declared twice; the first is kept."},
	roster.DayOutside:       {"{day}不在排班期内，已略去。", "{day} lies outside the roster and was left out."},
	roster.NegativeCover:    {"{day}“{type}”的需求人数或权重为负，已略去；请填零或正数。", "The cover of {type} on {day} is negative and was left out; give a number from 0."},
	roster.DoubleCover:      {"{day}“{type}”的需求重复，只取第一条。", "The cover of {type} on {day} is given twice; the first is kept."},
	roster.NegativeWeight:   {"{person}的权重为负，已略去；请改为相反的意愿。", "A weight of {person} is negative and was left out; turn the wish around instead."},
	roster.NegativeLimit:    {"{person}的上下限为负，按不限处理；请更正。", "A limit of {person} is negative and was taken as none; correct it."},
	roster.PinOnAbsence:     {"{person}在{day}休息，却已定“{type}”；按休息处理，请删去其中一项。", "{person} is off on {day} and yet pinned to {type}; the day off is kept, remove one of the two."},
	roster.PinTwice:         {"{person}在{day}定了两个班，只取第一个。", "{person} has two pins on {day}; the first is kept."},
	roster.PinUnskilled:     {"{person}在{day}不具备“{type}”所需的资质，该定班已略去。", "{person} lacks the skills for {type} on {day}; the pin was left out."},
	roster.PairOfOne:        {"{person}不能与自己结对，已略去。", "{person} cannot be paired with itself; the pair was left out."},
	roster.ImpossiblePerson: {"{person}排不出班，以下规则互相冲突：{rules}。请放宽其中一条；其他人已照常排班。", "{person} has no roster that keeps these rules together: {rules}. Loosen one of them; everybody else is planned."},
}

// rules are the words for rules and reasons.
var rules = map[string]Text{
	"absence": {"休息与请假", "days off and absences"}, "skill": {"技能与证书", "skills and certificates"}, "succession": {"班次衔接", "what may follow what"},
	"rest": {"休息间隔", "rest between shifts"}, "day_minutes": {"每日工时上限", "hours a day"}, "max_shifts": {"单一班次上限", "most shifts of a type"},
	"min_minutes": {"总工时下限", "least total hours"}, "max_minutes": {"总工时上限", "most total hours"}, "max_run": {"连续上班上限", "most days in a row"},
	"min_run": {"连续上班下限", "least days in a row"}, "min_off": {"连续休息下限", "least days off in a row"}, "max_weekends": {"周末上限", "most weekends"},
	"week_minutes": {"每周工时上限", "hours a week"}, "week_shifts": {"每周班次上限", "shifts a week"}, "pin": {"已定的班", "pinned shifts"},
	"together": {"结伴", "working together"}, "apart": {"回避", "never together"}, "guide": {"新老搭配", "new with experienced"}, "shape": {"班表大小", "size of the roster"},
	solve.Busy: {"当天另有班次", "work another shift that day"}, solve.Limits: {"连班、工时或周末受限", "are held back by runs, totals or weekends"}, solve.Dearer: {"可以上，但代价更大", "could, at a higher cost than the gap"},
}

// Rule is the word for a rule or a reason.
func Rule(name string) Text {
	if t, ok := rules[name]; ok {
		return t
	}
	return Text{name, name}
}

// Day is a day as people say it: a date when the instance has one, else its number
// from 1.
func Day(in *roster.Instance, d int) Text {
	if t, err := time.Parse("2006-01-02", in.Start); err == nil {
		t = t.AddDate(0, 0, d)
		return Text{fmt.Sprintf("%d月%d日", t.Month(), t.Day()), t.Format("2 January")}
	}
	return Text{fmt.Sprintf("第%d天", d+1), fmt.Sprintf("day %d", d+1)}
}

// Fault is what is wrong and what to do. in may be nil.
func Fault(in *roster.Instance, f *roster.Fault) Text {
	if in == nil {
		in = &roster.Instance{}
	}
	day := Text{}
	if f.Day != roster.None {
		day = Day(in, f.Day)
	}
	zh, en := make([]string, len(f.Rules)), make([]string, len(f.Rules))
	for i, r := range f.Rules {
		zh[i], en[i] = Rule(r).Zh, Rule(r).En
	}
	t := faults[f.Key]
	fill := func(s, day, rules string) string {
		return strings.NewReplacer("{person}", f.Person, "{type}", f.Type, "{detail}", f.Detail, "{day}", day, "{rules}", rules).Replace(s)
	}
	return Text{fill(t.Zh, day.Zh, strings.Join(zh, "、")), fill(t.En, day.En, strings.Join(en, ", "))}
}

func kind(in *roster.Instance, t int) Text {
	if t == roster.Off {
		return Text{"休息", "a day off"}
	}
	return Text{"“" + in.Types[t].ID + "”", in.Types[t].ID}
}

// Why answers why somebody has an assignment.
func Why(in *roster.Instance, e solve.Explanation) Text {
	who, day, what := in.People[e.Person].ID, Day(in, e.Day), kind(in, e.Type)
	if e.Only {
		return Text{fmt.Sprintf("%s在%s排%s：按本人的规则没有别的排法。", who, day.Zh, what.Zh),
			fmt.Sprintf("%s has %s on %s: the person's own rules leave no other roster.", who, what.En, day.En)}
	}
	zh, en := parts(e)
	if e.Delta <= 0 {
		return Text{fmt.Sprintf("%s在%s排%s：换一种排法代价不变，改动%d天即可。", who, day.Zh, what.Zh, e.Changed),
			fmt.Sprintf("%s has %s on %s: another roster, different on %d days, would cost the same.", who, what.En, day.En, e.Changed)}
	}
	return Text{fmt.Sprintf("%s在%s排%s：不这样排，最好的办法要改动%d天，代价多%d（%s）。", who, day.Zh, what.Zh, e.Changed, e.Delta, strings.Join(zh, "，")),
		fmt.Sprintf("%s has %s on %s: the best roster without it differs on %d days and costs %d more (%s).", who, what.En, day.En, e.Changed, e.Delta, strings.Join(en, ", "))}
}

// parts names what makes the difference, leaving out what stays the same.
func parts(e solve.Explanation) (zh, en []string) {
	for _, x := range []struct {
		cost int64
		text Text
	}{{e.Cover, Text{"岗位缺员或超员", "cover"}}, {e.Own, Text{"本人意愿与公平", "wishes and fair shares"}}, {e.Between, Text{"人员搭配", "rules between people"}}} {
		if x.cost != 0 {
			zh, en = append(zh, fmt.Sprintf("%s%+d", x.text.Zh, x.cost)), append(en, fmt.Sprintf("%s %+d", x.text.En, x.cost))
		}
	}
	return zh, en
}

// Short says what is not covered and what keeps people from it.
func Short(in *roster.Instance, s solve.Shortage) Text {
	day := Day(in, s.Day)
	zh, en := make([]string, len(s.Reasons)), make([]string, len(s.Reasons))
	for i, r := range s.Reasons {
		zh[i], en[i] = fmt.Sprintf("%s%d人", Rule(r.Why).Zh, r.People), fmt.Sprintf("%d: %s", r.People, Rule(r.Why).En)
	}
	id := in.Types[s.Type].ID
	return Text{fmt.Sprintf("%s“%s”缺%d人：%s。", day.Zh, id, s.Missing, strings.Join(zh, "，")),
		fmt.Sprintf("%s on %s is short by %d (%s).", id, day.En, s.Missing, strings.Join(en, "; "))}
}

// Changed says what a re-plan changed for one person on one day.
func Changed(in *roster.Instance, c solve.Change) Text {
	who, day, from, to := in.People[c.Person].ID, Day(in, c.Day), kind(in, c.From), kind(in, c.To)
	return Text{fmt.Sprintf("%s在%s由%s改为%s。", who, day.Zh, from.Zh, to.Zh), fmt.Sprintf("%s on %s: %s instead of %s.", who, day.En, to.En, from.En)}
}
