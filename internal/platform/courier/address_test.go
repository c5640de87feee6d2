package courier

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMailAddresses(t *testing.T) {
	long := strings.Repeat("a", 64)
	for typed, want := range map[string]any{
		"lin@example.org":   "lin@example.org",
		" Lin@Example.ORG ": "Lin@example.org", // the part before the @ is the server's business
		"ｌｉｎ＠ｅｘａｍｐｌｅ．ｏｒｇ":         "lin@example.org",
		"lin@例子.测试":               "lin@xn--fsqu00a.xn--0zwm56d", // RFC 3492 by hand: Python's "例子".encode("idna")
		"lin@bücher.example.":     "lin@xn--bcher-kva.example",
		"l.i-n+kg@a.example":      "l.i-n+kg@a.example",
		long + "@example.org":     long + "@example.org",
		"":                        ErrEmpty,
		"\u3000":                  ErrEmpty,
		"lin":                     ErrShape,
		"@example.org":            ErrShape,
		"lin@":                    ErrShape,
		"lin@localhost":           ErrDomain,
		"lin@[127.0.0.1]":         ErrDomain,
		"lin@exa mple.org":        ErrDomain,
		"林@example.org":           ErrLocal,
		"a b@example.org":         ErrShape,
		"Lin <lin@example.org>":   ErrDomain,
		"a,b@example.org":         ErrShape,
		"lin@example.org\r\nBcc:": ErrControl,
		"lin\x00@example.org":     ErrControl,
		"lin\u2028@example.org":   ErrControl,
		long + "a@example.org":    ErrLong,
		"lin@" + strings.Repeat("abcdefgh.", 28) + "org": ErrLong,
		strings.Repeat("x", 2000) + "@example.org":       ErrLong,
	} {
		got, err := Mail(typed)
		if bad, isErr := want.(error); isErr && !errors.Is(err, bad) || !isErr && (got != want || err != nil) {
			t.Errorf("%q: %q %v, want %v", typed, got, err, want)
		}
	}
}

func TestNumbersAndHandles(t *testing.T) {
	for typed, want := range map[string]string{
		"13800000000": "+8613800000000", "138 0000-0000": "+8613800000000", "１３８００００００００": "+8613800000000", "+86 138 0000 0000": "+8613800000000",
		"+49 (30) 1234567": "+49301234567", "057712345678": "", "+8657712345678": "", "12345": "", "+0123456789": "", "138000000001": "", "+1234567890123456": "", "13800000000\n": "", "1380000000x": "",
	} {
		if got, err := Phone(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{"lin.bai": "lin.bai", "13800000000": "13800000000", "@all": "", "ALL": "", "": "", "林": "", "a b": "", "a\"b": "", strings.Repeat("a", 65): ""} {
		if got, err := Handle(typed); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
}

// FuzzAddresses: whatever is typed, what is accepted is read again as itself and
// holds nothing that a header or a template could trip over.
func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"lin@example.org", "lin@例子.测试", "+8613800000000", "a\r\nb@c.d", "\"a b\"@c.d", "@all"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, read := range []func(string) (string, error){Mail, Phone, Handle} {
			got, err := read(typed)
			if err != nil {
				continue
			}
			again, err := read(got)
			if err != nil || again != got || len(got) > maxMail || !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r > 0x7e }) {
				t.Errorf("%q became %q, then %q %v", typed, got, again, err)
			}
			if m := Masked(got); len(got) > 3 && m == got {
				t.Errorf("%q is shown whole", got)
			}
		}
	})
}
