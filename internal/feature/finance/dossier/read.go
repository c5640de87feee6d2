package dossier

// The read side: what an enterprise sees of its own documents, what a lender
// reads on its ground, and the bytes of one document. Every reading by a lender,
// and every opening by anybody, is written down where it happens.

import (
	"context"
	"slices"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/document"
)

// File is one version of a document.
type File struct {
	ID          string    `json:"id"`
	Name        string    `json:"name"`
	MediaType   string    `json:"media_type"`
	Size        int64     `json:"size"`
	Version     int64     `json:"version"`
	ExpiresOn   string    `json:"expires_on"`
	Expired     bool      `json:"expired"`
	Soon        bool      `json:"soon"` // it expires within the days of notice
	RequestedBy string    `json:"requested_by"`
	At          time.Time `json:"at"`
	Seen        []Sight   `json:"seen"` // the latest first; for the enterprise alone
}

// Sight is one time that somebody opened a document.
type Sight struct {
	Party  string    `json:"party"`
	Person string    `json:"person"`
	Ground string    `json:"ground" enum:"own,consent,contract_file"`
	At     time.Time `json:"at"`
}

// Item is a kind of document: what there is of it and who wants it.
type Item struct {
	Kind     string    `json:"kind"`
	Asked    bool      `json:"asked"` // the product asks for it
	Files    []File    `json:"files"` // the newest first
	Requests []Request `json:"requests"`
}

// Standings of an item.
const (
	ItemMissing = "missing"
	ItemExpired = "expired"
	ItemSoon    = "soon" // expires within the days of notice
	ItemThere   = "there"
)

// Standing is what an item is today, by its newest version.
func (x Item) Standing() string {
	switch {
	case len(x.Files) == 0:
		return ItemMissing
	case x.Files[0].Expired:
		return ItemExpired
	case x.Files[0].Soon:
		return ItemSoon
	}
	return ItemThere
}

// View is a dossier as its reader sees it.
type View struct {
	ID      string               `json:"id"` // of the application, or of the lender's case
	Ref     string               `json:"ref"`
	Open    bool                 `json:"open"`   // documents may still be added
	Draft   bool                 `json:"draft"`  // the application is not handed in
	Ground  string               `json:"ground"` // of a lender; "" for the enterprise
	Items   []Item               `json:"items"`
	Parties map[string]i18n.Text `json:"-"`
	People  map[string]i18n.Text `json:"-"`

	MayAsk bool `json:"-"`
}

// Own shows an enterprise its documents, with who has looked at each.
func (s *Service) Own(ctx context.Context, application string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.Applications.Application(ctx, tx, application)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "dossier.read", a.resource()); err != nil {
			return err
		}
		v = View{ID: a.ID, Ref: a.Ref, Open: a.Open, Draft: a.Draft}
		if v.Items, err = s.items(ctx, tx, a, "", true); err != nil {
			return err
		}
		return s.names(ctx, tx, &v)
	})
	return v, err
}

// OfCase shows a lender what it may read, and writes the reading down.
func (s *Service) OfCase(ctx context.Context, caseID string) (v View, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.onCase(ctx, tx, caseID, "dossier.read_case")
		if err != nil {
			return err
		}
		if err := s.Applications.Disclosed(ctx, tx, c); err != nil {
			return err
		}
		v = View{ID: c.ID, Ref: c.Application.Ref, Open: c.Application.Open, Ground: c.Ground}
		v.MayAsk = c.Application.Open && s.Guard.Allowed(ctx, "dossier.request", c.resource())
		if v.Items, err = s.items(ctx, tx, c.Application, c.ID, false); err != nil {
			return err
		}
		return s.names(ctx, tx, &v)
	})
	return v, err
}

