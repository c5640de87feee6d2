-- What borrowers asked to draw, and what became of it.
CREATE TABLE drawing_request (
    id           TEXT   PRIMARY KEY,
    contract_id  TEXT   NOT NULL,
    contract_ref TEXT   NOT NULL,
    borrower_id  TEXT   NOT NULL,
    lender_id    TEXT   NOT NULL,
    draw_on      TEXT   NOT NULL, -- the day that was asked for
    amount_fen   BIGINT NOT NULL,
    purpose      TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    asked_by     TEXT   NOT NULL,
    asked_us     BIGINT NOT NULL,
    value_on     TEXT   NOT NULL, -- '' until it is recorded
    number       TEXT   NOT NULL, -- the lender's own, of the payout
    recorded_by  TEXT   NOT NULL,
    recorded_us  BIGINT NOT NULL,
    decided_by   TEXT   NOT NULL,
    decided_us   BIGINT NOT NULL, -- 0 while it waits
    answer       TEXT   NOT NULL  -- why it was refused
);
CREATE INDEX drawing_request_contract ON drawing_request (contract_id, asked_us);
-- The same is asked once while it waits.
CREATE UNIQUE INDEX drawing_request_one ON drawing_request (contract_id, draw_on, amount_fen) WHERE state IN ('scheduled', 'asked', 'recorded');

-- Fees that one person of a lender proposed to let go, and what became of it.
CREATE TABLE drawing_waiver (
    id           TEXT   PRIMARY KEY,
    contract_id  TEXT   NOT NULL,
    contract_ref TEXT   NOT NULL,
    borrower_id  TEXT   NOT NULL,
    lender_id    TEXT   NOT NULL,
    due_on       TEXT   NOT NULL, -- whose fees
    amount_fen   BIGINT NOT NULL,
    reason       TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    made_by      TEXT   NOT NULL,
    made_us      BIGINT NOT NULL,
    decided_by   TEXT   NOT NULL,
    decided_us   BIGINT NOT NULL,
    answer       TEXT   NOT NULL
);
CREATE INDEX drawing_waiver_contract ON drawing_waiver (contract_id, made_us);
CREATE UNIQUE INDEX drawing_waiver_one ON drawing_waiver (contract_id, due_on) WHERE state = 'proposed';
