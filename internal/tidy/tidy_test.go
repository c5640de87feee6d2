package tidy

import (
	"os"
	"testing"
)

const root = "../.."

// TestTree holds the whole tree against every rule.
func TestTree(t *testing.T) {
	tree, err := Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Files) < 100 {
		t.Fatalf("only %d files were read: the rules looked at nothing", len(tree.Files))
	}
	for _, r := range Rules() {
		t.Run(r.Name, func(t *testing.T) {
			for _, p := range sorted(r.Check(tree)) {
				t.Error(p)
			}
		})
	}
}
