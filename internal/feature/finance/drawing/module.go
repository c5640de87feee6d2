package drawing

import (
	"embed"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/module"
)

// Files holds the migrations, locales and policies of this package.
//
//go:embed migrations locales policy.cedar
var Files embed.FS

// Name is the prefix of this feature's tables, actions and message keys.
const Name = "drawing"

// Module describes the feature to the composition root.
func (s *Service) Module() module.Module {
	return module.Module{Name: Name, Files: Files, Routes: s.routes, Machines: []*flow.Machine{RequestMachine, WaiverMachine}}
}
