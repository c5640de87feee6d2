// Package solver finds plans: a first one in milliseconds, then better ones for
// as long as the budget lasts. See package arcroute for the method and its
// sources.
package solver
