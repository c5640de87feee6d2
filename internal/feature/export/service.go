package export

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/platform/id"
	"kaigong.example/kaigong/internal/platform/module"
	"kaigong.example/kaigong/internal/platform/table"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages and operations come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Audit   AuditLog
	Parties Parties
	Lists   []module.List // of every feature
	Zone    *time.Location
	Now     func() time.Time // the business clock
	NewID   func() string
}

// Parties names organisations and people.
type Parties interface {
	Short(ctx context.Context, tx db.Tx, party string) (i18n.Text, error)
	People(ctx context.Context, tx db.Tx, ids []string) (map[string]i18n.Text, error)
}

// AuditLog is the transparency log.
type AuditLog interface {
	Append(ctx context.Context, tx db.Tx, e auditlog.Entry) (receipt string, err error)
}

// listBy finds a list of which a file can be made.
func (s *Service) listBy(key string) (module.List, error) {
	i := slices.IndexFunc(s.Lists, func(l module.List) bool { return l.Key == key && l.Sheet != nil })
	if i < 0 {
		return module.List{}, fault.New(fault.NotFound, "fault.not_found")
	}
	return s.Lists[i], nil
}

// Href is the page that takes a list away with a query, "" where the reader may
// not.
func (s *Service) Href(ctx context.Context, l module.List, query string) string {
	if l.Sheet == nil || !s.Guard.Allowed(ctx, "export.take", place(kernel.From(ctx).Party, l.Key)) {
		return ""
	}
	return "/lists/" + l.Key + "/export?" + url.Values{"query": {query}}.Encode()
}

// listable tells whoever may take lists away and may not see this one, before they
// fill a form in vain.
func (s *Service) listable(ctx context.Context, key, query string) error {
	l, err := s.listBy(key)
	if err != nil {
		return err
	}
	address, _ := url.ParseQuery(query)
	switch _, err = l.Sheet(ctx, address); {
	case fault.Is(err, fault.Invalid):
		return nil // the form says what is wrong with the filter
	case fault.Is(err, fault.Denied), fault.Is(err, fault.NotFound):
		return fault.New(fault.WrongTurn, "export.not_shown")
	}
	return err
}

// Take writes down that the reader takes a list away, and answers where the file
// is fetched.
func (s *Service) Take(ctx context.Context, in TakeExport) (e Export, err error) {
	in.Note = strings.TrimSpace(in.Note)
	if err := in.check(); err != nil {
		return e, err
	}
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		e = Export{ID: s.NewID(), Person: who.Person, Party: who.Party, List: in.List, Query: in.Query, Format: table.Format(in.Format), Language: i18n.LangOf(ctx), Reason: in.Reason, Note: in.Note, Taken: s.Now()}
		if err := s.count(ctx, &e); err != nil {
			return err
		}
		if e.Number, err = id.Reference(ctx, tx, "KG-X", e.Taken.In(s.Zone).Year()); err != nil {
			return err
		}
		if err := insert(ctx, tx, e); err != nil {
			return err
		}
		_, err = s.Audit.Append(ctx, tx, auditlog.Entry{Kind: "export.taken", Case: e.ID, Person: e.Person, Party: e.Party, Parties: []string{e.Party}, Fields: e.facts()})
		return err
	})
	e.Href = fileHref(e)
	return e, err
}

// count works the rows out and keeps of them their number and fingerprint, and of
// the query what the list understands.
func (s *Service) count(ctx context.Context, e *Export) error {
	l, err := s.listBy(e.List)
	if err != nil {
		return err
	}
	v, err := url.ParseQuery(e.Query)
	kept, ignored := l.Spec.Kept(v, l.Beside...)
	if err != nil || len(ignored) > 0 {
		return fault.New(fault.Invalid, "export.query.unknown", fault.Args{"names": strings.Join(ignored, ", ")})
	}
	e.Query = kept.Encode()
	_, err = s.sheet(ctx, l, e)
	return err
}

// sheet is a list as the reader may see it now, with what an export says of it.
func (s *Service) sheet(ctx context.Context, l module.List, e *Export) (sheet table.Sheet, err error) {
	if err := s.Guard.Require(ctx, "export.take", place(kernel.From(ctx).Party, l.Key)); err != nil {
		return sheet, err
	}
	v, _ := url.ParseQuery(e.Query) // it was read before it was kept
	if sheet, err = l.Sheet(i18n.Speaking(ctx, e.Language), v); err != nil {
		return sheet, err
	}
	e.Rows, e.Hash, err = table.Digest(sheet)
	return sheet, err
}

func fileHref(e Export) string { return "/exports/" + e.ID + "/file" }

// Fetch works the file of an export out again, and refuses it once it is over or
// where the list is no longer what was written down.
func (s *Service) Fetch(ctx context.Context, id string) (e Export, sheet table.Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if e, err = byID(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "export.fetch", e.resource()); err != nil {
			return err
		}
		if s.over(e) {
			return fault.New(fault.WrongTurn, "export.over", fault.Args{"number": e.Number, "minutes": int(Valid.Minutes())})
		}
		l, err := s.listBy(e.List)
		if err != nil {
			return err
		}
		now := e
		if sheet, err = s.sheet(ctx, l, &now); err != nil {
			return err
		}
		if now.Hash != e.Hash || now.Rows != e.Rows {
			return fault.New(fault.Conflict, "export.differs", fault.Args{"number": e.Number})
		}
		sheet.Name, sheet.Mark = e.Number, s.mark(i18n.Speaking(ctx, e.Language), l, e)
		return nil
	})
	return e, sheet, err
}

func (s *Service) over(e Export) bool { return s.Now().After(e.Taken.Add(Valid)) }

// Register is what was taken.
type Register struct {
	Exports []Export             `json:"exports" doc:"The newest first"`
	Every   bool                 `json:"every" doc:"Those of every organisation"`
	Parties map[string]i18n.Text `json:"parties"`
	People  map[string]i18n.Text `json:"people"`
}

// Register lists what the reader's organisation took, and to the operator what
// every organisation took; of one number where it is given.
func (s *Service) Register(ctx context.Context, number string) (r Register, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		who := kernel.From(ctx)
		if err := s.Guard.Require(ctx, "export.register", place(who.Party, "")); err != nil {
			return err
		}
		r.Every = s.Guard.Allowed(ctx, "export.oversee", place(who.Party, ""))
		if r.Exports, err = register(ctx, tx, who.Party, strings.TrimSpace(number), r.Every); err != nil {
			return err
		}
		for i, e := range r.Exports {
			r.Exports[i] = s.told(who, e)
		}
		return s.names(ctx, tx, &r)
	})
	return r, err
}

// told is a line as a reader may have it: what others filtered by, and who of them
// did, is theirs.
func (s *Service) told(who kernel.Actor, e Export) Export {
	if e.Party != who.Party {
		e.Person, e.Query, e.Note = "", "", ""
	}
	if e.Person == who.Person && !s.over(e) {
		e.Href = fileHref(e)
	}
	return e
}

func (s *Service) names(ctx context.Context, tx db.Tx, r *Register) (err error) {
	var people []string
	r.Parties = map[string]i18n.Text{}
	for _, e := range r.Exports {
		if e.Person != "" {
			people = append(people, e.Person)
		}
		if _, ok := r.Parties[e.Party]; !ok {
			if r.Parties[e.Party], err = s.Parties.Short(ctx, tx, e.Party); err != nil {
				return err
			}
		}
	}
	r.People, err = s.Parties.People(ctx, tx, people)
	return err
}
