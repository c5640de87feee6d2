package pipeline

// A lender's cases with their stage, whose move it is and until when: the rows
// that board and list share, and what the list can be narrowed and sorted by.

import (
	"context"
	"math"
	"net/url"
	"slices"
	"time"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
)

// ended is the stage of every case that is over for its lender's board.
const ended = "ended"

// stages are the columns of the board with the states that stand in each. A
// case that is no longer under way has ended, whatever its state.
var stages = []struct {
	key    string
	states []flow.State
}{
	{"invited", []flow.State{"invited"}},
	{"interested", []flow.State{"interested", "file_requested"}},
	{"consent_granted", []flow.State{"consent_granted"}},
	{"assessing", []flow.State{"assessing"}},
	{"offered", []flow.State{"offered"}},
	{ended, []flow.State{"declined", "lapsed", "frozen", "left"}},
}

// stageKeys are the stages in their order.
func stageKeys() (keys []string) {
	for _, st := range stages {
		keys = append(keys, st.key)
	}
	return keys
}

func (c Case) stage() string {
	for _, st := range stages {
		if c.UnderWay && slices.Contains(st.states, c.State) {
			return st.key
		}
	}
	return ended
}

// Whose move a case waits for.
const (
	You        = "you"        // the reader's role
	Colleague  = "colleague"  // another role of the reader's organisation
	Enterprise = "enterprise" // its consent, or its choice
	Opening    = "opening"    // all offers open together
)

// Row is a case on the board and in the list.
type Row struct {
	Case
	Stage   string      `json:"stage"`
	Whose   string      `json:"whose" doc:"you, colleague, enterprise, opening, or empty where nobody is waited for"`
	Move    string      `json:"move" doc:"The move that the lender's own people are waited for"`
	Role    kernel.Role `json:"role" doc:"Whose move it is at the lender"`
	Due     time.Time   `json:"due" doc:"When the clock of the case runs out"`
	Late    bool        `json:"late"`
	Officer i18n.Text   `json:"officer" doc:"Whom the lender named for the case"`

	turn flow.Turn
}

// List is a page of a lender's cases, with all that the filters leave.
type List struct {
	Rows    []Row           `json:"rows"`
	Total   int64           `json:"total"`
	Number  int             `json:"page"`
	Pages   int             `json:"pages"`
	Choices Choices         `json:"choices"`
	All     []Row           `json:"-"` // every row, for the board
	Page    table.Page[Row] `json:"-"`
	Cut     bool            `json:"cut" doc:"There are more cases than a list is made from; the oldest are left out"`
}

// Choices are what some filters can be set to: what stands in the rows.
type Choices struct {
	Products map[string]i18n.Text `json:"products"`
	Officers map[string]i18n.Text `json:"officers"`
}

// late marks rows whose clock ran out.
const late = "yes"

// listSpec says what the list can do. Its rows are at hand, so its names are
// those of value.
var listSpec = table.Spec{
	Columns: []table.Column{
		{Key: "ref", SQL: "ref"}, {Key: "amount", SQL: "amount", Down: true}, {Key: "stage", SQL: "stage_no"},
		{Key: "invited", SQL: "invited", Down: true}, {Key: "answers_by", SQL: "answers_by"}, {Key: "due", SQL: "due"},
	},
	Filters: []table.Filter{
		{Key: "stage", SQL: "stage", Match: table.Equal, Choices: stageKeys()},
		{Key: "late", SQL: "late", Match: table.Equal, Choices: []string{late}},
		{Key: "from", SQL: "amount", Match: table.AtLeast, Read: readYuan},
		{Key: "below", SQL: "amount", Match: table.Below, Read: readYuan},
		{Key: "product", SQL: "product", Match: table.Equal},
		{Key: "officer", SQL: "officer", Match: table.Equal},
	},
	Sort: "due", Unique: "id", Size: 50,
}

func readYuan(typed string) (any, bool) {
	fen, err := money.Parse(typed)
	return int64(fen), err == nil
}

// ParseList reads the address of the list. On an error the query leaves out
// what was wrong and is still good to use.
func ParseList(v url.Values) (table.Query, error) { return listSpec.Parse(v) }

