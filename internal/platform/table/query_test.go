package table

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// loans is a list as a feature would describe it.
func loans() *Spec {
	return &Spec{
		Columns: []Column{{Key: "name", SQL: "name"}, {Key: "amount", SQL: "amount_fen", Down: true}, {Key: "note"}},
		Filters: []Filter{
			{Key: "q", SQL: "name", Match: Contains},
			{Key: "state", SQL: "state", Match: Equal, Choices: []string{"open", "closed"}},
			{Key: "from", SQL: "amount_fen", Match: AtLeast, Read: wholeNumber},
			{Key: "below", SQL: "amount_fen", Match: Below, Read: wholeNumber},
		},
		Sort: "name", Unique: "id", Size: 10,
	}
}

func wholeNumber(typed string) (any, bool) {
	n, err := strconv.ParseInt(typed, 10, 64)
	return n, err == nil
}

func query(t *testing.T, address string) Query {
	t.Helper()
	v, err := url.ParseQuery(address)
	if err != nil {
		t.Fatal(err)
	}
	q, err := loans().Parse(v)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestParseRefusesWhatTheSpecDoesNotName(t *testing.T) {
	for _, c := range []struct{ address, field string }{
		{"sort=amount_fen", "sort"},
		{"sort=note", "sort"},
		{"sort=name%3BDROP+TABLE+x", "sort"},
		{"sort=--name", "sort"},
		{"state=open'+OR+'1'='1", "state"},
		{"from=1+OR+1=1", "from"},
		{"page=0", "page"},
		{"page=-1", "page"},
		{"page=10001", "page"},
		{"page=1.5", "page"},
		{"size=201", "size"},
		{"q=" + strings.Repeat("a", 101), "q"},
		{"q=a%00b", "q"},
		{"q=%ff", "q"},
	} {
		v, _ := url.ParseQuery(c.address)
		q, err := loans().Parse(v)
		if !fault.Is(err, fault.Invalid) || len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Name != c.field {
			t.Errorf("%s: %v", c.address, err)
		}
		if q.Href("/x") != "/x" {
			t.Errorf("%s: a refused value stayed in the query: %s", c.address, q.Href("/x"))
		}
	}
}

func TestNothingTypedBecomesSQL(t *testing.T) {
	q := query(t, "q="+url.QueryEscape(`x' OR '1'='1`)+"&state=open&from=5&sort=-amount&page=3&size=50")
	where, args := q.Where("park-1")
	if where != `(1 = 1 AND lower(name) LIKE $2 ESCAPE '\' AND state = $3 AND amount_fen >= $4)` {
		t.Error(where)
	}
	if len(args) != 4 || args[0] != "park-1" || args[1] != `%x' or '1'='1%` || args[2] != "open" || args[3] != int64(5) {
		t.Errorf("%#v", args)
	}
	if got := q.OrderBy() + q.Limit(); got != " ORDER BY amount_fen DESC, id DESC LIMIT 50 OFFSET 100" {
		t.Error(got)
	}
}

func TestAddressesLeadOn(t *testing.T) {
	q := query(t, "q=泵&page=4&lang=en")
	for name, c := range map[string]struct{ got, want string }{
		"short":        {query(t, "sort=name&page=1&size=10").Href("/loans"), "/loans"},
		"page":         {q.At(5).Href("/loans"), "/loans?page=5&q=%E6%B3%B5"},
		"before":       {q.At(-3).Href("/loans"), "/loans?q=%E6%B3%B5"},
		"turn round":   {q.SortBy("name").Href("/loans"), "/loans?q=%E6%B3%B5&sort=-name"},
		"amounts down": {q.SortBy("amount").Href("/loans"), "/loans?q=%E6%B3%B5&sort=-amount"},
		"and up":       {q.SortBy("amount").SortBy("amount").Href("/loans"), "/loans?q=%E6%B3%B5&sort=amount"},
		"not sortable": {q.SortBy("note").Href("/loans"), "/loans?page=4&q=%E6%B3%B5"},
		"narrow":       {q.With("state", "open").Href("/loans"), "/loans?q=%E6%B3%B5&state=open"},
		"nonsense":     {q.With("state", "gone").Href("/loans"), "/loans?q=%E6%B3%B5"},
		"open":         {q.With("q", "").Href("/loans"), "/loans"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
	if q.Href("/loans") != "/loans?page=4&q=%E6%B3%B5" {
		t.Errorf("links changed the query they start from: %s", q.Href("/loans"))
	}
	down := q.SortBy("amount")
	if down.Sorting("amount") != "descending" || down.Sorting("name") != "" || q.Sorting("name") != "ascending" {
		t.Error("the header must say how the list is sorted")
	}
}

type row struct {
	id, name string
	fen      int64
}

func scanRow(scan db.Scan) (r row, err error) { return r, scan(&r.id, &r.name, &r.fen) }

func fill(t *testing.T, d *db.DB) {
	t.Helper()
	err := d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.Exec(ctx, `CREATE TABLE table_loan (id TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, amount_fen BIGINT NOT NULL)`)
		for i := 0; i < 23 && err == nil; i++ {
			name := []string{"Pump works", "泵业", "100%_cotton"}[i%3]
			_, err = tx.Exec(ctx, `INSERT INTO table_loan (id, name, state, amount_fen) VALUES ($1, $2, $3, $4)`, strconv.Itoa(100+i), name, []string{"open", "closed"}[i%2], 1000*(i/4))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func page(t *testing.T, d *db.DB, q Query) (p Page[row]) {
	t.Helper()
	err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) (err error) {
		p, err = Load(ctx, tx, q, scanRow, Source{Columns: "id, name, amount_fen", From: "table_loan WHERE id <> $1", Args: []any{"100"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPagesShowEveryRowOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		for _, sort := range []string{"name", "-name", "amount", "-amount"} {
			seen := map[string]bool{}
			q := query(t, "sort="+sort+"&size=5")
			for {
				p := page(t, d, q)
				if p.Total != 22 || p.Pages() != 5 || p.HasPrevious() != (q.Page > 1) {
					t.Fatalf("%+v", p)
				}
				for _, r := range p.Rows {
					if seen[r.id] {
						t.Fatalf("%s twice, sorted by %s", r.id, sort)
					}
					seen[r.id] = true
				}
				if !p.HasNext() {
					break
				}
				q = q.At(q.Page + 1)
			}
			if len(seen) != 22 {
				t.Fatalf("%d rows, sorted by %s", len(seen), sort)
			}
		}
	})
}

func TestFiltersNarrow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		for address, want := range map[string]int64{
			"":                     22,
			"q=PUMP":               7, // of 8 the store's own condition leaves out one
			"q=泵":                  8,
			"q=%25":                7, // the sign itself, not "anything"
			"q=_":                  7,
			"q=pump_":              0,
			"state=closed":         11,
			"from=1000&below=2000": 4,
			"from=5000":            3,
			"q=pump&state=closed":  4,
		} {
			if p := page(t, d, query(t, address)); p.Total != want {
				t.Errorf("%q: %d rows, want %d", address, p.Total, want)
			}
		}
		past := page(t, d, query(t, "page=9"))
		if past.First() != 0 || past.Last() != 0 || past.HasNext() || past.Total != 22 {
			t.Errorf("behind the end: %+v", past)
		}
	})
}

func TestThePagerSpeaksBothLanguages(t *testing.T) {
	b, err := i18n.Load(Files)
	if err != nil {
		t.Fatal(err)
	}
	p := Page[int]{Rows: make([]int, 10), Total: 23, Query: query(t, "page=2")}
	for lang, want := range map[i18n.Lang]string{i18n.Zh: "第 11–20 条，共 23 条", i18n.En: "11–20 of 23"} {
		if got := p.Range(i18n.With(context.Background(), b, lang)); got != want {
			t.Errorf("%s: %s", lang, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("q=a&sort=-amount&page=2&size=50&state=open")
	f.Add("sort=%00&page=99999999999999999999")
	f.Fuzz(func(t *testing.T, address string) {
		v, err := url.ParseQuery(address)
		if err != nil {
			return
		}
		q, _ := loans().Parse(v)
		again, err := loans().Parse(q.Values())
		if err != nil || again.Href("/x") != q.Href("/x") {
			t.Fatalf("%q: an address of ours is read otherwise: %v", q.Href("/x"), err)
		}
		if q.Size < 1 || q.Size > maxSize || q.Page < 1 || q.Page > maxPage {
			t.Fatalf("out of bounds: %+v", q)
		}
	})
}
