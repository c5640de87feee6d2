// Package ical writes calendars of whole days as RFC 5545 has them, for phones
// and desks that subscribe to an address.
//
// Lines end with CR LF and are folded at 75 octets, never inside a character;
// text is escaped. An event keeps its UID for good, and its Sequence grows with
// every change, so that a day that moves moves in the reader's calendar too.
package ical

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a list of events under a name.
type Calendar struct {
	Name   string
	Events []Event
}

// Event is one whole day.
type Event struct {
	UID      string    // the same for good, and nobody else's
	Sequence int64     // grows with every change
	Stamp    time.Time // when it was last worked out
	Day      string    // "2020-03-16"
	Summary  string
	Note     string // "" for none
	URL      string // "" for none
	Remind   int    // days before, 0 for not at all
}

// MediaType is what a calendar is served as.
const MediaType = "text/calendar; charset=utf-8"

// Text is the calendar as it is served.
func (c Calendar) Text() string {
	var b strings.Builder
	put := func(name, value string) { fold(&b, name+":"+value) }
	put("BEGIN", "VCALENDAR")
	put("VERSION", "2.0")
	put("PRODID", "-//Kaigong//due dates//ZH")
	put("CALSCALE", "GREGORIAN")
	put("METHOD", "PUBLISH")
	put("X-WR-CALNAME", Escape(c.Name))
	put("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	put("X-PUBLISHED-TTL", "PT6H")
	for _, e := range c.Events {
		e.write(put)
	}
	put("END", "VCALENDAR")
	return b.String()
}

func (e Event) write(put func(name, value string)) {
	put("BEGIN", "VEVENT")
	put("UID", Escape(e.UID))
	put("SEQUENCE", strconv.FormatInt(e.Sequence, 10))
	put("DTSTAMP", e.Stamp.UTC().Format("20060102T150405Z"))
	put("DTSTART;VALUE=DATE", strings.ReplaceAll(e.Day, "-", ""))
	put("SUMMARY", Escape(e.Summary))
	if e.Note != "" {
		put("DESCRIPTION", Escape(e.Note))
	}
	if e.URL != "" {
		put("URL", e.URL)
	}
	put("TRANSP", "TRANSPARENT") // a due date keeps nobody busy
	if e.Remind > 0 {
		put("BEGIN", "VALARM")
		put("ACTION", "DISPLAY")
		put("DESCRIPTION", Escape(e.Summary))
		put("TRIGGER", "-P"+strconv.Itoa(e.Remind)+"D")
		put("END", "VALARM")
	}
	put("END", "VEVENT")
}

// escapes are those of RFC 5545, section 3.3.11.
var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

// Escape makes a text safe inside a line: marks that have a meaning there, line
// breaks, and control characters, which have no place at all.
func Escape(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, escapes.Replace(text))
}

// width is how many octets a line may have, its end not counted.
const width = 75

// fold writes a line, parted so that none is too long.
func fold(b *strings.Builder, line string) {
	room := width
	for len(line) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], width-1 // the blank that goes on counts
	}
	b.WriteString(line + "\r\n")
}
