package servicing

// The table of states and moves, cell by cell, and the same through the door.

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/flow"
)

// cells says for every state which moves leave it and where they lead; a move
// that is not written is refused.
var cells = map[flow.State]string{
	Prepared:       "sign_borrower>signed_borrower cancel>cancelled take_over>performing take_effect>performing",
	SignedBorrower: "sign_lender>effective cancel>cancelled",
	Effective:      "disburse>performing disburse_part>disbursing",
	Disbursing:     "draw>disbursing draw_last>performing end_drawing>performing repay_drawing>disbursing repay>performing reverse>performing reverse_drawing>disbursing restate>performing restate_drawing>disbursing relieve>relief_active grace>in_grace delay>delayed prepay>prepaid mature>matured",
	Performing:     "reverse_drawing>disbursing restate_drawing>disbursing repay>performing reverse>performing restate>performing relieve>relief_active grace>in_grace delay>delayed prepay>prepaid mature>matured renew>renewed",
	ReliefActive:   "repay_drawing>disbursing reverse_drawing>disbursing restate_drawing>disbursing resume_drawing>disbursing repay>performing repay_in_relief>relief_active reverse>performing restate>performing resume>performing grace>in_grace delay>delayed prepay>prepaid mature>matured",
	InGrace:        "repay_drawing>disbursing reverse_drawing>disbursing restate_drawing>disbursing repay>performing repay_in_relief>relief_active repay_in_grace>in_grace repay_part>delayed reverse>performing restate>performing delay>delayed mature>matured",
	Delayed:        "repay_drawing>disbursing reverse_drawing>disbursing restate_drawing>disbursing repay>performing repay_in_relief>relief_active repay_in_grace>in_grace repay_part>delayed reverse>performing restate>performing default_notice>delinquent mature>matured",
	Delinquent:     "repay_drawing>disbursing reverse_drawing>disbursing restate_drawing>disbursing repay>performing repay_in_relief>relief_active repay_in_grace>in_grace repay_part>delayed repay_late>delinquent reverse>performing restate>performing default>defaulted mature>matured",
	Defaulted:      "repay_defaulted>defaulted reverse_defaulted>defaulted recover>recovered write_off>written_off",
	WrittenOff:     "recovery>written_off",
	Recovered:      "close>closed",
	Renewed:        "",
	Prepaid:        "close>closed",
	Matured:        "close>closed",
	Closed:         "",
	Cancelled:      "",
}

func TestEveryCellOfTheTable(t *testing.T) {
	must(t, ContractMachine.Check())
	if len(cells) != len(ContractMachine.Rows) {
		t.Errorf("%d states are written here, the table has %d", len(cells), len(ContractMachine.Rows))
	}
	for _, row := range ContractMachine.Rows {
		leads := map[string]flow.State{}
		for _, cell := range strings.Fields(cells[row.State]) {
			name, to, _ := strings.Cut(cell, ">")
			leads[name] = flow.State(to)
		}
		for _, m := range ContractMachine.Moves {
			to, err := ContractMachine.Take(row.State, m.Name)
			want, ok := leads[m.Name]
			if ok && (err != nil || to != want) {
				t.Errorf("%s in %s leads to %s (%v), want %s", m.Name, row.State, to, err, want)
			}
			if !ok && !fault.Is(err, fault.WrongTurn) {
				t.Errorf("%s in %s leads to %s, want a refusal", m.Name, row.State, to)
			}
		}
	}
	for _, line := range []string{"[*] --> prepared", "signed_borrower --> effective: sign_lender (lender_approver)", "closed --> [*]", "cancelled --> [*]"} {
		if !strings.Contains(ContractMachine.Mermaid(), line) {
			t.Errorf("the drawing lacks %q", line)
		}
	}
}

