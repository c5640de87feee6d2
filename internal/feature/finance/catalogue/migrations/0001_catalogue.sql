CREATE TABLE catalogue_product (
    id         TEXT   PRIMARY KEY,
    code       TEXT   NOT NULL,
    lender_id  TEXT   NOT NULL,
    UNIQUE (lender_id, code)
);

CREATE TABLE catalogue_version (
    id            TEXT   PRIMARY KEY,
    product_id    TEXT   NOT NULL REFERENCES catalogue_product (id),
    number        BIGINT NOT NULL, -- from 1, per product
    state         TEXT   NOT NULL,
    body          TEXT   NOT NULL, -- Product as JSON: limits, terms, names
    hash          TEXT   NOT NULL, -- SHA-256 of the body
    drafted_by    TEXT   NOT NULL,
    drafted_us    BIGINT NOT NULL,
    decided_by    TEXT   NOT NULL, -- who approved or discarded it
    decided_us    BIGINT NOT NULL,
    valid_from_on TEXT   NOT NULL, -- '' until it is approved
    withdrawn_by  TEXT   NOT NULL,
    withdrawn_us  BIGINT NOT NULL,
    reason        TEXT   NOT NULL, -- why it was withdrawn
    UNIQUE (product_id, number)
);
CREATE INDEX catalogue_version_state ON catalogue_version (state, valid_from_on);
