CREATE TABLE sealed_key (
    case_id      TEXT   PRIMARY KEY,
    wrapped      TEXT   NOT NULL, -- '' once the key was destroyed
    made_us      BIGINT NOT NULL,
    forgotten_us BIGINT NOT NULL
);
