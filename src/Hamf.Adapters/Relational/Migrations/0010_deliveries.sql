-- What is to be delivered to an external tracking server, and what has arrived there. Times are Unix milliseconds.

create table deliveries(
    delivery_id {identity},
    server text not null,
    kind text not null,
    subject text not null,
    remote_id text,
    is_delivered bigint not null default 0,
    attempts bigint not null default 0,
    last_error text,
    next_attempt_ms bigint not null default 0,
    claimed_until_ms bigint not null default 0,
    created_at_ms bigint not null,
    delivered_at_ms bigint,
    unique (server, kind, subject)
);

create index deliveries_waiting on deliveries(server, next_attempt_ms) where is_delivered = 0;
