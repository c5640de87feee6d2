package park

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
)

// answers asks every action of everyone about everything.
func answers(g *authz.Guard) string {
	people := []context.Context{
		manager(), liaison(), owner("firm"), owner("other"), as("firm", kernel.Enterprise, kernel.FinanceClerk), as("firm", kernel.Enterprise),
		town(), officer(), as("bank-1", kernel.Bank, kernel.ParkManager), as("park-2", kernel.ParkOperator, kernel.ParkManager), context.Background(),
	}
	actions := []authz.Action{
		"park.see", "park.list_own", "park.list_enterprises", "park.read_enterprise", "park.read_units", "park.describe", "park.register",
		"park.revise", "park.sign", "park.renew", "park.end", "park.report_headcount", "park.correct_headcount",
	}
	things := []authz.Resource{
		Building{ID: "b", Park: operator}.resource(), Enterprise{ID: "firm", Park: operator}.resource(), Lease{ID: "l", Park: operator, Enterprise: "firm"}.resource(),
	}
	var out strings.Builder
	for i, who := range people {
		for _, action := range actions {
			for _, r := range append(things, collection("Enterprises", kernel.From(who).Party)) {
				fmt.Fprintln(&out, i, action, r.Type, g.Allowed(who, action, r))
			}
		}
	}
	return out.String()
}

func TestEveryPolicyMatters(t *testing.T) {
	text, err := os.ReadFile("policy.cedar")
	must(t, err)
	g, err := authz.NewGuard(authz.Source{Feature: "park", Text: text})
	must(t, err)
	whole := answers(g)
	for _, id := range g.Policies("park") {
		if !strings.HasPrefix(id, "park.") {
			continue // the shared prohibitions speak about credit, which is not here
		}
		without, err := g.Without("park", id)
		must(t, err)
		if answers(without) == whole {
			t.Errorf("nobody notices that %s is gone", id)
		}
	}
}
