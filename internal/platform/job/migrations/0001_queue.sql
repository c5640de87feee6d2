CREATE TABLE job_queue (
    id           TEXT   PRIMARY KEY,
    kind         TEXT   NOT NULL,
    payload      TEXT   NOT NULL,
    run_after_us BIGINT NOT NULL,
    leased_us    BIGINT NOT NULL,
    tries        BIGINT NOT NULL,
    dead         BIGINT NOT NULL,
    error        TEXT   NOT NULL
);
CREATE INDEX job_queue_due ON job_queue (run_after_us) WHERE dead = 0;
