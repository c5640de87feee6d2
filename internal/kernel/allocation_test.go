package kernel_test

import (
	"testing"

	"kaigong.example/kaigong/internal/kernel"
)

func TestAnOrderNamesEachKindOnce(t *testing.T) {
	for order, fine := range map[kernel.Allocation]bool{
		"": true, kernel.DefaultAllocation: true,
		"overdue_principal overdue_interest penalty_interest fees current_principal current_interest":      true,
		"fees penalty_interest overdue_interest overdue_principal current_interest":                        false,
		"fees fees penalty_interest overdue_interest overdue_principal current_interest":                   false,
		"fees penalty_interest overdue_interest overdue_principal current_interest current_principal fees": false,
		"fees penalty_interest overdue_interest overdue_principal current_interest principal":              false,
	} {
		if kinds, err := order.Kinds(); (err == nil) != fine || fine && len(kinds) != 6 {
			t.Errorf("%q is %v, %v", order, kinds, err)
		}
	}
	if got := kernel.Allocation("").Text(); got.Zh != "费用 → 罚息 → 逾期利息 → 逾期本金 → 当期利息 → 当期本金" {
		t.Errorf("it reads %s", got.Zh)
	}
}
