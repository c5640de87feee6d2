package app

// Clocks that stand still or are worked out anew, and whom that concerns.

import (
	"context"
	"strings"

	"kaigong.example/kaigong/internal/feature/finance/origination"
	"kaigong.example/kaigong/internal/feature/finance/pause"
	"kaigong.example/kaigong/internal/feature/finance/servicing"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/job"
	"kaigong.example/kaigong/internal/platform/notify"
)

// clocked are the cases of all features whose clocks may be paused.
type clocked struct {
	origination *origination.Service
	servicing   *servicing.Service
	keeper      *flow.Keeper
}

func (c clocked) Case(ctx context.Context, tx db.Tx, machine, id string) (pause.Case, error) {
	out := pause.Case{Machine: machine, ID: id}
	switch machine {
	case "application", "lender_case":
		a, l, err := c.origination.Clocked(ctx, tx, machine, id)
		out.Ref = a.Ref
		out.Counter = pause.Side{Party: a.Borrower, Role: kernel.Owner, Path: "/applications/" + a.ID}
		out.Asker = pause.Side{Party: a.Park, Role: kernel.Liaison, Path: "/applications/" + a.ID}
		if machine == "lender_case" {
			out.Asker, out.Quiet = pause.Side{Party: l.Lender, Role: kernel.Officer, Path: "/cases/" + l.ID}, true
		}
		return out, err
	case "contract":
		st, err := c.servicing.Standing(ctx, tx, id)
		if err != nil {
			return out, err
		}
		path := "/contracts/" + id
		out.Ref, out.Asker, out.Counter = st.Contract.Ref, pause.Side{Party: st.Contract.Lender, Role: kernel.Officer, Path: path}, pause.Side{Party: st.Contract.Borrower, Role: kernel.Owner, Path: path}
		if t, ok, err := c.keeper.Turn(ctx, tx, machine, id); err != nil {
			return out, err
		} else if ok && t.Party == out.Counter.Party {
			out.Asker, out.Counter = out.Counter, out.Asker // it is the borrower's move
		}
		return out, nil
	}
	return out, fault.New(fault.NotFound, "fault.not_found")
}

// settleClocks works the clocks out anew that reach into a year whose holidays are
// announced by now, and tells both sides.
func (a *App) settleClocks(ctx context.Context) error {
	ctx = kernel.With(ctx, kernel.Program())
	return job.Apart(ctx, func(ctx context.Context, after string) (keys []string, err error) {
		err = a.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
			keys, err = a.Keeper.Provisional(ctx, tx, after, 200)
			return err
		})
		return keys, err
	}, func(ctx context.Context, key string) error {
		machine, id, _ := strings.Cut(key, " ")
		return a.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			s, done, err := a.Keeper.Settle(ctx, tx, machine, id)
			if err != nil || !done {
				return err
			}
			return a.tellSettled(ctx, tx, s)
		})
	})
}

// speaks is who at an organisation is told of clocks.
var speaks = map[kernel.PartyKind]kernel.Role{
	kernel.Enterprise: kernel.Owner, kernel.Bank: kernel.Officer, kernel.ParkOperator: kernel.Liaison, kernel.TownOffice: kernel.TownLead, kernel.Guarantor: kernel.GuaranteeOfficer,
}

// tellSettled tells both sides when a clock is due now. Whose turn it is reads it
// on the case; the other side may not see that page.
func (a *App) tellSettled(ctx context.Context, tx db.Tx, s flow.Settled) error {
	if s.Hold.After(a.Now()) {
		s.Parties = s.Turn.Party // that it runs is the party's own business
	}
	for party := range strings.SplitSeq(s.Parties, ",") {
		p, err := a.Identity.PartyByID(ctx, tx, party)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		n := notify.Notice{Party: party, Role: string(speaks[p.Kind]), Key: "app.notice.settled", Href: "/", Case: s.Case, Args: map[string]any{"ref": s.Turn.Ref, "on": clock.DateOf(s.Due, a.Calendar.Zone()).String()}}
		if party == s.Turn.Party {
			n.Role, n.Href = s.Turn.Role, s.Turn.Path
		}
		if err := a.notices.Send(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}
