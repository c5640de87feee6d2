package ical

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Written by hand from RFC 5545: sections 3.1, 3.3.11, 3.6.1, 3.6.6, 3.8.7.4.
const byHand = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kaigong//due dates//ZH\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n" +
	"X-WR-CALNAME:还款\\, 2020\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nX-PUBLISHED-TTL:PT6H\r\n" +
	"BEGIN:VEVENT\r\nUID:c1-3@kaigong\r\nSEQUENCE:7\r\nDTSTAMP:20200630T010203Z\r\nDTSTART;VALUE=DATE:20200716\r\n" +
	"SUMMARY:KG-C-1\\; 第 3 期\r\nDESCRIPTION:一\\n二\\\\三\r\nTRANSP:TRANSPARENT\r\n" +
	"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:KG-C-1\\; 第 3 期\r\nTRIGGER:-P1D\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestACalendarByHand(t *testing.T) {
	c := Calendar{Name: "还款, 2020", Events: []Event{{UID: "c1-3@kaigong", Sequence: 7, Stamp: time.Date(2020, 6, 30, 9, 2, 3, 0, time.FixedZone("CST", 8*3600)), Day: "2020-07-16", Summary: "KG-C-1; 第 3 期", Note: "一\n二\\三", Remind: 1}}}
	if got := c.Text(); got != byHand {
		t.Errorf("got\n%s\nwant\n%s", got, byHand)
	}
}

// read undoes folding and escaping, as a reader of calendars does.
func read(text, name string) (value string, found bool) {
	text = strings.ReplaceAll(text, "\r\n ", "")
	for line := range strings.SplitSeq(text, "\r\n") {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			var b strings.Builder
			for i := 0; i < len(rest); i++ {
				if rest[i] == '\\' && i+1 < len(rest) {
					i++
					if rest[i] == 'n' {
						b.WriteByte('\n')
						continue
					}
				}
				b.WriteByte(rest[i])
			}
			return b.String(), true
		}
	}
	return "", false
}

// Whatever a text holds, it comes out as it went in, no line is too long, and
// none breaks a character or begins another property.
func TestAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune("\\;,\n还款日：é🙂 abc")), rapid.Rune())).Draw(t, "text")
		out := Calendar{Events: []Event{{UID: "u", Day: "2020-01-01", Summary: text}}}.Text()
		for line := range strings.SplitSeq(strings.TrimSuffix(out, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("line of %d octets: %q", len(line), line)
			}
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
				return -1
			}
			return r
		}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text))
		if got, ok := read(out, "SUMMARY"); !ok || got != want {
			t.Fatalf("%q comes out as %q, want %q", text, got, want)
		}
	})
}
