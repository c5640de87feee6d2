package pipeline

// The desk through both doors, and its rows in words.

import (
	"context"
	"net/http"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/platform/web"
)

func (s *Service) deskRoutes(r *web.Router) {
	r.Page("GET /desk", s.atDesk("pipeline.desk"), s.deskPage)
	r.Form("POST /desk/{machine}/{id}/remind", s.atDesk("pipeline.remind"), s.remindForm, s.deskAgain)
	web.Read(r, op("liaison-desk", "/desk", "What waits for the liaison, who is late, and what rests"), s.atDesk("pipeline.desk"),
		func(ctx context.Context, _ *struct{}) (Desk, error) { return s.Desk(ctx) })
	remind := op("remind", "/desk/{machine}/{id}/remind", "Remind whoever is late with a case, at most once a day")
	remind.Method = http.MethodPost
	web.Change(r, remind, s.atDesk("pipeline.remind"), func(ctx context.Context, in *struct {
		Machine string `path:"machine" doc:"application, lender_case or contract"`
		ID      string `path:"id" doc:"Identifier of the case"`
	}) (Reminder, error) {
		return s.Remind(ctx, in.Machine, in.ID)
	})
}

func (s *Service) deskPage(q *http.Request) (web.View, error) { return s.deskAgain(q, nil) }

func (s *Service) deskAgain(q *http.Request, f *fault.Fault) (web.View, error) {
	ctx := q.Context()
	d, err := s.Desk(ctx)
	return web.View{Title: i18n.T(ctx, "pipeline.desk.title"), Current: "desk", Body: s.deskBody(d, ui.Form{Fault: f}, s.NewID)}, err
}

func (s *Service) remindForm(q *http.Request) (string, error) {
	_, err := s.Remind(q.Context(), q.PathValue("machine"), q.PathValue("id"))
	return "/desk", err
}

// moveWord is a move as the button of its turn says it.
func moveWord(ctx context.Context, w Waiting) string {
	return i18n.T(ctx, "flow."+w.Machine+".move."+w.Move)
}

func (s *Service) moves(ctx context.Context, mine []Waiting) (all []ui.Move) {
	for _, w := range mine {
		label := moveWord(ctx, w)
		all = append(all, ui.Move{Clock: s.reader().Turn(ctx, w.turn), Title: w.Subject.In(ctx) + " · " + label, Why: w.Ref, Amount: money.Fen(w.turn.AmountFen), Href: w.turn.Path, Label: label})
	}
	return all
}

func (s *Service) pressedTable(ctx context.Context, p Pressed, may bool, keys func() string) ui.Table {
	t := ui.Table{Caption: p.Name.In(ctx), Columns: []ui.Column{
		{Label: i18n.T(ctx, "pipeline.col.due")}, {Label: i18n.T(ctx, "pipeline.col.ref")}, {Label: i18n.T(ctx, "pipeline.col.subject")}, {Label: i18n.T(ctx, "pipeline.col.whose")}, {Label: i18n.T(ctx, "pipeline.desk.remind"), Hidden: true}}}
	for _, w := range p.Cases {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Body: ui.ClockRing(s.reader().Turn(ctx, w.turn))}, {Text: w.Ref, Mono: true, Head: true}, {Text: w.Subject.In(ctx)}, {Text: moveWord(ctx, w), Small: i18n.T(ctx, "identity.role."+string(w.Role))}, {Body: s.remindCell(w, may, keys())}}})
	}
	return t
}

func (s *Service) restingTable(ctx context.Context, rows []Resting) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "pipeline.desk.resting"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "pipeline.col.ref")}, {Label: i18n.T(ctx, "pipeline.col.subject")}, {Label: i18n.T(ctx, "pipeline.col.amount"), Num: true}, {Label: i18n.T(ctx, "pipeline.col.stage")}, {Label: i18n.T(ctx, "pipeline.desk.since")}}}
	for _, r := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.Ref, Href: "/applications/" + r.ID, Mono: true, Head: true}, {Text: r.Borrower.In(ctx)}, {Text: i18n.Column(r.AmountFen)}, {Body: ui.Status("application", string(r.State))}, {Text: s.moment(ctx, r.Since)}}})
	}
	return t
}