// items lists every kind that is asked for, requested or there, in the order of
// the kinds. Of requests a lender sees its own.
func (s *Service) items(ctx context.Context, tx db.Tx, a Application, caseID string, seen bool) (out []Item, err error) {
	files, err := s.Documents.List(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	wanted, err := requestsOf(ctx, tx, a.ID, caseID)
	if err != nil {
		return nil, err
	}
	for _, kind := range kernel.DocumentKinds {
		x := Item{Kind: kind, Asked: slices.Contains(a.Asked, kind), Files: []File{}, Requests: []Request{}}
		for _, d := range files {
			if d.Kind != kind {
				continue
			}
			f, err := s.file(ctx, tx, d, seen)
			if err != nil {
				return nil, err
			}
			x.Files = append(x.Files, f)
		}
		for _, r := range wanted {
			if r.Kind == kind {
				x.Requests = append(x.Requests, r)
			}
		}
		if x.Asked || len(x.Files) > 0 || len(x.Requests) > 0 {
			out = append(out, x)
		}
	}
	return out, nil
}

func (s *Service) file(ctx context.Context, tx db.Tx, d document.Document, seen bool) (File, error) {
	f := File{ID: d.ID, Name: d.Name, MediaType: d.MediaType, Size: d.Size, Version: d.Version, ExpiresOn: d.ExpiresOn, Expired: d.Expired(s.today().String()), Soon: s.soon(d), RequestedBy: d.RequestedBy, At: d.At, Seen: []Sight{}}
	if !seen {
		return f, nil
	}
	all, err := s.Documents.Seers(ctx, tx, d.Case, d.ID)
	for _, x := range all {
		f.Seen = append(f.Seen, Sight{x.Party, x.Person, x.Ground, x.At})
	}
	return f, err
}

// names looks up who is spoken of.
func (s *Service) names(ctx context.Context, tx db.Tx, v *View) (err error) {
	v.Parties = map[string]i18n.Text{}
	var people []string
	note := func(party, person string) error {
		people = append(people, person)
		if _, known := v.Parties[party]; known || party == "" {
			return nil
		}
		v.Parties[party], err = s.Parties.Short(ctx, tx, party)
		return err
	}
	for _, x := range v.Items {
		for _, f := range x.Files {
			if err := note(f.RequestedBy, ""); err != nil {
				return err
			}
			for _, y := range f.Seen {
				if err := note(y.Party, y.Person); err != nil {
					return err
				}
			}
		}
		for _, r := range x.Requests {
			if err := note(r.Lender, r.AskedBy); err != nil {
				return err
			}
		}
	}
	v.People, err = s.Parties.People(ctx, tx, people)
	return err
}

// Grounds of a reading, beside a lender's own.
const groundOwn = "own"

// OpenOwn hands an enterprise one of its own documents, and writes it down.
func (s *Service) OpenOwn(ctx context.Context, application, id string) (d document.Document, body []byte, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := s.Applications.Application(ctx, tx, application)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "dossier.read", a.resource()); err != nil {
			return err
		}
		d, body, err = s.open(ctx, tx, a.ID, id, groundOwn)
		return err
	})
	return d, body, err
}

// OpenOfCase hands a lender a document on its ground, and writes it down.
func (s *Service) OpenOfCase(ctx context.Context, caseID, id string) (d document.Document, body []byte, err error) {
	err = s.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		c, err := s.onCase(ctx, tx, caseID, "dossier.read_case")
		if err != nil {
			return err
		}
		if d, body, err = s.open(ctx, tx, c.Application.ID, id, c.Ground); err != nil {
			return err
		}
		return s.Applications.Disclosed(ctx, tx, c)
	})
	return d, body, err
}

func (s *Service) open(ctx context.Context, tx db.Tx, application, id, ground string) (document.Document, []byte, error) {
	d, body, err := s.Documents.Open(ctx, tx, application, id)
	if err != nil {
		return d, nil, err
	}
	who := kernel.From(ctx)
	return d, body, s.Documents.Seen(ctx, tx, application, id, who.Party, who.Person, ground)
}
