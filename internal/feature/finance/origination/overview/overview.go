// Package overview is the alliance in figures for those who oversee it: how many
// applications stand in which stage, and whose they are. Stages, never files: a row
// holds nothing that an enterprise said of its business. Pure: the reader's now and
// the counts come in.
package overview

import (
	"context"
	"slices"
	"strconv"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/ui"
)

// Tally counts applications and what they ask for.
type Tally struct {
	Count     int64     `json:"count"`
	AmountFen money.Fen `json:"amount_fen"`
}

// Row is one application: whose it is, how much it asks for and how far it is.
type Row struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"`
	Borrower  i18n.Text  `json:"borrower"`
	AmountFen money.Fen  `json:"amount_fen"`
	Submitted time.Time  `json:"submitted"`
	State     flow.State `json:"state"`
}

// View is the alliance in figures.
type View struct {
	States map[flow.State]Tally `json:"states"`
	Rows   []Row                `json:"rows"`
	AsOf   time.Time            `json:"as_of"`
}

// Sum adds up the tallies of some states.
func (v View) Sum(states ...flow.State) (t Tally) {
	for _, s := range states {
		t.Count += v.States[s].Count
		t.AmountFen += v.States[s].AmountFen
	}
	return t
}

// stages of the overview, each with the states of an application that it adds up.
var stages = []struct {
	key    string
	states []flow.State
}{
	{"submitted", []flow.State{"submitted", "returned", "verified"}},
	{"review", []flow.State{"published", "in_review"}},
	{"offers", []flow.State{"offers_open", "offer_chosen"}},
	{"contracted", []flow.State{"contracted"}},
	{"funded", []flow.State{"funded", "closed"}},
	{"ended", []flow.State{"withdrawn", "expired", "declined_by_all", "referred"}},
}

// Pipe is the stages as a pipe.
func (v View) Pipe(ctx context.Context) (out []ui.Stage) {
	for _, st := range stages {
		t := v.Sum(st.states...)
		out = append(out, ui.Stage{Label: i18n.T(ctx, "origination.stage."+st.key), Count: int(t.Count), Amount: t.AmountFen, Href: "/overview?open=" + st.key})
	}
	return out
}

// Figures are the sums; open is the stage whose rows are shown, "" for all.
func (v View) Figures(ctx context.Context, open string) []ui.Figure {
	var all Tally
	for _, t := range v.States {
		all.Count, all.AmountFen = all.Count+t.Count, all.AmountFen+t.AmountFen
	}
	answered := v.Sum("offers_open", "offer_chosen", "contracted", "funded", "closed", "expired")
	funded := v.Sum("funded", "closed")
	number, unit := i18n.WanParts(ctx, funded.AmountFen)
	return []ui.Figure{
		{Label: i18n.T(ctx, "origination.figure.all"), Value: strconv.FormatInt(all.Count, 10), Basis: i18n.Wan(ctx, all.AmountFen), Href: "/overview", Open: open == ""},
		{Label: i18n.T(ctx, "origination.figure.answered"), Value: i18n.Share(answered.Count, all.Count), Basis: i18n.T(ctx, "origination.figure.answered.basis")},
		{Label: i18n.T(ctx, "origination.figure.funded"), Value: number, Unit: unit, Basis: i18n.T(ctx, "origination.figure.funded.basis", i18n.Args{"n": funded.Count}), Href: "/overview?open=funded", Open: open == "funded"},
	}
}

// Table lists the applications of a stage, "" for all; moment words an instant.
func (v View) Table(ctx context.Context, open string, moment func(context.Context, time.Time) string) ui.Table {
	t := ui.Table{Caption: i18n.T(ctx, "origination.overview.rows"), Columns: []ui.Column{
		{Label: i18n.T(ctx, "origination.col.ref")}, {Label: i18n.T(ctx, "origination.col.enterprise")}, {Label: i18n.T(ctx, "origination.col.amount"), Num: true}, {Label: i18n.T(ctx, "origination.col.submitted"), Spare: true}, {Label: i18n.T(ctx, "origination.col.state")}}}
	for _, r := range v.Rows {
		if open != "" && !inStage(open, r.State) {
			continue
		}
		t.Lines = append(t.Lines, ui.Line{Cells: []ui.Cell{{Text: r.Ref, Mono: true, Head: true}, {Text: r.Borrower.In(ctx)}, {Text: i18n.Column(r.AmountFen)}, {Text: moment(ctx, r.Submitted)}, {Body: ui.Status("application", string(r.State))}}})
	}
	return t
}

func inStage(key string, state flow.State) bool {
	for _, st := range stages {
		if st.key == key {
			return slices.Contains(st.states, state)
		}
	}
	return false
}
