package kernel

// Kinds of accounts in the ledger of the alliance. Above zero an account has,
// below zero it owes or has earned; the legs of a transfer sum to zero.
const (
	AccountFunds     = "funds"           // what a lender can still lend; never negative
	AccountReserved  = "reserved"        // set aside for open offers and contracts; never negative
	AccountCapital   = "capital"         // where a lender's funds come from
	AccountPrincipal = "loan_principal"  // what is owed on a contract; never negative
	AccountInterest  = "interest_income" // interest that a lender received
	AccountPenalty   = "penalty_income"  // penalty interest that a lender received
	AccountFees      = "fee_income"      // fees that a lender received, other than the two below
	AccountDrawing   = "drawing_fee_income"
	AccountCommit    = "commitment_fee_income"
	AccountUnapplied = "unapplied"       // received on a contract and not yet due
	AccountLoss      = "loan_loss"       // principal of a contract that was written off
	AccountRecovery  = "recovery_income" // what came in on contracts after that
	AccountClearing  = "clearing"        // where a loan meets the one that it renews; nothing after each transaction
	AccountOpening   = "opening_balance" // principal of contracts that were taken over from a lender's own books
)
