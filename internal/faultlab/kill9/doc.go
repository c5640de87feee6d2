// Package kill9 kills the program while it works, again and again, on one
// database, and counts what was acknowledged: nothing may be lost, nothing
// done twice, and log and books must agree after every start. It holds tests
// only.
package kill9
