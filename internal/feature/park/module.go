package park

import (
	"embed"

	"kaigong.example/kaigong/internal/platform/module"
)

// Files holds the migrations, locales and policies of this package.
//
//go:embed migrations locales policy.cedar
var Files embed.FS

// Name is the prefix of this feature's tables, actions and message keys.
const Name = "park"

// Module describes the feature to the composition root. The park has no state
// machine: the state of a lease follows from its dates.
func (s *Service) Module() module.Module {
	return module.Module{Name: Name, Files: Files, Routes: s.Routes, Find: s.Find, Lists: []module.List{
		{Key: "enterprises", Path: "/enterprises", Title: "park.list.title", Spec: &listSpec, Say: say, Column: label, Sheet: s.enterprisesSheet}, {Key: "units", Path: "/units", Title: "park.premises.title", Beside: []string{"show"}, Say: say, Sheet: s.unitsSheet},
	}}
}
