package catalogue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

var reader = as("firm", kernel.Enterprise, kernel.Owner)

// rate is what a product costs today, 0 while it is not on sale.
func (k *kit) rate(product string) (ppm money.PPM) {
	k.t.Helper()
	err := k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		row, err := k.Product(ctx, tx, product)
		ppm = row.Product.RatePPM
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		return err
	})
	must(k.t, err)
	return ppm
}

// A draft sells nothing, not even once it is approved for a later day; from that
// day on it is what is sold, and the version before can still be read.
func TestAVersionCountsFromItsDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first := k.sell("bank-1", same)
		id := first.Product.ID
		draft := k.drafted("bank-1", func(in *DraftProduct) { in.RatePPM = 43_500 })
		if got := k.rate(id); got != 45_000 {
			t.Fatalf("while it is drafted: %d", got)
		}
		_, err := k.Approve(approver("bank-1"), id, draft.Product.Version, ApproveVersion{ValidFrom: "2020-02-06"}) // today is the 3rd
		must(t, err)
		for _, want := range []money.PPM{45_000, 45_000, 45_000, 43_500, 43_500} { // the 3rd to the 7th
			if got := k.rate(id); got != want {
				t.Errorf("on %s it costs %d, want %d", k.today(), got, want)
			}
			k.later(1)
		}
		err = k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			row, err := k.Version(ctx, tx, id, 1)
			if row.Product.RatePPM != 45_000 || row.Hash != first.Hash {
				t.Errorf("the first version: %+v", row)
			}
			return err
		})
		must(t, err)
	})
}

// The day begins at the park, not at Greenwich.
func TestAVersionCountsFromMidnightAtThePark(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	id := k.sell("bank-1", same).Product.ID
	v := k.drafted("bank-1", func(in *DraftProduct) { in.RatePPM = 43_500 })
	_, err := k.Approve(approver("bank-1"), id, v.Product.Version, ApproveVersion{ValidFrom: "2020-02-04"})
	must(t, err)
	midnight := clock.Date{Year: 2020, Month: 2, Day: 4}.At(0, 0, k.Zone) // 16:00 UTC on the 3rd
	must(t, k.clock.Advance(midnight.Add(-1)))
	if got := k.rate(id); got != 45_000 {
		t.Errorf("before midnight: %d", got)
	}
	must(t, k.clock.Advance(midnight))
	if got := k.rate(id); got != 43_500 {
		t.Errorf("at midnight: %d", got)
	}
}

// Nobody approves what they drafted, with whatever roles; nobody of another
// bank; an officer not at all.
func TestAMakerIsNotTheApprover(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		v := k.drafted("bank-1", same)
		both := by(v.DraftedBy, "bank-1", kernel.Bank, kernel.Officer, kernel.Approver)
		for name, who := range map[string]context.Context{"the maker with every role": both, "another officer": as("bank-1", kernel.Bank, kernel.Officer), "another bank": approver("bank-2")} {
			_, err := k.Approve(who, v.Product.ID, 1, ApproveVersion{ValidFrom: "2020-02-03"})
			if f := fault.Of(err); f.Kind != fault.Denied && f.Kind != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := k.rate(v.Product.ID); got != 0 {
			t.Errorf("it is sold at %d", got)
		}
	})
}

func TestTheDayOfAnApproval(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	v := k.drafted("bank-1", same)
	id := v.Product.ID
	for day, key := range map[string]string{"soon": "catalogue.version.day", "2020-02-02": "catalogue.version.day.past", "2021-02-03": "catalogue.version.day.far"} {
		_, err := k.Approve(approver("bank-1"), id, 1, ApproveVersion{ValidFrom: day})
		if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[0].Name != "valid_from" || f.Fields[0].Key != key {
			t.Errorf("%s: %v", day, err)
		}
	}
	_, err := k.Approve(approver("bank-1"), id, 1, ApproveVersion{ValidFrom: "2020-02-20"})
	must(t, err)
	k.drafted("bank-1", same)
	if _, err := k.Approve(approver("bank-1"), id, 2, ApproveVersion{ValidFrom: "2020-02-19"}); fault.Of(err).Kind != fault.Invalid || fault.Of(err).Fields[0].Key != "catalogue.version.day.earlier" {
		t.Errorf("a later version from an earlier day: %v", err)
	}
	if _, err := k.Approve(approver("bank-1"), id, 1, ApproveVersion{ValidFrom: "2020-02-20"}); !fault.Is(err, fault.WrongTurn) {
		t.Errorf("approving twice: %v", err)
	}
}

