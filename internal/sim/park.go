package sim

// The park's part of the demo: organisations, people, premises, headcounts.

import (
	"context"
	"math"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/identity"
	"kaigong.example/kaigong/internal/feature/park"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
)

// roles translates the words of the data.
var roles = map[string][]kernel.Role{
	"enterprise_contact":   {kernel.Owner, kernel.OrgAdmin},
	"finance_clerk":        {kernel.FinanceClerk},
	"relationship_manager": {kernel.Officer, kernel.PostLoan},
	"credit_approver":      {kernel.Approver, kernel.OrgAdmin},
	"town_lead":            {kernel.TownLead},
	"alliance_convenor":    {kernel.Convenor},
	"park_manager":         {kernel.ParkManager, kernel.OrgAdmin},
	"financing_liaison":    {kernel.Liaison},
	"auditor":              {kernel.Inspector},
	"guarantee_officer":    {kernel.GuaranteeOfficer},
	"claims_approver":      {kernel.GuaranteeApprover, kernel.OrgAdmin},
}

// begin is the first instant of the demo.
var begin = clock.Date{Year: 2020, Month: time.February, Day: 3}

const manager = "P006"

// people makes organisations, persons and memberships known. Persons whose
// work the alliance does not touch are left to their own features.
func (t *Timeline) people(d Data) {
	at := t.at(begin, 8, 0)
	for _, p := range d.Parties {
		t.add(at, "", "registers "+p.ID, func(ctx context.Context) error {
			short := p.Short
			if short.Zh == "" {
				short = p.Name
			}
			made, err := t.world.App.Identity.Register(ctx, identity.RegisterParty{Ref: p.ID, Kind: kernel.PartyKind(p.Kind), NameZh: p.Name.Zh, NameEn: p.Name.En, ShortZh: short.Zh, ShortEn: short.En, CreditCode: p.Uscc})
			t.world.know(p.ID, made.ID)
			return err
		})
	}
	for _, e := range d.Enterprises {
		t.add(at, "", "registers "+e.ID, func(ctx context.Context) error {
			made, err := t.world.App.Identity.Register(ctx, identity.RegisterParty{Ref: e.ID, Kind: kernel.Enterprise, NameZh: e.Name.Zh, NameEn: e.Name.En, ShortZh: e.Short.Zh, ShortEn: e.Short.En, CreditCode: e.Uscc})
			t.world.know(e.ID, made.ID)
			return err
		})
	}
	for _, p := range d.People {
		own := roles[p.Role]
		if own == nil || p.Role == "finance_clerk" && p.Org == "ORG-PARK" {
			continue
		}
		t.add(at, "", "enrols "+p.ID, func(ctx context.Context) error {
			made, err := t.world.App.Identity.Enrol(ctx, identity.EnrolPerson{Ref: p.ID, NameZh: p.Name.Zh, NameEn: p.Name.En})
			if err != nil {
				return err
			}
			t.world.know(p.ID, made.ID)
			_, err = t.world.App.Identity.Join(ctx, identity.JoinParty{Person: made.ID, Party: t.world.ID(p.Org), Roles: own, From: begin.String()})
			return err
		})
	}
}

// premises describes buildings and units, enterprises and their leases.
func (t *Timeline) premises(d Data) {
	at := t.at(begin, 8, 30)
	for _, b := range d.Buildings {
		t.add(at, manager, "describes "+b.ID, func(ctx context.Context) error {
			made, err := t.world.App.Park.DescribeBuilding(ctx, park.DescribeBuilding{Code: b.ID, NameZh: b.Name.Zh, NameEn: b.Name.En, Kind: b.Kind, Floors: b.Floors, GrossAreaDM2: b.GrossM2 * 100})
			t.world.know(b.ID, made.ID)
			return err
		})
	}
	for _, u := range d.Units {
		t.add(at, manager, "describes "+u.ID, func(ctx context.Context) error {
			in := park.DescribeUnit{Building: t.world.ID(u.Building), Code: u.ID, Floor: u.Floor, Use: u.Use, AreaDM2: u.AreaM2 * 100, RentPerM2Fen: fen(u.Rent)}
			if u.HoistT != nil {
				in.HoistT = *u.HoistT
			}
			made, err := t.world.App.Park.DescribeUnit(ctx, in)
			t.world.know(u.ID, made.ID)
			return err
		})
	}
	for _, e := range d.Enterprises {
		t.add(at, manager, "takes in "+e.ID, func(ctx context.Context) error {
			_, err := t.world.App.Park.Register(ctx, park.RegisterEnterprise{Party: t.world.ID(e.ID), EnterpriseProfile: park.EnterpriseProfile{
				NameZh: e.Name.Zh, NameEn: e.Name.En, ShortZh: e.Short.Zh, ShortEn: e.Short.En, CreditCode: e.Uscc,
				IndustryCode: e.Industry.Code, IndustryNameZh: e.Industry.Name.Zh, IndustryNameEn: e.Industry.Name.En, SizeClass: e.SizeClass,
				Revenue2019Fen: money.Fen(e.RevenueWan * 10_000_00), Joined: e.Joined, Stage: e.Stage, HighTech: e.HighTech, Contact: t.world.ID(e.Contact)}})
			return err
		})
	}
	t.leases(d)
}

func (t *Timeline) leases(d Data) {
	at := t.at(begin, 8, 45)
	for _, l := range d.Leases {
		t.add(at, manager, "signs "+l.ID, func(ctx context.Context) error {
			last, err := clock.ParseDate(l.End)
			if err != nil {
				return err
			}
			in := park.SignLease{Enterprise: t.world.ID(l.Enterprise), From: l.Start, To: last.AddDays(1).String(), MonthlyRentFen: fen(l.Rent), RentConfirmed: true}
			for _, u := range l.Units {
				in.Units = append(in.Units, t.world.ID(u))
			}
			_, err = t.world.App.Park.Sign(ctx, in)
			return err
		})
	}
}

// headcounts are reported by the enterprises after each quarter.
func (t *Timeline) headcounts(d Data) {
	full := map[string]int64{}
	contact := map[string]string{}
	for _, e := range d.Enterprises {
		full[e.ID], contact[e.ID] = e.Employees, e.Contact
	}
	ends := map[string]clock.Date{"2019Q4": {Year: 2019, Month: 12, Day: 31}, "2020Q1": {Year: 2020, Month: 3, Day: 31}}
	for _, p := range d.Progress {
		end, ok := ends[p.Quarter]
		if !ok {
			continue // the quarter ends with the demo's present
		}
		day := end.AddDays(1)
		if day.Before(begin) {
			day = begin
		}
		t.add(t.at(day, 9, 0), contact[p.Enterprise], "reports headcount of "+p.Enterprise, func(ctx context.Context) error {
			_, err := t.world.App.Park.ReportHeadcount(ctx, park.ReportHeadcount{Enterprise: t.world.ID(p.Enterprise), AsOf: end.String(), Now: p.Employees, Normal: max(full[p.Enterprise], p.Employees)})
			return err
		})
	}
}

// fen reads an amount in yuan with at most two decimals.
func fen(yuan float64) money.Fen { return money.Fen(math.Round(yuan * 100)) }
