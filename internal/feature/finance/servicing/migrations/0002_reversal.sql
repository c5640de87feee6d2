-- A receipt that was taken back, as it was booked, and who took it back. Its
-- number is free again: the right receipt may carry it.
CREATE TABLE servicing_reversal (
    id            TEXT   PRIMARY KEY,
    contract_id   TEXT   NOT NULL REFERENCES servicing_contract (id),
    lender_id     TEXT   NOT NULL,
    number        TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
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
    posted_on     TEXT   NOT NULL,
    booked_by     TEXT   NOT NULL,
    booked_us     BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    reversed_by   TEXT   NOT NULL,
    reversed_us   BIGINT NOT NULL
);
CREATE INDEX servicing_reversal_contract ON servicing_reversal (contract_id, reversed_us);
