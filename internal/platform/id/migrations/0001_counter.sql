-- The last number given out in each series and year.
CREATE TABLE id_counter (
    series TEXT   NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (series, year)
);
