// Package app wires Kaigong together. Read New from top to bottom and you have
// read the architecture: nothing registers itself, and what one feature needs
// of another is satisfied in adapt.go.
package app
