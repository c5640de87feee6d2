CREATE TABLE servicing_contract (
    id             TEXT   PRIMARY KEY,
    ref            TEXT   NOT NULL UNIQUE,
    application_id TEXT   NOT NULL,
    borrower_id    TEXT   NOT NULL,
    lender_id      TEXT   NOT NULL,
    park_id        TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    agreement      TEXT   NOT NULL, -- kernel.Agreement as JSON, frozen
    terms_hash     TEXT   NOT NULL,
    file           TEXT   NOT NULL, -- the contract as one HTML file
    file_hash      TEXT   NOT NULL,
    prepared_us    BIGINT NOT NULL,
    borrower_by    TEXT   NOT NULL,
    borrower_us    BIGINT NOT NULL,
    lender_by      TEXT   NOT NULL,
    lender_us      BIGINT NOT NULL,
    disbursed_on   TEXT   NOT NULL,
    payout_ref     TEXT   NOT NULL,
    amount_fen     BIGINT NOT NULL,
    drawn_fen      BIGINT NOT NULL, -- paid out so far, or taken over
    undrawn_fen    BIGINT NOT NULL, -- may still be drawn, and is set aside for it
    draw_until     TEXT   NOT NULL, -- the last day of drawing, '' where nothing may be drawn any more
    lapsed_on      TEXT   NOT NULL, -- when drawing was ended before that day, '' for never
    balance_fen    BIGINT NOT NULL,
    unapplied_fen  BIGINT NOT NULL,
    written_off_on TEXT   NOT NULL,
    written_off_fen BIGINT NOT NULL,
    booked_on      TEXT   NOT NULL, -- the day up to which the instalments are worked out
    quote          TEXT   NOT NULL, -- an early repayment that was asked for, as JSON
    closed_on      TEXT   NOT NULL,
    renewed_by     TEXT   NOT NULL  -- the contract that settled this one, '' for none
);
CREATE INDEX servicing_contract_borrower ON servicing_contract (borrower_id, prepared_us);
CREATE INDEX servicing_contract_lender ON servicing_contract (lender_id, prepared_us);
CREATE INDEX servicing_contract_state ON servicing_contract (state);

-- What a loan's terms are from a day on; version 1 is what was signed.
CREATE TABLE servicing_terms (
    contract_id TEXT   NOT NULL REFERENCES servicing_contract (id),
    no          BIGINT NOT NULL,
    from_on     TEXT   NOT NULL,
    body        TEXT   NOT NULL, -- kernel.NewTerms as JSON
    previous    TEXT   NOT NULL, -- hash of the version before
    hash        TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_us     BIGINT NOT NULL,
    PRIMARY KEY (contract_id, no)
);

-- Worked out from terms and receipts; see engine/loan/subledger.
CREATE TABLE servicing_installment (
    contract_id        TEXT   NOT NULL REFERENCES servicing_contract (id),
    no                 BIGINT NOT NULL,
    terms_version      BIGINT NOT NULL,
    from_on            TEXT   NOT NULL,
    due_on             TEXT   NOT NULL,
    collect_on         TEXT   NOT NULL, -- the working day on or after the due date
    fraction           TEXT   NOT NULL, -- of a year: "31/360"
    accruals           TEXT   NOT NULL, -- what the interest is made of, as JSON
    principal_fen      BIGINT NOT NULL,
    interest_fen       BIGINT NOT NULL,
    balance_fen        BIGINT NOT NULL,
    carried_fen        BIGINT NOT NULL, -- of the interest: deferred from earlier due dates
    deferred_fen       BIGINT NOT NULL, -- of the interest: a part of deferred interest that is spread
    moved_fen          BIGINT NOT NULL, -- what a deferral took out
    settles            BIGINT NOT NULL, -- 1 where it ends the loan early
    drawing_fee_fen    BIGINT NOT NULL, -- fees for drawings since the row before
    commitment_fee_fen BIGINT NOT NULL,
    unused             TEXT   NOT NULL, -- what the commitment fee is made of, as JSON
    paid_fees_fen      BIGINT NOT NULL,
    waived_fees_fen    BIGINT NOT NULL,
    paid_principal_fen BIGINT NOT NULL,
    paid_interest_fen  BIGINT NOT NULL,
    paid_on            TEXT   NOT NULL, -- when the last of it came in
    penalty_base       BIGINT NOT NULL, -- overdue fen by day, exact, up to penalty_to_on
    penalty_to_on      TEXT   NOT NULL, -- '' while nothing was overdue
    penalty_fen        BIGINT NOT NULL, -- penalty interest up to that day, rounded once
    paid_penalty_fen   BIGINT NOT NULL,
    waived_penalty_fen BIGINT NOT NULL,
    PRIMARY KEY (contract_id, no)
);

