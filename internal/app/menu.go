package app

// The navigation: which pages a reader's organisation and roles lead to, in
// groups under headings.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// entry is one entry of the navigation for some kinds of organisations.
type entry struct {
	key, href, icon string
	kinds           []kernel.PartyKind
	roles           []kernel.Role // nil for everybody of the kinds
}

// group is a heading with its entries; the first has none.
type group struct {
	key     string
	entries []entry
}

var everybody = []kernel.PartyKind{kernel.Enterprise, kernel.Bank, kernel.ParkOperator, kernel.TownOffice, kernel.Guarantor}

// menu is the whole navigation by groups; each reader sees a part of it, on a
// phone its first entries in the bar.
var menu = []group{
	{"", []entry{
		{key: "home", href: "/", icon: "inbox", kinds: everybody},
	}},
	{"finance", []entry{
		{key: "finance", href: "/applications", icon: "coin", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.ParkOperator}},
		{key: "pipeline", href: "/cases", icon: "layout-kanban", kinds: []kernel.PartyKind{kernel.Bank}},
		{key: "contracts", href: "/contracts", icon: "file-text", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
		{key: "guarantees", href: "/guarantees", icon: "shield-check", kinds: []kernel.PartyKind{kernel.Guarantor}, roles: []kernel.Role{kernel.GuaranteeOfficer, kernel.GuaranteeApprover}},
		{key: "desk", href: "/desk", icon: "clock-exclamation", kinds: []kernel.PartyKind{kernel.ParkOperator}, roles: []kernel.Role{kernel.Liaison, kernel.ParkManager}},
		{key: "overview", href: "/overview", icon: "chart-dots", kinds: []kernel.PartyKind{kernel.TownOffice, kernel.ParkOperator, kernel.Bank}},
		{key: "stages", href: "/stages", icon: "file-text", kinds: []kernel.PartyKind{kernel.TownOffice, kernel.ParkOperator}, roles: []kernel.Role{kernel.TownLead, kernel.ParkManager, kernel.Liaison}},
		{key: "recommendations", href: "/recommendations", icon: "flag", kinds: []kernel.PartyKind{kernel.TownOffice}, roles: []kernel.Role{kernel.TownLead}},
		{key: "products", href: "/products", icon: "gauge", kinds: everybody},
		{key: "lenders", href: "/lenders", icon: "building-bank", kinds: everybody},
		{key: "alliance", href: "/alliance", icon: "users", kinds: []kernel.PartyKind{kernel.ParkOperator, kernel.TownOffice}, roles: []kernel.Role{kernel.ParkManager, kernel.Liaison, kernel.TownLead, kernel.Convenor}},
		{key: "consents", href: "/consents", icon: "lock-open", kinds: []kernel.PartyKind{kernel.Enterprise}, roles: []kernel.Role{kernel.Owner}},
	}},
	{"repayment", []entry{
		{key: "payments", href: "/payments", icon: "coins", kinds: []kernel.PartyKind{kernel.Enterprise}, roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk}},
		{key: "calendar", href: "/calendar", icon: "calendar", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}, roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk, kernel.Officer, kernel.Approver, kernel.PostLoan}},
		{key: "statements", href: "/statements", icon: "file-check", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
		{key: "books", href: "/books", icon: "scale", kinds: []kernel.PartyKind{kernel.Bank, kernel.Auditor}},
		{key: "intake", href: "/intake", icon: "upload", kinds: []kernel.PartyKind{kernel.Bank}, roles: []kernel.Role{kernel.PostLoan, kernel.Approver, kernel.Officer}},
		{key: "reconciliations", href: "/reconciliations", icon: "git-compare", kinds: []kernel.PartyKind{kernel.Bank}, roles: []kernel.Role{kernel.PostLoan, kernel.Approver}},
	}},
	{"relief", []entry{
		{key: "reliefs", href: "/reliefs", icon: "player-pause", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
		{key: "eligible", href: "/eligible", icon: "lifebuoy", kinds: []kernel.PartyKind{kernel.Enterprise}, roles: []kernel.Role{kernel.Owner, kernel.FinanceClerk}},
		{key: "schemes", href: "/schemes", icon: "lifebuoy", kinds: []kernel.PartyKind{kernel.Bank}},
		{key: "renewals", href: "/renewals", icon: "refresh", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.Bank}},
		{key: "workouts", href: "/workouts", icon: "alert-octagon", kinds: []kernel.PartyKind{kernel.Bank}, roles: []kernel.Role{kernel.Officer, kernel.Approver, kernel.PostLoan}},
		{key: "classes", href: "/classes", icon: "gauge", kinds: []kernel.PartyKind{kernel.Bank}, roles: []kernel.Role{kernel.Officer, kernel.Approver, kernel.PostLoan}},
		{key: "coverage", href: "/coverage", icon: "lifebuoy", kinds: []kernel.PartyKind{kernel.TownOffice}},
		{key: "relief_stages", href: "/relief-stages", icon: "player-pause", kinds: []kernel.PartyKind{kernel.TownOffice}, roles: []kernel.Role{kernel.TownLead}},
	}},
	{"park", []entry{
		{key: "enterprises", href: "/enterprises", icon: "building-factory-2", kinds: []kernel.PartyKind{kernel.Enterprise, kernel.ParkOperator, kernel.TownOffice}},
		{key: "premises", href: "/units", icon: "building", kinds: []kernel.PartyKind{kernel.ParkOperator, kernel.TownOffice}, roles: []kernel.Role{kernel.ParkManager, kernel.Liaison, kernel.TownLead}},
	}},
	{"organisation", []entry{
		{key: "notices", href: "/notices", icon: "bell", kinds: everybody},
		{key: "people", href: "/people", icon: "user", kinds: everybody, roles: []kernel.Role{kernel.OrgAdmin}},
		{key: "rights", href: "/rights", icon: "user-check", kinds: everybody, roles: []kernel.Role{kernel.OrgAdmin, kernel.Owner, kernel.Approver, kernel.GuaranteeApprover, kernel.ParkManager}},
		{key: "recoveries", href: "/recoveries", icon: "key", kinds: everybody},
		{key: "exports", href: "/exports", icon: "download", kinds: everybody, roles: []kernel.Role{kernel.OrgAdmin, kernel.Owner, kernel.Approver, kernel.PostLoan, kernel.ParkManager, kernel.Liaison, kernel.TownLead, kernel.Convenor}},
		{key: "letters", href: "/letters", icon: "mail", kinds: []kernel.PartyKind{kernel.ParkOperator}, roles: []kernel.Role{kernel.ParkManager}},
	}},
}

