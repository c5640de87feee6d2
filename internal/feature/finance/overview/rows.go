package overview

// The rows behind the figures: one for each stage that an application came to.

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
)

// Row is an application that came to a stage.
type Row struct {
	ID        string     `json:"id"`
	Ref       string     `json:"ref"`
	Name      i18n.Text  `json:"name" doc:"The enterprise; empty for a lender, which finds names on its cases"`
	Industry  string     `json:"industry"`
	Trade     i18n.Text  `json:"industry_name"`
	Stage     string     `json:"stage"`
	At        time.Time  `json:"at"`
	AmountFen money.Fen  `json:"amount_fen" doc:"Asked for"`
	State     flow.State `json:"state" doc:"Now; empty for a lender"`

	on, group, asked string
}

// Rows is a page of them.
type Rows struct {
	Rows   []Row           `json:"rows"`
	Total  int64           `json:"total"`
	Number int             `json:"page"`
	Pages  int             `json:"pages"`
	Trades []Trade         `json:"industries" doc:"What the industry can be set to"`
	Page   table.Page[Row] `json:"-"`
	Own    bool            `json:"-"`
}

// Trade is an industry.
type Trade struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

var rowSpec = table.Spec{
	Columns: []table.Column{{Key: "ref", SQL: "ref"}, {Key: "amount", SQL: "amount", Down: true}, {Key: "stage", SQL: "stage_no"}, {Key: "at", SQL: "at", Down: true}},
	Filters: []table.Filter{
		{Key: "q", SQL: "words", Match: table.Contains},
		{Key: "stage", SQL: "stage", Match: table.Equal, Choices: stageKeys[:]},
		{Key: "industry", SQL: "industry", Match: table.Equal},
		{Key: "now", SQL: "group", Match: table.Equal, Choices: groupKeys()},
		{Key: "lender", SQL: "asked", Match: table.Contains},
		{Key: "from", SQL: "on", Match: table.AtLeast, Read: readDay(0)},
		{Key: "to", SQL: "on", Match: table.Below, Read: readDay(1)},
	},
	Sort: "-at", Unique: "unique", Size: 50,
}

// readDay reads a day, and moves it: the last day of a window is in it.
func readDay(ahead int) func(string) (any, bool) {
	return func(typed string) (any, bool) {
		d, err := clock.ParseDate(typed)
		return d.AddDays(ahead).String(), err == nil
	}
}

// ParseRows reads the address of the rows. On an error the query leaves out what
// was wrong and is still good to use.
func ParseRows(v url.Values) (table.Query, error) { return rowSpec.Parse(v) }

func value(r Row, name string) any {
	switch name {
	case "ref":
		return r.Ref
	case "amount":
		return int64(r.AmountFen)
	case "stage":
		return r.Stage
	case "stage_no":
		return int64(slices.Index(stageKeys[:], r.Stage))
	case "at":
		return db.Micros(r.At)
	case "words":
		return strings.Join([]string{r.Ref, r.Name.Zh, r.Name.En}, " ")
	case "industry":
		return r.Industry
	case "group":
		return r.group
	case "asked":
		return r.asked
	case "on":
		return r.on
	}
	return r.ID + r.Stage
}

// Open shows the rows behind a figure.
func (s *Service) Open(ctx context.Context, q table.Query) (l Rows, err error) {
	sifted, l, err := s.open(ctx, q)
	l.Page = table.Cut(q, sifted)
	l.Rows, l.Total, l.Number, l.Pages = l.Page.Rows, l.Page.Total, q.Page, l.Page.Pages()
	return l, err
}

func (s *Service) open(ctx context.Context, q table.Query) (sifted []Row, l Rows, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		r, err := s.reader(ctx)
		if err == nil && !r.applications {
			err = s.Guard.Require(ctx, "overview.rows", resource(ctx))
		}
		if err != nil {
			return err
		}
		apps, err := s.applications(ctx, tx, r)
		if err != nil {
			return err
		}
		l.Own = r.lender != ""
		rows := rowsOf(apps, r, s.Calendar.Zone())
		sifted, l.Trades = table.Sift(q, rows, value), trades(rows)
		return nil
	})
	return sifted, l, err
}

func rowsOf(apps []Application, r reader, zone *time.Location) (rows []Row) {
	for _, a := range apps {
		row := Row{ID: a.ID, Ref: a.Ref, Name: a.Name, Industry: a.Industry, Trade: a.Trade, AmountFen: a.AmountFen, State: a.State, group: a.group()}
		for _, x := range a.Asked {
			if r.lenders {
				row.asked += x.Lender + " "
			}
		}
		for stage, at := range a.Came {
			if !at.IsZero() {
				row.Stage, row.At, row.on = Stage(stage).String(), at, clock.DateOf(at, zone).String()
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func trades(rows []Row) (all []Trade) {
	for _, r := range rows {
		if !slices.ContainsFunc(all, func(t Trade) bool { return t.Code == r.Industry }) {
			all = append(all, Trade{r.Industry, r.Trade})
		}
	}
	slices.SortFunc(all, func(a, b Trade) int { return strings.Compare(a.Code, b.Code) })
	return all
}
