package park

// Use cases of buildings and units.

import (
	"context"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
)

// DescribeBuilding adds a building or changes one.
func (s *Service) DescribeBuilding(ctx context.Context, in DescribeBuilding) (b Building, err error) {
	if err := in.check(); err != nil {
		return b, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if in.ID == "" {
			b, err = s.addBuilding(ctx, tx, in)
		} else {
			b, err = s.changeBuilding(ctx, tx, in)
		}
		return err
	})
	return b, err
}

func (s *Service) addBuilding(ctx context.Context, tx db.Tx, in DescribeBuilding) (b Building, err error) {
	park := kernel.From(ctx).Party
	if err := s.Guard.Require(ctx, "park.describe", collection("Premises", park)); err != nil {
		return b, err
	}
	b = Building{ID: s.NewID(), Park: park, Version: 1}
	b.describe(in)
	if err := freeBuildingCode(ctx, tx, b); err != nil {
		return b, err
	}
	return b, insertBuilding(ctx, tx, b)
}

func (s *Service) changeBuilding(ctx context.Context, tx db.Tx, in DescribeBuilding) (b Building, err error) {
	if b, err = buildingByID(ctx, tx, in.ID); err != nil {
		return b, err
	}
	if err := s.Guard.Require(ctx, "park.describe", b.resource()); err != nil {
		return b, err
	}
	err = fresh(in.Version, b.Version,
		value{"code", in.Code, b.Code}, value{"name_zh", in.NameZh, b.Name.Zh}, value{"name_en", in.NameEn, b.Name.En},
		value{"kind", Word("building", in.Kind), Word("building", b.Kind)}, value{"floors", in.Floors, b.Floors},
		value{"gross_area_dm2", AreaText(in.GrossAreaDM2), AreaText(b.GrossAreaDM2)})
	if err != nil {
		return b, err
	}
	b.describe(in)
	if err := freeBuildingCode(ctx, tx, b); err != nil {
		return b, err
	}
	return b, updateBuilding(ctx, tx, &b)
}

func freeBuildingCode(ctx context.Context, tx db.Tx, b Building) error {
	taken, err := exists(ctx, tx, `SELECT count(*) FROM park_building WHERE park_id = $1 AND code = $2 AND id <> $3`, b.Park, b.Code, b.ID)
	if taken {
		return fieldFault("code", "park.building.code_taken", map[string]any{"code": b.Code})
	}
	return err
}

// DescribeUnit adds a unit to a building or changes one.
func (s *Service) DescribeUnit(ctx context.Context, in DescribeUnit) (u Unit, err error) {
	if err := in.check(); err != nil {
		return u, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		b, err := buildingByID(ctx, tx, in.Building)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "park.describe", b.resource()); err != nil {
			return err
		}
		if in.Floor > b.Floors {
			return fieldFault("floor", "park.unit.floor_above", map[string]any{"floors": b.Floors})
		}
		if in.ID == "" {
			u, err = s.addUnit(ctx, tx, b, in)
		} else {
			u, err = s.changeUnit(ctx, tx, b, in)
		}
		return err
	})
	return u, err
}

func (s *Service) addUnit(ctx context.Context, tx db.Tx, b Building, in DescribeUnit) (Unit, error) {
	u := Unit{ID: s.NewID(), Building: b.ID, Park: b.Park, Version: 1}
	u.describe(in)
	if err := freeUnitCode(ctx, tx, u); err != nil {
		return u, err
	}
	return u, insertUnit(ctx, tx, u)
}

func (s *Service) changeUnit(ctx context.Context, tx db.Tx, b Building, in DescribeUnit) (Unit, error) {
	u, err := unitByID(ctx, tx, in.ID)
	if err != nil {
		return u, err
	}
	if err := within(u.Building, b.ID); err != nil {
		return u, err
	}
	err = fresh(in.Version, u.Version,
		value{"code", in.Code, u.Code}, value{"floor", in.Floor, u.Floor}, value{"use", Word("use", in.Use), Word("use", u.Use)},
		value{"area_dm2", AreaText(in.AreaDM2), AreaText(u.AreaDM2)}, value{"rent_per_m2_fen", in.RentPerM2Fen, u.RentPerM2Fen},
		value{"hoist_t", in.HoistT, u.HoistT})
	if err != nil {
		return u, err
	}
	u.describe(in)
	if err := freeUnitCode(ctx, tx, u); err != nil {
		return u, err
	}
	return u, updateUnit(ctx, tx, &u)
}

func freeUnitCode(ctx context.Context, tx db.Tx, u Unit) error {
	taken, err := exists(ctx, tx, `SELECT count(*) FROM park_unit WHERE park_id = $1 AND code = $2 AND id <> $3`, u.Park, u.Code, u.ID)
	if taken {
		return fieldFault("code", "park.unit.code_taken", map[string]any{"code": u.Code})
	}
	return err
}
