package app

// What belongs to the lists of every feature alike: kept filters, and the way out
// as a file.

import (
	"kaigong.example/kaigong/internal/feature/export"
	"kaigong.example/kaigong/internal/feature/filter"
	"kaigong.example/kaigong/internal/platform/module"
)

// overLists makes the features that stand over the lists of those made before.
func (a *App) overLists(people parties) {
	all := lists(a.Modules)
	a.Exports = &export.Service{DB: a.DB, Guard: a.Guard, Audit: a.Audit, Parties: loanParties{people}, Lists: all, Zone: a.Calendar.Zone(), Now: a.Now, NewID: a.newID}
	a.Filters = &filter.Service{DB: a.DB, Guard: a.Guard, Parties: people, Lists: all, Exports: a.Exports, Now: a.Now, NewID: a.newID}
	a.Modules = append(a.Modules, a.Exports.Module(), a.Filters.Module())
}

// lists are the lists of every feature.
func lists(modules []module.Module) (all []module.List) {
	for _, m := range modules {
		all = append(all, m.Lists...)
	}
	return all
}
