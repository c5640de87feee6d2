package servicing

// The read side: lists, the contract with its schedule and receipts, the
// figures of a party.

import (
	"cmp"
	"context"
	"slices"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/servicing/loanbook"
	"kaigong.example/kaigong/internal/feature/finance/servicing/recompute"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/authz"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/flow"
	"kaigong.example/kaigong/internal/platform/i18n"
	"kaigong.example/kaigong/internal/record/auditlog"
)

// View is a contract with all that its parties may see.
type View struct {
	Contract     Contract             `json:"contract"`
	Installments []Installment        `json:"installments"`
	Receipts     []Receipt            `json:"receipts"`
	Reversals    []Reversed           `json:"reversals"`
	Adjustments  []Adjustment         `json:"adjustments"`
	Versions     []Restatement        `json:"terms_versions"`
	Terms        kernel.LoanTerms     `json:"terms" doc:"Those in force today"`
	Choices      []Choice             `json:"choices"`
	HeldFen      money.Fen            `json:"held_fen" doc:"Waits to be paid back"`
	PausedUntil  string               `json:"paused_until" doc:"The first due date after a deferral that is in force"`
	Today        string               `json:"today"`
	DaysPastDue  int                  `json:"days_past_due"`
	Late         Lateness             `json:"late"`
	Moves        []string             `json:"moves"`
	MaySign      bool                 `json:"may_sign"` // after a fresh confirmation
	Class        string               `json:"class,omitempty" doc:"Of asset quality; for the lender alone"`
	ClassWhy     string               `json:"class_why,omitempty"`
	Clocks       []flow.Running       `json:"clocks"`
	Messages     []Message            `json:"messages"`
	Events       []auditlog.Item      `json:"-"`
	People       map[string]i18n.Text `json:"-"`

	account recompute.Account
}

// Next is the first instalment that is not paid, and false when none is left.
func (v View) Next() (Installment, bool) {
	for _, i := range v.Installments {
		if !i.Paid() {
			return i, true
		}
	}
	return Installment{}, false
}

// timelineLength bounds a timeline.
const timelineLength = 200

// View shows one contract to one of its parties.
func (s *Service) View(ctx context.Context, id string) (v View, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if v.Contract, err = s.on(ctx, tx, id, "servicing.read"); err != nil {
			return err
		}
		return s.fill(ctx, tx, &v)
	})
	return v, err
}

func (s *Service) fill(ctx context.Context, tx db.Tx, v *View) (err error) {
	c := &v.Contract
	v.Today = s.today().String()
	if err = s.fillBooks(ctx, tx, v); err != nil {
		return err
	}
	v.Moves, v.MaySign = s.moves(ctx, c)
	v.Moves = append(v.Moves, s.surplusMoves(ctx, *v)...)
	if v.Clocks, err = s.Keeper.Clocks(ctx, tx, ContractMachine.Name, c.ID); err != nil {
		return err
	}
	if v.Events, err = s.Audit.Case(ctx, tx, c.ID, kernel.From(ctx).Party, timelineLength); err != nil {
		return err
	}
	if v.Messages, err = s.messages(ctx, tx, c.ID); err != nil {
		return err
	}
	if kernel.From(ctx).Party == c.Lender {
		if v.Class, v.ClassWhy, err = s.Classes.Class(ctx, tx, c.ID); err != nil {
			return err
		}
	}
	v.People, err = s.Parties.People(ctx, tx, v.people())
	return err
}

// fillBooks are the schedule with what was paid, as it stands today, and how it
// came about.
func (s *Service) fillBooks(ctx context.Context, tx db.Tx, v *View) (err error) {
	c := &v.Contract
	v.Terms = c.Agreement.Terms
	if v.Reversals, err = loanbook.Reversals(ctx, tx, c.ID); err != nil || c.DisbursedOn == "" {
		return err
	}
	if v.Adjustments, err = loanbook.Adjustments(ctx, tx, c.ID); err != nil {
		return err
	}
	if v.Versions, err = loanbook.Restatements(ctx, tx, c.ID); err != nil {
		return err
	}
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return err
	}
	v.Receipts, v.Choices, v.Terms = f.Receipts, f.Choices, f.InForce(v.Today)
	st, err := s.at(f, v.Today)
	if err != nil {
		return err
	}
	v.Installments, v.HeldFen = loanbook.Rows(st), st.Held
	l, err := f.Loan(s.collect)
	if err != nil {
		return err
	}
	v.account = recompute.AccountOf(&l, &st)
	if !pays(c) && c.State != Defaulted {
		return nil
	}
	v.DaysPastDue, v.PausedUntil = st.DaysPastDue(), loanbook.OnDay(st.Paused)
	v.Late, err = loanbook.LatenessOf(&l, st)
	return err
}

