// Package comparison sets offers side by side: a row per term, a column per
// offer, nothing ranked. What differs from the need is flagged, the lowest of
// several is named, and no offer is preferred for money.
//
// Every figure follows from the terms of the offer through the loan engine, as
// if it were paid out on the day of the comparison. The all-in annual cost is
// the rate at which the money received and every payment after it weigh the
// same; whatever the borrower pays for the loan is in it.
//
// Pure: no database, no clock. The caller decides who may see which offer.
package comparison

import "embed"

// Files holds the locales of this package.
//
//go:embed locales
var Files embed.FS
