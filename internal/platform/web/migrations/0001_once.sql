-- Answers of submissions, so that a second copy of a request changes nothing.
CREATE TABLE web_once (
    principal_id TEXT   NOT NULL,
    key          TEXT   NOT NULL,
    request      TEXT   NOT NULL,
    status       BIGINT NOT NULL,
    body         TEXT   NOT NULL,
    at_us        BIGINT NOT NULL,
    PRIMARY KEY (principal_id, key)
);
CREATE INDEX web_once_at ON web_once (at_us);
