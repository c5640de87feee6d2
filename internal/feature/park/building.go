package park

// Buildings and units: what there is to lease.

import (
	"regexp"
	"slices"
	"strings"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Building is a house of the park.
type Building struct {
	ID           string    `json:"id"`
	Park         string    `json:"park"` // party of the operator
	Code         string    `json:"code"` // "B1", as on the plan
	Name         i18n.Text `json:"name"`
	Kind         string    `json:"kind"`
	Floors       int64     `json:"floors"`
	GrossAreaDM2 int64     `json:"gross_area_dm2"`
	Version      int64     `json:"version"`
}

// Unit is what is leased as a whole.
type Unit struct {
	ID           string    `json:"id"`
	Building     string    `json:"building"`
	Park         string    `json:"park"`
	Code         string    `json:"code"` // "B1-1A", unique in the park
	Floor        int64     `json:"floor"`
	Use          string    `json:"use"`
	AreaDM2      int64     `json:"area_dm2"`
	RentPerM2Fen money.Fen `json:"rent_per_m2_fen"` // list rent a month
	HoistT       int64     `json:"hoist_t"`         // load of the hoist in tonnes, 0 without one
	Version      int64     `json:"version"`
}

// ListRentFen is what the unit costs a month by the list, rounded half up.
func (u Unit) ListRentFen() (money.Fen, error) {
	return money.MulDiv(u.RentPerM2Fen, u.AreaDM2, dm2PerM2, money.HalfUp)
}

const (
	dm2PerM2 = 100
	maxFloor = 100
	maxArea  = 1_000_000 * dm2PerM2 // a square kilometre is more than any park's house
)

// BuildingKinds and Uses are the words that a building and a unit may have.
var (
	BuildingKinds = []string{"factory", "warehouse", "service", "dormitory", "civic"}
	Uses          = []string{"production", "office", "storage"}
)

// DescribeBuilding adds a building, or changes the one with ID as it stood at
// Version.
type DescribeBuilding struct {
	ID           string `json:"id,omitempty" form:"-"`
	Version      int64  `json:"version,omitempty" form:"version"`
	Code         string `json:"code" form:"code"`
	NameZh       string `json:"name_zh" form:"name_zh"`
	NameEn       string `json:"name_en" form:"name_en"`
	Kind         string `json:"kind" form:"kind"`
	Floors       int64  `json:"floors" form:"floors"`
	GrossAreaDM2 int64  `json:"gross_area_dm2" form:"-"`
}

func (in DescribeBuilding) check() error {
	var c fault.Check
	checkCode(&c, in.Code)
	checkName(&c, "name_zh", in.NameZh)
	checkName(&c, "name_en", in.NameEn)
	c.That(slices.Contains(BuildingKinds, in.Kind), "kind", "park.choice.missing")
	c.That(in.Floors >= 1 && in.Floors <= maxFloor, "floors", "park.floors.range", fault.Args{"max": maxFloor})
	checkArea(&c, "gross_area_dm2", in.GrossAreaDM2)
	return c.Err()
}

func (b *Building) describe(in DescribeBuilding) {
	b.Code, b.Name, b.Kind = in.Code, i18n.Text{Zh: in.NameZh, En: in.NameEn}, in.Kind
	b.Floors, b.GrossAreaDM2 = in.Floors, in.GrossAreaDM2
}

// DescribeUnit adds a unit to a building, or changes the one with ID as it
// stood at Version.
type DescribeUnit struct {
	ID           string    `json:"id,omitempty" form:"-"`
	Version      int64     `json:"version,omitempty" form:"version"`
	Building     string    `json:"-" form:"-"`
	Code         string    `json:"code" form:"code"`
	Floor        int64     `json:"floor" form:"floor"`
	Use          string    `json:"use" form:"use"`
	AreaDM2      int64     `json:"area_dm2" form:"-"`
	RentPerM2Fen money.Fen `json:"rent_per_m2_fen" form:"rent_per_m2_fen"`
	HoistT       int64     `json:"hoist_t,omitempty" form:"hoist_t"`
}

// maxRentPerM2Fen is 1,000 yuan: a list rent above it is a slip of the unit.
const maxRentPerM2Fen = 1_000_00

func (in DescribeUnit) check() error {
	var c fault.Check
	checkCode(&c, in.Code)
	c.That(in.Floor != 0 && in.Floor >= -5 && in.Floor <= maxFloor, "floor", "park.floor.range", fault.Args{"max": maxFloor})
	c.That(slices.Contains(Uses, in.Use), "use", "park.choice.missing")
	checkArea(&c, "area_dm2", in.AreaDM2)
	c.That(in.RentPerM2Fen > 0, "rent_per_m2_fen", "park.rent.positive")
	c.That(in.RentPerM2Fen <= maxRentPerM2Fen, "rent_per_m2_fen", "park.rent_per_m2.large", fault.Args{"max": money.Fen(maxRentPerM2Fen)})
	c.That(in.HoistT >= 0 && in.HoistT <= 50, "hoist_t", "park.hoist.range")
	return c.Err()
}

func (u *Unit) describe(in DescribeUnit) {
	u.Code, u.Floor, u.Use = in.Code, in.Floor, in.Use
	u.AreaDM2, u.RentPerM2Fen, u.HoistT = in.AreaDM2, in.RentPerM2Fen, in.HoistT
}

var codeShape = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{0,19}$`)

func checkCode(c *fault.Check, code string) {
	c.That(code != "", "code", "park.code.missing")
	c.That(codeShape.MatchString(code), "code", "park.code.shape")
}

func checkName(c *fault.Check, field, name string) {
	c.That(strings.TrimSpace(name) != "", field, "park.name.missing")
	c.That(len([]rune(name)) <= 100, field, "park.name.long")
}

func checkArea(c *fault.Check, field string, dm2 int64) {
	c.That(dm2 > 0, field, "park.area.positive")
	c.That(dm2 <= maxArea, field, "park.area.large")
}

// ParseArea reads an area in square metres as people type it, with at most two
// decimals: "1104", "1,104.50". It answers square decimetres.
func ParseArea(typed string) (dm2 int64, err error) {
	hundredths, err := money.Parse(strings.NewReplacer("㎡", "", "m²", "", "平方米", "").Replace(typed))
	return int64(hundredths), err // a decimetre square is a hundredth of a metre square
}

// AreaText is an area in square metres: "1,104.00".
func AreaText(dm2 int64) string { return money.Fen(dm2).Text() }
