CREATE TABLE park_building (
    id             TEXT   PRIMARY KEY,
    park_id        TEXT   NOT NULL,
    code           TEXT   NOT NULL,
    name_zh        TEXT   NOT NULL,
    name_en        TEXT   NOT NULL,
    kind           TEXT   NOT NULL,
    floors         BIGINT NOT NULL,
    gross_area_dm2 BIGINT NOT NULL,
    version        BIGINT NOT NULL,
    UNIQUE (park_id, code)
);

CREATE TABLE park_unit (
    id              TEXT   PRIMARY KEY,
    building_id     TEXT   NOT NULL REFERENCES park_building (id),
    park_id         TEXT   NOT NULL,
    code            TEXT   NOT NULL,
    floor           BIGINT NOT NULL,
    use             TEXT   NOT NULL,
    area_dm2        BIGINT NOT NULL CHECK (area_dm2 > 0),
    rent_per_m2_fen BIGINT NOT NULL,
    hoist_t         BIGINT NOT NULL, -- 0 without a hoist
    version         BIGINT NOT NULL,
    UNIQUE (park_id, code)
);
CREATE INDEX park_unit_building ON park_unit (building_id, code);

CREATE TABLE park_enterprise (
    id               TEXT   PRIMARY KEY, -- the party's id
    park_id          TEXT   NOT NULL,
    name_zh          TEXT   NOT NULL,
    name_en          TEXT   NOT NULL,
    short_zh         TEXT   NOT NULL,
    short_en         TEXT   NOT NULL,
    credit_code      TEXT   NOT NULL UNIQUE,
    industry_code    TEXT   NOT NULL,
    industry_zh      TEXT   NOT NULL,
    industry_en      TEXT   NOT NULL,
    size_class       TEXT   NOT NULL,
    revenue_2019_fen BIGINT NOT NULL,
    joined_on        TEXT   NOT NULL,
    stage            TEXT   NOT NULL,
    high_tech        BIGINT NOT NULL,
    contact_id       TEXT   NOT NULL, -- '' while nobody is named
    registered_us    BIGINT NOT NULL,
    version          BIGINT NOT NULL
);

CREATE TABLE park_lease (
    id               TEXT   PRIMARY KEY,
    ref              TEXT   NOT NULL UNIQUE,
    park_id          TEXT   NOT NULL,
    enterprise_id    TEXT   NOT NULL REFERENCES park_enterprise (id),
    from_on          TEXT   NOT NULL,
    to_on            TEXT   NOT NULL, -- the first day after it
    agreed_to_on     TEXT   NOT NULL,
    monthly_rent_fen BIGINT NOT NULL,
    previous_id      TEXT   NOT NULL, -- '' for the first of a chain
    end_reason       TEXT   NOT NULL, -- '' unless it was cut short
    signed_by        TEXT   NOT NULL,
    signed_us        BIGINT NOT NULL,
    version          BIGINT NOT NULL,
    CHECK (from_on < to_on)
);
CREATE INDEX park_lease_enterprise ON park_lease (enterprise_id, from_on);
-- A lease is renewed once.
CREATE UNIQUE INDEX park_lease_previous ON park_lease (previous_id) WHERE previous_id <> '';

CREATE TABLE park_lease_unit (
    lease_id TEXT NOT NULL REFERENCES park_lease (id),
    unit_id  TEXT NOT NULL REFERENCES park_unit (id),
    PRIMARY KEY (lease_id, unit_id)
);
CREATE INDEX park_lease_unit_unit ON park_lease_unit (unit_id, lease_id);

CREATE TABLE park_headcount (
    id            TEXT   PRIMARY KEY,
    enterprise_id TEXT   NOT NULL REFERENCES park_enterprise (id),
    as_of_on      TEXT   NOT NULL,
    now           BIGINT NOT NULL,
    normal        BIGINT NOT NULL,
    source        TEXT   NOT NULL, -- 'self' or 'park'
    person_id     TEXT   NOT NULL,
    party_id      TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    seq           BIGINT NOT NULL, -- counts the reports of an enterprise: the later counts
    at_us         BIGINT NOT NULL,
    UNIQUE (enterprise_id, seq)
);
CREATE INDEX park_headcount_day ON park_headcount (enterprise_id, as_of_on, seq);
