// Package form holds what people fill in about an application: the sections of
// an enterprise, what the park found, and the reason of a lender that declines.
// Each knows the rules that it must meet and how a page words it.
//
// Pure: what a rule needs beside the section itself comes in as a Desk. Messages
// are those of package origination, which stores and moves what is filled in.
package form
