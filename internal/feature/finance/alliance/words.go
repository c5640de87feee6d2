package alliance

// How a standing is worded.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

func table(ctx context.Context, rows []Row) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "alliance.title"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "alliance.col.lender")}, {Label: i18n.T(ctx, "alliance.col.state")}, {Label: i18n.T(ctx, "alliance.col.leaves")}}}
	for _, r := range rows {
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{
			{Text: r.Name.In(ctx), Href: "/alliance/" + r.Standing.Lender, Head: true}, {Body: ui.Status(StandingMachine.Name, string(r.Standing.State))}, {Text: day(ctx, r.Standing.LeavesOn)}}})
	}
	return t
}

func day(ctx context.Context, on string) string {
	if on == "" {
		return i18n.T(ctx, "alliance.none")
	}
	return i18n.Date(ctx, on)
}

// facts are who asked for what, and who decided.
func (s *Service) factsOf(ctx context.Context, x Sheet) []ui.Fact {
	m := x.Standing
	facts := []ui.Fact{{Label: i18n.T(ctx, "alliance.col.state"), Body: ui.Status(StandingMachine.Name, string(m.State))}}
	if m.LeavesOn != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "alliance.col.leaves"), Value: i18n.Date(ctx, m.LeavesOn)})
	}
	if m.Reason != "" {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "alliance.reason"), Value: m.Reason})
	}
	facts = append(facts, s.who(ctx, x, "alliance.asked", m.AskedBy, m.Asked)...)
	return append(facts, s.who(ctx, x, "alliance.decided", m.DecidedBy, m.Decided)...)
}

func (s *Service) who(ctx context.Context, x Sheet, key, person string, at time.Time) []ui.Fact {
	if at.IsZero() {
		return nil
	}
	return []ui.Fact{{Label: i18n.T(ctx, key), Value: x.People[person].In(ctx), Note: i18n.Moment(ctx, at, s.Now(), s.Zone)}}
}
