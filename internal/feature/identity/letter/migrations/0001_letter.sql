CREATE TABLE letter_address (
    id           TEXT   PRIMARY KEY,
    person_id    TEXT   NOT NULL,
    channel      TEXT   NOT NULL, -- 'mail', 'sms' or 'chat'
    address      TEXT   NOT NULL,
    state        TEXT   NOT NULL, -- 'waiting' for its code, 'confirmed', 'failing' or 'gone'
    stop         TEXT   NOT NULL UNIQUE, -- in the link that stops letters
    asked_us     BIGINT NOT NULL,
    tries        BIGINT NOT NULL, -- of codes
    confirmed_us BIGINT NOT NULL,
    problem      TEXT   NOT NULL  -- what the other side said when it refused the address
);
CREATE INDEX letter_address_person ON letter_address (person_id, channel, state);

-- Where a person chose nothing, there is no row.
CREATE TABLE letter_choice (
    person_id TEXT NOT NULL,
    channel   TEXT NOT NULL,
    kind      TEXT NOT NULL, -- 'move', 'news' or 'reminder'
    pace      TEXT NOT NULL, -- 'once', 'digest' or 'never'
    PRIMARY KEY (person_id, channel, kind)
);

CREATE TABLE letter_reader (
    person_id TEXT   PRIMARY KEY,
    lang      TEXT   NOT NULL,
    digest_at BIGINT NOT NULL -- minutes after midnight in the park
);

CREATE TABLE letter_item (
    id        TEXT   PRIMARY KEY,
    person_id TEXT   NOT NULL,
    channel   TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    notice_id TEXT   NOT NULL, -- of a notice, or
    machine   TEXT   NOT NULL, -- of a turn
    case_id   TEXT   NOT NULL,
    move      TEXT   NOT NULL,
    party_id  TEXT   NOT NULL, -- for whom the person was told, '' for themselves
    due_us    BIGINT NOT NULL, -- business time
    letter_id TEXT   NOT NULL  -- '' until a letter gathers it
);
CREATE INDEX letter_item_due ON letter_item (due_us, person_id, channel) WHERE letter_id = '';
CREATE INDEX letter_item_letter ON letter_item (letter_id) WHERE letter_id <> '';

CREATE TABLE letter_letter (
    id         TEXT   PRIMARY KEY,
    person_id  TEXT   NOT NULL,
    channel    TEXT   NOT NULL,
    address_id TEXT   NOT NULL REFERENCES letter_address (id),
    kind       TEXT   NOT NULL, -- 'told', 'code' or 'changed'
    state      TEXT   NOT NULL, -- 'ready', 'sent', 'dead' or 'void'
    written_us BIGINT NOT NULL, -- business time
    made_us    BIGINT NOT NULL, -- system time, as are the others
    try_us     BIGINT NOT NULL,
    leased_us  BIGINT NOT NULL,
    ended_us   BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    error      TEXT   NOT NULL
);
CREATE INDEX letter_letter_ready ON letter_letter (try_us) WHERE state = 'ready';
CREATE INDEX letter_letter_person ON letter_letter (person_id, channel, made_us);
CREATE INDEX letter_letter_address ON letter_letter (address_id, made_us);
CREATE INDEX letter_letter_dead ON letter_letter (id) WHERE state = 'dead';
CREATE INDEX letter_letter_ended ON letter_letter (ended_us) WHERE ended_us > 0;
