CREATE TABLE conversation_message (
    id        TEXT   PRIMARY KEY,
    case_id   TEXT   NOT NULL,
    author_id TEXT   NOT NULL, -- person, '' for the program
    party_id  TEXT   NOT NULL,
    text      TEXT   NOT NULL,
    at_us     BIGINT NOT NULL
);

-- Which party may read which message.
CREATE TABLE conversation_audience (
    party_id   TEXT NOT NULL,
    case_id    TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (party_id, case_id, message_id)
);
CREATE INDEX conversation_audience_message ON conversation_audience (message_id);

-- The last message that a person has read in a case.
CREATE TABLE conversation_mark (
    person_id  TEXT NOT NULL,
    case_id    TEXT NOT NULL,
    message_id TEXT NOT NULL,
    PRIMARY KEY (person_id, case_id)
);
