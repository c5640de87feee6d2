package form

// What each section must meet, beside the input that it is about.

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/kernel"
	"kaigong.example/kaigong/internal/platform/clock"
	"kaigong.example/kaigong/internal/platform/fault"
)

// Desk is what a section is checked against beside its own rules: the day, and
// the working days of the park.
type Desk struct {
	Today    clock.Date
	Calendar *clock.Calendar
}

// Check says what is wrong with the section.
func (in *Need) Check(d Desk) error {
	today := d.Today
	in.Note = strings.TrimSpace(in.Note)
	var c fault.Check
	c.That(in.AmountFen > 0, "amount", "origination.amount.required")
	c.That(in.AmountFen >= MinAmount, "amount", "origination.amount.small", amountArgs(in.AmountFen))
	c.That(in.AmountFen <= MaxAmount, "amount", "origination.amount.large", amountArgs(in.AmountFen))
	c.That(slices.Contains(Purposes, in.Purpose), "purpose", "origination.purpose.required")
	c.That(in.TermMonths >= 1, "term_months", "origination.term.required")
	c.That(in.TermMonths <= MaxTerm, "term_months", "origination.term.long", fault.Args{"max": MaxTerm})
	c.That(in.RateCapPPM >= 0 && in.RateCapPPM <= 240_000, "rate_cap", "origination.rate_cap.range")
	c.That(utf8.RuneCountInString(in.Note) <= MaxNote, "note", "origination.note.long", fault.Args{"max": MaxNote})
	checkDate(&c, "needed_on", in.NeededOn, today)
	return c.Err()
}

// amountArgs shows the amount in words beside the message: 万元 and yuan are
// mixed up easily.
func amountArgs(f money.Fen) fault.Args {
	return fault.Args{"amount_fen": f, "min_fen": MinAmount, "max_fen": MaxAmount}
}

// checkDate takes an empty date, and otherwise one that is not past.
func checkDate(c *fault.Check, name, value string, today clock.Date) {
	if value == "" {
		return
	}
	d, err := clock.ParseDate(value)
	c.That(err == nil, name, "origination.date.form")
	c.That(err != nil || !d.Before(today), name, "origination.date.past")
}

// Check says what is wrong with the section.
func (in *Company) Check(Desk) error {
	in.Contact = strings.TrimSpace(in.Contact)
	var c fault.Check
	checkCreditCode(&c, in)
	c.That(in.HeadcountFull >= 1, "headcount_full", "origination.headcount.required")
	c.That(in.HeadcountFull <= MaxHeadcount, "headcount_full", "origination.headcount.large")
	c.That(in.HeadcountNow >= 0, "headcount_now", "origination.headcount.negative")
	c.That(in.HeadcountNow <= in.HeadcountFull, "headcount_now", "origination.headcount.more", fault.Args{"full": in.HeadcountFull})
	c.That(utf8.RuneCountInString(in.Contact) <= 200, "contact", "origination.note.long", fault.Args{"max": 200})
	return c.Err()
}

// checkCreditCode cleans a code and takes over what is wrong with it.
func checkCreditCode(c *fault.Check, in *Company) {
	code, err := kernel.ParseCreditCode(in.CreditCode)
	if f := fault.Of(err); err != nil {
		c.That(false, "credit_code", f.Key, f.Args)
		return
	}
	in.CreditCode = string(code)
}

// Check says what is wrong with the section.
func (in *Operation) Check(Desk) error {
	in.Source = strings.TrimSpace(in.Source)
	var c fault.Check
	c.That(in.Source != "", "source", "origination.source.required")
	c.That(utf8.RuneCountInString(in.Source) <= MaxNote, "source", "origination.note.long", fault.Args{"max": MaxNote})
	for name, fen := range map[string]money.Fen{"sales": in.SalesFen, "sales_year": in.SalesYearFen, "orders": in.OrdersFen, "debt": in.DebtFen} {
		c.That(fen >= 0 && fen <= 100*MaxAmount, name, "origination.figure.range")
	}
	c.That(slices.Contains(kernel.Securities, in.Security), "security", "origination.security.required")
	c.That(in.JobsKept >= 0 && in.JobsKept <= MaxHeadcount, "jobs_kept", "origination.headcount.large")
	return c.Err()
}

// Check says what is wrong with the section.
func (in *Sharing) Check(d Desk) error {
	today := d.Today
	var c fault.Check
	c.That(len(in.Lenders) > 0, "lenders", "origination.lenders.required")
	c.That(len(in.Classes) > 0, "classes", "origination.classes.required")
	for _, x := range in.Classes {
		c.That(slices.Contains(Classes, x), "classes", "origination.classes.unknown")
	}
	until, err := clock.ParseDate(in.Until)
	c.That(err == nil, "until", "origination.until.required")
	c.That(err != nil || until.After(today), "until", "origination.date.past")
	c.That(err != nil || !until.After(today.AddDays(MaxConsent)), "until", "origination.until.long", fault.Args{"days": MaxConsent})
	d.checkAnswersOn(&c, in.AnswersOn)
	return c.Err()
}

// EarliestAnswers is the first day by which lenders may be asked to answer, if
// the park published today.
func (d Desk) EarliestAnswers() clock.Date {
	return d.Calendar.AddWorkdays(d.Calendar.OnOrAfter(d.Today), MinAnswerDays)
}

// checkAnswersOn takes no day, or one that could hold. What holds is settled at
// the publication.
func (d Desk) checkAnswersOn(c *fault.Check, on string) {
	if on == "" {
		return
	}
	day, err := clock.ParseDate(on)
	earliest := d.EarliestAnswers()
	c.That(err == nil, "answers_on", "origination.date.form")
	c.That(err != nil || !day.Before(earliest), "answers_on", "origination.answers_on.early", fault.Args{"on": earliest.String(), "days": MinAnswerDays})
}

// Until is the day a consent form starts with: 90 days on.
func Until(chosen string, today clock.Date) string {
	if chosen != "" {
		return chosen
	}
	return today.AddDays(90).String()
}
