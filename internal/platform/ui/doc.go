// Package ui holds the components that every page of Kaigong is made of, the
// shell around them, and the static files they need.
//
// A component is a templ function that takes a struct of plain values. Text
// comes already translated from the caller; the few words that a component
// adds itself are message keys "ui.*" of this package. Amounts are integer fen,
// rates integer parts per million.
//
// Invariants, held by tests: no component writes a style attribute or a
// script that runs, every state has a colour, an icon and a word, every tone
// keeps the contrast of WCAG AA on its own ground, every component has named
// examples in both languages, and every page reads complete without
// JavaScript. The examples drive the gallery, the golden files and the
// accessibility tests.
//
// Words: a tone is the meaning of a colour (Act is your move, Wait somebody
// else's); a move is a row of the list of things that wait for a person; a
// figure is a number that opens to the rows behind it.
package ui

//go:generate go run ./icongen -from node_modules/@tabler/icons/icons/outline
