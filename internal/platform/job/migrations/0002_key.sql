ALTER TABLE job_queue ADD COLUMN dedupe TEXT NOT NULL DEFAULT '';

-- One waiting job for each key; a dead one does not stand in the way.
CREATE UNIQUE INDEX job_queue_dedupe ON job_queue (kind, dedupe) WHERE dedupe <> '' AND dead = 0;

-- Which node does periodic work, when several share a database.
CREATE TABLE job_turn (
    name     TEXT   PRIMARY KEY,
    until_us BIGINT NOT NULL
);
