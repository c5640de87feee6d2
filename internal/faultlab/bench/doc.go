// Package bench measures the program beside a bare handler on the same
// database in the same run, so that a number means the same on every machine.
// It holds tests only, which run when built with the tag `measure`; `make bench`
// gives it. Nothing here asserts on time.
package bench
