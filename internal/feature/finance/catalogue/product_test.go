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
// product, and one's own code is given once.
func TestACodeBelongsToItsBank(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		first := k.sell("bank-1", same)
		other := k.sell("bank-2", func(in *DraftProduct) { in.MaxFen = 300_000_00 })
		again := k.sell("bank-1", func(in *DraftProduct) { in.RatePPM = 43_500 })
		if again.Product.ID != first.Product.ID || again.Product.Version != 2 || other.Product.ID == first.Product.ID || other.Product.Version != 1 {
			t.Fatalf("first %+v, other %+v, again %+v", first, other, again)
		}
		if _, err := k.Introduce(drafter("bank-1"), loan()); fault.Of(err).Kind != fault.Invalid || fault.Of(err).Fields[0].Key != "catalogue.product.code.taken" {
			t.Errorf("a second product of one code: %v", err)
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

func TestOnlyTheLenderDrafts(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	made := k.sell("bank-1", same)
	for name, who := range map[string]context.Context{
		"another bank": drafter("bank-2"), "an owner": as("firm", kernel.Enterprise, kernel.Owner), "post-loan": as("bank-1", kernel.Bank, kernel.PostLoan),
		"the town": as("town", kernel.TownOffice, kernel.TownLead), "the program": kernel.With(context.Background(), kernel.Program()),
	} {
		if _, err := k.Revise(who, made.Product.ID, loan()); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatAProductMayNotBe(t *testing.T) {
	k := newKit(t, dbtest.SQLite(t))
	for name, change := range map[string]func(*DraftProduct){
		"code":          func(in *DraftProduct) { in.Code = " " },
		"name_zh":       func(in *DraftProduct) { in.NameZh = "" },
		"name_en":       func(in *DraftProduct) { in.NameEn = "" },
		"purpose_en":    func(in *DraftProduct) { in.PurposeEn = "" },
		"security":      func(in *DraftProduct) { in.Security = "hope" },
		"max":           func(in *DraftProduct) { in.MaxFen = kernel.MaxLoan + 1 },
		"term_months":   func(in *DraftProduct) { in.Terms = []int{12, 121} },
		"rate":          func(in *DraftProduct) { in.RatePPM = 240_001 },
		"repayment":     func(in *DraftProduct) { in.Repayment = "never" },
		"day_count":     func(in *DraftProduct) { in.DayCount = "A366" },
		"rounding":      func(in *DraftProduct) { in.Rounding = "up" },
		"documents":     func(in *DraftProduct) { in.Documents = []string{"licence", "diary"} },
		"guarantor":     func(in *DraftProduct) { in.Guarantor = "surety" }, // on credit
		"guarantee_fee": func(in *DraftProduct) { in.GuaranteeFeePPM = 8_000 },

		"penalty_uplift":      func(in *DraftProduct) { in.UpliftPPM = MaxUplift + 1 },
		"allocation":          func(in *DraftProduct) { in.Allocation = "fees" },
		"penalty_on_interest": func(in *DraftProduct) { in.UpliftOnInterest = true }, // of nothing
	} {
		in := loan()
		change(&in)
		_, err := k.Introduce(drafter("bank-1"), in)
		if f := fault.Of(err); f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a product says of late payments is kept, and nothing is said for it.
func TestLatePaymentsAreSpokenOf(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		k := newKit(t, d)
		quiet := k.sell("bank-1", same)
		strict := k.sell("bank-1", func(in *DraftProduct) { in.Code, in.Late = "L2", Late{MaxUplift, true, kernel.DefaultAllocation} })
		rows, err := k.Products(as("firm", kernel.Enterprise, kernel.Owner))
		must(t, err)
		for _, r := range rows {
			if r.Product.ID == quiet.Product.ID && r.Product.Late != (Late{}) || r.Product.ID == strict.Product.ID && r.Product.Late != strict.Product.Late || strict.Product.UpliftPPM != 1_000_000 {
				t.Errorf("%+v", r.Product)
			}
		}
	})
}

// A bank is no guarantor, whatever it calls itself.
func TestAGuarantorIsAGuaranteeCompany(t *testing.T) {
	for guarantor, want := range map[string]bool{"surety": true, "bank-2": false, "nobody": false} {
		k := newKit(t, dbtest.SQLite(t))
		in := loan()
		in.Security, in.Guarantor, in.GuaranteeFeePPM = "guarantee", guarantor, 8_000
		if _, err := k.Introduce(drafter("bank-1"), in); (err == nil) != want {
			t.Errorf("%s: %v", guarantor, err)
		}
	}
}

// Whoever edits what a product promises, or who stands behind it, is named by
// verification.
func TestPromisesAreLogged(t *testing.T) {
	for _, edit := range []string{
		`version SET number = number`, `version SET body = REPLACE(body, '43500', '33500')`, `version SET hash = hash || '0'`, `version SET number = number + 7`,
		`version SET state = 'withdrawn'`, `version SET valid_from_on = '2020-01-01'`, `version SET drafted_by = 'other'`, `version SET decided_by = 'other'`, `version SET reason = 'none'`,
		`product SET lender_id = 'bank-2'`, `product SET code = 'L2'`,
	} {
		k := newKit(t, dbtest.SQLite(t))
		k.sell("bank-1", same)
		k.sell("bank-1", func(in *DraftProduct) { in.RatePPM = 43_500 })
		err := k.DB.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE catalogue_`+edit)
			return err
		})
		must(t, err)
		if n := k.differences(); (n == 0) != (edit == `version SET number = number`) {
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
