// Package bench measures the program beside a bare handler on the same
// database in the same run, so that a number means the same on every machine.
// It holds tests only, which run when KAIGONG_MEASURE is set; `make bench`
// sets it. Nothing here asserts on time.
package bench
