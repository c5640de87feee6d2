// Package browser is the loan engine compiled to WebAssembly, for a page whose
// reader wants to work a schedule out without trusting the server that shows
// it.
//
// loan.wasm.gz is built from the package wasm beside it and committed, so that
// nothing but Go is needed to run the program; TestBuild builds it again and
// compares every byte, `make wasm` writes it anew. The bytes depend on the Go
// release, which built.txt names. wasm_exec.js is Go's own support script of the
// same release, unchanged (lib/wasm/wasm_exec.js, BSD 3-clause licence).
package browser

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
)

//go:embed loan.wasm.gz
var packed []byte

//go:embed wasm_exec.js
var support string

//go:embed built.txt
var built string

// Packed is the engine, compressed with gzip.
func Packed() []byte { return packed }

// Support is the script that starts it: Go's wasm_exec.js.
func Support() string { return support }

// Release names the Go release that built it, "go1.26.8".
func Release() string { return strings.TrimSpace(built) }

// Unpacked is the engine as browsers run it.
func Unpacked() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