// value is what a row holds under a name of listSpec. A row without a clock
// comes after those with one.
func value(r Row, name string) any {
	switch name {
	case "ref":
		return r.Ref
	case "amount":
		return int64(r.AmountFen)
	case "stage":
		return r.Stage
	case "stage_no":
		return int64(slices.Index(stageKeys(), r.Stage))
	case "invited":
		return db.Micros(r.Invited)
	case "answers_by":
		return db.Micros(r.AnswersBy)
	case "due":
		if r.Due.IsZero() {
			return int64(math.MaxInt64)
		}
		return db.Micros(r.Due)
	case "late":
		if r.Late {
			return late
		}
		return ""
	case "product":
		return r.Product
	case "officer":
		return r.turn.Person
	}
	return r.ID
}

// Cases lists the cases of the reader's own lender.
func (s *Service) Cases(ctx context.Context, q table.Query) (l List, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party := kernel.From(ctx).Party
		if err := s.Guard.Require(ctx, "pipeline.list_cases", collection("LenderCases", party)); err != nil {
			return err
		}
		rows, err := s.rows(ctx, tx, party)
		if err != nil {
			return err
		}
		l.All = table.Sift(q.With("stage", ""), rows, value)
		l.Page = table.Cut(q, table.Sift(q, rows, value))
		l.Rows, l.Total, l.Number, l.Pages = l.Page.Rows, l.Page.Total, q.Page, l.Page.Pages()
		l.Choices, l.Cut = choices(rows), len(rows) == MaxCases
		return nil
	})
	return l, err
}

// turnsRead bounds the turns of a lender: a case has two at most, its own and
// that of a drafted offer.
const turnsRead = 4 * MaxCases

func (s *Service) rows(ctx context.Context, tx db.Tx, lender string) ([]Row, error) {
	cases, err := s.Market.OfLender(ctx, tx, lender)
	if err != nil {
		return nil, err
	}
	open, err := s.Keeper.OfParty(ctx, tx, lender, turnsRead)
	if err != nil {
		return nil, err
	}
	turns, people := byPath(open)
	names, err := s.Parties.People(ctx, tx, people)
	rows := make([]Row, len(cases))
	for i, c := range cases {
		t := turns["/cases/"+c.ID]
		r := Row{Case: c, Stage: c.stage(), Move: t.Move, Role: kernel.Role(t.Role), Due: t.Due, Officer: names[t.Person], turn: t}
		r.Whose = whose(kernel.From(ctx), r)
		r.Late = !t.Due.IsZero() && !t.Paused && s.Now().After(t.Due)
		rows[i] = r
	}
	return rows, err
}

// byPath is one turn for each case. A drafted offer has a turn of its own and no
// clock, so it comes after its case's: the move is then the approver's, and the
// clock still the case's.
func byPath(open []flow.Turn) (turns map[string]flow.Turn, people []string) {
	turns = map[string]flow.Turn{}
	for _, t := range open {
		if own, ok := turns[t.Path]; ok {
			own.Machine, own.Move, own.Role = t.Machine, t.Move, t.Role
			turns[t.Path] = own
			continue
		}
		turns[t.Path] = t
		if t.Person != "" {
			people = append(people, t.Person)
		}
	}
	return turns, people
}

func whose(reader kernel.Actor, r Row) string {
	switch {
	case r.Move != "" && reader.Has(r.Role):
		return You
	case r.Move != "":
		return Colleague
	case r.State == "file_requested":
		return Enterprise
	case r.State == "offered" && (r.Application == "published" || r.Application == "in_review"):
		return Opening
	case r.State == "offered" && r.Application == "offers_open":
		return Enterprise
	}
	return ""
}

func choices(rows []Row) Choices {
	c := Choices{map[string]i18n.Text{}, map[string]i18n.Text{}}
	for _, r := range rows {
		if r.Product != "" {
			c.Products[r.Product] = r.ProductName
		}
		if r.turn.Person != "" {
			c.Officers[r.turn.Person] = r.Officer
		}
	}
	return c
}
