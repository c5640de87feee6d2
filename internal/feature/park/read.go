package park

// What pages and programs read: the enterprise, the units with who has them,
// and the figures over them. Every reading authorises in its own snapshot.

import (
	"context"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// EnterpriseView is an enterprise with its leases and headcounts.
type EnterpriseView struct {
	Enterprise  Enterprise           `json:"enterprise"`
	ContactName i18n.Text            `json:"contact_name"`
	Leases      []LeaseView          `json:"leases"`
	Headcounts  []Headcount          `json:"headcounts"` // the one that counts for a day first
	Counted     []Headcount          `json:"counted"`    // one for each day, the oldest first
	Names       map[string]i18n.Text `json:"names"`      // of persons in this view
	AsOf        clock.Date           `json:"as_of"`
	May         EnterpriseMoves      `json:"may"`
}

// EnterpriseMoves says which moves are open to the reader, for buttons.
type EnterpriseMoves struct {
	Revise  bool `json:"revise"`
	Sign    bool `json:"sign"`
	Report  bool `json:"report"`
	Correct bool `json:"correct"`
}

// LeaseView is a lease with its units and where it stands.
type LeaseView struct {
	Lease   Lease      `json:"lease"`
	State   LeaseState `json:"state"`
	Units   []Unit     `json:"units"`
	LastDay clock.Date `json:"last_day"`
	Renewal string     `json:"renewal,omitempty"` // reference of the lease that renews it
	Renews  string     `json:"renews,omitempty"`  // reference of the lease that it renews
}

// Changeable reports whether the lease can be renewed or ended early.
func (v LeaseView) Changeable() bool { return v.Renewal == "" && v.Lease.EndReason == "" }

// View shows an enterprise to itself and to the park.
func (s *Service) View(ctx context.Context, id string) (v EnterpriseView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Enterprise, err = s.enterprise(ctx, tx, id, "park.read_enterprise"); err != nil {
			return err
		}
		v.AsOf = s.today()
		r := v.Enterprise.resource()
		v.May = EnterpriseMoves{
			Revise: s.Guard.Allowed(ctx, "park.revise", r), Sign: s.Guard.Allowed(ctx, "park.sign", r),
			Report: s.Guard.Allowed(ctx, "park.report_headcount", r), Correct: s.Guard.Allowed(ctx, "park.correct_headcount", r),
		}
		if v.Leases, err = s.leaseViews(ctx, tx, id); err != nil {
			return err
		}
		if v.Headcounts, err = headcountsOf(ctx, tx, id); err != nil {
			return err
		}
		v.Counted = counted(v.Headcounts)
		v.Names, err = s.Parties.People(ctx, tx, v.people())
		v.ContactName = v.Names[v.Enterprise.Contact]
		return err
	})
	return v, err
}

// people are the persons that a view names.
func (v EnterpriseView) people() []string {
	var ids []string
	if v.Enterprise.Contact != "" {
		ids = append(ids, v.Enterprise.Contact)
	}
	for _, h := range v.Headcounts {
		ids = append(ids, h.Person)
	}
	return ids
}

// Latest is the report that counts today; ok is false while there is none.
func (v EnterpriseView) Latest() (h Headcount, ok bool) {
	if len(v.Headcounts) == 0 {
		return h, false
	}
	return v.Headcounts[0], true
}

// counted keeps the report that counts for each day, the oldest day first.
func counted(reports []Headcount) []Headcount {
	var days []Headcount
	for i := len(reports) - 1; i >= 0; i-- {
		h := reports[i]
		if n := len(days); n > 0 && days[n-1].AsOf == h.AsOf {
			days[n-1] = h
			continue
		}
		days = append(days, h)
	}
	return days
}

func (s *Service) leaseViews(ctx context.Context, tx db.Tx, enterprise string) ([]LeaseView, error) {
	leases, err := leasesOf(ctx, tx, enterprise)
	if err != nil {
		return nil, err
	}
	refs, renewals := map[string]string{}, map[string]string{}
	var ids []string
	for _, l := range leases {
		refs[l.ID], renewals[l.Previous] = l.Ref, l.Ref
		ids = append(ids, l.Units...)
	}
	units, err := unitsByID(ctx, tx, ids)
	views := make([]LeaseView, len(leases))
	for i, l := range leases {
		views[i] = LeaseView{Lease: l, State: l.State(s.today()), LastDay: l.LastDay(), Renewal: renewals[l.ID], Renews: refs[l.Previous]}
		for _, u := range units {
			if holds(l, u.ID) {
				views[i].Units = append(views[i].Units, u)
			}
		}
	}
	return views, err
}

func holds(l Lease, unit string) bool {
	for _, id := range l.Units {
		if id == unit {
			return true
		}
	}
	return false
}

