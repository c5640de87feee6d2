// Package tidy is the style of the house as tests.
//
// A Rule looks at the whole tree and answers Problems: an import that points
// outward, a function that grew too long, a message key without Chinese, a
// word of the glossary that the code no longer knows. The rules run over an
// fs.FS, so that each is shown to fail on a small tree with a planted mistake.
//
// A place that must break a rule says why on its line or the line above:
//
//	//tidy:allow the table of every state is data, not code
//
// Rules that need values instead of files, such as the words of every state,
// are functions of those values (machine.go).
package tidy
