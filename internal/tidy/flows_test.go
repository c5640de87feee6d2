package tidy

import (
	"flag"
	"os"
	"testing"

	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/feature/identity/organisation"
	"kaigong.example/kaigong/internal/feature/identity/recovery"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/ui"
)

// everyMachine lists the machines of the program.
func everyMachine() []*flow.Machine {
	return []*flow.Machine{origination.ApplicationMachine, origination.LenderCaseMachine, origination.OfferMachine, catalogue.VersionMachine, dossier.RequestMachine, servicing.ContractMachine, intake.BatchMachine, reconciliation.Machine, relief.CaseMachine, workout.ProposalMachine, referral.GuaranteeMachine, referral.RecommendationMachine, organisation.GrantMachine, recovery.Machine}
}

func TestMachines(t *testing.T) {
	tree, err := Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	known, _ := spoken(tree)
	has := func(key string) bool { _, ok := known[key]; return ok }
	for _, p := range Machines(everyMachine(), ui.StatusTable, has) {
		t.Error(p)
	}
}

var update = flag.Bool("update", false, "rewrite docs/flows from the machines")

// TestFlowPages keeps the drawings of docs/flows equal to the machines.
func TestFlowPages(t *testing.T) {
	drawn := map[string]bool{}
	for _, m := range everyMachine() {
		drawn[m.Name+".md"] = true
		name := root + "/docs/flows/" + m.Name + ".md"
		want := FlowPage(m)
		if *update {
			if err := os.MkdirAll(root+"/docs/flows", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(name); err != nil || string(have) != want {
			t.Errorf("%s lags behind its machine; run make generate (%v)", name, err)
		}
	}
	pages, err := os.ReadDir(root + "/docs/flows")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if !drawn[p.Name()] {
			t.Errorf("docs/flows/%s draws a machine that is gone", p.Name())
		}
	}
}
