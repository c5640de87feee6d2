// Package shown words values for the inputs of forms, and what an entry of the
// timeline says at a glance.
package shown

import (
	"context"
	"strconv"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Yuan shows an amount for an input, "" for none.
func Yuan(f money.Fen) string {
	if f == 0 {
		return ""
	}
	return f.Text()
}

// Count shows a number for an input, "" for none.
func Count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Percent shows a rate for an input, "" for none.
func Percent(p money.PPM) string {
	if p == 0 {
		return ""
	}
	return strings.TrimSuffix(i18n.Percent(p), "%")
}

// Options are the choices of a form whose words share a prefix.
func Options(ctx context.Context, prefix string, values []string) []ui.Option {
	var out []ui.Option
	for _, v := range values {
		out = append(out, ui.Option{Value: v, Label: i18n.T(ctx, prefix+v)})
	}
	return out
}

// Size words the size of a file.
func Size(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt((n+1023)>>10, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}

// Detail is what an entry of the timeline says at a glance: a sum, a note, the
// classes of a consent.
func Detail(ctx context.Context, it auditlog.Item) string {
	var parts []string
	for _, f := range it.Fields {
		switch f.Name {
		case "amount_fen":
			n, _ := strconv.ParseInt(f.Value, 10, 64)
			parts = append(parts, i18n.Wan(ctx, money.Fen(n)))
		case "note":
			parts = append(parts, f.Value)
		case "classes":
			for _, c := range strings.Fields(f.Value) {
				parts = append(parts, i18n.T(ctx, "origination.class."+c))
			}
		}
	}
	return strings.Join(parts, " · ")
}
