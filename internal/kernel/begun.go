package kernel

// Begun is a case that somebody began or drafted and that is not through yet, as
// features tell it to whoever asks what a person leaves behind.
type Begun struct {
	Machine string // of the case
	Case    string
	By      string
	Roles   []Role // who may go on with it; none when it only waits for the other side
	Twice   bool   // it needs two people: who began it never decides it
}
