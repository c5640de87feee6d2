package portfolio

// The list: what it can be narrowed and sorted by, its rows and their sums.

import (
	"context"
	"math"
	"net/url"
	"slices"
	"strconv"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
)

// Row is a loan in a list.
type Row struct {
	Loan
	Firm        i18n.Text    `json:"borrower"`
	Bank        i18n.Text    `json:"lender"`
	Officer     i18n.Text    `json:"officer"`
	DaysPastDue int          `json:"days_past_due"`
	Bucket      string       `json:"bucket" doc:"current, d1, d31, d61 or d91: by days past due"`
	Class       kernel.Class `json:"class,omitempty" doc:"Of asset quality; for the lender alone"`
	DueIn       int          `json:"due_in" doc:"Days until the next collection, below zero once it is over"`
}

// buckets are the usual ones of days past due, each from a day on.
var buckets = []struct {
	key  string
	from int
}{{"d91", 91}, {"d61", 61}, {"d31", 31}, {"d1", 1}, {"current", 0}}

func bucketOf(days int) string {
	for _, b := range buckets {
		if days >= b.from {
			return b.key
		}
	}
	return ""
}

func bucketKeys() (keys []string) {
	for _, b := range slices.Backward(buckets) {
		keys = append(keys, b.key)
	}
	return keys
}

func classKeys() (keys []string) {
	for _, c := range kernel.Classes {
		keys = append(keys, string(c))
	}
	return keys
}

// states of a contract that a list can be narrowed to.
var states = []string{"prepared", "signed_borrower", "effective", "disbursing", "performing", "in_grace", "delayed", "delinquent", "relief_active", "defaulted", "written_off", "recovered", "prepaid", "matured", "closed", "cancelled"}

// horizons are the numbers of days within which a payment can be due.
var horizons = []string{"7", "14", "30", "60", "90"}

// Sums are those of all rows that the filters leave.
type Sums struct {
	Count      int       `json:"count"`
	AmountFen  money.Fen `json:"amount_fen"`
	BalanceFen money.Fen `json:"balance_fen"`
	NextFen    money.Fen `json:"next_fen"`
	OverdueFen money.Fen `json:"overdue_fen"`
}

// List is a page of a party's loans with the sums of all that the filters leave.
type List struct {
	Rows    []Row           `json:"rows"`
	Total   int64           `json:"total"`
	Number  int             `json:"page"`
	Pages   int             `json:"pages"`
	Sums    Sums            `json:"sums"`
	Choices Choices         `json:"choices"`
	All     []Row           `json:"-"` // that the filters leave, for files
	Page    table.Page[Row] `json:"-"`
	Cut     bool            `json:"cut" doc:"There are more loans than a list is made from; the oldest are left out"`
}

// Choices are what some filters can be set to: what stands in the rows.
type Choices struct {
	Products map[string]i18n.Text `json:"products"`
	Officers map[string]i18n.Text `json:"officers"`
}

// listSpec says what the list can do. Its rows are at hand, so its names are
// those of value.
var listSpec = table.Spec{
	Columns: []table.Column{
		{Key: "ref", SQL: "ref", Down: true}, {Key: "other", SQL: "other"}, {Key: "amount", SQL: "amount", Down: true}, {Key: "balance", SQL: "balance", Down: true},
		{Key: "next", SQL: "next"}, {Key: "overdue", SQL: "overdue", Down: true}, {Key: "days", SQL: "days", Down: true}, {Key: "class", SQL: "class_no", Down: true}, {Key: "state", SQL: "state_no"}, {Key: "disbursed", SQL: "disbursed", Down: true},
	},
	Filters: []table.Filter{
		{Key: "q", SQL: "text", Match: table.Contains},
		{Key: "state", SQL: "state", Match: table.Equal, Choices: states},
		{Key: "class", SQL: "class", Match: table.Equal, Choices: classKeys()},
		{Key: "bucket", SQL: "bucket", Match: table.Equal, Choices: bucketKeys()},
		{Key: "within", SQL: "due_in", Match: table.Below, Choices: horizons, Read: readDays},
		{Key: "from", SQL: "amount", Match: table.AtLeast, Read: readYuan},
		{Key: "below", SQL: "amount", Match: table.Below, Read: readYuan},
		{Key: "product", SQL: "product", Match: table.Equal},
		{Key: "officer", SQL: "officer", Match: table.Equal},
	},
	Sort: "-ref", Unique: "id", Size: 50,
}

func readYuan(typed string) (any, bool) {
	fen, err := money.Parse(typed)
	return int64(fen), err == nil
}

// readDays binds the day after the last one that counts.
func readDays(typed string) (any, bool) {
	n, err := strconv.ParseInt(typed, 10, 32)
	return n + 1, err == nil
}

// ParseList reads the address of the list. On an error the query leaves out
// what was wrong and is still good to use.
func ParseList(v url.Values) (table.Query, error) { return listSpec.Parse(v) }

