package park

// The pages of buildings and units.

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) premisesPages(r *web.Router) {
	building := web.Gate{Action: "park.describe", Load: loadBuilding}
	unit := web.Gate{Action: "park.describe", Load: loadUnit}
	r.Page("GET /units", own("park.read_units", "Premises"), s.premisesPage)
	r.Page("GET /buildings/new", own("park.describe", "Premises"), s.newBuildingPage)
	r.Form("POST /buildings", own("park.describe", "Premises"), s.buildingDo, s.newBuildingAgain)
	r.Page("GET /buildings/{id}/edit", building, s.buildingPage)
	r.Form("POST /buildings/{id}/edit", building, s.buildingDo, s.buildingAgain)
	r.Page("GET /buildings/{id}/units/new", building, s.newUnitPage)
	r.Form("POST /buildings/{id}/units", building, s.unitDo, s.newUnitAgain)
	r.Page("GET /buildings/{id}/units/{unit}/edit", unit, s.unitPage)
	r.Form("POST /buildings/{id}/units/{unit}/edit", unit, s.unitDo, s.unitAgain)
}

// premisesView is a view below the page of units.
func premisesView(ctx context.Context, title string, body templ.Component) web.View {
	return web.View{Title: title, Current: NavPremises, Body: body, Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "park.premises.title"), Href: "/units"}}}
}

func (s *Service) premisesPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	p, err := s.Premises(ctx, clock.Date{})
	return web.View{Title: i18n.T(ctx, "park.premises.title"), Current: NavPremises, Body: premisesBody(p, Shown(q.URL.Query().Get("show")))}, err
}

func (s *Service) newBuildingPage(q *http.Request) (web.View, error) {
	return s.newBuildingAgain(q, nil)
}

func (s *Service) newBuildingAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	title := i18n.T(ctx, "park.building.add")
	return premisesView(ctx, title, buildingForm(title, s.form(q, f, "/buildings", 0), Building{})), nil
}

func (s *Service) buildingPage(q *http.Request) (web.View, error) { return s.buildingAgain(q, nil) }

func (s *Service) buildingAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	row, err := s.Building(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "park.building.change")
	return premisesView(ctx, title, buildingForm(title, s.form(q, f, q.URL.Path, row.Building.Version), row.Building)), err
}

func (s *Service) buildingDo(q *http.Request) (string, error) {
	in, err := web.Decode[DescribeBuilding](q.PostForm)
	if err != nil {
		return "", err
	}
	in.ID = q.PathValue("id")
	if in.GrossAreaDM2, err = area(q.PostForm, "gross_area_dm2"); err != nil {
		return "", err
	}
	b, err := s.DescribeBuilding(q.Context(), in)
	return "/units#b-" + b.ID, err
}

// area reads an area in square metres; an empty one is left to the check.
func area(form url.Values, name string) (dm2 int64, err error) {
	typed := form.Get(name)
	if typed == "" {
		return 0, nil
	}
	if dm2, err = ParseArea(typed); err != nil {
		return 0, fieldFault(name, "park.area.broken")
	}
	return dm2, nil
}

func (s *Service) newUnitPage(q *http.Request) (web.View, error) { return s.newUnitAgain(q, nil) }

func (s *Service) newUnitAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	row, err := s.Building(ctx, q.PathValue("id"))
	title := i18n.T(ctx, "park.unit.add")
	form := s.form(q, f, "/buildings/"+row.Building.ID+"/units", 0)
	return premisesView(ctx, title, unitForm(title, form, row.Building, Unit{})), err
}

func (s *Service) unitPage(q *http.Request) (web.View, error) { return s.unitAgain(q, nil) }

func (s *Service) unitAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	row, err := s.Building(ctx, q.PathValue("id"))
	if err != nil {
		return web.View{}, err
	}
	for _, u := range row.Units {
		if u.Unit.ID == q.PathValue("unit") {
			title := i18n.T(ctx, "park.unit.change")
			return premisesView(ctx, title, unitForm(title, s.form(q, f, q.URL.Path, u.Unit.Version), row.Building, u.Unit)), nil
		}
	}
	return web.View{}, fault.New(fault.NotFound, "fault.not_found")
}

func (s *Service) unitDo(q *http.Request) (string, error) {
	in, err := web.Decode[DescribeUnit](q.PostForm)
	if err != nil {
		return "", err
	}
	in.Building, in.ID = q.PathValue("id"), q.PathValue("unit")
	if in.AreaDM2, err = area(q.PostForm, "area_dm2"); err != nil {
		return "", err
	}
	u, err := s.DescribeUnit(q.Context(), in)
	return "/units#b-" + u.Building, err
}
