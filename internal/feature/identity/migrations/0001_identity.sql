CREATE TABLE identity_party (
    id          TEXT PRIMARY KEY,
    ref         TEXT NOT NULL UNIQUE, -- a key from outside, such as "E01"
    kind        TEXT NOT NULL,
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    short_zh    TEXT NOT NULL,
    short_en    TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    parent_id   TEXT NOT NULL
);
CREATE UNIQUE INDEX identity_party_code ON identity_party (credit_code) WHERE credit_code <> '';
CREATE INDEX identity_party_kind ON identity_party (kind, id);

CREATE TABLE identity_person (
    id          TEXT PRIMARY KEY,
    ref         TEXT NOT NULL UNIQUE,
    name_zh     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    sign_in     TEXT NOT NULL, -- lower case; '' for somebody who never signs in
    enrolled_by TEXT NOT NULL  -- party; '' when the person came by invitation
);
CREATE UNIQUE INDEX identity_person_sign_in ON identity_person (sign_in) WHERE sign_in <> '';

CREATE TABLE identity_membership (
    id        TEXT   PRIMARY KEY,
    person_id TEXT   NOT NULL REFERENCES identity_person (id),
    party_id  TEXT   NOT NULL REFERENCES identity_party (id),
    roles     TEXT   NOT NULL, -- joined with commas
    from_on   TEXT   NOT NULL,
    to_on     TEXT   NOT NULL, -- the first day after; '' while open
    by_id     TEXT   NOT NULL,
    version   BIGINT NOT NULL
);
CREATE INDEX identity_membership_person ON identity_membership (person_id, from_on);
CREATE INDEX identity_membership_party ON identity_membership (party_id, from_on);

CREATE TABLE identity_session (
    id            TEXT   PRIMARY KEY,
    token_hash    TEXT   NOT NULL UNIQUE, -- SHA-256, hex
    person_id     TEXT   NOT NULL REFERENCES identity_person (id),
    membership_id TEXT   NOT NULL REFERENCES identity_membership (id),
    agent         TEXT   NOT NULL, -- the words of the browser about itself
    begun_us      BIGINT NOT NULL,
    seen_us       BIGINT NOT NULL,
    step_purpose  TEXT   NOT NULL,
    step_us       BIGINT NOT NULL
);
CREATE INDEX identity_session_person ON identity_session (person_id, begun_us);
CREATE INDEX identity_session_seen ON identity_session (seen_us);

CREATE TABLE identity_password (
    person_id TEXT   PRIMARY KEY REFERENCES identity_person (id),
    hash      TEXT   NOT NULL, -- argon2id in its usual text form
    set_us    BIGINT NOT NULL
);

CREATE TABLE identity_totp (
    person_id TEXT   PRIMARY KEY REFERENCES identity_person (id),
    secret    TEXT   NOT NULL, -- '' until the first code proved it
    pending   TEXT   NOT NULL,
    last_step BIGINT NOT NULL  -- of the newest code that was taken
);

CREATE TABLE identity_attempt (
    account   TEXT   NOT NULL, -- SHA-256 of what was typed; '*' counts all of a source
    source    TEXT   NOT NULL,
    failures  BIGINT NOT NULL,
    last_us   BIGINT NOT NULL,
    known_us  BIGINT NOT NULL, -- when the owner last came in from there; 0 for never
    PRIMARY KEY (account, source)
);
CREATE INDEX identity_attempt_last ON identity_attempt (last_us);

CREATE TABLE identity_invitation (
    id         TEXT   PRIMARY KEY,
    code_hash  TEXT   NOT NULL UNIQUE,
    party_id   TEXT   NOT NULL REFERENCES identity_party (id),
    name_zh    TEXT   NOT NULL,
    name_en    TEXT   NOT NULL,
    roles      TEXT   NOT NULL,
    by_id      TEXT   NOT NULL,
    expires_us BIGINT NOT NULL,
    used_us    BIGINT NOT NULL,
    used_by    TEXT   NOT NULL
);
CREATE INDEX identity_invitation_party ON identity_invitation (party_id, expires_us);

CREATE TABLE identity_consent (
    id         TEXT   PRIMARY KEY,
    subject_id TEXT   NOT NULL,
    grantee_id TEXT   NOT NULL,
    case_id    TEXT   NOT NULL,
    purpose    TEXT   NOT NULL,
    classes    TEXT   NOT NULL, -- joined with commas
    from_us    BIGINT NOT NULL,
    to_us      BIGINT NOT NULL,
    by_id      TEXT   NOT NULL,
    given_us   BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    revoked_us BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX identity_consent_case ON identity_consent (case_id, grantee_id);
CREATE INDEX identity_consent_subject ON identity_consent (subject_id, given_us);

CREATE TABLE identity_disclosure (
    id         TEXT   PRIMARY KEY,
    consent_id TEXT   NOT NULL, -- '' when another ground allowed it
    subject_id TEXT   NOT NULL, -- '' when no consent names one
    case_id    TEXT   NOT NULL,
    grantee_id TEXT   NOT NULL,
    person_id  TEXT   NOT NULL,
    class      TEXT   NOT NULL,
    ground     TEXT   NOT NULL,
    purpose    TEXT   NOT NULL,
    at_us      BIGINT NOT NULL
);
CREATE INDEX identity_disclosure_consent ON identity_disclosure (consent_id, at_us);
CREATE INDEX identity_disclosure_subject ON identity_disclosure (subject_id, at_us);
