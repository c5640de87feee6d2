-- What owners of declined applications asked guarantee companies for, with the
-- letters of intent that came of it.
CREATE TABLE referral_guarantee (
    id             TEXT   PRIMARY KEY,
    application_id TEXT   NOT NULL,
    ref            TEXT   NOT NULL, -- of the application
    borrower_id    TEXT   NOT NULL,
    park_id        TEXT   NOT NULL,
    guarantor_id   TEXT   NOT NULL,
    amount_fen     BIGINT NOT NULL, -- that lenders were asked for
    message        TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    asked_by       TEXT   NOT NULL,
    asked_us       BIGINT NOT NULL,
    made_by        TEXT   NOT NULL, -- who proposed the letter, '' before
    made_us        BIGINT NOT NULL,
    coverage_ppm   BIGINT NOT NULL,
    max_fen        BIGINT NOT NULL, -- of the loan
    fee_ppm        BIGINT NOT NULL, -- a year
    valid_to_on    TEXT   NOT NULL, -- the last day
    conditions     TEXT   NOT NULL,
    decided_by     TEXT   NOT NULL,
    decided_us     BIGINT NOT NULL,
    reason         TEXT   NOT NULL, -- code of a decline
    note           TEXT   NOT NULL  -- of a decline, a return or a letter taken back
);
CREATE UNIQUE INDEX referral_guarantee_one ON referral_guarantee (application_id) WHERE state IN ('asked', 'reading', 'proposed');
CREATE INDEX referral_guarantee_application ON referral_guarantee (application_id, asked_us);
CREATE INDEX referral_guarantee_guarantor ON referral_guarantee (guarantor_id, asked_us);

-- What they asked the town for.
CREATE TABLE referral_recommendation (
    id             TEXT   PRIMARY KEY,
    application_id TEXT   NOT NULL,
    ref            TEXT   NOT NULL,
    borrower_id    TEXT   NOT NULL,
    park_id        TEXT   NOT NULL,
    town_id        TEXT   NOT NULL,
    amount_fen     BIGINT NOT NULL,
    message        TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    asked_by       TEXT   NOT NULL,
    asked_us       BIGINT NOT NULL,
    decided_by     TEXT   NOT NULL,
    decided_us     BIGINT NOT NULL,
    answer         TEXT   NOT NULL, -- the recommendation, or why not
    facts          TEXT   NOT NULL  -- Premises as JSON, as they stood when it was answered
);
CREATE UNIQUE INDEX referral_recommendation_one ON referral_recommendation (application_id) WHERE state = 'asked';
CREATE INDEX referral_recommendation_application ON referral_recommendation (application_id, asked_us);
CREATE INDEX referral_recommendation_town ON referral_recommendation (town_id, asked_us);
