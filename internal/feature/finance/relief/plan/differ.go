package plan

// What is different between two proposals: what a borrower is told whose copy
// is no longer the one on the table.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Differences name each figure that is not the same, with both values.
func Differences(was, is Comparison) (all []fault.Field) {
	amount := func(name, key string, x, y money.Fen) {
		if x != y {
			all = append(all, fault.Field{Name: name, Key: key, Args: fault.Args{"was": x, "is": y}})
		}
	}
	word := func(name, key, x, y string) {
		if x != y {
			all = append(all, fault.Field{Name: name, Key: key, Args: fault.Args{"was": x, "is": y}})
		}
	}
	word("next_on", "relief.differs.next_on", was.After.NextOn, is.After.NextOn)
	amount("next", "relief.differs.next", was.After.NextFen, is.After.NextFen)
	amount("instalment", "relief.differs.instalment", was.After.InstalmentFen, is.After.InstalmentFen)
	amount("interest", "relief.differs.interest", was.After.InterestFen, is.After.InterestFen)
	amount("principal", "relief.differs.principal", was.After.PrincipalFen, is.After.PrincipalFen)
	word("ends_on", "relief.differs.ends_on", was.After.EndsOn, is.After.EndsOn)
	if len(all) == 0 && was.Fingerprint != is.Fingerprint {
		all = append(all, fault.Field{Name: "schedule", Key: "relief.differs.schedule"})
	}
	return all
}
