CREATE TABLE ledger_account (
    id       TEXT   PRIMARY KEY,
    party_id TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    ref      TEXT   NOT NULL, -- contract or case, '' for none
    currency TEXT   NOT NULL,
    guarded  BIGINT NOT NULL,
    UNIQUE (party_id, kind, ref)
);
CREATE INDEX ledger_account_ref ON ledger_account (ref);

-- The running balance of guarded accounts, and of no other.
CREATE TABLE ledger_guard (
    account_id  TEXT   PRIMARY KEY,
    balance_fen BIGINT NOT NULL
);

CREATE TABLE ledger_transfer (
    id       TEXT   PRIMARY KEY,
    business TEXT   NOT NULL UNIQUE, -- names the event for ever
    kind     TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    at_us    BIGINT NOT NULL,
    value_on TEXT   NOT NULL,
    note     TEXT   NOT NULL,
    reverses TEXT   NOT NULL, -- transfer that this one takes back, '' for none
    digest   TEXT   NOT NULL  -- SHA-256 of what the transfer says
);
CREATE INDEX ledger_transfer_case ON ledger_transfer (case_id, id);
CREATE UNIQUE INDEX ledger_transfer_reverses ON ledger_transfer (reverses) WHERE reverses <> '';

CREATE TABLE ledger_posting (
    transfer_id TEXT   NOT NULL,
    position    BIGINT NOT NULL,
    account_id  TEXT   NOT NULL,
    value_on    TEXT   NOT NULL, -- the transfer's, for sums by day
    amount_fen  BIGINT NOT NULL,
    PRIMARY KEY (transfer_id, position)
);
CREATE INDEX ledger_posting_account ON ledger_posting (account_id, value_on, transfer_id);
