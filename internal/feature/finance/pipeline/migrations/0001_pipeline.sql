-- Reminders that a liaison sent to whoever is late, at most one a day for a case.
CREATE TABLE pipeline_reminder (
    id          TEXT   PRIMARY KEY,
    machine     TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    reminded_on TEXT   NOT NULL,
    clock       TEXT   NOT NULL,
    party_id    TEXT   NOT NULL, -- who is late
    role        TEXT   NOT NULL,
    sent_by     TEXT   NOT NULL,
    sent_us     BIGINT NOT NULL,
    UNIQUE (machine, case_id, reminded_on)
);
