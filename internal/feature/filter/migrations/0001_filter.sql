-- What somebody narrowed a list to, under a name.
CREATE TABLE filter_saved (
    id         TEXT   PRIMARY KEY,
    person_id  TEXT   NOT NULL,
    party_id   TEXT   NOT NULL, -- where the person kept it
    list       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    query      TEXT   NOT NULL, -- as in the address of the list
    opening    BIGINT NOT NULL, -- 1 where the list opens with it
    shared     BIGINT NOT NULL, -- 1 where colleagues may use it
    saved_us   BIGINT NOT NULL,
    removed_us BIGINT NOT NULL -- 0 while it is kept; name and query go with it
);
CREATE UNIQUE INDEX filter_saved_name ON filter_saved (person_id, party_id, list, name) WHERE removed_us = 0;
CREATE INDEX filter_saved_party ON filter_saved (party_id, list);
