package catalogue

import (
	"context"
	"testing"

	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/db"
	"kaigong.example/kaigong/internal/platform/db/dbtest"
	"kaigong.example/kaigong/internal/platform/fault"
)

// A code belongs to its bank: another bank's product of the same code is another
// product, and defining a code again changes one's own alone.
func TestACodeBelongsToItsBank(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first := k.define("bank-1", func(*DefineProduct) {})
		other := k.define("bank-2", func(in *DefineProduct) { in.MaxFen = 300_000_00 })
		again := k.define("bank-1", func(in *DefineProduct) { in.RatePPM = 43_500 })
		if again.ID != first.ID || again.Version != 2 || other.ID == first.ID || other.Version != 1 {
			t.Fatalf("first %+v, other %+v, again %+v", first, other, again)
		}
		rows, err := k.Products(as("firm", kernel.Enterprise, kernel.Owner))
		if err != nil || len(rows) != 2 {
			t.Fatalf("%+v, %v", rows, err)
		}
		for _, r := range rows {
			if r.Product.Lender == "bank-1" && r.Product.RatePPM != 43_500 || r.Product.Lender == "bank-2" && (r.Product.RatePPM != 45_000 || r.Product.MaxFen != 300_000_00) {
				t.Errorf("%+v", r.Product)
			}
		}
	})
}

func TestOnlyTheApproverDefines(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	for name, who := range map[string]context.Context{
		"the bank's officer": as("bank-1", kernel.Bank, kernel.Officer), "an owner": as("firm", kernel.Enterprise, kernel.Owner),
		"the town": as("town", kernel.TownOffice, kernel.TownLead), "the program": kernel.With(context.Background(), kernel.Program()),
	} {
		if _, err := k.Define(who, loan()); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatAProductMayNotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	for name, change := range map[string]func(*DefineProduct){
		"code":          func(in *DefineProduct) { in.Code = " " },
		"name_zh":       func(in *DefineProduct) { in.NameZh = "" },
		"name_en":       func(in *DefineProduct) { in.NameEn = "" },
		"security":      func(in *DefineProduct) { in.Security = "hope" },
		"max":           func(in *DefineProduct) { in.MaxFen = kernel.MaxLoan + 1 },
		"term_months":   func(in *DefineProduct) { in.Terms = []int{12, 121} },
		"rate":          func(in *DefineProduct) { in.RatePPM = 240_001 },
		"repayment":     func(in *DefineProduct) { in.Repayment = "never" },
		"day_count":     func(in *DefineProduct) { in.DayCount = "A366" },
		"rounding":      func(in *DefineProduct) { in.Rounding = "up" },
		"guarantor":     func(in *DefineProduct) { in.Guarantor = "surety" }, // on credit
		"guarantee_fee": func(in *DefineProduct) { in.GuaranteeFeePPM = 8_000 },

		"penalty_uplift":      func(in *DefineProduct) { in.UpliftPPM = MaxUplift + 1 },
		"allocation":          func(in *DefineProduct) { in.Allocation = "fees" },
		"penalty_on_interest": func(in *DefineProduct) { in.UpliftOnInterest = true }, // of nothing
	} {
		in := loan()
		change(&in)
		_, err := k.Define(approver("bank-1"), in)
		if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a product says of late payments is kept, and nothing is said for it.
func TestLatePaymentsAreSpokenOf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		quiet := k.define("bank-1", func(*DefineProduct) {})
		strict := k.define("bank-1", func(in *DefineProduct) { in.Code, in.Late = "L2", Late{MaxUplift, true, kernel.DefaultAllocation} })
		rows, err := k.Products(as("firm", kernel.Enterprise, kernel.Owner))
		must(t, err)
		for _, r := range rows {
			if r.Product.ID == quiet.ID && r.Product.Late != (Late{}) || r.Product.ID == strict.ID && r.Product.Late != strict.Late || strict.UpliftPPM != 1_000_000 {
				t.Errorf("%+v", r.Product)
			}
		}
	})
}

// A bank is no guarantor, whatever it calls itself.
func TestAGuarantorIsAGuaranteeCompany(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	for guarantor, want := range map[string]bool{"surety": true, "bank-2": false, "nobody": false} {
		in := loan()
		in.Security, in.Guarantor, in.GuaranteeFeePPM = "guarantee", guarantor, 8_000
		if _, err := k.Define(approver("bank-1"), in); (err == nil) != want {
			t.Errorf("%s: %v", guarantor, err)
		}
	}
}

// Whoever edits what a product promises in the table is named by verification.
func TestPromisesAreLogged(t *testing.T) {
	for _, edit := range []string{`version = version`, `body = REPLACE(body, '43500', '33500')`, `version = version + 1`, `lender_id = 'bank-2'`, `code = 'L2'`, `id = 'other'`} {
		k := newKit(t, dbtest.SQLite(t))
		k.define("bank-1", func(*DefineProduct) {})
		k.define("bank-1", func(in *DefineProduct) { in.RatePPM = 43_500 })
		err := k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE catalogue_product SET `+edit)
			return err
		})
		must(t, err)
		if n := k.differences(); (n == 0) != (edit == `version = version`) {
			t.Errorf("%s: %d differences", edit, n)
		}
	}
}

// differences counts what verification finds.
func (k *kit) differences() int {
	k.t.Helper()
	_, err := k.log.Sequence(context.Background())
	must(k.t, err)
	r, err := k.log.Verify(context.Background(), Sources()...)
	must(k.t, err)
	return len(r.Differences)
}
