package books

// The pages of statements for paper, and the public one that verifies them.

import (
	"context"
	"net/http"
	"strings"

	"github.com/skip2/go-qrcode"

	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) paperRoutes(r *web.Router) {
	one := web.Gate{Action: "books.statement", Load: func(ctx context.Context, tx db.Tx, p web.Params) (authz.Resource, error) {
		x, err := paperBy(ctx, tx, "id", p("id"))
		return paperResource(&x), err
	}}
	open := web.Gate{Public: "whoever holds a statement may ask whether it is genuine; its code is on it, and nobody guesses one"}
	r.Form("POST /statements", own("books.issue"), s.issueForm, s.statementAgain)
	r.Page("GET /statements/{id}", one, s.paperPage)
	r.Page("GET /verify", open, s.verifyAskPage)
	r.Page("GET /verify/{code}", open, s.verifyPage)
	web.Change(r, op("issue-statement", "/statements", "Issue a statement for paper, with a code that verifies it"), own("books.issue"), func(ctx context.Context, in *struct{ Body IssueStatement }) (Paper, error) {
		return s.Issue(ctx, in.Body)
	})
	web.Read(r, op("read-statement", "/statements/{id}", "A statement as it was issued"), one, func(ctx context.Context, in *struct {
		ID string `path:"id"`
	}) (Paper, error) {
		return s.Paper(ctx, in.ID)
	})
	web.Read(r, op("verify-statement", "/verify/{code}", "Whether a statement is genuine, and still what the books say"), open, func(ctx context.Context, in *struct {
		Code string `path:"code"`
	}) (Proof, error) {
		return s.Verify(ctx, in.Code)
	})
}

func (s *Service) issueForm(q *http.Request) (string, error) {
	in, err := web.Decode[IssueStatement](q.PostForm)
	if err != nil {
		return "", err
	}
	p, err := s.Issue(q.Context(), in)
	return "/statements/" + p.ID, err
}

// statementAgain shows the statement page with what stopped its issue.
func (s *Service) statementAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	st, err := s.Statement(ctx, Ask{})
	if err != nil {
		return web.View{}, err
	}
	papers, err := s.Papers(ctx)
	return web.View{Title: i18n.T(ctx, "books.statement"), Current: "statements", Body: s.statementBody(st, ui.Form{Action: "/statements", Search: true, Fault: f, Values: q.PostForm}, papers, s.key())}, err
}

func (s *Service) paperPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	p, err := s.Paper(ctx, q.PathValue("id"))
	return web.View{Title: i18n.T(ctx, "books.statement"), Current: "statements", Crumbs: []ui.Crumb{{Label: i18n.T(ctx, "books.statement"), Href: "/statements"}, {Label: p.Statement.From + " – " + p.Statement.To}}, Body: s.paperBody(p, s.address(p.Code))}, err
}

// address is where a paper is verified.
func (s *Service) address(code string) string {
	return strings.TrimSuffix(s.BaseURL, "/") + "/verify/" + code
}

func picture(address string) [][]bool {
	code, err := qrcode.New(address, qrcode.Medium)
	if err != nil { // an address that is longer than a picture holds stands beside it in letters
		return nil
	}
	return code.Bitmap()
}

// verifyAskPage takes a code that somebody types.
func (s *Service) verifyAskPage(q *http.Request) (web.View, error) {
	ctx := q.Context()
	if code := strings.TrimSpace(q.URL.Query().Get("code")); code != "" {
		return s.verified(ctx, code)
	}
	return web.View{Title: i18n.T(ctx, "books.verify.title"), Body: s.verifyAskBody()}, nil
}

func (s *Service) verifyPage(q *http.Request) (web.View, error) {
	return s.verified(q.Context(), q.PathValue("code"))
}

func (s *Service) verified(ctx context.Context, code string) (web.View, error) {
	x, err := s.Verify(ctx, code)
	return web.View{Title: i18n.T(ctx, "books.verify.title"), Body: s.verifyBody(x)}, err
}