func (e entry) isFor(who kernel.Actor) bool {
	for _, k := range e.kinds {
		if k == who.Kind {
			return e.roles == nil || hasAny(who, e.roles)
		}
	}
	return false
}

func hasAny(who kernel.Actor, roles []kernel.Role) bool {
	for _, r := range roles {
		if who.Has(r) {
			return true
		}
	}
	return false
}

func (a *App) nav(ctx context.Context, who kernel.Actor) (items []ui.NavItem) {
	for _, g := range menu {
		heading := ""
		if g.key != "" {
			heading = i18n.T(ctx, "app.nav.group."+g.key)
		}
		for _, e := range g.entries {
			if e.isFor(who) {
				items = append(items, ui.NavItem{Key: e.key, Group: heading, Href: e.href, Icon: e.icon, Label: i18n.T(ctx, "app.nav."+e.key), Count: a.waiting(ctx, e.key)})
			}
		}
	}
	return items
}

// waiting is what an entry counts: turns at home, and unread notices.
func (a *App) waiting(ctx context.Context, key string) int {
	switch key {
	case "home":
		turns, err := a.turns(ctx)
		waits, also := a.waits(ctx)
		if err == nil && also == nil {
			return len(turns) + len(waits)
		}
	case "notices":
		return a.unread(ctx)
	}
	return 0
}
