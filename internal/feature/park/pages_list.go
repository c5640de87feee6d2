package park

// The list of enterprises through both doors, and the lists as files.

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

// listPage shows the list also when a filter made no sense, with a message
// beside it.
func (s *Service) listPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	address := q.URL.Query()
	form := ui.Form{Action: "/enterprises", Search: true, Plain: true, Values: address}
	query, err := ParseList(inOwnOrder(ctx, address))
	if err != nil {
		form.Fault = fault.Of(err)
	}
	l, err := s.List(ctx, query)
	return web.View{Title: i18n.T(ctx, "park.list.title"), Current: NavEnterprises, Body: listBody(query, l, form)}, err
}

// ListQuery is the address of the list as an operation has it.
type ListQuery struct {
	Search    string `query:"q" doc:"Part of a name or credit code"`
	SizeClass string `query:"size_class" doc:"micro, small, medium or large"`
	Stage     string `query:"stage" doc:"seed, incubating, accelerating, graduated or exited"`
	Sort      string `query:"sort" doc:"name, name_en, credit_code, industry, size_class, stage, joined, resumption or counted_on; a leading minus turns it round"`
	Page      int    `query:"page" doc:"Counted from 1"`
	Size      int    `query:"size" doc:"Rows on a page"`
}

func (q ListQuery) values() url.Values {
	v := url.Values{"q": {q.Search}, "size_class": {q.SizeClass}, "stage": {q.Stage}, "sort": {q.Sort}}
	for name, n := range map[string]int{"page": q.Page, "size": q.Size} {
		if n != 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	return v
}

func (s *Service) listOp(ctx context.Context, in *ListQuery) (EnterpriseList, error) {
	q, err := ParseList(in.values())
	if err != nil {
		return EnterpriseList{}, err
	}
	return s.List(ctx, q)
}

// enterprisesSheet is every enterprise that the filters leave, for a file.
func (s *Service) enterprisesSheet(ctx context.Context, address url.Values) (table.Sheet, error) {
	query, err := ParseList(inOwnOrder(ctx, address))
	if err != nil {
		return table.Sheet{}, err
	}
	rows, _, err := s.ListAll(ctx, query)
	return listSheet(ctx, rows), err
}

// inOwnOrder sorts by the name in the reader's language where the address says
// nothing.
func inOwnOrder(ctx context.Context, address url.Values) url.Values {
	if address.Get("sort") == "" && i18n.IsEn(ctx) {
		address.Set("sort", "name_en")
	}
	return address
}

func listSheet(ctx context.Context, rows []EnterpriseRow) table.Sheet {
	return table.Sheet{
		Headers: labels(ctx, "name", "credit_code", "industry_code", "industry", "size_class", "stage", "joined", "now", "normal", "counted_on"),
		Rows: table.Rows(rows, func(r EnterpriseRow) []any {
			row := []any{r.Name.In(ctx), string(r.CreditCode), r.IndustryCode, r.IndustryName.In(ctx), Word("size", r.SizeClass).In(ctx), Word("stage", r.Stage).In(ctx), r.Joined}
			if r.Normal == 0 {
				return append(row, nil, nil, nil) // nothing reported is not a zero
			}
			return append(row, r.Now, r.Normal, r.AsOf)
		}),
	}
}

// unitsSheet is every unit that the page shows for an address, for a file.
func (s *Service) unitsSheet(ctx context.Context, address url.Values) (table.Sheet, error) {
	p, err := s.Premises(ctx, clock.Date{})
	return unitSheet(ctx, p, Shown(address.Get("show"))), err
}

func unitSheet(ctx context.Context, p Premises, shown Shown) table.Sheet {
	type line struct {
		building i18n.Text
		UnitRow
	}
	var lines []line
	for _, b := range p.Buildings {
		for _, u := range b.Units {
			if shown.lists(u, p.AsOf) {
				lines = append(lines, line{b.Building.Name, u})
			}
		}
	}
	return table.Sheet{
		Headers: labels(ctx, "building", "unit_code", "floor", "use", "area_column", "list_rent_column", "tenant", "last"),
		Rows: table.Rows(lines, func(u line) []any {
			return []any{
				u.building.In(ctx), u.Unit.Code, u.Unit.Floor, Word("use", u.Unit.Use).In(ctx),
				float64(u.Unit.AreaDM2) / dm2PerM2, u.Unit.RentPerM2Fen, u.Name.In(ctx), u.LastDay,
			}
		}),
	}
}

func labels(ctx context.Context, fields ...string) []string {
	out := make([]string, len(fields))
	for i, field := range fields {
		out[i] = label(ctx, field)
	}
	return out
}

// say words one condition of the lists of enterprises and units.
func say(ctx context.Context, key, value string) (label, said string) {
	switch key {
	case "q":
		return i18n.T(ctx, "park.field.search"), value
	case "size_class":
		return i18n.T(ctx, "park.field.size_class"), Word("size", value).In(ctx)
	case "stage":
		return i18n.T(ctx, "park.field.stage"), Word("stage", value).In(ctx)
	}
	said, known := map[Shown]string{ShownLeased: "park.let", ShownVacant: "park.vacant", ShownEnding: "park.ending"}[Shown(value)]
	if !known {
		return "", ""
	}
	return i18n.T(ctx, "park.field.units"), i18n.T(ctx, said, i18n.Args{"days": expiringDays})
}
