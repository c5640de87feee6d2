// Package module is the shape that every feature hands to the composition
// root: data, not an interface. A feature leaves out what it does not have.
package module

import (
	"context"
	"io/fs"

	"github.com/a-h/templ"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/web"
)

// Module describes one feature.
type Module struct {
	Name     string          // the prefix of its tables, actions and message keys
	Files    fs.FS           // migrations/*.sql, locales/*.json, policy.cedar
	Machines []*flow.Machine // its state machines, for docs and tests
	Routes   func(*web.Router)
	Home     Home
}

// Home gives what a feature shows the reader on the home page. open names the
// figure whose rows are shown, "" for none.
type Home func(ctx context.Context, open string) ([]Block, error)

// Block is a part of the home page. Lower ranks stand first; blocks at the side
// stand beside the rest, on phones after it.
type Block struct {
	Rank int
	Side bool
	Body templ.Component
}

// Ranks of the blocks that features contribute.
const (
	RankWay     = 10 // how far the reader's own case is
	RankNext    = 20 // what the reader pays next
	RankPipe    = 30 // where cases stand
	RankFigures = 40 // figures, and the rows of the one that is open
	RankNews    = 50 // what happened
)
