-- A lender's scheme in one version, as it was written down once.
CREATE TABLE scheme_version (
    id        TEXT   PRIMARY KEY,
    scheme_id TEXT   NOT NULL, -- shared by the versions of a scheme
    no        BIGINT NOT NULL,
    lender_id TEXT   NOT NULL,
    state     TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    rules     TEXT   NOT NULL, -- scheme.Rules as JSON
    hash      TEXT   NOT NULL,
    made_by   TEXT   NOT NULL,
    made_us   BIGINT NOT NULL,
    in_force  TEXT   NOT NULL, -- the day from which it counts, '' before
    put_by    TEXT   NOT NULL,
    ended_on  TEXT   NOT NULL,
    UNIQUE (scheme_id, no)
);
CREATE INDEX scheme_version_lender ON scheme_version (lender_id, state);
CREATE UNIQUE INDEX scheme_version_one ON scheme_version (scheme_id) WHERE state = 'in_force';
