package loan_test

// The published cases of the ACTUS standard, event by event and state by
// state. They are not part of the project: KAIGONG_BENCH names the folder that
// holds them, in the format in which they are published.

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kaigong.example/kaigong/engine/loan"
	"kaigong.example/kaigong/engine/loan/actus"
)

// exceptions are cases whose expected numbers contradict the standard's text or
// another case. They are computed too, and may pass.
var exceptions = map[string]string{
	"ceg/guarantee14": "the settlement lists the fee of 80 of 92 days of 10,000 as 8,695, cut to a whole number; it is 8,695.65…",
	"clm/clm09":       "lists accrued interest after a call with notice, which clm07 and clm08 list as 0",
	"lam/lam18":       "NTIED: its numbers take the falling balance as the base; the text fixes it at the initial exchange",
}

func TestACTUS(t *testing.T) {
	root := os.Getenv("KAIGONG_BENCH")
	if root == "" {
		t.Skip("left out: the published loan cases; set KAIGONG_BENCH to the folder that holds actus/")
	}
	files, err := filepath.Glob(filepath.Join(root, "actus", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases below %s: %v", root, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := actus.Read(text)
		if err != nil {
			t.Fatal(err)
		}
		family := strings.TrimSuffix(filepath.Base(file), ".json")
		for _, c := range cases {
			t.Run(family+"/"+c.Name, func(t *testing.T) {
				check(t, c, exceptions[family+"/"+c.Name])
				restates(t, c)
			})
		}
	}
	for name, why := range exceptions {
		t.Logf("exception %s: %s", name, why)
	}
}

func check(t *testing.T, c actus.Case, exception string) {
	differences, err := c.Check()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		if exception == "" {
			t.Error(d)
		} else {
			t.Logf("exception, %s: %s", exception, d)
		}
	}
}

// restates freezes a published contract on the date of each of its events and
// the day after, and goes on: the remaining events must be the same to the last
// digit.
func restates(t *testing.T, c actus.Case) {
	if c.Terms.Enhancement != nil {
		return
	}
	all, err := loan.Events(&c.Terms, c.Observed)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all[:len(all)-1] {
		for _, at := range []loan.Time{e.At, e.At.AddDays(1)} {
			if at >= all[len(all)-1].At || at < c.Terms.InitialExchangeDate {
				continue
			}
			again, err := loan.Restate(&c.Terms, c.Observed, at, c.Terms)
			if err != nil {
				t.Fatalf("restated on %s: %v", at, err)
			}
			rest, err := loan.Events(&again, c.Observed)
			if err != nil {
				t.Fatalf("restated on %s: %v", at, err)
			}
			want := slices.DeleteFunc(slices.Clone(all), func(x loan.Event) bool { return x.At <= at })
			if !slices.Equal(rest, want) {
				t.Fatalf("restated on %s: %d events, %d remain\n%+v\n%+v", at, len(rest), len(want), rest, want)
			}
		}
	}
}
