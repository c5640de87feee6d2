package money

import (
	"errors"
	"math"
	"testing"
)

func TestParse(t *testing.T) {
	for typed, want := range map[string]Fen{
		"800000": 800_000_00, "800,000.00": 800_000_00, "¥1,234.5": 1_234_50, "80万": 800_000_00,
		"8.5万元": 85_000_00, "0.01": 1, "-3.20": -3_20, "1.10000": 1_10, "８": 0,
	} {
		got, err := Parse(typed)
		if typed == "８" {
			if !errors.Is(err, ErrSyntax) {
				t.Errorf("%q must be refused", typed)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", typed, got, err, want)
		}
	}
	for typed, want := range map[string]error{"": ErrSyntax, "1.234": ErrTooFine, "abc": ErrSyntax, "99999999999999999999": ErrOverflow, "1.2.3": ErrSyntax} {
		if _, err := Parse(typed); !errors.Is(err, want) {
			t.Errorf("Parse(%q): %v, want %v", typed, err, want)
		}
	}
}

// The halves are worked out by hand.
func TestRoundings(t *testing.T) {
	for _, c := range []struct {
		f    Fen
		by   int64
		up   Fen
		even Fen
	}{{5, 2, 3, 2}, {7, 2, 4, 4}, {-5, 2, -3, -2}, {4, 3, 1, 1}, {-4, 3, -1, -1}, {0, 9, 0, 0}} {
		if got := Div(c.f, c.by, HalfUp); got != c.up {
			t.Errorf("%d/%d half up = %d, want %d", c.f, c.by, got, c.up)
		}
		if got := Div(c.f, c.by, HalfEven); got != c.even {
			t.Errorf("%d/%d half even = %d, want %d", c.f, c.by, got, c.even)
		}
	}
}

func TestMulDivKeeps128Bits(t *testing.T) {
	got, err := MulDiv(math.MaxInt64, 3, 3, HalfUp)
	if err != nil || got != math.MaxInt64 {
		t.Fatalf("got %d, %v", got, err)
	}
	if _, err := MulDiv(math.MaxInt64, 3, 2, HalfUp); !errors.Is(err, ErrOverflow) {
		t.Fatal("an amount beyond 64 bits must be refused")
	}
	// 800,000 yuan at 4.35 % for 31 days of 360: 2,996.6666… yuan.
	interest, err := MulDiv(800_000_00, 43_500*31, 360*1_000_000, HalfUp)
	if err != nil || interest != 2_996_67 {
		t.Fatalf("got %d, %v", interest, err)
	}
}

func TestWords(t *testing.T) {
	for f, want := range map[Fen]string{
		800_000_00: "人民币捌拾万元整", 0: "人民币零元整", 100_050_07: "人民币壹拾万零伍拾元零柒分",
		10_000_000_00: "人民币壹仟万元整", 1_001_00: "人民币壹仟零壹元整", 20_30: "人民币贰拾元叁角整",
		101_000_00: "人民币壹拾万壹仟元整", 100_000_000_00: "人民币壹亿元整", 5: "人民币伍分",
	} {
		if got := f.Capital(); got != want {
			t.Errorf("%d: %s, want %s", f, got, want)
		}
	}
	if got := Fen(1_234_567_89).Words(); got != "one million two hundred thirty-four thousand five hundred sixty-seven yuan and eighty-nine fen" {
		t.Error(got)
	}
}
