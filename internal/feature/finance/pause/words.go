package pause

// How clocks, requests and intervals are worded.

import (
	"context"
	"time"

	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
	"kaigong.example/kaigong/internal/record/shown"
)

// reader words instants and clocks as of now at the park.
func (s *Service) reader() shown.Reader { return shown.Reader{Now: s.Now(), Calendar: s.Calendar} }

func (s *Service) moment(ctx context.Context, t time.Time) string { return s.reader().Moment(ctx, t) }

// table lists the intervals in which the clock stood still.
func (s *Service) table(ctx context.Context, v View) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "pause.intervals"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "pause.col.from")}, {Label: i18n.T(ctx, "pause.col.to")}, {Label: i18n.T(ctx, "pause.col.reason")}, {Label: i18n.T(ctx, "pause.col.who")}}}
	for _, p := range v.Pauses {
		to, reason := s.moment(ctx, p.To), p.Reason
		if p.To.IsZero() {
			to = i18n.T(ctx, "pause.lasts")
		}
		if !p.Agreed() {
			reason = i18n.T(ctx, "pause.by_state")
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: s.moment(ctx, p.From), Head: true}, {Text: to}, {Text: reason}, {Text: both(ctx, v, p.AskedBy, p.AskedParty, p.AgreedBy, p.AgreedParty)}}})
	}
	return t
}

// both names who asked and who confirmed.
func both(ctx context.Context, v View, asked, asker, agreed, counter string) string {
	if asked == "" {
		return ""
	}
	return i18n.T(ctx, "pause.both", i18n.Args{"asked": v.Names[asked], "asker": v.Names[asker], "agreed": v.Names[agreed], "counter": v.Names[counter]})
}

// wish words a request: who asks, until when and why.
func (s *Service) wish(ctx context.Context, v View, r Request) string {
	return i18n.T(ctx, "pause.wish", i18n.Args{"person": v.Names[r.AskedBy], "party": v.Names[r.Asker], "on": i18n.Date(ctx, r.UntilOn), "reason": r.Reason})
}

// said words what became of a request, "" while it waits.
func (s *Service) said(ctx context.Context, v View, r Request) string {
	if r.State != Agreed && r.State != Refused {
		return ""
	}
	return i18n.T(ctx, "pause.said."+string(r.State), i18n.Args{"person": v.Names[r.AnsweredBy], "party": v.Names[r.Counter], "at": s.moment(ctx, r.Answered)})
}

// asked reports whether a request waits for its answer.
func (v View) asked() bool { return len(v.Requests) > 0 && v.Requests[0].State == Asked }

// moved is when the clock would be due after a request, "" where its reader may not
// know.
func (s *Service) moved(ctx context.Context, v View, r Request) string {
	if v.Clock == nil || r.State != Asked {
		return ""
	}
	return i18n.T(ctx, "pause.moved", i18n.Args{"was": s.moment(ctx, v.Clock.Due), "at": s.moment(ctx, s.Keeper.Foresee(*v.Clock, s.end(r)))})
}

// end is the instant at which the clock goes on.
func (s *Service) end(r Request) time.Time {
	day, err := clock.ParseDate(r.UntilOn)
	if err != nil {
		return s.Now()
	}
	return day.At(0, 0, s.Calendar.Zone())
}
