// Package setup brings a new deployment to life: its operator, the first person
// who may do anything, and the organisations that this person invites.
//
// Words: a Link is a one-time address that the command line prints; whoever opens
// it founds the deployment. A Founding is that this happened, and how far the
// first person is with the rest.
//
// Invariants:
//
//   - a link's secret is 256 random bits of which only the hash is stored; it works
//     once, within 72 hours, and a newer link voids it
//   - looking at a link uses nothing up; founding does, in the transaction that
//     makes operator and person, so that of two at once one wins whole
//   - once there is an operator no link works any more, whoever made the operator
//   - a wrong, used, lapsed or braked secret and an address that does not exist are
//     answered alike
//   - what is typed of the operator is a draft until the founding; nothing acts by it
//   - who founds a deployment may invite the first person of lenders and town office
//     until the setup is finished, and then no more
package setup
