// Package kernel holds the few words that every feature shares: who acts, for
// which party, in which roles. It does no I/O and stays small.
package kernel

import (
	"context"
	"slices"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// PartyKind says what an organisation is to the park.
type PartyKind string

const (
	ParkOperator PartyKind = "park_operator"
	Enterprise   PartyKind = "enterprise"
	Bank         PartyKind = "bank"
	TownOffice   PartyKind = "town_office"
	CountyBureau PartyKind = "county_bureau"
	Guarantor    PartyKind = "guarantor"
	BranchParty  PartyKind = "branch"
	Village      PartyKind = "village"
	HealthCentre PartyKind = "health_service"
	Auditor      PartyKind = "auditor"
)

// Role is what a person may be asked to do for a party.
type Role string

const (
	Owner             Role = "enterprise_owner"   // 企业负责人
	FinanceClerk      Role = "finance_clerk"      // 财务
	Liaison           Role = "financing_liaison"  // 园区融资联络员
	ParkManager       Role = "park_manager"       // 园区负责人
	Officer           Role = "lender_officer"     // 客户经理
	Approver          Role = "lender_approver"    // 审批人
	PostLoan          Role = "lender_post_loan"   // 贷后
	TownLead          Role = "town_office"        // 镇企业服务办
	GuaranteeOfficer  Role = "guarantee_officer"  // 担保公司业务经理
	GuaranteeApprover Role = "guarantee_approver" // 担保审批人
	Convenor          Role = "alliance_convenor"  // 联盟召集人
	OrgAdmin          Role = "organisation_admin" // 本单位管理员
	Inspector         Role = "auditor"            // 审计
	System            Role = "system"             // the program itself: sweepers
)

// Signs reports whether whoever holds the role accepts, approves or signs for
// the organisation.
func (r Role) Signs() bool { return r == Owner || r == Approver || r == GuaranteeApprover }

// NeedsSecond reports whether nobody gives the role alone: it signs, or it hands
// on what signs.
func (r Role) NeedsSecond() bool { return r.Signs() || r == OrgAdmin }

// Actor is who acts: a person through one membership, or the program itself.
type Actor struct {
	Person    string // person id, "" for the program
	Party     string // party id
	Kind      PartyKind
	Roles     []Role
	SteppedUp bool   // confirmed freshly with a passkey, or password and code
	StepUpFor string // what the confirmation was for: "accept:" or "sign:" and a hash
	Name      i18n.Text
	PartyName i18n.Text
	Session   string
}

// ConfirmedFor reports whether the actor has freshly confirmed for exactly this.
func (a Actor) ConfirmedFor(purpose string) bool { return a.SteppedUp && a.StepUpFor == purpose }

// Program is the actor of sweepers and jobs.
func Program() Actor { return Actor{Party: "kaigong", Roles: []Role{System}, SteppedUp: true} }

// Has reports whether the actor holds a role.
func (a Actor) Has(r Role) bool { return slices.Contains(a.Roles, r) }

// Awaited are the roles whose turns the actor can take: the actor's own, and for
// an owner those of the finance clerk, which every enterprise need not have.
func (a Actor) Awaited() (roles []string) {
	for _, r := range a.Roles {
		roles = append(roles, string(r))
	}
	if a.Has(Owner) && !a.Has(FinanceClerk) {
		roles = append(roles, string(FinanceClerk))
	}
	return roles
}

// Principal is the actor as policies see it.
func (a Actor) Principal() authz.Resource {
	roles := make([]string, len(a.Roles))
	for i, r := range a.Roles {
		roles[i] = string(r)
	}
	ref := authz.Ref{Type: "Person", ID: a.Person}
	if a.Person == "" {
		ref = authz.Ref{Type: "Program", ID: a.Party}
	}
	return authz.Resource{Ref: ref, Attrs: authz.Attrs{
		"party": PartyRef(a.Party), "kind": string(a.Kind), "roles": roles, "stepped_up": a.SteppedUp,
	}}
}

// With puts the actor into the context, for services and policies alike.
func With(ctx context.Context, a Actor) context.Context { return authz.With(ctx, a) }

// From is the actor of ctx; the zero Actor is a guest.
func From(ctx context.Context) Actor {
	a, _ := authz.From(ctx).(Actor)
	return a
}

// PersonRef and PartyRef are how policies name people and organisations.
func PersonRef(id string) authz.Ref { return authz.Ref{Type: "Person", ID: id} }

// PartyRef names an organisation.
func PartyRef(id string) authz.Ref { return authz.Ref{Type: "Party", ID: id} }
