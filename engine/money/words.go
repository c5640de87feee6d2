package money

// Amounts in words. A zero too many hides among digits and stands out in
// words; cheques and contracts in China carry the words for that reason.

import "strings"

var (
	digits = [...]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}
	units  = [...]string{"", "拾", "佰", "仟"}
	groups = [...]string{"", "万", "亿", "万亿"}
)

// Capital is the amount in the financial capitals of Chinese contracts:
// 人民币捌拾万元整.
func (f Fen) Capital() string {
	m := magnitude(f)
	var b strings.Builder
	b.WriteString("人民币")
	if f < 0 {
		b.WriteString("负")
	}
	yuan, cents := m/100, m%100
	if yuan > 0 || cents == 0 {
		b.WriteString(whole(yuan) + "元")
	}
	b.WriteString(fraction(yuan, cents))
	return b.String()
}

// whole spells groups of four digits; a gap between digits is one 零.
func whole(n uint64) string {
	if n == 0 {
		return digits[0]
	}
	var out string
	gap := false
	for g := 0; n > 0; g++ {
		part := n % 10000
		n /= 10000
		if part == 0 {
			gap = out != ""
			continue
		}
		text := group4(part) + groups[g]
		if gap {
			text += digits[0]
		}
		out = text + out
		gap = part < 1000 && n > 0
		if gap {
			out = digits[0] + out
			gap = false
		}
	}
	return out
}

func group4(n uint64) string {
	var out string
	zero := false
	for i := 0; n > 0; i++ {
		d := n % 10
		n /= 10
		if d == 0 {
			zero = out != ""
			continue
		}
		if zero {
			out = digits[0] + out
			zero = false
		}
		out = digits[d] + units[i] + out
	}
	return out
}

func fraction(yuan, cents uint64) string {
	jiao, fen := cents/10, cents%10
	switch {
	case cents == 0:
		return "整"
	case fen == 0:
		return digits[jiao] + "角整"
	case jiao == 0 && yuan > 0:
		return digits[0] + digits[fen] + "分"
	case jiao == 0:
		return digits[fen] + "分"
	}
	return digits[jiao] + "角" + digits[fen] + "分"
}

var (
	small  = [...]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}
	tens   = [...]string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	scales = [...]string{"", " thousand", " million", " billion", " trillion", " quadrillion"}
)

// Words is the amount in English: "eight hundred thousand yuan".
func (f Fen) Words() string {
	m := magnitude(f)
	out := english(m/100) + " yuan"
	if c := m % 100; c > 0 {
		out += " and " + english(c) + " fen"
	}
	if f < 0 {
		out = "minus " + out
	}
	return out
}

func english(n uint64) string {
	if n == 0 {
		return small[0]
	}
	var parts []string
	for g := 0; n > 0; g++ {
		if part := n % 1000; part > 0 {
			parts = append([]string{hundreds(part) + scales[g]}, parts...)
		}
		n /= 1000
	}
	return strings.Join(parts, " ")
}

func hundreds(n uint64) string {
	var parts []string
	if n >= 100 {
		parts = append(parts, small[n/100]+" hundred")
		n %= 100
	}
	switch {
	case n >= 20 && n%10 > 0:
		parts = append(parts, tens[n/10]+"-"+small[n%10])
	case n >= 20:
		parts = append(parts, tens[n/10])
	case n > 0:
		parts = append(parts, small[n])
	}
	return strings.Join(parts, " ")
}