// Lease shows one lease, for the pages that renew and end it.
func (s *Service) Lease(ctx context.Context, id string) (e Enterprise, v LeaseView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		l, err := s.lease(ctx, tx, id, "park.read_enterprise")
		if err != nil {
			return err
		}
		if e, err = enterpriseByID(ctx, tx, l.Enterprise); err != nil {
			return err
		}
		views, err := s.leaseViews(ctx, tx, l.Enterprise)
		for _, x := range views {
			if x.Lease.ID == id {
				v = x
			}
		}
		return err
	})
	return e, v, err
}

// Occupancy is leased over rentable area on a day, with how many units.
type Occupancy struct {
	LeasedDM2   int64 `json:"leased_dm2"`
	RentableDM2 int64 `json:"rentable_dm2"`
	LeasedUnits int64 `json:"leased_units"`
	Units       int64 `json:"units"`
}

// SharePPM is the share in parts per million, rounded half up; 0 where there is nothing to
// lease.
func (o Occupancy) SharePPM() money.PPM {
	if o.RentableDM2 == 0 {
		return 0
	}
	share, _ := money.MulDiv(money.Fen(o.LeasedDM2), 1_000_000, o.RentableDM2, money.HalfUp)
	return money.PPM(share)
}

func (o *Occupancy) count(u UnitRow) {
	o.Units++
	o.RentableDM2 += u.Unit.AreaDM2
	if u.Leased() {
		o.LeasedUnits++
		o.LeasedDM2 += u.Unit.AreaDM2
	}
}

// UnitRow is a unit with who has it on the day.
type UnitRow struct {
	Unit     Unit       `json:"unit"`
	Tenant   string     `json:"tenant,omitempty"` // party
	Name     i18n.Text  `json:"name"`
	LeaseRef string     `json:"lease_ref,omitempty"`
	LastDay  clock.Date `json:"last_day"`
}

// Leased reports whether somebody has the unit on the day.
func (u UnitRow) Leased() bool { return u.Tenant != "" }

// BuildingRow is a building with its units and their occupancy.
type BuildingRow struct {
	Building  Building  `json:"building"`
	Units     []UnitRow `json:"units"`
	Occupancy Occupancy `json:"occupancy"`
}

// Premises is the whole park on a day.
type Premises struct {
	AsOf      clock.Date    `json:"as_of"`
	Buildings []BuildingRow `json:"buildings"`
	Occupancy Occupancy     `json:"occupancy"`
	MayChange bool          `json:"may_change"`
	MayOpen   bool          `json:"may_open"` // the pages of enterprises
}

// Premises shows units by building on a day, today where on is zero.
func (s *Service) Premises(ctx context.Context, on clock.Date) (p Premises, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		all := collection("Premises", kernel.From(ctx).Party)
		if err := s.Guard.Require(ctx, "park.read_units", all); err != nil {
			return err
		}
		if p.AsOf = on; on.IsZero() {
			p.AsOf = s.today()
		}
		p.MayChange = s.Guard.Allowed(ctx, "park.describe", all)
		p.MayOpen = s.Guard.Allowed(ctx, "park.read_enterprise", all)
		rows, err := s.unitRows(ctx, tx, p.AsOf)
		if err != nil {
			return err
		}
		return p.fill(ctx, tx, rows)
	})
	return p, err
}

// fill sorts units into their buildings and adds them up.
func (p *Premises) fill(ctx context.Context, tx db.Tx, rows map[string][]UnitRow) error {
	buildings, err := allBuildings(ctx, tx)
	for _, b := range buildings {
		row := BuildingRow{Building: b, Units: rows[b.ID]}
		for _, u := range row.Units {
			row.Occupancy.count(u)
			p.Occupancy.count(u)
		}
		p.Buildings = append(p.Buildings, row)
	}
	return err
}

// unitRows answers every unit with its tenant on a day, by building.
func (s *Service) unitRows(ctx context.Context, tx db.Tx, on clock.Date) (map[string][]UnitRow, error) {
	leases, err := leasesOn(ctx, tx, on)
	if err != nil {
		return nil, err
	}
	taken := map[string]Lease{}
	var tenants []string
	for _, l := range leases {
		tenants = append(tenants, l.Enterprise)
		for _, u := range l.Units {
			taken[u] = l
		}
	}
	names, err := s.EnterpriseNames(ctx, tx, tenants)
	if err != nil {
		return nil, err
	}
	units, err := allUnits(ctx, tx)
	rows := map[string][]UnitRow{}
	for _, u := range units {
		row := UnitRow{Unit: u}
		if l, ok := taken[u.ID]; ok {
			row.Tenant, row.Name, row.LeaseRef, row.LastDay = l.Enterprise, names[l.Enterprise], l.Ref, l.LastDay()
		}
		rows[u.Building] = append(rows[u.Building], row)
	}
	return rows, err
}

// Building shows one building, for the pages that change it and its units.
func (s *Service) Building(ctx context.Context, id string) (row BuildingRow, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		b, err := buildingByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "park.read_units", b.resource()); err != nil {
			return err
		}
		rows, err := s.unitRows(ctx, tx, s.today())
		row = BuildingRow{Building: b, Units: rows[id]}
		for _, u := range row.Units {
			row.Occupancy.count(u)
		}
		return err
	})
	return row, err
}
