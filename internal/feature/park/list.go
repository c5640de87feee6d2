package park

// The list of enterprises: what it can be narrowed and sorted by, its rows,
// and the figures over what the filters leave.

import (
	"context"
	"net/url"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/table"
)

// listSpec says what the list can do. It sorts what has an order of its own by
// that order: micro before small, seed before incubating, unreported first.
var listSpec = table.Spec{
	Columns: []table.Column{
		{Key: "name", SQL: "e.short_zh"}, {Key: "name_en", SQL: "e.short_en"}, {Key: "credit_code", SQL: "e.credit_code"}, {Key: "industry", SQL: "e.industry_code"},
		{Key: "size_class", SQL: "CASE e.size_class WHEN 'micro' THEN 1 WHEN 'small' THEN 2 WHEN 'medium' THEN 3 ELSE 4 END"},
		{Key: "stage", SQL: "CASE e.stage WHEN 'seed' THEN 1 WHEN 'incubating' THEN 2 WHEN 'accelerating' THEN 3 WHEN 'graduated' THEN 4 ELSE 5 END"},
		{Key: "joined", SQL: "e.joined_on"},
		{Key: "resumption", SQL: "CASE WHEN h.normal IS NULL THEN -1 ELSE h.now * 1000000 / h.normal END", Down: true},
		{Key: "counted_on", SQL: "coalesce(h.as_of_on, '')", Down: true},
	},
	Filters: []table.Filter{
		{Key: "q", SQL: "e.name_zh || ' ' || e.name_en || ' ' || e.short_zh || ' ' || e.short_en || ' ' || e.credit_code", Match: table.Contains},
		{Key: "size_class", SQL: "e.size_class", Match: table.Equal, Choices: SizeClasses},
		{Key: "stage", SQL: "e.stage", Match: table.Equal, Choices: Stages},
	},
	Sort: "name", Unique: "e.id", Size: 50,
}

// ParseList reads the address of the list. On an error the query leaves out
// what was wrong and is still good to use.
func ParseList(v url.Values) (table.Query, error) { return listSpec.Parse(v) }

// EnterpriseRow is an enterprise in the list. It says nothing about rent or
// revenue, since the town reads it too.
type EnterpriseRow struct {
	ID           string            `json:"id"`
	Name         i18n.Text         `json:"name"`
	Short        i18n.Text         `json:"short"`
	CreditCode   kernel.CreditCode `json:"credit_code"`
	IndustryCode string            `json:"industry_code"`
	IndustryName i18n.Text         `json:"industry_name"`
	SizeClass    string            `json:"size_class"`
	Stage        string            `json:"stage"`
	Joined       clock.Date        `json:"joined"`
	Now          int64             `json:"now"`
	Normal       int64             `json:"normal"` // 0 while nothing was reported
	AsOf         clock.Date        `json:"as_of"`
}

// EnterpriseList is a page of the list with the figures over the whole filter.
type EnterpriseList struct {
	Rows     []EnterpriseRow           `json:"rows"`
	Total    int64                     `json:"total"`
	Number   int                       `json:"page"`
	Pages    int                       `json:"pages"`
	Now      int64                     `json:"now"`
	Normal   int64                     `json:"normal"`
	Reported int64                     `json:"reported"` // how many enterprises the two sums rest on
	AsOf     clock.Date                `json:"as_of"`
	May      ListMoves                 `json:"may"`
	Page     table.Page[EnterpriseRow] `json:"-"`
}

// ListMoves says what is open to the reader of the list.
type ListMoves struct {
	Register bool `json:"register"`
	Open     bool `json:"open"` // the page of an enterprise
}

// List lists the enterprises that the reader may see: all of them for the park
// and the town, its own for an enterprise.
func (s *Service) List(ctx context.Context, q table.Query) (l EnterpriseList, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.listScope(ctx)
		if err != nil {
			return err
		}
		all := collection("Enterprises", kernel.From(ctx).Party)
		l.AsOf = s.today()
		l.May = ListMoves{Register: s.Guard.Allowed(ctx, "park.register", all), Open: s.Guard.Allowed(ctx, "park.read_enterprise", all)}
		from := listSource(scope, l.AsOf)
		if l.Page, err = table.Load(ctx, tx, q, scanEnterpriseRow, from); err != nil {
			return err
		}
		l.Rows, l.Total, l.Number, l.Pages = l.Page.Rows, l.Page.Total, q.Page, l.Page.Pages()
		return l.addUp(ctx, tx, q, from)
	})
	return l, err
}

// ListAll answers the rows of every page, for an export.
func (s *Service) ListAll(ctx context.Context, q table.Query) (rows []EnterpriseRow, asOf clock.Date, err error) {
	asOf = s.today()
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.listScope(ctx)
		if err != nil {
			return err
		}
		rows, err = table.All(ctx, tx, q, scanEnterpriseRow, listSource(scope, asOf))
		return err
	})
	return rows, asOf, err
}

func (s *Service) listScope(ctx context.Context) (authz.Scope, error) {
	return s.Guard.Scope(ctx, "park.list_own", "park.list_enterprises", collection("Enterprises", kernel.From(ctx).Party))
}

// addUp sums the headcounts of every page.
func (l *EnterpriseList) addUp(ctx context.Context, tx db.Tx, q table.Query, from table.Source) error {
	where, args := q.Where(from.Args...)
	sums, err := db.One(ctx, tx, func(scan db.Scan) (s [3]int64, err error) { return s, scan(&s[0], &s[1], &s[2]) }, `
		SELECT CAST(coalesce(sum(h.now), 0) AS BIGINT), CAST(coalesce(sum(h.normal), 0) AS BIGINT), count(h.id)
		FROM `+from.From+` AND `+where, args...)
	l.Now, l.Normal, l.Reported = sums[0], sums[1], sums[2]
	return err
}

// listSource are the enterprises of a scope, each with the report that counts
// on a day.
func listSource(scope authz.Scope, on clock.Date) table.Source {
	return table.Source{
		Columns: `e.id, e.name_zh, e.name_en, e.short_zh, e.short_en, e.credit_code, e.industry_code, e.industry_zh, e.industry_en,
			e.size_class, e.stage, e.joined_on, coalesce(h.now, 0), coalesce(h.normal, 0), coalesce(h.as_of_on, '')`,
		From: `park_enterprise e LEFT JOIN park_headcount h ON h.enterprise_id = e.id AND h.seq = (
			SELECT x.seq FROM park_headcount x WHERE x.enterprise_id = e.id AND x.as_of_on <= $1
			ORDER BY x.as_of_on DESC, x.seq DESC LIMIT 1)
			WHERE ($2 = 1 OR e.id = $3)`,
		Args: []any{on, db.Flag(scope.All()), scope.Party()},
	}
}

func scanEnterpriseRow(scan db.Scan) (r EnterpriseRow, err error) {
	return r, scan(&r.ID, &r.Name.Zh, &r.Name.En, &r.Short.Zh, &r.Short.En, &r.CreditCode, &r.IndustryCode, &r.IndustryName.Zh, &r.IndustryName.En,
		&r.SizeClass, &r.Stage, &r.Joined, &r.Now, &r.Normal, &r.AsOf)
}
