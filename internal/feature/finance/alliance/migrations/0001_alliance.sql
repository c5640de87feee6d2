-- Where lenders stand of which a departure was ever asked; the others are members.
CREATE TABLE alliance_standing (
    id         TEXT   PRIMARY KEY, -- the lender's party
    state      TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    leaves_on  TEXT   NOT NULL, -- the first day on which it is no member, '' for none
    asked_by   TEXT   NOT NULL,
    asked_us   BIGINT NOT NULL,
    decided_by TEXT   NOT NULL,
    decided_us BIGINT NOT NULL,
    left_us    BIGINT NOT NULL  -- 0 for a member
);
CREATE INDEX alliance_standing_state ON alliance_standing (state, id);
