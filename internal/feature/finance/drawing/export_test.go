package drawing

import "kaigong.example/kaigong/internal/platform/flow"

// Stops is what stands in the way of a drawing in a state of the contract.
func Stops(state flow.State) string { return stops[state] }
