package servicing

import (
	"embed"

	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/module"
)

//go:embed migrations locales policy.cedar
var files embed.FS

// Name is the prefix of this feature's tables, actions and messages.
const Name = "servicing"

// Module describes the feature to the composition root.
func Module(s *Service) module.Module {
	return module.Module{Name: Name, Files: files, Routes: s.routes, Home: s.Home, Waits: s.waits, Find: s.Find, Machines: []*flow.Machine{ContractMachine}}
}
