// Package module is the shape that every feature hands to the composition
// root: data, not an interface. A feature leaves out what it does not have.
package module

import (
	"io/fs"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/web"
)

// Module describes one feature.
type Module struct {
	Name     string          // the prefix of its tables, actions and message keys
	Files    fs.FS           // migrations/*.sql, locales/*.json, policy.cedar
	Machines []*flow.Machine // its state machines, for docs and tests
	Routes   func(*web.Router)
}
