package dossier

// How documents are worded: what an item is, what a version is, who has looked.

import (
	"context"
	"strconv"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// standTone colours what an item is today.
var standTone = map[string]struct {
	tone ui.Tone
	icon string
}{ItemMissing: {ui.Warn, "alert-circle"}, ItemExpired: {ui.Risk, "calendar-x"}, ItemSoon: {ui.Warn, "calendar-x"}, ItemThere: {ui.Ok, "circle-check"}}

// kindOptions are the kinds of documents.
func kindOptions(ctx context.Context) (options []ui.Option) {
	for _, k := range kernel.DocumentKinds {
		options = append(options, ui.Option{Value: k, Label: i18n.T(ctx, "kernel.document."+k)})
	}
	return options
}

// told is what a line says of a version below its name.
func (s *Service) told(ctx context.Context, f File, v View) string {
	line := i18n.T(ctx, "dossier.version", i18n.Args{"number": f.Version, "at": i18n.Moment(ctx, f.At, s.Now(), s.Zone), "size": size(f.Size)})
	switch {
	case f.Expired:
		line += " · " + i18n.T(ctx, "dossier.expired", i18n.Args{"day": i18n.Date(ctx, f.ExpiresOn)})
	case f.ExpiresOn != "":
		line += " · " + i18n.T(ctx, "dossier.until", i18n.Args{"day": i18n.Date(ctx, f.ExpiresOn)})
	}
	if f.RequestedBy != "" {
		line += " · " + i18n.T(ctx, "dossier.requested_by", i18n.Args{"lender": v.Parties[f.RequestedBy]})
	}
	return line
}

// looked is a line for each time that somebody opened a version.
func (s *Service) looked(ctx context.Context, f File, v View) (lines []string) {
	for _, x := range f.Seen {
		lines = append(lines, i18n.T(ctx, "dossier.sight", i18n.Args{
			"at": i18n.Moment(ctx, x.At, s.Now(), s.Zone), "party": v.Parties[x.Party], "person": v.People[x.Person], "ground": i18n.T(ctx, "dossier.ground."+x.Ground),
		}))
	}
	return lines
}

// wish words a request: who asks, by when, and why.
func (s *Service) wish(ctx context.Context, r Request, v View) string {
	return i18n.T(ctx, "dossier.wish", i18n.Args{"lender": v.Parties[r.Lender], "day": i18n.Date(ctx, r.DueOn), "reason": r.Reason})
}

// size is a number of bytes as people say it.
func size(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt((n+1023)/1024, 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}

// askedNote says that the product asks for a kind, "" where it does not.
func askedNote(ctx context.Context, x Item) string {
	if !x.Asked {
		return ""
	}
	return i18n.T(ctx, "dossier.asked")
}