// value is what a row holds under a name of listSpec. A row with nothing to come
// is due after all others.
func (r Row) value(name string) any {
	switch name {
	case "ref":
		return r.Ref
	case "other":
		return r.Firm.Zh + " " + r.Bank.Zh
	case "text":
		return r.Ref + " " + r.Firm.Zh + " " + r.Firm.En + " " + r.Bank.Zh + " " + r.Bank.En + " " + r.Product.Zh + " " + r.Product.En
	case "amount":
		return int64(r.AmountFen)
	case "balance":
		return int64(r.BalanceFen)
	case "overdue":
		return int64(r.OverdueFen)
	case "days":
		return int64(r.DaysPastDue)
	case "next", "due_in":
		if r.NextOn == "" {
			return int64(math.MaxInt64)
		}
		return int64(r.DueIn)
	case "state":
		return string(r.State)
	case "state_no":
		return int64(slices.Index(states, string(r.State)))
	case "disbursed":
		return r.DisbursedOn
	case "bucket":
		return r.Bucket
	case "class":
		return string(r.Class)
	case "class_no":
		return int64(r.Class.Rank())
	case "product":
		return r.Product.Zh
	case "officer":
		return r.Drafter
	}
	return r.ID
}

// Of lists the loans of the reader's own party.
func (s *Service) Of(ctx context.Context, q table.Query) (l List, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		party, err := s.own(ctx, "portfolio.list")
		if err != nil {
			return err
		}
		rows, err := s.rows(ctx, tx, party)
		if err != nil {
			return err
		}
		l.All = table.Sift(q, rows, Row.value)
		l.Page = table.Cut(q, l.All)
		l.Rows, l.Total, l.Number, l.Pages = l.Page.Rows, l.Page.Total, q.Page, l.Page.Pages()
		l.Sums, l.Choices, l.Cut = sum(l.All), choices(rows, kernel.From(ctx).Kind == kernel.Bank), len(rows) == MaxLoans
		return nil
	})
	return l, err
}

func sum(rows []Row) (t Sums) {
	for _, r := range rows {
		t.Count, t.AmountFen, t.BalanceFen, t.NextFen, t.OverdueFen = t.Count+1, t.AmountFen+r.AmountFen, t.BalanceFen+r.BalanceFen, t.NextFen+r.NextFen, t.OverdueFen+r.OverdueFen
	}
	return t
}

// rows are the loans of a party with their names, as of today.
func (s *Service) rows(ctx context.Context, tx db.Tx, party string) ([]Row, error) {
	today := s.today()
	loans, err := s.Loans.Of(ctx, tx, party, today.String())
	if err != nil {
		return nil, err
	}
	names, drafters, err := s.names(ctx, tx, loans, party)
	rows := make([]Row, len(loans))
	for i, l := range loans {
		rows[i] = Row{Loan: l, Firm: names[l.Borrower], Bank: names[l.Lender], Officer: drafters[l.Drafter]}
		if l.Lender != party {
			rows[i].Drafter = "" // who works there is the lender's business
		}
		rows[i].stand(today)
	}
	if err != nil || kernel.From(ctx).Kind != kernel.Bank {
		return rows, err
	}
	classes, err := s.Classes.Of(ctx, tx, party, rows)
	for i := range rows {
		if rows[i].DisbursedOn != "" && (rows[i].BalanceFen > 0 || rows[i].State == writtenOff) {
			rows[i].Class = classes[rows[i].ID]
		}
	}
	return rows, err
}

// writtenOff is the state of a loan of which nothing is left in the books, and
// that is a loss.
const writtenOff = "written_off"

// stand works out how far a loan is from its next collection day, and what that
// makes of it.
func (r *Row) stand(today clock.Date) {
	if day, err := clock.ParseDate(r.CollectOn); err == nil {
		r.DueIn = today.DaysUntil(day)
	}
	r.DaysPastDue = max(0, -r.DueIn)
	if r.DisbursedOn != "" {
		r.Bucket = bucketOf(r.DaysPastDue)
	}
}

// names are those of both sides, and to a lender those of its own officers.
func (s *Service) names(ctx context.Context, tx db.Tx, loans []Loan, party string) (parties, people map[string]i18n.Text, err error) {
	parties = map[string]i18n.Text{}
	var drafters []string
	for _, l := range loans {
		for _, id := range []string{l.Borrower, l.Lender} {
			if _, ok := parties[id]; !ok {
				if parties[id], err = s.Parties.Short(ctx, tx, id); err != nil {
					return nil, nil, err
				}
			}
		}
		if l.Lender == party {
			drafters = append(drafters, l.Drafter)
		}
	}
	slices.Sort(drafters)
	people, err = s.Parties.People(ctx, tx, slices.Compact(drafters))
	return parties, people, err
}

func choices(rows []Row, lends bool) Choices {
	c := Choices{map[string]i18n.Text{}, map[string]i18n.Text{}}
	for _, r := range rows {
		c.Products[r.Product.Zh] = r.Product
		if lends && r.Drafter != "" {
			c.Officers[r.Drafter] = r.Officer
		}
	}
	return c
}
