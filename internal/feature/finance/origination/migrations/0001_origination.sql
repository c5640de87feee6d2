CREATE TABLE origination_application (
    id           TEXT   PRIMARY KEY,
    ref          TEXT   NOT NULL UNIQUE,
    borrower_id  TEXT   NOT NULL,
    park_id      TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    purpose      TEXT   NOT NULL,
    amount_fen   BIGINT NOT NULL,
    body         TEXT   NOT NULL, -- the sections and the park's verdict as JSON
    started_by   TEXT   NOT NULL,
    started_us   BIGINT NOT NULL,
    submitted_us BIGINT NOT NULL,
    published_us BIGINT NOT NULL,
    answers_by_us BIGINT NOT NULL
);
CREATE INDEX origination_application_borrower ON origination_application (borrower_id, started_us);
CREATE INDEX origination_application_state ON origination_application (state, submitted_us);

CREATE TABLE origination_lender_case (
    id             TEXT   PRIMARY KEY,
    application_id TEXT   NOT NULL REFERENCES origination_application (id),
    lender_id      TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    invited_us     BIGINT NOT NULL,
    answered_us    BIGINT NOT NULL,
    reason         TEXT   NOT NULL, -- Reason as JSON
    UNIQUE (application_id, lender_id)
);
CREATE INDEX origination_lender_case_lender ON origination_lender_case (lender_id, state, invited_us);

CREATE TABLE origination_offer (
    id             TEXT   PRIMARY KEY,
    ref            TEXT   NOT NULL, -- '' until the offer opens
    case_id        TEXT   NOT NULL REFERENCES origination_lender_case (id),
    application_id TEXT   NOT NULL,
    lender_id      TEXT   NOT NULL,
    product_id     TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    amount_fen     BIGINT NOT NULL, -- set aside at the lender; 0 until the offer is issued
    envelope       TEXT   NOT NULL, -- the content, closed under the application's key
    commitment     TEXT   NOT NULL,
    opened_us      BIGINT NOT NULL, -- 0 while the content lies in the envelope alone
    terms          TEXT   NOT NULL, -- kernel.LoanTerms as JSON
    terms_hash     TEXT   NOT NULL,
    conditions     TEXT   NOT NULL,
    valid_to_on    TEXT   NOT NULL,
    drafted_by     TEXT   NOT NULL,
    drafted_us     BIGINT NOT NULL,
    issued_by      TEXT   NOT NULL,
    issued_us      BIGINT NOT NULL,
    contract_id    TEXT   NOT NULL, -- '' until it was accepted
    reached        TEXT   NOT NULL, -- how far its contract is: '', contracted, funded, closed, withdrawn
    product_version BIGINT NOT NULL,
    product_hash   TEXT   NOT NULL
);
CREATE UNIQUE INDEX origination_offer_ref ON origination_offer (ref) WHERE ref <> '';
CREATE INDEX origination_offer_application ON origination_offer (application_id, state);
CREATE INDEX origination_offer_open ON origination_offer (valid_to_on) WHERE state = 'issued';
