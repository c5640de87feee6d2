-- A reminder that was sent, once for a due date and a number of days.
CREATE TABLE dunning_reminder (
    contract_id TEXT   NOT NULL,
    due_on      TEXT   NOT NULL,
    days_before BIGINT NOT NULL,
    sent_us     BIGINT NOT NULL,
    PRIMARY KEY (contract_id, due_on, days_before)
);
