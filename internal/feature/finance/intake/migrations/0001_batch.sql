-- A file on its way into the books: what it holds, and what its lines would come
-- to.
CREATE TABLE intake_batch (
    id          TEXT   PRIMARY KEY,
    ref         TEXT   NOT NULL UNIQUE,
    kind        TEXT   NOT NULL, -- loans, receipts
    lender_id   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    under_way   BIGINT NOT NULL, -- 1 until it is refused, discarded or found faulty: the same file is not taken twice
    file_name   TEXT   NOT NULL,
    file_hash   TEXT   NOT NULL,
    stated_fen  BIGINT NOT NULL, -- the total that the uploader states beside the file, 0 for none
    content     TEXT   NOT NULL, -- sheet.Grid as JSON
    report      TEXT   NOT NULL, -- Report as JSON
    hash        TEXT   NOT NULL, -- what an approver confirms
    changed     BIGINT NOT NULL, -- 1 where the report differs from the one that was accepted
    made_by     TEXT   NOT NULL,
    made_us     BIGINT NOT NULL,
    decided_by  TEXT   NOT NULL,
    decided_us  BIGINT NOT NULL,
    reason      TEXT   NOT NULL
);
CREATE UNIQUE INDEX intake_batch_once ON intake_batch (lender_id, file_hash) WHERE under_way = 1;
CREATE INDEX intake_batch_lender ON intake_batch (lender_id, made_us);

-- A figure of a loan that was taken over and that its borrower knows otherwise.
CREATE TABLE intake_objection (
    id          TEXT   PRIMARY KEY,
    contract_id TEXT   NOT NULL,
    borrower_id TEXT   NOT NULL,
    lender_id   TEXT   NOT NULL,
    figure      TEXT   NOT NULL, -- balance, accrued, instalment, rate, term, other
    told        TEXT   NOT NULL, -- what the borrower says it is
    note        TEXT   NOT NULL,
    made_by     TEXT   NOT NULL,
    made_us     BIGINT NOT NULL
);
CREATE INDEX intake_objection_contract ON intake_objection (contract_id, id);
CREATE INDEX intake_objection_lender ON intake_objection (lender_id, id);
