CREATE TABLE recovery_request (
    id         TEXT   PRIMARY KEY,
    ref        TEXT   NOT NULL UNIQUE, -- read aloud
    claim_hash TEXT   NOT NULL UNIQUE, -- SHA-256 of the secret, hex
    person_id  TEXT   NOT NULL, -- '' where nobody had the name; it waits like any other
    party_id   TEXT   NOT NULL, -- whose people confirm
    lost       TEXT   NOT NULL, -- 'password' or 'device'
    state      TEXT   NOT NULL,
    asked_us   BIGINT NOT NULL,
    ready_us   BIGINT NOT NULL, -- from when the claim works; 0 while people are missing
    ends_us    BIGINT NOT NULL, -- when it lapses
    ended_by   TEXT   NOT NULL,
    ended_us   BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX recovery_request_person ON recovery_request (person_id, asked_us);
CREATE INDEX recovery_request_open ON recovery_request (ends_us) WHERE state IN ('asked', 'waiting');

CREATE TABLE recovery_confirmation (
    id         TEXT   PRIMARY KEY,
    request_id TEXT   NOT NULL REFERENCES recovery_request (id),
    person_id  TEXT   NOT NULL,
    party_id   TEXT   NOT NULL, -- for whom they confirmed: the organisation or the park
    seen       TEXT   NOT NULL, -- the paper that the park saw
    at_us      BIGINT NOT NULL,
    UNIQUE (request_id, person_id)
);
