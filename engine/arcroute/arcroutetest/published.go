// Package arcroutetest reads published instances for the tests of the packages
// around arcroute.
package arcroutetest

// The instances are no part of the project: KAIGONG_BENCH names the folder that
// holds carp/.

import (
	"os"
	"path/filepath"
	"testing"

	"kaigong.example/kaigong/engine/arcroute"
)

// Published reads the instances whose files match a pattern below carp/, such
// as "gdb/*". Without KAIGONG_BENCH it says so in one line and answers none.
func Published(t testing.TB, pattern string) []*arcroute.Instance {
	t.Helper()
	root := os.Getenv("KAIGONG_BENCH")
	if root == "" {
		t.Logf("KAIGONG_BENCH is not set: no published instances %s", pattern)
		return nil
	}
	files, err := filepath.Glob(filepath.Join(root, "carp", pattern+".json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no instances %s: %v", pattern, err)
	}
	var all []*arcroute.Instance
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		in, err := arcroute.Read(f)
		f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, in)
	}
	return all
}
