package overview

// Where applications stand now: each in one group of states.

import (
	"slices"

	"kaigong.example/kaigong/internal/feature/finance/overview/disclosure"
	"kaigong.example/kaigong/internal/platform/flow"

	"kaigong.example/kaigong/engine/money"
)

// groups are the stages of the picture, each with the states that it adds up.
var groups = []struct {
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

func groupKeys() (keys []string) {
	for _, g := range groups {
		keys = append(keys, g.key)
	}
	return keys
}

// group is where an application stands now, "" for a state that a reader is not
// told.
func (a Application) group() string {
	for _, g := range groups {
		if slices.Contains(g.states, a.State) {
			return g.key
		}
	}
	return ""
}

// Standing is how many applications stand in a group now.
type Standing struct {
	Key   string `json:"key" doc:"submitted, review, offers, contracted, funded or ended"`
	Count Count  `json:"count"`
	Asked Sum    `json:"asked"`
}

// standing counts the applications of every group, and all of them.
func standing(apps []Application, least int64) (rows []Standing, all Count) {
	n, fen := make([][]int64, len(groups)), make([]money.Fen, len(groups))
	for i := range n {
		n[i] = []int64{0}
	}
	for _, a := range apps {
		if i := slices.Index(groupKeys(), a.group()); i >= 0 {
			n[i][0], fen[i], all.N = n[i][0]+1, fen[i]+a.AmountFen, all.N+1
		}
	}
	shown := disclosure.Exact(disclosure.Grid{Cells: n})
	if least > 0 {
		shown = disclosure.Protect(disclosure.Grid{Cells: n}, least)
	}
	for i, g := range groups {
		c := counted(n[i][0], shown.Cells[i][0])
		rows = append(rows, Standing{g.key, c, summed(fen[i], c)})
	}
	return rows, counted(all.N, shown.Totals[0])
}
