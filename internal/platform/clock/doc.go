// Package clock tells the time, counts working days, and is the only package
// that asks the machine what time it is.
//
// There are two clocks. The system clock ([System]) serves sessions, codes,
// leases and certificates. The business clock ([Business]) serves due dates,
// offers, accrual and entry times. While the park works they are equal; in a
// demonstration business time starts where the data ends, runs on from there
// and can be moved forward, never back. Business time follows the machine: if
// somebody sets the machine's clock back, so it goes, and what must never go
// back (the transparency log) looks after itself.
//
// Words:
//
//   - Date: a civil date, a day on the calendar without hour or zone.
//   - Working day: a day that people in China work. Weekends and holidays are
//     off; some weekends are worked in exchange (调休).
//   - Start day of a clock: the day of the event, or the next working day when
//     the event falls after 17:00 or on a day off.
//   - Due: 17:00 park time of the n-th working day after the start day.
//   - Pause: a span in which a clock stands; it moves the due time by the
//     working days that lie in it.
//   - Provisional: resting on a year whose holidays are not announced yet.
//
// Invariants, held by the tests: a due time is never on a day off; a later
// event is never due earlier; a clock paused from its start is due as if it
// had started at the end of the pause; disjoint pauses may come in any order;
// the zone of the machine changes nothing.
//
// # Holidays
//
// holidays.json names for each year from 2004 to 2026 the notice that
// announced it, the days off and the weekends worked. The days are facts taken
// from the npm package chinese-days 1.5.7 (MIT licence, copyright 2024 Yawei
// sun). Spring Festival 2020 includes its extension to 2 February. Days are
// filed under the year they fall in, although New Year is often announced with
// the days around it: 31 December 2018 is off by the notice for 2019.
//
// A year that is not in the file carries the statutory days that fall on the
// same date every year (1 January, 1 and 2 May, 1 to 3 October). The lunar
// ones are not guessed, and whatever touches such a year is provisional. To
// add a year, add its line to the file once its notice is out.
package clock
