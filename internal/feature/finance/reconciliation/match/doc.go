// Package match puts the lines of one loan's statement beside the movements of our
// books, in an order that can be told in a sentence and that comes out the same
// however the file is sorted.
//
// Only what has the same kind is ever put together, each line with at most one
// movement and each movement with at most one line. Four rounds take what the
// round before has left:
//
//  1. the same reference and the same sum, on whatever day;
//  2. the same sum, at most Within days apart;
//  3. the same reference, with another sum;
//  4. the same day, with another sum.
//
// Within a round as many pairs as can be are made, and of all ways to make that
// many the one with the fewest days between them in total (in the last round: the
// least between the sums); where that is even, the earliest line goes with the
// earliest movement. That is a least-cost matching of points on a line, where an
// optimal one without crossings always exists (the cost |a−b| is a Monge array, and
// uncrossing two pairs keeps both within the bound), so that a table of n × m steps
// finds it: Aggarwal, Bar-Noy, Khuller, Kravets and Schieber, "Efficient minimum
// cost matching using quadrangle inequality", 1992.
//
// What is left and takes back what is left on the same side is Offset: our own
// receipt with its reversal, or a line of the statement with its.
package match
