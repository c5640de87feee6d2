package drawing

// The read side: a loan with what was drawn, asked for and let go, and one case.

import (
	"context"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Sheet is a loan with its limit and the requests on it.
type Sheet struct {
	Loan     Loan                 `json:"loan"`
	Requests []Request            `json:"requests"`
	LeftFen  money.Fen            `json:"left_fen" doc:"What can be asked for: what is undrawn less what waits"`
	MayAsk   bool                 `json:"may_ask"`
	Stop     string               `json:"stop" doc:"Message key of what stands in the way of any drawing, empty for nothing"`
	Firm     i18n.Text            `json:"borrower_name"`
	People   map[string]i18n.Text `json:"-"`

	stop  *fault.Fault
	today string
}

// Sheet shows one loan to its parties.
func (s *Service) Sheet(ctx context.Context, contract string) (x Sheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if x.Loan, err = s.loan(ctx, tx, contract, "drawing.read", "drawing.read"); err != nil {
			return err
		}
		if x.Requests, err = requestsOn(ctx, tx, contract); err != nil {
			return err
		}
		var waiting money.Fen
		var people []string
		for _, r := range x.Requests {
			people = append(people, r.AskedBy, r.RecordedBy, r.DecidedBy)
			if r.waits() {
				waiting += r.AmountFen
			}
		}
		x.LeftFen, x.today = x.Loan.left(waiting), s.today().String()
		if stop := x.Loan.stop(); stop != nil {
			x.stop = fault.Of(stop)
			x.Stop = x.stop.Key
		}
		x.MayAsk = x.stop == nil && x.LeftFen > 0 && s.Guard.Allowed(ctx, "drawing.ask", x.Loan.resource("drawing.read"))
		if x.Firm, err = s.Parties.Short(ctx, tx, x.Loan.Borrower); err != nil {
			return err
		}
		x.People, err = s.Parties.People(ctx, tx, people)
		return err
	})
	return x, err
}

// View is a request with the loan as it stands, what it would change, and the
// reader's moves.
type View struct {
	Request Request              `json:"request"`
	Loan    Loan                 `json:"loan"`
	Before  []Row                `json:"before" doc:"The schedule as it stands; empty where nothing is to change any more"`
	After   []Row                `json:"after" doc:"The schedule with the payout"`
	Moves   []string             `json:"moves"`
	Own     bool                 `json:"own" doc:"The reader recorded it, and so does not agree"`
	Firm    i18n.Text            `json:"borrower_name"`
	Clocks  []flow.Running       `json:"clocks"`
	People  map[string]i18n.Text `json:"-"`

	stop  *fault.Fault
	today string
}

// View shows one request to its parties.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Request, v.Loan, err = s.load(ctx, tx, id, "drawing.read"); err != nil {
			return err
		}
		r := &v.Request
		v.today, v.Own = s.today().String(), r.RecordedBy != "" && r.RecordedBy == kernel.From(ctx).Person
		if stop := v.Loan.stop(); stop != nil && r.waits() {
			v.stop = fault.Of(stop)
		}
		v.Moves = s.moves(ctx, RequestMachine, r.State, "", r.resource())
		if r.waits() && v.stop == nil {
			p := r.payout("")
			p.ValueOn = max(r.ValueOn, r.DrawOn)
			if v.Before, v.After, err = s.Loans.Foresee(ctx, tx, r.Contract, p); err != nil && fault.Of(err).Kind != fault.WrongTurn {
				return err
			}
		}
		if v.Clocks, err = s.Keeper.Clocks(ctx, tx, RequestMachine.Name, r.ID); err != nil {
			return err
		}
		if v.Firm, err = s.Parties.Short(ctx, tx, r.Borrower); err != nil {
			return err
		}
		v.People, err = s.Parties.People(ctx, tx, []string{r.AskedBy, r.RecordedBy, r.DecidedBy})
		return err
	})
	return v, err
}

// moves lists what the actor may do now; suffix is what the actions of a machine
// end with.
func (s *Service) moves(ctx context.Context, m *flow.Machine, state flow.State, suffix string, of authz.Resource) (out []string) {
	for _, x := range m.Open(state) {
		if s.Guard.Allowed(ctx, authz.Action("drawing."+x.Name+suffix), of) {
			out = append(out, x.Name)
		}
	}
	return out
}

func (v View) may(move string) bool { return slices.Contains(v.Moves, move) }

// FeeSheet is a loan with its fees and what was proposed to let go of them.
type FeeSheet struct {
	Loan    Loan                 `json:"loan"`
	Waivers []Waiver             `json:"waivers"`
	MayAsk  bool                 `json:"may_propose"`
	Firm    i18n.Text            `json:"borrower_name"`
	People  map[string]i18n.Text `json:"-"`
}

// Fees shows the fees of a loan to its lender's people.
func (s *Service) Fees(ctx context.Context, contract string) (x FeeSheet, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if x.Loan, err = s.loan(ctx, tx, contract, "drawing.read_waiver", "drawing.read_waiver"); err != nil {
			return err
		}
		if x.Waivers, err = waiversOn(ctx, tx, contract); err != nil {
			return err
		}
		var people []string
		for _, w := range x.Waivers {
			people = append(people, w.MadeBy, w.DecidedBy)
		}
		x.MayAsk = len(x.open()) > 0 && s.Guard.Allowed(ctx, "drawing.propose_waiver", x.Loan.resource("drawing.read_waiver"))
		if x.Firm, err = s.Parties.Short(ctx, tx, x.Loan.Borrower); err != nil {
			return err
		}
		x.People, err = s.Parties.People(ctx, tx, people)
		return err
	})
	return x, err
}

// open are the fees that can be let go: not paid, and no proposal waits.
func (x FeeSheet) open() (all []Fee) {
	for _, f := range x.Loan.Fees {
		if f.OpenFen() > 0 && !slices.ContainsFunc(x.Waivers, func(w Waiver) bool { return w.State == Proposed && w.DueOn == f.DueOn }) {
			all = append(all, f)
		}
	}
	return all
}

// WaiverView is a waiver with the loan and the reader's moves.
type WaiverView struct {
	Waiver Waiver               `json:"waiver"`
	Loan   Loan                 `json:"loan"`
	Moves  []string             `json:"moves"`
	Own    bool                 `json:"own" doc:"The reader proposed it, and so does not decide"`
	Firm   i18n.Text            `json:"borrower_name"`
	People map[string]i18n.Text `json:"-"`
}

// Waiver shows one waiver to its lender's people.
func (s *Service) Waiver(ctx context.Context, id string) (v WaiverView, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		w, err := waiverByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.Guard.Require(ctx, "drawing.read_waiver", w.resource()); err != nil {
			return err
		}
		v.Waiver, v.Own, v.Moves = w, w.MadeBy == kernel.From(ctx).Person, s.moves(ctx, WaiverMachine, w.State, "_waiver", w.resource())
		if v.Loan, err = s.Loans.Loan(ctx, tx, w.Contract); err != nil {
			return err
		}
		if v.Firm, err = s.Parties.Short(ctx, tx, w.Borrower); err != nil {
			return err
		}
		v.People, err = s.Parties.People(ctx, tx, []string{w.MadeBy, w.DecidedBy})
		return err
	})
	return v, err
}

func (v WaiverView) may(move string) bool { return slices.Contains(v.Moves, move) }
