package kernel

// The five classes of asset quality (资产质量五级分类), and the days past due from
// which a loan is at least in one.

// Class is a class of asset quality.
type Class string

// The five classes, from good to bad.
const (
	ClassNormal         Class = "normal"
	ClassSpecialMention Class = "special_mention"
	ClassSubstandard    Class = "substandard"
	ClassDoubtful       Class = "doubtful"
	ClassLoss           Class = "loss"
)

// Classes lists them, from good to bad.
var Classes = []Class{ClassNormal, ClassSpecialMention, ClassSubstandard, ClassDoubtful, ClassLoss}

// Rank is the place of a class in Classes, -1 for none.
func (c Class) Rank() int {
	for i, x := range Classes {
		if x == c {
			return i
		}
	}
	return -1
}

// Worse is the worse of two classes; none is better than any.
func (c Class) Worse(other Class) Class {
	if other.Rank() > c.Rank() {
		return other
	}
	return c
}

// NonPerforming reports whether loans of a class count as non-performing (不良).
func (c Class) NonPerforming() bool { return c.Rank() >= ClassSubstandard.Rank() }

// Thresholds say how many days past due put a loan at least in a class: it is in
// there from the day after so many.
type Thresholds struct {
	SpecialMention int `json:"special_mention_over"`
	Substandard    int `json:"substandard_over"`
	Doubtful       int `json:"doubtful_over"`
	Loss           int `json:"loss_over"`
}

// UsualThresholds are those of the Measures for the Risk Classification of
// Financial Assets of Commercial Banks of 2023.
var UsualThresholds = Thresholds{SpecialMention: 0, Substandard: 90, Doubtful: 270, Loss: 360}

// Of is the class that days past due alone ask for.
func (t Thresholds) Of(days int) Class {
	switch {
	case days > t.Loss:
		return ClassLoss
	case days > t.Doubtful:
		return ClassDoubtful
	case days > t.Substandard:
		return ClassSubstandard
	case days > t.SpecialMention:
		return ClassSpecialMention
	}
	return ClassNormal
}
