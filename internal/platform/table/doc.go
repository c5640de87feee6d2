// Package table gives lists their common abilities: filter, sort, page, export.
//
// A Spec says once what a list can do. Parse reads an address into a Query and
// refuses what the Spec does not name, so that nothing a reader types ever
// becomes SQL: columns and conditions are constants of the Spec, values are
// bound. Load answers one Page inside the caller's snapshot. A Query writes
// itself back into an address, which is how headers sort and pagers lead on.
// Rows that another feature answered pass the same Query through Sift and Cut.
//
// Export writes a Sheet as CSV or XLSX. A text that a spreadsheet would run as
// a formula is made harmless; numbers stay numbers.
package table

import "embed"

// Files holds the locales of this package.
//
//go:embed locales
var Files embed.FS