// What two people began from the same version is not lost silently: the second
// is told, and may send it again.
func TestTwoDraftsFromOneVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		id := k.sell("bank-1", same).Product.ID
		in := loan()
		in.Base = 1
		second, err := k.Revise(drafter("bank-1"), id, in)
		must(t, err)
		if _, err := k.Revise(drafter("bank-1"), id, in); !fault.Is(err, fault.Conflict) {
			t.Fatalf("from a version that is no longer the newest: %v", err)
		}
		in.Base = second.Product.Version
		third, err := k.Revise(drafter("bank-1"), id, in)
		must(t, err)
		sheet, err := k.Sheet(drafter("bank-1"), id)
		must(t, err)
		var got []string
		for _, x := range sheet.Steps {
			got = append(got, x.Standing)
		}
		if want := []string{StandsDraft, StandsDiscarded, StandsNow}; third.Product.Version != 3 || !slices.Equal(got, want) {
			t.Errorf("version %d: %v, want %v", third.Product.Version, got, want)
		}
	})
}

// A draft is its lender's own until it is approved: others find no product, or
// the versions before.
func TestADraftStaysWithItsLender(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	id := k.drafted("bank-1", same).Product.ID
	for name, who := range map[string]context.Context{"an owner": reader, "another bank": drafter("bank-2")} {
		if _, err := k.Sheet(who, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s reads a draft: %v", name, err)
		}
	}
	k.sell("bank-1", same)
	k.drafted("bank-1", same)
	sheet, err := k.Sheet(reader, id)
	must(t, err)
	if len(sheet.Steps) != 1 || sheet.Steps[0].Product.Version != 2 || sheet.MayDraft {
		t.Errorf("%+v", sheet)
	}
}

// Withdrawn means at once and for good: what would count later falls too, and
// only a new approval brings the product back.
func TestWithdrawnFromSale(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		id := k.sell("bank-1", same).Product.ID
		v := k.drafted("bank-1", func(in *DraftProduct) { in.RatePPM = 43_500 })
		_, err := k.Approve(approver("bank-1"), id, v.Product.Version, ApproveVersion{ValidFrom: "2020-02-10"})
		must(t, err)
		if err := k.Withdraw(drafter("bank-1"), id, WithdrawProduct{Reason: "merged"}); !fault.Is(err, fault.Denied) {
			t.Errorf("by the maker: %v", err)
		}
		if err := k.Withdraw(approver("bank-1"), id, WithdrawProduct{Reason: " "}); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("without a reason: %v", err)
		}
		must(t, k.Withdraw(approver("bank-1"), id, WithdrawProduct{Reason: "merged into another"}))
		if err := k.Withdraw(approver("bank-1"), id, WithdrawProduct{Reason: "again"}); !fault.Is(err, fault.WrongTurn) {
			t.Errorf("twice: %v", err)
		}
		for range 10 {
			if got := k.rate(id); got != 0 {
				t.Fatalf("on %s it is sold at %d", k.today(), got)
			}
			k.later(1)
		}
		err = k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
			sold, err := k.Sells(ctx, tx, "bank-1")
			row, missing := k.Version(ctx, tx, id, 1)
			if sold || missing != nil || row.Product.RatePPM != 45_000 {
				t.Errorf("sold %v, first version %+v, %v", sold, row, missing)
			}
			return err
		})
		must(t, err)
		k.sell("bank-1", func(in *DraftProduct) { in.RatePPM = 42_000 })
		if got := k.rate(id); got != 42_000 {
			t.Errorf("approved anew: %d", got)
		}
		if n := k.differences(); n != 0 {
			t.Errorf("%d differences between log and tables", n)
		}
	})
}

// The hash is of the body as it lies in the table, computed here by hand.
func TestTheHashIsOfThePromise(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	v := k.sell("bank-1", same)
	err := k.DB.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		body, err := db.One(ctx, tx, db.Value[string], `SELECT body FROM catalogue_version`)
		sum := sha256.Sum256([]byte(body))
		if hex.EncodeToString(sum[:]) != v.Hash {
			t.Errorf("%s is not the hash of %s", v.Hash, body)
		}
		return err
	})
	must(t, err)
}

