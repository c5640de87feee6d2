CREATE TABLE auditlog_entry (
    id         TEXT   PRIMARY KEY,
    idx        BIGINT NOT NULL, -- place in the tree, -1 until sequenced
    kind       TEXT   NOT NULL,
    case_id    TEXT   NOT NULL,
    version    BIGINT NOT NULL, -- of the case, after the change
    before     TEXT   NOT NULL,
    after      TEXT   NOT NULL,
    at_us      BIGINT NOT NULL,
    person_id  TEXT   NOT NULL,
    party_id   TEXT   NOT NULL,
    policy     TEXT   NOT NULL,
    nonce      TEXT   NOT NULL,
    hash       TEXT   NOT NULL, -- SHA-256 of the record
    receipt    TEXT   NOT NULL
);
CREATE UNIQUE INDEX auditlog_entry_idx ON auditlog_entry (idx) WHERE idx >= 0;
CREATE INDEX auditlog_entry_pending ON auditlog_entry (id) WHERE idx < 0;
CREATE INDEX auditlog_entry_case ON auditlog_entry (case_id, version);

CREATE TABLE auditlog_field (
    entry_id   TEXT   NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    commitment TEXT   NOT NULL,
    salt       TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    PRIMARY KEY (entry_id, position)
);

-- Who may see an entry, with its number among the party's entries.
CREATE TABLE auditlog_party (
    entry_id TEXT   NOT NULL,
    party_id TEXT   NOT NULL,
    number   BIGINT NOT NULL, -- 0 until sequenced
    PRIMARY KEY (entry_id, party_id)
);
CREATE INDEX auditlog_party_number ON auditlog_party (party_id, number);

CREATE TABLE auditlog_hash (
    position BIGINT PRIMARY KEY,
    hash     TEXT   NOT NULL
);

CREATE TABLE auditlog_head (
    size BIGINT PRIMARY KEY,
    note TEXT   NOT NULL
);
