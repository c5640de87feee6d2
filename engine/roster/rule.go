package roster

// The names of the rules, as they stand in violations, faults and reasons.

// Rule names one rule of an instance.
type Rule string

const (
	RuleAbsence    Rule = "absence"      // no work on days off and absences
	RuleSkill      Rule = "skill"        // skills and certificates of the type, valid on the day
	RuleFollow     Rule = "succession"   // types that may not follow on the next day
	RuleRest       Rule = "rest"         // least rest between two shifts
	RuleDayMinutes Rule = "day_minutes"  // most work in a calendar day
	RuleMaxShifts  Rule = "max_shifts"   // most shifts of a type
	RuleMinMinutes Rule = "min_minutes"  // least total
	RuleMaxMinutes Rule = "max_minutes"  // most total
	RuleMaxRun     Rule = "max_run"      // most consecutive working days
	RuleMinRun     Rule = "min_run"      // least consecutive working days
	RuleMinOff     Rule = "min_off"      // least consecutive days off
	RuleWeekends   Rule = "max_weekends" // most weekends with work
	RuleWeekTime   Rule = "week_minutes" // most work in a week
	RuleWeekShifts Rule = "week_shifts"  // most shifts in a week
	RulePin        Rule = "pin"          // promised assignments
	RuleTogether   Rule = "together"     // pairs who work together
	RuleApart      Rule = "apart"        // pairs who never do
	RuleGuide      Rule = "guide"        // somebody experienced beside somebody new
	RuleShape      Rule = "shape"        // the roster has another size than the instance
)
