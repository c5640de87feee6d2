-- Lists that were taken away as files. The rows are not kept.
CREATE TABLE export_taken (
    id        TEXT   PRIMARY KEY,
    number    TEXT   NOT NULL UNIQUE,
    person_id TEXT   NOT NULL,
    party_id  TEXT   NOT NULL, -- for which the person took it
    list      TEXT   NOT NULL,
    query     TEXT   NOT NULL, -- as in the address of the list
    format    TEXT   NOT NULL,
    language  TEXT   NOT NULL, -- of its headers and words
    reason    TEXT   NOT NULL,
    note      TEXT   NOT NULL,
    row_count BIGINT NOT NULL,
    hash      TEXT   NOT NULL, -- of headers and rows
    taken_us  BIGINT NOT NULL
);
CREATE INDEX export_taken_party ON export_taken (party_id, id);
