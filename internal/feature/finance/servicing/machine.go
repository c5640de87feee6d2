package servicing

import "kaigong.example/kaigong/internal/feature/finance/servicing/lifecycle"

// Sides of a contract, and its states.
const (
	Borrower = lifecycle.Borrower
	Lender   = lifecycle.Lender

	Prepared       = lifecycle.Prepared
	SignedBorrower = lifecycle.SignedBorrower
	Effective      = lifecycle.Effective
	Disbursing     = lifecycle.Disbursing
	Performing     = lifecycle.Performing
	InGrace        = lifecycle.InGrace
	Delayed        = lifecycle.Delayed
	Delinquent     = lifecycle.Delinquent
	ReliefActive   = lifecycle.ReliefActive
	Defaulted      = lifecycle.Defaulted
	Recovered      = lifecycle.Recovered
	WrittenOff     = lifecycle.WrittenOff
	Renewed        = lifecycle.Renewed
	Prepaid        = lifecycle.Prepaid
	Matured        = lifecycle.Matured
	Closed         = lifecycle.Closed
	Cancelled      = lifecycle.Cancelled
)

// ContractMachine is the life of a Contract.
var ContractMachine = lifecycle.Machine