func (v View) people() []string {
	ids := []string{v.Contract.ByBorrower.By, v.Contract.ByLender.By}
	for _, e := range v.Events {
		ids = append(ids, e.Person)
	}
	for _, r := range v.Receipts {
		ids = append(ids, r.BookedBy)
	}
	for _, r := range v.Reversals {
		ids = append(ids, r.BookedBy, r.ReversedBy)
	}
	for _, m := range v.Messages {
		ids = append(ids, m.Person)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// same are moves that go through the door of another.
var same = map[string]string{"repay_drawing": "repay", "disburse_part": "disburse", "reverse_drawing": "reverse", "repay_defaulted": "repay", "recovery": "repay", "reverse_defaulted": "reverse"}

// moves lists what the actor may do now; signing is asked as if the actor had
// confirmed, because the button leads through the confirmation.
func (s *Service) moves(ctx context.Context, c *Contract) (out []string, maySign bool) {
	confirmed := kernel.AsConfirmed(ctx)
	for _, m := range ContractMachine.Open(c.State) {
		if s.Guard.Allowed(confirmed, authz.Action("servicing."+cmp.Or(same[m.Name], m.Name)), resource(c)) {
			out = append(out, m.Name)
			maySign = maySign || m.Name == "sign_borrower" || m.Name == "sign_lender"
		}
	}
	if (c.State == Performing || c.State == Disbursing || c.State == ReliefActive) && s.Guard.Allowed(ctx, "servicing.ask_prepay", resource(c)) {
		out = append(out, "ask_prepay")
	}
	return out, maySign
}

// rowsToday are a contract's instalments with what was paid and what penalty
// interest has come to by today.
func (s *Service) rowsToday(ctx context.Context, tx db.Tx, c *Contract) ([]Installment, error) {
	f, err := loanbook.FactsOn(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	st, err := s.at(f, s.today().String())
	return loanbook.Rows(st), err
}

// Row is one contract in a list. Overseers see stage and amount, no page.
type Row struct {
	Contract Contract  `json:"contract"`
	Borrower i18n.Text `json:"borrower"`
	Lender   i18n.Text `json:"lender"`
	Linked   bool      `json:"linked"`
}

const listLength = 500

// List shows the contracts of the actor's party, or the stages of all.
func (s *Service) List(ctx context.Context) (rows []Row, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		scope, err := s.Guard.Scope(ctx, "servicing.list", "servicing.follow", collection(kernel.From(ctx).Party))
		if err != nil {
			return err
		}
		list, err := loanbook.In(ctx, tx, scope, listLength)
		for i := range list {
			row, err := s.row(ctx, tx, &list[i])
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return err
	})
	return rows, err
}

func (s *Service) row(ctx context.Context, tx db.Tx, c *Contract) (Row, error) {
	borrower, err := s.Parties.Short(ctx, tx, c.Borrower)
	if err != nil {
		return Row{}, err
	}
	lender, err := s.Parties.Short(ctx, tx, c.Lender)
	r := Row{Contract: *c, Borrower: borrower, Lender: lender, Linked: s.Guard.Allowed(ctx, "servicing.read", resource(c))}
	if !r.Linked {
		r.Contract = Contract{Ref: c.Ref, State: c.State, DisbursedOn: c.DisbursedOn, DrawnFen: c.DrawnFen, Agreement: kernel.Agreement{Terms: kernel.LoanTerms{AmountFen: c.Agreement.Terms.AmountFen}}}
	}
	return r, err
}

// Figures of the contracts that the actor may list.
type Figures struct {
	Contracts    int       `json:"contracts"`
	DisbursedFen money.Fen `json:"disbursed_fen"`
	BalanceFen   money.Fen `json:"balance_fen"`
	Late         int       `json:"late"`
	NextDueOn    string    `json:"next_due_on"`
	NextFen      money.Fen `json:"next_fen"`
	FreeFen      money.Fen `json:"free_fen"`
	ReservedFen  money.Fen `json:"reserved_fen"`
}

// Figures adds up the actor's contracts and finds the next payment.
func (s *Service) Figures(ctx context.Context) (f Figures, err error) {
	rows, err := s.List(ctx)
	if err != nil {
		return f, err
	}
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, r := range rows {
			if err := s.add(ctx, tx, &f, r); err != nil {
				return err
			}
		}
		f.FreeFen, f.ReservedFen, err = s.Budget(ctx, tx, kernel.From(ctx).Party)
		return err
	})
	return f, err
}

func (s *Service) add(ctx context.Context, tx db.Tx, f *Figures, r Row) error {
	c := r.Contract
	if c.DisbursedOn == "" {
		return nil
	}
	f.Contracts++
	f.DisbursedFen += c.DrawnFen
	f.BalanceFen += c.BalanceFen
	if c.State == Delayed || c.State == Delinquent {
		f.Late++
	}
	if !pays(&c) || !r.Linked {
		return nil
	}
	list, err := s.rowsToday(ctx, tx, &c)
	for _, i := range list {
		if !i.Paid() {
			if f.NextDueOn == "" || i.DueOn < f.NextDueOn {
				f.NextDueOn, f.NextFen = i.DueOn, i.OpenFen()
			}
			break
		}
	}
	return err
}

// File is the contract as one HTML file, for its parties.
func (s *Service) File(ctx context.Context, id string) (text string, err error) {
	err = s.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		if _, err := s.on(ctx, tx, id, "servicing.read"); err != nil {
			return err
		}
		text, err = loanbook.File(ctx, tx, id)
		return err
	})
	return text, err
}
