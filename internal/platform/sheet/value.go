package sheet

// Cells as values: amounts in fen, civil dates, rates, whole numbers. What can be
// read in two ways is not read.

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"kaigong.example/kaigong/engine/money"
	"kaigong.example/kaigong/internal/platform/fault"
	"kaigong.example/kaigong/internal/platform/i18n"
)

// Value is what a cell means.
type Value struct {
	Shown string
	Given bool // something stands there
	OK    bool // and it could be read, or nothing need stand there
	Fen   money.Fen
	PPM   money.PPM
	N     int64
	On    string
}

// Text is the value of a text field.
func (r Row) Text(name string) string { return r.values[name].Shown }

// Value is the value of a field; the zero Value where the file has no such
// column.
func (r Row) Value(name string) Value { return r.values[name] }

// Sound reports whether every value of a row could be read.
func (r Row) Sound() bool {
	for _, v := range r.values {
		if !v.OK {
			return false
		}
	}
	return true
}

func (t *Table) value(no int, f field, c Cell) (v Value) {
	v.Shown = strings.TrimSpace(c.Text)
	v.Given = v.Shown != ""
	key := ""
	switch {
	case !v.Given && f.Optional:
		v.OK = true
		return v
	case !v.Given && t.Total != nil:
		return v
	case !v.Given:
		key = "sheet.cell_empty"
	case c.Out:
		key = "sheet.formula"
	case len([]rune(v.Shown)) > maxChars:
		key, v.Shown = "sheet.cell_long", string([]rune(v.Shown)[:40])+"…"
	default:
		key = t.read(f, c, &v)
	}
	if v.OK = key == ""; !v.OK {
		t.add(Problem{Line: no, Column: Letter(f.at) + " " + f.header, Value: v.Shown, Key: key})
	}
	return v
}

// read fills a value, or answers what is wrong with it.
func (t *Table) read(f field, c Cell, v *Value) (wrong string) {
	text := width.Narrow.String(v.Shown)
	switch f.Kind {
	case Amount:
		v.Fen, wrong = amount(text, c.Raw, f.unit)
	case Day:
		v.On, wrong = day(text, c.Raw, t.Since)
	case Rate:
		v.PPM, wrong = rate(text, c.Raw)
	case Whole:
		n, err := strconv.ParseInt(text, 10, 32)
		if v.N = n; err != nil || n < 0 {
			wrong = "sheet.whole"
		}
	default:
		if strings.ContainsAny(text, "Ee") && c.Raw != "" { // a long number that shows as a power of ten
			v.Shown = c.Raw
		}
		v.Shown = width.Narrow.String(v.Shown)
	}
	return wrong
}

// grouped is an amount whose thousands are set apart in the one way that has one
// meaning.
var grouped = regexp.MustCompile(`^-?[¥￥]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?元?$`)

func amount(text, raw string, unit int64) (money.Fen, string) {
	if x, err := strconv.ParseFloat(raw, 64); raw != "" && err == nil && !strings.HasSuffix(text, "%") {
		fen := x * float64(unit)
		switch near := math.Round(fen); {
		case math.Abs(fen) > 1e15:
			return 0, "sheet.amount"
		case math.Abs(fen-near) > 1e-3:
			return 0, "sheet.amount_fine"
		default:
			return money.Fen(near), ""
		}
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, " ", ""), "，", ",")
	switch {
	case strings.Contains(text, "万") || strings.Contains(text, "元") && unit != 100:
		return 0, "sheet.amount_unit"
	case !grouped.MatchString(text):
		return 0, "sheet.amount"
	case unit != 100:
		text += "万"
	}
	fen, err := money.Parse(text)
	if err == money.ErrTooFine {
		return 0, "sheet.amount_fine"
	}
	if err != nil {
		return 0, "sheet.amount"
	}
	return fen, ""
}

// days are the forms of a civil date; one that begins with the day or the month
// is not among them.
var days = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?:[ T]0?0:00(?::00)?)?$`)

func day(text, raw string, since int) (string, string) {
	if m := days.FindStringSubmatch(strings.ReplaceAll(text, " ", "")); m != nil {
		return civil(m[1], m[2]+m[4]+m[6], m[3]+m[5]+m[7])
	}
	number := raw
	if number == "" {
		number = text
	}
	serial, err := strconv.ParseFloat(number, 64)
	if m := days.FindStringSubmatch(number); m != nil { // a number such as 20200203
		return civil(m[1], m[2]+m[4]+m[6], m[3]+m[5]+m[7])
	}
	if err != nil || serial != math.Trunc(serial) || serial < 32_874 || serial > 73_050 { // 1990 to 2099
		return "", "sheet.day"
	}
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if since == 1904 {
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return begin.AddDate(0, 0, int(serial)).Format(time.DateOnly), ""
}

func civil(year, month, date string) (string, string) {
	if len(month) == 1 {
		month = "0" + month
	}
	if len(date) == 1 {
		date = "0" + date
	}
	on := year + "-" + month + "-" + date
	if _, err := time.Parse(time.DateOnly, on); err != nil {
		return "", "sheet.day_none"
	}
	return on, ""
}

// rate reads a yearly rate in percent. A fraction such as 0.0566 is refused
// unless the cell shows it in percent itself.
func rate(text, raw string) (money.PPM, string) {
	if x, err := strconv.ParseFloat(raw, 64); raw != "" && err == nil {
		if strings.HasSuffix(text, "%") {
			x *= 100
		}
		text = strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
	}
	ppm, err := money.ParsePercent(text)
	switch {
	case err != nil:
		return 0, "sheet.rate"
	case ppm > 0 && ppm < 2_000: // 0.2 %: nobody lends at that
		return 0, "sheet.rate_fraction"
	}
	return ppm, ""
}

// Arg is an argument of a message that is kept: its kind decides how it shows in
// each language.
type Arg struct {
	Fen  *money.Fen `json:"fen,omitempty"`
	PPM  *money.PPM `json:"ppm,omitempty"`
	Int  *int64     `json:"int,omitempty"`
	Both *i18n.Text `json:"both,omitempty"`
	Text string     `json:"text,omitempty"`
}

// Pack keeps the arguments of a message.
func Pack(args fault.Args) map[string]Arg {
	if len(args) == 0 {
		return nil
	}
	out := map[string]Arg{}
	for name, v := range args {
		switch x := v.(type) {
		case money.Fen:
			out[name] = Arg{Fen: &x}
		case money.PPM:
			out[name] = Arg{PPM: &x}
		case int:
			n := int64(x)
			out[name] = Arg{Int: &n}
		case int64:
			out[name] = Arg{Int: &x}
		case i18n.Text:
			out[name] = Arg{Both: &x}
		case string:
			out[name] = Arg{Text: x}
		}
	}
	return out
}

// Unpack answers the arguments of a problem's message.
func (p Problem) Unpack() fault.Args {
	out := fault.Args{}
	for name, a := range p.Args {
		switch {
		case a.Fen != nil:
			out[name] = *a.Fen
		case a.PPM != nil:
			out[name] = *a.PPM
		case a.Int != nil:
			out[name] = int(*a.Int)
		case a.Both != nil:
			out[name] = *a.Both
		default:
			out[name] = a.Text
		}
	}
	return out
}
