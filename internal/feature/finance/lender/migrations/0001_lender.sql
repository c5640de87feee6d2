CREATE TABLE lender_profile (
    id           TEXT   PRIMARY KEY, -- the lender's party
    body         TEXT   NOT NULL, -- Profile as JSON
    version      BIGINT NOT NULL,
    published_by TEXT   NOT NULL,
    published_us BIGINT NOT NULL
);
