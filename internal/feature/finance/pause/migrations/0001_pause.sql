-- What one side asked for, and what the other said.
CREATE TABLE pause_request (
    id           TEXT   PRIMARY KEY,
    machine      TEXT   NOT NULL,
    case_id      TEXT   NOT NULL,
    asker_id     TEXT   NOT NULL, -- party
    counter_id   TEXT   NOT NULL, -- party
    reason       TEXT   NOT NULL,
    until_on     TEXT   NOT NULL, -- the day on which the clock goes on
    state        TEXT   NOT NULL,
    asked_by     TEXT   NOT NULL,
    asked_us     BIGINT NOT NULL,
    answered_by  TEXT   NOT NULL,
    answered_us  BIGINT NOT NULL
);
CREATE INDEX pause_request_case ON pause_request (machine, case_id, asked_us);
CREATE UNIQUE INDEX pause_request_open ON pause_request (machine, case_id) WHERE state = 'asked';
