package park

import (
	"context"
	"fmt"
	"time"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// Service is the only door: pages, API and the simulator come this way.
type Service struct {
	DB      *db.DB
	Guard   *authz.Guard
	Audit   AuditLog
	Parties Parties
	Zone    *time.Location   // of the park: which day it is
	Now     func() time.Time // the business clock
	NewID   func() string
}

func (s *Service) today() clock.Date { return clock.DateOf(s.Now(), s.Zone) }

// collection is what lists and beginnings are asked about: what a party has
// here as the operator or as a tenant.
func collection(kind, party string) authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: kind, ID: party}, Read: "park.see",
		Attrs: authz.Attrs{"park": kernel.PartyRef(party), "enterprise": kernel.PartyRef(party)},
	}
}

func (b Building) resource() authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Building", ID: b.ID}, Read: "park.read_units",
		Attrs: authz.Attrs{"park": kernel.PartyRef(b.Park)},
	}
}

func (e Enterprise) resource() authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Enterprise", ID: e.ID}, Read: "park.read_enterprise",
		Attrs: authz.Attrs{"park": kernel.PartyRef(e.Park), "enterprise": kernel.PartyRef(e.ID)},
	}
}

func (l Lease) resource() authz.Resource {
	return authz.Resource{
		Ref: authz.Ref{Type: "Lease", ID: l.ID}, Read: "park.read_enterprise",
		Attrs: authz.Attrs{"park": kernel.PartyRef(l.Park), "enterprise": kernel.PartyRef(l.Enterprise)},
	}
}

// value compares what was typed into an input with what is stored.
type value struct {
	field         string
	typed, stored any
}

// fresh refuses an input that was made from an older version than is stored,
// and says beside each input what stands there now.
func fresh(seen, stored int64, values ...value) error {
	if seen == stored {
		return nil
	}
	f := fault.New(fault.Conflict, "park.stale")
	for _, v := range values {
		if v.typed != v.stored {
			f.Fields = append(f.Fields, fault.Field{Name: v.field, Key: "park.stale.value", Args: fault.Args{"stored": v.stored}})
		}
	}
	return f
}

// within refuses a child that is asked for under another parent.
func within(parent, of string) error {
	if parent != of {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return nil
}

// fieldFault is the fault of one input that only the database can judge.
func fieldFault(name, key string, args ...fault.Args) error {
	var c fault.Check
	c.That(false, name, key, args...)
	return c.Err()
}

// record writes the log entry of a lease or a headcount; park and enterprise
// may both open it.
func (s *Service) record(ctx context.Context, tx db.Tx, e auditlog.Entry, park, enterprise string) error {
	who := kernel.From(ctx)
	e.Person, e.Party, e.Parties = who.Person, who.Party, []string{park, enterprise}
	_, err := s.Audit.Append(ctx, tx, e)
	return err
}

func field(name string, v any) auditlog.Field {
	return auditlog.Field{Name: name, Value: fmt.Sprint(v)}
}
