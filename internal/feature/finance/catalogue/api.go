package catalogue

// The operations of the catalogue: the same methods for programs.

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kaigong.example/kaigong/internal/platform/web"
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{"catalogue"}}
}

// byID is the path of an operation on a product, byVersion on one of its
// versions; ofProductIn is a product with what is to become of it.
type (
	byID struct {
		ID string `path:"id"`
	}
	byVersion struct {
		ID      string `path:"id"`
		Version int64  `path:"version" minimum:"1"`
	}
	ofProductIn[T any] struct {
		ID   string `path:"id"`
		Body T
	}
	approval struct {
		ID      string `path:"id"`
		Version int64  `path:"version" minimum:"1"`
		Body    ApproveVersion
	}
)

func (s *Service) operations(r *web.Router) {
	web.Read(r, op("", "list-products", "/products", "Products on sale"), own("catalogue.read"),
		func(ctx context.Context, _ *struct{}) ([]ProductRow, error) { return s.Products(ctx) })
	web.Read(r, op("", "read-product", "/products/{id}", "A product with its versions"), ofProduct("catalogue.read"),
		func(ctx context.Context, in *byID) (Sheet, error) { return s.Sheet(ctx, in.ID) })
	web.Change(r, op(http.MethodPost, "introduce-product", "/products", "Draft a new product"), own("catalogue.draft"),
		func(ctx context.Context, in *struct{ Body DraftProduct }) (Version, error) {
			return s.Introduce(ctx, in.Body)
		})
	web.Change(r, op(http.MethodPost, "revise-product", "/products/{id}/versions", "Draft the next version of a product"), ofProduct("catalogue.draft"),
		func(ctx context.Context, in *ofProductIn[DraftProduct]) (Version, error) {
			return s.Revise(ctx, in.ID, in.Body)
		})
	web.Change(r, op(http.MethodPost, "approve-product-version", "/products/{id}/versions/{version}/approve", "Approve what somebody else drafted"), ofVersion("catalogue.approve"),
		func(ctx context.Context, in *approval) (Version, error) {
			return s.Approve(ctx, in.ID, in.Version, in.Body)
		})
	web.Change(r, op(http.MethodPost, "discard-product-version", "/products/{id}/versions/{version}/discard", "Throw a draft away"), ofVersion("catalogue.discard"),
		func(ctx context.Context, in *byVersion) (Version, error) { return s.Discard(ctx, in.ID, in.Version) })
	web.Change(r, op(http.MethodPost, "withdraw-product", "/products/{id}/withdraw", "Take a product from sale"), ofProduct("catalogue.withdraw"),
		func(ctx context.Context, in *ofProductIn[WithdrawProduct]) (Sheet, error) {
			if err := s.Withdraw(ctx, in.ID, in.Body); err != nil {
				return Sheet{}, err
			}
			return s.Sheet(ctx, in.ID)
		})
}
