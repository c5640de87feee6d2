CREATE TABLE relief_case (
    id           TEXT   PRIMARY KEY,
    ref          TEXT   NOT NULL UNIQUE,
    contract_id  TEXT   NOT NULL,
    contract_ref TEXT   NOT NULL,
    borrower_id  TEXT   NOT NULL,
    lender_id    TEXT   NOT NULL,
    park_id      TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    under_way    BIGINT NOT NULL, -- 1 until it has ended
    amount_fen   BIGINT NOT NULL, -- of the loan
    ask          TEXT   NOT NULL, -- what the borrower asked for, as JSON
    asked_by     TEXT   NOT NULL,
    asked_us     BIGINT NOT NULL,
    proposal_no  BIGINT NOT NULL, -- on the table; 0 for none
    answer       TEXT   NOT NULL, -- the last answer that was no proposal, as JSON
    effective_on TEXT   NOT NULL, -- counts from the end of this day
    ends_on      TEXT   NOT NULL, -- the day on which it is over
    breach       TEXT   NOT NULL  -- a notice that its condition is broken, as JSON
);
CREATE UNIQUE INDEX relief_case_one ON relief_case (contract_id) WHERE under_way = 1;
CREATE INDEX relief_case_borrower ON relief_case (borrower_id, asked_us);
CREATE INDEX relief_case_lender ON relief_case (lender_id, asked_us);
CREATE INDEX relief_case_state ON relief_case (state, id);

-- What was proposed, with both futures as they were shown: each stays readable.
CREATE TABLE relief_proposal (
    case_id       TEXT   NOT NULL REFERENCES relief_case (id),
    no            BIGINT NOT NULL,
    action        TEXT   NOT NULL, -- plan.Action as JSON
    terms         TEXT   NOT NULL, -- kernel.TermsVersion as JSON: the version that it asks for
    comparison    TEXT   NOT NULL, -- plan.Comparison as JSON
    promise_until TEXT   NOT NULL, -- the day until which the promise binds
    scheme_id     TEXT   NOT NULL, -- the version of a scheme that it cites, '' for none
    cites         TEXT   NOT NULL, -- how it cites that, as JSON
    note          TEXT   NOT NULL,
    hash          TEXT   NOT NULL, -- what both agree to
    made_by       TEXT   NOT NULL,
    made_us       BIGINT NOT NULL,
    agreed_by     TEXT   NOT NULL,
    agreed_us     BIGINT NOT NULL,
    approved_by   TEXT   NOT NULL,
    approved_us   BIGINT NOT NULL,
    PRIMARY KEY (case_id, no)
);
CREATE INDEX relief_proposal_scheme ON relief_proposal (scheme_id) WHERE scheme_id <> '';