CREATE INDEX servicing_installment_collect ON servicing_installment (collect_on);

CREATE TABLE servicing_receipt (
    id            TEXT   PRIMARY KEY,
    contract_id   TEXT   NOT NULL REFERENCES servicing_contract (id),
    lender_id     TEXT   NOT NULL,
    number        TEXT   NOT NULL,
    kind          TEXT   NOT NULL, -- repayment, prepayment, refund; made by the program: applied, early
    received_on   TEXT   NOT NULL,
    amount_fen    BIGINT NOT NULL,
    principal_fen BIGINT NOT NULL,
    interest_fen  BIGINT NOT NULL,
    penalty_fen   BIGINT NOT NULL,
    fee_fen       BIGINT NOT NULL,
    drawing_fee_fen    BIGINT NOT NULL, -- of fee_fen
    commitment_fee_fen BIGINT NOT NULL, -- of fee_fen
    recovered_fen BIGINT NOT NULL, -- of what was written off
    unapplied_fen BIGINT NOT NULL,
    posted_on     TEXT   NOT NULL, -- the day in the ledger
    booked_by     TEXT   NOT NULL,
    booked_us     BIGINT NOT NULL,
    UNIQUE (lender_id, number)
);
CREATE INDEX servicing_receipt_contract ON servicing_receipt (contract_id, booked_us);

-- Where a receipt went elsewhere after another one was booked late or taken
-- back: by how much each part changed, as the ledger posted it.
CREATE TABLE servicing_adjustment (
    id            TEXT   PRIMARY KEY, -- the transfer in the ledger
    contract_id   TEXT   NOT NULL REFERENCES servicing_contract (id),
    receipt_id    TEXT   NOT NULL,
    number        TEXT   NOT NULL,
    posted_on     TEXT   NOT NULL,
    principal_fen BIGINT NOT NULL,
    interest_fen  BIGINT NOT NULL,
    penalty_fen   BIGINT NOT NULL,
    fee_fen       BIGINT NOT NULL,
    unapplied_fen BIGINT NOT NULL,
    cause         TEXT   NOT NULL, -- number of the receipt, or the version of the terms, that did it
    made_us       BIGINT NOT NULL
);
CREATE INDEX servicing_adjustment_contract ON servicing_adjustment (contract_id, made_us);

-- What was paid out after the first payout.
CREATE TABLE servicing_draw (
    id          TEXT   PRIMARY KEY, -- the transfer in the ledger
    contract_id TEXT   NOT NULL REFERENCES servicing_contract (id),
    value_on    TEXT   NOT NULL,
    amount_fen  BIGINT NOT NULL,
    number      TEXT   NOT NULL, -- the lender's own, of the payout
    recorded_by TEXT   NOT NULL,
    agreed_by   TEXT   NOT NULL,
    made_us     BIGINT NOT NULL
);
CREATE INDEX servicing_draw_contract ON servicing_draw (contract_id, id);

-- Fees of a due date that are not asked for.
CREATE TABLE servicing_waiver (
    id          TEXT   PRIMARY KEY,
    contract_id TEXT   NOT NULL REFERENCES servicing_contract (id),
    due_on      TEXT   NOT NULL,
    waived_on   TEXT   NOT NULL,
    amount_fen  BIGINT NOT NULL,
    reason      TEXT   NOT NULL,
    asked_by    TEXT   NOT NULL,
    agreed_by   TEXT   NOT NULL,
    made_us     BIGINT NOT NULL
);
CREATE INDEX servicing_waiver_contract ON servicing_waiver (contract_id, id);

-- What a borrower chose to be done with money that waits.
CREATE TABLE servicing_choice (
    id          TEXT   PRIMARY KEY,
    contract_id TEXT   NOT NULL REFERENCES servicing_contract (id),
    way         TEXT   NOT NULL, -- keep_instalment, keep_maturity, refund
    chosen_on   TEXT   NOT NULL,
    amount_fen  BIGINT NOT NULL,
    chosen_by   TEXT   NOT NULL,
    made_us     BIGINT NOT NULL
);
CREATE INDEX servicing_choice_contract ON servicing_choice (contract_id, id);
