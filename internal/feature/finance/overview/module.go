package overview

import (
	"embed"

	"kaigong.example/kaigong/internal/platform/module"
)

// Files holds the migrations, locales and policies of this package.
//
//go:embed migrations locales policy.cedar
var Files embed.FS

// Name is the prefix of this feature's tables, actions and message keys.
const Name = "overview"

// Module describes the feature to the composition root. It moves nothing, so it
// has no state machine.
func (s *Service) Module() module.Module {
	return module.Module{Name: Name, Files: Files, Routes: s.routes, Home: s.Home, Lists: []module.List{
		{Key: "overview", Path: "/overview", Title: "overview.title", Beside: []string{"from", "to"}, Say: say, Sheet: s.sheet}, {Key: "overview_rows", Path: "/overview/rows", Title: "overview.rows.title", Spec: &rowSpec, Say: say, Column: column, Sheet: s.rowsSheet},
	}}
}
