package ui

// Tones: six meanings of colour, and one for what is over.

// Tone is the meaning that a colour carries.
type Tone string

const (
	Act  Tone = "act"  // it is your move
	Wait Tone = "wait" // it is somebody else's move
	Ok   Tone = "ok"   // done, or good
	Warn Tone = "warn" // soon, or incomplete
	Risk Tone = "risk" // late, refused, in arrears
	Hold Tone = "hold" // paused, frozen, terms changed
	End  Tone = "end"  // finished without fuss
)

// Tones lists all tones, for the gallery and for tests.
var Tones = []Tone{Act, Wait, Ok, Warn, Risk, Hold, End}

func (t Tone) class() string { return "t-" + string(t) }
