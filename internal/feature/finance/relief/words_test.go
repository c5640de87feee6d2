package relief

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/relief/plan"
)

// The picture of a proposal begins on the day from which it counts, or with what
// was overdue then, whenever somebody looks at it.
func TestThePictureBeginsWithTheProposal(t *testing.T) {
	p := Proposal{Action: plan.Action{FromOn: "2020-03-11"}}
	p.Comparison.Before.PrincipalFen, p.Comparison.After.PrincipalFen = 300, 300
	p.Comparison.Lines = []plan.Line{{On: "2020-04-10", Before: plan.Due{PrincipalFen: 300, Falls: true}}, {On: "2020-07-10", After: plan.Due{PrincipalFen: 300, Falls: true}}}
	if d := balances(context.Background(), p); d.X[0] != "2020-03-11" || d.Before[0] != 300 || d.Before[1] != 0 || d.After[1] != 300 || d.After[2] != 0 {
		t.Errorf("%+v", d)
	}
	p.Action.FromOn = "2020-05-01"
	if d := balances(context.Background(), p); d.X[0] != "2020-04-10" {
		t.Errorf("%+v", d)
	}
}
