package browser

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "build loan.wasm.gz anew")

// build compiles the engine for browsers; the same release gives the same bytes
// anywhere.
func build(t *testing.T) []byte {
	t.Helper()
	out := filepath.Join(t.TempDir(), "loan.wasm")
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", out, "./wasm")
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0", "GOFLAGS=", "GOWASM=")
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What is committed is what the source says: a page never runs another engine
// than the server.
func TestBuild(t *testing.T) {
	fresh := build(t)
	if *update {
		write(t, fresh)
		return
	}
	if Release() != runtime.Version() {
		t.Skipf("built with %s, this is %s: bytes of different releases cannot be compared; the browser journeys still run it", Release(), runtime.Version())
	}
	committed, err := Unpacked()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, fresh) {
		t.Error("loan.wasm.gz lags behind its source: make wasm")
	}
	if string(ownSupport(t)) != Support() {
		t.Error("wasm_exec.js is not that of this Go release: make wasm")
	}
}

// ownSupport is the support script of the Go release that runs the test.
func ownSupport(t *testing.T) []byte {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, engine []byte) {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(engine)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"loan.wasm.gz": b.Bytes(), "wasm_exec.js": ownSupport(t), "built.txt": []byte(runtime.Version() + "\n")} {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
