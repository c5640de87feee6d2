// Package apptest sets a stage for tests of the whole program: Fenghe Park at
// its present, cases of one enterprise in several states, and clients that ask
// by HTTP as the people of the story. Nothing of the program is replaced.
package apptest
