-- What people of a lender proposed about loans that go wrong, and what became of
-- it. The class of asset quality that was agreed on last is a row of it.
CREATE TABLE workout_proposal (
    id            TEXT   PRIMARY KEY,
    contract_id   TEXT   NOT NULL,
    contract_ref  TEXT   NOT NULL,
    borrower_id   TEXT   NOT NULL,
    lender_id     TEXT   NOT NULL,
    kind          TEXT   NOT NULL, -- default, write_off, class
    class         TEXT   NOT NULL, -- '' where the kind is another
    reason        TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    loan_state    TEXT   NOT NULL, -- when it was proposed
    balance_fen   BIGINT NOT NULL, -- when it was proposed, and when it was agreed
    days_past_due BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    version       BIGINT NOT NULL,
    made_by       TEXT   NOT NULL,
    made_us       BIGINT NOT NULL,
    decided_by    TEXT   NOT NULL,
    decided_us    BIGINT NOT NULL, -- 0 while it waits
    answer        TEXT   NOT NULL
);
CREATE UNIQUE INDEX workout_proposal_one ON workout_proposal (contract_id) WHERE state = 'proposed';
CREATE INDEX workout_proposal_contract ON workout_proposal (contract_id, made_us);
CREATE INDEX workout_proposal_lender ON workout_proposal (lender_id, made_us);
