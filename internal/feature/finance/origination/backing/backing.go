// Package backing shows what speaks for an application that was referred: letters
// of intent and recommendations, to the sides of the application and to the lenders
// that it asks again. Pure.
package backing

import (
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

// Shown are those that a lender reads: whatever stood when the application was
// published last. What had ended before was never before it, and whom the
// enterprise asked besides is not for it.
func Shown(all []kernel.Backing, published clock.Date) (shown []kernel.Backing) {
	for _, b := range all {
		if b.Live() || b.State == kernel.BackingOver && b.ValidTo >= published.String() {
			shown = append(shown, b)
		}
	}
	return shown
}
