CREATE TABLE dossier_request (
    id             TEXT   PRIMARY KEY,
    application_id TEXT   NOT NULL,
    case_id        TEXT   NOT NULL, -- the lender's
    lender_id      TEXT   NOT NULL,
    kind           TEXT   NOT NULL,
    reason         TEXT   NOT NULL,
    due_on         TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    asked_by       TEXT   NOT NULL,
    asked_us       BIGINT NOT NULL,
    document_id    TEXT   NOT NULL, -- what answered it, '' until then
    done_by        TEXT   NOT NULL,
    done_us        BIGINT NOT NULL
);
CREATE INDEX dossier_request_application ON dossier_request (application_id, state);
CREATE INDEX dossier_request_open ON dossier_request (id) WHERE state = 'requested';

-- Documents of which it was told that they run out.
CREATE TABLE dossier_told (
    document_id TEXT   PRIMARY KEY,
    told_us     BIGINT NOT NULL
);
