package kernel

// What a receipt pays first is a term of the loan: an order of the kinds of
// debt, spelled out in the signed terms.

import (
	"errors"
	"slices"
	"strings"

	"kaigong.example/kaigong/internal/platform/i18n"
)

// Allocation is an order of kinds of debt, separated by spaces. Within a kind
// the oldest due date comes first. Nothing stands for DefaultAllocation.
type Allocation string

// Kinds of debt. Overdue is what fell due before the day of a receipt, current
// what falls due on it; fees are both.
const (
	Fees             = "fees"
	PenaltyInterest  = "penalty_interest"
	OverdueInterest  = "overdue_interest"
	OverduePrincipal = "overdue_principal"
	CurrentInterest  = "current_interest"
	CurrentPrincipal = "current_principal"
)

// DefaultAllocation is the order of a product that says nothing.
const DefaultAllocation Allocation = Fees + " " + PenaltyInterest + " " + OverdueInterest + " " + OverduePrincipal + " " + CurrentInterest + " " + CurrentPrincipal

// debts names every kind for readers.
var debts = map[string]i18n.Text{
	Fees: {Zh: "费用", En: "fees"}, PenaltyInterest: {Zh: "罚息", En: "penalty interest"},
	OverdueInterest: {Zh: "逾期利息", En: "overdue interest"}, OverduePrincipal: {Zh: "逾期本金", En: "overdue principal"},
	CurrentInterest: {Zh: "当期利息", En: "interest due on the day"}, CurrentPrincipal: {Zh: "当期本金", En: "principal due on the day"},
}

// ErrAllocation is an order that leaves a kind of debt out, names one twice or
// names one that there is not: name each of the six once.
var ErrAllocation = errors.New("kernel: an order of allocation names each kind of debt once")

// Kinds are the kinds of debt in their order.
func (a Allocation) Kinds() ([]string, error) {
	if a == "" {
		a = DefaultAllocation
	}
	kinds := strings.Fields(string(a))
	for i, k := range kinds {
		if _, ok := debts[k]; !ok || slices.Contains(kinds[:i], k) {
			return nil, ErrAllocation
		}
	}
	if len(kinds) != len(debts) {
		return nil, ErrAllocation
	}
	return kinds, nil
}

// OrDefault is the order itself, spelled out.
func (a Allocation) OrDefault() Allocation {
	if a == "" {
		return DefaultAllocation
	}
	return a
}

// Text is the order in words.
func (a Allocation) Text() i18n.Text {
	var zh, en []string
	for k := range strings.FieldsSeq(string(a.OrDefault())) {
		zh, en = append(zh, debts[k].Zh), append(en, debts[k].En)
	}
	return i18n.Text{Zh: strings.Join(zh, " → "), En: strings.Join(en, " → ")}
}
