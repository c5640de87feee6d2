package table

import (
	"slices"
	"testing"

	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
)

// TestSiftMeansWhatTheDatabaseMeans: the same rows through SQL and at hand, for
// filters and orders of every kind.
func TestSiftMeansWhatTheDatabaseMeans(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		fill(t, d)
		all := page(t, d, query(t, "size=200")).Rows
		states := map[string]string{}
		for _, state := range []string{"open", "closed"} {
			for _, r := range page(t, d, query(t, "size=200&state="+state)).Rows {
				states[r.id] = state
			}
		}
		value := func(r row, name string) any {
			switch name {
			case "id":
				return r.id
			case "name":
				return r.name
			case "state":
				return states[r.id]
			}
			return r.fen
		}
		for _, address := range []string{"", "sort=-name", "sort=amount", "sort=-amount", "q=PUMP", "q=%25_", "q=业", "state=open&from=2000", "from=3000&sort=-amount&size=5&page=2", "state=closed&size=7&page=2", "below=3000", "from=3000&below=4000", "page=9"} {
			q := query(t, address)
			want, got := page(t, d, q), Cut(q, Sift(q, all, value))
			if !slices.Equal(got.Rows, want.Rows) && len(got.Rows)+len(want.Rows) > 0 || got.Total != want.Total || got.Pages() != want.Pages() {
				t.Errorf("%q: %v of %d, the database says %v of %d", address, got.Rows, got.Total, want.Rows, want.Total)
			}
		}
	})
}

// TestSiftLeavesTheRowsAlone: what it was given stays in its order, and a value
// of another kind than the filter binds matches nothing.
func TestSiftLeavesTheRowsAlone(t *testing.T) {
	rows := []row{{"2", "b", 1}, {"1", "a", 2}}
	q := query(t, "from=0")
	got := Sift(q, rows, func(r row, name string) any { return r.id })
	if rows[0].id != "2" || len(got) != 0 {
		t.Errorf("%v, %v", rows, got)
	}
}
