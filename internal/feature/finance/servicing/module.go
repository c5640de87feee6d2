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
	m := module.Module{Name: Name, Files: files, Machines: []*flow.Machine{ContractMachine}}
	if s != nil {
		m.Routes, m.Home, m.Waits, m.Find = s.routes, s.Home, s.waits, s.Find
		m.Lists = []module.List{{Key: "stages", Path: "/stages", Title: "servicing.list.title", Sheet: s.stagesSheet}}
	}
	return m
}
