package filter

import (
	"context"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/module"
)

// Service is the only door: pages, operations and the lists come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Parties Parties
	Lists   []module.List // of every feature
	Exports Exports
	Now     func() time.Time
	NewID   func() string
}

// Parties names people.
type Parties interface {
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// Exports knows where a list is taken away as a file.
type Exports interface {
	// Href is the page that does it for a query, "" where the reader may not.
	Href(ctx context.Context, l module.List, query string) string
}

// place is where the reader keeps filters.
func place(ctx context.Context) authz.Resource {
	who := kernel.From(ctx)
	return SavedFilter{ID: who.Person, Person: who.Person, Party: who.Party}.resource()
}

// Kept lists the reader's filters and those that colleagues share; of one list,
// or of every list for "".
func (s *Service) Kept(ctx context.Context, list string) (all []SavedFilter, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "filter.list", place(ctx)); err != nil {
			return err
		}
		who := kernel.From(ctx)
		all, err = usable(ctx, tx, who.Person, who.Party, list)
		for i := range all {
			if all[i].Person != who.Person {
				all[i].Opening = false // that is its owner's matter
			}
			all[i] = all[i].read(s.Lists)
		}
		return err
	})
	return all, err
}

// names are those who share with the reader.
func (s *Service) names(ctx context.Context, all []SavedFilter) (names map[string]i18n.Text, err error) {
	var ids []string
	for _, f := range all {
		if f.Person != kernel.From(ctx).Person {
			ids = append(ids, f.Person)
		}
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		names, err = s.Parties.People(ctx, tx, ids)
		return err
	})
	return names, err
}

// Save keeps a query under a name.
func (s *Service) Save(ctx context.Context, in SaveFilter) (f SavedFilter, err error) {
	in.Name = strings.TrimSpace(in.Name)
	query, err := in.check(s.Lists)
	if err != nil {
		return f, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := s.Guard.Require(ctx, "filter.change", place(ctx)); err != nil {
			return err
		}
		who := kernel.From(ctx)
		f = SavedFilter{ID: s.NewID(), Person: who.Person, Party: who.Party, List: in.List, Name: in.Name, Query: query, Opening: in.Opening, Shared: in.Shared, Saved: s.Now()}
		n, err := kept(ctx, tx, f.Person, f.Party, f.List)
		if err != nil {
			return err
		}
		if n >= mostKept {
			return fault.New(fault.TooMany, "filter.many", fault.Args{"most": mostKept})
		}
		if err := insert(ctx, tx, f); err != nil {
			return err
		}
		return s.opens(ctx, tx, f)
	})
	return f.read(s.Lists), err
}

func (s *Service) opens(ctx context.Context, tx db.Tx, f SavedFilter) error {
	if !f.Opening {
		return nil
	}
	return closeOthers(ctx, tx, f)
}

// own is a filter that the reader may change.
func (s *Service) own(ctx context.Context, tx db.Tx, id string) (SavedFilter, error) {
	f, err := byID(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if err := s.Guard.Require(ctx, "filter.change", f.resource()); err != nil {
		return f, err
	}
	if f.removed {
		return f, fault.New(fault.NotFound, "fault.not_found")
	}
	return f, nil
}

// Change renames a filter, shares it or not, and lets its list open with it or
// not.
func (s *Service) Change(ctx context.Context, in ChangeFilter) (f SavedFilter, err error) {
	in.Name = strings.TrimSpace(in.Name)
	if err := in.check(); err != nil {
		return f, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if f, err = s.own(ctx, tx, in.ID); err != nil {
			return err
		}
		f.Name, f.Opening, f.Shared = in.Name, in.Opening, in.Shared
		if err := update(ctx, tx, f); err != nil {
			return err
		}
		return s.opens(ctx, tx, f)
	})
	return f.read(s.Lists), err
}

// Remove forgets a filter.
func (s *Service) Remove(ctx context.Context, id string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		f, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		return remove(ctx, tx, f.ID, s.Now())
	})
}

// listAt finds the list whose page has a path.
func (s *Service) listAt(path string) (module.List, bool) {
	i := slices.IndexFunc(s.Lists, func(l module.List) bool { return l.Path == path })
	if i < 0 {
		return module.List{}, false
	}
	return s.Lists[i], true
}
