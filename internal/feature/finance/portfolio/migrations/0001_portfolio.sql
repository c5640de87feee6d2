-- Up to where a person has read what changed on a loan.
CREATE TABLE portfolio_seen (
    person_id   TEXT   NOT NULL,
    contract_id TEXT   NOT NULL,
    seen_us     BIGINT NOT NULL,
    PRIMARY KEY (person_id, contract_id)
);
