package dunning

import (
	"embed"

	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/web"
)

// Files holds the migrations, locales and policies of this package.
//
//go:embed migrations locales policy.cedar
var Files embed.FS

// Name is the prefix of this feature's tables and message keys.
const Name = "dunning"

// Module describes the feature to the composition root. It has no door: the
// program reminds by itself.
func (s *Service) Module() module.Module {
	return module.Module{Name: Name, Files: Files, Routes: func(*web.Router) {}}
}
