CREATE TABLE notify_notice (
    id       TEXT   PRIMARY KEY,
    party_id TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    key      TEXT   NOT NULL,
    args     TEXT   NOT NULL,
    href     TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    at_us    BIGINT NOT NULL
);
CREATE INDEX notify_notice_party ON notify_notice (party_id, role, id);

-- Ids grow with time, so the newest one read says it all.
CREATE TABLE notify_read (
    person_id TEXT NOT NULL,
    party_id  TEXT NOT NULL,
    notice_id TEXT NOT NULL,
    PRIMARY KEY (person_id, party_id)
);
