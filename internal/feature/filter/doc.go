// Package filter keeps what somebody narrowed a list to under a name: for the
// next time, as what the list opens with, for colleagues too where its owner says
// so.
//
// A kept filter is the query string of its list's page, and nothing else: the
// address stays the truth, can be bookmarked and is validated by the list itself
// each time. So a kept filter never shows more than its reader may list anyway,
// and one that asks for a field that the list has lost still opens and says what
// it left out.
//
// Words: SavedFilter is the name of a query; it belongs to a person in one
// organisation. Opening is the one that the list opens with.
//
// Invariants, of which the tests know:
//
//   - a filter is changed and removed by its owner alone, in the organisation
//     where it was kept; colleagues use it only while it is shared
//   - a list opens with at most one filter for each person
//   - what is stored is understood by the list when it is stored
//
// Imports no other feature: lists are described in the modules.
package filter