// stages makes a contract in each state that a test can rest in.
func (k *kit) stages() map[flow.State]Contract {
	k.t.Helper()
	graceful := equal()
	graceful.GraceDays = 5
	out := map[flow.State]Contract{Prepared: k.prepared(equal()), Effective: k.effective(equal())}
	half := k.prepared(equal())
	var err error
	out[SignedBorrower], err = k.SignBorrower(sure(owning(), "sign:"+half.FileHash), half.ID)
	must(k.t, err)
	out[Cancelled], err = k.StepBack(owning(), k.prepared(equal()).ID)
	must(k.t, err)
	out[Delinquent] = k.funded(equal(), "2020-03-09")
	out[Delayed] = k.funded(equal(), "2020-04-09")
	out[InGrace] = k.funded(graceful, "2020-04-10")
	out[Performing] = k.funded(equal(), "2020-05-11")
	partly := equal()
	partly.Use = kernel.Use{Kind: kernel.Tranches, Months: 6, FirstFen: partly.AmountFen / 2}
	out[Disbursing] = k.funded(partly, "2020-05-11")
	short := equal()
	short.TermMonths, short.Repayment = 1, "bullet"
	paid := k.funded(short, "2020-05-11")
	_, err = k.AskPrepay(owning(), paid.ID, "2020-05-12")
	must(k.t, err)
	k.day("2020-05-12")
	_, err = k.Prepay(lending(), Repayment{Contract: paid.ID, ReceivedOn: "2020-05-12", AmountFen: 200_026_94, Number: "EARLY"})
	must(k.t, err)
	out[Closed] = k.contract(paid.ID)
	must(k.t, k.Sweep(context.Background()))
	must(k.t, k.Sweep(context.Background()))
	for state, c := range out {
		if got := k.contract(c.ID).State; got != state {
			k.t.Fatalf("a contract is %s, the test needs %s", got, state)
		}
		out[state] = k.contract(c.ID)
	}
	return out
}

// Each use case is tried on a contract of each state by whoever may: it works
// where the table says so, and changes nothing elsewhere.
func TestEveryUseCaseInEveryState(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		stages := k.stages()
		on := k.today().String()
		for name, do := range map[string]func(context.Context, Contract) error{
			"sign_borrower": func(ctx context.Context, c Contract) error {
				_, err := k.SignBorrower(acting(ctx, sure(owning(), "sign:"+c.FileHash)), c.ID)
				return err
			},
			"sign_lender": func(ctx context.Context, c Contract) error {
				_, err := k.SignLender(acting(ctx, sure(approving(), "sign:"+c.FileHash)), c.ID)
				return err
			},
			"cancel": func(ctx context.Context, c Contract) error {
				_, err := k.StepBack(acting(ctx, owning()), c.ID)
				return err
			},
			"disburse": func(ctx context.Context, c Contract) error {
				_, err := k.Disburse(acting(ctx, lending()), Disbursement{Contract: c.ID, ValueOn: on, Ref: "OUT"})
				return err
			},
			"repay": func(ctx context.Context, c Contract) error {
				_, err := k.Repay(acting(ctx, lending()), Repayment{Contract: c.ID, ReceivedOn: on, AmountFen: 1, Number: "N"})
				return err
			},
			"prepay": func(ctx context.Context, c Contract) error {
				_, err := k.AskPrepay(acting(ctx, owning()), c.ID, on)
				return err
			},
			"reverse": func(ctx context.Context, c Contract) error {
				if _, err := k.Repay(acting(ctx, lending()), Repayment{Contract: c.ID, ReceivedOn: on, AmountFen: 1, Number: "N"}); err != nil {
					return err
				}
				_, err := k.Reverse(acting(ctx, approving()), Reversal{Contract: c.ID, Number: "N", Reason: "typed twice"})
				return err
			},
		} {
			for state, c := range stages {
				if err := k.tried(do, c); (err == nil) != strings.Contains(cells[state], name+">") {
					t.Errorf("%s in %s: %v", name, state, err)
				} else if err != nil && !fault.Is(err, fault.WrongTurn) {
					t.Errorf("%s in %s is refused as %v, want a wrong turn", name, state, err)
				}
			}
		}
		k.whole()
	})
}

// acting is the actor of who in the transaction of ctx.
func acting(ctx, who context.Context) context.Context { return kernel.With(ctx, kernel.From(who)) }

var errBack = errors.New("taken back")

// tried does something and takes it back.
func (k *kit) tried(do func(context.Context, Contract) error, c Contract) (err error) {
	back := k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		err = do(ctx, c)
		return errBack
	})
	if !errors.Is(back, errBack) {
		k.t.Fatal(back)
	}
	return err
}
