package app

// The features by their folders: what each brings besides its services. Tables
// are made, policies and words read in this order.

import (
	"io/fs"

	"kaigong.example/kaigong/internal/feature/export"
	"kaigong.example/kaigong/internal/feature/filter"
	"kaigong.example/kaigong/internal/feature/finance/alliance"
	"kaigong.example/kaigong/internal/feature/finance/books"
	"kaigong.example/kaigong/internal/feature/finance/catalogue"
	"kaigong.example/kaigong/internal/feature/finance/dossier"
	"kaigong.example/kaigong/internal/feature/finance/drawing"
	"kaigong.example/kaigong/internal/feature/finance/dunning"
	"kaigong.example/kaigong/internal/feature/finance/feed"
	"kaigong.example/kaigong/internal/feature/finance/grading"
	"kaigong.example/kaigong/internal/feature/finance/intake"
	"kaigong.example/kaigong/internal/feature/finance/lender"
	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/overview"
	"kaigong.example/kaigong/internal/feature/finance/pause"
	"kaigong.example/kaigong/internal/feature/finance/pipeline"
	"kaigong.example/kaigong/internal/feature/finance/portfolio"
	"kaigong.example/kaigong/internal/feature/finance/reconciliation"
	"kaigong.example/kaigong/internal/feature/finance/referral"
	"kaigong.example/kaigong/internal/feature/finance/relief"
	"kaigong.example/kaigong/internal/feature/finance/renewal"
	"kaigong.example/kaigong/internal/feature/finance/scheme"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/feature/finance/workout"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/identity/letter"
	"kaigong.example/kaigong/internal/feature/identity/organisation"
	"kaigong.example/kaigong/internal/feature/identity/recovery"
	"kaigong.example/kaigong/internal/feature/identity/setup"
	"kaigong.example/kaigong/internal/feature/park"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// folder is one feature: its name, migrations, locales and policies, and which
// of its tables the transparency log knows.
type folder struct {
	name   string
	files  fs.FS
	logged func(*App) []auditlog.Source
	closed bool // no doors, so no policies
}

var folders = []folder{
	{name: identity.Name, files: identity.Files, logged: always(identity.Sources)},
	{name: organisation.Name, files: organisation.Files, logged: always(organisation.Sources)},
	{name: letter.Name, files: letter.Files, logged: always(letter.Sources)},
	{name: recovery.Name, files: recovery.Files, logged: always(recovery.Sources)},
	{name: setup.Name, files: setup.Files, logged: always(setup.Sources)},
	{name: park.Name, files: park.Files, logged: always(park.Sources)},
	{name: catalogue.Name, files: catalogue.Files, logged: always(catalogue.Sources)},
	{name: alliance.Name, files: alliance.Files, logged: always(alliance.Sources)},
	{name: lender.Name, files: lender.Files, logged: always(lender.Sources)},
	{name: dossier.Name, files: dossier.Files, logged: always(dossier.Sources)},
	{name: origination.Name, files: origination.Module(nil).Files, logged: always(origination.Sources)},
	{name: servicing.Name, files: servicing.Module(nil).Files, logged: always(servicing.Sources)},
	{name: feed.Name, files: feed.Files, logged: always(feed.Sources)},
	{name: portfolio.Name, files: portfolio.Files},
	{name: referral.Name, files: referral.Files, logged: always(referral.Sources)},
	{name: intake.Name, files: intake.Files, logged: always(intake.Sources)},
	{name: reconciliation.Name, files: reconciliation.Files, logged: always(reconciliation.Sources)},
	{name: relief.Name, files: relief.Module(nil).Files, logged: always(relief.Sources)},
	{name: scheme.Name, files: scheme.Files, logged: always(scheme.Sources)},
	{name: renewal.Name, files: renewal.Files, logged: always(renewal.Sources)},
	{name: drawing.Name, files: drawing.Files, logged: always(drawing.Sources)},
	{name: workout.Name, files: workout.Files, logged: always(workout.Sources)},
	{name: grading.Name, files: grading.Files, logged: always(grading.Sources)},
	{name: books.Name, files: books.Files, logged: func(a *App) []auditlog.Source { return a.Books.Sources() }},
	{name: dunning.Name, files: dunning.Files, closed: true},
	{name: export.Name, files: export.Files, logged: always(export.Sources)},
	{name: filter.Name, files: filter.Files},
	{name: overview.Name, files: overview.Files},
	{name: pause.Name, files: pause.Files, logged: always(pause.Sources)},
	{name: pipeline.Name, files: pipeline.Files, logged: always(pipeline.Sources)},
}

// always is a list that needs no service to be told.
func always(sources func() []auditlog.Source) func(*App) []auditlog.Source {
	return func(*App) []auditlog.Source { return sources() }
}

// Sources are all tables as the transparency log knows them.
func (a *App) Sources() []auditlog.Source {
	var all []auditlog.Source
	for _, f := range folders {
		if f.logged != nil {
			all = append(all, f.logged(a)...)
		}
	}
	return all
}
