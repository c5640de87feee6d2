-- An address of a calendar. Its secret is worked out from its id and a key that
-- is not in the database.
CREATE TABLE feed_link (
    id         TEXT   PRIMARY KEY,
    person_id  TEXT   NOT NULL,
    party_id   TEXT   NOT NULL,
    amounts    BIGINT NOT NULL, -- 1 where sums are told
    names      BIGINT NOT NULL, -- 1 where the other side is named
    language   TEXT   NOT NULL,
    made_us    BIGINT NOT NULL,
    revoked_us BIGINT NOT NULL, -- 0 while it holds
    window_us  BIGINT NOT NULL, -- since when it is counted how often it was asked
    asked      BIGINT NOT NULL
);
CREATE INDEX feed_link_person ON feed_link (person_id, party_id);
