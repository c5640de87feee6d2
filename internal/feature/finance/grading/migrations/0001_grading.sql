-- Versions of lenders' thresholds for the classes of asset quality. A lender of
-- which nothing stands here follows the usual ones.
CREATE TABLE grading_rule (
    id                   TEXT   PRIMARY KEY,
    lender_id            TEXT   NOT NULL,
    no                   BIGINT NOT NULL, -- counted from 1
    from_on              TEXT   NOT NULL, -- the first day on which it counts
    special_mention_over BIGINT NOT NULL, -- days past due, of which there must be more
    substandard_over     BIGINT NOT NULL,
    doubtful_over        BIGINT NOT NULL,
    loss_over            BIGINT NOT NULL,
    watch_months         BIGINT NOT NULL, -- in which a relief makes no class better
    reason               TEXT   NOT NULL,
    state                TEXT   NOT NULL,
    version              BIGINT NOT NULL,
    made_by              TEXT   NOT NULL,
    made_us              BIGINT NOT NULL,
    decided_by           TEXT   NOT NULL,
    decided_us           BIGINT NOT NULL, -- 0 while it waits
    answer               TEXT   NOT NULL,
    UNIQUE (lender_id, no)
);
CREATE UNIQUE INDEX grading_rule_first_day ON grading_rule (lender_id, from_on) WHERE state IN ('proposed', 'agreed');
