CREATE TABLE document_file (
    id           TEXT   PRIMARY KEY,
    case_id      TEXT   NOT NULL,
    owner_id     TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    media_type   TEXT   NOT NULL,
    size         BIGINT NOT NULL,
    sha256       TEXT   NOT NULL,
    version      BIGINT NOT NULL,
    expires_on   TEXT   NOT NULL, -- '' for never
    requested_by TEXT   NOT NULL, -- party, '' for nobody
    uploaded_by  TEXT   NOT NULL,
    at_us        BIGINT NOT NULL,
    erased_us    BIGINT NOT NULL, -- 0 while the bytes are there
    UNIQUE (case_id, kind, version)
);
CREATE INDEX document_file_expires ON document_file (expires_on) WHERE expires_on <> '';
CREATE INDEX document_file_blob ON document_file (case_id, sha256);

-- Bytes, named within their case so that no case learns of another's files.
CREATE TABLE document_blob (
    case_id TEXT   NOT NULL,
    sha256  TEXT   NOT NULL,
    chunk   BIGINT NOT NULL,
    content TEXT   NOT NULL, -- base64 of at most 192 KiB
    PRIMARY KEY (case_id, sha256, chunk)
);

CREATE TABLE document_seen (
    id          TEXT   PRIMARY KEY,
    document_id TEXT   NOT NULL,
    case_id     TEXT   NOT NULL,
    party_id    TEXT   NOT NULL,
    person_id   TEXT   NOT NULL,
    ground      TEXT   NOT NULL,
    at_us       BIGINT NOT NULL
);
CREATE INDEX document_seen_document ON document_seen (case_id, document_id, at_us);
