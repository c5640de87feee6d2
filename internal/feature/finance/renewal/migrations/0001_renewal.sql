CREATE TABLE renewal_case (
    id           TEXT   PRIMARY KEY,
    ref          TEXT   NOT NULL UNIQUE,
    contract_id  TEXT   NOT NULL, -- of the old loan
    contract_ref TEXT   NOT NULL,
    borrower_id  TEXT   NOT NULL,
    lender_id    TEXT   NOT NULL,
    park_id      TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    under_way    BIGINT NOT NULL, -- 1 until it has ended
    ask          TEXT   NOT NULL, -- what the borrower asked for, as JSON
    asked_by     TEXT   NOT NULL,
    asked_us     BIGINT NOT NULL,
    review       TEXT   NOT NULL, -- the checklist as it was answered, as JSON
    proposal_no  BIGINT NOT NULL, -- on the table; 0 for none
    answer       TEXT   NOT NULL, -- the last answer that was no proposal, as JSON
    effective_on TEXT   NOT NULL, -- the last due date of the old loan
    next_ref     TEXT   NOT NULL, -- reference of the new contract, '' before a proposal
    next_id      TEXT   NOT NULL  -- the new contract, '' before it is in force
);
CREATE UNIQUE INDEX renewal_case_one ON renewal_case (contract_id) WHERE under_way = 1;
CREATE INDEX renewal_case_borrower ON renewal_case (borrower_id, asked_us);
CREATE INDEX renewal_case_lender ON renewal_case (lender_id, asked_us);
CREATE INDEX renewal_case_next ON renewal_case (next_id);

-- What was proposed: a contract as one file each, which stays readable.
CREATE TABLE renewal_proposal (
    case_id     TEXT   NOT NULL REFERENCES renewal_case (id),
    no          BIGINT NOT NULL,
    agreement   TEXT   NOT NULL, -- kernel.Agreement as JSON
    basis       TEXT   NOT NULL, -- hash of the terms of the old loan
    note        TEXT   NOT NULL,
    file        TEXT   NOT NULL, -- the contract as one HTML file
    file_hash   TEXT   NOT NULL, -- what both sign
    made_by     TEXT   NOT NULL,
    made_us     BIGINT NOT NULL,
    agreed_by   TEXT   NOT NULL,
    agreed_us   BIGINT NOT NULL,
    approved_by TEXT   NOT NULL,
    approved_us BIGINT NOT NULL,
    PRIMARY KEY (case_id, no)
);
