CREATE TABLE organisation_grant (
    id         TEXT   PRIMARY KEY,
    party_id   TEXT   NOT NULL,
    person_id  TEXT   NOT NULL, -- who would get the roles
    roles      TEXT   NOT NULL, -- joined with commas
    by_id      TEXT   NOT NULL,
    at_us      BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    decided_by TEXT   NOT NULL,
    decided_us BIGINT NOT NULL,
    seen       TEXT   NOT NULL, -- the paper that the park saw; '' where a colleague confirmed
    version    BIGINT NOT NULL
);
CREATE INDEX organisation_grant_party ON organisation_grant (party_id, at_us);
CREATE UNIQUE INDEX organisation_grant_open ON organisation_grant (party_id, person_id) WHERE state = 'asked';

-- What became of the open work of somebody who left.
CREATE TABLE organisation_handover (
    id            TEXT   PRIMARY KEY,
    membership_id TEXT   NOT NULL,
    party_id      TEXT   NOT NULL,
    machine       TEXT   NOT NULL,
    case_id       TEXT   NOT NULL,
    ref           TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    person_id     TEXT   NOT NULL, -- '' when it was left to the role
    by_id         TEXT   NOT NULL,
    at_us         BIGINT NOT NULL
);
CREATE INDEX organisation_handover_membership ON organisation_handover (membership_id, id);
