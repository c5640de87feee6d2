-- Whose turn it is, one row per case that waits for somebody.
CREATE TABLE flow_task (
    machine     TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    move        TEXT   NOT NULL,
    party_id    TEXT   NOT NULL,
    role        TEXT   NOT NULL,
    ref         TEXT   NOT NULL,
    subject_zh  TEXT   NOT NULL,
    subject_en  TEXT   NOT NULL,
    amount_fen  BIGINT NOT NULL,
    path        TEXT   NOT NULL,
    clock       TEXT   NOT NULL,
    since_us    BIGINT NOT NULL,
    due_us      BIGINT NOT NULL,
    paused      BIGINT NOT NULL,
    provisional BIGINT NOT NULL,
    PRIMARY KEY (machine, case_id)
);
CREATE INDEX flow_task_party ON flow_task (party_id, role, due_us);

-- Whom a party named for a case; others in the role may still act.
CREATE TABLE flow_charge (
    machine   TEXT NOT NULL,
    case_id   TEXT NOT NULL,
    party_id  TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (machine, case_id, party_id)
);
CREATE INDEX flow_charge_person ON flow_charge (party_id, person_id);

-- Every clock that ever ran, kept to measure how long each stage took.
CREATE TABLE flow_clock (
    machine     TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    started_us  BIGINT NOT NULL,
    due_us      BIGINT NOT NULL,
    paused_us   BIGINT NOT NULL,
    provisional BIGINT NOT NULL,
    stopped_us  BIGINT NOT NULL,
    hold_us     BIGINT NOT NULL, -- nobody else is told before
    raised_us   BIGINT NOT NULL, -- told to the first, 0 if never
    raised2_us  BIGINT NOT NULL, -- told to the second, a working day later
    days        BIGINT NOT NULL, -- working days that it allows
    parties     TEXT   NOT NULL, -- both sides, joined with commas
    PRIMARY KEY (machine, case_id, name, started_us)
);
CREATE INDEX flow_clock_due ON flow_clock (due_us) WHERE stopped_us = 0;
CREATE INDEX flow_clock_provisional ON flow_clock (case_id) WHERE stopped_us = 0 AND provisional = 1;

-- When a clock stood still, and of what two people agreed, why and until when.
CREATE TABLE flow_pause (
    machine      TEXT   NOT NULL,
    case_id      TEXT   NOT NULL,
    clock        TEXT   NOT NULL,
    started_us   BIGINT NOT NULL, -- of the clock
    from_us      BIGINT NOT NULL,
    to_us        BIGINT NOT NULL, -- 0 while it lasts
    until_us     BIGINT NOT NULL, -- ends at the latest; 0 for as long as the state lasts
    reason       TEXT   NOT NULL, -- '' for a state that pauses
    asked_by     TEXT   NOT NULL,
    asked_party  TEXT   NOT NULL,
    agreed_by    TEXT   NOT NULL,
    agreed_party TEXT   NOT NULL,
    PRIMARY KEY (machine, case_id, clock, started_us, from_us)
);
CREATE INDEX flow_pause_until ON flow_pause (until_us) WHERE to_us = 0 AND until_us > 0;
