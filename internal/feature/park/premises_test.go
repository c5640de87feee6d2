package park

import (
	"context"
	"errors"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// undo runs a use case and takes it back, so that cases of a table start from
// the same park.
func undo(d *db.DB, ctx context.Context, do func(context.Context) error) error {
	undone := errors.New("undone")
	err := d.Write(ctx, func(ctx context.Context, _ db.Tx) error {
		if err := do(ctx); err != nil {
			return err
		}
		return undone
	})
	if errors.Is(err, undone) {
		return nil
	}
	return err
}

func TestDescribingRefusesBadInput(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		b := k.building()
		u := k.unit(b)
		for name, c := range map[string]struct {
			change func(*DescribeUnit)
			want   string
		}{
			"all is well":      {func(in *DescribeUnit) {}, ""},
			"no code":          {func(in *DescribeUnit) { in.Code = "" }, "code: park.code.missing"},
			"a code in words":  {func(in *DescribeUnit) { in.Code = "一号" }, "code: park.code.shape"},
			"a code twice":     {func(in *DescribeUnit) { in.Code = u.Code }, "code: park.unit.code_taken"},
			"no area":          {func(in *DescribeUnit) { in.AreaDM2 = 0 }, "area_dm2: park.area.positive"},
			"area below zero":  {func(in *DescribeUnit) { in.AreaDM2 = -1 }, "area_dm2: park.area.positive"},
			"area of a town":   {func(in *DescribeUnit) { in.AreaDM2 = maxArea + 1 }, "area_dm2: park.area.large"},
			"no rent":          {func(in *DescribeUnit) { in.RentPerM2Fen = 0 }, "rent_per_m2_fen: park.rent.positive"},
			"rent of the unit": {func(in *DescribeUnit) { in.RentPerM2Fen = 1_766_400 }, "rent_per_m2_fen: park.rent_per_m2.large"},
			"above the roof":   {func(in *DescribeUnit) { in.Floor = 6 }, "floor: park.unit.floor_above"},
			"no floor":         {func(in *DescribeUnit) { in.Floor = 0 }, "floor: park.floor.range"},
			"no use":           {func(in *DescribeUnit) { in.Use = "" }, "use: park.choice.missing"},
			"a heavy hoist":    {func(in *DescribeUnit) { in.HoistT = 51 }, "hoist_t: park.hoist.range"},
			"no such building": {func(in *DescribeUnit) { in.Building = "nowhere" }, "fault.not_found"},
		} {
			t.Run(name, func(t *testing.T) {
				in := DescribeUnit{Building: b.ID, Code: "B1-9Z", Floor: 1, Use: "office", AreaDM2: 28_000, RentPerM2Fen: 22_00}
				c.change(&in)
				wants(t, undo(d, manager(), func(ctx context.Context) error { _, err := k.DescribeUnit(ctx, in); return err }), c.want)
			})
		}
	})
}

func TestUnitIsFoundThroughItsBuildingAlone(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	here, there := k.building(), k.building()
	u := k.unit(here)
	_, err := k.DescribeUnit(manager(), DescribeUnit{ID: u.ID, Version: 1, Building: there.ID, Code: u.Code, Floor: 1, Use: "office", AreaDM2: 1, RentPerM2Fen: 1})
	wants(t, err, "fault.not_found")
}

func TestStaleUnitSaysWhatChanged(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	b := k.building()
	u := k.unit(b)
	in := DescribeUnit{ID: u.ID, Version: 1, Building: b.ID, Code: u.Code, Floor: u.Floor, Use: u.Use, AreaDM2: 120_000, RentPerM2Fen: u.RentPerM2Fen}
	_, err := k.DescribeUnit(manager(), in)
	must(t, err)
	in.AreaDM2 = 110_400
	_, err = k.DescribeUnit(manager(), in)
	f := wants(t, err, "area_dm2: park.stale.value")
	if len(f.Fields) != 1 || f.Fields[0].Args["stored"] != "1,200.00" {
		t.Fatalf("got %+v", f.Fields)
	}
}

func TestOnlyTheManagerDescribes(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	in := DescribeBuilding{Code: "B1", NameZh: "1号厂房", NameEn: "Factory 1", Kind: "factory", Floors: 5, GrossAreaDM2: 1_200_000}
	for name, c := range map[string]struct {
		ctx  context.Context
		want string
	}{
		"manager": {manager(), ""}, "liaison": {liaison(), "fault.denied"}, "town": {town(), "fault.denied"},
		"owner": {owner("party-1"), "fault.denied"}, "bank": {officer(), "fault.not_found"},
		"a bank's park manager": {as("bank-1", kernel.Bank, kernel.ParkManager), "fault.not_found"},
		"guest":                 {context.Background(), "fault.unsigned"},
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, undo(k.DB, c.ctx, func(ctx context.Context) error { _, err := k.DescribeBuilding(ctx, in); return err }), c.want)
		})
	}
}

func TestOccupancyIsLeasedAreaOverRentableArea(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		b, e := k.building(), k.tenant(codes[0])
		big := k.unit(b, func(in *DescribeUnit) { in.AreaDM2 = 300_000 })
		k.unit(b, func(in *DescribeUnit) { in.AreaDM2 = 50_000 })
		k.unit(b, func(in *DescribeUnit) { in.AreaDM2 = 50_000 })
		in := lease(e, "2020-02-03", "2020-03-01", big)
		in.RentConfirmed = true
		k.sign(in)
		for day, want := range map[string]int64{"2020-02-02": 0, "2020-02-03": 300_000, "2020-02-29": 300_000, "2020-03-01": 0} {
			p, err := k.Premises(town(), date(t, day))
			must(t, err)
			if p.Occupancy.LeasedDM2 != want || p.Occupancy.RentableDM2 != 400_000 || p.Occupancy.Units != 3 {
				t.Errorf("on %s: %+v, want %d leased", day, p.Occupancy, want)
			}
		}
		p, err := k.Premises(manager(), clock.Date{})
		must(t, err)
		if p.Occupancy.SharePPM() != 750_000 || p.Occupancy.LeasedUnits != 1 || p.Buildings[0].Units[0].Name.En != "Heyue Footwear" {
			t.Errorf("three quarters of the area are one unit of three: %+v", p.Occupancy)
		}
		if _, err := k.Premises(officer(), clock.Date{}); err == nil {
			t.Error("a bank must not see premises")
		}
	})
}

func TestParseArea(t *testing.T) {
	for typed, want := range map[string]int64{"1104": 110_400, "1,104.50": 110_450, " 280 平方米": 28_000, "280㎡": 28_000} {
		if got, err := ParseArea(typed); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "large", "1.234"} {
		if _, err := ParseArea(typed); err == nil {
			t.Errorf("%q must be refused", typed)
		}
	}
}
