-- A lender's own statement of a period, and what it and our books differ in.
CREATE TABLE reconciliation_case (
    id          TEXT   PRIMARY KEY,
    ref         TEXT   NOT NULL UNIQUE,
    lender_id   TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    under_way   BIGINT NOT NULL, -- 1 until it is faulty or discarded: the same file is not taken twice
    from_on     TEXT   NOT NULL,
    to_on       TEXT   NOT NULL, -- the last day, which counts
    file_name   TEXT   NOT NULL,
    file_hash   TEXT   NOT NULL,
    content     TEXT   NOT NULL, -- sheet.Grid as JSON
    report      TEXT   NOT NULL, -- Report as JSON
    hash        TEXT   NOT NULL, -- of report and explanations: what the second person confirms
    changed     BIGINT NOT NULL, -- 1 where matching again came out otherwise than before
    made_by     TEXT   NOT NULL,
    made_us     BIGINT NOT NULL,
    sent_by     TEXT   NOT NULL,
    sent_us     BIGINT NOT NULL,
    decided_by  TEXT   NOT NULL,
    decided_us  BIGINT NOT NULL,
    reason      TEXT   NOT NULL  -- why the second person sent it back, '' for not
);
CREATE UNIQUE INDEX reconciliation_case_once ON reconciliation_case (lender_id, file_hash) WHERE under_way = 1;
CREATE INDEX reconciliation_case_lender ON reconciliation_case (lender_id, to_on);

-- What an officer says of a difference. It holds while the difference is the same.
CREATE TABLE reconciliation_note (
    case_id TEXT   NOT NULL REFERENCES reconciliation_case (id),
    item    TEXT   NOT NULL, -- Difference.Key
    digest  TEXT   NOT NULL, -- Difference.Digest when it was written
    body    TEXT   NOT NULL,
    made_by TEXT   NOT NULL,
    made_us BIGINT NOT NULL,
    PRIMARY KEY (case_id, item)
);
