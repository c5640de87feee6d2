-- A month that a lender closed. Nothing is posted into it any more.
CREATE TABLE books_month (
    lender_id TEXT   NOT NULL,
    month     TEXT   NOT NULL, -- "2020-05"
    closed_by TEXT   NOT NULL,
    closed_us BIGINT NOT NULL,
    PRIMARY KEY (lender_id, month)
);
