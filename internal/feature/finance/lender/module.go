package lender

import (
	"embed"

	"kaigong.example/kaigong/internal/platform/module"
)

// Files holds the migrations, locales and policies of this package.
//
//go:embed migrations locales policy.cedar
var Files embed.FS

// Name is the prefix of this feature's tables, actions and message keys.
const Name = "lender"

// Module describes the feature to the composition root. A page has no state
// machine: it says what its lender said last.
func (s *Service) Module() module.Module {
	return module.Module{Name: Name, Files: Files, Routes: s.routes}
}
