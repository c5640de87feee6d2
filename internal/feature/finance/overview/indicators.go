package overview

// The indicators of a window: who borrowed, how much of what was answered came
// to an offer, and on what terms money was lent.

import (
	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/feature/finance/overview/disclosure"
)

// Indicators are of the loans that were paid out in the window, and of the
// applications that were answered in it.
type Indicators struct {
	Borrowers Count     `json:"borrowers"`
	First     Count     `json:"first_time_borrowers" doc:"Of them, those who said that it is their first loan"`
	Approval  Share     `json:"approval" doc:"Applications with an offer, of those answered"`
	Disbursed Sum       `json:"disbursed"`
	RatePPM   money.PPM `json:"rate_ppm" doc:"Yearly rate, weighted with the amounts; 0 where nothing is told"`
	Unsecured Share     `json:"unsecured" doc:"Lent without security, in fen"`
}

// Share is a part of a whole, both 0 unless told.
type Share struct {
	Part  int64 `json:"part"`
	Whole int64 `json:"whole"`
	Told  bool  `json:"told"`
}

// lent adds up the loans that were paid out in a window.
type lent struct {
	firsts                   map[string]bool // borrowers, and whether it is their first loan
	fen, weighted, unsecured int64
	loans, open              int64 // how many, and how many of them without security
}

func lentIn(apps []Application, w Window) lent {
	x := lent{firsts: map[string]bool{}}
	for _, a := range apps {
		for _, l := range a.Loans {
			if !l.paidIn(w) {
				continue
			}
			x.firsts[a.Borrower] = x.firsts[a.Borrower] || a.FirstLoan
			x.loans, x.fen, x.weighted = x.loans+1, x.fen+int64(l.AmountFen), x.weighted+int64(l.AmountFen)*int64(l.RatePPM)
			if l.Unsecured {
				x.open, x.unsecured = x.open+1, x.unsecured+int64(l.AmountFen)
			}
		}
	}
	return x
}

func indicators(apps []Application, f Figures) (x Indicators) {
	l, first := lentIn(apps, f.Window), int64(0)
	for _, is := range l.firsts {
		if is {
			first++
		}
	}
	all := int64(len(l.firsts))
	x.Borrowers, x.First = few(all, f.Least), few(first, f.Least)
	if x.First.Told() && !few(all-first, f.Least).Told() {
		x.First = counted(0, disclosure.Kept) // the others would be few
	}
	x.Approval = share(f.Totals[Offered], f.Totals[Answered], f.Least)
	x.Disbursed = summed(money.Fen(l.fen), f.Totals[Funded])
	if !x.Disbursed.Told || !x.Borrowers.Told() || l.fen == 0 {
		return x
	}
	x.RatePPM = money.PPM((l.weighted + l.fen/2) / l.fen)
	if few(l.open, f.Least).Told() && few(l.loans-l.open, f.Least).Told() {
		x.Unsecured = Share{l.unsecured, l.fen, true}
	}
	return x
}

func few(n, least int64) Count {
	if n > 0 && n < least {
		return counted(0, disclosure.Few)
	}
	return counted(n, disclosure.Told)
}

// share is told where the part, the whole and the rest are.
func share(part, whole Count, least int64) Share {
	rest := whole.N - part.N
	if !part.Told() || !whole.Told() || rest > 0 && rest < least {
		return Share{}
	}
	return Share{part.N, whole.N, true}
}
