-- One row per scored event, and how far each consumer has read each topic: kept here so that rows and position change together.

create table scores(
    event_id text primary key,
    detector text not null,
    time_ms bigint not null,
    entity text,
    score double precision not null,
    threshold double precision not null,
    decision bigint not null,
    model_version bigint not null,
    scored_at_ms bigint not null,
    reasons text,
    payload {blob} not null
);
create index scores_by_time on scores(detector, time_ms);

create table stream_positions(
    consumer text not null,
    topic text not null,
    next_offset bigint not null,
    primary key (consumer, topic)
);

-- Numbers of rows that are asked for all the time; counting a large table would read all of it.
create table row_counts(
    name text primary key,
    count bigint not null
);
