// Package recovery lets somebody back in who forgot the password or lost the
// device, without e-mail: people who know them confirm, and everybody concerned
// can stop it.
//
// Words: a Request is somebody's wish to come back in. Its reference is read
// aloud to those who confirm; its claim is a secret that stays in the browser
// which asked and is the only thing that can set the new password. A
// Confirmation is somebody's word that the person asked.
//
// Who must confirm: two other people of the organisation. Where only one or none
// may, that one or none, and two of the park operator who each write down the
// paper that they saw. Then a working day goes by; the whole organisation is
// told, and any member of it, or the person, can stop it.
//
// Who never confirms, because they would gain a signature by it (Gains): the
// account accepts, approves or signs somewhere, and the one who would confirm
// works there too without holding that very right; or one of the two drafts what
// the other approves, so that both halves of what needs two people would lie in
// one hand. This is asked again when the claim is used. Nor the person themselves;
// nor who was not of the organisation, in the role they have now, the day before
// the request was made; nor whose own account is being recovered, or was within
// the last days (settled).
//
// Invariants:
//
//   - whoever confirms never holds the secret; a confirmation alone opens nothing
//   - a request belongs to the account that had the name when it was made, or to
//     none for ever: a name that is taken later brings nothing along
//   - asking changes nothing for the account, and asking often does not keep its
//     owner from signing in or from asking
//   - asking for a name that nobody has looks the same, takes the same steps and
//     leaves as many entries in the log
//   - an office in a branch is known to nobody by this: its people neither confirm
//     nor are told, unless the person works nowhere else
//   - a new password ends all sessions; what was lost is removed, what was not
//     lost is still asked for
package recovery
