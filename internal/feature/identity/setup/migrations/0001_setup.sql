CREATE TABLE setup_link (
    id          TEXT   PRIMARY KEY,
    secret_hash TEXT   NOT NULL UNIQUE, -- SHA-256, hex
    made_us     BIGINT NOT NULL,
    ends_us     BIGINT NOT NULL, -- from when it works no more; a newer link brings it forward
    used_us     BIGINT NOT NULL,
    draft       TEXT   NOT NULL  -- the operator as it was typed, JSON; '' for nothing
);

CREATE TABLE setup_founding (
    operator_id TEXT   PRIMARY KEY REFERENCES identity_party (id),
    link_id     TEXT   NOT NULL, -- '' when the command line named everybody
    founded_us  BIGINT NOT NULL,
    holidays_us BIGINT NOT NULL, -- when that step was done; 0 for not yet
    letters_us  BIGINT NOT NULL,
    done_us     BIGINT NOT NULL  -- from when nothing more can be set up
);

CREATE TABLE setup_invited (
    party_id      TEXT   PRIMARY KEY REFERENCES identity_party (id),
    invitation_id TEXT   NOT NULL, -- the newest
    by_id         TEXT   NOT NULL,
    at_us         BIGINT NOT NULL,
    version       BIGINT NOT NULL
);