// Whatever is drafted, approved, discarded and withdrawn in whatever order, the
// version that is sold on a day is the one that a walk through the history by
// hand finds.
func TestWhatIsSoldOnADay(t *testing.T) {
	d := dbtest.SQLite(t)
	k := newKit(t, d)
	code := 0
	rapid.Check(t, func(rt *rapid.T) {
		code++
		name := "R" + string(rune('A'+code%26)) + string(rune('A'+code/26%26))
		mine := func(in *DraftProduct) { in.Code = name }
		id := k.drafted("bank-1", mine).Product.ID
		type known struct {
			number int64
			from   string
			gone   bool
		}
		var history []known
		open, newest := int64(1), int64(1)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0:
				newest = k.drafted("bank-1", mine).Product.Version
				open = newest
			case 1:
				day := k.today().AddDays(rapid.IntRange(0, 3).Draw(rt, "ahead")).String()
				if _, err := k.Approve(approver("bank-1"), id, newest, ApproveVersion{ValidFrom: day}); err == nil {
					history, open = append(history, known{newest, day, false}), 0
				} else if open == newest && (len(history) == 0 || history[len(history)-1].from <= day) {
					rt.Fatalf("refused: %v", err)
				}
			case 2:
				if _, err := k.Discard(drafter("bank-1"), id, newest); (err == nil) != (open == newest) {
					rt.Fatalf("discarding %d: %v", newest, err)
				}
				open = 0
			case 3:
				if k.Withdraw(approver("bank-1"), id, WithdrawProduct{Reason: "no more"}) == nil {
					for i := range history {
						history[i].gone = true
					}
				}
			case 4:
				k.later(1)
			}
			want := int64(0)
			for _, v := range history {
				if v.from <= k.today().String() {
					want = v.number
					if v.gone {
						want = 0
					}
				}
			}
			got := int64(0)
			err := d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
				v, err := onSaleOf(ctx, tx, id, k.today())
				if got = v.Product.Version; fault.Is(err, fault.NotFound) {
					return nil
				}
				return err
			})
			if err != nil || got != want {
				rt.Fatalf("on %s version %d is sold, want %d of %+v (%v)", k.today(), got, want, history, err)
			}
		}
	})
}

// What a lender types becomes what a program would send, rule by rule, and what
// cannot be read is said beside its input.
func TestADraftIsTypedLineByLine(t *testing.T) {
	typed := url.Values{"penalty_uplift": {"50"}, "penalty_on_interest": {"1"}, "allocation": {string(orders[1])}, "term_months": {"6", "12"}, "documents": {"licence", "tax"}, "rule_resumption": {" 60 "}, "rule_sales_year": {"3,000,000"}, "rule_debt_share": {"80"}, "rule_industry": {"c18、C2927, c35"}, "rule_size_class": {"micro", "small"}, "rule_lease_months": {""}}
	in, err := decodeDraft(typed)
	must(t, err)
	want := []Rule{
		atLeast(kernel.FigureResumption, 60), atLeast(kernel.FigureSales, 3_000_000_00), {Field: kernel.FigureDebt, Comparison: AtMost, Threshold: 80},
		among(FieldIndustry, "C18", "C2927", "C35"), among(FieldSize, "micro", "small"),
	}
	if !slices.EqualFunc(in.Rules, want, func(a, b Rule) bool {
		return a.Field == b.Field && a.Comparison == b.Comparison && a.Threshold == b.Threshold && slices.Equal(a.Among, b.Among)
	}) {
		t.Errorf("%+v", in.Rules)
	}
	if want := (Late{UpliftPPM: 500_000, UpliftOnInterest: true, Allocation: orders[1]}); in.Late != want || !slices.Equal(in.Terms, []int{6, 12}) || !slices.Equal(in.Documents, []string{"licence", "tax"}) {
		t.Errorf("%+v", in)
	}
	_, err = decodeDraft(url.Values{"penalty_uplift": {"half"}, "rule_resumption": {"most"}, "rule_sales_year": {"a lot"}, "max": {"much"}})
	var wrong []string
	for _, f := range fault.Of(err).Fields {
		wrong = append(wrong, f.Name)
	}
	if slices.Sort(wrong); !slices.Equal(wrong, []string{"max", "penalty_uplift", "rule_resumption", "rule_sales_year"}) {
		t.Errorf("%v: %v", wrong, err)
	}
}
