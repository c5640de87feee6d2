package park

// The JSON door: the same service methods, the same faults. Intervals are half
// open here: "to" is the first day after.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	o := huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{"park"}}
	if method == http.MethodPost {
		o.DefaultStatus = http.StatusCreated
	}
	return o
}

type byID struct {
	ID string `path:"id" doc:"Identifier"`
}

type withBody[T any] struct {
	ID   string `path:"id" doc:"Identifier"`
	Body T
}

type onLease[T any] struct {
	ID    string `path:"id" doc:"Enterprise"`
	Lease string `path:"lease" doc:"Lease"`
	Body  T
}

type onUnit[T any] struct {
	ID   string `path:"id" doc:"Building"`
	Unit string `path:"unit" doc:"Unit"`
	Body T
}

type bodyOnly[T any] struct{ Body T }

func (s *Service) enterpriseAPI(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadEnterprise} }
	web.Read(r, op(http.MethodGet, "list-enterprises", "/enterprises", "List the enterprises that the caller may see"), own("park.see", "Enterprises"), s.listOp)
	web.Change(r, op(http.MethodPost, "register-enterprise", "/enterprises", "Take an enterprise into the park"), own("park.register", "Enterprises"),
		func(ctx context.Context, in *bodyOnly[RegisterEnterprise]) (Enterprise, error) {
			return s.Register(ctx, in.Body)
		})
	web.Read(r, op(http.MethodGet, "read-enterprise", "/enterprises/{id}", "Read an enterprise with its leases and headcounts"), on("park.read_enterprise"),
		func(ctx context.Context, in *byID) (EnterpriseView, error) { return s.View(ctx, in.ID) })
	web.Change(r, op(http.MethodPut, "revise-enterprise", "/enterprises/{id}", "Change the profile of an enterprise"), on("park.revise"),
		func(ctx context.Context, in *withBody[ReviseEnterprise]) (Enterprise, error) {
			in.Body.ID = in.ID
			return s.Revise(ctx, in.Body)
		})
	report := func(ctx context.Context, in *withBody[ReportHeadcount]) (Headcount, error) {
		in.Body.Enterprise = in.ID
		return s.ReportHeadcount(ctx, in.Body)
	}
	web.Change(r, op(http.MethodPost, "report-headcount", "/enterprises/{id}/headcounts", "Report one's own headcount"), on("park.report_headcount"), report)
	web.Change(r, op(http.MethodPost, "correct-headcount", "/enterprises/{id}/corrections", "Correct a headcount, with the reason"), on("park.correct_headcount"), report)
	s.leaseAPI(r)
}

func (s *Service) leaseAPI(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadLease} }
	web.Change(r, op(http.MethodPost, "sign-lease", "/enterprises/{id}/leases", "Enter a lease"), web.Gate{Action: "park.sign", Load: loadEnterprise},
		func(ctx context.Context, in *withBody[SignLease]) (Lease, error) {
			in.Body.Enterprise = in.ID
			return s.Sign(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "renew-lease", "/enterprises/{id}/leases/{lease}/renewal", "Renew a lease from its end"), on("park.renew"),
		func(ctx context.Context, in *onLease[RenewLease]) (Lease, error) {
			in.Body.Lease = in.Lease
			return s.Renew(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPut, "end-lease", "/enterprises/{id}/leases/{lease}/end", "End a lease early"), on("park.end"),
		func(ctx context.Context, in *onLease[EndLease]) (Lease, error) {
			in.Body.Lease = in.Lease
			return s.End(ctx, in.Body)
		})
}

type onDay struct {
	On string `query:"on" doc:"Day as 2020-03-24; today by default"`
}

func (s *Service) premisesAPI(r *web.Router) {
	on := func(action authz.Action) web.Gate { return web.Gate{Action: action, Load: loadBuilding} }
	web.Read(r, op(http.MethodGet, "read-premises", "/premises", "Read units by building with their occupancy"), own("park.read_units", "Premises"),
		func(ctx context.Context, in *onDay) (Premises, error) {
			var c fault.Check
			var day clock.Date
			if in.On != "" {
				day = checkDate(&c, "on", in.On)
			}
			if err := c.Err(); err != nil {
				return Premises{}, err
			}
			return s.Premises(ctx, day)
		})
	web.Change(r, op(http.MethodPost, "add-building", "/buildings", "Add a building"), own("park.describe", "Premises"),
		func(ctx context.Context, in *bodyOnly[DescribeBuilding]) (Building, error) {
			in.Body.ID = ""
			return s.DescribeBuilding(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPut, "change-building", "/buildings/{id}", "Change a building"), on("park.describe"),
		func(ctx context.Context, in *withBody[DescribeBuilding]) (Building, error) {
			in.Body.ID = in.ID
			return s.DescribeBuilding(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "add-unit", "/buildings/{id}/units", "Add a unit to a building"), on("park.describe"),
		func(ctx context.Context, in *withBody[DescribeUnit]) (Unit, error) {
			in.Body.ID, in.Body.Building = "", in.ID
			return s.DescribeUnit(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPut, "change-unit", "/buildings/{id}/units/{unit}", "Change a unit"), web.Gate{Action: "park.describe", Load: loadUnit},
		func(ctx context.Context, in *onUnit[DescribeUnit]) (Unit, error) {
			in.Body.ID, in.Body.Building = in.Unit, in.ID
			return s.DescribeUnit(ctx, in.Body)
		})
}
