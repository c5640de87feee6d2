-- A statement as it was issued, for paper: whoever holds it can ask whether it
-- is genuine and whether it is still what the books say.
CREATE TABLE books_paper (
    id          TEXT   PRIMARY KEY,
    code        TEXT   NOT NULL UNIQUE, -- in its QR picture
    party_id    TEXT   NOT NULL,        -- whose statement it is
    contract_id TEXT   NOT NULL,        -- '' for all loans of the party
    from_on     TEXT   NOT NULL,
    to_on       TEXT   NOT NULL,
    body        TEXT   NOT NULL,        -- the statement as JSON
    digest      TEXT   NOT NULL,        -- of what it says, as Digest spells it out
    issued_by   TEXT   NOT NULL,
    issued_us   BIGINT NOT NULL
);
CREATE INDEX books_paper_party ON books_paper (party_id, issued_us);
