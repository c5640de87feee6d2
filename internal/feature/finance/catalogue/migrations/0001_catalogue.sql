CREATE TABLE catalogue_product (
    id         TEXT   PRIMARY KEY,
    code       TEXT   NOT NULL,
    lender_id  TEXT   NOT NULL,
    body       TEXT   NOT NULL, -- Product as JSON: limits, terms, names
    version    BIGINT NOT NULL,
    UNIQUE (lender_id, code)
);
