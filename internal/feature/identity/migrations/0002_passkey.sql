CREATE TABLE identity_passkey (
    id         TEXT   PRIMARY KEY,
    handle     TEXT   NOT NULL UNIQUE, -- the authenticator's id of the key, base64url
    person_id  TEXT   NOT NULL REFERENCES identity_person (id),
    name       TEXT   NOT NULL,
    credential TEXT   NOT NULL, -- public key, counter and flags, JSON
    made_us    BIGINT NOT NULL,
    used_us    BIGINT NOT NULL
);
CREATE INDEX identity_passkey_person ON identity_passkey (person_id, made_us);

-- A challenge that a browser is asked to sign. It works once.
CREATE TABLE identity_ceremony (
    id         TEXT   PRIMARY KEY,
    kind       TEXT   NOT NULL, -- 'register', 'sign_in' or 'step_up'
    person_id  TEXT   NOT NULL, -- '' until the key says who it is
    session_id TEXT   NOT NULL,
    purpose    TEXT   NOT NULL,
    data       TEXT   NOT NULL, -- JSON
    expires_us BIGINT NOT NULL
);
CREATE INDEX identity_ceremony_expires ON identity_ceremony (expires_us);
